// @ts-check
/**
 * What the three figures have in common: state that only the core may approve, attributes,
 * transport, keyboard, notices and failures. A figure adds a `compute` that asks the core, an
 * `accept` that takes its answer, and what it looks like.
 */

import * as settings from '../state/table.js';
import { Ended, Unavailable, WorkerFailure } from '../workers/client.js';
import { asked, observed } from './attributes.js';
import { press } from './keys.js';
import { Placed } from './placed.js';

/** @typedef {import('../state/table.js').State} State */

/** A figure begins to work when it is about this near to the window. */
const NEAR = '800px';

/** @abstract */
export class Figure extends Placed {
  /** @type {import('./attributes.js').Preset[]} */
  static presets = [];

  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    failure: { state: true },
  };

  static get observedAttributes() {
    // biome-ignore lint/complexity/noThisInStatic: each figure has its own table
    return [...super.observedAttributes, ...observed(this.table, this.presets)];
  }

  #approach = new IntersectionObserver(
    (entries) => entries.some((entry) => entry.isIntersecting) && this.begin(),
    { rootMargin: NEAR },
  );
  #begun = false;
  /** The step that was asked for before there were any. @type {number | undefined} */
  #moment;
  /** @type {State} asked for before anything could be computed */
  #early = {};
  /** @type {Promise<boolean>} the last question's answer */
  #asked = Promise.resolve(true);
  /** @type {{ patch: State, answer: Promise<boolean> } | undefined} the question that waits */
  #next;

  constructor() {
    super();
    this.failure = '';
    /** The way to the step that was asked for last. @type {any} */
    this.arrival = undefined;
    this.addEventListener('keydown', (event) => press(this, event));
  }

  get presets() {
    return /** @type {typeof Figure} */ (this.constructor).presets;
  }

  /**
   * Asks the core for what the state needs; may say what the state then becomes by changing it.
   * @param {State} _next
   * @param {State} _asked the part of it that somebody asked for
   * @returns {Promise<any>}
   */
  async compute(_next, _asked) {}
  /** Shows what `compute` found. @param {any} _run */
  accept(_run) {}
  /** Ends workers and timers. */
  end() {}
  /** A number nobody has chosen. @returns {Promise<number>} */
  async newSeed() {
    return 0;
  }

  // ── For everybody ────────────────────────────────────────────────────────────────────────

  /** Everything that defines what is on screen, as a plain object with the long keys. */
  get state() {
    return { ...this.now, k: this.looked };
  }

  /**
   * Changes any part of the state; keys long or short. Resolves to whether it was accepted: what
   * the core refuses is shown as a notice, and the screen stays as it was.
   * @param {State} patch
   * @returns {Promise<boolean>}
   */
  async setState(patch) {
    try {
      const { settings: asked, k } = settings.read(this.table, patch);
      const accepted = Object.keys(asked).length === 0 || (await this.ask(asked));
      if (accepted && k !== undefined) this.arrival = this.arrive(k);
      return accepted;
    } catch (error) {
      // The answer to an earlier question would take the notice away.
      await this.#asked;
      this.say(/** @type {Error} */ (error).message);
      return false;
    }
  }

  /** What a control shows. @param {string} key */
  current(key) {
    return this.wanted[key];
  }

  /** Comes to a step, wherever it is. @param {number} k */
  arrive(k) {
    return this.seek(k);
  }

  /** What the playhead counts. */
  get unit() {
    return 'step';
  }

  /** Shows or hides a rule; the last one stays. @param {string} id */
  toggleRule(id) {
    const on = /** @type {string[]} */ (this.wanted.rules);
    const next = on.includes(id) ? on.filter((rule) => rule !== id) : [...on, id];
    if (next.length > 0) this.setState({ rules: next });
  }

  async renewSeed() {
    const row = this.table.find((candidate) => candidate.random);
    try {
      if (row) await this.setState({ [row.key]: await this.newSeed() });
    } catch (error) {
      if (!(error instanceof Ended)) this.say(/** @type {Error} */ (error).message);
    }
  }

  // ── State ────────────────────────────────────────────────────────────────────────────────

  /**
   * Asks the core for the state with a patch; an empty patch asks for the same once more. One
   * question at a time: what is asked while another waits for its answer is put together, so
   * that a drag does not leave a queue behind it, and answers never overtake each other.
   * @param {State} patch
   * @returns {Promise<boolean>} whether it was accepted
   */
  ask(patch) {
    this.note(patch);
    if (this.#next) {
      Object.assign(this.#next.patch, patch);
      return this.#next.answer;
    }
    const next = { patch: { ...patch }, answer: Promise.resolve(false) };
    next.answer = this.#asked.then(() => {
      this.#next = undefined;
      return this.#settle(next.patch);
    });
    this.#next = next;
    this.#asked = next.answer;
    return next.answer;
  }

  /** Whether a question waits behind the present one. */
  get pending() {
    return this.#next !== undefined;
  }

  /** Resolves when everything asked so far has its answer. */
  get settled() {
    return this.#asked;
  }

  /** @param {State} patch */
  async #settle(patch) {
    const asked = { ...this.#early, ...patch };
    const next = { ...this.now, ...asked };
    try {
      const run = await this.compute(next, asked);
      this.approve(next);
      this.#answered(asked);
      // An empty patch only repeats what was there, or takes up attributes: a notice stays.
      if (Object.keys(patch).length > 0) this.notice = '';
      this.refused = {};
      this.accept(run);
      if (!this.ready) this.begins();
      if (Object.keys(patch).length > 0) this.changed();
      return true;
    } catch (error) {
      this.#refuse(/** @type {Error} */ (error), asked);
      return false;
    } finally {
      this.wanted = { ...this.now, ...this.#early, ...this.#next?.patch };
      // What began outside of a page ends with its answer.
      if (!this.isConnected) this.disconnectedCallback();
    }
  }

  /** What was asked for early has its answer; what came since has none yet. @param {State} asked */
  #answered(asked) {
    const open = Object.entries(this.#early).filter(([key, value]) => asked[key] !== value);
    this.#early = Object.fromEntries(open);
  }

  /** Something true is on screen for the first time. */
  begins() {
    this.ready = this.#begun = true;
    if (this.#moment !== undefined) this.arrival = this.arrive(this.#moment);
    this.#moment = undefined;
    this.emit('feedback-ready');
  }

  /** @param {Error} error @param {State} patch */
  #refuse(error, patch) {
    if (error instanceof WorkerFailure) return this.fail(error);
    if (error instanceof Ended || error instanceof Unavailable) {
      // Nothing is wrong with what was asked: it will be asked again.
      this.#early = { ...patch, ...this.#early };
      if (error instanceof Ended) return;
      this.playing = this.#begun = false;
      return this.emit('feedback-error', { message: error.message, fatal: true });
    }
    this.#answered(patch);
    const wrong = settings.blamed(patch, error);
    this.refused = settings.inWords(this.table, wrong);
    this.say(error.message);
    if (this.ready || Object.keys(patch).length === 0) return;
    // Attributes may be wrong before anything is on screen: then the others will do.
    const others = Object.entries(patch).filter(([key]) => !(key in wrong));
    this.#early = { ...Object.fromEntries(others), ...this.#early };
    this.ask({});
  }

  /** Asks; before there is anybody to ask, `begin` will. @param {State} patch */
  want({ k, ...patch }) {
    if (this.#begun) return void this.setState(k === undefined ? patch : { ...patch, k });
    this.#moment = k ?? this.#moment;
    this.#early = { ...this.#early, ...patch };
    this.note(patch);
  }

  /** A worker is gone: nothing continues until somebody restarts. @param {Error} error */
  fail(error) {
    if (error instanceof Ended || this.failure === error.message) return;
    this.playing = false;
    this.failure = error.message;
    this.emit('feedback-error', { message: error.message, fatal: true });
  }

  /** Starts over after a failure, with the same settings. */
  recover() {
    this.failure = '';
    return this.ask({});
  }

  // ── Life ─────────────────────────────────────────────────────────────────────────────────

  connectedCallback() {
    super.connectedCallback();
    this.#approach.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#approach.disconnect();
    this.playing = false;
    this.#begun = false;
    this.end();
  }

  /** The first work, when the figure comes near the window or somebody asks for it. */
  begin() {
    if (this.#begun || !this.isConnected || !this.deck.open) return;
    this.#begun = true;
    this.#approach.disconnect();
    this.ask({});
  }

  /** @param {string} name @param {string | null} before @param {string | null} value */
  attributeChangedCallback(name, before, value) {
    super.attributeChangedCallback(name, before, value);
    if (before === value) return;
    try {
      const patch = asked(this, name, value);
      if (patch) this.want(patch);
    } catch (error) {
      this.say(/** @type {Error} */ (error).message);
    }
  }
}
