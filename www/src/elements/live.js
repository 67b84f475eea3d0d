// @ts-check
/**
 * A figure whose runs take time: rules race in workers while it plays, and what was seen of them
 * on the way can be looked at again.
 */

import schema from '../../pkg/schema.json' with { type: 'json' };
import { readChanges, readRates, withChange, writeChanges } from '../state/changes.js';
import { KNOWN_RULES } from '../state/rules.js';
import { find, forCore, format } from '../state/table.js';
import { Core, networks, WorkerFailure } from '../workers/client.js';
import { Race } from '../workers/race.js';
import { rest, Turns } from '../workers/turns.js';
import { Figure } from './figure.js';

/** @typedef {import('../state/rules.js').Rule} Rule */
/** @typedef {import('../workers/lane.js').Track} Track */
/** @typedef {import('../workers/plan.js').Plan} Plan */
/** @typedef {import('../state/table.js').State} State */

/** What may change while networks learn. @type {string[]} */
const LIVE = schema.live;

/** @abstract */
export class Live extends Figure {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    k: { state: true },
    tracks: { state: true },
    busy: { state: true },
    phase: { state: true },
  };

  /** Whether it plays once it has restarted; Pause may come before that. */
  #resume = false;
  /** Steps that were asked for and are still to be taken. */
  #ahead = 0;
  /** @type {Promise<void> | undefined} taking them */
  #walk;
  race = new Race();
  /** For questions that concern no run. */
  helper = new Core(networks);
  /** Training and changes of state take turns at the workers. */
  turns = new Turns();

  constructor() {
    super();
    /** The step that is looked at; undefined stands for the newest. @type {number | undefined} */
    this.k = undefined;
    /** @type {Track[]} what was seen of each rule on screen */
    this.tracks = [];
    /** @type {Rule[]} */
    this.rules = KNOWN_RULES[this.now.hidden.length];
    /** What keeps the others waiting. */
    this.busy = '';
    /** The phase in which a step was left: `forward`, `feedback` or nothing. */
    this.phase = '';
  }

  /** Puts another race in the place of the present one. @param {Race} race */
  replaceRace(race) {
    this.race.end();
    this.race = race;
  }

  /** Sees to it that the race has its digits. @returns {Promise<void>} */
  async prepare() {}

  get last() {
    return Math.max(this.now.budget, this.reached);
  }

  /** The newest step that was seen. */
  get reached() {
    return this.tracks.reduce(
      (step, track) => Math.max(step, track.snapshots.at(-1)?.step ?? 0),
      0,
    );
  }

  get looked() {
    return Math.min(this.k ?? this.reached, this.reached);
  }

  get done() {
    return this.ready && (this.reached >= this.last || this.over);
  }

  /** Whether no rule can go on. */
  get over() {
    return this.tracks.length > 0 && this.tracks.every(({ diverged }) => diverged !== undefined);
  }

  /** The steps at which any rule was looked at. @returns {number[]} */
  get steps() {
    const all = this.tracks.flatMap(({ snapshots }) => snapshots.map(({ step }) => step));
    return [...new Set(all)].sort((a, b) => a - b);
  }

  /** What a track shows at the step that is looked at. @param {Track} track */
  at = (track) => track.snapshots.findLast((snapshot) => snapshot.step <= this.looked);

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

  /** @param {State} state @returns {Plan} */
  plan(state) {
    const known = find(this.table, 'rules')?.choices?.map(({ id }) => id) ?? [];
    return {
      settings: forCore(this.table, state),
      rates: readRates(state.rates, known),
      changes: readChanges(state.changes, this.table, LIVE),
    };
  }

  /** @param {State} next @param {State} asked */
  async compute(next, asked) {
    await this.prepare();
    const depth = next.hidden.length;
    const known = KNOWN_RULES[depth] ?? (await this.helper.run([['core', 'rules', depth]]))[0];
    KNOWN_RULES[depth] = known;
    try {
      return await this.turns.take(async () => {
        this.#tuneOnTheWay(next, asked);
        const plan = this.plan(next);
        const entered = [...this.race.lanes.keys()];
        const fresh = !this.race.continues(plan, entered);
        if (fresh) await this.race.start(next.rules, plan);
        else {
          await this.race.retune(entered, plan);
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

  /**
   * Live settings that are asked for in the middle of a run change from here on. At its start and
   * once it is done they are settings like all others, of the next run.
   * @param {State} next
   * @param {State} asked
   */
  #tuneOnTheWay(next, asked) {
    const same = (/** @type {string} */ key) =>
      JSON.stringify(asked[key]) === JSON.stringify(this.now[key]);
    const decides = (/** @type {string} */ key) =>
      find(this.table, key)?.core || key === 'rates' || key === 'changes';
    const live = LIVE.filter((key) => key in asked);
    const step = this.race.step([...this.race.lanes.keys()]);
    const others = Object.keys(asked).filter((key) => decides(key) && !LIVE.includes(key));
    if (live.length === 0 || !others.every(same)) return;
    if (step === 0 || this.done) {
      next.changes = '';
      return;
    }
    const wanted = live.filter((key) => asked[key] !== this.current(key, this.now));
    const settings = Object.fromEntries(wanted.map((key) => [key, asked[key]]));
    const changes = readChanges(this.now.changes, this.table, LIVE);
    next.changes = writeChanges(withChange(changes, step, settings), this.table);
    for (const key of live) next[key] = this.now[key];
  }

  /** The value in force at the newest step. @param {string} key @param {State} [state] */
  current(key, state = this.wanted) {
    if (!LIVE.includes(key) || key in this.refused) return state[key];
    const past = this.#changes().filter(({ step }) => step <= this.reached);
    return past.reduce((value, { settings }) => settings[key] ?? value, state[key]);
  }

  #changes() {
    return readChanges(this.now.changes, this.table, LIVE);
  }

  /** What changed on the way, for the axes of the curves. */
  get marks() {
    return this.#changes().flatMap(({ step, settings }) =>
      Object.entries(settings).map(([key, value]) => {
        const row = find(this.table, key);
        return { step, label: row ? `${row.symbol ?? row.label} ${format(row, value)}` : '' };
      }),
    );
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
    if (this.playing || this.failure) return;
    this.begin();
    if (this.done) return this.#again(true);
    this.k = undefined;
    this.setPlaying(true);
    if (this.ready) this.train();
  }

  pause() {
    this.#resume = false;
    this.#ahead = 0;
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
    if (!this.ready || this.failure || !count) return;
    const { steps } = this;
    const next = steps[steps.findLastIndex((step) => step <= this.looked) + count];
    if (count < 0 || next !== undefined) {
      this.#ahead = 0;
      return this.seek(next ?? 0);
    }
    // Steps asked for while others are taken come on top of them.
    this.#ahead += count;
    this.#walk ??= this.settled.then(() => this.#guarded(() => this.#take()));
    return this.#walk;
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
      const wanted = () => this.#ahead > 0 && !this.turns.waiting && !this.pending;
      while (wanted() && at() < this.last && this.race.alive(rules)) {
        const from = at();
        const end = Math.min(this.last, from + this.#ahead);
        const { step, looked } = await this.race.round(rules, end, wanted);
        if (looked) this.#collect();
        this.#ahead = Math.max(0, this.#ahead - (step - from));
      }
    } finally {
      this.#ahead = 0;
      this.#walk = undefined;
    }
    await this.#look(rules);
    this.k = undefined;
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
    if (!this.ready || this.failure || this.#walk || this.done) return;
    this.#walk = this.settled.then(() =>
      this.#guarded(async () => {
        const { rules } = this.now;
        try {
          await this.#join(rules);
          await this.race.advancePhase(rules);
          await this.#look(rules);
        } finally {
          this.#walk = undefined;
        }
        this.k = undefined;
        this.#collect();
        this.emit('feedback-step', { step: this.reached });
      }),
    );
    return this.#walk;
  }

  /** @param {number} k */
  seek(k) {
    if (!Number.isFinite(k)) return;
    const step = Math.max(0, Math.min(this.reached, Math.round(k)));
    this.k = step === this.reached ? undefined : step;
    this.emit('feedback-step', { step });
  }

  /** Steps that have not been taken are taken first, as far as the budget goes. @param {number} k */
  arrive(k) {
    if (k > this.reached) this.step(Math.round(Math.min(k, this.last)) - this.reached);
    else this.seek(k);
  }

  snapshot() {
    const numbers = this.tracks.map((track) => {
      // What a machine took is no number of the run.
      const { milliseconds, ...numbers } = this.at(track) ?? { milliseconds: 0 };
      return [track.rule, numbers];
    });
    return { step: this.looked, rules: Object.fromEntries(numbers) };
  }

  fingerprint() {
    return Object.fromEntries(this.tracks.map(({ rule, fingerprint }) => [rule, fingerprint]));
  }

  /** What a person hears at a stop. @returns {string} */
  summary() {
    return `Step ${this.looked}.`;
  }
}
