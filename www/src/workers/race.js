// @ts-check
/**
 * The race of the rules, in lockstep by step count. Every round asks all lanes to come to the same
 * next step and waits for all of them, so the curves are functions of the step and not of which
 * worker was faster.
 */

import { Ended } from './client.js';
import { Lane, REQUEST_MS } from './lane.js';
import { nextChange, sameUntil } from './plan.js';
import { Pool } from './pool.js';

/** @typedef {import('./plan.js').Plan} Plan */

/** Most steps that are asked for at once. */
const CHUNK = 125;
/** For so many steps looks are powers of two apart. */
const DENSE_LOOKS = 16;

/**
 * The first step after `step` at which all lanes are looked at, as the core has it (src/presets): powers of
 * two, every 25 steps while much happens, then every 125, and half as often with every doubling from 2500:
 * curves are smooth by then, and looking shall take little of the time. Where a schedule lets other
 * layers learn, they bend as at the start: powers of two again.
 * @param {number} step
 * @param {number[]} [borders] of the schedule
 */
export function nextLook(step, borders = []) {
  const doubled = (/** @type {number} */ since) =>
    since + 2 ** Math.ceil(Math.log2(step - since + 1));
  const late = 125 * 2 ** Math.max(0, Math.floor(Math.log2(step / 1250)));
  const every = step < 250 ? 25 : late;
  const grid = step < DENSE_LOOKS ? doubled(0) : every * (Math.floor(step / every) + 1);
  const near = borders.filter((border) => border > step - DENSE_LOOKS);
  return Math.min(grid, ...near.map((border) => (border > step ? border : doubled(border))));
}

const always = () => true;

export class Race {
  /** @type {Map<string, Lane>} */
  lanes = new Map();
  /** @type {Plan} */
  plan = { settings: {} };
  #pool;
  #makeLane;
  #chunk = 1;
  /** Whether it is becoming another run. */
  starting = false;
  /** Whether the next plan begins anew, though it be the same. */
  #forgotten = true;

  /**
   * @param {Blob[]} digits four files
   * @param {Pool} pool a test may bring its own
   * @param {(rule: string, core: any) => Lane} makeLane
   */
  constructor(
    digits = [],
    pool = new Pool(digits),
    makeLane = (rule, core) => new Lane(rule, core),
  ) {
    this.#pool = pool;
    this.#makeLane = makeLane;
  }

  /** @param {string[]} rules @returns {Lane[]} */
  #entered(rules) {
    return rules.flatMap((rule) => this.lanes.get(rule) ?? []);
  }

  /** Lanes that still go on. @param {string[]} rules */
  #running(rules) {
    return this.#entered(rules).filter((lane) => lane.diverged === undefined);
  }

  /** Whether one of the rules can go on. @param {string[]} rules */
  alive(rules) {
    return this.#running(rules).length > 0;
  }

  /**
   * The step that every lane of `rules` has reached, but for those that have diverged.
   * @param {string[]} rules
   */
  step(rules) {
    const running = this.#running(rules);
    const lanes = running.length > 0 ? running : this.#entered(rules);
    const steps = lanes.map((lane) => lane.step);
    return running.length > 0 ? Math.min(...steps) : Math.max(0, ...steps);
  }

  /** The step that no lane of `rules` is beyond, those that have diverged aside. @param {string[]} rules */
  furthest(rules) {
    return Math.max(0, ...this.#running(rules).map((lane) => lane.step));
  }

  /** The phase in which a step was left. @param {string[]} rules */
  phase(rules) {
    return this.#running(rules)[0]?.phase ?? '';
  }

  /**
   * Starts all lanes of `rules` from step 0. Where the core refuses the plan, nothing changes:
   * the first lane is asked before the others are touched.
   * @param {string[]} rules
   * @param {Plan} plan
   */
  async start(rules, plan) {
    const kept = this.plan;
    this.plan = plan;
    this.starting = true;
    try {
      const [first, ...others] = rules;
      if (first) await this.#begin(first, rules);
      for (const lane of [...this.lanes.values()])
        if (!rules.includes(lane.rule)) await this.#leave(lane);
      await Promise.all(others.map((rule) => this.#begin(rule)));
      this.#chunk = 1;
      this.#forgotten = false;
    } catch (error) {
      this.plan = kept;
      throw error;
    } finally {
      this.starting = false;
    }
  }

  /** @param {string} rule @param {string[]} [others] that are to follow the plan, too */
  async #begin(rule, others = []) {
    const present = this.lanes.get(rule);
    if (present) {
      await present.approve(this.plan, others);
      return present.start(this.plan);
    }
    const core = await this.#pool.take();
    try {
      const lane = this.#makeLane(rule, core);
      await lane.approve(this.plan, others);
      await lane.start(this.plan);
      this.lanes.set(rule, lane);
    } catch (error) {
      this.#pool.give(core);
      throw error;
    }
  }

  /** Whether a plan only changes what is still to come. @param {Plan} plan @param {string[]} rules */
  continues(plan, rules) {
    const same = this.#entered(rules).every((lane) => sameUntil(plan, this.plan, lane.step));
    return same && !this.#forgotten;
  }

  /**
   * Goes on with another plan that is the same up to here. What the core refuses, now or at a
   * change to come, changes nothing. Rules off screen that have gone another way leave.
   * @param {string[]} rules
   * @param {Plan} plan
   */
  async retune(rules, plan) {
    const lanes = this.#running(rules);
    await lanes[0]?.approve(plan, [lanes[0].rule], this.furthest(rules));
    for (const lane of lanes) await lane.retune(plan);
    for (const lane of [...this.lanes.values()])
      if (!sameUntil(plan, this.plan, lane.step)) await this.#leave(lane);
    this.plan = plan;
  }

  /** @param {Lane} lane */
  async #leave(lane) {
    this.lanes.delete(lane.rule);
    await lane.leave();
    this.#pool.give(lane.core);
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
    while (at() < step && this.alive([rule]) && wanted(at()))
      await this.round([rule], step, () => wanted(at()));
    return this.look([rule], () => wanted(at()));
  }

  /**
   * One round: all lanes of `rules` to the same next step, at most `limit`, and a look if it is
   * on the grid. Returns that step, and whether it was looked at. A round that is not wanted any more
   * stops where it is, and the next one takes it up.
   * @param {string[]} rules
   * @param {number} limit
   * @param {() => boolean} [wanted]
   */
  async round(rules, limit, wanted = always) {
    const lanes = this.#running(rules);
    const from = this.step(rules);
    // What somebody changes, now or by a schedule, is worth a look.
    const borders = lanes.flatMap((lane) => lane.borders);
    const look = Math.min(nextLook(from, borders), nextChange(this.plan, from));
    const to = Math.min(from + this.#chunk, look, limit);
    await Promise.all(
      lanes
        .filter((lane) => lane.step < to)
        .map(async (lane) => {
          await lane.retune(this.plan);
          await lane.advance(to, wanted);
        }),
    );
    const arrived = lanes.every((lane) => lane.step === to || lane.diverged !== undefined);
    const due = look === to || lanes.some((lane) => lane.diverged !== undefined);
    const looked = arrived && due && (await this.look(rules, wanted));
    const slowest = Math.max(...lanes.map((lane) => lane.stepMilliseconds));
    const affordable = Math.floor(REQUEST_MS / slowest);
    this.#chunk = Math.max(1, Math.min(CHUNK, affordable || 1));
    return { step: this.step(rules), looked };
  }

  /** One phase of a step, of all lanes that are as far as the slowest. @param {string[]} rules */
  async advancePhase(rules) {
    const step = this.step(rules);
    const lanes = this.#running(rules).filter((lane) => lane.step === step);
    const phase = lanes[0]?.phase;
    await Promise.all(
      lanes
        .filter((lane) => lane.phase === phase)
        .map(async (lane) => {
          await lane.retune(this.plan);
          await lane.advancePhase();
        }),
    );
  }

  /**
   * Looks at all lanes; tells whether all was seen.
   * @param {string[]} rules
   * @param {() => boolean} [wanted]
   */
  async look(rules, wanted = always) {
    const seen = await Promise.all(this.#entered(rules).map((lane) => lane.look(wanted)));
    return seen.every(Boolean);
  }

  /**
   * Asks the worker of a rule; `session` stands for its network, `digits` for the digits. For a
   * rule that has left, nobody answers: `Ended`.
   * @param {string} rule
   * @param {(session: string) => import('./serve.js').Operation[]} questions
   */
  async ask(rule, questions) {
    const lane = this.lanes.get(rule);
    if (!lane) throw new Ended();
    return lane.core.run(questions(lane.session));
  }

  /**
   * What was seen of the rules so far; later rounds do not change it.
   * @param {string[]} rules
   */
  tracks(rules) {
    return this.#entered(rules).map((lane) => lane.track);
  }

  /** Forgets the plan: the next one begins anew, though it be the same. */
  forget() {
    this.#forgotten = true;
  }

  /** Ends every worker and forgets every run. */
  end() {
    this.forget();
    this.#pool.end();
    this.lanes.clear();
  }
}
