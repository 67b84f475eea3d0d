// @ts-check
/** What is said about the second view of `<feedback-linear>`, in the numbers of its run. */

import { html } from 'lit';
import { fixed, short } from '../charts/frame.js';
import { divergesAt } from '../charts/series.js';
import { SWEEP } from './linear-seeds-sweep.js';
import { math } from './pieces.js';

/** @typedef {import('./linear.js').FeedbackLinear} Linear */
/** @typedef {import('./linear-seeds.js').SeedsView} Seeds */
/** @typedef {import('./linear-seeds.js').Learner} Learner */

/** The error that counts as small, as a part of the variance. */
const SMALL = 1e-3;

/** @param {Seeds} view @param {Linear} figure */
export const caption = (view, { now: { seeds } }) =>
  [
    'Lillicrap et al. 2014 found that through fixed random wires a network learns a linear map about as fast as by back-propagation, and that its output layer alone cannot.',
    ...present(view),
    ...(view.reached < view.last
      ? [`Computed so far: ${view.reached} of ${view.last} ${view.unit}s.`]
      : []),
    ...view.shown.flatMap((learner) => divergence(view, learner)),
    ...errors(view, seeds),
    ...angles(view),
    ...sweep(view),
    ...(view.several ? ['Shaded: from the lowest seed to the highest.'] : []),
  ].join(' ');

/** The look at which a seed has left all bounds. @param {Seeds} view @param {Learner} learner */
const leaves = ({ tracks }, { id }) => divergesAt(tracks[id].nse.high);

/** @param {Seeds} view @param {Learner} learner */
function divergence(view, learner) {
  const at = leaves(view, learner);
  if (at === undefined) return [];
  const { looks } = view.tracks[learner.id];
  const where = view.several ? ' with at least one of the seeds' : '';
  return [`${learner.label} diverges${where} by ${view.unit} ${looks[at]}.`];
}

/** What there is at the playhead, where that is not the end. @param {Seeds} view */
function present(view) {
  const { looked, last, shown, several, unit, tracks, wired, pseudo } = view;
  if (looked === undefined || looked >= last) return [];
  const errors = shown.map(({ id, label }) => {
    const error = tracks[id].nse.mid[view.at(tracks[id])];
    return `${Number.isFinite(error) ? short(error) : 'beyond all bounds'} for ${label}`;
  });
  const { angle_to_bp, angle_to_pinv } = tracks[wired.id];
  const at = view.at(tracks[wired.id]);
  const [bp, pinv] = [angle_to_bp, angle_to_pinv].map(({ mid }) => mid[at]);
  const signal = Number.isFinite(bp + pinv)
    ? `; ${wired.label}’s signal is at ${fixed(bp, 0)}° to BP’s and ${fixed(pinv, 0)}° to ${pseudo.label}’s`
    : '';
  return [
    `At ${unit} ${looked} the ${several ? 'median ' : ''}error is ${errors.join(', ')}${signal}. The whole run:`,
  ];
}

/** Who has learnt it when, and who has not. @param {Seeds} view @param {number} seeds */
function errors(view, seeds) {
  /** @type {string[]} */
  const learnt = [];
  /** @type {string[]} */
  const open = [];
  for (const learner of view.shown) {
    if (leaves(view, learner) !== undefined) continue;
    const { nse, looks } = view.tracks[learner.id];
    const end = looks.length - 1;
    const small = nse.mid.findIndex((error) => error < SMALL);
    const best = view.several ? ` (best seed ${short(nse.low[end])})` : '';
    if (small >= 0) learnt.push(`${looks[small]} for ${learner.label}`);
    else open.push(`${short(nse.mid[end])} for ${learner.label} after ${looks[end]}${best}`);
  }
  const error = view.several ? `With ${seeds} seeds the median error` : 'With one seed the error';
  const sentences = [];
  if (learnt.length > 0)
    sentences.push(`${error} falls below ${SMALL} by ${view.unit} ${learnt.join(', ')}.`);
  if (open.length > 0)
    sentences.push(`${learnt.length > 0 ? 'It is still' : `${error} is`} ${open.join(', ')}.`);
  return sentences;
}

/** Where the signal through the fixed wire points. @param {Seeds} view */
function angles(view) {
  const { wired, pseudo, tracks } = view;
  const { looks, angle_to_bp, angle_to_pinv } = tracks[wired.id];
  const [bp, pinv] = [angle_to_bp.mid, angle_to_pinv.mid];
  const end = bp.findLastIndex((angle, i) => Number.isFinite(angle + pinv[i]));
  if (end < 1 || leaves(view, wired) !== undefined) return [];
  const first = bp.findIndex(Number.isFinite);
  const far = bp.findLastIndex((angle, i) => i <= end && !(pinv[i] < angle));
  const name = pseudo.label;
  const nearer =
    far < end
      ? `; from ${view.unit} ${looks[far + 1]} on it is nearer to ${name}’s, ${fixed(pinv[end], 0)}° from it in the end`
      : `, and at ${fixed(pinv[end], 0)}° to ${name}’s`;
  return [
    `${wired.label}’s signal starts at ${fixed(bp[first], 0)}° to BP’s and is at ${fixed(bp[end], 0)}° after ${looks[end]} ${view.unit}s${nearer}.`,
  ];
}

/** What larger initial weights do. @param {Seeds} view */
function sweep({ sweep, wired, pseudo }) {
  const { looks, angle_to_bp, angle_to_pinv } = sweep;
  const last = looks.length - 1;
  if (last < 1) return [];
  const at = (/** @type {number} */ i) =>
    [angle_to_bp, angle_to_pinv].map(({ mid }) => `${fixed(mid[i], 0)}°`);
  const [first, end] = [at(0), at(last)];
  if ([first, end].flat().includes('–°')) return [];
  const smaller = looks.every((_, i) => angle_to_pinv.mid[i] < angle_to_bp.mid[i]);
  return [
    `From initial weights of ±${looks[0]} ${wired.label} ends at ${first[0]} to BP and ${first[1]} to ${pseudo.label}, from ±${looks[last]} at ${end[0]} and ${end[1]}${smaller ? `; the angle to ${pseudo.label} is the smaller at every scale` : ''}.`,
  ];
}

/** @param {Seeds} view */
export const how = ({ pseudo }) => html`<p>
    Online, for an example ${math('x')}, ${math('h = A x')}, ${math('y = W h')} and ${math('e = T x − y')}; it moves
    ${math('W ← W + η e hᵀ')} and ${math('A ← A + η (M e) xᵀ')}. BP has ${math('M = Wᵀ')}, FA
    ${math('M = B')}, fixed, and the shallow learner ${math('M = 0')}: its hidden layer stays as it
    was drawn. Pseudo-backprop, ${pseudo.label}, sends ${math('W⁺e')}, the smallest change of h that
    would undo the error: the Gauss–Newton step on h. Small weights have a huge pseudo-inverse, so
    only its direction is used, at the size of B.
  </p>
  <p>
    The error is the normalised squared error ${math('tr(E Σ Eᵀ) / tr(T Σ Tᵀ)')} with
    ${math('E = T − W A')} and the covariance Σ of the inputs: exact, not measured on examples. The
    angles are those of ${math('M E')} to ${math('WᵀE')} and ${math('W⁺E')} under
    ${math('⟨X, Y⟩ = tr(X Σ Yᵀ)')}, for all inputs together; the mean of the angles of single inputs
    is another number. More than 90° is shown as such.
  </p>
  <p>
    The last chart shows the last angles of runs of its own, with
    ${math(`η = ${SWEEP.learning_rate}`)} and ${SWEEP.steps} examples. Unlike the paper’s, all curves
    are medians with the range of the seeds; each seed draws T, B, weights and examples anew, the
    same for all learners.
  </p>`;
