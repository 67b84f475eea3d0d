// @ts-check
/** What a figure looks like, as far as all figures look alike; each fills in the parts. */

import { LitElement, nothing, unsafeCSS } from 'lit';
import chartCss from '../style/chart.css?inline';
import controlsCss from '../style/controls.css?inline';
import figureCss from '../style/figure.css?inline';
import tokensCss from '../style/tokens.css?inline';
import { shell } from './shell.js';
import { Sizes } from './sizes.js';

/** From this width on there are two columns: the same limit as in the stylesheet. */
const WIDE = 880;

/** @abstract */
export class View extends LitElement {
  static styles = [tokensCss, chartCss, controlsCss, figureCss].map((css) => unsafeCSS(css));

  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    /** `full`, `mini` (play, restart and the playhead) or `none`. */
    controls: { type: String },
    ready: { state: true },
    help: { state: true },
    tab: { state: true },
    counting: { state: true },
    spoken: { state: true },
    slow: { state: true },
  };

  constructor() {
    super();
    this.controls = 'full';
    /** Whether something true is on screen. */
    this.ready = false;
    this.help = false;
    /** The chart that is shown where there is room for one. */
    this.tab = '';
    /** Whether the table of numbers is open: closed, it is not worth the work. */
    this.counting = false;
    /** What the live region says. */
    this.spoken = '';
    /** Whether an answer is so long in coming that a word is due. */
    this.slow = false;
    this.sizes = new Sizes(this);
  }

  get wide() {
    return this.sizes.figure >= WIDE;
  }
  /** Whether there is something to draw. */
  get drawable() {
    return this.ready;
  }
  /** The step that is looked at. @returns {number} */
  get looked() {
    return 0;
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
  /** @returns {Record<string, any>} the numbers on screen, by rule */
  snapshot() {
    return {};
  }
  /** @returns {Record<string, string>} hashes of the runs, by rule */
  fingerprint() {
    return {};
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
  }

  render() {
    return shell(/** @type {any} */ (this));
  }
}
