// @ts-check
/** What `<feedback-mnist>` says about its run, below the curves. */

import { fixed, short } from '../charts/frame.js';
import { divergesAt } from '../charts/series.js';
import { sameRules } from '../state/rules.js';
import { seenStep } from './mnist-curves.js';
import { sameAsPinned } from './mnist-runs.js';

/** @typedef {import('./mnist.js').FeedbackMnist} Mnist */
/** @typedef {import('../workers/lane.js').Track} Track */

/** Of more layers than this a sentence tells only the first. */
const MOST_NAMED = 3;

/**
 * The validation accuracy of every rule at the step that is read or looked at, and that of the
 * pinned run.
 * @param {Mnist} figure
 */
export function reading(figure) {
  const step = figure.reading?.step ?? seenStep(figure);
  const each = (/** @type {Track[]} */ tracks) =>
    tracks
      .map(({ rule, snapshots }) => {
        const name = figure.rules.find(({ id }) => id === rule)?.short ?? rule;
        const seen = snapshots.findLast((snapshot) => snapshot.step <= step);
        // Kept on one line.
        return `${name}\u00a0${fixed(100 * (seen?.accuracy ?? Number.NaN), 1)}\u00a0%`;
      })
      .join(', ');
  const { pinned } = figure;
  return `Step ${step}, validation accuracy: ${each(figure.tracks)}${pinned ? `; pinned (${pinned.label}): ${each(pinned.tracks)}` : ''}`;
}

/** What the run says about itself. @param {Mnist} figure */
export const caption = (figure) =>
  [
    ...divergences(figure),
    ...changes(figure),
    ...time(figure),
    sameAsPinned(figure),
    meaning(figure),
    ...silences(figure),
  ]
    .filter(Boolean)
    .join(' ');

/**
 * A rule that has left all bounds: its lane says when, or its loss has become enormous.
 * @param {Mnist} figure
 */
const divergences = (figure) =>
  figure.tracks.flatMap(({ rule, snapshots, diverged }) => {
    const name = figure.rules.find(({ id }) => id === rule)?.short;
    if (diverged !== undefined)
      return [`${name} diverged at step ${diverged}: its loss is no number any more.`];
    const at = divergesAt(snapshots.map(({ loss }) => loss));
    return at === undefined
      ? []
      : [`${name} diverges by step ${snapshots[at].step}: the step is too large.`];
  });

/** What was changed on the way: above the curves there is not always room for it. @param {Mnist} figure */
const changes = ({ marks }) =>
  marks.length > 0
    ? [`Changed at ${marks.map(({ step, label }) => `step ${step}: ${label}`).join('; ')}.`]
    : [];

/** @param {Mnist} figure */
const time = ({ now }) =>
  now.axis === 'time'
    ? ['Curves are drawn over the compute time of each rule’s own worker, in seconds.']
    : [];

/** Why there may be no angle. @param {Mnist} figure */
function silences(figure) {
  const silent = figure.tracks.flatMap((track) => {
    const seen = figure.at(track);
    const name = figure.rules.find(({ id }) => id === track.rule)?.short;
    return seen && Number.isFinite(seen.loss) && seen.angles.some(Number.isNaN) ? [name] : [];
  });
  if (silent.length === 0) return [];
  const layers = figure.now.hidden.length === 1 ? 'the hidden layer' : 'some hidden layers';
  return [
    `At step ${figure.looked} there is no angle for ${list(silent)} in ${layers}: what the rule or back-propagation sends there is zero, and zero has no direction.`,
  ];
}

/** What the curves mean. @param {Mnist} figure */
function meaning(figure) {
  const same = sameRules(figure.rules).find((group) => group.length > 1);
  if (same)
    return `With ${figure.now.hidden.length === 1 ? 'one hidden layer' : 'these layers'} ${list(same.map((rule) => rule.short))} send the error the same way: their curves are one curve.`;
  const layers = figure.now.hidden.slice(0, MOST_NAMED);
  const longer = figure.tracks.flatMap(({ rule, snapshots: [first] }) => {
    const name = figure.rules.find(({ id }) => id === rule)?.short;
    const ratios = (first?.magnitude_ratios ?? []).slice(0, layers.length);
    const factors = list(ratios.map(short));
    return ratios.some((ratio) => ratio > 1.05) ? [`${name}’s is ${factors}`] : [];
  });
  const angles =
    'The angle is the one between what a rule and what back-propagation would send to a layer, on the same weights and examples; 90° is what chance gives, 0° is back-propagation.';
  if (longer.length === 0) return angles;
  const where = list(layers.map((/** @type {number} */ _, /** @type {number} */ i) => `${i + 1}`));
  const plural = layers.length > 1 ? 'layers' : 'layer';
  return `${angles} An early lead need not be a better direction: before the first step the signal δ is longer than back-propagation’s (${longer.join('; ')} times as long in hidden ${plural} ${where}), and a longer signal takes larger steps.`;
}

/** @param {(string | undefined)[]} words */
export const list = (words) =>
  words.length < 2
    ? `${words[0] ?? ''}`
    : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
