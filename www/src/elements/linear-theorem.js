// @ts-check
/**
 * The convergence theorem as a checklist: its assumptions, each with a button that breaks it, and
 * its conclusions. Whether they hold in the run on screen is the core's word.
 */

import { html, nothing, svg } from 'lit';
import { short } from '../charts/frame.js';
import { BREAKS } from '../state/linear-presets.js';
import { ending, endings } from './linear-words.js';
import { math } from './pieces.js';

/** @typedef {import('./linear.js').FeedbackLinear} Linear */
/** @typedef {import('./linear-words.js').Clause} Clause */
/** @typedef {import('../state/table.js').State} State */

/** What the words say, by shape. */
const LAMPS = {
  holds: svg`<circle class="solid" cx="8" cy="8" r="5.5" />`,
  nearly: svg`<circle cx="8" cy="8" r="5.5" /><path class="solid" d="M8 2.5a5.5 5.5 0 0 0 0 11z" />`,
  broken: svg`<path d="M3.5 3.5l9 9M12.5 3.5l-9 9" />`,
};

/**
 * @typedef {object} Assumption
 * @property {string} id
 * @property {string} name
 * @property {string} [several] the setting that has to be more than 1 for it to be broken so
 * @property {string[]} [keys] of all settings that can break it, where there are more
 * @property {(value: number, now: State) => unknown} holds why it does
 * @property {(value: number, figure: Linear) => string} broken how, and what is seen then
 */

/** @type {Assumption[]} */
export const ASSUMPTIONS = [
  {
    id: 'linear',
    name: 'Linear, one hidden layer',
    holds: () => math('h = A x'),
    broken: (_, figure) =>
      `the slopes of tanh enter Ȧ, not Ẇ. ${endings(figure, 'invariant', 'v')}`,
  },
  {
    id: 'white',
    name: 'Whitened inputs',
    several: 'inputs',
    holds: () => math('E[x xᵀ] = I'),
    broken: (value, figure) =>
      `condition number ${short(value)}: small variances are learned slowly. With E√Σ for E in V the proof still holds. ${endings(figure, 'v', 'error')}`,
  },
  {
    id: 'continuous',
    name: 'Continuous time',
    keys: ['scheme', 'learning_rate'],
    holds: () => 'the flow itself',
    broken: (value, figure) =>
      `${figure.now.scheme === 'online' ? 'one example a step is noise' : `steps of η = ${short(value)} are large`}. ${endings(figure, 'v', 'invariant', 'error')}`,
  },
  {
    id: 'zero',
    name: 'C = 0 at the start',
    holds: () => 'zero weights',
    broken: (value, figure) =>
      `‖C‖ = ${short(value)} gives V̇ one more term, of either sign. ${endings(figure, 'v', 'error')}`,
  },
  {
    id: 'independent',
    name: 'Columns of B independent',
    several: 'outputs',
    keys: ['feedback_rank_loss', 'outputs', 'hidden', 'feedback_scale', 'feedback_distribution'],
    holds: (rank) => html`${math('B⁺B = I')}, rank ${rank}`,
    broken: (rank, figure) =>
      `rank ${rank} for ${figure.now.outputs} outputs: V does not see all of E. ${endings(figure, 'error')}`,
  },
  {
    id: 'both',
    name: 'Both layers learn',
    keys: ['input_rate', 'output_rate', 'learning_rate'],
    holds: () => html`${math('Ẇ ∝ E Aᵀ')}, ${math('Ȧ ∝ B E')}`,
    broken: (_, figure) => `${standing(figure.now)}. ${endings(figure, 'error')}`,
  },
];

/** @param {State} now */
const standing = ({ input_rate, output_rate, learning_rate }) =>
  learning_rate === 0 || (input_rate === 0 && output_rate === 0)
    ? 'neither layer moves'
    : input_rate === 0
      ? 'A stands still, and so do the features'
      : 'W stands still and never turns towards B';

/** @type {Record<string, [term: string, name: unknown]>} */
const CONCLUSIONS = {
  v: ['v', html`${math('V = ‖BE‖²')} only falls`],
  invariant: ['gap', html`${math('C')} stays what it was`],
  error: ['error', math('E → 0')],
};

/** The checklist and its buttons. */
export class Checklist {
  #figure;
  /** What a break has replaced. @type {Record<string, State>} */
  #before = {};

  /** @param {Linear} figure */
  constructor(figure) {
    this.#figure = figure;
  }

  /** The defaults of some settings. @param {string[]} [keys] of all but the seed where absent */
  #usual(keys) {
    const { table } = this.#figure;
    const own = table.filter((row) => row.core);
    const rows = own.filter(({ key, random }) => (keys ? keys.includes(key) : !random));
    return Object.fromEntries(rows.map((row) => [row.key, row.default]));
  }

  /** Sets the least that breaks an assumption, or what there was before. @param {Assumption} assumption @param {boolean} broken */
  #toggle({ id, keys }, broken) {
    const { breaks } = BREAKS[id];
    const before = this.#before[id];
    delete this.#before[id];
    const { wanted } = this.#figure;
    // Where it is something else that breaks it by now, what was replaced mends nothing.
    const ours = before && Object.keys(breaks).every((key) => wanted[key] === breaks[key]);
    if (broken)
      return this.#figure.setState(ours ? before : this.#usual(keys ?? Object.keys(breaks)));
    this.#before[id] = Object.fromEntries(Object.keys(breaks).map((key) => [key, wanted[key]]));
    return this.#figure.setState(breaks);
  }

  /** @param {State} patch */
  #all(patch) {
    this.#before = {};
    this.#figure.setState(patch);
  }

  render() {
    const { assumptions, conclusions } = this.#figure.proved.theorem;
    const find = (/** @type {string} */ id) =>
      assumptions.find((/** @type {Clause} */ clause) => clause.id === id);
    return html`<div class="theorem">
      <h3>The theorem assumes</h3>
      <ul>${ASSUMPTIONS.map((assumption) => this.#assumption(assumption, find(assumption.id)))}</ul>
      <h3>and concludes, for FA</h3>
      <ul>${conclusions.map((/** @type {Clause} */ clause) => this.#conclusion(clause))}</ul>
      ${this.#figure.controls === 'full' ? this.#buttons() : nothing}
    </div>`;
  }

  #buttons() {
    const usual = this.#usual();
    // The flow itself, and time enough to see the end.
    const proof = { ...usual, scheme: 'flow', steps: 2 * usual.steps };
    const button = (/** @type {string} */ label, /** @type {State} */ patch) =>
      html`<button type="button" class="chip" @click=${() => this.#all(patch)}>${label}</button>`;
    return html`<div class="presets">
      ${button('All as in the proof', proof)} ${button('Defaults', usual)}
    </div>`;
  }

  /** @param {Assumption} assumption @param {Clause} clause */
  #assumption(assumption, { verdict, value }) {
    const figure = this.#figure;
    const broken = verdict === 'broken';
    const others = this.#figure.proved.theorem.assumptions.some(
      (/** @type {Clause} */ one) =>
        ['linear', 'both'].includes(one.id) && one.verdict === 'broken',
    );
    const why = {
      holds: () => assumption.holds(value, figure.now),
      // Where more than the steps breaks the invariant, nobody knows what they leave.
      nearly: () => `steps of η = ${short(value)}. ${others ? '' : endings(figure, 'invariant')}`,
      broken: () => assumption.broken(value, figure),
    }[verdict]();
    const what = broken ? 'Restore' : 'Break';
    const button = html`<button
      type="button"
      class="chip"
      aria-label="${what}: ${assumption.name}"
      ?disabled=${!broken && figure.now[assumption.several ?? ''] === 1}
      @click=${() => this.#toggle(assumption, broken)}
    >${what}</button>`;
    return html`<li class="clause ${verdict}" data-clause=${assumption.id}>
      ${lamp(verdict)}
      <p><b>${assumption.name}</b><small><i>${verdict}</i>: ${why}</small></p>
      ${figure.controls === 'full' ? button : nothing}
    </li>`;
  }

  /** @param {Clause} clause */
  #conclusion({ id, verdict }) {
    const [term, name] = CONCLUSIONS[id];
    return html`<li class="clause ${verdict}" data-clause=${id} data-term=${term}>
      ${lamp(verdict)}
      <p><b>${name}</b><small><i>${verdict}</i>: ${ending(this.#figure, id)}</small></p>
    </li>`;
  }
}

/** @param {Clause['verdict']} verdict */
const lamp = (verdict) =>
  html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${LAMPS[verdict]}</svg>`;
