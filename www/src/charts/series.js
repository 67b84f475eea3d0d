// @ts-check
/** What charts do with columns of numbers before they draw them. */

import { px } from './frame.js';

/**
 * @typedef {object} Series
 * @property {string} id
 * @property {string} label
 * @property {ArrayLike<number>} y
 * @property {ArrayLike<number>} [x] steps; the index where absent
 * @property {string} [rule] the rule whose colour it has, where that is not the id
 * @property {string} [variant] a class that tells two curves of one rule apart
 * @property {number} [order]
 * @property {boolean} [plain] without marks, beside another curve of its rule
 * @property {{ low: ArrayLike<number>, high: ArrayLike<number> }} [band] around the curve, as long
 *   as `y`: an area in the colour of the rule
 * @property {boolean} [sparse] a few points, each of them marked
 * @property {ArrayLike<number>} [own] where its points are on a horizontal axis that is not shared,
 *   such as the time that each rule took
 * @property {boolean} [ghost] of an earlier run, beneath the present ones
 */

/** The step of a point. @param {Series} s @param {number} i */
export const stepOf = ({ x }, i) => (x ? x[i] : i);

/**
 * The point of a series at a step, or the last before it; −1 where it ends or begins elsewhere.
 * @param {Series} s
 * @param {number} step
 */
export function seenAt(s, step) {
  const n = s.y.length;
  if (n === 0 || stepOf(s, n - 1) < step) return -1;
  let i = n - 1;
  while (i >= 0 && stepOf(s, i) > step) i--;
  return i;
}

/**
 * The points of a series, thinned to what a plot of `columns` pixels can show: of each pixel
 * column the first, the lowest, the highest and the last. Gaps survive as NaN.
 * @param {Series} series
 * @param {number} columns
 * @returns {[number, number][]}
 */
export function decimate({ x, y }, columns) {
  const n = y.length;
  const step = (/** @type {number} */ i) => (x ? x[i] : i);
  const point = (/** @type {number} */ i) => /** @type {[number, number]} */ ([step(i), y[i]]);
  if (n <= 4 * columns) return Array.from({ length: n }, (_, i) => point(i));
  const kept = [];
  const span = (step(n - 1) - step(0)) / columns || 1;
  for (let first = 0; first < n; ) {
    const column = Math.floor((step(first) - step(0)) / span);
    let [low, high, last] = [first, first, first];
    let gap = -1;
    for (; last < n && Math.floor((step(last) - step(0)) / span) === column; last++) {
      if (Number.isNaN(y[last])) gap = last;
      if (!(y[low] <= y[last])) low = last;
      if (!(y[high] >= y[last])) high = last;
    }
    const chosen = new Set([first, low, high, last - 1]);
    if (gap >= 0) chosen.add(gap);
    kept.push(...[...chosen].sort((a, b) => a - b).map(point));
    first = last;
  }
  return kept;
}

/** Further out than this, in pixels, nothing is drawn: a run that diverges has numbers of any size. */
const FAR = 1e6;

/** Whether a place can be drawn. @param {number} x @param {number} y */
export const drawable = (x, y) => Math.abs(x) < FAR && Math.abs(y) < FAR;

/**
 * The line through places in pixels: broken at gaps, ended before the first place that is too far
 * out. Written here, since of all that draws lines the page needs just this.
 * @param {Iterable<[number, number]>} places
 */
export function pathOf(places) {
  let d = '';
  let pen = 'M';
  for (const [x, y] of places) {
    if (Number.isNaN(x + y)) pen = 'M';
    else if (!drawable(x, y)) break;
    else {
      d += `${pen}${px(x)},${px(y)}`;
      pen = 'L';
    }
  }
  return d;
}

/**
 * The first step at which a run has left all bounds: its loss is no number any more, or is a
 * million times what it was. Undefined where it stays within them.
 * @param {ArrayLike<number>} loss
 */
export function divergesAt(loss) {
  const most = 1e6 * Math.max(1, loss[0]);
  for (let i = 0; i < loss.length; i++) if (!(loss[i] <= most)) return i;
  return undefined;
}

/**
 * The last point that can be shown, at or before a step.
 * @param {Series} series
 * @param {(value: number) => boolean} visible
 * @param {number} until
 * @returns {[number, number] | undefined}
 */
export function lastFinite({ x, y }, visible, until = Number.POSITIVE_INFINITY) {
  for (let i = y.length - 1; i >= 0; i--) {
    const step = x ? x[i] : i;
    if (step <= until && visible(y[i])) return [step, y[i]];
  }
  return undefined;
}

/**
 * The smallest and largest number that is there; undefined where there is none.
 * @param {Series[]} series
 * @param {(value: number) => boolean} counts
 * @returns {[number, number] | undefined}
 */
export function extent(series, counts) {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { y, band } of series)
    for (const values of band ? [y, band.low, band.high] : [y])
      for (let i = 0; i < values.length; i++)
        if (counts(values[i])) {
          low = Math.min(low, values[i]);
          high = Math.max(high, values[i]);
        }
  return low <= high ? [low, high] : undefined;
}

/**
 * Moves labels apart that would overlap: each as near to its place as a distance of `gap` and
 * the borders allow, in the order of the places. Labels that touch form a block around their mean.
 * @param {number[]} places
 * @param {number} gap
 * @param {number} min
 * @param {number} max
 * @returns {number[]} in the order of the input
 */
export function placeLabels(places, gap, min, max) {
  const order = places.map((_, i) => i).sort((a, b) => places[a] - places[b]);
  /** @type {{ members: number[], at: number }[]} blocks, `at` the place of the first member */
  const blocks = [];
  for (const i of order) {
    blocks.push({ members: [i], at: places[i] });
    settle();
  }
  /** Joins the last block with the ones before it while they overlap. */
  function settle() {
    for (;;) {
      const last = blocks[blocks.length - 1];
      const extra = (last.members.length - 1) * gap;
      const mean = last.members.reduce((sum, i) => sum + places[i], 0) / last.members.length;
      last.at = Math.max(min, Math.min(mean - extra / 2, max - extra));
      const before = blocks[blocks.length - 2];
      if (!before || before.at + before.members.length * gap <= last.at) return;
      blocks.splice(-2, 2, { members: [...before.members, ...last.members], at: 0 });
    }
  }
  const result = new Array(places.length);
  for (const { members, at } of blocks)
    members.forEach((i, rank) => {
      result[i] = at + rank * gap;
    });
  return result;
}
