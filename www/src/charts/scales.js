// @ts-check
/**
 * Scales with their ticks. Only the two kinds that the charts need: d3-scale, with its formats,
 * dates and colours, would be a fifth of all the JavaScript of the page.
 */

import { nice, ticks } from 'd3-array';
import { fixed, power } from './frame.js';
import { extent } from './series.js';

/** @typedef {import('./frame.js').Tick} Tick */
/** @typedef {{ at: (value: number) => number, ticks: Tick[] }} Axis */

/**
 * @typedef {object} YAxis
 * @property {'linear' | 'log'} scale
 * @property {[number, number]} [domain] what the data say where absent
 * @property {number} [floor] of a logarithmic axis: smaller numbers leave the picture below
 * @property {number[]} [ticks]
 * @property {(value: number) => string} [format]
 */

/**
 * The straight line through two points.
 * @param {[number, number]} domain
 * @param {[number, number]} range
 * @returns {(value: number) => number}
 */
export const linear =
  ([d0, d1], [r0, r1]) =>
  (value) =>
    r0 + ((value - d0) / (d1 - d0 || 1)) * (r1 - r0);

/**
 * @typedef {object} XAxis
 * @property {[number, number]} domain
 * @property {'linear' | 'log'} [scale] the logarithm is that of 1 + x, so that there is room for 0
 * @property {boolean} [whole] between whole numbers there is nothing
 */

/**
 * @param {XAxis} axis
 * @param {number} length in pixels
 * @returns {Axis}
 */
export function xAxis({ domain, scale, whole }, length) {
  const log = scale === 'log';
  const bend = log ? Math.log1p : (/** @type {number} */ value) => value;
  const even = linear([bend(domain[0]), bend(domain[1])], [0, length]);
  const at = (/** @type {number} */ value) => even(bend(value));
  const all = log
    ? decades(domain[1], at(99) - at(9))
    : ticks(...domain, Math.max(2, Math.floor(length / 70)));
  const values = whole ? all.filter(Number.isInteger) : all;
  const decimals = decimalsOf(values);
  return { at, ticks: values.map((value) => ({ at: at(value), text: spaced(value, decimals) })) };
}

/**
 * 0, 1, 10, 100 and so on; where there is room, also what lies between.
 * @param {number} high
 * @param {number} room of a factor of ten, in pixels
 */
function decades(high, room) {
  const digits = room > 110 ? [1, 2, 5] : room > 66 ? [1, 3] : [1];
  const powers = Array.from({ length: 1 + Math.max(0, Math.floor(Math.log10(high))) }, (_, i) => i);
  return [0, ...powers.flatMap((power) => digits.map((digit) => digit * 10 ** power))].filter(
    (value) => value <= high,
  );
}

/** From five digits on, thousands stand apart. @param {number} value @param {number} decimals */
const spaced = (value, decimals) =>
  fixed(value, decimals).replace(/^\d{5,}$/, (digits) =>
    digits.replace(/\B(?=(\d{3})+$)/g, '\u202f'),
  );

/** As many as the most exact of the ticks has. @param {number[]} values */
const decimalsOf = (values) =>
  Math.max(0, ...values.map((value) => (String(value).split('.')[1] ?? '').length));

/**
 * @param {YAxis} axis
 * @param {import('./series.js').Series[]} series
 * @param {number} length in pixels
 * @returns {Axis}
 */
export function yAxis(axis, series, length) {
  return axis.scale === 'log' ? logarithmic(axis, series, length) : even(axis, series, length);
}

/** @param {YAxis} axis @param {import('./series.js').Series[]} series @param {number} length */
function even(axis, series, length) {
  const count = Math.max(2, Math.floor(length / 40));
  const [low, high] = axis.domain ?? nice(...(extent(series, Number.isFinite) ?? [0, 1]), count);
  const at = linear([low, high], [length, 0]);
  const values = axis.ticks ?? ticks(low, high, count);
  const decimals = decimalsOf(values);
  const format = axis.format ?? ((value) => fixed(value, decimals));
  return { at, ticks: values.map((value) => ({ at: at(value), text: format(value) })) };
}

/** @param {YAxis} axis @param {import('./series.js').Series[]} series @param {number} length */
function logarithmic(axis, series, length) {
  const positive = (/** @type {number} */ v) => v > 0 && Number.isFinite(v);
  const [low, high] = axis.domain ?? extent(series, positive) ?? [0.1, 1];
  const bottom = Math.max(low, axis.floor ?? 0);
  // What diverges leaves the picture above: the others are still to be seen.
  const starts = series.map(({ y }) => y[0]).filter(positive);
  const ceiling = axis.domain ? high : 1e4 * Math.max(1, ...starts);
  const top = Math.max(Math.min(high, ceiling), bottom * 1.01);
  // A little air, so that a curve at its limits does not run along the border.
  const air = (top / bottom) ** 0.04;
  const ends = /** @type {[number, number]} */ ([bottom / air, top * air]);
  const scale = linear(/** @type {[number, number]} */ (ends.map(Math.log10)), [length, 0]);
  const at = (/** @type {number} */ value) =>
    positive(value) ? scale(Math.log10(value)) : Number.NaN;
  return { at, ticks: logTicks(ends, at, length) };
}

/**
 * Powers of ten, as many as there is room for; where fewer than two fit in, 1, 2 and 5 of each.
 * @param {[number, number]} domain
 * @param {(value: number) => number} at
 * @param {number} length
 */
function logTicks([low, high], at, length) {
  const [from, to] = [Math.ceil(Math.log10(low)), Math.floor(Math.log10(high))];
  const every = Math.ceil((to - from + 1) / Math.max(2, length / 26));
  const powers = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  const whole = powers.filter((exponent) => exponent % every === 0);
  if (whole.length >= 2)
    return whole.map((exponent) => ({ at: at(10 ** exponent), text: power(exponent) }));
  return [from - 1, from, to]
    .filter((exponent, i, all) => all.indexOf(exponent) === i)
    .flatMap((exponent) => [1, 2, 5].map((digit) => digit * 10 ** exponent))
    .filter((value) => value >= low && value <= high)
    .map((value) => ({ at: at(value), text: String(Number(value.toPrecision(1))) }));
}
