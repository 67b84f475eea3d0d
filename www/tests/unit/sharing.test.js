// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { home, tags } from '../../vite/sharing.js';

test('where the site will be: what is said, or what GitHub says, or nobody knows', () => {
  const github = (/** @type {string} */ GITHUB_REPOSITORY) =>
    home({ GITHUB_REPOSITORY, GITHUB_SERVER_URL: 'https://github.com' });
  assert.equal(home({}), '');
  assert.equal(home({ SITE_URL: 'https://a.org/deep' }), 'https://a.org/deep/');
  assert.equal(home({ SITE_URL: 'https://a.org' }), 'https://a.org/');
  assert.equal(github('Some/Name'), 'https://some.github.io/name/');
  assert.equal(github('some/some.github.io'), 'https://some.github.io/');
  assert.equal(home({ GITHUB_REPOSITORY: 'a/b', GITHUB_SERVER_URL: 'https://git.a.org' }), '');
  assert.throws(() => home({ SITE_URL: 'a.org' }), /SITE_URL must be an address.*but is a\.org/);
});

const html = '<title>A &amp; B</title>\n<meta\n name="description"\n content="What it\n is." />';

/** @param {string} page @param {string} site */
const said = (page, site) =>
  Object.fromEntries(
    tags(html, page, site).map(({ attrs = {} }) => [
      attrs.property ?? attrs.name ?? attrs.rel,
      attrs.content ?? attrs.href,
    ]),
  );

test('addresses are absolute where the site is known, and relative to the page else', () => {
  const known = said('slides/index.html', 'https://a.org/b/');
  assert.equal(known.canonical, 'https://a.org/b/slides/');
  assert.equal(known['og:url'], known.canonical);
  assert.equal(known['og:image'], 'https://a.org/b/posters/share.png');
  assert.equal(known['apple-touch-icon'], '../posters/touch-icon.png');
  assert.equal(said('index.html', 'https://a.org/').canonical, 'https://a.org/');
  const unknown = said('index.html', '');
  assert.equal(unknown.canonical ?? unknown['og:url'], undefined);
  assert.equal(unknown['og:image'], 'posters/share.png');
  assert.equal(said('slides/index.html', '')['og:image'], '../posters/share.png');
});

test('title and description are those of the page; one without says nothing', () => {
  assert.equal(said('index.html', '')['og:title'], 'A & B');
  assert.equal(said('index.html', '')['og:description'], 'What it is.');
  assert.deepEqual(tags('<title>A</title>', 'embed.html', ''), []);
});

test('the bars of a browser have the colours of the page', () => {
  const read = (/** @type {string} */ path) =>
    readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const bars = [...read('index.html').matchAll(/theme-color" content="(#\w+)"/g)].map(
    ([, colour]) => colour,
  );
  const [, light, dark] = read('src/style/tokens.css').match(
    /--paper: light-dark\((#\w+), (#\w+)\)/,
  ) ?? ['', '', ''];
  assert.deepEqual(bars, [light, dark]);
});
