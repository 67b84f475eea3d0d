// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { svg } from '../../src/charts/frame.js';
import { lines } from '../../src/charts/lines.js';
import { xAxis } from '../../src/charts/scales.js';
import { extent } from '../../src/charts/series.js';

const BOX = { left: 46, width: 300, height: 144 };

/** @param {number[]} low @param {number[]} high @param {any} [change] */
const chart = (low, high, change = {}) => {
  const y = low.map((value, i) => (value + high[i]) / 2);
  return svg(
    lines({
      width: BOX.left + BOX.width + 46,
      height: 200,
      title: 'Error',
      series: [{ id: 'fa', label: 'FA', y, band: { low, high } }],
      x: { name: 'examples', domain: [0, low.length - 1] },
      y: { scale: 'linear', domain: [0, 10] },
      label: 'Error of some seeds',
      ...change,
    }),
  );
};

/** Outlines of the bands, each a list of closed parts. @param {string} markup @param {string} [classes] */
const bands = (markup, classes = 'spread rule-fa') =>
  [...markup.matchAll(/<path class="([^"]*)" d="([^"]*)"/g)]
    .filter(([, found]) => found === classes)
    .map(([, , d]) =>
      d
        .split('Z')
        .filter(Boolean)
        .map((part) =>
          part
            .slice(1)
            .split('L')
            .map((place) => place.split(',').map(Number)),
        ),
    );

test('a band runs along its upper border and back along the lower', () => {
  const [[outline]] = bands(chart([0, 1, 2], [10, 9, 8]));
  const y = (/** @type {number} */ value) => Math.round(10 * BOX.height * (1 - value / 10)) / 10;
  assert.deepEqual(outline, [
    [0, y(10)],
    [150, y(9)],
    [300, y(8)],
    [300, y(2)],
    [150, y(1)],
    [0, y(0)],
  ]);
});

test('a band lies under every curve', () => {
  const markup = chart([0, 1], [3, 4]);
  assert.ok(markup.indexOf('class="spread') < markup.indexOf('class="curve'));
});

test('a band breaks where a border is missing, and a single place has no area', () => {
  const gap = Number.NaN;
  const [parts] = bands(chart([1, 1, gap, 1, 1], [2, 2, 2, 2, 2]));
  assert.deepEqual(
    parts.map((part) => part.length),
    [4, 4],
  );
  assert.equal(bands(chart([1, gap, 1], [2, 2, 2])).length, 0);
});

test('on a logarithmic axis a band breaks where it reaches zero', () => {
  const y = { scale: 'log', domain: [1e-6, 1] };
  const [parts] = bands(chart([1, 0.1, 0, -1, 0.01, 0.01], [1, 1, 1, 1, 1, 1], { y }));
  assert.equal(parts.length, 2);
});

test('what diverges is cut a little outside the picture', () => {
  const wild = [1, 1e30, 1e300, Number.POSITIVE_INFINITY];
  for (const scale of ['linear', 'log']) {
    const markup = chart([1e-9, 1e-9, 1e-9, 1e-9], wild, { y: { scale, domain: [0.1, 10] } });
    assert.doesNotMatch(markup, /NaN|Infinity|e\+/);
    assert.equal(bands(markup)[0][0].length, 8, 'infinity is above the picture');
    for (const [, y] of bands(markup)[0][0]) assert.ok(y >= -10 && y <= BOX.height + 10, `${y}`);
  }
});

test('nothing is drawn at NaN, whatever the band', () => {
  for (const value of [Number.NaN, 0, Number.POSITIVE_INFINITY, -1])
    for (const scale of ['linear', 'log'])
      for (const y of [{ scale }, { scale, domain: [0.1, 1] }])
        assert.doesNotMatch(
          chart([value, value, value], [value, value, value], { y }),
          /NaN|Infinity|undefined/,
        );
});

test('beyond the playhead a band is pale, and both parts meet there', () => {
  const markup = chart([1, 1, 1, 1], [2, 2, 2, 2], { playhead: 2 });
  const [[before]] = bands(markup);
  const [[after]] = bands(markup, 'spread ahead rule-fa');
  assert.equal(Math.max(...before.map(([x]) => x)), Math.min(...after.map(([x]) => x)));
  assert.equal(bands(chart([1, 1], [2, 2]), 'spread ahead rule-fa').length, 0);
});

test('the band counts for the range of the axis', () => {
  const series = { id: 'fa', label: 'FA', y: [2, 3], band: { low: [1, Number.NaN], high: [4, 9] } };
  assert.deepEqual(extent([series], Number.isFinite), [1, 9]);
});

test('an axis of small numbers has as many decimals as it needs', () => {
  const words = (/** @type {[number, number]} */ domain) =>
    xAxis({ domain }, 420).ticks.map(({ text }) => text);
  assert.deepEqual(words([0, 0.5]), ['0.0', '0.1', '0.2', '0.3', '0.4', '0.5']);
  assert.deepEqual(words([0, 2000]), ['0', '500', '1000', '1500', '2000']);
});

test('of a sparse series every point is marked', () => {
  const y = [1, 2, 3, 4, 5, 6];
  const marks = (/** @type {boolean} */ sparse) =>
    chart(y, y, { series: [{ id: 'fa', label: 'FA', y, sparse }] }).match(/class="marker/g)?.length;
  assert.equal(marks(true), 6);
  assert.ok((marks(false) ?? 0) < 6);
});

test('a mark stands at its place and says what it is', () => {
  const markup = chart([1, 1, 1], [2, 2, 2], { mark: { value: 1, label: 's₀ = 0.1' } });
  assert.match(markup, /class="reference" d="M150,0v144"/);
  assert.match(markup, />s₀ = 0\.1</);
});
