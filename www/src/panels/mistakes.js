// @ts-check
/** The first validation digits that a rule answers wrongly, with what another makes of them. */

import { html } from 'lit';
import { text } from '../charts/frame.js';
import { drawn } from '../elements/pieces.js';
import { beside, inFocus, shortName, stepOf } from './panel.js';
import { corner, picture } from './pixels.js';

/** @typedef {import('./panel.js').Figure} Figure */
/** @typedef {import('./panel.js').Answer} Answer */

/**
 * @typedef {object} Found
 * @property {number[]} which of the validation digits, counted from 0
 * @property {number[]} answers
 * @property {Float32Array} images
 * @property {ArrayLike<number>} truths
 * @property {number[] | undefined} others the answers of the other rule
 * @property {{ rows: number, columns: number }} size
 */

const MOST = 24;
const TOP = 24;
/** The longer side of an image, what is between two, and a line of words below. */
const SIDE = 56;
const BESIDE = 14;
const WORDS = 16;

/** The answer in what the outputs say: the first that is the largest. @param {ArrayLike<number>} outputs */
export function largest(outputs) {
  let best = 0;
  for (let i = 1; i < outputs.length; i++) if (outputs[i] > outputs[best]) best = i;
  return best;
}

/**
 * What is known of the mistakes themselves.
 * @param {Figure} figure
 * @param {Answer} answer
 * @returns {Promise<Found>}
 */
async function follow(figure, { rules: [first, second], results: [[pairs, size]] }) {
  const every = (/** @type {number} */ start) =>
    Array.from({ length: pairs.length / 2 }, (_, i) => pairs[2 * i + start]);
  const which = every(0);
  const [images, truths] = await figure.race.ask(first, () => [
    ['call', 'digits', 'images', which],
    ['call', 'digits', 'labels', which],
  ]);
  const pixels = size.rows * size.columns;
  const others = second
    ? await figure.race.ask(second, (session) =>
        which.map((_, i) => [
          'call',
          session,
          'answer',
          images.subarray(i * pixels, (i + 1) * pixels),
        ]),
      )
    : undefined;
  return {
    which,
    answers: every(1),
    images,
    truths,
    others: others?.map(largest),
    size,
  };
}

/** @param {Figure} figure @param {Answer} answer */
function chart(figure, answer) {
  const { which, answers, truths, others, images, size } = /** @type {Found} */ (answer.more);
  const [first, second] = answer.rules;
  const [name, other] = answer.rules.map((rule) => shortName(figure, rule));
  const width = figure.sizes.of('mistakes', 340);
  const scale = SIDE / Math.max(size.rows, size.columns);
  const words = WORDS * (second ? 2 : 1) + 8;
  const sheet = {
    ...size,
    values: images,
    count: which.length,
    across: Math.max(1, Math.floor((width + BESIDE) / (size.columns * scale + BESIDE))),
    gap: /** @type {[number, number]} */ ([Math.round(BESIDE / scale), Math.round(words / scale)]),
  };
  const place = { x: 0, y: TOP, scale };
  const tiles = which.map((_, i) => {
    const [x, y] = corner(sheet, place, i);
    const middle = x + (size.columns * scale) / 2;
    const below = y + size.rows * scale - 3;
    const line = (
      /** @type {string} */ rule,
      /** @type {string} */ what,
      /** @type {number} */ n,
    ) => text(middle, below + n * WORDS, what, `count name rule-${rule}`);
    return (
      line(first, `${truths[i]} → ${answers[i]}`, 1) +
      (others ? line(second, `${other} ${others[i]}${others[i] === truths[i] ? ' ✓' : ''}`, 2) : '')
    );
  });
  const told = which.map(
    (_, i) => `a ${truths[i]} as ${answers[i]}${others ? ` (${other}: ${others[i]})` : ''}`,
  );
  const title = `Mistakes of ${name}, ${stepOf(figure, answer)}`;
  return {
    width,
    height: TOP + Math.ceil(which.length / sheet.across) * (size.rows + sheet.gap[1]) * scale,
    label: `${title}: ${told.join(', ') || 'none'}.`,
    layers: [
      text(0, 14, title, 'title'),
      which.length > 0 ? picture(sheet, { kind: 'grey' }, place) : '',
      tiles.join(''),
    ],
  };
}

/** How many there are of how many. @param {Figure} figure @param {Answer} answer */
function count(figure, { rules: [first], step }) {
  const track = figure.tracks.find(({ rule }) => rule === first);
  const seen = track?.snapshots.findLast((snapshot) => snapshot.step <= step);
  if (!seen) return '';
  const { confusion, classes } = seen;
  const all = confusion.reduce((sum, n) => sum + n, 0);
  const wrong = confusion.reduce((sum, n, i) => (i % (classes + 1) ? sum + n : sum), 0);
  return `${wrong} of ${all} answered wrongly${seen.step === step ? '' : ` at step ${seen.step}`}`;
}

/** @param {Figure} figure @param {Answer} answer */
function body(figure, answer) {
  const [first, second] = answer.rules.map((rule) => shortName(figure, rule));
  return html`<div data-chart="mistakes">${drawn(chart(figure, answer))}</div>
    <p class="below">
      ${count(figure, answer)}; here are the first of them, the truth → the answer of
      ${first}${second ? `, and what ${second} answers` : ''}.
    </p>`;
}

/** @type {import('./panel.js').Panel} */
export const mistakes = {
  id: 'mistakes',
  label: 'Mistakes',
  asks(figure) {
    const [rule, second] = [inFocus(figure), beside(figure)];
    if (!rule) return [];
    /** @type {import('./panel.js').Question} */
    const question = {
      rule,
      operations: (session) => [
        ['call', session, 'mistakes', MOST],
        ['read', 'digits', ['rows', 'columns']],
      ],
    };
    // The other rule is asked once it is known about what.
    return [question, ...(second ? [{ rule: second, operations: () => [] }] : [])];
  },
  follow,
  body: (figure, answer) =>
    html`${answer ? body(figure, answer) : html`<div data-chart="mistakes"></div>`}`,
};
