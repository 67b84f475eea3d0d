// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decimate, extent, lastFinite, placeLabels } from '../../src/charts/series.js';

test('labels that are far enough apart stay where they are', () => {
  assert.deepEqual(placeLabels([80, 20, 50], 14, 0, 100), [80, 20, 50]);
});

test('labels that collide keep their order, their distance and the borders', () => {
  for (const places of [
    [50, 50, 50, 50],
    [0, 1, 2, 99],
    [97, 98, 99, 100],
    [10, 12, 60, 61, 63],
  ]) {
    const moved = placeLabels(places, 14, 4, 96);
    const order = places.map((_, i) => i).sort((a, b) => places[a] - places[b]);
    for (let i = 1; i < order.length; i++)
      assert.ok(moved[order[i]] - moved[order[i - 1]] >= 14 - 1e-9, `${places} → ${moved}`);
    assert.ok(Math.min(...moved) >= 4 && Math.max(...moved) <= 96, `${places} → ${moved}`);
  }
});

test('two labels that collide move equally far', () => {
  assert.deepEqual(placeLabels([50, 54], 14, 0, 100), [45, 59]);
});

test('a long series is thinned to its pixels and keeps its peaks', () => {
  const y = Float64Array.from({ length: 100_000 }, (_, i) => Math.sin(i / 300));
  y[54_321] = 7;
  y[12_345] = -7;
  const kept = decimate({ id: 'a', label: 'a', y }, 300);
  assert.ok(kept.length <= 4 * 301, `${kept.length} points`);
  assert.ok(kept.some(([step, value]) => step === 54_321 && value === 7));
  assert.ok(kept.some(([step, value]) => step === 12_345 && value === -7));
  assert.deepEqual(kept[0], [0, y[0]]);
  assert.equal(kept.at(-1)?.[0], y.length - 1);
  for (let i = 1; i < kept.length; i++) assert.ok(kept[i][0] > kept[i - 1][0]);
});

test('thinning does not close a gap', () => {
  const y = new Float64Array(50_000).fill(1);
  y[25_000] = Number.NaN;
  assert.ok(decimate({ id: 'a', label: 'a', y }, 200).some(([, value]) => Number.isNaN(value)));
});

test('a short series is left alone', () => {
  assert.deepEqual(decimate({ id: 'a', label: 'a', x: [0, 5, 9], y: [1, 2, 3] }, 100), [
    [0, 1],
    [5, 2],
    [9, 3],
  ]);
});

test('gaps count neither for the end of a curve nor for its range', () => {
  const series = { id: 'a', label: 'a', y: [Number.NaN, 2, 5, Number.NaN] };
  assert.deepEqual(lastFinite(series, Number.isFinite), [2, 5]);
  assert.deepEqual(lastFinite(series, Number.isFinite, 1), [1, 2]);
  assert.deepEqual(extent([series], Number.isFinite), [2, 5]);
  assert.equal(extent([{ ...series, y: [Number.NaN] }], Number.isFinite), undefined);
});
