// @ts-check
/** One rule in a race: its session in a worker, where it is, and what was seen of it. */

import { Ended, WorkerFailure } from './client.js';
import { settingsAt } from './plan.js';

/** A request is small enough that Pause need not wait for more than about this long. */
export const REQUEST_MS = 40;
/** Rows of the first piece of the first look, which tells how long a row takes. */
const FIRST_ROWS = 256;
const LEAST_ROWS = 8;

const DIGITS = { handle: 'digits' };

/**
 * @typedef {{ step: number, samples: number, epochs: number, loss: number, accuracy: number,
 *   training_loss: number, training_accuracy: number, angles: number[],
 *   magnitude_ratios: number[], weight_angles: number[], codes: number[],
 *   confusion: number[], classes: number,
 *   milliseconds: number, fingerprint: string }} Snapshot
 */

/**
 * What is shown of one rule.
 * @typedef {object} Track
 * @property {string} rule
 * @property {Snapshot[]} snapshots in order of the step
 * @property {string} fingerprint of the last of them
 * @property {number} stepMilliseconds worker time that a step takes, NaN before the first
 * @property {number} stepsPerEpoch
 * @property {number} parameters
 * @property {number} [diverged] the step at which its loss was no number any more
 */

export class Lane {
  step = 0;
  /** @type {Snapshot[]} in order of the step */
  snapshots = [];
  /** The step at which its loss was no number any more. @type {number | undefined} */
  diverged;
  /** The phase that was taken last where a step is under way. */
  phase = '';
  /** Milliseconds of the worker's own time spent on `timedSteps` steps. */
  milliseconds = 0;
  timedSteps = 0;
  facts = { steps_per_epoch: 0, parameter_count: 0, look_rows: 0 };
  /** Steps at which its schedule lets other layers learn. @type {number[]} */
  borders = [];
  /** How long looking at a row takes. */
  #rowMilliseconds = REQUEST_MS / FIRST_ROWS;
  /** What the session was told last. */
  #tuned = '';

  /** @param {string} rule @param {import('./client.js').Core} core that has the digits */
  constructor(rule, core) {
    this.rule = rule;
    this.core = core;
    this.session = `session ${rule}`;
  }

  /**
   * Tries what a plan has in store for these rules on a network that nobody sees: what the core
   * would refuse in the middle of a run it refuses now, with the name of who asked for it.
   * @param {import('./plan.js').Plan} plan
   * @param {string[]} rules
   * @param {number} [after] only what comes after this step
   */
  async approve(plan, rules, after = -1) {
    const { rates = {}, changes = [] } = plan;
    const own = { ...plan.settings, rule: this.rule };
    const asked = [
      ...rules
        .filter((rule) => rule in rates && after < 0)
        .map((rule) => ({
          by: `rates of ${rule}`,
          settings: { ...own, learning_rate: rates[rule] },
        })),
      ...changes
        .filter(({ step }) => step > after)
        .map(({ step }) => ({
          by: `changes at step ${step}`,
          settings: settingsAt({ settings: own, changes }, this.rule, step),
        })),
    ];
    if (asked.length === 0) return;
    const trial = `trial ${this.rule}`;
    await this.core.run([['make', trial, 'Session', own, DIGITS]]);
    try {
      for (const { by, settings } of asked)
        await this.core.run([['call', trial, 'retune', settings]]).catch((error) => {
          throw error instanceof WorkerFailure || error instanceof Ended
            ? error
            : new Error(`${by}: ${error.message}`);
        });
    } finally {
      // A worker that has failed says so to whoever asks next.
      await this.core.run([['free', trial]]).catch(() => {});
    }
  }

  /**
   * A fresh network. Settings that the core refuses leave the present one in place.
   * @param {import('./plan.js').Plan} plan
   */
  async start(plan) {
    const first = settingsAt(plan, this.rule, 0);
    const [, facts] = await this.core.run([
      ['make', this.session, 'Session', first, DIGITS],
      ['read', this.session, ['steps_per_epoch', 'parameter_count', 'look_rows', 'borders']],
    ]);
    this.step = this.milliseconds = this.timedSteps = 0;
    this.diverged = undefined;
    this.phase = '';
    this.snapshots = [];
    this.#tuned = JSON.stringify(first);
    this.facts = facts;
    this.borders = [...(facts.borders ?? [])];
    await this.look();
  }

  /**
   * Settings that the core refuses leave the present ones in force.
   * @param {import('./plan.js').Plan} plan
   */
  async retune(plan) {
    const settings = settingsAt(plan, this.rule, this.step);
    const text = JSON.stringify(settings);
    if (text === this.#tuned) return;
    const [, { borders }] = await this.core.run([
      ['call', this.session, 'retune', settings],
      ['read', this.session, ['borders']],
    ]);
    this.#tuned = text;
    this.borders = [...(borders ?? [])];
  }

  /**
   * Steps on. A step that takes long is taken phase by phase, and may be left unfinished; whoever
   * comes next finishes it.
   * @param {number} step at or after the present one
   * @param {() => boolean} [wanted]
   */
  async advance(step, wanted = () => true) {
    if (step <= this.step || this.diverged !== undefined) return;
    if (this.stepMilliseconds > REQUEST_MS) {
      while (this.step < step && wanted()) await this.advancePhase();
      return;
    }
    const [before, , after, now] = await this.core.run([
      ['time'],
      ['call', this.session, 'step', step - this.step],
      ['time'],
      ['read', this.session, ['step_count', 'diverged']],
    ]);
    this.#arrive(after - before, now);
  }

  /** One phase of a step. */
  async advancePhase() {
    if (this.diverged !== undefined) return;
    const [before, phase, after, now] = await this.core.run([
      ['time'],
      ['call', this.session, 'advance'],
      ['time'],
      ['read', this.session, ['step_count', 'diverged']],
    ]);
    this.#arrive(after - before, now);
    this.phase = now.step_count === this.step && phase !== 'update' ? phase : '';
  }

  /** @param {number} milliseconds @param {{ step_count: number, diverged: boolean }} now */
  #arrive(milliseconds, now) {
    this.milliseconds += milliseconds;
    this.timedSteps += now.step_count - this.step;
    this.step = now.step_count;
    this.phase = '';
    if (now.diverged) this.diverged = this.step;
  }

  /**
   * Looks at the present step, once, piece by piece; no further than `wanted`. Looking changes
   * nothing, so more looks are still true. Tells whether all was seen.
   * @param {() => boolean} [wanted]
   */
  async look(wanted = () => true) {
    if (this.snapshots.at(-1)?.step === this.step) return true;
    for (;;) {
      const affordable = Math.floor(REQUEST_MS / this.#rowMilliseconds);
      const most = this.snapshots.length === 0 ? FIRST_ROWS : Number.POSITIVE_INFINITY;
      const rows = Math.max(LEAST_ROWS, Math.min(affordable, most, this.facts.look_rows));
      const [before, snapshot, after] = await this.core.run([
        ['time'],
        ['call', this.session, 'look', rows],
        ['time'],
      ]);
      // The last piece may be a smaller one, and says nothing.
      if (snapshot) return this.#saw(snapshot);
      this.#rowMilliseconds = Math.max(1e-4, (after - before) / rows);
      if (!wanted()) return false;
    }
  }

  /** @param {Snapshot} snapshot */
  async #saw(snapshot) {
    const [fingerprint] = await this.core.run([['call', this.session, 'fingerprint']]);
    this.snapshots.push({ ...snapshot, milliseconds: this.milliseconds, fingerprint });
    return true;
  }

  /** Worker milliseconds a step has taken so far, NaN before the first. */
  get stepMilliseconds() {
    return this.milliseconds / this.timedSteps;
  }

  /** Forgets its network. */
  leave() {
    return this.core.run([['free', this.session]]);
  }

  /** What was seen so far; later steps do not change it. @returns {Track} */
  get track() {
    return {
      rule: this.rule,
      snapshots: [...this.snapshots],
      fingerprint: this.snapshots.at(-1)?.fingerprint ?? '',
      stepMilliseconds: this.stepMilliseconds,
      stepsPerEpoch: this.facts.steps_per_epoch,
      parameters: this.facts.parameter_count,
      diverged: this.diverged,
    };
  }
}
