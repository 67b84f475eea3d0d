// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LINEAR, TOY } from '../../src/state/figures.js';
import { NETWORK } from '../../src/state/network.js';
import { PRESETS } from '../../src/state/presets.js';
import { defaults, defineTable, find, LONGEST_TEXT } from '../../src/state/table.js';
import { LONGEST, read, write } from '../../src/state/url.js';
import { allowed, below, dice } from './states.js';

/** Kinds that a figure may come to have. */
const FUTURE = defineTable(
  [{ key: 'learns', doc: '', kind: 'text', default: 'all' }],
  [{ key: 'learns', short: 'learns', label: 'Learns' }],
  [
    { key: 'changes', short: 'ch', label: 'Changes', doc: '', kind: 'text', default: '' },
    { key: 'rates', short: 'rates', label: 'Rates', doc: '', kind: 'text', default: '' },
    { key: 'on', short: 'on', label: 'On', doc: '', kind: 'flag', default: false },
    { key: 'free', short: 'free', label: 'Free', doc: '', kind: 'number', default: 0 },
  ],
);

/** @type {Record<string, import('../../src/state/table.js').Table>} */
const TABLES = { toy: TOY, linear: LINEAR, mnist: NETWORK, future: FUTURE };

const FIGURES = Object.fromEntries(
  Object.entries(TABLES).map(([name, table]) => [name, { table }]),
);

/** @param {string} hash */
const lookUp = (hash) => read(hash, FIGURES);

test('the defaults are no more than the name of the figure', () => {
  for (const [name, table] of Object.entries(TABLES)) {
    const hash = write(name, table, defaults(table));
    assert.equal(hash, `#v=1&d=${name}`);
    assert.deepEqual(lookUp(hash), {
      figure: name,
      patch: {},
      k: undefined,
      prints: [],
      notices: [],
    });
  }
});

test('a hash carries fingerprints, and reads them if they are some', () => {
  const prints = ['0123456789abcdef', 'fedcba9876543210'];
  const hash = write('toy', TOY, defaults(TOY), 54, prints);
  assert.equal(hash, `#v=1&d=toy&k=54&fp=${prints}`);
  assert.deepEqual(lookUp(hash).prints, prints);
  for (const text of ['', 'x', '0123', `${prints},`, '0123456789ABCDEF', '<b>'.repeat(99)]) {
    const { prints: none, notices } = lookUp(`#d=toy&fp=${encodeURIComponent(text)}`);
    assert.deepEqual([none, notices.length], [[], 1]);
    assert.match(notices[0], /^fp must be fingerprints of 16 hexadecimal digits each, but is “/);
  }
});

test('what is hidden may be nothing, a setting or a part; a long list of names is not said in full', () => {
  assert.deepEqual(lookUp('#d=toy&hide=').patch, { hide: [] });
  assert.deepEqual(lookUp('#d=toy&hide=save,eta').patch, { hide: ['eta', 'save'] });
  assert.deepEqual(lookUp('#d=mnist&hide=all').notices, [
    'hide must be a list of names such as layers, f, eta, but is “all”',
  ]);
});

test('a hash is short and legible', () => {
  const state = { ...defaults(TOY), learning_rate: 0.1, rules: ['bp', 'fa'] };
  assert.equal(write('toy', TOY, state, 54), '#v=1&d=toy&eta=0.1&k=54');
  const deep = { ...defaults(NETWORK), hidden: Array(100).fill(240), rules: ['bp', 'dfa'] };
  assert.equal(write('mnist', NETWORK, deep), '#v=1&d=mnist&layers=100x240&rules=bp,dfa');
  const two = { ...defaults(NETWORK), hidden: [800, 100], speed: 30 };
  assert.equal(write('mnist', NETWORK, two, 0), '#v=1&d=mnist&layers=800,100&speed=30&k=0');
});

for (const [name, table] of Object.entries(TABLES)) {
  test(`${name}: v, d and k belong to the link`, () => {
    for (const key of ['v', 'd', 'k']) assert.equal(find(table, key), undefined);
  });

  test(`${name}: every state that is allowed survives`, () => {
    const random = dice(7);
    for (let i = 0; i < 1500; i++) {
      const state = Object.fromEntries(
        table.map((row) => [row.key, random() < 0.5 ? row.default : allowed(row, random)]),
      );
      const k = random() < 0.5 ? undefined : below(random, 1e6);
      const hash = write(name, table, state, k);
      const link = lookUp(hash);
      assert.deepEqual({ ...defaults(table), ...link.patch }, state, hash);
      assert.deepEqual([link.figure, link.k, link.notices], [name, k, []], hash);
      // As a browser would hand it back.
      assert.equal(new URL(hash, 'http://localhost/').hash, hash);
    }
  });

  test(`${name}: what is out of range is clamped to the limit, and said`, () => {
    for (const row of table)
      for (const [limit, beyond] of [
        [row.max, (row.max ?? 0) + 1],
        [row.min, (row.min ?? 0) - 1],
        [row.max, Infinity],
      ]) {
        if (limit === undefined || limit === beyond) continue;
        const sizes = row.kind === 'sizes';
        const state = { ...defaults(table), [row.key]: sizes ? [5, beyond] : beyond };
        const { patch, notices } = lookUp(write(name, table, state));
        assert.deepEqual(patch, { [row.key]: sizes ? [5, limit] : limit });
        assert.deepEqual(notices, [
          `${row.key} must be between ${row.min} and ${row.max}, but is ${beyond}: ${limit} is taken`,
        ]);
      }
  });

  test(`${name}: a long key says what its short one does`, () => {
    const random = dice(5);
    for (const row of table)
      for (let i = 0; i < 10; i++) {
        const hash = write(name, table, { ...defaults(table), [row.key]: allowed(row, random) });
        const long = hash.replace(`&${row.short}=`, `&${row.key}=`);
        assert.deepEqual(lookUp(long), lookUp(hash));
      }
  });
}

test('presets survive', () => {
  for (const { state } of PRESETS)
    assert.deepEqual(
      { ...defaults(TOY), ...lookUp(write('toy', TOY, { ...defaults(TOY), ...state })).patch },
      { ...defaults(TOY), ...state },
    );
});

test('each thing that is wrong has its notice, and the rest holds', () => {
  const fine = { input_weight: -1, steps: 90 };
  for (const [more, notice] of [
    ['v=2', 'v must be a version that this page knows, up to 1, but is “2”'],
    ['v=', 'v must be a version that this page knows, up to 1, but is “”'],
    ['v=0', 'v must be a version that this page knows, up to 1, but is “0”'],
    ['eta=fast', 'learning_rate must be a number, but is “fast”'],
    ['eta=', 'learning_rate must be a number, but is “”'],
    ['eta=NaN', 'learning_rate must be a number, but is “NaN”'],
    ['rules=bp,xx', 'rules must be a list of bp, fa, but is “bp,xx”'],
    ['rules=', 'rules must name at least one of bp, fa'],
    ['scheme=magic', 'scheme must be one of euler, flow, but is “magic”'],
    ['field=__proto__', 'field must be one of bp, fa, but is “__proto__”'],
    ['momentum=1', 'the link has “momentum”, which this figure does not know'],
    ['__proto__=1', 'the link has “__proto__”, which this figure does not know'],
    ['constructor=1', 'the link has “constructor”, which this figure does not know'],
    ['=1', 'the link has “”, which this figure does not know'],
    ['<b>=1', 'the link has “<b>”, which this figure does not know'],
    ['k=-1', 'k must be a whole number from 0 on, but is “-1”'],
    ['k=1.5', 'k must be a whole number from 0 on, but is “1.5”'],
    ['k=1e3', 'k must be a whole number from 0 on, but is “1e3”'],
    ['k=', 'k must be a whole number from 0 on, but is “”'],
    [`k=${'9'.repeat(20)}`, `k must be a whole number from 0 on, but is “${'9'.repeat(20)}”`],
  ]) {
    const { figure, patch, k, notices } = lookUp(`#v=1&d=toy&A=-1&steps=90&${more}`);
    const twice = more.startsWith('v=') ? ['v is in the link twice, and the last counts'] : [];
    assert.deepEqual([figure, patch, k], ['toy', fine, undefined]);
    assert.deepEqual(notices, [notice, ...twice]);
  }
  assert.deepEqual(lookUp('#d=toy&steps=2.5').notices, [
    'steps must be a whole number, but is “2.5”',
  ]);
  assert.deepEqual(lookUp('#d=mnist&layers=2.5').notices, [
    'hidden must be a list of whole numbers, but is “2.5”',
  ]);
  assert.deepEqual(lookUp('#d=mnist&layers=1e9x1').notices, [
    'hidden must have at most 128 entries, but has 1000000000',
  ]);
  assert.deepEqual(lookUp(`#d=future&ch=${'x'.repeat(LONGEST_TEXT + 1)}`).notices, [
    'changes must have at most 2000 characters, but has 2001',
  ]);
});

test('of what is said twice the last counts, by whatever name', () => {
  const { patch, k, notices } = lookUp('#d=linear&d=toy&eta=1&learning_rate=0.2&k=3&k=4');
  assert.deepEqual([patch, k], [{ learning_rate: 0.2 }, 4]);
  assert.deepEqual(
    notices,
    ['d', 'learning_rate', 'k'].map((key) => `${key} is in the link twice, and the last counts`),
  );
});

test('a place on the page is no link; a link without a figure is none either, but says so', () => {
  for (const hash of ['', '#', '#mnist', '#notes', '#d', '#%', '#__proto__', '#?'])
    assert.deepEqual(lookUp(hash), {
      figure: undefined,
      patch: {},
      k: undefined,
      prints: [],
      notices: [],
    });
  for (const [hash, name] of [
    ['#eta=1', ''],
    ['#d=', ''],
    ['#d=tay&eta=1', 'tay'],
    ['#d=__proto__', '__proto__'],
    ['#d=constructor', 'constructor'],
    ['#d=toString', 'toString'],
  ])
    assert.deepEqual(lookUp(hash), {
      figure: undefined,
      patch: {},
      k: undefined,
      prints: [],
      notices: [`d must be one of toy, linear, mnist, future, but is “${name}”`],
    });
});

test('a link without end is cut between two values', () => {
  const cut = /^the link must have at most 65536 characters, but has \d+: the rest is cut$/;
  for (const tail of [
    '9'.repeat(1e6),
    `9&${'eta=1&'.repeat(2e5)}`,
    `9&${'&'.repeat(1e6)}`,
    `9&${'%'.repeat(1e6)}`,
    `9&${'x=1&'.repeat(3e5)}`,
    `9&ch=${' '.repeat(1e6)}`,
  ]) {
    // Of the processor: the clock counts what else the machine does.
    const before = process.cpuUsage();
    const { figure, notices } = lookUp(`#d=mnist&A=1&steps=${tail}`);
    assert.equal(figure, 'mnist');
    assert.match(notices[0], cut);
    assert.ok(process.cpuUsage(before).user < 1e6, 'within a second');
  }
  assert.deepEqual(lookUp(`#d=toy&A=1&steps=${'9'.repeat(1e6)}`).patch, { input_weight: 1 });
  assert.match(lookUp('='.repeat(1e6)).notices[0], cut);
  // The longest that the page itself may write is not cut.
  const text = '漢'.repeat(LONGEST_TEXT);
  const longest = { ...defaults(FUTURE), learns: text, rates: text, changes: text };
  const hash = write('future', FUTURE, longest);
  assert.ok(new URL(hash, 'http://localhost/').hash.length < LONGEST);
  assert.deepEqual(lookUp(hash).notices, []);
});

test('no text makes it throw, and whatever it reads is a legal state', () => {
  const random = dice(3);
  const pieces = [
    ...Object.entries(TABLES).flatMap(([name, table]) => [
      `d=${name}`,
      ...table.flatMap(({ key, short }) => [`${key}=`, `${short}=`]),
    ]),
    ...['v=1', 'v=-1', 'k=5', 'k=', '&', '=', '#', '?', '+', '%', '%zz', '%E0%A4%A', '%00', '\0'],
    ...['__proto__=1', 'constructor=', 'toString', 'hasOwnProperty=1', 'prototype=__proto__'],
    ...['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', 'javascript:alert(1)'],
    ...['1e999', '-1e999', 'NaN', 'Infinity', '−1', '0x10', '1e9x1', '128x4096', '9'.repeat(400)],
    ...['\ud800', '\udfff', '\u202e', 'bp,fa', 'max', '200,100', '5-5', ' ', 'true', '0.1'],
  ];
  for (let i = 0; i < 5000; i++) {
    let hash = random() < 0.7 ? `#d=${Object.keys(TABLES)[below(random, 4)]}&` : '';
    for (let n = below(random, 12); n > 0; n--)
      hash +=
        random() < 0.8
          ? pieces[below(random, pieces.length)] + (random() < 0.5 ? '&' : '')
          : String.fromCharCode(below(random, 65_536));
    const { figure, patch, k, notices } = lookUp(hash);
    assert.equal(Object.getPrototypeOf(patch), Object.prototype);
    for (const notice of notices) assert.ok(notice.length < 300, notice);
    if (figure === undefined) {
      assert.deepEqual([patch, k], [{}, undefined]);
      continue;
    }
    assert.ok(k === undefined || (Number.isSafeInteger(k) && k >= 0));
    for (const [key, value] of Object.entries(patch)) {
      const row = TABLES[figure].find((one) => one.key === key);
      assert.ok(row, key);
      for (const number of [value].flat().filter((one) => typeof one === 'number')) {
        assert.ok(number >= (row.min ?? -Infinity) && number <= (row.max ?? Infinity), hash);
        if (row.kind !== 'number') assert.ok(Number.isInteger(number), hash);
      }
      for (const id of row.choices ? [value].flat() : [])
        assert.ok(
          row.choices?.some((choice) => choice.id === id),
          hash,
        );
    }
    // What was read is what a link of it would say, without a word.
    const again = lookUp(
      write(figure, TABLES[figure], { ...defaults(TABLES[figure]), ...patch }, k),
    );
    assert.deepEqual(again.notices, []);
  }
});
