// @ts-check
/** Line chart: curves over steps, each named at its end; no legend. */

import { axes, clipped, px, tag, text } from './frame.js';
import { ends, legend, marks, names, notes, placeMarks, ROW } from './line-words.js';
import { marker } from './marks.js';
import { xAxis, yAxis } from './scales.js';
import { decimate, pathOf, seenAt, stepOf } from './series.js';
import { spreads } from './spread.js';

/** @typedef {import('./series.js').Series} Series */

/**
 * @typedef {object} Lines
 * @property {number} width
 * @property {number} height
 * @property {string} title what is drawn, with its unit
 * @property {Series[]} series
 * @property {import('./scales.js').XAxis & { name: string, bare?: boolean, beyond?: boolean,
 *   of?: (step: number) => number, point?: string }} x bare: its numbers stand under a chart below; beyond: its name
 *   stands to the right of the plot; of: where a step is, if not at its own
 *   number; point: what a point of it is called, where not step
 * @property {import('./scales.js').YAxis} y
 * @property {{ value: number, label: string }} [reference] a line across
 * @property {{ low: number | number[], high: number | number[], label: string }} [band] a grey band
 *   across; lists say where it is at the points of the first series
 * @property {{ value: number, label: string }} [mark] a line upwards
 * @property {number} [left] room for what the y axis says
 * @property {number} [right] room for the names at the ends of the curves
 * @property {number} [playhead] the step that is looked at; what lies ahead of it is pale
 * @property {number} [reading] the step whose values are read, with a pointer
 * @property {(value: number) => string} [value] how they are written; without it they are not
 * @property {{ series: string, x: number, label: string }[]} [notes] moments worth a word
 * @property {boolean} [strict] whether there is no room for notes beyond the border
 * @property {{ step: number, label: string }[]} [marks] steps at which something was changed
 * @property {string} [empty] what stands in the plot while no curve has a point
 * @property {string} label the sentence for those who do not see it
 */

/**
 * Where things are, in pixels from the corner of the plot.
 * @typedef {object} Plot
 * @property {import('./frame.js').Box} box
 * @property {(s: Series, i: number) => number} place of a point, along x
 * @property {(step: number, s?: Series) => number} across of a step, on the axis of a series
 * @property {(value: number) => number} y
 */

/** @typedef {import('./frame.js').Chart & { plot: import('./frame.js').Box,
 *   stepAt: (x: number) => number | undefined }} LineChart the step of the point next to a place,
 *   in pixels from the left of the chart */

const MARGIN = { left: 46, right: 46, top: 30, bottom: 26, bare: 8 };
/** Room above the plot for what was changed when, and for the step that is read. */
const WORDS = { marks: 15, value: 8 };

/**
 * @param {Lines} data
 * @returns {LineChart}
 */
export function lines(data) {
  const { width, height, playhead, left = MARGIN.left } = data;
  const series = data.series.filter((s) => !s.ghost);
  const ghosts = data.series.filter((s) => s.ghost);
  const across = Math.max(40, width - left - (data.right ?? MARGIN.right));
  const x = xAxis(data.x, across);
  const along = positions(x.at, data.x.of);
  const changes = placeMarks(data, along.across, across);
  const rows = Math.max(0, ...changes.map(({ row }) => row));
  const words = changes.length > 0 ? WORDS.marks + ROW * rows : data.value ? WORDS.value : 0;
  const top = MARGIN.top + words;
  const box = {
    left,
    top,
    width: across,
    height: Math.max(40, height - top - MARGIN[data.x.bare ? 'bare' : 'bottom']),
  };
  const y = yAxis(data.y, data.series, box.height);
  /** @type {Plot} */
  const plot = { box, y: y.at, ...along };
  const end = Math.max(...series.map((s) => (s.y.length ? stepOf(s, s.y.length - 1) : 0)));
  const looking = playhead !== undefined && playhead < end;
  const read = data.value && (data.reading ?? (looking ? playhead : undefined));

  const draw = (
    /** @type {Series[]} */ curves,
    /** @type {string} */ classes,
    /** @type {number} */ until,
  ) =>
    clipped(
      box,
      curves
        .map((s) =>
          tag('path', {
            class: `curve ${s.variant ?? ''} ${classes} rule-${s.rule ?? s.id}`,
            d: curve(s, plot, until),
          }),
        )
        .join(''),
    );

  return {
    width,
    height,
    label: data.label,
    plot: box,
    stepAt: (at) => nearest(series, plot, at - box.left),
    layers: [
      text(0, 14, data.title, 'title') + axes(box, ...sides(data.x, x.ticks, y.ticks)),
      clipped(box, backdrop(data, plot)) +
        names(data, plot) +
        marks(changes, plot, read === undefined ? undefined : plot.across(read, series[0])),
      clipped(box, spreads(series, plot.across, y.at, box.height, looking ? playhead : end)) +
        draw(ghosts, 'ghost', Number.POSITIVE_INFINITY) +
        draw(series, looking ? 'ahead' : '', end),
      looking ? draw(series, '', playhead) : '',
      tag(
        'g',
        { transform: `translate(${px(box.left)},${px(box.top)})` },
        series.map((s) => markers(s, plot, looking ? playhead : end)).join('') +
          notes(data, plot) +
          (looking ? head(data.series, playhead, plot, 'playhead') : '') +
          (data.reading === undefined ? '' : head(data.series, data.reading, plot, 'reading')) +
          ends(data, plot, read) +
          (read === undefined ? '' : legend(data, plot, read)),
      ),
    ],
  };
}

/**
 * Where points and steps are along x. A series with places of its own has no others: a step
 * between two of its points lies on the straight line between them.
 * @param {(value: number) => number} at
 * @param {(step: number) => number} [of]
 */
function positions(at, of = (step) => step) {
  const place = (/** @type {Series} */ s, /** @type {number} */ i) =>
    at(s.own ? s.own[i] : of(stepOf(s, i)));
  const across = (/** @type {number} */ step, /** @type {Series | undefined} */ s) => {
    if (!s?.own) return at(of(step));
    const i = seenAt(s, step);
    if (i < 0) return Number.NaN;
    const from = place(s, i);
    const part = (step - stepOf(s, i)) / (stepOf(s, i + 1) - stepOf(s, i));
    return part > 0 ? from + part * (place(s, i + 1) - from) : from;
  };
  return { place, across };
}

/** @param {Series[]} series @param {Plot} plot @param {number} x in pixels */
function nearest(series, { place }, x) {
  let least = Number.POSITIVE_INFINITY;
  /** @type {number | undefined} */
  let step;
  for (const s of series)
    for (let i = 0; i < s.y.length; i++) {
      const away = Math.abs(place(s, i) - x);
      if (away < least) [least, step] = [away, stepOf(s, i)];
    }
  return step;
}

/**
 * What the axes say. A bare one has ticks that say nothing.
 * @param {Lines['x']} x
 * @param {import('./frame.js').Tick[]} ticks
 * @param {import('./frame.js').Tick[]} yTicks
 * @returns {[import('./frame.js').Tick[], import('./frame.js').Tick[], string, boolean, boolean]}
 */
const sides = ({ name, bare, beyond = false }, ticks, yTicks) =>
  bare
    ? [ticks.map(({ at }) => ({ at, text: '' })), yTicks, '', true, false]
    : [ticks, yTicks, name, true, beyond];

/**
 * @param {Lines} data
 * @param {Plot} plot
 */
function backdrop({ series, band, reference, mark }, { box, place, across, y }) {
  const edge = (/** @type {number | number[]} */ v) =>
    Array.isArray(v)
      ? v.map((at, i) => `${px(place(series[0], i))},${px(y(at))}`)
      : [`0,${px(y(v))}`, `${px(box.width)},${px(y(v))}`];
  const grey =
    band &&
    tag('path', {
      class: 'band',
      d: `M${[...edge(band.high), ...edge(band.low).reverse()].join('L')}Z`,
    });
  const line =
    reference &&
    tag('path', { class: 'reference', d: `M0,${px(y(reference.value))}h${px(box.width)}` });
  const up =
    mark &&
    tag('path', { class: 'reference', d: `M${px(across(mark.value))},0v${px(box.height)}` });
  return (grey ?? '') + (line ?? '') + (up ?? '');
}

/**
 * Curves that were drawn: moving a pointer or the playhead changes no curve.
 * @type {WeakMap<ArrayLike<number>, Map<string, string>>}
 */
const DRAWN = new WeakMap();

/**
 * @param {Series} s
 * @param {Plot} plot
 * @param {number} until the last step that is drawn
 */
function curve(s, { place, y, box }, until) {
  const n = s.y.length;
  // Scales are straight or bent: a few places tell them apart.
  const key = [until, n, place(s, 0), place(s, n >> 1), place(s, n - 1), y(1), y(2)].join();
  const known = DRAWN.get(s.y) ?? new Map();
  DRAWN.set(s.y, known);
  if (!known.has(key)) {
    /** @type {number[]} */
    const x = [];
    for (let i = 0; i < n && stepOf(s, i) <= until; i++) x.push(place(s, i));
    // Thinned by where the points are: on a bent axis the early ones lie far apart.
    const shown = { ...s, x, y: Array.prototype.slice.call(s.y, 0, x.length) };
    const places = decimate(shown, box.width);
    for (const point of places) point[1] = y(point[1]);
    // Play goes through many steps of one curve.
    if (known.size > 3) known.clear();
    known.set(key, pathOf(places));
  }
  return known.get(key);
}

/** Marks along a curve, so that it can be told without colour. */
const MARK_EVERY = 84;

/**
 * @param {Series} s
 * @param {Plot} plot
 * @param {number} until
 */
function markers(s, { place, y, box }, until) {
  if (s.plain) return '';
  const rule = s.rule ?? s.id;
  // Each rule starts at its own offset: where curves run together, marks do not pile up.
  let next = 20 + 21 * (s.order ?? 0);
  let drawn = '';
  for (let i = 0; i < s.y.length; i++) {
    const at = place(s, i);
    if (stepOf(s, i) > until || (at < next && !s.sparse)) continue;
    if (y(s.y[i]) >= 0 && y(s.y[i]) <= box.height) drawn += marker(rule, at, y(s.y[i]));
    next += MARK_EVERY;
  }
  return s.variant && drawn ? tag('g', { class: s.variant }, drawn) : drawn;
}

/**
 * A step that is looked at or read: a line, and a dot on every curve. Where every rule has places
 * of its own, a line to the axis from each dot.
 * @param {Series[]} series
 * @param {number} step
 * @param {Plot} plot
 * @param {string} classes
 */
function head(series, step, { box, place, across, y }, classes) {
  let drops = '';
  const dots = series.map((s) => {
    const i = seenAt(s, step);
    const [x, at] = [place(s, i), y(s.y[i])];
    if (!(at >= 0 && at <= box.height && x <= box.width)) return '';
    const rule = `rule-${s.rule ?? s.id}`;
    if (s.own && !s.ghost)
      drops += tag('path', { class: `drop ${rule}`, d: `M${px(x)},${px(at)}V${px(box.height)}` });
    const variant = s.ghost ? 'ghost' : (s.variant ?? '');
    return stepOf(s, i) === step || s.ghost
      ? tag('circle', { class: `dot ${rule} ${variant}`, cx: x, cy: at, r: 3.5 })
      : '';
  });
  const shared = series.some((s) => !s.own);
  return (
    (shared
      ? tag('path', { class: classes, d: `M${px(across(step))},0v${px(box.height)}` })
      : drops) + dots.join('')
  );
}
