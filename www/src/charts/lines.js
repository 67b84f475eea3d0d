// @ts-check
/** Line chart: curves over steps, each named at its end; no legend. */

import { line } from 'd3-shape';
import { axes, clipped, px, tag, text } from './frame.js';
import { marker } from './marks.js';
import { xAxis, yAxis } from './scales.js';
import { decimate, lastFinite, placeLabels, untilFar } from './series.js';
import { spreads } from './spread.js';

/** @typedef {import('./series.js').Series} Series */

/**
 * @typedef {object} Lines
 * @property {number} width
 * @property {number} height
 * @property {string} title what is drawn, with its unit
 * @property {Series[]} series
 * @property {{ name: string, domain: [number, number], bare?: boolean }} x bare: its numbers stand
 *   under a chart below
 * @property {import('./scales.js').YAxis} y
 * @property {{ value: number, label: string }} [reference] a line across
 * @property {{ low: number, high: number, label: string }} [band] a grey band across
 * @property {{ value: number, label: string }} [mark] a line upwards
 * @property {number} [right] room for the names at the ends of the curves
 * @property {number} [playhead] the step that is looked at; what lies ahead of it is pale
 * @property {{ series: string, x: number, label: string }[]} [notes] moments worth a word
 * @property {string} label the sentence for those who do not see it
 */

const MARGIN = { left: 46, right: 46, top: 30, bottom: 26, bare: 8 };

/**
 * @param {Lines} data
 * @returns {import('./frame.js').Chart}
 */
export function lines(data) {
  const { width, height, series, playhead } = data;
  const box = {
    left: MARGIN.left,
    top: MARGIN.top,
    width: Math.max(40, width - MARGIN.left - (data.right ?? MARGIN.right)),
    height: Math.max(40, height - MARGIN.top - MARGIN[data.x.bare ? 'bare' : 'bottom']),
  };
  const x = xAxis(data.x.domain, box.width);
  const y = yAxis(data.y, series, box.height);
  const end = Math.max(...series.map((s) => (s.x ? (s.x[s.x.length - 1] ?? 0) : s.y.length - 1)));
  const looking = playhead !== undefined && playhead < end;

  /** @param {Series} s @param {number} until */
  const path = (s, until) => curve(s, x.at, y.at, box.width, until);
  const draw = (
    /** @type {Series} */ s,
    /** @type {string} */ classes,
    /** @type {number} */ until,
  ) => tag('path', { class: `${classes} rule-${s.rule ?? s.id}`, d: path(s, until) });

  return {
    width,
    height,
    label: data.label,
    layers: [
      text(0, 14, data.title, 'title') + axes(box, ...across(data.x, x.ticks, y.ticks)),
      clipped(box, backdrop(data, box, x.at, y.at)) + names(data, box, x.at, y.at),
      clipped(
        box,
        spreads(series, x.at, y.at, box.height, looking ? playhead : end) +
          series
            .map((s) => draw(s, `curve ${s.variant ?? ''} ${looking ? 'ahead' : ''}`, end))
            .join(''),
      ),
      looking
        ? clipped(box, series.map((s) => draw(s, `curve ${s.variant ?? ''}`, playhead)).join(''))
        : '',
      tag(
        'g',
        { transform: `translate(${px(box.left)},${px(box.top)})` },
        series.map((s) => markers(s, x.at, y.at, box, looking ? playhead : end)).join('') +
          notes(data, x.at, y.at, box) +
          ends(data, x.at, y.at, box),
      ),
      looking ? head(series, playhead, x.at, y.at, box) : '',
    ],
  };
}

/**
 * What the axes say. A bare one has ticks that say nothing.
 * @param {Lines['x']} x
 * @param {import('./frame.js').Tick[]} ticks
 * @param {import('./frame.js').Tick[]} yTicks
 * @returns {[import('./frame.js').Tick[], import('./frame.js').Tick[], string]}
 */
const across = ({ name, bare }, ticks, yTicks) =>
  bare ? [ticks.map(({ at }) => ({ at, text: '' })), yTicks, ''] : [ticks, yTicks, name];

/**
 * @param {Lines} data
 * @param {import('./frame.js').Box} box
 * @param {(v: number) => number} x
 * @param {(v: number) => number} y
 */
function backdrop({ band, reference, mark }, box, x, y) {
  const grey =
    band &&
    tag('rect', {
      class: 'band',
      x: 0,
      y: y(band.high),
      width: box.width,
      height: y(band.low) - y(band.high),
    });
  const line =
    reference &&
    tag('path', { class: 'reference', d: `M0,${px(y(reference.value))}h${px(box.width)}` });
  const up =
    mark && tag('path', { class: 'reference', d: `M${px(x(mark.value))},0v${px(box.height)}` });
  return (grey ?? '') + (line ?? '') + (up ?? '');
}

/**
 * The names of band and reference lines.
 * @param {Lines} data
 * @param {import('./frame.js').Box} box
 * @param {(v: number) => number} x
 * @param {(v: number) => number} y
 */
function names({ band, reference, mark }, box, x, y) {
  const right = box.left + box.width - 4;
  const named = band ?? reference;
  const at = band ? y(band.high) : y(reference?.value ?? 0);
  return (
    (named?.label
      ? text(right, box.top + at - 5, named.label, 'note halo', { 'text-anchor': 'end' })
      : '') +
    (mark ? text(box.left + x(mark.value) + 5, box.top + 12, mark.label, 'note halo') : '')
  );
}

/**
 * @param {Series} s
 * @param {(v: number) => number} x
 * @param {(v: number) => number} y
 * @param {number} width of the plot in pixels
 * @param {number} until the last step that is drawn
 */
function curve(s, x, y, width, until) {
  const places = decimate(s, width)
    .filter(([step]) => step <= until)
    .map(([step, value]) => /** @type {[number, number]} */ ([x(step), y(value)]));
  const shown = line()
    .defined(([, at]) => !Number.isNaN(at))
    .digits(1);
  return shown(untilFar(places)) ?? '';
}

/** Marks along a curve, so that it can be told without colour. */
const MARK_EVERY = 84;

/**
 * @param {Series} s
 * @param {(v: number) => number} x
 * @param {(v: number) => number} y
 * @param {import('./frame.js').Box} box
 * @param {number} until
 */
function markers(s, x, y, box, until) {
  if (s.plain) return '';
  const rule = s.rule ?? s.id;
  // Each rule starts at its own offset: where curves run together, marks do not pile up.
  let next = 20 + 21 * (s.order ?? 0);
  let drawn = '';
  for (let i = 0; i < s.y.length; i++) {
    const step = s.x ? s.x[i] : i;
    const at = x(step);
    if (step > until || (at < next && !s.sparse)) continue;
    if (y(s.y[i]) >= 0 && y(s.y[i]) <= box.height) drawn += marker(rule, at, y(s.y[i]));
    next += MARK_EVERY;
  }
  return s.variant && drawn ? tag('g', { class: s.variant }, drawn) : drawn;
}

/**
 * Direct labels at the ends of the curves, moved apart where they would overlap. A curve that
 * leaves the picture below is named where it leaves, unless a note has named it already.
 * @param {Lines} data
 * @param {(v: number) => number} x
 * @param {(v: number) => number} y
 * @param {import('./frame.js').Box} box
 */
function ends({ series, notes = [] }, x, y, box) {
  const inside = (/** @type {number} */ v) => y(v) <= box.height + 0.5;
  const items = series.flatMap((s) => {
    const last = lastFinite(s, inside);
    if (!last) return [];
    const item = { s, rule: s.rule ?? s.id, x: x(last[0]), at: Math.max(y(last[1]), 0) };
    const left = lastFinite(s, (v) => Number.isFinite(y(v)))?.[0] !== last[0];
    return left && notes.some((note) => note.series === s.id) ? [] : [item];
  });
  const places = placeLabels(
    items.map((item) => item.at),
    14,
    4,
    box.height - 2,
  );
  return items
    .map(({ s, rule, x: end, at }, i) => {
      // Near the right border there is no room for a name but beyond it.
      const left = (end > box.width - 40 ? box.width : end) + 7;
      const moved = Math.abs(places[i] - at) > 5;
      const path = `M${px(left - 6)},${px(at)}L${px(left - 1)},${px(places[i])}`;
      const leader = moved ? tag('path', { class: `leader rule-${rule}`, d: path }) : '';
      return leader + text(left, places[i] + 4, s.label, `name rule-${rule} ${s.variant ?? ''}`);
    })
    .join('');
}

/**
 * Moments worth a word, their words moved apart.
 * @param {Lines} data
 * @param {(v: number) => number} x
 * @param {(v: number) => number} y
 * @param {import('./frame.js').Box} box
 */
function notes({ series, notes: wanted = [] }, x, y, box) {
  const found = wanted.flatMap(({ series: id, x: step, label }) => {
    const s = series.find((candidate) => candidate.id === id);
    const at = y(s?.y[step] ?? Number.NaN);
    return Number.isFinite(at) && at <= box.height
      ? [{ rule: s?.rule ?? id, x: x(step), at, label }]
      : [];
  });
  const places = placeLabels(
    found.map(({ at }) => at - 4),
    16,
    8,
    box.height - 8,
  );
  const left = Math.max(...found.map((note) => note.x));
  return found
    .map(({ rule, x: across, at, label }, i) => {
      const near = left - across < 100 ? left : across;
      return (
        tag('circle', { class: `moment rule-${rule}`, cx: across, cy: at, r: 4 }) +
        text(near + 12, places[i] + 4, label, `note halo rule-${rule}`)
      );
    })
    .join('');
}

/**
 * The playhead: a line at the step that is looked at, a dot on every curve.
 * @param {Series[]} series
 * @param {number} step
 * @param {(v: number) => number} x
 * @param {(v: number) => number} y
 * @param {import('./frame.js').Box} box
 */
function head(series, step, x, y, box) {
  const dots = series.map((s) => {
    const point = lastFinite(s, (v) => Number.isFinite(y(v)), step);
    return point && point[0] === step && y(point[1]) >= 0 && y(point[1]) <= box.height
      ? tag('circle', {
          class: `dot rule-${s.rule ?? s.id} ${s.variant ?? ''}`,
          cx: box.left + x(step),
          cy: box.top + y(point[1]),
          r: 3.5,
        })
      : '';
  });
  const line = `M${px(box.left + x(step))},${px(box.top)}v${px(box.height)}`;
  return tag('path', { class: 'playhead', d: line }) + dots.join('');
}
