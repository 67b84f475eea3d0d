// @ts-check
/**
 * The matrices of `<feedback-linear>`, two and two to be compared. Every entry can be read: under
 * the pointer, or with the arrow keys while a pair has the focus.
 */

import { html, nothing } from 'lit';
import { fixed, short, text } from '../charts/frame.js';
import { cellAt, gauge, heatmap, heatScale } from '../charts/heatmap.js';
import { concluded, percent, weighted } from './linear-words.js';
import { drawn } from './pieces.js';

/** @typedef {import('./linear.js').FeedbackLinear} Linear */
/** @typedef {{ pair: string, row: number, column: number }} Cell */

/**
 * @typedef {object} Side
 * @property {string} title
 * @property {string} name in a sentence
 * @property {ArrayLike<number>} values
 * @property {number} limit
 */

/**
 * @typedef {object} Pair
 * @property {string} id
 * @property {string} term of the proof that it shows
 * @property {number} rows
 * @property {number} columns
 * @property {string} sign between the two
 * @property {Side[]} sides
 * @property {unknown} below
 */

/** Between what the theorem has equal from zero weights, by the verdict of the core. */
const SIGNS = { holds: '=', nearly: '≈', broken: '≠' };

/** The largest side of a tile, and the height of a map that has more of them. */
const MOST = 34;
const HIGH = 204;
/** The part of a slide that two maps may take, and what stands above and below their tiles. */
const WIDE = 0.54;
const AROUND = 96;

/** @type {Record<string, [number, number]>} */
const MOVES = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** @param {Linear} figure */
export function maps(figure) {
  const { sizes } = figure;
  const { small } = sizes;
  const half = Math.floor(((small ? WIDE * sizes.figure : sizes.of('maps', 360)) - 36) / 2);
  const all = [squares(figure, half)];
  if (!sizes.slide) all.push(errors(figure, half), weights(figure, half));
  const pointed = all.find(({ id }) => id === figure.cell?.pair);
  return html`${all.map((pair) => drawnPair(figure, pair, half))}
    <p class="cell-read" role="status" aria-live=${figure.playing ? 'off' : 'polite'}>${
      pointed
        ? (sizes.slide ? brief : reading)(pointed, /** @type {Cell} */ (figure.cell))
        : sizes.slide
          ? ''
          : 'Point at a map, or use the arrow keys in it, to read its entries.'
    }</p>`;
}

/** One frame of a matrix. @param {Linear} figure @param {string} name @param {number} size @param {number} k */
const frame = (figure, name, size, k) =>
  figure.runs[figure.pictured.id][name].subarray(k * size, (k + 1) * size);

/** The two sides of the invariant. @param {Linear} figure @param {number} half @returns {Pair} */
function squares(figure, half) {
  const { now, looked, limits, wired } = figure;
  const side = (/** @type {string} */ key, /** @type {string} */ title) => ({
    title,
    name: title,
    values: frame(figure, key, now.hidden ** 2, looked),
    limit: limits.squares,
  });
  const residual = figure.runs[figure.pictured.id].invariant_residual[looked];
  const zero = now.initial_scale === 0;
  const gap = zero ? 'gap between the two' : 'drift of the difference';
  return {
    id: 'squares',
    term: 'gap',
    rows: now.hidden,
    columns: now.hidden,
    sign: wired && zero ? SIGNS[concluded(figure, 'invariant').verdict] : '−',
    sides: [
      side('feedback_side', weighted(figure, 'input_rate', 'BW + WᵀBᵀ')),
      side('hidden_side', weighted(figure, 'output_rate', 'AAᵀ')),
    ],
    below: html`${drawn(heatScale(half, limits.squares))}
      <div></div>
      ${drawn(gauge(half, residual, gap, Number.isFinite(residual) ? percent(residual) : '–'))}`,
  };
}

/** The error, then and now. @param {Linear} figure @param {number} half @returns {Pair} */
function errors(figure, half) {
  const { now, looked, limits, pictured } = figure;
  const side = (/** @type {number} */ k, /** @type {string} */ name) => ({
    title: `E of ${pictured.short}, step ${k}`,
    name,
    values: frame(figure, 'errors', now.outputs * now.inputs, k),
    limit: limits.errors,
  });
  return {
    id: 'errors',
    term: 'error',
    rows: now.outputs,
    columns: now.inputs,
    sign: '→',
    sides: [side(0, 'E at the start'), side(looked, `E at step ${looked}`)],
    below: drawn(heatScale(half, limits.errors)),
  };
}

/** W and what it would be if it undid B. @param {Linear} figure @param {number} half @returns {Pair} */
function weights(figure, half) {
  const { now, looked, limits, pictured } = figure;
  const run = figure.runs[pictured.id];
  const size = now.outputs * now.hidden;
  const W = { values: frame(figure, 'output_weights', size, looked), limit: limits.weights };
  const inverse = { values: run.feedback_pinv, limit: limits.inverse };
  const angle = (/** @type {string} */ key) =>
    Number.isFinite(run[key][looked]) ? `${fixed(run[key][looked], 1)}°` : '–';
  return {
    id: 'weights',
    term: 'weights',
    rows: now.outputs,
    columns: now.hidden,
    sign: '∼',
    sides: [
      { title: `W of ${pictured.short}`, name: 'W', ...W },
      { title: 'B⁺, own scale', name: 'B⁺', ...inverse },
    ],
    below: html`${drawn(heatScale(half, limits.weights))}
      <div></div>
      ${drawn(heatScale(half, limits.inverse))}
      <p class="angles">
        <span>W to B⁺ <b>${angle('angle_w_to_b_pinv')}</b></span>
        <span>WBE to E <b>${angle('local_inverse_angle')}</b></span>
      </p>`,
  };
}

/** @param {Linear} figure @param {Pair} pair @param {number} half */
function drawnPair(figure, pair, half) {
  const { rows, columns } = pair;
  const cell = figure.cell?.pair === pair.id ? figure.cell : undefined;
  const map = (/** @type {Side} */ { title, values, limit }) => {
    const label = `${title}: ${rows} by ${columns}, largest entry ${short(largest(values))} in size`;
    const most = figure.sizes.small
      ? (figure.sizes.room - AROUND) / rows
      : Math.min(MOST, HIGH / rows);
    const size = { width: half, rows, columns, most };
    const point = (/** @type {MouseEvent} */ event) => {
      const at = cellAt(size, event.offsetX, event.offsetY);
      if (at?.row === cell?.row && at?.column === cell?.column) return;
      figure.cell = at && { pair: pair.id, ...at };
    };
    // A finger gives the focus first, and that reads the first entry: what it meant comes with the click.
    return html`<div class="map" @pointermove=${point} @click=${point}
    >${drawn(heatmap({ ...size, values, limit, title, label, cell }))}</div>`;
  };
  return html`<div
    class="pair ${figure.tone(pair.term)}"
    tabindex=${figure.controls === 'none' ? nothing : 0}
    role=${figure.controls === 'none' ? 'group' : 'application'}
    aria-label="${pair.sides.map(({ name }) => name).join(' and ')}, ${rows} by ${columns}. Arrow keys read the entries."
    @focus=${() => {
      figure.cell = { pair: pair.id, row: 0, column: 0 };
    }}
    @blur=${() => {
      figure.cell = undefined;
    }}
    @pointerleave=${() => {
      figure.cell = undefined;
    }}
    @keydown=${(/** @type {KeyboardEvent} */ event) => move(figure, pair, event)}
  >
    ${map(pair.sides[0])}
    <div class="versus" aria-hidden="true">${figure.sizes.slide ? drawn(sign(pair.sign)) : pair.sign}</div>
    ${map(pair.sides[1])} ${pair.below}
  </div>`;
}

/** As a chart it comes along where the charts are saved. @param {string} sign @returns {import('../charts/frame.js').Chart} */
const sign = (sign) => ({
  width: 20,
  height: 24,
  label: '',
  layers: [text(10, 19, sign, 'sign-between', { 'text-anchor': 'middle' })],
});

/** @param {Linear} figure @param {Pair} pair @param {KeyboardEvent} event */
function move(figure, { id, rows, columns }, event) {
  const by = MOVES[event.key];
  if (!by) return;
  // Here they move through the map, and not through the run.
  event.preventDefault();
  event.stopPropagation();
  const { row, column } = figure.cell?.pair === id ? figure.cell : { row: 0, column: 0 };
  const within = (/** @type {number} */ at, /** @type {number} */ n) =>
    Math.min(Math.max(at, 0), n - 1);
  figure.cell = {
    pair: id,
    row: within(row + by[0], rows),
    column: within(column + by[1], columns),
  };
}

/** @param {Pair} pair @param {Cell} cell */
export function reading({ sides: [left, right], rows, columns }, { row, column }) {
  // A network that has since become smaller has no such entry.
  if (row >= rows || column >= columns) return '';
  const value = (/** @type {Side} */ { values }) => short(values[row * columns + column]);
  return `${left.name}, row ${row + 1}, column ${column + 1}: ${value(left)}; ${right.name} there: ${value(right)}`;
}

/** The same in few words. @param {Pair} pair @param {Cell} cell */
function brief({ sides, columns, rows }, { row, column }) {
  if (row >= rows || column >= columns) return '';
  const values = sides.map(({ values }) => short(values[row * columns + column]));
  return `row ${row + 1}, column ${column + 1}: ${values.join(' and ')}`;
}

/** The largest entry in size, of those that are numbers. @param {ArrayLike<number>} values */
export function largest(values) {
  let most = 0;
  // There may be millions of them: a plain loop.
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]);
    if (size > most) most = size;
  }
  return most;
}
