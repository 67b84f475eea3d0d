// @ts-check
/** The shapes by which rules differ besides colour and dash. BP has none: it is the reference. */

import { px, tag } from './frame.js';

/** @type {Record<string, (x: number, y: number, r: number) => string>} path data around a point */
const SHAPES = {
  fa: (x, y, r) =>
    `M${px(x - r)},${px(y)}a${px(r)},${px(r)} 0 1 0 ${px(2 * r)},0a${px(r)},${px(r)} 0 1 0 ${px(-2 * r)},0Z`,
  dfa: (x, y, r) => `M${px(x)},${px(y - 1.25 * r)}l${px(1.2 * r)},${px(2 * r)}h${px(-2.4 * r)}Z`,
  ifa: (x, y, r) =>
    `M${px(x - 0.9 * r)},${px(y - 0.9 * r)}h${px(1.8 * r)}v${px(1.8 * r)}h${px(-1.8 * r)}Z`,
  shallow: (x, y, r) =>
    `M${px(x - r)},${px(y - r)}l${px(2 * r)},${px(2 * r)}M${px(x - r)},${px(y + r)}l${px(2 * r)},${px(-2 * r)}`,
  pbp: (x, y, r) =>
    `M${px(x)},${px(y - 1.4 * r)}l${px(1.2 * r)},${px(1.4 * r)}l${px(-1.2 * r)},${px(1.4 * r)}l${px(-1.2 * r)},${px(-1.4 * r)}Z`,
};

/**
 * @param {string} rule
 * @param {number} x
 * @param {number} y
 * @param {number} [r]
 */
export const marker = (rule, x, y, r = 3.2) =>
  SHAPES[rule] ? tag('path', { class: `marker rule-${rule}`, d: SHAPES[rule](x, y, r) }) : '';

/**
 * A short sample of a rule's line, for its toggle.
 * @param {string} rule
 * @param {string} name
 * @returns {import('./frame.js').Chart}
 */
export const sample = (rule, name) => ({
  width: 34,
  height: 12,
  label: name,
  layers: [tag('path', { class: `curve rule-${rule}`, d: 'M1,6H33' }) + marker(rule, 17, 6)],
});
