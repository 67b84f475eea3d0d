// @ts-check
/** The numbers behind the curves of `<feedback-mnist>`, as a table on the page and as a file. */

import { fixed, short } from '../charts/frame.js';
import { dataTable } from './pieces.js';

/** @typedef {import('./mnist.js').FeedbackMnist} Mnist */
/** @typedef {import('../workers/lane.js').Snapshot} Snapshot */

/** Of more layers than this the page's table has the first; the file has all. */
const MOST_LAYERS = 4;

/**
 * What was seen, as the file calls it and as the table does.
 * @type {{ name: string, head: string, value: (seen: Snapshot) => number, text: (value: number) => string }[]}
 */
const OF_NETWORK = [
  { name: 'accuracy', head: '%', value: (s) => s.accuracy, text: (v) => fixed(100 * v, 2) },
  { name: 'loss', head: 'loss', value: (s) => s.loss, text: (v) => fixed(v, 3) },
  {
    name: 'training accuracy',
    head: 'training %',
    value: (s) => s.training_accuracy,
    text: (v) => fixed(100 * v, 2),
  },
  {
    name: 'training loss',
    head: 'training loss',
    value: (s) => s.training_loss,
    text: (v) => fixed(v, 3),
  },
];

/**
 * The same for each hidden layer.
 * @type {{ name: string, head: string, values: (seen: Snapshot) => number[], text: (value: number) => string }[]}
 */
const OF_LAYER = [
  { name: 'angle (degrees)', head: 'angle', values: (s) => s.angles, text: (v) => fixed(v, 1) },
  {
    name: 'angle of W and B (degrees)',
    head: 'W and B',
    values: (s) => s.weight_angles,
    text: (v) => fixed(v, 1),
  },
  { name: 'ratio', head: 'ratio', values: (s) => s.magnitude_ratios, text: short },
  { name: 'code', head: 'code', values: (s) => s.codes, text: (v) => fixed(v, 2) },
];

/** Every quantity of a network with so many hidden layers. @param {number} layers */
const quantities = (layers) => [
  ...OF_NETWORK,
  ...OF_LAYER.flatMap(({ name, head, values, text }) =>
    Array.from({ length: layers }, (_, i) => ({
      name: `${name} ${i + 1}`,
      head: `${head} ${i + 1}`,
      value: (/** @type {Snapshot} */ seen) => values(seen)[i],
      text,
    })),
  ),
];

/** @param {Mnist} figure */
export function numbers({ tracks, rules, now, steps }) {
  const shown = quantities(Math.min(now.hidden.length, MOST_LAYERS));
  const short = (/** @type {string} */ id) => rules.find((rule) => rule.id === id)?.short;
  const head = tracks.flatMap(({ rule }) => shown.map((one) => `${short(rule)} ${one.head}`));
  const rows = steps.map((step) => [
    String(step),
    ...tracks.flatMap(({ snapshots }) => {
      const seen = snapshots.find((snapshot) => snapshot.step === step);
      return shown.map(({ value, text }) => (seen ? text(value(seen)) : '–'));
    }),
  ]);
  return dataTable(
    'Accuracy and loss on the validation digits and on a fixed sample of the training digits; by layer the angle to BP and that between W and B in degrees, the length of δ relative to BP’s, and how far the class codes are written',
    ['Step', ...head],
    rows,
  );
}

/**
 * What was seen of the rules on screen, at the steps at which they were looked at; the last column of
 * each is the time its worker took, which is another on another machine.
 * @param {Mnist} figure
 * @returns {import('../export/csv.js').Column[]}
 */
export function columns({ tracks, rules, now, steps }) {
  const all = [
    ...quantities(now.hidden.length),
    { name: 'fingerprint', value: (/** @type {Snapshot} */ seen) => seen.fingerprint },
    { name: 'seconds', value: (/** @type {Snapshot} */ seen) => seen.milliseconds / 1000 },
  ];
  return [
    { name: 'step', values: steps },
    ...tracks.flatMap(({ rule, snapshots }) => {
      const short = rules.find(({ id }) => id === rule)?.short;
      const seen = steps.map((step) => snapshots.find((snapshot) => snapshot.step === step));
      return all.map(({ name, value }) => ({
        name: `${short} ${name}`,
        values: seen.map((snapshot) => snapshot && value(snapshot)),
      }));
    }),
  ];
}
