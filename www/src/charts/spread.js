// @ts-check
/** The bands of series: areas from the lowest to the highest of many runs, under the curves. */

import { px, tag } from './frame.js';

/** @typedef {import('./series.js').Series} Series */
/** @typedef {(value: number) => number} Scale in pixels */

/** What leaves the picture is cut so far outside it, in pixels. */
const OUTSIDE = 9;

/**
 * Every band up to the step that is looked at, and, paler, from there on.
 * @param {Series[]} series
 * @param {Scale} x
 * @param {Scale} y
 * @param {number} height of the plot
 * @param {number} until
 */
export function spreads(series, x, y, height, until) {
  const draw = (
    /** @type {Series} */ s,
    /** @type {string} */ classes,
    /** @type {(step: number) => boolean} */ part,
  ) => {
    const d = outline(s, x, y, height, part);
    return d && tag('path', { class: `${classes} rule-${s.rule ?? s.id}`, d });
  };
  return series
    .map((s) => draw(s, 'spread', (k) => k <= until) + draw(s, 'spread ahead', (k) => k >= until))
    .join('');
}

/**
 * The outline of a band over a part of the steps. It breaks at numbers that have no place, such
 * as zero on a logarithmic axis.
 * @param {Series} s
 * @param {Scale} x
 * @param {Scale} y
 * @param {number} height
 * @param {(step: number) => boolean} part
 */
function outline({ x: steps, band }, x, y, height, part) {
  const place = (/** @type {number} */ value) =>
    value === Number.POSITIVE_INFINITY
      ? -OUTSIDE
      : Math.max(-OUTSIDE, Math.min(height + OUTSIDE, y(value)));
  let d = '';
  /** @type {string[]} */
  let upper = [];
  /** @type {string[]} */
  let lower = [];
  const close = () => {
    // A single place has no area.
    if (upper.length > 1) d += `M${[...upper, ...lower.reverse()].join('L')}Z`;
    [upper, lower] = [[], []];
  };
  for (let i = 0; i < (band?.low.length ?? 0); i++) {
    const step = steps ? steps[i] : i;
    const [low, high] = [place(band?.low[i] ?? 0), place(band?.high[i] ?? 0)];
    if (!part(step)) continue;
    if (Number.isNaN(low + high)) close();
    else {
      upper.push(`${px(x(step))},${px(high)}`);
      lower.push(`${px(x(step))},${px(low)}`);
    }
  }
  close();
  return d;
}
