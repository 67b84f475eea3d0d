// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { marker } from '../../src/charts/marks.js';
import { SHALLOW_RULES } from '../../src/state/rules.js';

const style = (/** @type {string} */ name) =>
  readFileSync(new URL(`../../src/style/${name}`, import.meta.url), 'utf8');
const tokens = style('tokens.css');
const chart = style('chart.css');

const PAPERS = ['light', 'dark'];

/** @param {string} paper @param {string} name */
const colour = (paper, name) =>
  tokens.match(new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`))?.[
    1 + PAPERS.indexOf(paper)
  ] ?? '';

/** Relative luminance, WCAG 2.2. @param {string} hex */
function luminance(hex) {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((c) => c + c).join('') : hex.slice(1);
  const [r, g, b] = [0, 2, 4].map((at) => {
    const c = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** @param {string} a @param {string} b */
function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

for (const name of PAPERS) {
  const words = ['ink', 'soft', 'alarm', ...SHALLOW_RULES.map(({ id }) => `rule-${id}`)];
  for (const word of words)
    test(`${word} can be read on ${name} paper`, () => {
      const ratio = contrast(colour(name, word), colour(name, 'paper'));
      assert.ok(ratio >= 4.5, `${colour(name, word)} has ${ratio.toFixed(2)} of 4.5`);
    });
}

test('every rule has a look that needs no colour: its own dash and its own mark', () => {
  const dashes = SHALLOW_RULES.map(
    ({ id }) => chart.match(new RegExp(`\\.rule-${id} \\{[^}]*--dash: ([^;]+)`))?.[1] ?? 'solid',
  );
  // A dash may be shared, a pair of dash and mark may not.
  const marks = SHALLOW_RULES.map(({ id }) => marker(id, 0, 0).replace(/class="[^"]*"/, ''));
  const looks = SHALLOW_RULES.map((_, i) => `${dashes[i]} ${marks[i]}`);
  assert.equal(new Set(looks).size, SHALLOW_RULES.length);
  assert.equal(new Set(marks).size, SHALLOW_RULES.length);
});

test('every rule has its colour in the chart stylesheet', () => {
  for (const { id } of SHALLOW_RULES)
    assert.match(chart, new RegExp(`--rule: var\\(--rule-${id}\\)`));
});
