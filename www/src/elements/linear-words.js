// @ts-check
/** What the proof view of `<feedback-linear>` says, in the numbers of the run on screen. */

import { html } from 'lit';
import { short } from '../charts/frame.js';
import { dataTable, math, tableSteps } from './pieces.js';

/** @typedef {import('./linear.js').FeedbackLinear} Linear */
/** @typedef {{ id: string, verdict: 'holds' | 'nearly' | 'broken', value: number }} Clause */

/** A part of a whole, to two digits. @param {number} part */
export const percent = (part) => `${short(Number((100 * part).toPrecision(2)))} %`;

/** What a rate puts before a matrix. @param {Linear} figure @param {string} rate @param {string} matrix */
export function weighted({ now }, rate, matrix) {
  // Where a layer stands still, the core weights neither.
  if (now[rate] === 1 || now.input_rate === 0 || now.output_rate === 0) return matrix;
  return `${short(now[rate])} ${matrix.includes('+') ? `(${matrix})` : matrix}`;
}

/**
 * What became of the conclusions in a run, as clauses of a sentence.
 * @type {Record<string, (clause: Clause, figure: Linear) => string>}
 */
const ENDS = {
  v: ({ verdict, value }) =>
    verdict === 'holds' ? 'V never rises' : `V rises, by up to ${percent(value)} in one step`,
  invariant: ({ verdict, value }, figure) => {
    if (Number.isNaN(value)) return 'A stays zero';
    return verdict === 'holds'
      ? 'C changes by rounding only'
      : `C changes by ${percent(value)} of ‖${weighted(figure, 'output_rate', 'AAᵀ')}‖`;
  },
  error: ({ verdict, value }, { last }) => {
    const how = { holds: '', nearly: ' and falling', broken: ' and hardly falling' }[verdict];
    return `‖E‖² is at ${percent(value)} of its start after ${last} steps${value < 1 ? how : ''}`;
  },
};

/** What the core says of a conclusion. @param {Linear} figure @param {string} id @returns {Clause} */
export const concluded = ({ proved }, id) =>
  proved.theorem.conclusions.find((/** @type {Clause} */ one) => one.id === id);

/**
 * What became of one conclusion in the run of the rule that the theorem is about.
 * @param {Linear} figure @param {string} id
 */
export function ending(figure, id) {
  const { diverged_at } = figure.proved;
  if (diverged_at !== undefined)
    return `${{ v: 'V', invariant: 'C', error: '‖E‖²' }[id]} leaves all bounds at step ${diverged_at}`;
  return ENDS[id](concluded(figure, id), figure);
}

/** @param {Linear} figure @param {string[]} ids */
export const endings = (figure, ...ids) => ids.map((id) => `${ending(figure, id)}.`).join(' ');

/** @param {string[]} names */
const listed = (names) => names.join(', ').replace(/, ([^,]*)$/, ' and $1');

/** @param {Linear} figure */
export function caption(figure) {
  const k = figure.last;
  const still = figure.shown.filter(({ id }) => {
    /** @type {Float64Array} */
    const error = figure.runs[id].error_norm2;
    return error.every((value) => value === error[0]);
  });
  const stands =
    still.length > 0
      ? `The error of ${listed(still.map(({ short: name }) => name))} stays at ${short(figure.runs[still[0].id].error_norm2[0])}.`
      : '';
  const moved = figure.shown
    .filter((learner) => !still.includes(learner))
    .map(({ id, short: name }) => {
      const { error_norm2: error, diverged_at: end } = figure.runs[id];
      return end === undefined
        ? `${name} takes ‖E‖² from ${short(error[0])} to ${short(error[k])} in ${k} steps.`
        : `${name} diverges at step ${end}.`;
    });
  const wire = figure.now.initial_scale === 0 && still.length > 0 && moved.length > 0;
  const why = wire ? 'Zero weights carry nothing; the wire B does.' : '';
  return [...moved, stands, why, kept(figure)].filter(Boolean).join(' ');
}

/** What becomes of the conserved matrix where nothing but the steps can change it. @param {Linear} figure */
function kept(figure) {
  /** @type {Record<string, Clause[]>} */
  const { assumptions } = figure.proved.theorem;
  const fails = assumptions.some(
    ({ id, verdict }) => ['linear', 'both'].includes(id) && verdict === 'broken',
  );
  const { verdict, value } = concluded(figure, 'invariant');
  if (fails || !figure.wired || verdict === 'broken') return '';
  const zero = figure.now.initial_scale === 0;
  if (verdict === 'holds')
    return zero
      ? 'The two square maps are equal.'
      : 'The difference of the two square maps stays what it was.';
  const part = percent(value);
  return zero
    ? `The proof is for continuous time, where the two square maps are equal; that they differ by ${part} is the step size.`
    : `The proof is for zero weights. From others the difference of the two square maps, not zero, stays what it was; the drift of ${part} is the step size.`;
}

/** The numbers behind the curves: those of the file, at some of the steps. @param {Linear} figure */
export function numbers(figure) {
  const columns = figure.columns();
  const rows = tableSteps(figure.last, figure.looked).map((k) =>
    columns.map(({ values: { [k]: value } }, i) =>
      i === 0 || typeof value === 'string' ? String(value) : short(value ?? Number.NaN),
    ),
  );
  return dataTable(
    'What the curves show',
    columns.map(({ name }) => name),
    rows,
  );
}

export const how = () => html`<p>
    ${math('h = A x')}, or ${math('tanh(A x)')}, and ${math('y = W h')}, to learn
    ${math('y = T x')}: ${math('E = T − W A')}. Every step takes ${math('W ← W + η ρ_W E Σ Aᵀ')} and
    ${math('A ← A + η ρ_A M E Σ')}, online with one example in the place of the mean; the flow is
    looked at every η. Σ, the covariance of the inputs, is diagonal, falls evenly by the factor
    κ and has mean 1. tanh units see the d inputs ${math('√(d λ_j) e_j')} only: their A is
    ${math('tanh(r A) / r')}, with ${math('r² = d λ_j')}, and ${math('f′')} multiplies ${math('M E')}.
  </p>
  <p>
    ${math('M = Wᵀ')} for BP, ${math('M = B')}, fixed, for FA, ${math('M = 0')} for the shallow
    learner, and for pseudo-backprop (PBP) ${math('W⁺')} at the size of B. T ~ U(±1), W and A ~
    U(±s₀), and B has the variance ${math('s²/3')} whatever its distribution. Of a matrix that lacks
    ranks the last columns (B) or rows (T) repeat the first.
  </p>
  <p>
    ‖·‖² is the sum of squared entries, V̇ the slope of V along the flow, the gap
    ${math('‖C − C₀‖ / ‖ρ_W AAᵀ‖')} (in sentences its largest value, of the largest ‖AAᵀ‖) with ${math('C = ρ_A (BW + WᵀBᵀ) − ρ_W AAᵀ')}. Angles are between
    whole matrices, ${math('cos = tr(X Yᵀ) / ‖X‖ ‖Y‖')}, with ${math('E √Σ')} for E: of ${math('M E')} to BP’s ${math('WᵀE')}
    and to ${math('W⁺E')}; of W to ${math('B⁺')}; of ${math('W B E')} to E, 0 where W undoes B on the
    errors that are left. There is none where one of the two is zero or E is down to rounding.
  </p>`;
