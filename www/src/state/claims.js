// @ts-check
/**
 * Claims of the experiments: comparisons of two numbers that were seen, as the core's presets have
 * them; their tests and the page read the same data.
 */

import { fixed, short } from '../charts/frame.js';

/** @typedef {import('../workers/lane.js').Track} Track */
/** @typedef {{ rule: string, quantity: string, layer: number, moment: string | { step: number } }} Term */
/**
 * @typedef {{ text: string, left: Term, more: boolean, right: { term: Term | null, plus: number } }} Claim
 */

/** Shares, which people read in percent. */
const percent = (/** @type {string} */ name) => ({
  name,
  text: (/** @type {number} */ v) => fixed(v, 1),
  unit: ' %',
  percent: true,
});
const degrees = (/** @type {string} */ name) => ({
  name,
  text: (/** @type {number} */ v) => fixed(v, 0),
  unit: '°',
});
const plain = (/** @type {string} */ name) => ({
  name,
  text: (/** @type {number} */ v) =>
    Math.abs(v) >= 0.1 && Math.abs(v) < 100 ? fixed(v, 2) : short(v),
  unit: '',
});
/** The quantities of a snapshot in a sentence: what they are called, and how a value is written. */
const QUANTITIES = {
  accuracy: percent('validation accuracy'),
  training_accuracy: percent('accuracy on training digits'),
  loss: plain('validation loss'),
  training_loss: plain('loss on training digits'),
  angles: degrees('angle to BP'),
  weight_angles: degrees('angle between W and B'),
  magnitude_ratios: plain('length of δ relative to BP’s'),
  codes: plain('class codes written'),
};

/** @param {Term} term */
const quantityOf = ({ quantity }) => QUANTITIES[/** @type {keyof typeof QUANTITIES} */ (quantity)];

/**
 * The value of a term, and the step at which it was seen.
 * @param {Term} term
 * @param {Track[]} tracks
 * @returns {{ value: number, step: number }}
 */
function seen(term, tracks) {
  const { rule, quantity, layer, moment } = term;
  const snapshots = tracks.find((track) => track.rule === rule)?.snapshots ?? [];
  const of = (/** @type {any} */ snapshot) => {
    const found = snapshot?.[quantity];
    const number = Number(Array.isArray(found) ? found[layer - 1] : found);
    return {
      value: 'percent' in quantityOf(term) ? 100 * number : number,
      step: Number(snapshot?.step),
    };
  };
  if (typeof moment === 'object') return of(snapshots.find(({ step }) => step === moment.step));
  if (moment === 'start') return of(snapshots[0]);
  if (moment === 'end') return of(snapshots.at(-1));
  const all = snapshots.map(of).filter(({ value }) => !Number.isNaN(value));
  const better = (/** @type {number} */ one, /** @type {number} */ other) =>
    moment === 'peak' ? one > other : one < other;
  return all.reduce(
    (best, one) => (better(one.value, best.value) ? one : best),
    all[0] ?? of(undefined),
  );
}

/** Whether a term has its value for good after so many steps. @param {Term} term @param {number} step @param {boolean} done */
const settled = ({ moment }, step, done) =>
  done || moment === 'start' || (typeof moment === 'object' && moment.step <= step);

/**
 * What has become of a claim.
 * @param {Claim} claim
 * @param {Track[]} tracks
 * @param {number} step that was reached
 * @param {boolean} done whether the run has ended
 * @returns {{ left: number, right: number, holds: boolean | undefined }} undefined: not yet
 */
export function judge({ left, more, right }, tracks, step, done) {
  const terms = right.term ? [left, right.term] : [left];
  const [x, y = 0] = terms.map((term) => seen(term, tracks).value);
  const than = y + right.plus;
  const ripe = terms.every((term) => settled(term, step, done));
  return { left: x, right: than, holds: ripe ? (more ? x > than : x < than) : undefined };
}

/**
 * What a claim compares, in words: quantity, layer, step, rules, their values once they are known,
 * and what is asked for.
 *
 *     validation loss at step 75: DFA 0.43, BP 0.59; at least 0.05 less
 *
 * @param {Claim} claim
 * @param {Track[]} tracks
 * @param {{ ripe: boolean, end: number, name: (rule: string) => string }} about whether the values
 *   are there for good; the step at which the run ends; and what people call a rule
 */
export function evidence({ left, more, right }, tracks, { ripe, end, name }) {
  const { text, unit = '' } = quantityOf(left);
  const where = (/** @type {Term} */ term) =>
    `${quantityOf(term).name}${term.layer > 0 ? ` in hidden layer ${term.layer}` : ''}`;
  const when = (/** @type {Term} */ { moment }, /** @type {number} */ step) => {
    if (typeof moment === 'object') return `at step ${moment.step}`;
    if (moment === 'start') return 'at step 0';
    if (moment === 'end') return `at step ${ripe ? step : end}`;
    const most = moment === 'peak' ? 'its highest' : 'its lowest';
    return ripe ? `at ${most}, step ${step}` : `at ${most}`;
  };
  const number = (/** @type {Term} */ term) => {
    const { value } = seen(term, tracks);
    if (!ripe) return '';
    const { text, unit = '' } = quantityOf(term);
    return Number.isNaN(value) ? ' none' : ` ${text(value)}${unit}`;
  };
  const full = (/** @type {Term} */ term, prefix = '') =>
    `${prefix}${when(term, seen(term, tracks).step)}: ${name(term.rule)}${number(term)}`;
  const other = right.term;
  if (!other) {
    const than = `${more ? 'more' : 'less'} than ${asked(right.plus, text)}${unit}`;
    return `${full(left, `${where(left)} `)}${ripe ? ',' : ''} ${than}`;
  }
  const by = right.plus === 0 ? '' : margin(right.plus, more, text, unit);
  const [here, there] = [left, other].map((term) => when(term, seen(term, tracks).step));
  const alike = where(left) === where(other);
  const tail = ripe ? by && `; ${by}` : '';
  const wanted = (/** @type {string} */ whom) =>
    by ? `${by} than ${whom}` : `${more ? 'more' : 'less'} than ${whom}`;
  if (alike && here === there) {
    const head = `${where(left)} ${here}: ${name(left.rule)}`;
    return ripe
      ? `${head}${number(left)}, ${name(other.rule)}${number(other)}${tail}`
      : `${head} ${wanted(name(other.rule))}`;
  }
  const second = alike ? full(other) : full(other, `${where(other)} `);
  return ripe
    ? `${full(left, `${where(left)} `)}; ${second}${tail}`
    : `${full(left, `${where(left)} `)} ${wanted(alike ? there : `${where(other)} ${there}`)}`;
}

/** What is asked for is written as it was meant. @param {number} value @param {(value: number) => string} text */
const asked = (value, text) => (Number.isInteger(value) ? short(value) : text(value));

/**
 * By how much: `left > right + plus` asks for at least that much more, or allows so much less.
 * @param {number} plus @param {boolean} more @param {(value: number) => string} text @param {string} unit
 */
function margin(plus, more, text, unit) {
  const amount = `${asked(Math.abs(plus), text)}${unit === ' %' ? ' points' : unit}`;
  if (more) return plus > 0 ? `at least ${amount} more` : `at most ${amount} less`;
  return plus < 0 ? `at least ${amount} less` : `at most ${amount} more`;
}
