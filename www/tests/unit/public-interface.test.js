// @ts-check
// The tests of the page see what its users have: attributes, properties, methods, events, and what
// is on screen. That keeps them true while the insides change.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const PROPERTIES = ['state', 'ready', 'playing', 'done'];
const METHODS = [
  ...['play', 'pause', 'restart', 'step', 'seek', 'setState', 'snapshot', 'fingerprint', 'link'],
  ...['exportSVG', 'exportPNG', 'exportCSV', 'exportJSON', 'exportRun', 'loadRun'],
  ...['advancePhase', 'useFiles'],
];
/** What every element has, and what Playwright's locators have. */
const STANDARD = [
  ...['shadowRoot', 'isConnected', 'localName', 'style', 'dataset', 'parentElement', 'remove'],
  ...['querySelector', 'querySelectorAll', 'getAttribute', 'setAttribute', 'removeAttribute'],
  ...['addEventListener', 'removeEventListener', 'dispatchEvent', 'focus', 'blur', 'click'],
  ...['scrollIntoView', 'getBoundingClientRect', 'clientWidth', 'clientHeight', 'offsetWidth'],
  ...['offsetHeight', 'append', 'replaceChildren', 'textContent', 'matches', 'closest'],
  ...['locator', 'getByRole', 'getByLabel', 'getByText', 'getByTitle', 'first', 'nth', 'count'],
  ...['evaluate', 'evaluateAll', 'boundingBox', 'waitFor', 'hover', 'press', 'fill', 'tap'],
  ...['scrollIntoViewIfNeeded', 'screenshot', 'isVisible', 'dispatchEvent', 'filter'],
];
const ALLOWED = new Set([...PROPERTIES, ...METHODS, ...STANDARD]);

/** Folders of tests that run in a browser. */
const FOLDERS = ['../e2e/', '../timing/'].map((folder) => new URL(folder, import.meta.url));

const files = FOLDERS.flatMap((folder) => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.js'));
  return names.map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }));
});

test('tests of the page use the public interface of the elements', () => {
  assert.ok(files.length > 20);
  const found = files.flatMap(({ name, text }) =>
    [...text.matchAll(/\bfigure\??\.(\w+)/g)]
      .filter(([, member]) => !ALLOWED.has(member))
      .map(([, member]) => `${name}: figure.${member}`),
  );
  assert.deepEqual([...new Set(found)], []);
});

test('README names every property and method of that interface', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  const missing = [...PROPERTIES, ...METHODS].filter(
    (name) => !new RegExp(`\`${name}[\`(]`).test(readme),
  );
  assert.deepEqual(missing, []);
});
