// @ts-check
/** `<feedback-linear>`: the linear network of the convergence proof, every quantity on screen. */

import { html } from 'lit';
import { short } from '../charts/frame.js';
import { perRule } from '../export/csv.js';
import { LINEAR, VIEWS } from '../state/figures.js';
import { PRESETS, TASK_1 } from '../state/linear-presets.js';
import { LEARNERS } from '../state/rules.js';
import { unsaid, usual } from '../state/table.js';
import { charts } from './linear-curves.js';
import { largest, maps } from './linear-maps.js';
import { proof } from './linear-proof.js';
import { SeedsView } from './linear-seeds.js';
import { Checklist } from './linear-theorem.js';
import { caption, how, numbers } from './linear-words.js';
import { curves, ruleToggles } from './pieces.js';
import { Recorded } from './recorded.js';

/** @typedef {import('../state/table.js').State} State */
/** @typedef {import('../state/rules.js').Learner} Learner */

/** What is read of every run, and its name in a file. */
const QUANTITIES = { error_norm2: 'squared error', v: 'V' };
/** What is read of the run that is pictured, besides. */
const MORE = {
  v_dot: 'slope of V',
  invariant_residual: 'gap',
  angle_to_bp: 'angle to BP (degrees)',
  angle_to_pinv: 'angle to pseudo-inverse (degrees)',
  angle_w_to_b_pinv: 'angle of W to B+ (degrees)',
  local_inverse_angle: 'angle of WBE to E (degrees)',
};
const COLUMNS = Object.keys({ ...QUANTITIES, ...MORE });
const MATRICES = ['errors', 'feedback_side', 'hidden_side', 'output_weights', 'feedback_pinv'];

/** Whether the hidden layer learns through a fixed wire. @param {Learner} learner */
const isWired = ({ hops }) => hops.some((hop) => hop.via === 'fixed');

/** Whom the theorem is about. */
const WIRED = LEARNERS.find(isWired) ?? LEARNERS[0];

/** Whose matrices are drawn: those of whom the theorem is about, if shown. @param {string[]} shown */
const picturedOf = (shown) =>
  (shown.includes(WIRED.id) ? WIRED : LEARNERS.find(({ id }) => shown.includes(id))) ?? WIRED;

export class FeedbackLinear extends Recorded {
  static table = LINEAR;
  static presets = PRESETS;

  /** @type {import('lit').PropertyDeclarations} */
  static properties = { lit: { state: true }, cell: { state: true } };

  seeds = new SeedsView(this);
  #checklist = new Checklist(this);
  /** What each view had when it was left. @type {Record<string, State>} */
  #left = {};

  constructor() {
    super();
    this.tab = 'error';
    /** What the proof points at, by name. */
    this.lit = '';
    /** The entry of a map that is read. @type {import('./linear-maps.js').Cell | undefined} */
    this.cell = undefined;
    /** Largest entries of the maps. @type {Record<string, number>} */
    this.limits = {};
  }

  // ── What is computed ─────────────────────────────────────────────────────────────────────

  get pictured() {
    return picturedOf(this.now.rules);
  }

  get wired() {
    return isWired(this.pictured);
  }

  /** The run that the theorem speaks of. */
  get proved() {
    return this.runs[WIRED.id];
  }

  get inProof() {
    return this.now.view === VIEWS[0].id;
  }

  /** @param {State} next */
  async compute(next) {
    if (next.view !== VIEWS[0].id) return this.seeds.compute(next);
    const pictured = picturedOf(next.rules).id;
    const answers = await this.run(next, 'Linear', (id) =>
      id === WIRED.id || next.rules.includes(id)
        ? [
            ...Object.keys(QUANTITIES),
            'diverged_at',
            'fingerprints',
            ...(id === pictured ? [...Object.keys(MORE), ...MATRICES] : []),
            ...(id === WIRED.id ? ['theorem'] : []),
          ]
        : [],
    );
    return Object.fromEntries(answers.map(({ rule, columns }) => [rule, columns]));
  }

  /** @param {any} run */
  accept(run) {
    if (!this.inProof) return this.seeds.accept(run);
    this.runs = run;
    const one = run[this.pictured.id];
    // Of whole runs, so that the scales stay while the playhead moves; not of what diverges.
    const part = (one.diverged_at ?? this.last + 1) / (this.last + 1);
    const most = (/** @type {string} */ name) => {
      const frames = one[name];
      return largest(frames.subarray(0, Math.round(part * frames.length)));
    };
    this.limits = {
      errors: most('errors'),
      squares: Math.max(most('feedback_side'), most('hidden_side')),
      weights: most('output_weights'),
      inverse: largest(one.feedback_pinv),
    };
  }

  end() {
    super.end();
    this.seeds.end();
  }

  get unit() {
    return this.inProof ? 'step' : this.seeds.unit;
  }

  /** In the second view there is nothing at a step before it has been computed. @param {number} k */
  arrive(k) {
    this.seek(k);
    return this.arrival;
  }

  // ── The two views ────────────────────────────────────────────────────────────────────────

  /** Shows a view with the settings that it had last. @param {string} view */
  show(view) {
    if (view === this.wanted.view) return;
    const { view: left, speed } = this.wanted;
    const keys = Object.keys(usual(this.table)).filter((key) => key !== 'view' && key !== 'speed');
    this.#left[left] = Object.fromEntries(keys.map((key) => [key, this.wanted[key]]));
    this.pause();
    this.k = undefined;
    const first = view === VIEWS[0].id ? { ...usual(this.table), speed } : TASK_1;
    return this.setState({ ...(this.#left[view] ?? first), view });
  }

  /** @param {string} name @param {string | null} before @param {string | null} value */
  attributeChangedCallback(name, before, value) {
    super.attributeChangedCallback(name, before, value);
    if (name !== 'view' || value !== VIEWS[1].id || before === value) return;
    // The experiment as it was published, but for what other attributes say.
    this.want(unsaid(this.table, this, TASK_1));
  }

  // ── What it says ─────────────────────────────────────────────────────────────────────────

  fingerprint() {
    return this.inProof ? super.fingerprint() : this.seeds.fingerprint();
  }

  snapshot() {
    if (!this.inProof) return this.seeds.snapshot();
    return { ...this.lookUp(COLUMNS), theorem: this.proved?.theorem };
  }

  columns() {
    if (!this.inProof) return this.seeds.columns();
    const { last, runs, shown, pictured } = this;
    const [step] = perRule({ last, runs, shown: [] }, {});
    const rest = shown.flatMap((one) =>
      perRule(
        { last, runs, shown: [one] },
        { ...QUANTITIES, ...(one === pictured ? MORE : {}), fingerprints: 'fingerprint' },
      ).slice(1),
    );
    return [step, ...rest];
  }

  summary() {
    if (!this.inProof) return this.seeds.summary();
    const k = this.looked;
    const parts = this.shown.map(
      ({ id, short: name }) => `${name}: squared error ${short(this.runs[id].error_norm2[k])}`,
    );
    return `Step ${k} of ${this.last}. ${parts.join(', ')}.`;
  }

  numbers() {
    return this.inProof ? numbers(this) : this.seeds.numbers();
  }

  how() {
    return this.inProof ? how() : this.seeds.how();
  }

  // ── What it looks like ───────────────────────────────────────────────────────────────────

  /** The class of something that the proof may point at. @param {string} term */
  tone(term) {
    if (!this.lit) return '';
    return this.lit.split(' ').includes(term) ? 'lit' : 'dim';
  }

  extras() {
    const choices = this.table.find((row) => row.key === 'rules')?.choices ?? [];
    const views = () => html`<div class="views" role="group" aria-label="View">
      ${VIEWS.map(
        ({ id, label }) => html`<button
          type="button"
          aria-pressed=${id === this.now.view}
          @click=${() => this.show(id)}
        >${label}</button>`,
      )}
    </div>`;
    const toggles = () => ruleToggles(choices, this.now.rules, (id) => this.toggleRule(id));
    return html`<div class="row">${this.unlessHidden('view', views)} ${this.unlessHidden('rules', toggles)}</div>`;
  }

  body() {
    if (!this.inProof) return this.seeds.body();
    if (this.sizes.slide)
      return html`<div class="body">
        <div class="picture" data-chart="maps">${maps(this)}</div>
        ${curves(this, charts(this))}
      </div>`;
    return html`<div class="body multiples three">
        <div class="picture" data-chart="maps">${maps(this)}</div>
        ${curves(this, charts(this))} ${this.#checklist.render()}
      </div>
      <div class="beneath">
        ${this.unlessHidden('caption', () => html`<p class="caption">${caption(this)}</p>`)}
        ${proof(this)}
      </div>`;
  }
}
