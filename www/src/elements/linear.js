// @ts-check
/** `<feedback-linear>`: the linear network of the convergence proof, every quantity on screen. */

import { html } from 'lit';
import { fixed, short } from '../charts/frame.js';
import { gauge, heatmap, heatScale } from '../charts/heatmap.js';
import { lines } from '../charts/lines.js';
import { divergesAt } from '../charts/series.js';
import { LINEAR } from '../state/figures.js';
import { curves, dataTable, drawn, math, ruleToggles, tableSteps } from './pieces.js';
import { Recorded } from './recorded.js';

const COLUMNS = ['error_norm2', 'v', 'invariant_residual', 'angle_to_bp', 'angle_to_pinv'];
const FRAMES = ['errors', 'feedback_side', 'hidden_side'];

export class FeedbackLinear extends Recorded {
  static table = LINEAR;

  constructor() {
    super();
    this.tab = 'error';
    /** @type {Record<string, { errors: number, sides: number }>} largest entries, by rule */
    this.limits = {};
  }

  /** The rule whose matrices are drawn: the one that the theorem is about, if it is shown. */
  get pictured() {
    const withWire = this.shown.find((rule) => rule.hops.some((hop) => hop.via === 'fixed'));
    return withWire ?? this.shown[0];
  }

  /** @param {import('../state/table.js').State} next */
  async compute(next) {
    const answers = await this.run(next, 'Linear', [...COLUMNS, ...FRAMES, 'fingerprint']);
    return Object.fromEntries(answers.map(({ rule, columns }) => [rule, columns]));
  }

  /** @param {Record<string, any>} runs */
  accept(runs) {
    this.runs = runs;
    // Of whole runs, so that the scales stay while the playhead moves.
    this.limits = Object.fromEntries(
      Object.entries(runs).map(([rule, run]) => [
        rule,
        {
          errors: largest(run.errors),
          sides: Math.max(largest(run.feedback_side), largest(run.hidden_side)),
        },
      ]),
    );
  }

  snapshot() {
    return this.lookUp(COLUMNS);
  }

  summary() {
    const k = this.looked;
    const parts = this.shown.map(
      ({ id, short: name }) => `${name}: squared error ${short(this.runs[id].error_norm2[k])}`,
    );
    return `Step ${k} of ${this.last}. ${parts.join(', ')}.`;
  }

  // ── What it looks like ───────────────────────────────────────────────────────────────────

  extras() {
    const choices = this.table.find((row) => row.key === 'rules')?.choices ?? [];
    return html`<div class="row">
      <p class="legend">Whitened inputs (uncorrelated, each of variance 1), one hidden layer, no nonlinearity.</p>
      ${ruleToggles(choices, this.now.rules, (id) => this.toggleRule(id))}
    </div>`;
  }

  body() {
    const height = this.wide ? 250 : 210;
    const charts = [
      { id: 'error', label: 'Error', chart: this.#error(height) },
      { id: 'angles', label: 'Angles', chart: this.#angles(height) },
    ];
    return html`<div class="body">
        <div class="picture" data-chart="maps">${this.#maps()}</div>
        ${curves(this, charts)}
      </div>
      <p class="caption">${this.#caption()}</p>`;
  }

  /** One frame of a matrix. @param {string} name @param {number} size @param {number} k */
  #frame(name, size, k) {
    return this.runs[this.pictured.id][name].subarray(k * size, (k + 1) * size);
  }

  #maps() {
    const { inputs, hidden, outputs } = this.now;
    const k = this.looked;
    const rule = this.pictured.short;
    const width = this.sizes.of('maps', 516);
    const half = Math.floor((width - 48) / 2);
    const { sides, errors } = this.limits[this.pictured.id];
    const wired = this.pictured.hops.some((hop) => hop.via === 'fixed');
    const equal = wired && this.now.initial_scale === 0;
    const residual = this.runs[this.pictured.id].invariant_residual[k];
    /**
     * @param {string} name @param {number} rows @param {number} columns @param {number} limit
     * @param {string} title @param {number} step
     */
    const map = (name, rows, columns, limit, title, step) => {
      const values = this.#frame(name, rows * columns, step);
      const label = `${title} at step ${step}: ${rows} by ${columns}, largest entry ${short(largest(values))} in size`;
      return drawn(heatmap({ width: half, rows, columns, values, limit, title, most: 34, label }));
    };
    return html`<div class="pair">
        ${map('errors', outputs, inputs, errors, `Error E of ${rule}, step 0`, 0)}
        <div class="versus" aria-hidden="true">→</div>
        ${map('errors', outputs, inputs, errors, `E at step ${k}`, k)}
        <div class="scale">${drawn(heatScale(half, errors))}</div>
      </div>
      <div class="pair">
        ${map('feedback_side', hidden, hidden, sides, 'BW + WᵀBᵀ', k)}
        <div class="versus" aria-hidden="true">${equal ? '≈' : '−'}</div>
        ${map('hidden_side', hidden, hidden, sides, 'AAᵀ', k)}
        ${drawn(heatScale(half, sides))}
        <div></div>
        ${drawn(gauge(half, residual, equal ? 'gap between the two' : 'drift of the difference', `${fixed(100 * residual, 1)} %`))}
      </div>`;
  }

  /** @param {number} height */
  #error(height) {
    const series = this.shown.flatMap(({ id, short: name }, order) => [
      { id, label: `${name} ‖E‖²`, order, y: this.runs[id].error_norm2 },
      ...(id === this.pictured.id
        ? [
            {
              id: `${id}-v`,
              rule: id,
              variant: 'thin',
              label: `${name} V`,
              order: order + 2,
              y: this.runs[id].v,
            },
          ]
        : []),
    ]);
    return lines({
      width: this.sizes.of('error'),
      height,
      title: 'Squared error ‖E‖² and V = ‖BE‖²',
      series,
      right: 62,
      x: { name: 'step', domain: [0, this.last] },
      y: { scale: 'log', floor: 1e-12 },
      playhead: this.looked,
      label: `Squared error and V over ${this.last} steps, logarithmic. ${series
        .map((s) => `${s.label} from ${short(s.y[0])} to ${short(s.y[this.last])}`)
        .join('; ')}.`,
    });
  }

  /** @param {number} height */
  #angles(height) {
    const { id, short: name } = this.pictured;
    const run = this.runs[id];
    const series = [
      { id: `${id}-bp`, rule: id, label: 'to BP', order: 0, y: run.angle_to_bp },
      {
        id: `${id}-pinv`,
        rule: id,
        variant: 'thin',
        label: 'to W⁺',
        order: 2,
        y: run.angle_to_pinv,
      },
    ];
    const obtuse = [...run.angle_to_bp, ...run.angle_to_pinv].some((value) => value > 95);
    return lines({
      width: this.sizes.of('angles'),
      height,
      title: `Angle of ${name}'s signal to BP's, and to W⁺E (°)`,
      series,
      right: 62,
      x: { name: 'step', domain: [0, this.last] },
      y: obtuse
        ? { scale: 'linear', domain: [0, 180], ticks: [0, 45, 90, 135, 180] }
        : { scale: 'linear', domain: [0, 100], ticks: [0, 30, 60, 90] },
      reference: { value: 90, label: '' },
      playhead: this.looked,
      label: `Angles over ${this.last} steps. ${series
        .map((s) => `${s.label} ${fixed(s.y[this.last], 0)} degrees at the end`)
        .join('; ')}.`,
    });
  }

  #caption() {
    const k = this.last;
    const { initial_scale, hidden, outputs } = this.now;
    const zero = initial_scale === 0;
    const ends = this.rules.map(({ id, short: name }) => {
      const error = this.runs[id].error_norm2;
      const end = divergesAt(error);
      if (end !== undefined) return `${name} diverges at step ${end}: the step is too large.`;
      return error[k] === error[0]
        ? `${name} stands where it started: ‖E‖² is ${short(error[k])} at step ${k} as at step 0.`
        : `${name} takes ‖E‖² from ${short(error[0])} to ${short(error[k])} in ${k} steps.`;
    });
    const why = zero ? ' From zero weights Wᵀ carries nothing, B does.' : '';
    const dependent =
      outputs > hidden
        ? ' There are more outputs than hidden units, so the columns of B cannot be independent: the error need not vanish.'
        : '';
    return ends.join(' ') + why + this.#conserved() + dependent;
  }

  /** What becomes of the conserved matrix, if the pictured rule has a wire and stays in bounds. */
  #conserved() {
    const { id, hops } = this.pictured;
    const { invariant_residual, error_norm2 } = this.runs[id];
    const residual = invariant_residual[this.last];
    const wired = hops.some((hop) => hop.via === 'fixed');
    if (!wired || !Number.isFinite(residual) || divergesAt(error_norm2) !== undefined) return '';
    const part = `${fixed(100 * residual, 1)} %`;
    return this.now.initial_scale === 0
      ? ` The proof is for continuous time, where the two matrices are equal; the gap of ${part} is the step size.`
      : ` The proof is for zero weights. From others the difference between the two matrices, not zero, stays what it was; the drift of ${part} is the step size.`;
  }

  numbers() {
    const head = [
      'Step',
      ...this.shown.flatMap(({ short: name }) => [`${name} ‖E‖²`, 'V', 'gap', 'to BP', 'to W⁺']),
    ];
    const rows = tableSteps(this.last, this.looked).map((k) => [
      String(k),
      ...this.shown.flatMap(({ id }) => {
        const run = this.runs[id];
        return [
          short(run.error_norm2[k]),
          short(run.v[k]),
          short(run.invariant_residual[k]),
          fixed(run.angle_to_bp[k], 1),
          fixed(run.angle_to_pinv[k], 1),
        ];
      }),
    ]);
    return dataTable('Squared error, V, relative gap, and the angles in degrees', head, rows);
  }

  how() {
    return html`<p>
        ${math('h = A x')}, ${math('y = W h')}, ${math('E = T − W A')}, for inputs with
        ${math('E[x xᵀ] = I')}, which is what whitened means. Every step takes ${math('W ← W + η E Aᵀ')} and
        ${math('A ← A + η M E')}, with ${math('M = Wᵀ')} for back-propagation and
        ${math('M = B')}, fixed, for feedback alignment. T and B are drawn from the seed.
      </p>
      <p>
        The flow keeps ${math('BW + WᵀBᵀ − AAᵀ')} as it was at the start, and from zero weights it
        was zero. Then ${math('V = ‖BE‖²')} can only fall, and with independent columns of B the error
        goes to zero. The gap is ${math('‖C − C₀‖ / ‖AAᵀ‖')} of that conserved matrix. The first
        angle is between what the rule sends to the hidden layer and what back-propagation would
        send, ${math('WᵀE')}; the second is to ${math('W⁺E')}, the Gauss–Newton step, W⁺ being the pseudo-inverse. Where one of
        the two is zero there is no angle, and the curve has a gap.
      </p>`;
  }
}

/** @param {Float32Array} values */
function largest(values) {
  let most = 0;
  // There may be millions of them: a plain loop.
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}
