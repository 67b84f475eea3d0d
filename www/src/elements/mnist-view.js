// @ts-check
/** What `<feedback-mnist>` looks like: functions of the element's state. */

import { html, nothing } from 'lit';
import { fixed, short } from '../charts/frame.js';
import { lines } from '../charts/lines.js';
import { sample } from '../charts/marks.js';
import { paths } from '../charts/paths.js';
import { sameRules } from '../state/figures.js';
import { chartTabs, dataTable, drawn, math } from './pieces.js';

/** @typedef {import('./mnist.js').FeedbackMnist} Mnist */
/** @typedef {import('./mnist.js').Track} Track */
/** @typedef {import('../state/figures.js').Rule} Rule */
/** @typedef {import('../workers/race.js').Snapshot} Snapshot */

/** More layers than this are left to the table of numbers. */
const MOST_PANELS = 4;

/** @param {Mnist} figure */
export const body = (figure) => html`
  <div class="lanes">${figure.rules.map((rule, i) => lane(figure, rule, i))}</div>
  ${digits(figure)} ${figure.ready ? charts(figure) : nothing}
`;

/**
 * A rule: its switch, its path, its equations, how well it does.
 * @param {Mnist} figure
 * @param {Rule} rule
 * @param {number} i
 */
function lane(figure, rule, i) {
  const on = figure.wanted.rules.includes(rule.id);
  const track = figure.tracks.find((candidate) => candidate.rule === rule.id);
  const seen = track && figure.at(track);
  const hidden = figure.now.hidden.length;
  return html`<section class="lane rule-${rule.id} ${on ? '' : 'off'}" aria-label=${rule.name}>
    <button
      type="button"
      class="rule rule-${rule.id}"
      aria-pressed=${on}
      title="${rule.citation} (key ${i + 1})"
      @click=${() => figure.toggleRule(rule.id)}
    >${drawn(sample(rule.id, ''))}<span>${rule.short}</span></button>
    <p class="name">${rule.name}</p>
    <p class="score">
      <output>${seen ? fixed(100 * seen.accuracy, 1) : '–'}</output> %
      <small>${
        figure.playing && Number.isFinite(track?.pace)
          ? `${fixed(track?.pace ?? Number.NaN, 0)} samples/s`
          : 'validation accuracy'
      }</small>
    </p>
    <div class="path">${drawn(paths({ width: 156, rule: rule.id, name: rule.name, hops: rule.hops, hidden }))}</div>
    <div class="equations">${[...rule.hops]
      .sort((a, b) => b.to - a.to)
      .slice(0, MOST_PANELS)
      .map(equation)}</div>
  </section>`;
}

/** Only what differs between rules is in the rule's colour. @param {import('../state/figures.js').Hop} hop */
const equation = (hop) => html`<p>
  ${math(`${hop.receiver} = (`)}<span class="differs">${math(`${hop.matrix} ${hop.sender}`)}</span>${math(`) ⊙ ${hop.slope}`)}
</p>`;

/** @param {Mnist} figure */
function digits(figure) {
  const { state, got, of, why, train, check, from } = figure.digits;
  const mega = (/** @type {number} */ bytes) => fixed(bytes / 1e6, 1);
  const pick = html`<label class="pick">
    <input
      type="file"
      multiple
      @change=${(/** @type {any} */ event) => figure.useFiles([...event.target.files])}
    />
    <span>Use your own IDX files…</span>
  </label>`;
  const drop = {
    over: (/** @type {Event} */ event) => event.preventDefault(),
    drop: (/** @type {DragEvent} */ event) => figure.drop(event),
  };
  if (state === 'loading')
    return html`<div class="digits">
      <progress max="1" value=${of > 0 ? got / of : nothing} aria-label="Loading the digits"></progress>
      <p>Loading the digits: ${mega(got)}${of > 0 ? ` of ${mega(of)}` : ''} MB</p>
    </div>`;
  if (state === 'missing')
    return html`<div class="notice" role="alert" @dragover=${drop.over} @drop=${drop.drop}>
      <p>
        <strong>The digits are not here:</strong> ${why}.
        <code>cargo xtask digits</code> makes them; or drop the four IDX files of MNIST here.
      </p>
      <button type="button" @click=${() => figure.recover()}>Try again</button> ${pick}
    </div>`;
  if (state === 'ready')
    return html`<div class="digits" @dragover=${drop.over} @drop=${drop.drop}>
      <p>
        Trained on ${train} digits from ${from}; accuracy and loss on ${check} others, never trained
        on. ${figure.busy ? html`<strong>${figure.busy}.</strong>` : nothing}
      </p>
      ${pick}
    </div>`;
  return html`<div class="digits"><p>The digits load when the figure comes near.</p></div>`;
}

/** @param {Mnist} figure */
function charts(figure) {
  const layers = figure.now.hidden.slice(0, MOST_PANELS);
  const wide = figure.wide;
  const panel = wide ? Math.max(150, (560 - 20 * layers.length) / Math.max(2, layers.length)) : 190;
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
  domain: /** @type {[number, number]} */ ([0, Math.max(figure.last, figure.reached)]),
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
      : { scale: 'log' },
    playhead: figure.looked,
    label: `${title} by step, up to step ${figure.reached}. ${ends.join(', ')}.`,
  });
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
function caption(figure) {
  const same = sameRules(figure.rules).find((group) => group.length > 1);
  if (same)
    return `With ${figure.now.hidden.length === 1 ? 'one hidden layer' : 'these layers'} ${list(same.map((rule) => rule.short))} send the error the same way: their curves are one curve.`;
  const longer = figure.tracks.flatMap(({ rule, snapshots: [first] }) => {
    const name = figure.rules.find(({ id }) => id === rule)?.short;
    const ratios = first?.magnitude_ratios ?? [];
    return ratios.some((ratio) => ratio > 1.05)
      ? [`${name}’s is ${list(ratios.map((ratio) => `${fixed(ratio, 1)}`))}`]
      : [];
  });
  const angles =
    'The angle is the one between what a rule and what back-propagation would send to a layer, on the same weights and examples; 90° is no help, 0° is back-propagation.';
  if (longer.length === 0) return angles;
  const layers = list(
    figure.now.hidden.map((/** @type {number} */ _, /** @type {number} */ i) => `${i + 1}`),
  );
  return `${angles} An early lead need not be a better direction: before the first step the signal δ is longer than back-propagation’s (${longer.join('; ')} times as long in hidden layers ${layers}), and a longer signal takes larger steps.`;
}

/** @param {(string | undefined)[]} words */
const list = (words) =>
  words.length < 2
    ? `${words[0] ?? ''}`
    : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;

/** @param {Mnist} figure */
export function numbers(figure) {
  const hidden = figure.now.hidden.map((/** @type {number} */ _, /** @type {number} */ i) => i);
  const head = [
    'Step',
    ...figure.tracks.flatMap(({ rule }) => {
      const name = figure.rules.find(({ id }) => id === rule)?.short;
      return [
        `${name} %`,
        'loss',
        'training loss',
        ...hidden.map((/** @type {number} */ i) => `angle ${i + 1}`),
        ...hidden.map((/** @type {number} */ i) => `ratio ${i + 1}`),
      ];
    }),
  ];
  const steps = figure.tracks[0]?.snapshots.map((snapshot) => snapshot.step) ?? [];
  const rows = steps.map((step) => [
    String(step),
    ...figure.tracks.flatMap(({ snapshots }) => {
      const seen = snapshots.find((snapshot) => snapshot.step === step);
      if (!seen) return [...'–––', ...hidden.flatMap(() => [...'––'])];
      return [
        fixed(100 * seen.accuracy, 2),
        fixed(seen.loss, 3),
        fixed(seen.training_loss, 3),
        ...seen.angles.map((value) => fixed(value, 1)),
        ...seen.magnitude_ratios.map((value) => fixed(value, 2)),
      ];
    }),
  ]);
  return dataTable(
    'Accuracy and loss on the validation digits, training loss on a fixed sample of the training digits, angle to BP in degrees and length of δ relative to BP’s by layer',
    head,
    rows,
  );
}

/** @param {Mnist} figure */
export function how(figure) {
  const [track] = figure.tracks;
  const size = track
    ? html`The network has ${track.parameters} weights and biases; ${track.stepsPerEpoch} steps are one pass over the training digits.`
    : nothing;
  return html`<p>
      Every rule trains its own copy of one network, from the same weights, on the same minibatches in
      the same order, each in a worker of its own; they wait for each other at every step. ${size}
      The rules differ in one factor: what arrives at a hidden layer is
      ${math('δa = (M δ) ⊙ f′(a)')}, and M is either a transposed or plain forward weight matrix W or a
      matrix B that was drawn once and never changes. The updates are the same for all:
      ${math('δW = −δa hᵀ')}.
    </p>
    <p>
      Angles are taken example by example on a fixed sample of the training digits, then averaged,
      with their sign: above 90° a rule would push against back-propagation. The grey band is where
      two random directions of that many dimensions nearly always lie. A seed fixes every number
      here: restart, and the same curves come back.
    </p>`;
}
