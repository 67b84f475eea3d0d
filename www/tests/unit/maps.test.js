// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { svg } from '../../src/charts/frame.js';
import { drawnLayers, network } from '../../src/panels/network.js';
import { scatter } from '../../src/panels/scatter.js';
import { MOST_UNITS, strongest, tiles } from '../../src/panels/strokes.js';
import { KNOWN_RULES } from '../../src/state/rules.js';

const box = { width: 400, height: 300 };
const words = { title: 'DFA', rule: 'dfa', note: '', label: 'A map' };

/** Every glyph with its place. @param {string} markup */
const glyphs = (markup) =>
  [...markup.matchAll(/class="glyph class-(\d)" x="([^"]*)" y="([^"]*)">([^<]*)</g)].flatMap(
    ([, colour, xs, ys, letters]) =>
      xs.split(' ').map((x, i) => ({
        colour,
        letter: letters[i],
        x: Number(x),
        y: Number(ys.split(' ')[i]) - 4.4,
      })),
  );

/** @param {number[]} places @param {number[]} classes */
const map = (places, classes) => svg(scatter({ ...box, ...words, places, classes, crossed: true }));

test('a map keeps ratios of distances, has its origin in the middle, and clips nothing', () => {
  const places = [3, 0, 0, 1, -6, -2, 0, 0];
  const found = glyphs(map(places, [1, 1, 2, 0]));
  const at = (/** @type {string} */ letter, n = 0) =>
    found.filter((glyph) => glyph.letter === letter)[n];
  const origin = at('0');
  assert.deepEqual([origin.x, Math.round(origin.y)], [200, (24 + 300) / 2]);
  const across = at('1', 0).x - origin.x;
  const up = origin.y - at('1', 1).y;
  assert.ok(Math.abs(across - 3 * up) < 0.3, `${across} is three times ${up}`);
  assert.ok(origin.x - at('2').x > 180, 'the farthest point is near the border');
  for (const { x, y } of found)
    assert.ok(x >= 6 && x <= 394 && y >= 24 + 6 && y <= 294, `${x}, ${y}`);
});

test('every digit is drawn once, as its class and in its colour; an eleventh class is a letter', () => {
  const classes = [3, 3, 9, 0, 10];
  const found = glyphs(map([1, 2, 3, 4, 5, 6, 7, 8, 9, 1], classes));
  assert.deepEqual(found.map(({ letter }) => letter).sort(), ['0', '3', '3', '9', 'A']);
  for (const { letter, colour } of found)
    assert.equal(Number(colour), Number.parseInt(letter, 36) % 10);
});

test('points that are one point lie in the middle, and what is no number is not drawn', () => {
  const one = glyphs(map([0, 0, 0, 0], [1, 2]));
  assert.deepEqual(
    one.map(({ x }) => x),
    [200, 200],
  );
  const nan = map([Number.NaN, Number.NaN, 1, 1], [1, 2]);
  assert.doesNotMatch(nan, /NaN|Infinity/);
  assert.equal(glyphs(nan).length, 1);
  assert.equal(glyphs(map([], [])).length, 0);
});

const css = readFileSync(new URL('../../src/style/maps.css', import.meta.url), 'utf8');
const tokens = readFileSync(new URL('../../src/style/tokens.css', import.meta.url), 'utf8');

/** Linear red, green and blue. @param {string} hex */
const linear = (hex) =>
  [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
const luminance = (/** @type {string} */ hex) => {
  const [r, g, b] = linear(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

/** What colours become without one kind of cone, at full strength (Machado et al. 2009). */
const EYES = {
  all: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'no red': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'no green': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'no blue': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** OKLab of linear sRGB (Ottosson 2020). @param {number[]} rgb */
function oklab(rgb) {
  const [r, g, b] = rgb.map((v) => Math.min(1, Math.max(0, v)));
  const [l, m, s] = [
    Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b),
    Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b),
    Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b),
  ];
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** Two colours that differ by less are one colour to many: a just visible step is about 0.02. */
const APART = 0.09;

for (const [i, paper] of ['light', 'dark'].entries())
  test(`ten colours stand out from ${paper} paper and from each other, for every kind of eye`, () => {
    const pair = /light-dark\((#\w+), (#\w+)\)/.source;
    const of = (/** @type {string} */ text, /** @type {string} */ name) =>
      [...text.matchAll(new RegExp(`--${name}: ${pair}`, 'g'))].map((found) => found[i + 1]);
    const [ground] = of(tokens, 'paper').map((hex) => hex.replace(/^#fff$/, '#ffffff'));
    const ten = of(css, 'class-\\d');
    assert.equal(ten.length, 10);
    for (const hex of ten) {
      const [low, high] = [luminance(hex), luminance(ground)].sort((a, b) => a - b);
      assert.ok((high + 0.05) / (low + 0.05) >= 3, `${hex} on ${ground}`);
    }
    for (const [eye, matrix] of Object.entries(EYES)) {
      const seen = ten.map((hex) => {
        const rgb = linear(hex);
        return oklab(matrix.map((row) => row.reduce((sum, m, k) => sum + m * rgb[k], 0)));
      });
      for (let a = 0; a < 10; a++)
        for (let b = 0; b < a; b++) {
          const d = Math.hypot(...seen[a].map((v, k) => v - seen[b][k]));
          assert.ok(d > APART, `${eye}: ${ten[a]} and ${ten[b]} are ${d.toFixed(3)} apart`);
        }
    }
  });

const [DFA] = KNOWN_RULES[2].filter(({ id }) => id === 'dfa');

/** One example in 4-3-2-2. @type {import('../../src/panels/network.js').Moment} */
const MOMENT = {
  step: 5,
  phase: 'update',
  target: [0, 1],
  h: [
    [0, 0.5, 1, 0],
    [0.5, -1, 0],
    [1, -0.25],
    [0.75, 0.25],
  ],
  error: [0.75, -0.75],
  delta: [
    [0.1, -0.2, 0],
    [0.4, -0.1],
    [0.75, -0.75],
  ],
  gradients: [0.5, Number.NaN, 0.25],
};

/** @param {Partial<import('../../src/panels/network.js').Network>} [change] */
const drawing = (change = {}) =>
  svg(
    network({
      width: 400,
      rule: 'dfa',
      hops: DFA.hops,
      sizes: [3, 2],
      signs: [],
      columns: 2,
      moment: MOMENT,
      label: 'A network',
      ...change,
    }),
  );

/** What is strong in a drawing. @param {string} markup */
const strong = (markup) =>
  [...markup.matchAll(/<g class="now">(.*?)<\/g>/g)].map(([, content]) => content).join('');

test('what the present phase did is strong, and nothing else is', () => {
  const at = (/** @type {any} */ change) => strong(drawing({ moment: { ...MOMENT, ...change } }));
  const none = { delta: [], gradients: [] };
  const forward = at({ phase: 'forward', ...none });
  assert.match(forward, /wire forward/);
  assert.doesNotMatch(forward, /wire hop/);
  const feedback = at({ phase: 'feedback', gradients: [] });
  assert.equal(feedback.match(/wire hop rule-dfa fixed/g)?.length, 2, 'an arrow per hop');
  assert.equal(feedback.match(/class="die/g)?.length, 2, 'a die per fixed matrix');
  assert.doesNotMatch(feedback, /class="pixel/);
  const update = at({});
  assert.match(update, />0\.5<.*>0\.25<|>0\.25<.*>0\.5</);
  assert.doesNotMatch(update, /wire/);
  assert.equal(strong(drawing({ moment: undefined })), '');
});

test('a layer that did not learn has no bar', () => {
  const markup = strong(drawing());
  assert.equal(markup.match(/gauge-bar/g)?.length, 2);
  assert.equal(markup.match(/does not learn/g)?.length, 1);
});

test('a sign layer is a step between the layers that it parts', () => {
  assert.doesNotMatch(drawing(), /class="step/);
  const markup = drawing({ signs: [1] });
  assert.equal(markup.match(/class="step"/g)?.length, 1);
});

test('of a tall stack the lowest and the highest layers stand for the others', () => {
  assert.deepEqual(drawnLayers(2), [0, 1, 2, 3]);
  assert.deepEqual(drawnLayers(20), [0, 1, 2, 3, 19, 20, 21]);
  const moment = {
    ...MOMENT,
    h: Array.from({ length: 22 }, () => [0.5, 1]),
    delta: Array.from({ length: 21 }, () => [0.5, 1]),
    gradients: Array.from({ length: 21 }, () => 1),
  };
  const hops = Array.from({ length: 20 }, (_, i) => ({ ...DFA.hops[0], from: 21, to: i + 1 }));
  const markup = drawing({ sizes: Array(20).fill(2), hops, moment });
  assert.equal(markup.match(/wire hop/g)?.length, 5);
  assert.equal(markup.match(/⋮/g)?.length, 1);
  assert.doesNotMatch(markup, /NaN|Infinity|undefined/);
});

test('nothing that is no number reaches a drawing', () => {
  const nan = (/** @type {number} */ n) => Array.from({ length: n }, () => Number.NaN);
  const moment = {
    ...MOMENT,
    h: [nan(4), nan(3), nan(2), nan(2)],
    error: nan(2),
    delta: [nan(3), nan(2), nan(2)],
    gradients: nan(3),
  };
  for (const phase of /** @type {const} */ (['forward', 'feedback', 'update']))
    assert.doesNotMatch(drawing({ moment: { ...moment, phase } }), /NaN|Infinity|undefined/);
  assert.doesNotMatch(drawing({ moment: undefined }), /NaN|Infinity|undefined/);
  assert.equal(strongest([[1, Number.NaN, -3]]), 3);
});

test('tiles: a path per shade, sign by colour, zero is nothing', () => {
  const markup = tiles([1, -1, 0.5, 0, 1], 1, { x: 0, y: 0, tile: 5, columns: 2 });
  assert.equal(markup.match(/<path/g)?.length, 3);
  assert.equal(markup.match(/class="negative"/g)?.length, 1);
  assert.match(markup, /M0,0h[\d.]+v[\d.]+h-[\d.]+zM0,10/);
  assert.ok(MOST_UNITS >= 100);
});
