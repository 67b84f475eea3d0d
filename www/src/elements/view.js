// @ts-check
/** What a figure looks like, as far as all figures look alike; each fills in the parts. */

import { LitElement, nothing } from 'lit';
import { csv } from '../export/csv.js';
import { json } from '../export/json.js';
import { png } from '../export/png.js';
import { svg } from '../export/svg.js';
import { keepingFocus } from './focus.js';
import { shell } from './shell.js';
import { Sizes } from './sizes.js';
import { sheet, styled } from './stylesheet.js';

/** From this width on there are two columns: the same limit as in the stylesheet. */
const WIDE = 880;
/** Below this one one panel has room at a time, and what takes room is folded away. */
const NARROW = 560;

/** @abstract */
export class View extends LitElement {
  static styles = [sheet];

  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    ready: { state: true },
    playing: { state: true },
    k: { state: true },
    help: { state: true },
    tab: { state: true },
    counting: { state: true },
    spoken: { state: true },
    notice: { state: true },
    refused: { state: true },
    slow: { state: true },
  };

  constructor() {
    super();
    /** Whether something true is on screen. */
    this.ready = false;
    this.playing = false;
    /** The step that is looked at; undefined stands for the last there is. @type {number | undefined} */
    this.k = undefined;
    this.help = false;
    /** The chart that is shown where there is room for one. */
    this.tab = '';
    /** Whether the table of numbers is open: closed, it is not worth the work. */
    this.counting = false;
    /** What the live region says. */
    this.spoken = '';
    /** What went wrong, and what has become of the rest. */
    this.notice = this.rest = '';
    /** @type {Record<string, string>} texts of controls that were refused */
    this.refused = {};
    /** Whether an answer is so long in coming that a word is due. */
    this.slow = false;
    this.sizes = new Sizes(this);
  }

  /** Nothing is shown before it looks as it should. */
  async scheduleUpdate() {
    await styled;
    return super.scheduleUpdate();
  }

  /** Until it is drawn, what was in its place stays on screen. */
  createRenderRoot() {
    const root = super.createRenderRoot();
    root.append(document.createElement('slot'));
    return root;
  }

  /** @param {import('lit').PropertyValues} changed */
  update(changed) {
    if (!this.hasUpdated) this.renderRoot.replaceChildren();
    keepingFocus(this.renderRoot, () => super.update(changed));
  }

  get wide() {
    return this.sizes.figure >= WIDE;
  }
  get narrow() {
    return this.sizes.figure < NARROW;
  }
  /** Whether there is something to draw. */
  get drawable() {
    return this.ready;
  }
  /** The step that is looked at. @returns {number} */
  get looked() {
    return 0;
  }
  /** The step that a link leads to, where it is not the one that is there anyway. @returns {number | undefined} */
  get moment() {
    return Number(this.k) < this.last ? this.looked : undefined;
  }
  /** @returns {number} */
  get last() {
    return 0;
  }
  /** Whether Play would begin again. */
  get done() {
    return this.looked >= this.last;
  }
  /** Whether a step is under way. */
  get stepping() {
    return false;
  }
  /** @returns {Record<string, any>} all that defines what is on screen */
  get state() {
    return { k: this.looked };
  }
  /** @returns {Record<string, any>} the numbers on screen, by rule */
  snapshot() {
    return {};
  }
  /** @returns {Record<string, string>} hashes of the runs up to the step that is looked at, by rule */
  fingerprint() {
    return {};
  }
  /** Which runs they are, in a sentence for files. */
  get proof() {
    return '';
  }
  /**
   * The numbers behind the curves, or those of a panel, first the step.
   * @param {string} [_panel]
   * @returns {import('../export/csv.js').Column[]}
   */
  columns(_panel) {
    return [];
  }

  // ── Transport ────────────────────────────────────────────────────────────────────────────

  play() {}
  pause() {}
  /** @param {number} [_n] */
  step(_n) {}
  restart() {}
  /** @param {number} _k */
  seek(_k) {}
  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }
  /** @param {boolean} on */
  setPlaying(on) {
    this.playing = on;
    this.changed();
  }

  // ── Words ────────────────────────────────────────────────────────────────────────────────

  /**
   * Shows what went wrong, in words, and what has become of the rest.
   * @param {string} message
   */
  say(message, rest = 'What is on screen has not changed') {
    this.notice = message;
    this.rest = rest;
    this.emit('feedback-error', { message, fatal: false });
  }

  /** Away with what was said. */
  dismiss() {
    this.notice = '';
    this.refused = {};
    // The button that had the focus goes away with the notice.
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('.figure'))?.focus();
  }

  // ── Files ────────────────────────────────────────────────────────────────────────────────

  /**
   * The charts on screen, or those of a panel, as an SVG document of its own, in the colours of the
   * screen.
   * @param {string} [panel]
   * @returns {Promise<string>}
   */
  async exportSVG(panel = '') {
    // Outside of a page it never is.
    if (this.isConnected) await this.updateComplete;
    return svg(this, `${this.localName}${panel && `, ${panel}`}, step ${this.looked}`, panel);
  }
  /**
   * The same as pixels.
   * @param {number} [scale] pixels to a CSS pixel, 0.1 to 8; no side may be longer than 16384
   * @returns {Promise<Blob>}
   */
  async exportPNG(scale = 2) {
    return png(await this.exportSVG(), scale, this.proof);
  }
  /**
   * What the curves on screen, or those of a panel, are drawn from, at every step.
   * @param {string} [panel]
   * @returns {string}
   */
  exportCSV(panel) {
    if (!this.ready) throw new Error('There is nothing on screen to save');
    return csv(this.columns(panel));
  }

  /**
   * The state, as `setState` takes it, with the numbers on screen and the fingerprints.
   * @returns {string}
   */
  exportJSON() {
    if (!this.ready) throw new Error('There is nothing on screen to save');
    return json(/** @type {any} */ (this));
  }

  // ── What it looks like ───────────────────────────────────────────────────────────────────

  /** What comes before the controls. @returns {unknown} */
  opening() {
    return nothing;
  }
  /** More main controls than the table's. @returns {unknown} */
  extras() {
    return nothing;
  }
  /** Picture and curves. @returns {unknown} */
  body() {
    return nothing;
  }
  /** The table of the numbers behind the curves. @returns {unknown} */
  numbers() {
    return nothing;
  }
  /** How the numbers come about. @returns {unknown} */
  how() {
    return nothing;
  }

  /** @param {string} name @param {object} [detail] */
  emit(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
    // A step that is looked at while nothing plays is a choice.
    if (name === 'feedback-step' && !this.playing) this.changed();
  }

  /** The state is another because somebody wanted it, and not because time goes by. */
  changed() {
    this.emit('feedback-change', { state: this.state });
  }

  render() {
    return shell(/** @type {any} */ (this));
  }
}
