// @ts-check
/** `<feedback-toy>`: two neurons, and where the rules take them in the plane of their weights. */

import { html, nothing } from 'lit';
import { fixed, short } from '../charts/frame.js';
import { lines } from '../charts/lines.js';
import { plane, planeHeight } from '../charts/plane.js';
import { divergesAt } from '../charts/series.js';
import { SOLVED, TOY } from '../state/figures.js';
import { PRESETS } from '../state/presets.js';
import { curves, dataTable, drawn, math, ruleToggles, tableSteps } from './pieces.js';
import { Recorded } from './recorded.js';
import { StartPoint } from './start-point.js';

/** Half the width of the plane. */
const HALF = 2.6;
/** Points to a side: fine for the terrain, coarse for the arrows. */
const FINE = 105;
const COARSE = 17;

/**
 * @typedef {{ a: Float64Array, w: Float64Array, loss: Float64Array, angle: Float64Array,
 *   solved_at: number | undefined, fingerprint: string, flow: Float64Array }} Run
 */

export class FeedbackToy extends Recorded {
  static table = TOY;

  constructor() {
    super();
    /** @type {Float64Array} */
    this.terrain = new Float64Array();
    this.tab = 'loss';
  }

  static get observedAttributes() {
    // biome-ignore lint/complexity/noThisInStatic: the getter needs to know which figure asks
    return [...super.observedAttributes, 'preset'];
  }

  /** @param {string} name @param {string | null} before @param {string | null} value */
  attributeChangedCallback(name, before, value) {
    super.attributeChangedCallback(name, before, value);
    if (name !== 'preset' || value === null || value === before) return;
    const preset = PRESETS.find(({ id }) => id === value);
    if (preset) this.want(preset.state);
    else
      this.say(
        `preset must be one of ${PRESETS.map(({ id }) => id).join(', ')}, but is “${value}”`,
      );
  }

  /** @param {import('../state/table.js').State} next */
  async compute(next) {
    const members = ['a', 'w', 'loss', 'angle', 'solved_at', 'fingerprint'];
    const answers = await this.run(next, 'Toy', members, (rule) => [
      ['call', rule, 'field', COARSE, HALF],
      ['call', rule, 'loss_grid', FINE, HALF],
    ]);
    const runs = answers.map(({ rule, columns, extra: [flow] }) => [rule, { ...columns, flow }]);
    return { runs: Object.fromEntries(runs), terrain: answers[0].extra[1] };
  }

  /** @param {{ runs: Record<string, Run>, terrain: Float64Array }} run */
  accept({ runs, terrain }) {
    this.runs = runs;
    this.terrain = terrain;
  }

  snapshot() {
    const numbers = this.lookUp(['a', 'w', 'loss', 'angle']);
    for (const { id } of this.rules) numbers.rules[id].solved_at = this.runs[id].solved_at;
    return numbers;
  }

  summary() {
    const k = this.looked;
    const parts = this.shown.map(
      ({ id, short: name }) => `${name}: loss ${short(this.runs[id].loss[k])}`,
    );
    return `Step ${k} of ${this.last}. ${parts.join(', ')}.`;
  }

  // ── What it looks like ───────────────────────────────────────────────────────────────────

  extras() {
    const choices = this.table.find((row) => row.key === 'rules')?.choices ?? [];
    return html`<div class="row">
      <div class="presets" role="group" aria-label="Starts">
        <span class="legend">Starts</span>
        ${PRESETS.map(
          (preset) => html`<button
            type="button"
            class="chip"
            aria-pressed=${this.#matches(preset)}
            @click=${() => this.setState(preset.state)}
          >${preset.label}</button>`,
        )}
      </div>
      ${ruleToggles(choices, this.now.rules, (id) => this.toggleRule(id))}
    </div>`;
  }

  /** @param {import('../state/presets.js').Preset} preset */
  #matches = (preset) =>
    Object.entries(preset.state).every(([key, value]) => this.wanted[key] === value);

  /** Side of the plane in pixels. */
  get #size() {
    return Math.min(this.sizes.of('plane', 516), 560);
  }

  body() {
    const size = this.#size;
    const height = this.wide ? (planeHeight(size) - 20) / 2 : 210;
    const charts = [
      { id: 'loss', label: 'Loss', chart: this.#loss(height) },
      { id: 'angle', label: 'Angle', chart: this.#angle(height) },
    ];
    return html`<div class="body">
        <div class="picture">
          <div
            class="plane"
            data-chart="plane"
            @pointerdown=${this.#start.grab}
            @pointermove=${this.#start.drag}
            @pointerup=${this.#start.release}
            @click=${this.#start.tap}
          >
            ${drawn(this.#plane(size))}
            <button
              type="button"
              class="handle"
              aria-label="Start point, A ${fixed(this.now.input_weight, 2)}, W ${fixed(this.now.output_weight, 2)}. Arrow keys move it."
              @keydown=${this.#start.nudge}
            ></button>
          </div>
        </div>
        ${curves(this, charts)}
      </div>
      <p class="caption">${this.#caption()}</p>`;
  }

  /** @param {number} size */
  #plane(size) {
    const runs = this.shown.map(({ id, short: label }) => ({ id, label, ...this.runs[id] }));
    const flow = this.runs[this.now.field];
    const wired = this.shown.find((rule) => rule.hops.some((hop) => hop.via === 'fixed'));
    return plane({
      size,
      half: HALF,
      loss: { side: FINE, values: this.terrain },
      flow: { side: COARSE, values: flow.flow, rule: this.now.field },
      target: this.now.target,
      wire: wired && {
        rule: wired.id,
        weight: this.now.feedback_weight,
        label: `uphill for ${wired.short}`,
      },
      runs,
      playhead: this.looked,
      label: `Plane of the weights A and W with the hyperbola of solutions. ${runs
        .map((run) => `${run.label} goes from ${point(run, 0)} to ${point(run, this.looked)}`)
        .join('; ')}.`,
    });
  }

  /** @param {number} height */
  #loss(height) {
    const series = this.shown.map(({ id, short: label }, order) => ({
      id,
      label,
      order,
      y: this.runs[id].loss,
    }));
    return lines({
      width: this.sizes.of('loss'),
      height,
      title: 'Loss ½E²',
      series,
      x: { name: 'step', domain: [0, this.last] },
      y: { scale: 'log', floor: 1e-6 },
      playhead: this.looked,
      notes: this.shown.flatMap(({ id, short: name }) => {
        const at = this.runs[id].solved_at;
        return at === undefined ? [] : [{ series: id, x: at, label: `${name} solved at ${at}` }];
      }),
      label: `Loss over ${this.last} steps, logarithmic. ${series
        .map((s) => `${s.label} from ${short(s.y[0])} to ${short(s.y[this.last])}`)
        .join('; ')}.`,
    });
  }

  /** @param {number} height */
  #angle(height) {
    const series = this.shown.map(({ id, short: label }, order) => ({
      id,
      label,
      order,
      y: this.runs[id].angle,
    }));
    return lines({
      width: this.sizes.of('angle'),
      height,
      title: 'Angle to back-propagation (°)',
      series,
      x: { name: 'step', domain: [0, this.last] },
      y: { scale: 'linear', domain: [0, 180], ticks: [0, 45, 90, 135, 180] },
      reference: { value: 90, label: 'above 90° the loss rises (for small steps)' },
      playhead: this.looked,
      label: `Angle between each rule's direction and back-propagation's over ${this.last} steps. ${series
        .map((s) => `${s.label} from ${fixed(s.y[0], 0)} to ${fixed(s.y[this.last], 0)} degrees`)
        .join('; ')}.`,
    });
  }

  /** What this start shows, in the numbers of this run. */
  #caption() {
    const preset = PRESETS.find(this.#matches);
    const outcomes = this.rules.map(({ id, short: name }) => {
      const { loss, solved_at } = /** @type {Run} */ (this.runs[id]);
      const end = divergesAt(loss);
      if (end !== undefined) return `${name} diverges at step ${end}: the step is too large.`;
      const peak = loss.reduce((high, value) => Math.max(high, value), 0);
      const rise =
        peak > loss[0] ? ` after its loss rose from ${short(loss[0])} to ${short(peak)}` : '';
      return solved_at === undefined
        ? `${name} has not solved it after ${this.last} steps${rise ? `; its loss rose from ${short(loss[0])} to ${short(peak)}` : ''}.`
        : `${name} solves it at step ${solved_at}${rise}.`;
    });
    return html`${preset ? html`${preset.lead} ` : nothing}${outcomes.join(' ')}`;
  }

  numbers() {
    const head = [
      'Step',
      ...this.shown.flatMap(({ short: name }) =>
        ['A', 'W', 'loss', 'angle'].map((q) => `${name} ${q}`),
      ),
    ];
    const rows = tableSteps(this.last, this.looked).map((k) => [
      String(k),
      ...this.shown.flatMap(({ id }) => {
        const { a, w, loss, angle } = this.runs[id];
        return [fixed(a[k], 4), fixed(w[k], 4), short(loss[k]), fixed(angle[k], 1)];
      }),
    ]);
    return dataTable('The two weights, loss and angle in degrees', head, rows);
  }

  how() {
    return html`<p>
        The network is ${math('y = W A x')}, to learn ${math('y = T x')}; its error is
        ${math('E = T − W A')}. Every step takes ${math('W ← W + η E A')} and
        ${math('A ← A + η M E')}, where ${math('M = W')} for back-propagation and
        ${math('M = B')}, which never changes, for feedback alignment. Solved means
        ${math(`|E| < ${SOLVED}`)}.
      </p>
      <p>
        The grey curve is where ${math('W A = T')}: every point of it is a solution. With a fixed
        wire the loss falls where ${math('A² + B W > 0')}: elsewhere, in the shaded region,
        feedback alignment walks uphill, and it does not stay on the dashed solutions. The terrain is
        the loss, darker where it is higher. The arrows show the direction in which
        ${this.rules.find((rule) => rule.id === this.now.field)?.name.toLowerCase()} moves the
        weights, longer where it is faster (as a root of the speed). The angle is between that
        direction and back-propagation's at the same weights. With one hidden layer direct and
        indirect feedback alignment are the same rule as feedback alignment.
      </p>`;
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

/** @param {{ a: Float64Array, w: Float64Array }} run @param {number} k */
const point = ({ a, w }, k) => `(${fixed(a[k], 2)}, ${fixed(w[k], 2)})`;
