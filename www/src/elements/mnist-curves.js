// @ts-check
/**
 * The curve panels of `<feedback-mnist>`: what each draws of the snapshots, and how. Quantities of
 * a hidden layer have a chart for each layer; of many layers, one chart over the layers.
 */

import { lines } from '../charts/lines.js';
import { PANELS } from '../state/network.js';
import { axis } from './mnist-axis.js';
import { QUANTITIES, read } from './mnist-quantities.js';

/** @typedef {import('./mnist.js').FeedbackMnist} Mnist */
/** @typedef {import('../workers/lane.js').Track} Track */
/** @typedef {import('./mnist-quantities.js').Quantity} Quantity */
/** @typedef {import('./mnist-quantities.js').Look} Look */
/** @typedef {import('../charts/series.js').Series} Series */

/**
 * A chart in a panel: the name of its place, and whether its points are layers and not steps.
 * @typedef {{ place: string, layers?: boolean, chart: import('../charts/lines.js').LineChart }} Placed
 */

/** With more hidden layers than this there is one chart over the layers. */
const MOST_CHARTS = 4;
/** Room for a name and a number beside a curve, and for the name of the axis; seconds need more. */
const RIGHT = 84;
const RIGHT_OF_TIME = 96;
/** Room for 100 % in the letters of a slide. */
const LEFT = 52;
/** Heights of a chart: alone in its row, beside another, and one of several layers. */
const TALL = 320;
const USUAL = 260;
const LOW = 220;

/** The panels with curves, in their order: what they are called, draw, and write to a file. */
export const CURVES = PANELS.filter(({ id }) => id in QUANTITIES).map(({ id, label }) => ({
  id,
  label,
  /** @param {Mnist} figure @param {boolean} alone in its row */
  charts: (figure, alone) => chartsOf(figure, id, alone ? TALL : USUAL),
  /** As many of them as a slide has room for. @param {Mnist} figure @param {number} height @param {boolean} alone */
  few: (figure, height, alone) => fewOf(figure, id, height, alone),
  /** Whether it is about the hidden layers. */
  layered: 'layer' in QUANTITIES[id],
  /** @param {Mnist} figure */
  columns: (figure) => columnsOf(figure, QUANTITIES[id]),
  /** Whether it needs a row of its own. @param {Mnist} figure */
  whole: ({ now: { hidden } }) =>
    'layer' in QUANTITIES[id] && hidden.length > 1 && hidden.length <= MOST_CHARTS,
}));

/** The last step at or before the playhead at which the rules were looked at. @param {Mnist} figure */
export const seenStep = ({ tracks: [track], at }) => (track && at(track)?.step) ?? 0;

/**
 * The chosen layer; alone in the picture, with the next.
 * @param {Mnist} figure
 * @param {string} id
 * @param {number} height
 * @param {boolean} alone
 */
function fewOf(figure, id, height, alone) {
  const all = chartsOf(figure, id, height, height);
  const count = alone && figure.sizes.small ? 2 : 1;
  const first = Math.max(0, Math.min(figure.now.layer - 1, all.length - count));
  return all.slice(first, first + count);
}

/** @param {Mnist} figure @param {string} id @param {number} height @param {number} [several] height of one of several @returns {Placed[]} */
function chartsOf(figure, id, height, several = LOW) {
  const quantity = QUANTITIES[id];
  const { hidden } = figure.now;
  if (!quantity.layer) return [{ place: id, chart: overSteps(figure, quantity, id, height) }];
  if (hidden.length > MOST_CHARTS)
    return [{ place: id, layers: true, chart: overLayers(figure, quantity, id, height) }];
  return hidden.map((/** @type {number} */ _, /** @type {number} */ layer) => {
    const place = `${quantity.layer}${layer}`;
    const tall = hidden.length > 1 ? several : height;
    return { place, chart: overSteps(figure, quantity, place, tall, layer) };
  });
}

/**
 * A curve for every rule, and beneath them those of the pinned run.
 * @param {Mnist} figure
 * @param {(track: Track) => Pick<Series, 'x' | 'y' | 'own'>} points
 * @returns {Series[]}
 */
function perRule({ tracks, rules, pinned }, points) {
  const name = (/** @type {string} */ id) => rules.find((rule) => rule.id === id)?.short ?? id;
  return [
    ...(pinned?.tracks ?? []).map((track) => ({
      id: `pinned-${track.rule}`,
      rule: track.rule,
      label: 'pinned',
      plain: true,
      ghost: true,
      ...points(track),
    })),
    ...tracks.map((track) => ({
      id: track.rule,
      order: rules.findIndex(({ id }) => id === track.rule),
      label: name(track.rule),
      ...points(track),
    })),
  ];
}

/**
 * Columns that were made: what was seen of a track does not change.
 * @type {WeakMap<Track, Map<string, Pick<Series, 'x' | 'y' | 'own'>>>}
 */
const MADE = new WeakMap();

/**
 * @param {Track} track
 * @param {Quantity} quantity
 * @param {number | undefined} layer
 * @param {boolean} timed
 */
function pointsOf(track, quantity, layer, timed) {
  const made = MADE.get(track) ?? new Map();
  MADE.set(track, made);
  const key = `${quantity.key} ${layer} ${timed}`;
  if (!made.has(key)) {
    const { snapshots } = track;
    const time = snapshots.map(({ milliseconds = Number.NaN }) => milliseconds / 1000);
    made.set(key, {
      x: snapshots.map(({ step }) => step),
      y: snapshots.map((snapshot, i) =>
        timed && Number.isNaN(time[i])
          ? Number.NaN
          : (read(quantity, snapshot, layer) ?? Number.NaN),
      ),
      own: timed ? time : undefined,
    });
  }
  return made.get(key);
}

/** The values of the rules on screen, in words. @param {Series[]} series @param {(s: Series) => number} at @param {Look} look */
const said = (series, at, { value, unit }) =>
  series
    .filter((s) => !s.ghost)
    .map((s) => `${s.label} ${value(at(s))}${unit}`)
    .join(', ');

/** What stands where there is no curve. @param {Mnist} figure @param {Quantity} quantity @param {boolean} timed */
const nothing = ({ tracks: [track] }, quantity, timed) => {
  const first = track?.snapshots[0];
  const known = first?.[quantity.key] !== undefined && !(timed && first.milliseconds === undefined);
  return known ? 'no rule on screen has one' : 'no numbers yet';
};

/**
 * @param {Mnist} figure
 * @param {Quantity} quantity
 * @param {string} place
 * @param {number} height
 * @param {number} [layer]
 */
function overSteps(figure, quantity, place, height, layer) {
  const { look, chance } = quantity;
  const width = figure.sizes.of(place, 400);
  const timed = figure.now.axis === 'time';
  const series = perRule(figure, (track) => pointsOf(track, quantity, layer, timed));
  const units = figure.now.hidden[layer ?? 0];
  const title = titleOf(figure, quantity, layer === undefined ? '' : `hidden layer ${layer + 1}`);
  const playhead = seenStep(figure);
  const last = (/** @type {Series} */ s) =>
    s.y[Array.prototype.lastIndexOf.call(s.x, playhead)] ?? Number.NaN;
  return lines({
    width,
    height,
    left: figure.sizes.slide ? LEFT : undefined,
    right: timed ? RIGHT_OF_TIME : RIGHT,
    title,
    series,
    x: axis(figure),
    y: look.y(series),
    reference: look.reference === undefined ? undefined : { value: look.reference, label: '' },
    band: chance
      ? { low: 90 - spread(units), high: 90 + spread(units), label: 'chance' }
      : undefined,
    playhead,
    reading: figure.reading?.step,
    value: look.value,
    marks: figure.marks,
    empty: nothing(figure, quantity, timed),
    label: `${title}, at step ${playhead}: ${said(series, last, look)}.`,
  });
}

/**
 * One step, over the layers.
 * @param {Mnist} figure
 * @param {Quantity} quantity
 * @param {string} place
 * @param {number} height
 */
function overLayers(figure, quantity, place, height) {
  const { look, chance } = quantity;
  /** @type {number[]} */
  const widths = figure.now.hidden;
  const step = figure.reading?.step ?? seenStep(figure);
  const series = perRule(figure, ({ snapshots }) => {
    const seen = snapshots.findLast((snapshot) => snapshot.step <= step);
    return {
      x: widths.map((_, i) => i + 1),
      y: widths.map((_, i) => read(quantity, seen, i) ?? Number.NaN),
    };
  });
  const title = titleOf(figure, quantity, 'by hidden layer');
  return lines({
    width: figure.sizes.of(place, 400),
    height,
    right: RIGHT,
    title: `${title}, step ${step}`,
    series,
    x: {
      name: 'layer',
      point: 'layer',
      domain: [1, widths.length],
      whole: true,
      beyond: true,
    },
    y: look.y(series),
    reference: look.reference === undefined ? undefined : { value: look.reference, label: '' },
    band: chance
      ? {
          low: widths.map((units) => 90 - spread(units)),
          high: widths.map((units) => 90 + spread(units)),
          label: 'chance',
        }
      : undefined,
    reading: figure.reading?.layer,
    value: look.value,
    empty: nothing(figure, quantity, false),
    label: `${title}, at step ${step}. From the first to the last: ${said(series, (s) => s.y[0], look)}; ${said(series, (s) => s.y[s.y.length - 1], look)}.`,
  });
}

/** What is drawn, and where; in few words on a slide. @param {Mnist} figure @param {Quantity} quantity @param {string} where */
function titleOf(figure, { title, brief = title }, where) {
  const words = figure.sizes.slide
    ? [brief(figure), where.replace('hidden ', '')]
    : [title(figure), where];
  return words.filter(Boolean).join(', ');
}

/** Half the width of the band in which two random directions of n dimensions nearly always lie. */
const spread = (/** @type {number} */ n) => (2 * 57.3) / Math.sqrt(n);

/**
 * Step, and a column for every rule and value.
 * @param {Mnist} figure
 * @param {Quantity} quantity
 * @returns {import('../export/csv.js').Column[]}
 */
function columnsOf({ tracks, rules, now }, quantity) {
  const steps = tracks[0]?.snapshots.map(({ step }) => step) ?? [];
  const layers = quantity.layer ? [...now.hidden.keys()] : [undefined];
  return [
    { name: 'step', values: steps },
    ...tracks.flatMap(({ rule, snapshots }) =>
      layers.map((layer) => ({
        name: `${rules.find(({ id }) => id === rule)?.short} ${quantity.column}${layer === undefined ? '' : ` ${layer + 1}`}`,
        values: steps.map((at) =>
          read(
            quantity,
            snapshots.find(({ step }) => step === at),
            layer,
          ),
        ),
      })),
    ),
  ];
}
