// @ts-check
/** What became of the runs of the toy, in words. Every number in them is one of the run's. */

import { fixed, short } from '../charts/frame.js';

/**
 * @typedef {object} Run of one rule
 * @property {Float64Array} a
 * @property {Float64Array} w
 * @property {Float64Array} loss
 * @property {Float64Array} angle
 * @property {Float64Array} conserved
 * @property {Float64Array} drift
 * @property {Float64Array} agreement
 * @property {string} outcome
 * @property {number} [solved_at]
 * @property {number} [diverged_at]
 * @property {Float64Array} flow_end
 * @property {string[]} fingerprints
 *
 * @typedef {Run & { name: string }} Named
 */

/** A sign for each outcome: of the wire and the weight, or of how it goes on. @type {Record<string, string>} */
const SIGNS = {
  aligned: '↑↑',
  'anti-aligned': '↑↓',
  solved: '✓',
  stuck: '■',
  diverged: '↗',
  moving: '…',
};

/** @param {Run} run */
export const outcomeOf = ({ outcome, diverged_at }) => ({
  sign: SIGNS[outcome],
  word:
    outcome === 'moving'
      ? 'not there yet'
      : outcome === 'diverged'
        ? `diverged at step ${diverged_at}`
        : outcome,
});

/** @param {ArrayLike<number>} pair */
const place = ({ 0: a, 1: w }) => `(${fixed(a, 3)}, ${fixed(w, 3)})`;

/** @param {number} value */
const told = (value) =>
  value > 0 ? '+ agrees' : value < 0 ? '− opposes' : value === 0 ? '0 nothing is told' : '–';

/**
 * What the read-out says: a name for each quantity, its formula, and its text for a run.
 * @param {number} k the step that is looked at
 * @param {number} last
 * @returns {[name: string, formula: string, value: (run: Run) => string][]}
 */
export const readings = (k, last) => [
  ['solved at step', '', ({ solved_at }) => String(solved_at ?? `not in ${last}`)],
  [
    `step ${last}:`,
    '(A, W)',
    ({ a, w, outcome }) => (outcome === 'diverged' ? 'out of bounds' : place([a[last], w[last]])),
  ],
  ['end of the flow:', '(A, W)', ({ flow_end }) => place(flow_end)],
  [`step ${k}:`, 'eᵀWMe', ({ agreement }) => told(agreement[k])],
];

/** @param {(string | number | undefined)[]} words */
const list = (words) =>
  [words.slice(0, -1).join(', '), String(words[words.length - 1])].filter(Boolean).join(' and ');

/**
 * One sentence about runs that did the same; none about no runs.
 * @param {Named[]} runs
 * @param {string} one what one does
 * @param {string} many what several do
 * @param {'solved_at' | 'diverged_at'} [at]
 * @param {string} [more]
 */
function together(runs, one, many, at, more = '') {
  if (runs.length === 0) return [];
  const several = runs.length > 1;
  const steps = at ? [...new Set(runs.map((run) => run[at]))] : [];
  const when = [`, at steps ${list(steps)}`, ` at step ${steps[0]}`][steps.length > 1 ? 0 : 1];
  const what = `${list(runs.map(({ name }) => name))} ${several ? many : one}`;
  return [`${what}${at ? when : ''}${more}.`];
}

/** @param {Named} run */
function rise({ name, loss, outcome }) {
  const peak = loss.reduce((high, value) => Math.max(high, value), 0);
  return outcome !== 'diverged' && peak > loss[0]
    ? [
        `On the way the loss of ${name} climbs to ${short(peak)}, from ${short(loss[0])} at the start.`,
      ]
    : [];
}

/**
 * What each rule came to; rules that came to the same are named together.
 * @param {Named[]} runs
 */
export function story(runs) {
  const last = (runs[0]?.loss.length ?? 1) - 1;
  const of = (/** @type {string[]} */ ...outcomes) =>
    runs.filter((run) => outcomes.includes(run.outcome));
  const late = ` not solved it after ${last} steps`;
  return [
    ...together(of('aligned', 'anti-aligned', 'solved'), 'solves it', 'solve it', 'solved_at'),
    ...together(of('stuck'), 'is stuck', 'are stuck', undefined, LEFT),
    ...together(of('moving'), 'has', 'have', undefined, late),
    ...together(of('diverged'), 'diverges', 'diverge', 'diverged_at', ': the step is too large'),
    ...runs.flatMap(rise),
    ...together(of('anti-aligned'), AGAINST, AGAINST),
  ].join(' ');
}

const LEFT = ': an error is left, and it moves neither weight';
const AGAINST = 'ends with W and the wire at opposite signs: it fails to align, not to learn';
