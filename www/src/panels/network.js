// @ts-check
/**
 * One example on its way through a network, as a drawing. On the left what the input became, from
 * below upwards; on the right what the error became, along the hops of the rule; between the layers
 * how far their weights are moved. What the present phase did is strong, everything else is pale.
 */

import { px, short, tag, text } from '../charts/frame.js';
import { die } from '../charts/paths.js';
import { arrow, head, indexed, MOST_UNITS, strongest, tiles } from './strokes.js';

/** @typedef {import('../state/rules.js').Hop} Hop */

/**
 * One example, as far as the last phase has brought it.
 * @typedef {{ step: number, phase: 'forward' | 'feedback' | 'update', target: number[],
 *   h: number[][], error: number[], delta: number[][], gradients: number[] }} Moment
 */

/**
 * @typedef {object} Network
 * @property {number} width
 * @property {string} rule
 * @property {Hop[]} hops
 * @property {number[]} sizes of the hidden layers
 * @property {number[]} signs hidden layers of which only the sign goes on
 * @property {number} columns of an input image
 * @property {Moment | undefined} moment nothing before the first
 * @property {string} label
 */

/** Units to a row. */
const ROW = 25;
/** Of more hidden layers than this the lowest and the highest stand for the others. */
const MOST = 6;
const LOW = 3;
const HIGH = 2;
/** More hidden layers than this are too many for the names of matrices. */
const NAMED = 6;
/** Room for names on the left, between the columns and for the hops on the right, and between layers. */
const SIDE = 32;
const MIDDLE = 50;
const RAIL = 74;
const GAP = 44;
const BARS = 58;
const IMAGE = 84;
const TOP = 24;

/** The layers that are drawn, from the input to the output. @param {number} hidden */
export const drawnLayers = (hidden) =>
  Array.from({ length: hidden + 2 }, (_, k) => k).filter(
    (k) => hidden <= MOST || k <= LOW || k > hidden - HIGH,
  );

/**
 * @param {Network} data
 * @returns {import('../charts/frame.js').Chart}
 */
export function network({ width, rule, hops, sizes, signs, columns, moment, label }) {
  const hidden = sizes.length;
  const output = hidden + 1;
  const layers = drawnLayers(hidden);
  const place = (/** @type {number} */ k) => layers.indexOf(k);
  const column = Math.min(240, (width - SIDE - MIDDLE - RAIL) / 2);
  const left = SIDE;
  const right = SIDE + column + MIDDLE;
  const tile = column / ROW;
  const strip = tile * Math.ceil(Math.min(MOST_UNITS, Math.max(ROW, ...sizes)) / ROW);
  // Tops of the layers: the output, hidden ones below each other, the image.
  const top = (/** @type {number} */ k) =>
    k === output ? TOP : TOP + BARS + GAP + (layers.length - 2 - place(k)) * (strip + GAP);
  const tall = (/** @type {number} */ k) => (k === output ? BARS : k === 0 ? IMAGE : strip);
  const within = layers.filter((k) => k > 0 && k < output);
  const phase = moment?.phase;
  const part = (/** @type {boolean} */ now, /** @type {string} */ content) =>
    tag('g', { class: now ? 'now' : 'past' }, content);
  const name = (/** @type {number} */ x, /** @type {number} */ y, /** @type {string} */ word) =>
    text(x - 7, y, word, 'symbol', { 'text-anchor': 'end' });
  const frame = (/** @type {number} */ x, /** @type {number} */ k) =>
    tag('rect', { class: 'frame', x, y: top(k), width: column, height: tall(k) });

  // Forward: the input, activities, answers.
  const size = strongest(within.map((k) => head(moment?.h[k])));
  const activities = within.map(
    (k) =>
      frame(left, k) +
      name(left, top(k) + strip / 2 + 5, indexed('h', k)) +
      tiles(head(moment?.h[k]), size, { x: left, y: top(k), tile, columns: ROW }),
  );
  const rows = Math.max(1, Math.ceil((moment?.h[0].length ?? 1) / columns));
  const pixel = Math.min(IMAGE / rows, column / columns);
  const image =
    tag('rect', {
      class: 'frame',
      x: left,
      y: top(0),
      width: moment ? pixel * columns : IMAGE,
      height: moment ? pixel * rows : IMAGE,
    }) +
    name(left, top(0) + IMAGE / 2, 'x') +
    tiles(moment?.h[0] ?? [], 1, { x: left, y: top(0), tile: pixel, columns }, 'pixel');
  const upward = layers.slice(0, -1).map((k, i) => {
    const gap = top(layers[i + 1]) + tall(layers[i + 1]);
    if (layers[i + 1] > k + 1) return text(left + 8, gap + GAP / 2 + 5, '⋮', 'symbol');
    const step = signs.includes(k)
      ? tag('rect', { class: 'step-box', x: left + 1, y: gap + 14, width: 15, height: 15 }) +
        tag('path', { class: 'step', d: `M${px(left + 4)},${px(gap + 25)}h4.5v-7h4.5` })
      : '';
    return arrow(left + 8.5, top(k) - 4, gap + 5, 0, 'forward') + step;
  });
  const weights = layers
    .filter((k) => k > 0 && layers.includes(k - 1))
    .map((k) => text(left + 22, top(k) + tall(k) + GAP / 2 + 5, indexed('W', k), 'symbol'));

  // Feedback: e, what arrives of it, and its way.
  const sent = moment?.delta.length ? moment.delta : undefined;
  const signal = strongest(sent ? within.map((k) => head(sent[k - 1])) : []);
  const signals = within.map(
    (k) =>
      frame(right, k) +
      name(
        right,
        top(k) + strip / 2 + 5,
        hops.find(({ to }) => to === k)?.receiver ?? indexed('δa', k),
      ) +
      tiles(head(sent?.[k - 1]), signal, { x: right, y: top(k), tile, columns: ROW }),
  );
  const seen = hops.filter(({ from, to }) => layers.includes(from) && layers.includes(to));
  const longest = Math.max(...seen.map(({ from, to }) => Math.abs(place(from) - place(to))));
  const wires = seen.map(({ from, to, via, matrix }) => {
    const span = Math.abs(place(from) - place(to));
    const down = from > to;
    const classes = `hop rule-${rule}${via === 'fixed' ? ' fixed' : ''}`;
    const [high, low] = down ? [from, to] : [to, from];
    const bulge = span > 1 ? 30 + (84 - 30) * ((span - 1) / Math.max(1, longest - 1)) : 0;
    const x = span > 1 ? right + column + 3 : right + column - 16;
    const ends = [top(high) + tall(high) + (down ? 3 : 5), top(low) - (down ? 5 : 3)];
    const [y0, y1] =
      span > 1
        ? [top(from) + tall(from) / 2, top(to) + tall(to) / 2]
        : down
          ? ends
          : ends.reverse();
    const [mx, my] = span > 1 ? [x + 0.58 * bulge, y0 + (y1 - y0) * 0.8] : [x, (y0 + y1) / 2];
    return (
      arrow(x, y0, y1, bulge, classes) +
      (hidden > NAMED
        ? ''
        : (via === 'fixed' ? die(mx, my, rule) : '') +
          text(mx - 11, my + 5, matrix, `symbol rule-${rule} halo`, { 'text-anchor': 'end' }))
    );
  });

  // Update: the size of every gradient.
  const gradients = moment?.gradients ?? [];
  const most = strongest([gradients]);
  const moves = layers
    .filter((k) => k > 0 && gradients.length > 0 && layers.includes(k - 1))
    .map((k) => {
      const [x, y] = [left + 40 + 8 * String(k).length, top(k) + tall(k) + GAP / 2];
      const size = gradients[k - 1];
      if (!Number.isFinite(size)) return text(x, y + 4, 'does not learn', 'tick');
      const bar = most > 0 ? ((column - 56) * size) / most : 0;
      return (
        tag('rect', { class: 'gauge-bar', x, y: y - 5, width: Math.max(1, bar), height: 10 }) +
        text(x + bar + 6, y + 4, short(size), 'title')
      );
    });

  return {
    width,
    height: top(0) + IMAGE + 6,
    label,
    layers: [
      text(left, 14, 'activities', 'tick') + text(right, 14, 'error signals', 'tick'),
      part(phase === 'forward', image + activities.join('') + upward.join('') + answers()),
      part(phase === 'feedback', signals.join('') + wires.join('')),
      part(phase === 'forward' || phase === 'feedback', error()),
      part(phase === 'forward' || phase === 'update', weights.join('')),
      part(phase === 'update', moves.join('')),
    ],
  };

  /** ŷ as bars, the target as a frame around the one that ought to be full. */
  function answers() {
    const given = moment?.h[output] ?? [];
    const each = column / Math.max(1, given.length || 10);
    const limit = Math.max(1, strongest([given]));
    const base = TOP + BARS - 16;
    const full = BARS - 16;
    const bars = given.map((value, i) => {
      const high = (Math.max(-0.2, Math.min(1, value / limit)) || 0) * full;
      const wanted = moment && moment.target[i] > 0;
      return (
        tag('rect', {
          class: 'gauge-bar',
          x: left + (i + 0.2) * each,
          y: base - Math.max(0, high),
          width: 0.6 * each,
          height: Math.abs(high),
        }) +
        (wanted
          ? tag('rect', {
              class: 'target',
              x: left + (i + 0.08) * each,
              y: base - full / limit,
              width: 0.84 * each,
              height: full / limit,
            })
          : '') +
        text(left + (i + 0.5) * each, base + 13, i.toString(36), wanted ? 'title' : 'tick', {
          'text-anchor': 'middle',
        })
      );
    });
    return (
      name(left, base - full / 2 + 5, 'ŷ') +
      tag('path', { class: 'axis', d: `M${px(left)},${px(base)}h${px(column)}` }) +
      bars.join('')
    );
  }

  /** e as bars up and down. */
  function error() {
    const given = moment?.error ?? [];
    const each = column / Math.max(1, given.length);
    const limit = Math.max(1, strongest([given]));
    const base = TOP + BARS / 2;
    const bars = given.map((value, i) => {
      const high = ((value / limit) * BARS) / 2 || 0;
      return tag('rect', {
        class: value < 0 ? 'negative' : 'positive',
        x: right + (i + 0.2) * each,
        y: base - Math.max(0, high),
        width: 0.6 * each,
        height: Math.abs(high),
      });
    });
    return (
      name(right, base + 5, 'e') +
      tag('path', {
        class: 'wire forward',
        d: `M${px(left + column + 8)},${px(base)}H${px(right - 24)}m-5,-3.5l5,3.5l-5,3.5`,
      }) +
      tag('path', { class: 'axis', d: `M${px(right)},${px(base)}h${px(column)}` }) +
      bars.join('')
    );
  }
}
