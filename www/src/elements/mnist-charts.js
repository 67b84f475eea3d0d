// @ts-check
/** The curves of `<feedback-mnist>` and what is said below them. */

import { html } from 'lit';
import { fixed, short } from '../charts/frame.js';
import { lines } from '../charts/lines.js';
import { divergesAt, extent } from '../charts/series.js';
import { sameRules } from '../state/rules.js';
import { chartTabs, drawn } from './pieces.js';

/** @typedef {import('./mnist.js').FeedbackMnist} Mnist */
/** @typedef {import('../workers/lane.js').Snapshot} Snapshot */

/** More layers than this are left to the table of numbers. */
const MOST_PANELS = 4;
/** Of more layers than this a sentence tells only the first. */
const MOST_NAMED = 3;

/** @param {Mnist} figure */
export function charts(figure) {
  const layers = figure.now.hidden.slice(0, MOST_PANELS);
  const wide = figure.wide;
  const panel = wide
    ? Math.max(150, (560 - 20 * (layers.length - 1)) / Math.max(2, layers.length))
    : 190;
  const tall = wide ? 320 : 260;
  const tabs = [
    { id: 'accuracy', label: 'Accuracy' },
    { id: 'loss', label: 'Loss' },
    { id: 'angles', label: 'Angles' },
  ];
  const chosen = (/** @type {string} */ id) => (figure.tab === id ? 'chosen' : '');
  return html`${chartTabs(tabs, figure.tab, (id) => {
    figure.tab = id;
  })}
    <div class="body uneven">
      <div class="picture">
        <div class="place ${chosen('accuracy')}" data-chart="accuracy">
          ${drawn(curve(figure, 'accuracy', tall))}
        </div>
        <div class="place ${chosen('loss')}" data-chart="loss">${drawn(curve(figure, 'loss', wide ? 220 : 220))}</div>
      </div>
      <div class="curves">
        ${layers.map(
          (/** @type {number} */ width, /** @type {number} */ i) => html`<div
            class="place ${chosen('angles')}"
            data-chart="angle${i}"
          >${drawn(angle(figure, i, width, panel))}</div>`,
        )}
      </div>
    </div>
    <p class="caption">${caption(figure)}</p>`;
}

/**
 * A curve per rule.
 * @param {Mnist} figure
 * @param {(snapshot: Snapshot) => number} value
 */
const series = (figure, value) =>
  figure.tracks.map(({ rule, snapshots }) => ({
    id: rule,
    order: figure.rules.findIndex(({ id }) => id === rule),
    label: figure.rules.find(({ id }) => id === rule)?.short ?? rule,
    x: snapshots.map((snapshot) => snapshot.step),
    y: snapshots.map(value),
  }));

/** The steps on the axis: all that will be trained. @param {Mnist} figure */
const stepAxis = (figure) => ({
  name: 'step',
  domain: /** @type {[number, number]} */ ([0, figure.last]),
});

/** @param {Mnist} figure @param {'accuracy' | 'loss'} which @param {number} height */
function curve(figure, which, height) {
  const accuracy = which === 'accuracy';
  const curves = series(figure, (snapshot) => snapshot[which]);
  const ends = curves.map(
    ({ label, y }) =>
      `${label} ${accuracy ? `${fixed(100 * y[y.length - 1], 1)} percent` : short(y[y.length - 1])}`,
  );
  const title = accuracy ? 'Validation accuracy' : 'Validation loss';
  return lines({
    width: figure.sizes.of(which),
    height,
    title,
    series: curves,
    x: stepAxis(figure),
    y: accuracy
      ? {
          scale: 'linear',
          domain: [0, 1],
          ticks: [0, 0.25, 0.5, 0.75, 1],
          format: (v) => `${fixed(100 * v, 0)} %`,
        }
      : { scale: 'log', domain: lossRange(curves) },
    playhead: figure.looked,
    label: `${title} by step, up to step ${figure.reached}. ${ends.join(', ')}.`,
  });
}

/**
 * A range that is there before the first step and seldom has to grow: from the loss of a guess
 * downwards.
 * @param {import('../charts/series.js').Series[]} curves
 * @returns {[number, number]}
 */
function lossRange(curves) {
  const [low, high] = extent(curves, (value) => value > 0 && Number.isFinite(value)) ?? [1, 1];
  return [Math.min(0.2, low), Math.min(1e4, Math.max(2.5, high))];
}

/** Half the width of the band in which two random directions of n dimensions nearly always lie. */
const chance = (/** @type {number} */ n) => (2 * 57.3) / Math.sqrt(n);

/** @param {Mnist} figure @param {number} i @param {number} width of the layer @param {number} height */
function angle(figure, i, width, height) {
  const curves = series(figure, (snapshot) => snapshot.angles[i]);
  const values = curves.flatMap(({ y }) => y).filter(Number.isFinite);
  const obtuse = values.some((value) => value > 112);
  const ends = curves.map(({ label, y }) => `${label} ${fixed(y[y.length - 1], 0)} degrees`);
  return lines({
    width: figure.sizes.of(`angle${i}`, 400),
    height,
    title: `Angle to BP, hidden layer ${i + 1} (°)`,
    series: curves,
    x: stepAxis(figure),
    y: {
      scale: 'linear',
      domain: [0, obtuse ? 180 : 115],
      ticks: obtuse ? [0, 45, 90, 135, 180] : [0, 30, 60, 90],
    },
    reference: { value: 90, label: '' },
    band: { low: 90 - chance(width), high: 90 + chance(width), label: 'chance' },
    playhead: figure.looked,
    label: `Angle between what each rule and what back-propagation sends to hidden layer ${i + 1}. ${ends.join(', ')}.`,
  });
}

/** What the run says about itself. @param {Mnist} figure */
const caption = (figure) =>
  [...divergences(figure), meaning(figure), ...silences(figure)].join(' ');

/** A rule that has left all bounds. @param {Mnist} figure */
const divergences = (figure) =>
  figure.tracks.flatMap(({ rule, snapshots }) => {
    const at = divergesAt(snapshots.map(({ loss }) => loss));
    const name = figure.rules.find(({ id }) => id === rule)?.short;
    return at === undefined
      ? []
      : [`${name} diverges by step ${snapshots[at].step}: the step is too large.`];
  });

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
    'The angle is the one between what a rule and what back-propagation would send to a layer, on the same weights and examples; 90° is no help, 0° is back-propagation.';
  if (longer.length === 0) return angles;
  const where = list(layers.map((/** @type {number} */ _, /** @type {number} */ i) => `${i + 1}`));
  const plural = layers.length > 1 ? 'layers' : 'layer';
  return `${angles} An early lead need not be a better direction: before the first step the signal δ is longer than back-propagation’s (${longer.join('; ')} times as long in hidden ${plural} ${where}), and a longer signal takes larger steps.`;
}

/** @param {(string | undefined)[]} words */
const list = (words) =>
  words.length < 2
    ? `${words[0] ?? ''}`
    : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
