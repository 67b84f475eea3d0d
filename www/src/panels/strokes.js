// @ts-check
/** What a diagram of a network is made of: names with an index, units as tiles, arrows. */

import { px, tag } from '../charts/frame.js';

/** Units of a layer that are drawn. */
export const MOST_UNITS = 100;
const SHADES = 8;
const SUBSCRIPT = '₀₁₂₃₄₅₆₇₈₉';

/** @param {string} letter @param {number} n */
export const indexed = (letter, n) =>
  letter + [...String(n)].map((digit) => SUBSCRIPT[Number(digit)]).join('');

/** The largest size, of those that are numbers. @param {number[][]} lists */
export const strongest = (lists) =>
  lists.flat().reduce((most, x) => (Math.abs(x) > most ? Math.abs(x) : most), 0);

/** Units that are drawn. @param {number[] | undefined} units */
export const head = (units) => (units ?? []).slice(0, MOST_UNITS);

/**
 * Numbers as tiles, one path for each shade.
 * @param {number[]} values
 * @param {number} limit
 * @param {{ x: number, y: number, tile: number, columns: number }} place
 * @param {string} [positive]
 */
export function tiles(values, limit, { x, y, tile, columns }, positive = 'positive') {
  /** @type {Map<number, string>} */
  const shades = new Map();
  const side = px(tile > 4 ? tile - 0.5 : tile);
  for (const [i, value] of values.entries()) {
    const shade = Math.ceil(SHADES * Math.min(1, Math.abs(value) / limit)) * Math.sign(value);
    // What is no number has no shade either.
    if (!shade) continue;
    const at = `M${px(x + (i % columns) * tile)},${px(y + Math.floor(i / columns) * tile)}`;
    shades.set(shade, `${shades.get(shade) ?? ''}${at}h${side}v${side}h-${side}z`);
  }
  return [...shades]
    .map(([shade, d]) =>
      tag('path', {
        class: shade < 0 ? 'negative' : positive,
        d,
        'fill-opacity': (Math.abs(shade) / SHADES).toFixed(3),
      }),
    )
    .join('');
}

/**
 * An arrow, straight up or down, or bent to the right.
 * @param {number} x @param {number} from @param {number} to @param {number} bulge
 * @param {string} classes
 */
export function arrow(x, from, to, bulge, classes) {
  const end = bulge ? x + 3 : x;
  const shaft = bulge
    ? `M${px(x)},${px(from)}C${px(x + bulge)},${px(from)} ${px(x + bulge)},${px(to)} ${px(end)},${px(to)}`
    : `M${px(x)},${px(from)}V${px(to)}`;
  const back = to > from ? -5 : 5;
  const tip = bulge
    ? `M${px(end + 5)},${px(to - 3.5)}l-5,3.5l5,3.5`
    : `M${px(x - 3.5)},${px(to + back)}L${px(x)},${px(to)}L${px(x + 3.5)},${px(to + back)}`;
  return (
    tag('path', { class: `wire ${classes}`, d: shaft }) +
    tag('path', { class: `tip ${classes}`, d: tip })
  );
}
