// @ts-check
/**
 * Claims of the experiments: comparisons of two numbers that were seen, as the core's presets have
 * them; their tests and the page read the same data.
 */

/** @typedef {import('../workers/lane.js').Track} Track */
/** @typedef {{ rule: string, quantity: string, layer: number, moment: string | { step: number } }} Term */
/**
 * @typedef {{ text: string, left: Term, more: boolean, right: { term: Term | null, plus: number } }} Claim
 */

/** Shares that people read in percent. */
const PERCENT = ['accuracy', 'training_accuracy'];

/**
 * @param {Term} term
 * @param {Track[]} tracks
 */
function value({ rule, quantity, layer, moment }, tracks) {
  const snapshots = tracks.find((track) => track.rule === rule)?.snapshots ?? [];
  const of = (/** @type {any} */ snapshot) => {
    const found = snapshot?.[quantity];
    const number = Array.isArray(found) ? found[layer - 1] : found;
    return PERCENT.includes(quantity) ? 100 * number : Number(number);
  };
  if (typeof moment === 'object') return of(snapshots.find(({ step }) => step === moment.step));
  const all = snapshots.map(of).filter((number) => !Number.isNaN(number));
  switch (moment) {
    case 'start':
      return of(snapshots[0]);
    case 'peak':
      return all.length > 0 ? Math.max(...all) : Number.NaN;
    case 'lowest':
      return all.length > 0 ? Math.min(...all) : Number.NaN;
    default:
      return of(snapshots.at(-1));
  }
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
  const [x, y] = [value(left, tracks), (right.term ? value(right.term, tracks) : 0) + right.plus];
  const ripe = terms.every((term) => settled(term, step, done));
  return { left: x, right: y, holds: ripe ? (more ? x > y : x < y) : undefined };
}

/** What a number of a quantity is counted in. @param {string} quantity */
export const unitOf = (quantity) => {
  if (PERCENT.includes(quantity)) return ' %';
  return quantity.endsWith('angles') ? '°' : '';
};
