// @ts-check
/** The panel of phases: one step of a rule, in three parts, on one example of its minibatch. */

import { html, nothing } from 'lit';
import { short } from '../charts/frame.js';
import { drawn, math } from '../elements/pieces.js';
import { drawnLayers, network } from './network.js';
import { inFocus } from './panel.js';
import { head, indexed, MOST_UNITS, strongest } from './strokes.js';

/** @typedef {import('./panel.js').Figure} Figure */
/** @typedef {import('./panel.js').Answer} Answer */
/** @typedef {import('./network.js').Moment} Moment */

const PHASES = /** @type {const} */ (['forward', 'feedback', 'update']);
/** Equations of more hidden layers than this are left to the names on the drawing. */
const MOST_EQUATIONS = 4;

/** @param {Figure} figure @returns {import('./panel.js').Question[]} */
const asks = (figure) => [
  {
    rule: /** @type {string} */ (inFocus(figure)),
    operations: (session) => [
      ['call', session, 'moment'],
      ['read', 'digits', ['columns']],
    ],
  },
];

/** @param {Figure} figure @param {Answer | undefined} answer */
function body(figure, answer) {
  const id = inFocus(figure);
  const rule = figure.rules.find((candidate) => candidate.id === id);
  if (!rule) return nothing;
  const hidden = figure.now.hidden.length;
  const [found, { columns }] =
    answer?.rules[0] === id ? answer.results[0] : [undefined, { columns: 28 }];
  // The network of an answer may be another than the one that is there by now.
  const fits = found?.h.length === hidden + 2 && (found.step > 0 || found.phase !== 'update');
  const moment = /** @type {Moment | undefined} */ (fits ? found : undefined);
  const next = PHASES[(PHASES.indexOf(/** @type {any} */ (figure.phase)) + 1) % 3];
  const said = happened(rule, moment);
  return html`<div class="map-head">
      <h3>One step of ${rule.short}</h3>
      <button
        type="button"
        class="next-phase"
        ?disabled=${!figure.ready || figure.done}
        @click=${() => advance(figure, next)}
      >${next[0].toUpperCase()}${next.slice(1)}</button>
      <span>is next in step ${figure.race.step(figure.now.rules) + 1}</span>
    </div>
    <div class="diagram">
      <div data-chart="network">${drawn(
        network({
          width: figure.sizes.of('network'),
          rule: rule.id,
          hops: rule.hops,
          sizes: figure.now.hidden,
          signs: figure.now.sign_after,
          columns,
          moment,
          label: said,
        }),
      )}</div>
      <div>
        <p class="happened">${said}</p>
        <ol class="phases">${PHASES.map(
          (phase) => html`<li aria-current=${phase === moment?.phase ? 'step' : nothing}>
            <b>${phase}</b> ${equations(figure, rule, phase).map((line) => html`<p>${line}</p>`)}
          </li>`,
        )}</ol>
        <p class="map-words">${legend(rule, hidden, moment)}</p>
      </div>
    </div>`;
}

/** @param {Figure} figure @param {string} phase */
async function advance(figure, phase) {
  await figure.advancePhase();
  figure.spoken = `${phase} of step ${figure.race.step(figure.now.rules) + (phase === 'update' ? 0 : 1)} is done`;
}

/** What a phase does, line by line. @param {Figure} figure @param {import('../state/rules.js').Rule} rule @param {typeof PHASES[number]} phase */
function equations(figure, rule, phase) {
  const { hidden, output } = figure.now;
  const depth = hidden.length + 1;
  if (phase === 'update') return [math('δWₖ = −δaₖ hₖ₋₁ᵀ'), math('δbₖ = −δaₖ')];
  if (phase === 'feedback') {
    const hops = rule.hops.slice(0, MOST_EQUATIONS);
    return [
      ...hops.map(
        ({ receiver, matrix, sender, slope }) =>
          html`${math(`${receiver} = (`)}<span class="differs rule-${rule.id}">${math(`${matrix} ${sender}`)}</span>${math(`) ⊙ ${slope}`)}`,
      ),
      ...(rule.hops.length > hops.length ? [html`and ${rule.hops.length - hops.length} more`] : []),
    ];
  }
  const sum = `${indexed('W', depth)} ${depth > 1 ? indexed('h', depth - 1) : 'x'} + ${indexed('b', depth)}`;
  return [
    ...(depth > 1 ? [html`${math('hₖ = f(Wₖ hₖ₋₁ + bₖ)')}, ${math('h₀ = x')}`] : []),
    math(output === 'identity' ? `ŷ = ${sum}` : `ŷ = ${output}(${sum})`),
    math('e = ŷ − y'),
  ];
}

/** A sentence for the moment. @param {import('../state/rules.js').Rule} rule @param {Moment | undefined} moment */
function happened(rule, moment) {
  if (!moment) return 'No minibatch has been taken yet: Forward takes the first.';
  const { step, phase, target, h, gradients } = moment;
  const where = `Step ${phase === 'update' ? step : step + 1}, ${phase}: `;
  if (phase === 'forward') {
    const answer = h[h.length - 1];
    const digit = target.indexOf(Math.max(...target));
    const largest = answer.indexOf(Math.max(...answer));
    return `${where}an example whose target is ${digit} has gone up through the layers. The largest output is that of ${largest}; e is what the outputs are away from the target.`;
  }
  if (phase === 'feedback') {
    const ways = rule.hops
      .slice(0, MOST_EQUATIONS)
      .map(({ sender, matrix, to }) => `${sender} through ${matrix} to layer ${to}`);
    const more = rule.hops.length > ways.length ? ', and so on' : '';
    return `${where}${rule.short} has sent ${ways.join(', and ')}${more}. No weight has changed yet.`;
  }
  const layers = drawnLayers(h.length - 2).filter((k) => k > 0);
  const sizes = layers.flatMap((k) =>
    Number.isFinite(gradients[k - 1]) ? [`${indexed('W', k)} ${short(gradients[k - 1])}`] : [],
  );
  const frozen = gradients.flatMap((size, i) => (Number.isNaN(size) ? [indexed('W', i + 1)] : []));
  const still = frozen.length > 0 ? ` ${frozen.join(', ')} did not learn in this step.` : '';
  const moved =
    sizes.length > 0
      ? `every layer that learns has taken its step. Lengths of the gradients over the whole minibatch: ${sizes.join(', ')}.`
      : 'no layer has moved.';
  return `${where}${moved}${still}`;
}

/** What strengths of colour stand for. @param {import('../state/rules.js').Rule} rule @param {number} hidden @param {Moment | undefined} moment */
function legend(rule, hidden, moment) {
  const layers = drawnLayers(hidden).slice(1, -1);
  const h = strongest(layers.map((k) => head(moment?.h[k])));
  const signal = strongest(layers.map((k) => head(moment?.delta[k - 1])));
  const most = moment?.h.slice(1, -1).some((units) => units.length > MOST_UNITS);
  return [
    moment && hidden ? `Strongest colour: ${short(h)} for h` : '',
    signal > 0 ? `, ${short(signal)} for δa` : '',
    moment && hidden ? '; orange is positive, violet negative. ' : '',
    most ? `Of each layer the first ${MOST_UNITS} units are drawn. ` : '',
    rule.hops.some(({ via }) => via === 'fixed')
      ? 'Matrices with a die were drawn at random once.'
      : '',
  ].join('');
}

/** @type {import('./panel.js').Panel} */
export const DIAGRAM = { id: 'diagram', label: 'One step in phases', asks, body };
