// @ts-check
// Snippets stand in other people's pages: nothing in them may come out of its attribute.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  FIGURES,
  FIRST,
  FROM_LINK,
  readChoices,
  resolve,
  writeChoices,
} from '../../src/embed/choices.js';
import { escaped, FORMS, frameAddress, pageAddress } from '../../src/embed/snippets.js';
import { attributesOf, defaults, find, format, parse } from '../../src/state/table.js';
import { read, write } from '../../src/state/url.js';
import { allowed, dice } from './states.js';

const BASE = 'https://example.org/seminar/';

/** The opposite of `escaped`, as HTML has it. @param {string} text */
const unescaped = (text) =>
  text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code)).replaceAll('&amp;', '&');

/** Attributes of the first tag of a name. @param {string} html @param {string} name */
function attributes(html, name) {
  const tag = new RegExp(`<${name}((?: [\\w-]+="[^"]*")*)>`).exec(html)?.[1];
  assert.ok(tag !== undefined, `${name} in ${html}`);
  const pairs = [...tag.matchAll(/ ([\w-]+)="([^"]*)"/g)];
  return Object.fromEntries(pairs.map(([, key, value]) => [key, unescaped(value)]));
}

const form = (/** @type {string} */ id) => FORMS.find((one) => one.id === id) ?? FORMS[0];

test('text is escaped for attributes, and comes back', () => {
  const hostile = `"><script>alert('&amp;')</script>`;
  assert.doesNotMatch(escaped(hostile), /[<>"']/);
  assert.equal(unescaped(escaped(hostile)), hostile);
});

for (const [d, { table, presets }] of Object.entries(FIGURES)) {
  test(`${d}: every preset gives an element and a frame that say the same`, () => {
    for (const { id, state } of presets) {
      const choices = { ...FIRST, d, preset: id, theme: 'dark', controls: 'none', k: '7' };
      const { choice, notices } = resolve(choices, BASE);
      assert.deepEqual(notices, []);
      assert.deepEqual(attributes(form('element').text(choice), `feedback-${d}`), {
        preset: id,
        controls: 'none',
        theme: 'dark',
        k: '7',
      });
      const { src, width, height } = attributes(form('iframe').text(choice), 'iframe');
      assert.deepEqual([src, width, height], [frameAddress(choice), '960', '540']);
      const link = read(new URL(src).hash, FIGURES);
      assert.deepEqual(link.notices, []);
      assert.equal(link.k, 7);
      /** @type {Record<string, any>} */
      const wanted = { ...defaults(table), ...state, theme: 'dark', controls: 'none' };
      const got = { ...defaults(table), ...link.patch };
      // Through text, where lists of names have one order.
      for (const row of table)
        assert.deepEqual(got[row.key], parse(row, format(row, wanted[row.key])), row.key);
    }
  });

  test(`${d}: whatever a link says stays in its attribute`, () => {
    const random = dice(5);
    for (let i = 0; i < 100; i++) {
      const state = Object.fromEntries(table.map((row) => [row.key, allowed(row, random)]));
      const link = `https://example.org/${write(d, table, state, 3)}`;
      const choices = { ...FIRST, d, preset: FROM_LINK, link, form: 'element' };
      const { choice } = resolve(choices, BASE);
      const { k, ...shown } = attributes(form('element').text(choice), `feedback-${d}`);
      assert.equal(k, '3');
      for (const [name, value] of Object.entries(shown)) {
        const row = table.find((one) => attributesOf(one).includes(name));
        assert.ok(row, name);
        assert.equal(format(row, parse(row, value)), format(row, choice.state[row.key]));
      }
      for (const { id, text } of FORMS) {
        const snippet = text(choice);
        assert.equal(snippet.match(/<script/g)?.length ?? 0, id === 'element' ? 1 : 0);
        assert.doesNotMatch(
          snippet,
          /[\n\r].*[\n\r].*[\n\r].*[\n\r].*[\n\r]/,
          'no lines of its own',
        );
      }
      const there = new URL(pageAddress(choice));
      for (const key of ['controls', 'theme', 'hide', 'autoplay', 'keys'])
        assert.ok(!new URLSearchParams(there.hash.slice(1)).has(key), 'the page is the page');
    }
  });
}

test('a link that says nothing, or too much, gives a snippet all the same', () => {
  for (const link of [
    '',
    'x',
    '#',
    '#v=1',
    '#v=1&d=toy&eta="><script>',
    'javascript:alert(1)#d=toy',
  ]) {
    const { choice } = resolve({ ...FIRST, preset: FROM_LINK, link }, BASE);
    for (const { text } of FORMS) assert.doesNotMatch(text(choice), /javascript:|"><script/);
  }
  const { notices, choice } = resolve(
    { ...FIRST, preset: FROM_LINK, link: '#v=1&d=linear&eta=hot&seed=4' },
    BASE,
  );
  assert.equal(choice.name, 'linear');
  assert.equal(choice.state.seed, 4);
  assert.match(notices.join(), /learning_rate must be a number/);
});

test('keys are passed on only where somebody understands them', () => {
  for (const { id, keys } of FORMS) {
    const { choice } = resolve({ ...FIRST, form: id }, BASE);
    assert.equal(choice.own.keys, keys ? undefined : 'off');
  }
});

test('an address with parentheses does not end a Markdown link', () => {
  const { choice } = resolve({ ...FIRST, form: 'markdown' }, 'https://example.org/a(b)/');
  assert.match(form('markdown').text(choice), /^\[!\[[^[\]]*\]\([^()]+\)\]\([^()]+\)$/);
});

test('choices are kept in the address of the builder', () => {
  const random = dice(8);
  for (let i = 0; i < 200; i++) {
    const d = Object.keys(FIGURES)[i % 3];
    const { table, presets } = FIGURES[d];
    const word = (/** @type {string} */ key) => {
      const row = find(table, key);
      return row ? format(row, allowed(row, random)) : '';
    };
    const choices = {
      d,
      preset: i % 4 ? presets[i % presets.length].id : FROM_LINK,
      link: i % 4 ? '' : `https://example.org/#v=1&d=toy&eta=0.${i + 1}&x="<%>`,
      k: String(i),
      controls: word('controls'),
      theme: word('theme'),
      autoplay: word('autoplay'),
      rules: word('rules'),
      panels: word('panels'),
      hide: word('hide'),
      size: `${300 + i}x540`,
      form: FORMS[i % FORMS.length].id,
    };
    assert.deepEqual(readChoices(writeChoices(choices)), choices);
  }
  assert.equal(writeChoices(FIRST), '');
  assert.deepEqual(readChoices(''), FIRST);
  const hostile = '#build&d=__proto__&preset=constructor&k=-1&size=1x1&form=<b>&theme=red&rules=x';
  assert.deepEqual(readChoices(hostile), FIRST);
});
