// @ts-check
/** The pictures of the toy: the plane, and the curves over steps. */

import { fixed, short } from '../charts/frame.js';
import { land } from '../charts/land.js';
import { lines } from '../charts/lines.js';
import { plane } from '../charts/plane.js';
import { extent } from '../charts/series.js';

/** Half the width of the plane. */
export const HALF = 2.6;
/** Points to a side of the field of arrows, and along a line. */
export const COARSE = 17;
export const POINTS = 131;

/** Errors at which the terrain rises: close where they are small, since that is where runs end. */
const ERRORS = [0.14, 0.32, 0.55, 0.9, 1.34, 1.9, 2.6, 3.46, 4.47, 5.66];
/** The largest target that the core takes; lines of much smaller ones are out of sight. */
const FAR = 10;

/**
 * The lines of the terrain: where W A = T ± error, which are the solutions of other targets.
 * @param {number} target
 */
export const levelsOf = (target) =>
  ERRORS.flatMap((error) => [
    { target: Math.min(target + error, FAR) || TINY, middle: target + error < 0 },
    { target: Math.max(target - error, -FAR) || TINY, middle: target - error > 0 },
  ]);
/** In place of zero, whose solutions are no hyperbola. */
const TINY = 1e-9;

/**
 * What the core draws for one rule: lines as pairs A, W.
 * @typedef {{ field: Float64Array, stable: Float64Array, unstable: Float64Array,
 *   curve: Float64Array, uphill: Float64Array, basin: Float64Array }} Geometry
 * @typedef {import('./toy-words.js').Run & { geometry: Geometry }} Drawn
 * @typedef {Pick<import('../state/rules.js').Rule, 'id' | 'short' | 'hops'>} Rule
 * @typedef {import('../state/table.js').State} State
 * @typedef {{ rules: Rule[], runs: Record<string, Drawn>, terrain: import('../charts/land.js').Level[], now: State,
 *   k: number, last: number }} Scene what there is to draw
 */

/** Whether the error comes through a fixed wire. @param {Rule} rule */
export const wired = (rule) => rule.hops.some((hop) => hop.via === 'fixed');

/** What the flow of a rule keeps. @param {Rule} rule */
export const keeps = (rule) => (wired(rule) ? '2BW − A²' : 'W² − A²');

// ── The plane ──────────────────────────────────────────────────────────────────────────────

/** @param {Scene} scene */
const runsOf = ({ rules, runs, now }) =>
  rules.map((rule) => {
    const { a, w, diverged_at, geometry, flow_end } = runs[rule.id];
    const label = `${rule.short} keeps ${keeps(rule)}`;
    const flow = { curve: geometry.curve, end: flow_end, label };
    return {
      id: rule.id,
      label: rule.short,
      a,
      w,
      diverged: diverged_at,
      flow: now.show.includes('conserved') ? flow : undefined,
    };
  });

/** What stays while the playhead moves; on a slide in fewer words. @param {Scene} scene @param {number} size */
export function landOf(scene, size, small = false) {
  const { rules, runs, terrain, now } = scene;
  const on = (/** @type {string} */ id) => now.show.includes(id);
  const rule = rules.find(wired);
  const { stable, unstable, uphill, basin } = runs[(rule ?? rules[0]).id].geometry;
  return land({
    size,
    half: HALF,
    title: small ? 'Weights: W ↑ over A →' : undefined,
    levels: on('loss') ? terrain : [],
    flow: on('field')
      ? { side: COARSE, values: runs[now.field].geometry.field, rule: now.field }
      : undefined,
    solutions: { stable, unstable },
    wire: rule && {
      rule: rule.id,
      above: now.feedback_weight < 0,
      uphill: on('uphill')
        ? {
            border: uphill,
            label: small ? ['uphill', `for ${rule.short}`] : [`uphill for ${rule.short}`],
          }
        : undefined,
      basin: on('basin')
        ? { border: basin, label: ['starts here end', 'anti-aligned'] }
        : undefined,
    },
    runs: runsOf(scene),
  });
}

/** @param {Scene} scene @param {number} size @param {string[]} under what `landOf` drew */
export function planeOf(scene, size, under) {
  const { rules, runs, k } = scene;
  const travels = rules.map(({ id, short: name }) => {
    const { diverged_at } = runs[id];
    const gone = diverged_at !== undefined && diverged_at <= k;
    const end = gone ? 'out of all bounds' : `to ${point(runs[id], k)}`;
    return `${name} goes from ${point(runs[id], 0)} ${end}`;
  });
  return plane({
    size,
    half: HALF,
    land: under,
    runs: runsOf(scene),
    playhead: k,
    label: `Plane of the weights A and W with the solutions W A = T. ${travels.join('; ')}.`,
  });
}

/** @param {{ a: Float64Array, w: Float64Array }} run @param {number} k */
const point = ({ a, w }, k) => `(${fixed(a[k], 2)}, ${fixed(w[k], 2)})`;

// ── The curves ─────────────────────────────────────────────────────────────────────────────

/**
 * From the smallest to the largest number, 0 and ±least included, as far as ±most: a run that
 * diverges has numbers of any size.
 * @param {import('../charts/series.js').Series[]} series @param {number} least @param {number} most
 * @returns {import('../charts/scales.js').YAxis}
 */
function bounds(series, least, most) {
  const [low, high] = extent(series, (value) => Math.abs(value) <= most) ?? [0, 0];
  const [from, to] = [Math.min(low, -least), Math.max(high, least)];
  // A little air: a curve at its limit does not run along the border.
  const air = 0.06 * (to - from);
  return { scale: 'linear', domain: [from - air, to + air] };
}

/**
 * @param {Scene} scene
 * @param {{ width: (id: string) => number, height: number, lowest: number, shared: boolean,
 *   last?: string }} room heights of the charts and of the lowest; whether they share one step axis
 *   under it; the last chart that there is room for
 */
export function curvesOf(
  { rules, runs, k, last },
  { width, height, lowest, shared, last: end = 'drift' },
) {
  /**
   * @param {string} id of the chart, and of what it draws
   * @param {string} tab
   * @param {string} title
   * @param {Partial<import('../charts/lines.js').Lines>} more
   */
  const chart = (id, tab, title, { series = of(id), ...more }) => {
    const bare = shared && id !== end;
    const ends = series.map(({ label, y }) => `${label} from ${short(y[0])} to ${short(y[last])}`);
    return {
      id,
      label: tab,
      chart: lines({
        width: width(id),
        height: shared && !bare ? lowest : height,
        title,
        series,
        x: { name: 'step', domain: [0, last], bare },
        y: bounds(series, 0.01, 10),
        reference: { value: 0, label: '' },
        right: 54,
        strict: end !== 'drift',
        playhead: k,
        label: `${title}, over ${last} steps. ${ends.join('; ')}.`,
        ...more,
      }),
    };
  };
  const of = (/** @type {any} */ key, suffix = '', variant = '') =>
    rules.map(({ id, short: name }, order) => ({
      id: id + suffix,
      rule: id,
      label: name + suffix,
      variant,
      order: variant ? order + 2 : order,
      y: /** @type {any} */ (runs[id])[key],
    }));
  const kept = rules.map((rule) => `${keeps(rule)} (${rule.short})`).join(', ');
  const charts = [
    chart('loss', 'Loss', 'Loss ½E²', {
      y: { scale: 'log', floor: 1e-6 },
      reference: undefined,
      notes: rules.flatMap(({ id, short: name }) => {
        const at = runs[id].solved_at;
        return at === undefined ? [] : [{ series: id, x: at, label: `${name} solved at ${at}` }];
      }),
    }),
    chart('angle', 'Angle', 'Angle of updates (°), uphill > 90', {
      y: { scale: 'linear', domain: [0, 180], ticks: [0, 90, 180] },
      reference: { value: 90, label: '' },
    }),
    chart('weights', 'A and W', 'Weights: A thick, W thin', {
      series: [...of('a', ' A'), ...of('w', ' W', 'thin')],
    }),
    chart('drift', 'Drift', `Drift of ${kept}`, {}),
  ];
  return charts.slice(0, 1 + charts.findIndex(({ id }) => id === end));
}
