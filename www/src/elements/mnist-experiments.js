// @ts-check
/** The experiments: a choice, what to look for, and whether it has come true. */

import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { evidence, judge } from '../state/claims.js';
import { EXPERIMENTS, experimentOf } from '../state/experiments.js';
import { tucked } from './pieces.js';

/** @typedef {import('./mnist.js').FeedbackMnist} Mnist */
/** @typedef {import('../state/claims.js').Claim} Claim */

/**
 * The state of an experiment, and off it goes: one click.
 * @param {Mnist} figure
 * @param {string} id
 */
async function run(figure, id) {
  const experiment = EXPERIMENTS.find((candidate) => candidate.id === id);
  if (!experiment) return;
  figure.pause();
  if (await figure.setState(experiment.state)) figure.play();
}

/** What is asked, before anything is set; what a rule is busy with stands in the corner. @param {Mnist} figure */
export const opening = (figure) => html`
  ${figure.busy ? html`<p class="slow">${figure.busy}.</p>` : nothing}
  ${figure.controls === 'full' ? figure.unlessHidden('presets', () => experiments(figure)) : nothing}
  ${figure.sizes.slide ? nothing : findings(figure)}
`;

/** @param {Mnist} figure */
function experiments(figure) {
  const present = experimentOf(figure.wanted);
  const at = present ? EXPERIMENTS.indexOf(present) : -1;
  const beside = (/** @type {number} */ by) =>
    EXPERIMENTS[(at + by + EXPERIMENTS.length) % EXPERIMENTS.length].id;
  const chapters = [...new Set(EXPERIMENTS.map(({ chapter }) => chapter))];
  return html`<div class="row">
    <div class="presets experiments" role="group" aria-label="Experiments">
      <label class="legend" for="experiment">Experiment</label>
      <select id="experiment" @change=${(/** @type {any} */ event) => run(figure, event.target.value)}>
        <option value="" ?selected=${!present} disabled>your own</option>
        ${chapters.map(
          (chapter) => html`<optgroup label=${chapter}>
            ${EXPERIMENTS.filter((one) => one.chapter === chapter).map(
              ({
                id,
                label,
                slow,
              }) => html`<option value=${id} .selected=${live(id === present?.id)}>
                ${label}${slow ? ' (takes minutes)' : ''}
              </option>`,
            )}
          </optgroup>`,
        )}
      </select>
      <button type="button" @click=${() => run(figure, beside(at < 0 ? 0 : -1))}>Previous</button>
      <button type="button" @click=${() => run(figure, beside(1))}>Next</button>
    </div>
  </div>`;
}

/** What the present experiment says, and what has become of it. @param {Mnist} figure */
function findings(figure) {
  const present = experimentOf(figure.now);
  if (!present) return nothing;
  const judged = present.claims.map((claim) => ({
    claim,
    holds: judge(claim, figure.tracks, figure.reached, figure.done).holds,
  }));
  const count = (/** @type {boolean} */ is) => judged.filter(({ holds }) => holds === is).length;
  const wrong = count(false) ? `, ${count(false)} not` : '';
  return html`<section class="findings" aria-label="What to look for">
    <p>${present.sentence}</p>
    ${tucked(
      figure,
      `${count(true)} of ${judged.length} claims have come true${wrong}`,
      html`<ul>${judged.map((one) => finding(figure, one))}</ul>`,
    )}
  </section>`;
}

const WORDS = { true: 'true', false: 'not so', undefined: 'not yet' };
const SIGNS = { true: '✓', false: '✗', undefined: '·' };

/** @param {Mnist} figure @param {{ claim: Claim, holds: boolean | undefined }} judged */
function finding(figure, { claim, holds }) {
  const word = /** @type {'true' | 'false' | 'undefined'} */ (String(holds));
  const name = (/** @type {string} */ id) =>
    figure.rules.find((rule) => rule.id === id)?.short ?? id;
  const about = { ripe: holds !== undefined, end: figure.now.budget, name };
  return html`<li class="finding ${word}">
    <span class="sign" role="img" aria-label=${WORDS[word]}>${SIGNS[word]}</span>
    ${claim.text}
    <small>${evidence(claim, figure.tracks, about)}</small>
  </li>`;
}

/** The panels that can be chosen. @param {Mnist} figure */
export function chooser(figure) {
  const row = figure.table.find(({ key }) => key === 'panels');
  const on = /** @type {string[]} */ (figure.wanted.panels);
  const toggle = (/** @type {string} */ id) => {
    const next = on.includes(id) ? on.filter((panel) => panel !== id) : [...on, id];
    if (next.length > 0) figure.setState({ panels: next });
  };
  return html`<div class="presets" role="group" aria-label="Panels">
      ${figure.narrow ? nothing : html`<span class="legend">Panels</span>`}
      ${row?.choices?.map(
        ({ id, label }) => html`<button
          type="button"
          class="chip"
          aria-pressed=${on.includes(id)}
          @click=${() => toggle(id)}
        >${label}</button>`,
      )}
    </div>`;
}
