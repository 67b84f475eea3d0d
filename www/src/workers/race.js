// @ts-check
/**
 * The race of the rules: one worker per rule, kept in lockstep by step count. Every round asks
 * all lanes to come to the same next step and waits for all of them, so the curves are functions
 * of the step and not of which worker was faster.
 */

import { Core } from './client.js';

/** Every rule is looked at each so many steps, and more often at the start. */
export const LOOK_EVERY = 25;

/** A request is small enough that Pause need not wait for more than about this long. */
const REQUEST_MS = 40;

/**
 * The first step after `step` at which all lanes are looked at: powers of two, then the grid.
 * @param {number} step
 */
export function nextLook(step) {
  const power = 2 ** Math.floor(Math.log2(step) + 1);
  const doubled = step < 1 ? 1 : power;
  return doubled < LOOK_EVERY ? doubled : LOOK_EVERY * (Math.floor(step / LOOK_EVERY) + 1);
}

/**
 * @typedef {{ step: number, samples: number, epochs: number, loss: number, accuracy: number,
 *   training_loss: number, training_accuracy: number, angles: number[],
 *   magnitude_ratios: number[], weight_angles?: number[], confusion: number[], classes: number,
 *   milliseconds?: number }} Snapshot
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

/** One rule: its worker, where it is, and what was seen of it. */
export class Lane {
  step = 0;
  /** @type {Snapshot[]} in order of the step */
  snapshots = [];
  fingerprint = '';
  /** Milliseconds of the worker's own time spent on `timedSteps` steps. */
  milliseconds = 0;
  timedSteps = 0;
  facts = { steps_per_epoch: 0, parameter_count: 0 };

  /** @param {string} rule @param {Core} core */
  constructor(rule, core = new Core()) {
    this.rule = rule;
    this.core = core;
  }

  /**
   * Hands the digits over; the worker keeps them for every later start.
   * @param {Uint8Array[]} digits
   */
  async load(digits) {
    await this.core.run(digits.map((bytes, i) => ['keep', `digits${i}`, bytes]));
  }

  /**
   * A fresh network. A setting that the core refuses leaves the present one in place.
   * @param {Record<string, any>} settings
   */
  async start(settings) {
    const digits = [0, 1, 2, 3].map((i) => ({ kept: `digits${i}` }));
    const [, facts, snapshot, fingerprint] = await this.core.run([
      ['make', 'session', 'Session', { ...settings, rule: this.rule }, ...digits],
      ['read', 'session', ['steps_per_epoch', 'parameter_count']],
      ['call', 'session', 'snapshot'],
      ['call', 'session', 'fingerprint'],
    ]);
    this.step = 0;
    this.snapshots = [snapshot];
    this.milliseconds = this.timedSteps = 0;
    Object.assign(this, { facts, fingerprint });
  }

  /** @param {number} step at or after the present one */
  async advance(step) {
    const [before, , after] = await this.core.run([
      ['time'],
      ['call', 'session', 'step', step - this.step],
      ['time'],
    ]);
    this.milliseconds += after - before;
    this.timedSteps += step - this.step;
    this.step = step;
  }

  /** Looks at the present step, once. Looking changes nothing, so more looks are still true. */
  async look() {
    if (this.snapshots.at(-1)?.step === this.step) return;
    const [snapshot, fingerprint] = await this.core.run([
      ['call', 'session', 'snapshot'],
      ['call', 'session', 'fingerprint'],
    ]);
    this.snapshots.push(snapshot);
    this.fingerprint = fingerprint;
  }

  /** Worker milliseconds a step has taken so far, NaN before the first. */
  get stepMilliseconds() {
    return this.milliseconds / this.timedSteps;
  }
}

export class Race {
  /** @type {Map<string, Lane>} */
  lanes = new Map();
  /** @type {Record<string, any>} */
  settings = {};
  /** @type {Uint8Array[]} */
  digits = [];
  /** Rules off screen: their runs are forgotten, their workers have the code and the digits.
   * @type {Map<string, Lane>} */
  #idle = new Map();
  #makeLane;
  #chunk = 1;

  /** @param {(rule: string) => Lane} makeLane a test may bring its own */
  constructor(makeLane = (rule) => new Lane(rule)) {
    this.#makeLane = makeLane;
  }

  /**
   * The step that every lane of `rules` has reached.
   * @param {string[]} rules
   */
  step(rules) {
    return Math.min(...this.#running(rules).map((lane) => lane.step));
  }

  /** @param {string[]} rules @returns {Lane[]} */
  #running(rules) {
    return rules.flatMap((rule) => this.lanes.get(rule) ?? []);
  }

  /**
   * Starts all lanes of `rules` from step 0. Where the core refuses the settings, nothing changes:
   * the first lane is asked before the others are touched.
   * @param {string[]} rules
   * @param {Record<string, any>} settings
   */
  async start(rules, settings) {
    const kept = this.settings;
    this.settings = settings;
    try {
      const [first, ...others] = rules;
      if (first) await this.#begin(first);
      for (const [rule, lane] of [...this.lanes])
        if (!rules.includes(rule)) {
          this.#idle.set(rule, lane);
          this.lanes.delete(rule);
        }
      await Promise.all(others.map((rule) => this.#begin(rule)));
    } catch (error) {
      this.settings = kept;
      throw error;
    }
  }

  /** @param {string} rule */
  async #begin(rule) {
    const present = this.lanes.get(rule) ?? this.#idle.get(rule);
    const lane = present ?? this.#makeLane(rule);
    if (!present) await lane.load(this.digits);
    await lane.start(this.settings);
    this.lanes.set(rule, lane);
    this.#idle.delete(rule);
  }

  /**
   * Brings a rule that joins late to the step of the others, looking wherever they looked.
   * Stops early when `wanted`, told the step it is at, says no.
   * @param {string} rule
   * @param {number} step
   * @param {(step: number) => boolean} wanted
   */
  async join(rule, step, wanted) {
    if (!this.lanes.has(rule)) await this.#begin(rule);
    const at = () => this.step([rule]);
    while (at() < step && wanted(at())) await this.round([rule], step);
    await this.look([rule]);
  }

  /**
   * One round: all lanes of `rules` to the same next step, at most `limit`, and a look if it is
   * on the grid. Returns that step, and whether it was looked at.
   * @param {string[]} rules
   * @param {number} limit
   */
  async round(rules, limit) {
    const lanes = this.#running(rules);
    const from = this.step(rules);
    const to = Math.min(from + this.#chunk, nextLook(from), limit);
    await Promise.all(lanes.filter((lane) => lane.step < to).map((lane) => lane.advance(to)));
    const looked = nextLook(to - 1) === to;
    if (looked) await this.look(rules);
    const slowest = Math.max(...lanes.map((lane) => lane.stepMilliseconds));
    const affordable = Math.floor(REQUEST_MS / slowest);
    this.#chunk = Math.max(1, Math.min(LOOK_EVERY, affordable || 1));
    return { step: to, looked };
  }

  /** @param {string[]} rules */
  async look(rules) {
    await Promise.all(this.#running(rules).map((lane) => lane.look()));
  }

  /**
   * What was seen of the rules so far; later rounds do not change it.
   * @param {string[]} rules
   * @returns {Track[]}
   */
  tracks(rules) {
    return this.#running(rules).map(
      ({ rule, snapshots, fingerprint, stepMilliseconds, facts }) => ({
        rule,
        snapshots: [...snapshots],
        fingerprint,
        stepMilliseconds,
        stepsPerEpoch: facts.steps_per_epoch,
        parameters: facts.parameter_count,
      }),
    );
  }

  /** Ends every worker and forgets every run. */
  end() {
    this.settings = {};
    for (const lane of [...this.lanes.values(), ...this.#idle.values()]) lane.core.end();
    this.lanes.clear();
    this.#idle.clear();
  }
}
