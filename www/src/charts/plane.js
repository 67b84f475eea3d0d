// @ts-check
/** The toy's weight plane: the runs as paths over the land, and where they are at the playhead. */

import { clipped, px, tag, text } from './frame.js';
import { marker } from './marks.js';
import { linear } from './scales.js';
import { drawable, pathOf, placeLabels } from './series.js';

/**
 * @typedef {ArrayLike<number>} Pairs A, W, A, W, …
 * @typedef {import('./labels.js').Place} Place
 */

/**
 * @typedef {object} Run
 * @property {string} id of the rule
 * @property {string} label
 * @property {ArrayLike<number>} a
 * @property {ArrayLike<number>} w
 * @property {number} [diverged] the step from which on it is out of all bounds
 * @property {{ curve: Pairs, end: Pairs, label: string }} [flow] the curve that the flow from the
 *   start keeps to, and where it ends
 */

const MARGIN = { left: 34, right: 10, top: 30, bottom: 26 };

/**
 * The plot within the picture; the figure needs it to turn pointer positions into weights.
 * @param {number} size
 */
export const plotOf = (size) => ({
  left: MARGIN.left,
  top: MARGIN.top,
  width: size - MARGIN.left - MARGIN.right,
  height: size - MARGIN.left - MARGIN.right,
});

/** @param {number} size */
export const planeHeight = (size) => plotOf(size).height + MARGIN.top + MARGIN.bottom;

/** The largest picture of some height. @param {number} height */
export const planeSize = (height) =>
  Math.floor(height - MARGIN.top - MARGIN.bottom) + MARGIN.left + MARGIN.right;

/** From weights to pixels of the plot. @param {{ size: number, half: number }} data */
export function scales({ size, half }) {
  const box = plotOf(size);
  const x = linear([-half, half], [0, box.width]);
  const y = linear([-half, half], [box.height, 0]);
  const places = (/** @type {Pairs} */ pairs) =>
    Array.from(
      { length: pairs.length / 2 },
      (_, i) => /** @type {Place} */ ([x(pairs[2 * i]), y(pairs[2 * i + 1])]),
    );
  return { box, x, y, places };
}

/** @typedef {ReturnType<typeof scales>} Scales */

/**
 * @param {{ size: number, half: number, land: string[], runs: Run[], playhead: number,
 *   label: string }} data
 * @returns {import('./frame.js').Chart}
 */
export function plane(data) {
  const { size, runs, playhead, label } = data;
  const at = scales(data);
  return {
    width: size,
    height: planeHeight(size),
    label,
    layers: [
      ...data.land,
      clipped(at.box, runs.map((run) => path(run, at, playhead, '')).join('')),
      clipped(at.box, heads(runs, playhead, at)),
    ],
  };
}

/** A line as far as it can be drawn. @param {Place[]} places */
export const trace = (places) =>
  pathOf(thin(places).map(([x, y]) => (drawable(x, y) ? [x, y] : [Number.NaN, Number.NaN])));

/** Without places that are as good as the one before: a run may rest for thousands of steps. @param {Place[]} places */
function thin(places) {
  let [x0, y0] = [Number.NaN, Number.NaN];
  return places.filter(([x, y]) => {
    if (Math.abs(x - x0) + Math.abs(y - y0) < 0.1) return false;
    [x0, y0] = [x, y];
    return true;
  });
}

/** Where a run goes, as far as it can be drawn. @param {Run} run @param {Scales} at @param {number} until */
export function trail(run, { x, y }, until) {
  const places = Array.from(
    { length: Math.min(until + 1, run.a.length) },
    (_, i) => /** @type {Place} */ ([x(run.a[i]), y(run.w[i])]),
  );
  const end = places.findIndex((place) => !drawable(...place));
  return end < 0 ? places : places.slice(0, end);
}

/** Steps at least this long, in pixels, are told from each other. */
const STRIDE = 20;

/**
 * @param {Run} run
 * @param {Scales} at
 * @param {number} until
 * @param {string} classes
 */
export function path(run, at, until, classes) {
  const places = trail(run, at, until);
  const long = places.filter(([x, y], i) => {
    const [x0, y0] = places[i - 1] ?? [x, y];
    return Math.hypot(x - x0, y - y0) >= STRIDE;
  });
  const steps = long.map(([x, y]) => `M${px(x)},${px(y)}h0`).join('');
  return (
    tag('path', { class: `curve path ${classes} rule-${run.id}`, d: trace(places) }) +
    (steps && tag('path', { class: `steps ${classes} rule-${run.id}`, d: steps }))
  );
}

/**
 * Where a run leaves the picture for good: on the way from the last place in it to the next.
 * @param {Place[]} places
 * @param {import('./frame.js').Box} box
 * @returns {Place}
 */
function exit(places, { width, height }) {
  const inside = (/** @type {Place} */ [x, y]) => x >= 0 && x <= width && y >= 0 && y <= height;
  const last = Math.max(0, places.findLastIndex(inside));
  const [[x, y], [x1, y1]] = [places[last], places[last + 1] ?? places[last]];
  const part = (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ max) =>
    to > max ? (max - from) / (to - from) : to < 0 ? from / (from - to) : 1;
  const t = Math.min(part(x, x1, width), part(y, y1, height));
  return [x + t * (x1 - x), y + t * (y1 - y)];
}

/** A rule at the playhead. @param {Run} run @param {number} playhead @param {Scales} at */
function head(run, playhead, at) {
  const places = trail(run, at, playhead);
  const gone = run.diverged !== undefined && run.diverged <= playhead;
  const [x, y] = gone ? exit(places, at.box) : places[places.length - 1];
  return { run, x, y, gone, name: gone ? `${run.label} diverges` : run.label };
}

/**
 * Where the runs start, and where they are at the playhead, with their names.
 * @param {Run[]} runs
 * @param {number} playhead
 * @param {Scales} at
 */
function heads(runs, playhead, at) {
  const { width, height } = at.box;
  const within = (/** @type {number} */ v, /** @type {number} */ max) =>
    Math.min(Math.max(v, 12), max - 12);
  const shown = runs.map((run) => head(run, playhead, at));
  const beside = shown.map(({ y }) => within(y, height));
  // Names stand beside their dots; only dots that are close to each other push names apart.
  const near = shown.length > 1 && Math.abs(shown[0].x - shown[1].x) < 40;
  const places = near ? placeLabels(beside, 16, 12, height - 6) : beside;
  const dots = shown.map(({ run: { id }, x, y, gone, name }, i) => {
    const left = x > width - 12 - 9 * name.length;
    const anchor = { 'text-anchor': left ? 'end' : 'start' };
    const dot =
      tag('circle', { class: `head rule-${id}`, cx: x, cy: y, r: 5 }) +
      marker(id, x, y, 2.4).replace('marker', 'marker inner');
    const side = within(x, width) + (left ? -11 : 11);
    return (gone ? '' : dot) + text(side, places[i] + 4, name, `name halo rule-${id}`, anchor);
  });
  // All runs have the same start.
  const start = runs
    .slice(0, 1)
    .map(({ a, w }) => tag('circle', { class: 'start', cx: at.x(a[0]), cy: at.y(w[0]), r: 7 }));
  return [...start, ...dots].join('');
}
