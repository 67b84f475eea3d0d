// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { svg } from '../../src/charts/frame.js';
import { cellAt, heatmap, heatScale } from '../../src/charts/heatmap.js';
import { marker } from '../../src/charts/marks.js';
import { LINEAR } from '../../src/state/figures.js';
import { LEARNERS } from '../../src/state/rules.js';
import { find } from '../../src/state/table.js';

const map = { width: 160, rows: 2, columns: 4, most: 34 };

test('a place of a heat map is the entry that is drawn there', () => {
  assert.deepEqual(cellAt(map, 1, 25), { row: 0, column: 0 });
  assert.deepEqual(cellAt(map, 33.9, 57.9), { row: 0, column: 0 });
  assert.deepEqual(cellAt(map, 34, 58), { row: 1, column: 1 });
  assert.deepEqual(cellAt(map, 135, 91), { row: 1, column: 3 });
});

test('beside a heat map there is no entry', () => {
  for (const [x, y] of [
    [-1, 30],
    [10, 20],
    [137, 30],
    [10, 93],
  ])
    assert.equal(cellAt(map, x, y), undefined);
});

test('the entry that is pointed at is framed, and what is no number is not drawn', () => {
  const values = [Number.NaN, 1, Number.POSITIVE_INFINITY, -2, 0, 0, 0, 0];
  const data = { ...map, values, limit: 2, title: 'E', label: 'E', cell: { row: 1, column: 2 } };
  const markup = svg(heatmap(data));
  assert.match(markup, /class="cell" x="68" y="58"/);
  assert.doesNotMatch(markup, /NaN|Infinity/);
});

test('a scale without a size says nothing but zero', () => {
  const words = [...svg(heatScale(160, 0)).matchAll(/<text[^>]*>([^<]*)/g)].map(([, word]) => word);
  assert.deepEqual(words.filter(Boolean), ['0']);
});

test('every learner has settings of its own, a look and a mark', () => {
  const chart = readFileSync(new URL('../../src/style/chart.css', import.meta.url), 'utf8');
  const settings = LEARNERS.map((one) => JSON.stringify(one.settings));
  assert.equal(new Set(settings).size, LEARNERS.length);
  for (const { id } of LEARNERS) assert.match(chart, new RegExp(`\\.rule-${id} \\{`));
  const marks = LEARNERS.map(({ id }) => marker(id, 0, 0).replace(/class="[^"]*"/, ''));
  assert.equal(new Set(marks).size, LEARNERS.length);
});

test('the number of hidden units keeps its short key, and their kind has another', () => {
  assert.equal(find(LINEAR, 'units')?.key, 'hidden');
  assert.equal(find(LINEAR, 'f')?.key, 'activation');
});
