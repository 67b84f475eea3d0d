// @ts-check
/** The toy's weight plane: loss as terrain, the flow of one rule as arrows, the runs as paths. */

import { ticks } from 'd3-array';
import { contours } from 'd3-contour';
import { line } from 'd3-shape';
import { axes, clipped, fixed, px, tag, text } from './frame.js';
import { marker } from './marks.js';
import { linear } from './scales.js';
import { drawable, placeLabels } from './series.js';

/**
 * @typedef {{ id: string, label: string, a: ArrayLike<number>, w: ArrayLike<number> }} Run
 * @typedef {{ side: number, values: ArrayLike<number> }} Grid rows upwards, each left to right
 */

/**
 * @typedef {object} Plane
 * @property {number} size of the square picture in pixels, or less where it is narrow
 * @property {number} half the axes go from −half to half
 * @property {Grid} loss ½E²
 * @property {Grid & { rule: string }} flow pairs (Ȧ, Ẇ)
 * @property {number} target the hyperbola WA = target is drawn
 * @property {{ rule: string, weight: number, label: string }} [wire] of a rule with fixed feedback B:
 *   where A² + BW < 0 it walks uphill, and leaves the solutions
 * @property {Run[]} runs
 * @property {number} playhead
 * @property {string} label
 */

/** Heights of the terrain: close where the loss is small, since that is where runs end. */
const HEIGHTS = [0.01, 0.05, 0.15, 0.4, 0.9, 1.8, 3.4, 6, 10, 16];

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

/**
 * @param {Plane} data
 * @returns {import('./frame.js').Chart}
 */
export function plane(data) {
  const { size, half } = data;
  const box = plotOf(size);
  const x = linear([-half, half], [0, box.width]);
  const y = linear([-half, half], [box.height, 0]);
  const marked = (/** @type {Scale} */ at) =>
    ticks(-half, half, 5).map((value) => ({ at: at(value), text: fixed(value, 0) }));
  return {
    width: size,
    height: planeHeight(size),
    label: data.label,
    layers: [
      clipped(box, terrain(data.loss, box) + uphill(data, x, y) + hyperbola(data, x, y)),
      clipped(box, arrows(data.flow, box)),
      axes(box, marked(x), marked(y), '', false) +
        text(0, 14, 'Output weight W ↑ over input weight A →', 'title'),
      clipped(box, data.runs.map((run) => path(run, x, y, run.a.length - 1, 'ahead')).join('')),
      clipped(box, data.runs.map((run) => path(run, x, y, data.playhead, '')).join('')),
      clipped(box, heads(data, x, y, box)),
    ],
  };
}

/** @param {Grid} loss @param {import('./frame.js').Box} box */
function terrain({ side, values }, box) {
  const across = linear([0.5, side - 0.5], [0, box.width]);
  const up = linear([0.5, side - 0.5], [box.height, 0]);
  const ring = (/** @type {number[][]} */ points) =>
    `M${points.map(([i, j]) => `${px(across(i))},${px(up(j))}`).join('L')}Z`;
  return contours()
    .size([side, side])
    .thresholds(HEIGHTS)(Array.from(values))
    .map(({ coordinates }) =>
      tag('path', { class: 'terrain', d: coordinates.flat().map(ring).join('') }),
    )
    .join('');
}

/** @typedef {(value: number) => number} Scale */

/**
 * The solutions WA = T, in two branches: dashed where the rule with the wire does not stay.
 * @param {Plane} data
 * @param {Scale} x
 * @param {Scale} y
 */
function hyperbola({ target, half, wire }, x, y) {
  const branch = (/** @type {number} */ sign) =>
    Array.from({ length: 241 }, (_, i) => {
      // Equal steps along the logarithm give even spacing on both arms.
      const a = sign * half * 10 ** (2 * (i / 240 - 1));
      return /** @type {[number, number]} */ ([a, 0]);
    });
  /** Whether a run ends there, or is led away. @param {number} a */
  const holds = (a) => !wire || a ** 2 + (wire.weight * target) / a > 0;
  const draw = (/** @type {string} */ classes, /** @type {boolean} */ stable) => {
    const part = line()
      .defined(([a]) => holds(a) === stable)
      .x(([a]) => x(a))
      .y(([a]) => y(target / a))
      .digits(1);
    const d = [-1, 1].map((sign) => part(branch(sign)) ?? '').join('');
    return d && tag('path', { class: `solutions ${classes}`, d });
  };
  return draw('', true) + draw('unstable', false);
}

/**
 * The side of the parabola A² + BW = 0 on which the loss of a rule with a fixed wire B rises.
 * @param {Plane} data
 * @param {Scale} x
 * @param {Scale} y
 */
function uphill({ wire, half, target }, x, y) {
  if (!wire?.weight) return '';
  const edge = Array.from({ length: 81 }, (_, i) => {
    const a = half * (i / 40 - 1);
    return /** @type {[number, number]} */ ([a, -(a ** 2) / wire.weight]);
  });
  const side = -Math.sign(wire.weight) * half;
  // The name stands where the unstable solutions are not.
  const away = wire.weight * target < 0 ? -1 : 1;
  // What lies beyond the border is cut off with it.
  const area = line()
    .x(([a]) => x(a))
    .y(([, w]) => y(wire.weight > 0 ? Math.max(w, 1.1 * side) : Math.min(w, 1.1 * side)))
    .digits(1)([...edge, [half, 2 * side], [-half, 2 * side]]);
  return (
    tag('path', { class: `uphill rule-${wire.rule}`, d: `${area}Z` }) +
    text(x(0) + 8 * away, y(0.94 * side) + 4, wire.label, `note halo rule-${wire.rule}`, {
      'text-anchor': away < 0 ? 'end' : 'start',
    })
  );
}

/** @param {Plane['flow']} flow @param {import('./frame.js').Box} box */
function arrows({ side, values, rule }, box) {
  const cell = box.width / (side - 1);
  let strongest = 0;
  for (let i = 0; i < values.length; i += 2)
    strongest = Math.max(strongest, Math.hypot(values[i], values[i + 1]));
  let d = '';
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      const at = 2 * (row * side + column);
      const strength = Math.hypot(values[at], values[at + 1]);
      if (strength < 1e-9 * strongest || strongest === 0) continue;
      // A root of the speed: the flow spans decades, and its direction is what matters.
      const length = 0.78 * cell * Math.max(0.22, (strength / strongest) ** 0.4);
      const [dx, dy] = [(values[at] / strength) * length, (-values[at + 1] / strength) * length];
      const [px0, py0] = [column * cell - dx / 2, box.height - row * cell - dy / 2];
      const barb = Math.min(4, length / 2.4) / length;
      const wing = (/** @type {number} */ s) =>
        `l${px(-dx * barb + s * dy * barb * 0.6)},${px(-dy * barb - s * dx * barb * 0.6)}`;
      const tip = `M${px(px0 + dx)},${px(py0 + dy)}`;
      d += `M${px(px0)},${px(py0)}l${px(dx)},${px(dy)}${tip}${wing(1)}${tip}${wing(-1)}`;
    }
  return tag('path', { class: `flow rule-${rule}`, d });
}

/** @param {Run} run @param {Scale} x @param {Scale} y @param {number} until @param {string} classes */
function path(run, x, y, until, classes) {
  const points = Array.from(
    { length: Math.min(until + 1, run.a.length) },
    (_, i) => /** @type {[number, number]} */ ([x(run.a[i]), y(run.w[i])]),
  );
  const end = points.findIndex((place) => !drawable(...place));
  const d = line().digits(1)(end < 0 ? points : points.slice(0, end));
  return tag('path', { class: `curve path ${classes} rule-${run.id}`, d: d ?? '' });
}

/**
 * Where the runs start, and where they are at the playhead, with their names.
 * @param {Plane} data
 * @param {Scale} x
 * @param {Scale} y
 * @param {import('./frame.js').Box} box
 */
function heads({ runs, playhead }, x, y, box) {
  const at = runs.map((run) => {
    const k = Math.min(playhead, run.a.length - 1);
    return { run, x: x(run.a[k]), y: y(run.w[k]) };
  });
  const shown = at.filter((head) => drawable(head.x, head.y));
  const inside = (/** @type {number} */ v, /** @type {number} */ max) =>
    Math.min(Math.max(v, 12), max - 12);
  // Names stand beside their dots; only dots that are close to each other push names apart.
  const near = shown.length > 1 && Math.abs(shown[0].x - shown[1].x) < 40;
  const places = near
    ? placeLabels(
        shown.map((head) => inside(head.y, box.height)),
        16,
        12,
        box.height - 6,
      )
    : shown.map((head) => inside(head.y, box.height));
  const dots = shown.map((head, i) => {
    const left = head.x > box.width - 44;
    return (
      tag('circle', { class: `head rule-${head.run.id}`, cx: head.x, cy: head.y, r: 5 }) +
      marker(head.run.id, head.x, head.y, 2.4).replace('marker', 'marker inner') +
      text(
        inside(head.x, box.width) + (left ? -11 : 11),
        places[i] + 4,
        head.run.label,
        `name halo rule-${head.run.id}`,
        {
          'text-anchor': left ? 'end' : 'start',
        },
      )
    );
  });
  const first = runs[0];
  const start = first
    ? tag('circle', { class: 'start', cx: x(first.a[0]), cy: y(first.w[0]), r: 7 })
    : '';
  return start + dots.join('');
}
