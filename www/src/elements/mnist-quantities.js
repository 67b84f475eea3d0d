// @ts-check
/** What the curve panels of `<feedback-mnist>` show: quantities of a snapshot, and how each looks. */

import { fixed, short } from '../charts/frame.js';
import { extent } from '../charts/series.js';

/** @typedef {import('./mnist.js').FeedbackMnist} Mnist */
/** @typedef {import('../workers/lane.js').Snapshot} Snapshot */
/** @typedef {import('../charts/series.js').Series} Series */
/** @typedef {import('../charts/lines.js').Lines} Lines */

/**
 * How a quantity is drawn and written.
 * @typedef {object} Look
 * @property {(series: Series[]) => Lines['y']} y
 * @property {(value: number) => string} value beside a curve
 * @property {string} unit in a sentence
 * @property {number} [reference]
 */

/**
 * @typedef {object} Quantity
 * @property {keyof Snapshot} key
 * @property {(figure: Mnist) => string} title
 * @property {(figure: Mnist) => string} [brief] where the title is too long for a slide
 * @property {string} column what it is called in a file
 * @property {Look} look
 * @property {string} [layer] it has a value for every hidden layer: how the places are called
 * @property {boolean} [chance] random directions have such values
 */

/** @type {Look} */
const PERCENT = {
  y: () => ({
    scale: 'linear',
    domain: [0, 1],
    ticks: [0, 0.25, 0.5, 0.75, 1],
    format: (v) => `${fixed(100 * v, 0)} %`,
  }),
  value: (v) => fixed(100 * v, 1),
  unit: ' percent',
};

/**
 * A range that is there before the first step and seldom has to grow.
 * @param {[number, number]} usual
 * @param {[number, number]} most
 */
const range = (usual, most) => (/** @type {Series[]} */ series) => {
  const [low, high] = extent(series, (v) => v > 0 && Number.isFinite(v)) ?? usual;
  const domain = [
    Math.max(most[0], Math.min(usual[0], low)),
    Math.min(most[1], Math.max(usual[1], high)),
  ];
  return /** @type {Lines['y']} */ ({ scale: 'log', domain });
};

/** Three digits that stay three while the number changes. @param {number} v */
const steady = (v) => (v >= 1e-3 && v < 1e3 ? fixed(v, v < 1 ? 3 : 2) : short(v));

/** From the loss of a guess downwards. @type {Look} */
const LOSS = { y: range([0.2, 2.5], [1e-9, 1e4]), value: steady, unit: '' };

/** @type {Look} */
const RATIO = { y: range([0.3, 3], [1e-60, 1e60]), value: steady, unit: '', reference: 1 };

const degrees = (/** @type {number} */ v) => `${fixed(v, 0)}°`;

/** @type {Look} */
const DEGREES = {
  y: (series) =>
    (extent(series, Number.isFinite)?.[1] ?? 0) > 112
      ? { scale: 'linear', domain: [0, 180], ticks: [0, 45, 90, 135, 180], format: degrees }
      : { scale: 'linear', domain: [0, 115], ticks: [0, 30, 60, 90], format: degrees },
  value: degrees,
  unit: '',
  reference: 90,
};

/** From what chance gives to what is written whole. @type {Look} */
const COSINE = {
  y: (series) =>
    (extent(series, Number.isFinite)?.[0] ?? 0) < -0.3
      ? { scale: 'linear', domain: [-1, 1], ticks: [-1, -0.5, 0, 0.5, 1] }
      : { scale: 'linear', domain: [-0.3, 1], ticks: [0, 0.25, 0.5, 0.75, 1] },
  value: (v) => fixed(v, 2),
  unit: '',
  reference: 0,
};

/** Of so many training digits the core measures loss and accuracy. @param {Mnist} figure */
const measured = ({ now, digits }) => Math.min(256, now.examples || digits.train || 256);

/** @type {Record<string, Quantity>} */
export const QUANTITIES = {
  accuracy: {
    key: 'accuracy',
    title: () => 'Validation accuracy',
    column: 'accuracy',
    look: PERCENT,
  },
  loss: { key: 'loss', title: () => 'Validation loss', column: 'loss', look: LOSS },
  'training-accuracy': {
    key: 'training_accuracy',
    title: (figure) => `Accuracy on ${measured(figure)} training digits`,
    column: 'training accuracy',
    look: PERCENT,
  },
  'training-loss': {
    key: 'training_loss',
    title: (figure) => `Loss on ${measured(figure)} training digits`,
    column: 'training loss',
    look: LOSS,
  },
  angles: {
    key: 'angles',
    title: () => 'Angle to BP',
    column: 'angle (degrees)',
    look: DEGREES,
    layer: 'angle',
    chance: true,
  },
  code: {
    key: 'codes',
    title: () => 'Class codes written into the layer',
    brief: () => 'Class codes written',
    column: 'code',
    look: COSINE,
    layer: 'code',
  },
  weights: {
    key: 'weight_angles',
    title: () => 'Angle between W and B',
    column: 'angle of W to B (degrees)',
    look: DEGREES,
    layer: 'weights',
  },
  ratio: {
    key: 'magnitude_ratios',
    title: () => 'Length of δ, relative to BP’s',
    brief: () => 'Length of δ / BP’s',
    column: 'ratio',
    look: RATIO,
    layer: 'ratio',
  },
};

/**
 * @param {Quantity} quantity
 * @param {Snapshot | undefined} snapshot
 * @param {number} [layer]
 * @returns {number | undefined}
 */
export const read = ({ key, layer: layered }, snapshot, layer = 0) => {
  const value = /** @type {any} */ (snapshot?.[key]);
  return layered ? value?.[layer] : value;
};
