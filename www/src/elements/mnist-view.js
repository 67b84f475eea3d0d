// @ts-check
/** What `<feedback-mnist>` looks like: functions of the element's state. */

import { html, nothing } from 'lit';
import { fixed, short } from '../charts/frame.js';
import { sample } from '../charts/marks.js';
import { paths } from '../charts/paths.js';
import { charts } from './mnist-charts.js';
import { digits } from './mnist-digits.js';
import { chooser } from './mnist-experiments.js';
import { keeping } from './mnist-runs.js';
import { slide } from './mnist-slide.js';
import { drawn, folded, math, tucked } from './pieces.js';

/** @typedef {import('./mnist.js').FeedbackMnist} Mnist */
/** @typedef {import('../workers/lane.js').Track} Track */
/** @typedef {import('../state/rules.js').Rule} Rule */

/** More layers than this are left to the diagram. */
const MOST_EQUATIONS = 4;

/** @param {Mnist} figure */
export const body = (figure) => (figure.sizes.slide ? slide(figure) : laboratory(figure));

/** @param {Mnist} figure */
const laboratory = (figure) => html`
  <div class="lanes">${figure.rules.map((rule, i) => lane(figure, rule, i))}</div>
  ${figure.narrow ? folded('How the error reaches the hidden layers', html`<div class="ways">${figure.rules.map((rule) => html`<div>${way(figure, rule)}</div>`)}</div>`) : nothing}
  ${figure.unlessHidden('panels', () => html`<div class="row chooser">${tucked(figure, 'Panels', chooser(figure))}</div>`)}
  ${figure.ready ? charts(figure) : nothing}
  ${digits(figure)}
  ${figure.unlessHidden('save', () => html`<div class="row">${keeping(figure)}</div>`)}
`;

/**
 * A rule: its switch, how well it does, and where there is room its path and its equations.
 * @param {Mnist} figure
 * @param {Rule} rule
 * @param {number} i
 */
function lane(figure, rule, i) {
  const on = figure.wanted.rules.includes(rule.id);
  const track = figure.tracks.find((candidate) => candidate.rule === rule.id);
  const seen = track && figure.at(track);
  const pace = (figure.now.batch * 1000) / (track?.stepMilliseconds ?? Number.NaN);
  // Where it has a learning rate of its own, the common one is not its.
  const rate = figure.plan(figure.now).rates?.[rule.id];
  const sign = html`${drawn(sample(rule.id, ''))}<span>${rule.short}</span>`;
  return html`<section class="lane rule-${rule.id} ${on ? '' : 'off'}" aria-label=${rule.name}>
    ${
      figure.hides('rules')
        ? html`<div class="rule rule-${rule.id}">${sign}</div>`
        : html`<button
      type="button"
      class="rule rule-${rule.id}"
      aria-pressed=${on}
      title="${rule.citation} (key ${i + 1})"
      @click=${() => figure.toggleRule(rule.id)}
    >${sign}</button>`
    }
    <p class="name">${rule.name}${rate === undefined ? nothing : html`, ${math(`η = ${short(rate)}`)}`}</p>
    <p class="score">
      <b>${seen ? fixed(100 * seen.accuracy, 1) : '–'}</b> %
      <small>${
        figure.playing && pace > 0 ? `${fixed(pace, 0)} samples/s` : 'validation accuracy'
      }</small>
    </p>
    <p class="goal">${goal(figure, track)}</p>
    ${figure.narrow ? nothing : way(figure, rule)}
  </section>`;
}

/** How a rule sends the error to the hidden layers: drawn, and written. @param {Mnist} figure @param {Rule} rule */
const way = (figure, { id, name, hops }) => html`<div class="path rule-${id}">${drawn(
  paths({ width: 156, rule: id, name, hops, hidden: figure.now.hidden.length }),
)}</div>
  <div class="equations rule-${id}">${[...hops]
    .sort((a, b) => b.to - a.to)
    .slice(0, MOST_EQUATIONS)
    .map(equation)}</div>`;

/** When a rule had the accuracy that is asked for: in steps, and in its worker's own time. @param {Mnist} figure @param {Track | undefined} track */
function goal(figure, track) {
  const { goal: percent } = figure.now;
  const first = track?.snapshots.find(({ accuracy }) => 100 * accuracy >= percent);
  if (!first) return `${percent} %: ${track?.diverged === undefined ? 'not yet' : 'never'}`;
  return `${percent} % at step ${first.step}, ${fixed(first.milliseconds / 1000, 1)} s`;
}

/** Only what differs between rules is in the rule's colour. @param {import('../state/rules.js').Hop} hop */
const equation = (hop) => html`<p>
  ${math(`${hop.receiver} = (`)}<span class="differs">${math(`${hop.matrix} ${hop.sender}`)}</span>${math(`) ⊙ ${hop.slope}`)}
</p>`;

/** @param {Mnist} figure */
export function how(figure) {
  const [track] = figure.tracks;
  const size = track
    ? html`The network has ${track.parameters} weights and biases; ${track.stepsPerEpoch} steps are one pass over the training digits.`
    : nothing;
  return html`<p>
      Every rule trains its own copy of one network, from the same weights, on the same minibatches in
      the same order, in as many workers as the machine has cores; they wait for each other at every step. ${size}
      The rules differ in who sends to a hidden layer and through which matrix: what arrives there is
      ${math('δa = (M δ) ⊙ f′(a)')}, where ⊙ multiplies entry by entry and f′ is the slope of the
      activation, and M is either a transposed or plain forward weight matrix W or a matrix B that
      was drawn once and never changes. The updates are the same for all:
      ${math('δW = −δa hᵀ')}. The output layer needs no feedback, so it learns from its own error from
      the first step on. It learns to read what the wires write into the hidden layers, a code for each
      class, and weights that read what B wrote come to resemble B’s transpose.
    </p>
    <p>
      Angles are taken example by example on a fixed sample of the training digits, then averaged,
      with their sign: above 90° a rule would push against back-propagation. The grey band is where
      two random directions of that many dimensions nearly always lie. The angle between W and B
      compares a fixed matrix with the forward weights in whose place it stands: for FA
      ${math('B₁')} with ${math('W₂')}, for a wire over several layers with the product of their weights.
      The code of a class is what an error in its output alone would bring to a layer: its column of
      B, for FA multiplied by the B’s on the way, for BP and IFA by weights. The panel shows the mean
      over all classes of the cosine between a class’s mean activity and its code, each without the
      mean over all classes: 0 is nothing, 1 is the code itself.
      A seed fixes every number here: restart, and the same curves come back, with the changes that were
      made on the way.
    </p>
    <p>
      Dropout silences the same units under every rule, and none while one looks. An adversarial step
      moves every pixel by ε in the direction that back-propagation gives, whatever the rule; training
      is on what comes out. Label noise draws a class anew, the right one included, so that at 1 nothing
      is left to learn; the validation labels stay as they are. A sign layer lets only +1 and −1 pass.
      Its slope is 0, so an error that goes through the forward weights ends there; a fixed wire
      passes by it, FA’s and DFA’s alike. RMSprop is that of Nøkland’s code: decay 0.99, no bias
      correction.
    </p>`;
}
