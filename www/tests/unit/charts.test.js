// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { svg } from '../../src/charts/frame.js';
import { gauge, heatmap } from '../../src/charts/heatmap.js';
import { writer } from '../../src/charts/labels.js';
import { land } from '../../src/charts/land.js';
import { lines } from '../../src/charts/lines.js';
import { paths } from '../../src/charts/paths.js';
import { plane, plotOf } from '../../src/charts/plane.js';
import { divergesAt } from '../../src/charts/series.js';
import { KNOWN_RULES } from '../../src/state/rules.js';

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

const size = { size: 400, half: 2 };
const run = { id: 'fa', label: 'FA', a: [0, 1], w: [0, 1] };
const weights = (/** @type {any} */ change = {}) =>
  plane({ ...size, land: [], runs: [run], playhead: 1, label: 'The plane', ...change });

/** A border W = f(A) from −2 to 2, as the core sends it. @param {(a: number) => number} f */
const pairs = (f) => Array.from({ length: 81 }, (_, i) => i / 20 - 2).flatMap((a) => [a, f(a)]);

/** What lies under the runs, as one document. @param {Partial<import('../../src/charts/land.js').Land>} change */
const ground = (change = {}) =>
  svg(
    weights({
      land: land({
        ...size,
        levels: [{ line: pairs((a) => (a > 0.5 ? 1 / a : Number.NaN)), middle: true }],
        flow: { side: 3, values: new Float64Array(18).fill(1), rule: 'fa' },
        solutions: { stable: pairs((a) => (a > 0 ? 1 / a : Number.NaN)), unstable: [] },
        runs: [run],
        ...change,
      }),
    }),
  );

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
  assert.doesNotMatch(ground({ runs: [wild] }), /NaN|Infinity/);
});

test('a run that diverges ends where it is out of sight, and is said to', () => {
  const y = Array.from({ length: 40 }, (_, i) => 10 ** (8 * i));
  const far = [{ id: 'bp', label: 'BP', y }];
  for (const scale of /** @type {const} */ (['linear', 'log']))
    assert.doesNotMatch(svg(chart({ series: far, y: { scale, domain: [1, 2] } })), /e\+/);
  assert.equal(divergesAt(y), 1);
  assert.equal(divergesAt([1, 2, Number.NaN]), 2);
  assert.equal(divergesAt([1, 2, 1]), undefined);
});

test('in the plane a run that diverges is named at the border that it crosses last', () => {
  const y = Array.from({ length: 40 }, (_, i) => 3 * 10 ** (8 * (i - 1)));
  const wild = { ...run, a: y, w: y, diverged: 2 };
  const at = (/** @type {number} */ playhead) => svg(weights({ runs: [wild], playhead }));
  assert.match(at(39), />FA diverges</);
  assert.doesNotMatch(at(39), /e\+|class="head/);
  assert.doesNotMatch(at(1), /diverges/);
  const [x, top] =
    at(39)
      .match(/<text x="([\d.]+)" y="([\d.]+)"/)
      ?.slice(1)
      .map(Number) ?? [];
  const { width } = plotOf(400);
  assert.ok(x > width - 40 && x <= width && top < 40, `${x}, ${top}`);
});

test('long steps are told from each other, short ones are a line', () => {
  assert.equal(drawn(svg(weights()), 'steps').length, 1);
  const short = { ...run, a: [0, 0.05, 0.1], w: [0, 0, 0] };
  assert.equal(drawn(svg(weights({ runs: [short] })), 'steps').length, 0);
});

/** Corners of a path, in pixels. @param {string} d */
const corners = (d) =>
  [...d.matchAll(/[ML]([-\d.]+),([-\d.]+)/g)].map(([, ...at]) => at.map(Number));

for (const above of [false, true])
  test(`regions lie ${above ? 'above' : 'below'} their borders, and are named there`, () => {
    const sign = above ? 1 : -1;
    const markup = ground({
      wire: {
        rule: 'fa',
        above,
        uphill: { border: pairs((a) => sign * a ** 2), label: ['uphill'] },
        basin: { border: pairs((a) => (a < 0 ? -sign : Number.NaN)), label: ['ends', 'there'] },
      },
    });
    const { width, height } = plotOf(400);
    const side = (/** @type {number} */ y) => sign * (height / 2 - y);
    const [uphill] = drawn(markup, 'uphill');
    assert.ok(
      corners(uphill)
        .slice(-2)
        .every(([, y]) => side(y) > height / 2),
      uphill,
    );
    // Hatched to the far side, from the border on; only where there is a border.
    const hatch = [...drawn(markup, 'hatch')[0].matchAll(/M([-\d.]+),([-\d.]+)V([-\d.]+)/g)];
    assert.ok(hatch.length > 10);
    for (const [, x, from, to] of hatch) {
      assert.ok(Number(x) <= width / 2);
      assert.ok(side(Number(to)) > side(Number(from)));
    }
    // A tooth goes into the region.
    const [basin] = drawn(markup, 'basin');
    const teeth = [...basin.matchAll(/M[-\d.]+,[-\d.]+l[-\d.]+,([-\d.]+)/g)];
    assert.ok(teeth.length > 5 && teeth.every(([, dy]) => -sign * Number(dy) > 5), basin);
    const place = (/** @type {string} */ words) =>
      markup
        .match(new RegExp(`<text x="([-\\d.]+)" y="([-\\d.]+)"[^>]*>${words}<`))
        ?.slice(1)
        .map(Number);
    assert.ok(side(place('uphill')?.[1] ?? Number.NaN) > 0);
    assert.ok((place('there')?.[0] ?? width) < width / 2);
    assert.match(markup, />start</);
  });

test('solutions that do not hold are dashed', () => {
  const unstable = pairs((a) => (a < 0 ? 1 / a : Number.NaN));
  assert.equal(drawn(ground(), 'unstable').length, 0);
  const markup = ground({ solutions: { stable: [], unstable } });
  assert.equal(drawn(markup, 'solutions').length, drawn(markup, 'unstable').length);
});

test('what the flow keeps to is drawn under the runs, named, and crossed where it ends', () => {
  const flow = { curve: pairs((a) => a ** 2 / 2), end: [1, 0.5], label: 'FA keeps it' };
  const markup = ground({ runs: [{ ...run, flow }] });
  assert.equal(drawn(markup, 'kept').length, 1);
  assert.match(markup, />FA keeps it</);
  const box = plotOf(400);
  const [[x, y]] = corners(drawn(markup, 'goal')[0]);
  assert.deepEqual([x + 4, y + 4], [0.75 * box.width, 0.375 * box.height]);
  assert.ok(markup.indexOf('class="kept') < markup.indexOf('class="curve path  rule'));
});

test('words cover no line and no other words', () => {
  const box = { width: 200, height: 200 };
  const line = /** @type {[number, number][]} */ ([
    [0, 100],
    [200, 100],
  ]);
  const write = writer(box, [line]);
  const low = (/** @type {number[]} */ [, , , bottom]) => Math.abs(bottom - 100);
  const rows = ['one', 'two', 'three'].map((word) => write([word], 'note', low));
  const at = rows.map(
    (markup) =>
      markup
        .match(/x="([\d.]+)" y="([\d.]+)"/)
        ?.slice(1)
        .map(Number) ?? [],
  );
  // The baseline is twelve pixels under the top of a line of fifteen.
  for (const [, y] of at) assert.ok(y + 3 < 100 || y - 12 > 100, String(y));
  assert.equal(new Set(at.map(String)).size, 3);
  assert.equal(
    write(['nowhere'], 'note', () => Number.POSITIVE_INFINITY),
    '',
  );
  assert.equal(
    write(['long '.repeat(20)], 'note', () => 0),
    '',
  );
});

test('a flow that stands still everywhere has no arrows', () => {
  const flow = { side: 3, values: new Float64Array(18), rule: 'bp' };
  assert.deepEqual(drawn(ground({ flow }), 'flow'), ['']);
});

test('charts that share an axis below say its numbers once', () => {
  const x = { name: 'step', domain: /** @type {[number, number]} */ ([0, 3]) };
  assert.match(svg(chart({ x })), />step</);
  const bare = chart({ x: { ...x, bare: true } });
  assert.doesNotMatch(svg(bare), />step</);
  assert.equal(drawn(svg(bare), 'axis').length, drawn(svg(chart({ x })), 'axis').length);
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
