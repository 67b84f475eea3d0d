// @ts-check
/** `<feedback-mnist>`: the rules race on handwritten digits, from one start. */

import { nothing } from 'lit';
import { fixed } from '../charts/frame.js';
import { KNOWN_RULES, NETWORK } from '../state/figures.js';
import { forCore } from '../state/table.js';
import { Core, WorkerFailure } from '../workers/client.js';
import { droppedFiles, fetchDigits, sortDigits, summarise } from '../workers/digits.js';
import { Race } from '../workers/race.js';
import { Figure, Unavailable } from './figure.js';
import * as view from './mnist-view.js';

/** @typedef {import('../workers/race.js').Snapshot} Snapshot */
/** @typedef {import('../state/figures.js').Rule} Rule */

/**
 * What is on screen of one rule.
 * @typedef {{ rule: string, snapshots: Snapshot[], fingerprint: string, pace: number,
 *   stepsPerEpoch: number, parameters: number }} Track
 */

export class FeedbackMnist extends Figure {
  static table = NETWORK;
  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    k: { state: true },
    digits: { state: true },
    tracks: { state: true },
    busy: { state: true },
  };

  #race = new Race();
  #helper = new Core();
  /** @type {Promise<unknown>} */
  #turns = Promise.resolve();
  #waiting = 0;
  #loading = new AbortController();

  constructor() {
    super();
    /** The step that is looked at; undefined stands for the newest. @type {number | undefined} */
    this.k = undefined;
    /** @type {{ state: 'none' | 'loading' | 'ready' | 'missing', got: number, of: number, why: string, from: string, train: number, check: number }} */
    this.digits = { state: 'none', got: 0, of: Number.NaN, why: '', from: '', train: 0, check: 0 };
    /** @type {Track[]} */
    this.tracks = [];
    /** @type {Rule[]} */
    this.rules = KNOWN_RULES[this.now.hidden.length];
    this.tab = 'accuracy';
    /** What keeps the others waiting. */
    this.busy = '';
  }

  get last() {
    return this.now.budget;
  }

  /** The step that training has reached. */
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
    return this.ready && this.reached >= this.last;
  }

  /** What a track shows at the step that is looked at. @param {Track} track */
  at = (track) => track.snapshots.findLast((snapshot) => snapshot.step <= this.looked);

  async newSeed() {
    const [seed] = await this.#helper.run([['core', 'new_seed']]);
    return seed;
  }

  end() {
    this.#loading.abort();
    this.#race.end();
    this.#helper.end();
  }

  // ── One thing at a time ──────────────────────────────────────────────────────────────────

  /**
   * Work on the workers happens in turns. Training gives way at the end of its round when
   * something else waits.
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  async #turn(work) {
    this.#waiting++;
    const before = this.#turns;
    const mine = before.then(() => {
      this.#waiting--;
      return work();
    });
    this.#turns = mine.catch(() => {});
    return mine;
  }

  /** @param {import('../state/table.js').State} next */
  async compute(next) {
    if (this.digits.state !== 'ready') await this.#load();
    const depth = next.hidden.length;
    const known = KNOWN_RULES[depth] ?? (await this.#helper.run([['core', 'rules', depth]]))[0];
    KNOWN_RULES[depth] = known;
    const settings = forCore(this.table, next);
    const fresh = JSON.stringify(settings) !== JSON.stringify(this.#race.settings);
    try {
      await this.#turn(() =>
        fresh ? this.#race.start(next.rules, settings) : this.#join(next.rules),
      );
    } catch (error) {
      // Training gave way to this; what is refused should not stop it.
      if (this.playing && !(error instanceof WorkerFailure)) this.#train();
      throw error;
    }
    return { fresh, rules: known };
  }

  /** Brings rules that were switched on to the step of the others. @param {string[]} rules */
  async #join(rules) {
    const name = (/** @type {string} */ id) => this.rules.find((rule) => rule.id === id)?.short;
    for (const rule of rules)
      await this.#race.join(rule, this.reached, (step) => {
        this.busy = `${name(rule)} catches up: step ${step} of ${this.reached}`;
        return this.#waiting === 0;
      });
    this.busy = '';
  }

  /** @param {{ fresh: boolean, rules: Rule[] }} run */
  accept({ fresh, rules }) {
    this.rules = rules;
    if (fresh) this.k = undefined;
    this.#collect();
    if (this.playing) this.#train();
  }

  #collect() {
    this.tracks = this.now.rules.flatMap((/** @type {string} */ rule) => {
      const lane = this.#race.lanes.get(rule);
      if (!lane) return [];
      const { snapshots, fingerprint, facts, stepMilliseconds } = lane;
      return [
        {
          rule,
          snapshots: [...snapshots],
          fingerprint,
          pace: (this.now.batch * 1000) / stepMilliseconds,
          stepsPerEpoch: facts.steps_per_epoch,
          parameters: facts.parameter_count,
        },
      ];
    });
  }

  // ── Digits ───────────────────────────────────────────────────────────────────────────────

  async #load() {
    this.#loading = new AbortController();
    this.digits = { ...this.digits, state: 'loading', got: 0, of: Number.NaN };
    try {
      const files = await fetchDigits((got, of) => {
        this.digits = { ...this.digits, got, of };
      }, this.#loading.signal);
      this.#race.digits = this.#take(await summarise(files, this.#helper, true), 'this page');
    } catch (error) {
      const why = /** @type {Error} */ (error).message;
      this.digits = { ...this.digits, state: 'missing', why };
      throw error instanceof WorkerFailure ? error : new Unavailable(why);
    }
  }

  /** @param {import('../workers/digits.js').IdxFile[]} files @param {string} from */
  #take(files, from) {
    const sorted = sortDigits(files);
    const [train, , check] = sorted.map((file) => file.summary.count);
    this.digits = { state: 'ready', got: 0, of: 0, why: '', from, train, check };
    return sorted.map((file) => file.bytes);
  }

  /**
   * Trains on a person's own IDX files. Should they not do, what is there stays.
   * @param {File[]} chosen
   */
  async useFiles(chosen) {
    const race = new Race();
    const before = this.digits;
    try {
      const files = await Promise.all(
        chosen.map(async (file) => ({
          name: file.name,
          bytes: new Uint8Array(await file.arrayBuffer()),
        })),
      );
      race.digits = this.#take(await summarise(files, this.#helper, false), 'your files');
      await this.#turn(async () => {
        await race.start(this.now.rules, forCore(this.table, this.now));
        this.#race.end();
        this.#race = race;
      });
      this.ready = true;
      this.notice = this.failure = '';
      this.accept({ fresh: true, rules: this.rules });
    } catch (error) {
      race.end();
      this.digits = before;
      this.say(`These files will not do: ${/** @type {Error} */ (error).message}`);
    }
  }

  /** @param {DragEvent} event */
  drop = async (event) => {
    event.preventDefault();
    if (event.dataTransfer) this.useFiles(await droppedFiles(event.dataTransfer));
  };

  recover() {
    this.#helper.restart();
    this.#race.end();
    this.#race.settings = {};
    return super.recover();
  }

  // ── Playing ──────────────────────────────────────────────────────────────────────────────

  play() {
    if (this.playing || this.failure) return;
    this.begin();
    if (this.done) return this.#again(true);
    this.k = undefined;
    this.setPlaying(true);
    if (this.ready) this.#train();
  }

  pause() {
    if (!this.playing) return;
    this.setPlaying(false);
    this.spoken = this.summary();
  }

  restart() {
    if (this.failure || this.digits.state === 'missing') this.recover();
    else if (this.ready) this.#again(this.playing);
  }

  /** The same start once more: same seed, same settings. @param {boolean} playing */
  async #again(playing) {
    this.setPlaying(false);
    this.#race.settings = {};
    this.k = undefined;
    if ((await this.ask({})) && playing) this.play();
  }

  /** Trains while playing, a round at a time, and looks where it stops. */
  #train() {
    return this.#guarded(async () => {
      const { rules, speed } = this.now;
      let due = performance.now();
      await this.#join(rules);
      while (this.playing && this.#waiting === 0 && this.#race.step(rules) < this.last) {
        const from = this.#race.step(rules);
        // Slow speeds take fewer steps to a round; the steps themselves are the same.
        const limit = Math.min(this.last, from + Math.max(1, Math.floor(speed / 10)));
        const to = await this.#race.round(rules, limit);
        this.#collect();
        this.emit('feedback-step', { step: to });
        due = Math.max(due + (1000 * (to - from)) / speed, performance.now() - 100);
        await rest(due - performance.now(), () => this.playing && this.#waiting === 0);
      }
      await this.#race.look(rules);
      this.#collect();
      if (this.playing && this.done) this.#finish();
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
      await this.#turn(work);
    } catch (error) {
      this.fail(/** @type {Error} */ (error));
    }
  }

  /**
   * Trains n steps on, or looks n looks back.
   * @param {number} n
   */
  step(n = 1) {
    this.pause();
    if (!this.ready || this.failure) return;
    const steps = this.tracks[0]?.snapshots.map((snapshot) => snapshot.step) ?? [];
    const at = steps.findLastIndex((step) => step <= this.looked);
    const next = steps[at + n];
    if (n < 0 || next !== undefined) return this.seek(next ?? 0);
    return this.#guarded(async () => {
      const { rules } = this.now;
      const to = Math.min(this.last, this.#race.step(rules) + n);
      while (this.#race.step(rules) < to) await this.#race.round(rules, to);
      await this.#race.look(rules);
      this.k = undefined;
      this.#collect();
      this.spoken = this.summary();
      this.emit('feedback-step', { step: to });
    });
  }

  /** @param {number} k */
  seek(k) {
    if (!Number.isFinite(k)) return;
    const step = Math.max(0, Math.min(this.reached, Math.round(k)));
    this.k = step === this.reached ? undefined : step;
    this.emit('feedback-step', { step });
  }

  snapshot() {
    const numbers = this.tracks.map((track) => [track.rule, this.at(track)]);
    return { step: this.looked, rules: Object.fromEntries(numbers) };
  }

  fingerprint() {
    return Object.fromEntries(this.tracks.map(({ rule, fingerprint }) => [rule, fingerprint]));
  }

  summary() {
    const parts = this.tracks.map((track) => {
      const name = this.rules.find((rule) => rule.id === track.rule)?.short;
      return `${name} ${fixed(100 * (this.at(track)?.accuracy ?? Number.NaN), 1)} percent`;
    });
    return `Step ${this.looked}. Validation accuracy: ${parts.join(', ')}.`;
  }

  // ── What it looks like ───────────────────────────────────────────────────────────────────

  get drawable() {
    return true;
  }
  extras() {
    return nothing;
  }
  body() {
    return view.body(this);
  }
  numbers() {
    return view.numbers(this);
  }
  how() {
    return view.how(this);
  }
}

/**
 * Waits, in pieces short enough to notice that nobody waits any more; always lets other messages
 * pass.
 * @param {number} milliseconds
 * @param {() => boolean} wanted
 */
async function rest(milliseconds, wanted) {
  const end = performance.now() + milliseconds;
  do
    await new Promise((resolve) =>
      setTimeout(resolve, Math.max(0, Math.min(50, end - performance.now()))),
    );
  while (performance.now() < end && wanted());
}
