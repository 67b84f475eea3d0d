// @ts-check
/**
 * A figure whose runs take time: rules race in workers while it plays, and what was seen of them
 * on the way can be looked at again.
 */

import { KNOWN_RULES } from '../state/rules.js';
import { Core, WorkerFailure } from '../workers/client.js';
import { networks } from '../workers/spawn.js';
import { rest, Turns } from '../workers/turns.js';
import { Looking } from './looking.js';

/** @typedef {import('../state/rules.js').Rule} Rule */
/** @typedef {import('../state/table.js').State} State */

const STAY = (/** @type {number} */ from) => from;

/** @abstract */
export class Live extends Looking {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    phase: { state: true },
  };

  /** Whether it plays once it has restarted; Pause may come before that. */
  #resume = false;
  /** Where the steps that were asked for end, by where they begin. */
  #end = STAY;
  /** @type {Promise<void> | undefined} taking them */
  #walk;
  /** For questions that concern no run. */
  helper = new Core(networks);
  /** Training and changes of state take turns at the workers. */
  turns = new Turns();

  constructor() {
    super();
    /** @type {Rule[]} */
    this.rules = KNOWN_RULES[this.now.hidden.length];
    /** The phase in which a step was left: `forward`, `feedback` or nothing. */
    this.phase = '';
  }

  /** Sees to it that the race has its digits. @returns {Promise<void>} */
  async prepare() {}

  async newSeed() {
    if (this.helper.failure) this.helper.restart();
    const [seed] = await this.helper.run([['core', 'new_seed']]);
    return seed;
  }

  end() {
    this.race.end();
    this.helper.end();
  }

  // ── State ────────────────────────────────────────────────────────────────────────────────

  /** @param {State} next @param {State} asked */
  async compute(next, asked) {
    await this.prepare();
    const depth = next.hidden.length;
    const known = KNOWN_RULES[depth] ?? (await this.helper.run([['core', 'rules', depth]]))[0];
    KNOWN_RULES[depth] = known;
    try {
      return await this.turns.take(async () => {
        this.tuneOnTheWay(next, asked);
        const plan = this.plan(next);
        const shown = this.now.rules;
        const fresh = !this.race.continues(plan, shown);
        if (fresh)
          await this.whileBusy('Preparing the networks', this.race.start(next.rules, plan));
        else {
          await this.race.retune(shown, plan);
          await this.#join(next.rules);
        }
        return { fresh, rules: known };
      });
    } catch (error) {
      // Training gave way to this; what is refused should not stop it.
      if (this.playing && !(error instanceof WorkerFailure)) this.train();
      throw error;
    }
  }

  /** Brings rules that were switched on to the step of the others. @param {string[]} rules */
  async #join(rules) {
    const name = (/** @type {string} */ id) => this.rules.find((rule) => rule.id === id)?.short;
    try {
      for (const rule of rules)
        await this.race.join(rule, this.reached, (step) => {
          if (step < this.reached)
            this.busy = `${name(rule)} catches up: step ${step} of ${this.reached}`;
          return !this.turns.waiting && !this.pending;
        });
    } finally {
      this.busy = '';
    }
  }

  /** @param {{ fresh: boolean, rules: Rule[] }} run */
  accept({ fresh, rules }) {
    this.rules = rules;
    if (fresh) this.k = undefined;
    this.#collect();
    if (this.playing) this.train();
  }

  #collect() {
    this.tracks = this.race.tracks(this.now.rules);
    this.phase = this.race.phase(this.now.rules);
    this.seen();
  }

  /** Something new was seen. */
  seen() {}

  recover() {
    this.helper.restart();
    this.race.end();
    return super.recover();
  }

  // ── Playing ──────────────────────────────────────────────────────────────────────────────

  play() {
    if (this.playing || this.failure || !this.isConnected) return;
    this.begin();
    if (this.done) return this.#again(true);
    this.k = undefined;
    this.setPlaying(true);
    if (this.ready) this.train();
  }

  pause() {
    this.#resume = false;
    this.#end = STAY;
    if (!this.playing) return;
    this.setPlaying(false);
    this.spoken = this.summary();
  }

  restart() {
    if (this.failure || !this.ready) this.recover();
    else this.#again(this.playing);
  }

  /** The same start once more: same seed, same settings. @param {boolean} playing */
  async #again(playing) {
    this.setPlaying(false);
    this.#resume = playing;
    this.race.forget();
    this.k = undefined;
    if ((await this.ask({})) && this.#resume) this.play();
  }

  /** Trains while playing, a round at a time, and looks where it stops. */
  train() {
    return this.#guarded(async () => {
      const { rules, speed } = this.now;
      const wanted = () => this.playing && !this.turns.waiting;
      let due = performance.now();
      await this.#join(rules);
      while (wanted() && this.race.step(rules) < this.last && this.race.alive(rules)) {
        const from = this.race.step(rules);
        // Slow speeds take fewer steps to a round; the steps themselves are the same.
        const limit = Math.min(this.last, from + Math.max(1, Math.floor(speed / 10)));
        const { step, looked } = await this.race.round(rules, limit, wanted);
        if (looked) this.#collect();
        this.emit('feedback-step', { step });
        due = Math.max(due + (1000 * (step - from)) / speed, performance.now() - 100);
        await rest(due - performance.now(), wanted);
      }
      const seen = await this.#look(rules);
      this.#collect();
      if (this.playing && seen && this.done) this.#finish();
    });
  }

  #finish() {
    this.setPlaying(false);
    this.spoken = this.summary();
    this.emit('feedback-done', { step: this.reached });
  }

  /** Work in its turn whose failure ends the figure's work. @param {() => Promise<void>} work */
  async #guarded(work) {
    try {
      await this.turns.take(work);
    } catch (error) {
      this.fail(/** @type {Error} */ (error));
    }
  }

  /**
   * Trains n steps on, or moves n looks through what was seen.
   * @param {number} n
   */
  step(n = 1) {
    if (this.playing) this.pause();
    const count = Math.trunc(n);
    if (!this.#able || !count) return;
    const { steps } = this;
    const next = steps[steps.findLastIndex((step) => step <= this.looked) + count];
    if (count < 0 || next !== undefined) {
      this.#end = STAY;
      return this.seek(next ?? 0);
    }
    // Steps asked for while others are taken come on top of them.
    const before = this.#end;
    return this.#walkTo((from) => before(from) + count);
  }

  /** @param {typeof STAY} end */
  #walkTo(end) {
    this.#end = end;
    this.k = undefined;
    this.#walk ??= this.settled.then(() => this.#guarded(() => this.#take()));
    return this.#walk;
  }

  get #able() {
    return this.ready && !this.failure && this.isConnected;
  }
  get stepping() {
    return this.#walk !== undefined;
  }

  /** Takes the steps that were asked for, until Pause, or somebody else who needs the workers. */
  async #take() {
    const { rules } = this.now;
    try {
      await this.#join(rules);
      const at = () => this.race.step(rules);
      const start = at();
      const end = () => Math.min(this.last, this.#end(start));
      const wanted = () => at() < end() && !this.turns.waiting && !this.pending;
      while (wanted() && this.race.alive(rules)) {
        const { looked } = await this.race.round(rules, end(), wanted);
        if (looked) this.#collect();
      }
    } finally {
      this.#end = STAY;
      this.#walk = undefined;
    }
    await this.#look(rules);
    this.#collect();
    this.spoken = this.summary();
    this.emit('feedback-step', { step: this.reached });
  }

  /** Looks at where the rules are, unless somebody else needs the workers. @param {string[]} rules */
  async #look(rules) {
    this.busy = this.race.step(rules) > this.reached ? 'Looking' : '';
    try {
      return await this.race.look(rules, () => !this.turns.waiting && !this.pending);
    } finally {
      this.busy = '';
    }
  }

  /** One phase of a step: forward, feedback or update, of every rule. */
  advancePhase() {
    if (this.playing) this.pause();
    if (!this.#able || this.#walk || this.done) return;
    this.k = undefined;
    this.#walk = this.settled.then(() => this.#guarded(() => this.#takePhase()));
    return this.#walk;
  }

  async #takePhase() {
    const { rules } = this.now;
    try {
      await this.#join(rules);
      await this.race.advancePhase(rules);
      await this.#look(rules);
    } finally {
      this.#walk = undefined;
    }
    this.#collect();
    this.emit('feedback-step', { step: this.reached });
  }

  /** Steps that have not been taken are taken first, as far as the budget goes. @param {number} k */
  arrive(k) {
    const step = Math.round(Math.min(k, this.last));
    if (!(step > this.reached)) return this.seek(step);
    this.pause();
    if (this.#able) return this.#walkTo(() => step);
  }

  /** What a person hears at a stop. @returns {string} */
  summary() {
    return `Step ${this.looked}.`;
  }
}
