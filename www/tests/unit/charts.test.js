// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { svg } from '../../src/charts/frame.js';
import { gauge, heatmap } from '../../src/charts/heatmap.js';
import { lines } from '../../src/charts/lines.js';
import { paths } from '../../src/charts/paths.js';
import { plane, plotOf } from '../../src/charts/plane.js';
import { divergesAt } from '../../src/charts/series.js';
import { KNOWN_RULES } from '../../src/state/figures.js';

/** @param {Partial<import('../../src/charts/lines.js').Lines>} change */
const chart = (change) =>
  lines({
    width: 400,
    height: 200,
    title: 'Loss',
    series: [{ id: 'fa', label: 'FA', y: [1, 2, 3, 4] }],
    x: { name: 'step', domain: [0, 3] },
    y: { scale: 'linear' },
    label: 'Loss over four steps',
    ...change,
  });

/** Path data of the elements of a class. @param {string} markup @param {string} name */
const drawn = (markup, name) =>
  [...markup.matchAll(/<path class="([^"]*)" d="([^"]*)"/g)]
    .filter(([, classes]) => classes.split(' ').includes(name))
    .map(([, , d]) => d);

test('a curve breaks where a value is missing', () => {
  const series = [{ id: 'fa', label: 'FA', y: [1, 2, Number.NaN, 2, 1] }];
  const [d] = drawn(svg(chart({ series })), 'curve');
  assert.equal(d.match(/M/g)?.length, 2);
});

test('a logarithmic curve breaks where a value is not positive', () => {
  const series = [{ id: 'fa', label: 'FA', y: [1, 0.1, 0, -1, 0.1, 1] }];
  const [d] = drawn(svg(chart({ series, y: { scale: 'log' } })), 'curve');
  assert.equal(d.match(/M/g)?.length, 2);
});

test('what lies ahead of the playhead is drawn pale, what lies behind it in full', () => {
  const markup = svg(chart({ playhead: 1 }));
  const [ahead] = drawn(markup, 'ahead');
  const [behind] = drawn(markup, 'curve').filter((d) => d !== ahead);
  assert.ok(ahead.startsWith(behind) && ahead.length > behind.length);
  assert.equal(drawn(markup, 'playhead').length, 1);
  assert.equal(drawn(svg(chart({ playhead: 3 })), 'playhead').length, 0);
});

test('a curve that has left the picture has no dot at the playhead', () => {
  const series = [{ id: 'bp', label: 'BP', y: [1, 1e-3, 1e-9, 1e-9] }];
  const y = /** @type {const} */ ({ scale: 'log', floor: 1e-4 });
  const dots = (/** @type {number} */ playhead) =>
    svg(chart({ series, y, playhead })).match(/class="dot /g)?.length ?? 0;
  assert.deepEqual([dots(1), dots(2)], [1, 0]);
});

test('nothing is drawn at NaN, whatever the data', () => {
  const nothing = [{ id: 'bp', label: 'BP', y: [Number.NaN, Number.NaN] }];
  const flat = [{ id: 'bp', label: 'BP', y: [2, 2] }];
  const far = [{ id: 'bp', label: 'BP', y: [1, Number.POSITIVE_INFINITY] }];
  for (const series of [nothing, flat, far, []])
    for (const scale of /** @type {const} */ (['linear', 'log']))
      assert.doesNotMatch(svg(chart({ series, y: { scale } })), /NaN|Infinity|undefined/);
});

test('no chart carries style attributes: the policy of the page forbids them', () => {
  assert.doesNotMatch(svg(chart({ playhead: 1 })), / style=/);
});

const run = { id: 'fa', label: 'FA', a: [0, 1], w: [0, 1] };
const weights = (/** @type {any} */ change = {}) =>
  plane({
    size: 400,
    half: 2,
    loss: { side: 21, values: new Float64Array(441).map((_, i) => i / 20) },
    flow: { side: 3, values: new Float64Array(18).fill(1), rule: 'fa' },
    target: 1,
    runs: [run],
    playhead: 1,
    label: 'The plane',
    ...change,
  });

test('the origin is in the middle of the plane, and A goes right while W goes up', () => {
  const box = plotOf(400);
  const [d] = drawn(svg(weights()), 'path');
  const numbers = d.match(/[\d.]+/g)?.map(Number) ?? [];
  assert.deepEqual(numbers.slice(0, 2), [box.width / 2, box.height / 2]);
  assert.deepEqual(numbers.slice(2, 4), [0.75 * box.width, 0.25 * box.height]);
});

test('a run that leaves the numbers is cut, not drawn wrong', () => {
  const wild = { ...run, a: [0, 1, Number.NaN], w: [0, Number.POSITIVE_INFINITY, 1] };
  assert.doesNotMatch(svg(weights({ runs: [wild], playhead: 2 })), /NaN|Infinity/);
});

test('a run that diverges ends where it is out of sight, and is said to', () => {
  const y = Array.from({ length: 40 }, (_, i) => 10 ** (8 * i));
  const far = [{ id: 'bp', label: 'BP', y }];
  for (const scale of /** @type {const} */ (['linear', 'log']))
    assert.doesNotMatch(svg(chart({ series: far, y: { scale, domain: [1, 2] } })), /e\+/);
  assert.doesNotMatch(svg(weights({ runs: [{ ...run, a: y, w: y }], playhead: 39 })), /e\+/);
  assert.equal(divergesAt(y), 1);
  assert.equal(divergesAt([1, 2, Number.NaN]), 2);
  assert.equal(divergesAt([1, 2, 1]), undefined);
});

test('solutions that a wire does not hold are dashed, and where it walks uphill is shaded', () => {
  const wire = { rule: 'fa', weight: 1, label: 'uphill for FA' };
  const markup = svg(weights({ wire }));
  assert.equal(drawn(markup, 'uphill').length, 1);
  // T = B = 1: of the branch with A < 0 only A < −1 is stable.
  assert.equal(drawn(markup, 'unstable').length, 1);
  assert.equal(drawn(svg(weights()), 'unstable').length, 0);
});

test('a flow that stands still everywhere has no arrows', () => {
  const flow = { side: 3, values: new Float64Array(18), rule: 'bp' };
  assert.deepEqual(drawn(svg(weights({ flow })), 'flow'), ['']);
});

test('a heat map is symmetric about zero', () => {
  const map = heatmap({
    width: 100,
    rows: 1,
    columns: 3,
    values: [-2, 0, 2],
    limit: 2,
    title: 'E',
    label: 'E',
  });
  const tiles = [...svg(map).matchAll(/class="(negative|positive)".*?fill-opacity="([\d.]+)"/g)];
  assert.deepEqual(
    tiles.map(([, sign, strength]) => [sign, Number(strength)]),
    [
      ['negative', 1],
      ['positive', 0],
      ['positive', 1],
    ],
  );
});

test('a gauge without a number is empty', () => {
  assert.doesNotMatch(svg(gauge(200, Number.NaN, 'gap', '–')), /NaN/);
});

for (const hidden of [11, 40, 128])
  test(`the diagram of ${hidden} layers keeps to its place`, () => {
    const hops = Array.from({ length: hidden }, (_, i) => ({
      ...KNOWN_RULES[1][0].hops[0],
      from: hidden + 1,
      to: hidden - i,
    }));
    const { width, height, layers } = paths({ width: 156, rule: 'dfa', name: 'DFA', hops, hidden });
    assert.ok(height <= 220, `${height} px`);
    const right = [...layers.join('').matchAll(/C([\d.]+),[\d.]+ ([\d.]+)/g)].map(([, x]) =>
      Number(x),
    );
    // A curve reaches three quarters of the way to its handles.
    assert.ok(78 + 0.75 * (Math.max(...right) - 78) <= width);
  });

for (const [hidden, rules] of Object.entries(KNOWN_RULES))
  for (const rule of rules)
    test(`the diagram of ${rule.short} with ${hidden} hidden layers has an arrow for every hop`, () => {
      const { id, name, hops } = rule;
      const markup = svg(paths({ width: 160, rule: id, name, hops, hidden: Number(hidden) }));
      assert.equal(drawn(markup, 'hop').length, 2 * hops.length, 'a shaft and a tip each');
      assert.equal(drawn(markup, 'forward').length, 2 * (Number(hidden) + 1));
      const fixed = hops.filter((hop) => hop.via === 'fixed').length;
      assert.equal(markup.match(/class="die/g)?.length ?? 0, fixed, 'a die on every random wire');
      for (const hop of hops) assert.ok(markup.includes(`>${hop.matrix}<`), hop.matrix);
    });
