// @ts-check
/**
 * A figure in the place where it stands, a page, a frame or a slide: what is hidden there, its
 * theme, whose keys are whose, when its slide comes and goes, and the links that lead from there.
 */

import { nothing } from 'lit';
import * as settings from '../state/table.js';
import { nameOf, write } from '../state/url.js';
import { Deck } from './deck.js';
import { View } from './view.js';

/** @typedef {import('../state/table.js').State} State */

/** @abstract */
export class Placed extends View {
  /** @type {import('../state/table.js').Table} */
  static table = [];
  /**
   * Where links lead, if not to the page that the figure stands in.
   * @type {(() => string) | undefined}
   */
  static home;

  /** @type {import('lit').PropertyDeclarations} */
  static properties = { now: { state: true }, wanted: { state: true } };

  /** Whether it played when its slide went. */
  #interrupted = false;

  constructor() {
    super();
    /** @type {State} what the core has approved and the screen shows */
    this.now = settings.defaults(this.table);
    /** @type {State} what was asked for last */
    this.wanted = this.now;
    /** Whether it fills a frame in somebody else's page. */
    this.framed = false;
    this.deck = new Deck(this);
  }

  get table() {
    return /** @type {typeof Placed} */ (this.constructor).table;
  }

  /** The first work. */
  begin() {}
  /** Asks for a part of the state. @param {State} _patch */
  want(_patch) {}

  /** The core has approved of a state. @param {State} state */
  approve(state) {
    this.now = state;
  }
  /** Notes what was asked for, before there is an answer. @param {State} patch */
  note(patch) {
    this.wanted = { ...this.wanted, ...patch };
  }

  /** `full`, `mini` (play, restart and the playhead) or `none`. @returns {string} */
  get controls() {
    return this.wanted.controls;
  }
  set controls(controls) {
    this.want({ controls });
  }

  /** Whether a control, or a part, is not to be shown. @param {string} name */
  hides(name) {
    return this.wanted.hide.includes(name);
  }

  /** A part of the figure, unless it is hidden. @param {string} name @param {() => unknown} draw */
  unlessHidden(name, draw) {
    return this.hides(name) ? nothing : draw();
  }

  willUpdate() {
    const { theme } = this.wanted;
    if (theme === 'auto') delete this.dataset.theme;
    else this.dataset.theme = theme;
  }

  // ── Slides ───────────────────────────────────────────────────────────────────────────────

  /** Whether keys that a deck knows are left to the deck. */
  get guest() {
    return (this.framed || this.deck.inside) && this.wanted.keys !== 'off';
  }

  /** Its slide comes. */
  slideStart() {
    this.begin();
    if (this.#interrupted || this.wanted.autoplay === 'on-slide') this.play();
    this.#interrupted = false;
  }

  /** Its slide goes: nobody sees what it does. */
  slideStop() {
    this.#interrupted = this.playing;
    this.pause();
  }

  // ── Links ────────────────────────────────────────────────────────────────────────────────

  /**
   * The address with all that is on screen here; no moment while it plays.
   * @param {boolean} [proved] with fingerprints, by which whoever follows it can tell whether the
   *   same came out
   */
  link(proved = false) {
    const { home } = /** @type {typeof Placed} */ (this.constructor);
    // What is hidden in a slide is not hidden from those who want to know more.
    const table = home ? this.table.filter(({ place }) => !place) : this.table;
    return new URL(this.hash(proved, table), home?.() ?? location.href).href;
  }

  /** What stands for all that is on screen behind the # of an address. */
  hash(proved = false, table = this.table) {
    const k = this.playing ? undefined : this.moment;
    return write(nameOf(this), table, this.now, k, proved && !this.playing ? this.prints : []);
  }

  /** The fingerprints of the moment that is looked at, of the rules on screen, as far as they are known. */
  get fingerprints() {
    const all = this.fingerprint();
    const rules = settings.find(this.table, 'rules')?.choices ?? [];
    return rules
      .filter(({ id }) => this.now.rules.includes(id) && all[id])
      .map(({ id, label }) => ({ id, label, print: all[id] }));
  }

  get prints() {
    return this.fingerprints.map(({ print }) => print);
  }

  get proof() {
    const all = this.fingerprints.map(({ label, print }) => `${label} ${print}`);
    return `Fingerprint: ${all.join(', ')}. `;
  }
}
