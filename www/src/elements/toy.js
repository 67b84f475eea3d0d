// @ts-check
/** `<feedback-toy>`: two neurons, and where the rules take them in the plane of their weights. */

import { html, nothing } from 'lit';
import { fixed, short } from '../charts/frame.js';
import { planeHeight, planeSize } from '../charts/plane.js';
import { perRule } from '../export/csv.js';
import { TOY } from '../state/figures.js';
import { PRESETS } from '../state/presets.js';
import { find } from '../state/table.js';
import { curves, dataTable, drawn, ruleToggles, tableSteps } from './pieces.js';
import { Recorded } from './recorded.js';
import { StartPoint } from './start-point.js';
import { COARSE, curvesOf, HALF, landOf, levelsOf, POINTS, planeOf } from './toy-charts.js';
import { how, readout } from './toy-text.js';
import { outcomeOf, story } from './toy-words.js';

/** Columns of a run, and what they are called in a file. */
const COLUMNS = {
  a: 'A',
  w: 'W',
  loss: 'loss',
  angle: 'angle (degrees)',
  conserved: 'conserved',
  drift: 'drift',
  agreement: 'agreement',
};
/** What a run came to. */
const ENDS = ['outcome', 'solved_at', 'diverged_at', 'flow_end'];

/** From this width on a chart is not alone; the same limit as in the stylesheet. */
const TOGETHER = 560;
/** Room between charts on top of each other, and for the numbers under the lowest. */
const GAP = 4;
const NUMBERS = 18;

/** @typedef {import('./toy-charts.js').Drawn} Run */
/** @typedef {import('../workers/client.js').Operation} Operation */

export class FeedbackToy extends Recorded {
  static table = TOY;
  static presets = PRESETS;

  constructor() {
    super();
    /** @type {import('../charts/land.js').Level[]} */
    this.terrain = [];
    this.tab = 'loss';
  }

  /** @param {import('../state/table.js').State} next */
  async compute(next) {
    const members = [...Object.keys(COLUMNS), ...ENDS, 'fingerprints'];
    const levels = levelsOf(next.target);
    // The terrain depends on the target alone, and is asked for once, not for every rule.
    const same = this.terrain.length > 0 && next.target === this.now.target;
    /** @type {Operation[]} */
    const relief = (same ? [] : levels).flatMap(({ target }) => [
      ['make', 'level', 'Toy', { rule: 'bp', target }],
      ['call', 'level', 'solutions', POINTS, HALF, true],
    ]);
    const answers = await this.run(next, 'Toy', members, (rule) => [
      ['call', rule, 'field', COARSE, HALF],
      ['call', rule, 'solutions', POINTS, HALF, true],
      ['call', rule, 'solutions', POINTS, HALF, false],
      ['call', rule, 'conserved_curve', POINTS, HALF],
      ['call', rule, 'uphill_border', POINTS, HALF],
      ['call', rule, 'basin_border', POINTS, HALF],
      ...relief.splice(0),
    ]);
    const runs = answers.map(({ rule, columns, extra }) => {
      const [field, stable, unstable, curve, uphill, basin] = extra;
      return [rule, { ...columns, geometry: { field, stable, unstable, curve, uphill, basin } }];
    });
    const lines = answers[0].extra.slice(6).filter(Boolean);
    const terrain = lines.map((line, i) => ({ line, middle: levels[i].middle }));
    return { runs: Object.fromEntries(runs), terrain: same ? this.terrain : terrain };
  }

  /** @param {{ runs: Record<string, Run>, terrain: import('../charts/land.js').Level[] }} run */
  accept({ runs, terrain }) {
    this.runs = runs;
    this.terrain = terrain;
  }

  snapshot() {
    const numbers = this.lookUp(Object.keys(COLUMNS));
    for (const { id } of this.rules)
      for (const end of ENDS) numbers.rules[id][end] = this.runs[id][end];
    return numbers;
  }

  columns() {
    return perRule(this, { ...COLUMNS, fingerprints: 'fingerprint' });
  }

  summary() {
    const k = this.looked;
    const parts = this.#named.map((run) =>
      run.diverged_at !== undefined && run.diverged_at <= k
        ? `${run.name}: ${outcomeOf(run).word}`
        : `${run.name}: loss ${short(run.loss[k])}`,
    );
    return `Step ${k} of ${this.last}. ${parts.join(', ')}.`;
  }

  /** The runs on screen with the names of their rules. */
  get #named() {
    return this.shown.map(({ id, short: name }) => ({
      .../** @type {Run} */ (this.runs[id]),
      name,
    }));
  }

  // ── What it looks like ───────────────────────────────────────────────────────────────────

  extras() {
    const choices = (/** @type {string} */ key) => find(this.table, key)?.choices ?? [];
    const starts = () => html`<div class="presets" role="group" aria-label="Starts">
      <span class="legend">Starts</span>
      ${PRESETS.map(
        (preset) => html`<button
          type="button"
          class="chip"
          aria-pressed=${this.#matches(preset)}
          @click=${() => this.setState(preset.state)}
        >${preset.label}</button>`,
      )}
    </div>`;
    const show = () => html`<div class="presets" role="group" aria-label="Show in the plane">
      <span class="legend">Show</span>
      ${choices('show').map(({ id, label }) => this.#showing(id, label))}
    </div>`;
    const toggles = () =>
      ruleToggles(choices('rules'), this.now.rules, (id) => this.toggleRule(id));
    return html`<div class="row">
      ${this.unlessHidden('presets', starts)} ${this.unlessHidden('show', show)} ${this.unlessHidden('rules', toggles)}
    </div>`;
  }

  /** @param {string} id @param {string} label */
  #showing(id, label) {
    /** @type {string[]} */
    const on = this.wanted.show;
    const show = on.includes(id) ? on.filter((shown) => shown !== id) : [...on, id];
    return html`<label class="tick-box">
      <input
        type="checkbox"
        .checked=${on.includes(id)}
        ?disabled=${show.length === 0}
        @change=${() => this.setState({ show })}
      />${label}</label>`;
  }

  /** @param {import('../state/presets.js').Preset} preset */
  #matches = (preset) =>
    Object.entries(preset.state).every(([key, value]) => this.wanted[key] === value);

  /** Side of the plane in pixels. */
  get #size() {
    if (this.sizes.small) return planeSize(Math.min(this.sizes.room, 0.54 * this.sizes.figure));
    return Math.min(this.sizes.of('plane', 516), 560);
  }

  /** @returns {import('./toy-charts.js').Scene} */
  get #scene() {
    const { shown: rules, runs, terrain, now, looked: k, last } = this;
    return { rules, runs, terrain, now, k, last };
  }

  /** What lies under the runs, drawn again only when it changes. */
  #land = { key: '', runs: this.runs, layers: /** @type {string[]} */ ([]) };
  get #under() {
    const key = [
      this.#size,
      this.sizes.small,
      this.now.show,
      this.now.rules,
      this.now.field,
    ].join();
    if (this.#land.key !== key || this.#land.runs !== this.runs)
      this.#land = {
        key,
        runs: this.runs,
        layers: landOf(this.#scene, this.#size, this.sizes.small),
      };
    return this.#land.layers;
  }

  body() {
    const size = this.#size;
    const shared = this.sizes.figure >= TOGETHER;
    const several = this.sizes.small ? 2 : 4;
    const height =
      this.wide || this.sizes.small
        ? (planeHeight(size) - NUMBERS - (several - 1) * GAP) / several
        : shared
          ? 140
          : 210;
    const charts = curvesOf(this.#scene, {
      width: (id) => this.sizes.of(id),
      height,
      lowest: height + NUMBERS,
      shared,
      last: this.sizes.small ? 'angle' : 'drift',
    });
    return html`<div class="body multiples">
        <div class="picture">
          <div
            class="plane"
            data-chart="plane"
            @pointerdown=${this.#start.grab}
            @pointermove=${this.#start.drag}
            @pointerup=${this.#start.release}
            @click=${this.#start.tap}
          >
            ${drawn(planeOf(this.#scene, size, this.#under))}
            ${this.controls === 'none' ? nothing : this.#handle()}
          </div>
        </div>
        ${curves(this, charts)}
      </div>
      ${this.sizes.slide ? nothing : this.#words(shared)}`;
  }

  /** @param {boolean} wide */
  #words = (wide) => html`
    ${this.unlessHidden('caption', () => html`<p class="caption">${this.#caption()}</p>`)}
    ${readout(this.shown, this.#named, this.looked, wide)}`;

  #handle = () => html`<button
    type="button"
    class="handle"
    aria-label="Start point, A ${fixed(this.now.input_weight, 2)}, W ${fixed(this.now.output_weight, 2)}. Arrow keys move it."
    @keydown=${this.#start.nudge}
  ></button>`;

  /** What this start shows, in the numbers of this run. */
  #caption() {
    const preset = PRESETS.find(this.#matches);
    return html`${preset ? html`${preset.lead} ` : nothing}${story(this.#named)}`;
  }

  numbers() {
    const names = ['A', 'W', 'loss', 'angle', 'drift'];
    const head = ['Step', ...this.#named.flatMap(({ name }) => names.map((q) => `${name} ${q}`))];
    const rows = tableSteps(this.last, this.looked).map((k) => [
      String(k),
      ...this.#named.flatMap(({ a, w, loss, angle, drift }) => [
        fixed(a[k], 4),
        fixed(w[k], 4),
        short(loss[k]),
        fixed(angle[k], 1),
        short(drift[k]),
      ]),
    ]);
    return dataTable('The two weights, loss, angle in degrees and drift', head, rows);
  }

  how() {
    const field = this.rules.find((rule) => rule.id === this.now.field);
    return how(field?.name.toLowerCase() ?? '');
  }

  updated() {
    this.#start.place(this.renderRoot);
  }

  /** The start point, by hand: where the plane is, and what its move means. */
  #start = new StartPoint({
    half: HALF,
    size: () => this.#size,
    enabled: () => this.controls !== 'none',
    at: () => [this.wanted.input_weight, this.wanted.output_weight],
    move: ([input_weight, output_weight]) => this.setState({ input_weight, output_weight }),
  });
}
