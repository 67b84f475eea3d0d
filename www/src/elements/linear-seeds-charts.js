// @ts-check
/** What the second view of `<feedback-linear>` looks like: charts, table and columns. */

import { html, nothing } from 'lit';
import { fixed, short } from '../charts/frame.js';
import { lines } from '../charts/lines.js';
import { extent } from '../charts/series.js';
import { LEARNERS } from '../state/rules.js';
import { SCALES, SWEEP } from './linear-seeds-sweep.js';
import { caption } from './linear-seeds-words.js';
import { chartTabs, dataTable, drawn } from './pieces.js';

/** @typedef {import('./linear.js').FeedbackLinear} Linear */
/** @typedef {import('./linear-seeds.js').SeedsView} Seeds */
/** @typedef {import('./linear-seeds-sweep.js').Track} Track */
/** @typedef {import('./linear-seeds-sweep.js').Quantity} Quantity */
/** @typedef {import('../charts/series.js').Series} Series */
/** @typedef {import('../export/csv.js').Column} Column */

/** The error axis reaches this far down from the first moment on; further if need be. */
const FAR_DOWN = 1e-9;
/** Where rounding begins to show. */
const FLOOR = 1e-14;
/** Room for the longest name. */
const RIGHT = 66;

/** @param {Seeds} view @param {Linear} figure */
export function body(view, figure) {
  const { small, room, slide } = figure.sizes;
  const [tall, low] = small ? [room, room] : figure.wide ? [440, 210] : [280, 240];
  const charts = [
    { id: 'error', label: 'Error', chart: errors(view, figure, tall) },
    { id: 'angles', label: 'Angles', chart: angles(view, figure, low) },
  ];
  // On a slide there is room for what happens while one learns.
  if (!small)
    charts.push({ id: 'sweep', label: 'Initial weights', chart: sweep(view, figure, low) });
  const tab = charts.some(({ id }) => id === figure.tab) ? figure.tab : charts[0].id;
  const [first, ...others] = charts.map(
    ({ id, chart }) => html`<div class="place ${id === tab ? 'chosen' : ''}" data-chart=${id}>
      ${drawn(chart)}
    </div>`,
  );
  return html`${chartTabs(charts, tab, (id) => {
    figure.tab = id;
  })}
    <div class="body halves">
      <div class="picture">${first}</div>
      <div class="curves">${others}</div>
    </div>
    ${slide ? nothing : html`<p class="caption">${caption(view, figure)}</p>`}`;
}

// ── Charts ─────────────────────────────────────────────────────────────────────────────────

/**
 * A median with its band.
 * @param {Seeds} view
 * @param {Track} track
 * @param {Quantity} quantity
 */
function curve({ several }, track, quantity) {
  const band = track[quantity];
  return { x: track.looks, y: band.mid, band: several ? band : undefined };
}

/**
 * The two angles of the learner with the fixed wire.
 * @param {Seeds} view
 * @param {Track} track
 * @returns {Series[]}
 */
const pair = (view, track) => {
  const { id } = view.wired;
  return [
    {
      ...curve(view, track, 'angle_to_bp'),
      id: `${id}-bp`,
      rule: id,
      label: 'to BP',
      order: 0,
    },
    {
      ...curve(view, track, 'angle_to_pinv'),
      id: `${id}-pinv`,
      rule: id,
      label: `to ${view.pseudo.label}`,
      order: 2,
      variant: 'fine',
      plain: true,
    },
  ];
};

/** What curves over the examples have. @param {Seeds} view @param {Linear} figure @param {string} place */
const overExamples = ({ last, looked, unit }, { sizes }, place) => ({
  width: sizes.of(place),
  right: RIGHT,
  x: { name: `${unit}s`, domain: /** @type {[number, number]} */ ([0, last]) },
  playhead: looked,
});

/** Where curves are by now. @param {Series[]} series @param {(value: number) => string} format */
const said = (series, format) =>
  series.map(({ label, y }) => `${label} ${format(y[y.length - 1])}`).join(', ');

/** @param {Seeds} view @param {Linear} figure @param {number} height */
function errors(view, figure, height) {
  const series = view.shown.map((learner) => ({
    ...curve(view, view.tracks[learner.id], 'nse'),
    id: learner.id,
    label: learner.label,
    order: LEARNERS.indexOf(learner),
  }));
  const [low, high] = extent(series, (v) => v > 0 && Number.isFinite(v)) ?? [1, 1];
  return lines({
    ...overExamples(view, figure, 'error'),
    height,
    title: 'Error as a part of the variance (NSE)',
    series,
    y: {
      scale: 'log',
      domain: [Math.max(FLOOR, Math.min(FAR_DOWN, low)), Math.max(2, Math.min(1e4, high))],
    },
    label: `Normalised squared error, logarithmic, after ${view.reached} ${view.unit}s: ${said(series, short)}.`,
  });
}

/**
 * Angles, to a little above a right angle where nothing goes further.
 * @param {Series[]} series
 */
function degrees(series) {
  const [, high] = extent(series, Number.isFinite) ?? [0, 90];
  const [top, every] = high > 112 ? [180, 45] : [115, 30];
  /** @type {import('../charts/scales.js').YAxis} */
  const y = { scale: 'linear', domain: [0, top], ticks: [0, 1, 2, 3, 4].map((i) => i * every) };
  y.ticks = y.ticks?.filter((tick) => tick <= top);
  return {
    series,
    y,
    reference: { value: 90, label: '' },
    right: RIGHT,
    label: `Angles in degrees: ${said(series, (angle) => fixed(angle, 0))}.`,
  };
}

/** @param {Seeds} view @param {Linear} figure @param {number} height */
const angles = (view, figure, height) =>
  lines({
    ...degrees(pair(view, view.tracks[view.wired.id])),
    ...overExamples(view, figure, 'angles'),
    height,
    title: figure.sizes.small
      ? `Angle of ${view.wired.label}’s signal (°)`
      : `Angle of ${view.wired.label}’s signal to BP’s and ${view.pseudo.label}’s (°)`,
  });

/** @param {Seeds} view @param {Linear} figure @param {number} height */
function sweep(view, figure, height) {
  const here = figure.now.initial_scale;
  const widest = SCALES[SCALES.length - 1];
  return lines({
    ...degrees(pair(view, view.sweep).map((series) => ({ ...series, plain: false, sparse: true }))),
    width: figure.sizes.of('sweep'),
    height,
    title: `Final angle by the scale s₀ of initial weights (°)`,
    x: { name: 's₀', domain: [0, widest] },
    mark: here <= widest ? { value: here, label: `s₀ = ${here}` } : undefined,
  });
}

// ── Numbers ────────────────────────────────────────────────────────────────────────────────

/** A quantity by seeds. @param {string} name @param {import('./linear-seeds-sweep.js').Band} band @returns {Column[]} */
const spread = (name, { low, mid, high }) => [
  { name: `${name} lowest`, values: low },
  { name: `${name} median`, values: mid },
  { name: `${name} highest`, values: high },
];

/** @param {Seeds} view @param {Track} track @param {string} [when] @returns {Column[]} */
const anglesOf = ({ wired, pseudo }, track, when = '') => [
  ...spread(`${wired.label} ${when}angle to BP`, track.angle_to_bp),
  ...spread(`${wired.label} ${when}angle to ${pseudo.label}`, track.angle_to_pinv),
];

/** What is drawn over the examples. @param {Seeds} view @returns {Column[]} */
const overall = (view) => [
  { name: `${view.unit}s`, values: view.ahead.looks },
  ...view.shown.flatMap(({ id, label }) => spread(`${label} error`, view.tracks[id].nse)),
  ...anglesOf(view, view.tracks[view.wired.id]),
];

/** What is drawn over the scales. @param {Seeds} view @returns {Column[]} */
const byScale = (view) => [
  { name: 's₀', values: view.sweep.looks },
  ...anglesOf(view, view.sweep, 'final '),
];

/** What the curves are drawn from; those over the scales come last. @param {Seeds} view */
export const columns = (view) => [
  ...overall(view),
  ...view.shown.map(({ id, label }) => ({
    name: `${label} fingerprint`,
    values: view.tracks[id].fingerprints,
  })),
  ...byScale(view),
];

/** Rows of a table, at most, and that of the playhead. */
const ROWS = 26;

/**
 * @param {string} caption
 * @param {Column[]} columns
 * @param {number} [looked] at this number of examples
 */
function table(caption, columns, looked = 0) {
  const [{ values: first }] = columns;
  const every = Math.ceil(first.length / ROWS);
  const rows = Array.from(first, (value, i) => ({ value: value ?? 0, i })).filter(
    ({ value, i }) => i % every === 0 || i === first.length - 1 || value === looked,
  );
  return dataTable(
    caption,
    columns.map(({ name }) => name),
    rows.map(({ value, i }) => [
      String(value),
      ...columns.slice(1).map(({ values }) => short(Number(values[i]))),
    ]),
  );
}

/** @param {Seeds} view */
export const numbers = (view) =>
  html`${table('Error as a part of the variance; angles in degrees', overall(view), view.looked)}
  ${table(`Angles in degrees after ${SWEEP.steps} examples, by the scale of the initial weights`, byScale(view))}`;
