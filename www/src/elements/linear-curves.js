// @ts-check
/** The curves of `<feedback-linear>`: what the proof speaks of, over the steps. */

import { fixed, short } from '../charts/frame.js';
import { lines } from '../charts/lines.js';
import { extent } from '../charts/series.js';
import { weighted } from './linear-words.js';

/** @typedef {import('./linear.js').FeedbackLinear} Linear */
/** @typedef {import('../charts/series.js').Series} Series */

/** Room for the names at the ends. */
const RIGHT = 72;
/** On a slide it is not much higher than the maps beside it. */
const HIGHEST = 310;
/** Smaller errors than this are not worth the room. */
const FLOOR = 1e-12;
/** Below this a figure shows one chart at a time, each with its own axis; as in the stylesheet. */
const NARROW = 560;

/** Side by side with the maps on a slide there is room for the one that the argument ends with. @param {Linear} figure */
export function charts(figure) {
  const first = { id: 'error', label: 'Error', chart: error(figure) };
  if (figure.sizes.small) return [first];
  return [
    first,
    { id: 'v_dot', label: 'V̇', chart: slope(figure) },
    { id: 'gap', label: 'Gap', chart: gap(figure) },
    { id: 'angles', label: 'Angles', chart: angles(figure) },
  ];
}

/**
 * @param {Linear} figure
 * @param {string} place
 * @param {number} height
 * @param {boolean} bare
 */
function common(figure, place, height, bare) {
  const alone = figure.sizes.figure < NARROW;
  return {
    width: figure.sizes.of(place, 360),
    height: alone ? 220 : height,
    right: RIGHT,
    x: {
      name: 'step',
      domain: /** @type {[number, number]} */ ([0, figure.last]),
      bare: bare && !alone,
    },
    playhead: figure.looked,
  };
}

/** What names at the ends take, and no more. @param {Series[]} series */
const nameRoom = (series) => 14 + 8 * Math.max(...series.map(({ label }) => label.length));

/** From where to where curves go, as a sentence. @param {Series[]} series @param {(y: number) => string} say */
const courses = (series, say) =>
  series.map(({ label, y }) => `${label} from ${say(y[0])} to ${say(y[y.length - 1])}`).join('; ');

/** @param {Linear} figure */
function error(figure) {
  const { pictured } = figure;
  /** @type {Series[]} */
  const series = figure.shown.map(({ id, label }, order) => ({
    id,
    label,
    order,
    variant: figure.tone('error'),
    y: figure.runs[id].error_norm2,
  }));
  const { small, room } = figure.sizes;
  series.push({
    id: 'v',
    rule: pictured.id,
    variant: `fine ${figure.tone('v')}`,
    plain: true,
    label: 'V',
    y: figure.runs[pictured.id].v,
  });
  return lines({
    ...common(figure, 'error', small ? Math.min(room, HIGHEST) : 156, !small),
    right: small ? nameRoom(series) : RIGHT,
    title: `‖E‖², and V = ‖BE‖² of ${pictured.short}`,
    series,
    y: { scale: 'log', floor: FLOOR },
    label: `Squared error and V over ${figure.last} steps, logarithmic. ${courses(series, short)}.`,
  });
}

/** How fast V falls; where it rises, its slope is another curve. @param {Linear} figure */
function slope(figure) {
  const { id, short: name } = figure.pictured;
  /** @type {Float64Array} */
  const v_dot = figure.runs[id].v_dot;
  const variant = figure.tone('v_dot');
  const rises = v_dot.some((slope) => slope > 0);
  /** @type {Series[]} */
  const series = [{ id: 'falls', rule: id, label: '−V̇', variant, y: v_dot.map((slope) => -slope) }];
  // A logarithmic axis leaves out what is not positive: each of the two shows its own part.
  if (rises)
    series.push({
      id: 'rises',
      rule: id,
      label: 'V̇ > 0',
      variant: `rises ${variant}`,
      plain: true,
      y: v_dot,
    });
  return lines({
    ...common(figure, 'v_dot', 124, true),
    title: `−V̇: how fast V falls${rises ? ', and V̇ where it rises' : ''}`,
    series,
    y: { scale: 'log', floor: FLOOR },
    label: `Slope of V of ${name} over ${figure.last} steps, logarithmic. ${
      rises ? 'the slope is positive in places' : 'the slope is never positive'
    }; its slope is ${short(v_dot[figure.last])} at the end.`,
  });
}

/** @param {Linear} figure */
function gap(figure) {
  const { id, short: name } = figure.pictured;
  const y = figure.runs[id].invariant_residual;
  const zero = figure.now.initial_scale === 0;
  const series = [{ id, label: zero ? 'gap' : 'drift', variant: figure.tone('gap'), y }];
  const [low, high] = extent(series, (value) => value > 0 && Number.isFinite(value)) ?? [1, 1];
  return lines({
    ...common(figure, 'gap', 124, true),
    title: `${zero ? 'Gap ‖C‖' : 'Drift of C, ‖C − C₀‖'} / ‖${weighted(figure, 'output_rate', 'AAᵀ')}‖`,
    series,
    // The same for all ordinary runs, so that a broken invariant is seen to be one.
    y: { scale: 'log', domain: [Math.min(1e-3, low), Math.min(Math.max(1, high), 1e3)] },
    label: `Gap of the invariant of ${name} over ${figure.last} steps, logarithmic: ${short(y[figure.last])} at the end.`,
  });
}

/** @param {Linear} figure */
function angles(figure) {
  const { id, short: name } = figure.pictured;
  const run = figure.runs[id];
  /** @type {[string, string, string][]} */
  const all = [
    ['angle_to_bp', 'to BP', ''],
    ['angle_to_pinv', 'to W⁺E', 'fine'],
    ['angle_w_to_b_pinv', 'W to B⁺', 'dots'],
    ['local_inverse_angle', 'WBE to E', 'long'],
  ];
  const series = all.map(([key, label, look]) => ({
    id: key,
    rule: id,
    label,
    plain: look !== '',
    variant: `${look} ${figure.tone(key)}`,
    y: run[key],
  }));
  const obtuse = all.some(([key]) => run[key].some((/** @type {number} */ angle) => angle > 95));
  return lines({
    ...common(figure, 'angles', 190, false),
    title: `Angles of ${name} (°)`,
    series,
    y: obtuse
      ? { scale: 'linear', domain: [0, 180], ticks: [0, 45, 90, 135, 180] }
      : { scale: 'linear', domain: [0, 100], ticks: [0, 30, 60, 90] },
    reference: { value: 90, label: '' },
    label: `Angles over ${figure.last} steps, at the end: ${series
      .map(({ label, y }) => `${label} ${fixed(y[figure.last], 0)}`)
      .join('; ')} degrees.`,
  });
}
