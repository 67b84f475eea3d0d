// @ts-check
/**
 * A figure whose whole run is computed at once, in about a millisecond: playing moves a playhead
 * over it, and looking back costs nothing.
 */

import { LEARNERS } from '../state/rules.js';
import { find, forCore } from '../state/table.js';
import { Core } from '../workers/client.js';
import { theory } from '../workers/spawn.js';
import { Figure } from './figure.js';

/** How long the start is seen where nothing may move. */
const JUMP_MS = 600;

/** After this long an answer is said to be on its way. */
const SLOW_MS = 300;

const still = matchMedia('(prefers-reduced-motion: reduce)');

/** @abstract */
export class Recorded extends Figure {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { k: { state: true }, runs: { state: true } };

  core = new Core(theory);
  #frame = 0;

  constructor() {
    super();
    /** The playhead; undefined stands for the end. @type {number | undefined} */
    this.k = undefined;
    /** @type {Record<string, any>} columns of the run of each rule */
    this.runs = {};
    this.core.onfailure = (why) => this.fail(why);
  }

  /** Steps of the run on screen. */
  get last() {
    return this.now.steps;
  }

  get looked() {
    return Math.min(this.k ?? this.last, this.last);
  }

  /** Who was run. */
  get rules() {
    return LEARNERS.filter(({ id }) => id in this.runs);
  }

  /** The rules on screen. */
  get shown() {
    return this.rules.filter((rule) => this.now.rules.includes(rule.id));
  }

  /**
   * Runs learners from start to end in one message. All are made before one is run: what the core
   * refuses, it refuses before anything is lost.
   * @param {import('../state/table.js').State} next
   * @param {string} type of the core
   * @param {string[] | ((id: string) => string[])} members to read; who has none is not run
   * @param {(rule: string) => import('../workers/client.js').Operation[]} [more] operations
   * @returns {Promise<{ rule: string, columns: any, extra: any[] }[]>}
   */
  async run(next, type, members, more = () => []) {
    const settings = forCore(this.table, next);
    const read = typeof members === 'function' ? members : () => members;
    const known = find(this.table, 'rules')?.choices ?? [];
    const learners = LEARNERS.filter(
      ({ id }) => known.some((choice) => choice.id === id) && read(id).length > 0,
    );
    const rules = learners.map(({ id }) => id);
    /** @type {import('../workers/client.js').Operation[]} */
    const list = learners.map((one) => ['make', one.id, type, { ...settings, ...one.settings }]);
    const starts = rules.map((rule) => {
      const at = list.push(['call', rule, 'step', next.steps], ['read', rule, read(rule)]);
      list.push(...more(rule));
      return at - 1;
    });
    const patience = setTimeout(() => {
      this.slow = true;
    }, SLOW_MS);
    const answers = await this.core.run(list).finally(() => {
      clearTimeout(patience);
      this.slow = false;
    });
    return rules.map((rule, i) => ({
      rule,
      columns: answers[starts[i]],
      extra: answers.slice(starts[i] + 1, starts[i + 1] ? starts[i + 1] - 1 : undefined),
    }));
  }

  fingerprint() {
    const k = this.looked;
    return Object.fromEntries(this.rules.map(({ id }) => [id, this.runs[id].fingerprints[k]]));
  }

  /** What a rule has at the playhead, by column, as far as it was read. @param {string[]} columns */
  lookUp(columns) {
    const k = this.looked;
    const values = this.rules.map(({ id }) => [
      id,
      Object.fromEntries(
        columns
          .filter((name) => name in this.runs[id])
          .map((name) => [name, this.runs[id][name][k]]),
      ),
    ]);
    return { step: k, rules: Object.fromEntries(values) };
  }

  end() {
    cancelAnimationFrame(this.#frame);
    this.core.end();
  }

  async newSeed() {
    const [seed] = await this.core.run([['core', 'new_seed']]);
    return seed;
  }

  recover() {
    this.core.restart();
    return super.recover();
  }

  play() {
    if (this.playing || this.failure) return;
    this.begin();
    this.setPlaying(true);
    if (this.ready) this.#run();
  }

  begins() {
    super.begins();
    if (this.playing) this.#run();
  }

  #run() {
    // A pause within the same frame has left one that would go on beside this run.
    cancelAnimationFrame(this.#frame);
    const again = this.done;
    if (again) this.seek(0);
    if (still.matches) return this.#jump(again ? JUMP_MS : 0);
    let before = performance.now();
    let at = this.looked;
    const tick = (/** @type {number} */ time) => {
      if (!this.playing) return;
      // Dragging the playhead while it plays moves it; the fraction of a step is ours.
      if (Math.floor(at) !== this.looked) at = this.looked;
      at = Math.min(this.last, at + (Math.max(0, time - before) / 1000) * this.now.speed);
      before = time;
      if (Math.floor(at) !== this.k) this.seek(Math.floor(at));
      if (this.done) return this.#finish();
      this.#frame = requestAnimationFrame(tick);
    };
    this.#frame = requestAnimationFrame(tick);
  }

  /** No movement: the start, for a moment, and then the end. @param {number} wait */
  #jump(wait) {
    const land = () => {
      if (!this.playing) return;
      this.seek(this.last);
      this.#finish();
    };
    if (wait > 0) setTimeout(land, wait);
    else land();
  }

  #finish() {
    this.setPlaying(false);
    this.spoken = this.summary();
    this.emit('feedback-done', { step: this.looked });
  }

  pause() {
    if (!this.playing) return;
    this.setPlaying(false);
    if (this.ready) this.spoken = this.summary();
  }

  step(n = 1) {
    this.pause();
    if (!this.ready) return;
    this.seek(this.looked + n);
    this.spoken = this.summary();
  }

  restart() {
    if (this.failure) this.recover();
    this.seek(0);
  }

  /** @param {number} k */
  seek(k) {
    if (!Number.isFinite(k)) return;
    // How long the run is going to be is not known before there is one.
    this.k = Math.max(0, Math.min(this.ready ? this.last : k, Math.round(k)));
    this.emit('feedback-step', { step: this.k });
  }

  /** What a person hears at a stop. @returns {string} */
  summary() {
    return `Step ${this.looked} of ${this.last}.`;
  }
}
