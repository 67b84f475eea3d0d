// @ts-check
/**
 * What the three figures have in common: state that only the core may approve, attributes,
 * transport, keyboard, notices and failures. A figure adds a `compute` that asks the core, an
 * `accept` that takes its answer, and what it looks like.
 */

import { LitElement, nothing, unsafeCSS } from 'lit';
import * as settings from '../state/table.js';
import chartCss from '../style/chart.css?inline';
import figureCss from '../style/figure.css?inline';
import tokensCss from '../style/tokens.css?inline';
import { Ended, WorkerFailure } from '../workers/client.js';
import { shell } from './shell.js';
import { Sizes } from './sizes.js';

/** @typedef {import('../state/table.js').State} State */
/** @typedef {import('../state/table.js').Row} Row */

/** A figure begins to work when it is about this near to the window. */
const NEAR = '800px';

/** What a figure needs is not there, and it shows so itself: no reason to blame the settings. */
export class Unavailable extends Error {}

/** @abstract */
export class Figure extends LitElement {
  /** @type {import('../state/table.js').Table} */
  static table = [];

  static styles = [tokensCss, chartCss, figureCss].map((css) => unsafeCSS(css));

  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    /** `full`, `mini` (play, step, restart) or `none`. */
    controls: { type: String },
    playing: { state: true },
    now: { state: true },
    notice: { state: true },
    failure: { state: true },
    refused: { state: true },
    spoken: { state: true },
    help: { state: true },
    ready: { state: true },
    tab: { state: true },
  };

  static get observedAttributes() {
    // biome-ignore lint/complexity/noThisInStatic: each figure has its own table
    return [...super.observedAttributes, ...this.table.flatMap(settings.attributesOf)];
  }

  #approach = new IntersectionObserver(
    (entries) => entries.some((entry) => entry.isIntersecting) && this.begin(),
    { rootMargin: NEAR },
  );
  #begun = false;
  #generation = 0;

  constructor() {
    super();
    this.controls = 'full';
    this.playing = false;
    /** @type {State} what the core has approved and the screen shows */
    this.now = settings.defaults(this.table);
    /** @type {State} what was asked for last */
    this.wanted = this.now;
    this.notice = '';
    this.failure = '';
    /** @type {Record<string, string>} texts of controls that were refused */
    this.refused = {};
    this.spoken = '';
    this.help = false;
    /** Whether something true is on screen. */
    this.ready = false;
    this.tab = '';
    this.sizes = new Sizes(this);
    this.addEventListener('keydown', this.#key);
  }

  get table() {
    return /** @type {typeof Figure} */ (this.constructor).table;
  }

  // ── For the figures ──────────────────────────────────────────────────────────────────────

  /** Asks the core for what the state needs. @param {State} _next @returns {Promise<any>} */
  async compute(_next) {}
  /** Shows what `compute` found. @param {any} _run @param {State} _before */
  accept(_run, _before) {}
  /** Ends workers and timers. */
  end() {}
  /** The step that is looked at. @returns {number} */
  get looked() {
    return 0;
  }
  /** @returns {number} */
  get last() {
    return 0;
  }
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
    const { k, ...rest } = settings.withLongKeys(this.table, patch);
    const accepted = Object.keys(rest).length === 0 || (await this.ask(rest));
    if (accepted && k !== undefined) this.seek(Number(k));
    return accepted;
  }

  play() {}
  pause() {}
  /** @param {number} [_n] */
  step(_n) {}
  restart() {}
  /** @param {number} _k */
  seek(_k) {}
  /** @returns {Record<string, any>} the numbers on screen, by rule */
  snapshot() {
    return {};
  }
  /** @returns {Record<string, string>} hashes of the runs, by rule */
  fingerprint() {
    return {};
  }

  /** Shows or hides a rule; the last one stays. @param {string} id */
  toggleRule(id) {
    const row = /** @type {Row} */ (settings.find(this.table, 'rules'));
    const on = /** @type {string[]} */ (this.wanted.rules);
    const rules = (row.choices ?? []).map((choice) => choice.id);
    const next = rules.filter((rule) => (rule === id ? !on.includes(rule) : on.includes(rule)));
    if (next.length > 0) this.setState({ rules: next });
  }

  async renewSeed() {
    const row = this.table.find((candidate) => candidate.random);
    if (row) this.setState({ [row.key]: await this.newSeed() });
  }

  // ── State ────────────────────────────────────────────────────────────────────────────────

  /**
   * Asks the core for the wanted state with a patch; an empty patch asks for the same again.
   * @param {State} patch
   */
  async ask(patch) {
    const before = this.now;
    const generation = ++this.#generation;
    this.wanted = { ...this.wanted, ...patch };
    try {
      for (const row of this.table)
        if (!row.core && row.key in patch)
          settings.parse(row, settings.format(row, patch[row.key]));
      const run = await this.compute(this.wanted);
      // Somebody has asked again meanwhile: that answer counts, and it contains this patch.
      if (generation !== this.#generation) return true;
      this.now = this.wanted;
      // An empty patch only repeats what was there; a notice about something else stays.
      if (Object.keys(patch).length > 0) this.notice = '';
      this.refused = {};
      this.accept(run, before);
      if (!this.ready) {
        this.ready = true;
        this.emit('feedback-ready');
      }
      return true;
    } catch (error) {
      if (generation === this.#generation) this.#refuse(/** @type {Error} */ (error), patch);
      return false;
    }
  }

  /** @param {Error} error @param {State} patch */
  #refuse(error, patch) {
    if (error instanceof Ended) return;
    if (error instanceof WorkerFailure) return this.fail(error);
    if (error instanceof Unavailable)
      return this.emit('feedback-error', { message: error.message, fatal: true });
    const changed = this.wanted !== this.now;
    this.wanted = this.now;
    this.refused = Object.fromEntries(
      Object.entries(patch).flatMap(([key, value]) => {
        const row = settings.find(this.table, key);
        return row ? [[row.key, settings.format(row, value)]] : [];
      }),
    );
    this.say(error.message);
    // Attributes may be wrong before anything is on screen: then the defaults will do.
    if (!this.ready && changed) this.ask({});
  }

  /** Shows what went wrong, in words; the run on screen stays. @param {string} message */
  say(message) {
    this.notice = message;
    this.emit('feedback-error', { message, fatal: false });
  }

  /** Asks for something before there is anybody to ask: `begin` will. @param {State} patch */
  want(patch) {
    this.wanted = { ...this.wanted, ...patch };
  }

  dismiss() {
    this.notice = '';
    this.refused = {};
  }

  /** A worker is gone: nothing continues until somebody restarts. @param {Error} error */
  fail(error) {
    if (error instanceof Ended) return;
    this.playing = false;
    this.failure = error.message;
    this.emit('feedback-error', { message: error.message, fatal: true });
  }

  /** Starts over after a failure, with the same settings. */
  recover() {
    this.failure = '';
    return this.ask({});
  }

  /** @param {string} name @param {object} [detail] */
  emit(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
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
    if (this.#begun || !this.isConnected) return;
    this.#begun = true;
    this.#approach.disconnect();
    this.ask({});
  }

  /** @param {string} name @param {string | null} before @param {string | null} value */
  attributeChangedCallback(name, before, value) {
    super.attributeChangedCallback(name, before, value);
    const row = this.table.find((candidate) => settings.attributesOf(candidate).includes(name));
    if (!row || before === value) return;
    try {
      const parsed = value === null ? row.default : settings.parse(row, value);
      if (this.#begun) this.setState({ [row.key]: parsed });
      else this.want({ [row.key]: parsed });
    } catch (error) {
      this.say(/** @type {Error} */ (error).message);
    }
  }

  // ── Keyboard ─────────────────────────────────────────────────────────────────────────────

  /** @param {KeyboardEvent} event */
  #key = (event) => {
    const target = /** @type {HTMLElement} */ (event.composedPath()[0]);
    // A deck around the figure would take the arrow keys of our sliders for its own.
    if (target.matches('input, select, textarea')) return event.stopPropagation();
    if (event.ctrlKey || event.metaKey || event.altKey || this.controls === 'none') return;
    if (event.key === ' ' && target.matches('button, summary, a')) return;
    const rules = settings.find(this.table, 'rules')?.choices ?? [];
    const rule = rules[Number(event.key) - 1];
    /** @type {Record<string, () => void>} */
    const actions = {
      ' ': () => this.toggle(),
      ArrowLeft: () => this.step(-1),
      ArrowRight: () => this.step(1),
      r: () => this.restart(),
      n: () => this.renewSeed(),
      '?': () => {
        this.help = !this.help;
      },
    };
    const action = rule
      ? () => this.toggleRule(rule.id)
      : (actions[event.key] ?? actions[event.key.toLowerCase()]);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };

  /** @param {boolean} on */
  setPlaying(on) {
    this.playing = on;
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  // ── What it looks like ───────────────────────────────────────────────────────────────────

  /** Whether Play would begin again. */
  get done() {
    return this.looked >= this.last;
  }
  /** Whether there are two columns: the same limit as in the stylesheet. */
  get wide() {
    return this.sizes.figure >= 880;
  }
  /** Whether there is something to draw. */
  get drawable() {
    return this.ready;
  }
  /** More main controls than the table's. @returns {unknown} */
  extras() {
    return nothing;
  }
  /** Picture and curves. @returns {unknown} */
  body() {
    return nothing;
  }
  /** @returns {unknown} */
  numbers() {
    return nothing;
  }
  /** @returns {unknown} */
  how() {
    return nothing;
  }
  render() {
    return shell(this);
  }
}
