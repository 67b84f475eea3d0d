// @ts-check
/**
 * How a rule carries the error, drawn from its hops and from nothing else: layers as bars, input
 * below, output above; the forward pass as grey arrows between them, every hop as an arrow in the
 * rule's colour. A hop through a fixed random matrix is dashed and carries a die.
 */

import { px, tag, text } from './frame.js';

/**
 * @typedef {object} Paths
 * @property {number} width
 * @property {string} rule
 * @property {string} name
 * @property {import('../state/rules.js').Hop[]} hops
 * @property {number} hidden number of hidden layers
 */

const BAR = 54;
/** More hidden layers than this are not all drawn: the input and LOW above it, HIGH below the output. */
const MOST = 10;
const LOW = 4;
const HIGH = 3;
const SUBSCRIPT = '₀₁₂₃₄₅₆₇₈₉';

/** @param {number} n */
const subscript = (n) => [...String(n)].map((digit) => SUBSCRIPT[Number(digit)]).join('');

/**
 * @param {Paths} data
 * @returns {import('./frame.js').Chart}
 */
export function paths({ width, rule, name, hops, hidden }) {
  const output = hidden + 1;
  // Of a tall stack the lowest layers and the highest stand for the others.
  const cut = hidden > MOST;
  const layers = Array.from({ length: output + 1 }, (_, layer) => layer).filter(
    (layer) => !cut || layer <= LOW || layer >= output - HIGH,
  );
  const step = hidden <= 3 ? 46 : Math.max(17, 184 / hidden);
  const top = 16;
  const place = (/** @type {number} */ layer) =>
    cut && layer > LOW ? layer - (output - HIGH) + LOW + 2 : layer;
  const highest = place(output);
  const height = top + highest * step + 14;
  // The bars stand left of the middle: the hops, with their names, need the room on the right.
  const left = Math.max(4, width / 2 - BAR);
  const drawn = hops.filter(({ from, to }) => layers.includes(from) && layers.includes(to));
  const longest = Math.max(...drawn.map(({ from, to }) => Math.abs(place(from) - place(to))));
  const levels = {
    y: (/** @type {number} */ layer) => top + (highest - place(layer)) * step,
    left,
    // Bent wires, the longest too, keep to the picture, with their names.
    bulge: (/** @type {number} */ span) =>
      22 + Math.min(16, ((width - left - BAR - 34) / 0.58 - 22) / longest) * span,
    span: (/** @type {number} */ from, /** @type {number} */ to) =>
      Math.abs(place(from) - place(to)),
  };
  const named = hidden <= 6;

  const bars = layers.map((layer) => {
    const label = layer === 0 ? 'x' : layer === output ? 'ŷ' : `h${subscript(layer)}`;
    const y = levels.y(layer);
    return (
      tag('path', { class: 'layer', d: `M${px(left)},${px(y)}h${px(BAR)}` }) +
      (named ? text(left - 8, y + 4, label, 'symbol', { 'text-anchor': 'end' }) : '')
    );
  });
  const forward = layers
    .filter((layer) => layers.includes(layer + 1))
    .map((layer) =>
      arrow(left + 12, levels.y(layer) - 4, left + 12, levels.y(layer + 1) + 5, 0, 'forward'),
    );
  const gap = cut
    ? text(left + BAR / 2, top + (highest - LOW - 1) * step + 5, '⋮', 'symbol', {
        'text-anchor': 'middle',
      })
    : '';
  const feedback = drawn.map((hop) => drawHop(hop, hops, levels, rule, named));
  const way = drawn
    .map((hop) => `${hop.sender} through ${hop.matrix} to layer ${hop.to}`)
    .join(', ');
  return {
    width,
    height,
    label: `${name}${cut ? `, some of ${hops.length} hops` : ''}: ${way}`,
    layers: [forward.join('') + gap + bars.join(''), feedback.join('')],
  };
}

/**
 * @param {import('../state/rules.js').Hop} hop
 * @param {import('../state/rules.js').Hop[]} hops all of them
 * @param {{ y: (layer: number) => number, left: number, bulge: (span: number) => number,
 *   span: (from: number, to: number) => number }} levels
 * @param {string} rule
 * @param {boolean} named
 */
function drawHop({ from, to, via, matrix }, hops, levels, rule, named) {
  const span = levels.span(from, to);
  const down = from > to;
  const fixed = via === 'fixed';
  // Hops that pass over layers swing out to the right of the bars, the further the longer.
  const x = levels.left + BAR - 14;
  const bulge = span > 1 ? levels.bulge(span) : 0;
  const [y0, y1] = [levels.y(from) + (down ? 4 : -4), levels.y(to) + (down ? -5 : 5)];
  const wire = arrow(
    span > 1 ? x + 14 : x,
    y0,
    span > 1 ? x + 14 : x,
    y1,
    bulge,
    `hop rule-${rule}${fixed ? ' fixed' : ''}`,
  );
  if (!named) return wire;
  // On a bent wire the mark stands near the layer it belongs to, where no other wire arrives.
  const along = span > 1 ? (y1 - y0) * 0.82 : (y1 - y0) / 2;
  const [mx, my] = [span > 1 ? x + 14 + 0.58 * bulge : x, y0 + along];
  // A bent wire has its name inside the bend, unless a straight one has its own there.
  const taken = hops.some((hop) => Math.min(hop.from, hop.to) === to && hop.to !== to);
  const inside = span > 1 && !taken;
  const name = text(
    inside ? mx - 11 : mx + (fixed ? 11 : 8),
    my + 5,
    matrix,
    `symbol rule-${rule}`,
    {
      'text-anchor': inside ? 'end' : 'start',
    },
  );
  return wire + (fixed ? die(mx, my, rule) : '') + name;
}

/**
 * An arrow from one point to another, bent to the right by `bulge`.
 * @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1
 * @param {number} bulge
 * @param {string} classes
 */
function arrow(x0, y0, x1, y1, bulge, classes) {
  const shaft = bulge
    ? `M${px(x0)},${px(y0)}C${px(x0 + bulge)},${px(y0)} ${px(x1 + bulge)},${px(y1)} ${px(x1 + 3)},${px(y1)}`
    : `M${px(x0)},${px(y0)}L${px(x1)},${px(y1)}`;
  const [ux, uy] = bulge ? [-1, 0] : [0, Math.sign(y1 - y0)];
  const [tx, ty] = bulge ? [x1, y1] : [x1, y1];
  const head = `M${px(tx - ux * 5 - uy * 3)},${px(ty - uy * 5 - ux * 3)}L${px(tx)},${px(ty)}L${px(tx - ux * 5 + uy * 3)},${px(ty - uy * 5 + ux * 3)}`;
  return (
    tag('path', { class: `wire ${classes}`, d: shaft }) +
    tag('path', { class: `tip ${classes}`, d: head })
  );
}

/**
 * The mark of a matrix that was drawn at random once: the five of a die.
 * @param {number} x @param {number} y @param {string} rule
 */
export function die(x, y, rule) {
  const pips = [
    [-3, -3],
    [3, -3],
    [0, 0],
    [-3, 3],
    [3, 3],
  ].map(([dx, dy]) => tag('circle', { class: `pip rule-${rule}`, cx: x + dx, cy: y + dy, r: 1.1 }));
  return (
    tag('rect', {
      class: `die rule-${rule}`,
      x: x - 6.5,
      y: y - 6.5,
      width: 13,
      height: 13,
      rx: 3,
    }) + pips.join('')
  );
}
