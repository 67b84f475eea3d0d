// @ts-check
/**
 * Digits as points of a map, each drawn as the digit it is, in the colour of its class. Both axes
 * have one scale, the origin is in the middle, and everything is inside.
 */

import { px, tag, text } from '../charts/frame.js';

/**
 * @typedef {object} Scatter
 * @property {number} width
 * @property {number} height
 * @property {string} title
 * @property {string} rule whose colour the title has
 * @property {string} note
 * @property {ArrayLike<number>} places x, y, x, y, …; none while there are none
 * @property {ArrayLike<number>} classes
 * @property {boolean} crossed whether the axes mean anything
 * @property {string} label
 */

const TOP = 24;
/** Half of a glyph, and a little air. */
const PAD = 11;
/** Colours there are; of more classes some share one, and differ by their letter. */
const COLOURS = 10;

/**
 * @param {Scatter} data
 * @returns {import('../charts/frame.js').Chart}
 */
export function scatter({ width, height, title, rule, note, places, classes, crossed, label }) {
  const [middle, centre] = [width / 2, (TOP + height) / 2];
  const far = [0, 0];
  for (let i = 0; i < places.length; i++) far[i % 2] = Math.max(far[i % 2], Math.abs(places[i]));
  const unit = Math.min((middle - PAD) / far[0], (height - centre - PAD) / far[1]);
  // Points that are all one point have no extent, and are drawn as one.
  const scale = Number.isFinite(unit) ? unit : 0;
  /** @type {Map<number, { x: string[], y: string[] }>} */
  const groups = new Map();
  for (let i = 0; i < classes.length; i++) {
    const [x, y] = [scale * places[2 * i], scale * places[2 * i + 1]];
    // Numbers that are none have no place.
    if (!Number.isFinite(x + y)) continue;
    const group = groups.get(classes[i]) ?? { x: [], y: [] };
    groups.set(classes[i], group);
    group.x.push(px(middle + x));
    // Glyphs stand on their line: it lies below their middle.
    group.y.push(px(centre - y + 4.4));
  }
  const glyphs = [...groups].map(([kind, { x, y }]) =>
    tag(
      'text',
      { class: `glyph class-${kind % COLOURS}`, x: x.join(' '), y: y.join(' ') },
      kind.toString(36).toUpperCase().repeat(x.length),
    ),
  );
  return {
    width,
    height,
    label,
    layers: [
      tag('rect', {
        class: 'frame',
        x: 0.5,
        y: TOP + 0.5,
        width: width - 1,
        height: height - TOP - 1,
      }) +
        (crossed
          ? tag('path', {
              class: 'grid',
              d: `M${px(middle)},${TOP}V${px(height)}M0,${px(centre)}H${px(width)}`,
            })
          : ''),
      text(0, 14, title, `name rule-${rule}`) +
        text(width, 14, note, 'tick', { 'text-anchor': 'end' }),
      glyphs.join(''),
    ],
  };
}
