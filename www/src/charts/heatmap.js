// @ts-check
/** A matrix as tiles: hue says the sign, strength the size, nothing is zero. */

import { px, short, tag, text } from './frame.js';

/**
 * @typedef {object} Heatmap
 * @property {number} width
 * @property {number} rows
 * @property {number} columns
 * @property {ArrayLike<number>} values row by row
 * @property {number} limit the size that is drawn at full strength; the same for maps to compare
 * @property {string} title
 * @property {string} label
 * @property {number} [most] the largest side of a tile in pixels
 * @property {{ row: number, column: number }} [cell] the entry that is pointed at
 */

const TOP = 24;

/** Side of a tile. @param {Pick<Heatmap, 'width' | 'columns' | 'most'>} data */
const sideOf = ({ width, columns, most = 44 }) => Math.min(most, width / columns);

/**
 * The entry at a place of the picture, if there is one.
 * @param {Pick<Heatmap, 'width' | 'rows' | 'columns' | 'most'>} data
 * @param {number} x
 * @param {number} y
 */
export function cellAt(data, x, y) {
  const tile = sideOf(data);
  const [row, column] = [Math.floor((y - TOP) / tile), Math.floor(x / tile)];
  const inside = row >= 0 && column >= 0 && row < data.rows && column < data.columns;
  return inside ? { row, column } : undefined;
}

/**
 * @param {Heatmap} data
 * @returns {import('./frame.js').Chart}
 */
export function heatmap(data) {
  const { width, rows, columns, values, limit, title, label, cell } = data;
  const tile = sideOf(data);
  const tiles = Array.from({ length: rows * columns }, (_, i) => {
    const value = values[i];
    // What has grown out of all bounds is no number, and nothing is drawn.
    const strength = limit > 0 && !Number.isNaN(value) ? Math.min(1, Math.abs(value) / limit) : 0;
    return tag('rect', {
      class: value < 0 ? 'negative' : 'positive',
      x: (i % columns) * tile + 0.5,
      y: TOP + Math.floor(i / columns) * tile + 0.5,
      width: tile - 1,
      height: tile - 1,
      // As text: a coordinate's tenth would be too coarse.
      'fill-opacity': strength.toFixed(3),
    });
  });
  const frame = tag('rect', {
    class: 'frame',
    x: 0,
    y: TOP,
    width: columns * tile,
    height: rows * tile,
  });
  return {
    width,
    height: TOP + rows * tile + 1,
    label,
    layers: [
      text(0, 14, title, 'title') + frame,
      tiles.join(''),
      cell
        ? tag('rect', {
            class: 'cell',
            x: cell.column * tile,
            y: TOP + cell.row * tile,
            width: tile,
            height: tile,
          })
        : '',
    ],
  };
}

/**
 * The scale of heat maps, from −limit to limit.
 * @param {number} width
 * @param {number} limit
 * @returns {import('./frame.js').Chart}
 */
export function heatScale(width, limit) {
  const steps = 21;
  const bar = Math.min(width, 220);
  const tiles = Array.from({ length: steps }, (_, i) => {
    const value = (2 * i) / (steps - 1) - 1;
    return tag('rect', {
      class: value < 0 ? 'negative' : 'positive',
      x: (i * bar) / steps,
      y: 0,
      width: bar / steps,
      height: 8,
      'fill-opacity': Math.abs(value).toFixed(3),
    });
  });
  const at = [
    [0, limit > 0 ? `−${short(limit)}` : '', 'start'],
    [bar / 2, '0', 'middle'],
    [bar, limit > 0 ? short(limit) : '', 'end'],
  ];
  return {
    width,
    height: 26,
    label: `Colour scale from −${short(limit)} to ${short(limit)}`,
    layers: [
      tiles.join('') +
        tag('path', { class: 'frame', d: `M0,0h${px(bar)}v8h${px(-bar)}Z` }) +
        at
          .map(([x, word, anchor]) =>
            text(Number(x), 22, String(word), 'tick', { 'text-anchor': anchor }),
          )
          .join(''),
    ],
  };
}

/**
 * A part of a whole as a bar with its number.
 * @param {number} width
 * @param {number} part 0…1
 * @param {string} title
 * @param {string} value as people read it
 * @returns {import('./frame.js').Chart}
 */
export function gauge(width, part, title, value) {
  const bar = Math.min(width - 60, 160);
  const filled = Number.isFinite(part) ? Math.min(1, Math.max(0, part)) * bar : 0;
  return {
    width,
    height: 36,
    label: `${title}: ${value}`,
    layers: [
      text(0, 12, title, 'tick') +
        text(bar + 10, 31, value, 'title') +
        tag('rect', { class: 'frame', x: 0.5, y: 21.5, width: bar - 1, height: 9 }),
      tag('rect', { class: 'gauge-bar', x: 0, y: 21, width: filled, height: 10 }),
    ],
  };
}
