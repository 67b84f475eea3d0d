// @ts-check
/**
 * How wide a figure and its parts are. Charts are drawn into places, elements with
 * `data-chart="name"`, whose widths they ask for here, so that they are drawn at the size at which
 * they are seen. On a slide all of a figure is laid out in a space of its own that is smaller than
 * the figure, and shown larger, so that it can be read from the last row: text and margins, lines
 * and buttons alike. Who draws, and who asks where a pointer is (`offsetX`), never leaves that space.
 */

/** The smallest text on a slide in the figure's own space, and as it is to be seen, in pixels. */
const LETTER = 13;
const LEGIBLE = 18.1;
/** The width of that space, from where text shrinks to where the picture as a whole grows. */
const LEAST = 562;
const MOST = 700;
/** Its height: what is left of a slide of 960 × 540 under a title. */
const ROOM = 307;
/** What of it the transport takes. */
const BAR = 38;

/**
 * How much larger than its own space a figure is shown.
 * @param {number} width of the figure
 */
export const enlarged = (width) =>
  Math.max(1, Math.min(width / LEAST, LEGIBLE / LETTER), width / MOST);

export class Sizes {
  /** @type {Map<string, number>} */
  #widths = new Map();
  #observer = new ResizeObserver((entries) => this.#measure(entries));
  /** @type {WeakMap<Element, string | undefined>} the names under which places are measured */
  #names = new WeakMap();
  /** @type {import('./view.js').View & { controls: string }} */
  #host;
  /** How high a page says that all of it may be, in the page's pixels. */
  #said = Number.NaN;

  /** @param {import('./view.js').View} host */
  constructor(host) {
    this.#host = /** @type {any} */ (host);
    host.addController(this);
  }

  /** Width of the figure itself. */
  get figure() {
    return Math.floor(this.#width / this.unit);
  }
  get #width() {
    return this.of('figure', 1080);
  }

  /** Whether it is a picture with little or nothing to operate, as on a slide. */
  get slide() {
    return this.#host.controls !== 'full';
  }

  /** Whether it is wide enough there for what the argument needs, side by side, and no more. */
  get small() {
    return this.slide && this.#width >= LEAST;
  }

  /** How many pixels of the page a pixel of the figure takes. */
  get unit() {
    return this.slide ? enlarged(this.#width) : 1;
  }

  /** How high picture and curves are on a slide. */
  get room() {
    return this.#all - (this.#host.controls === 'none' ? 0 : BAR);
  }
  get #all() {
    return Math.floor(this.#said / this.unit) || ROOM;
  }

  /**
   * @param {string} name
   * @param {number} [before] until it has been measured
   */
  of(name, before = 480) {
    return this.#widths.get(name) ?? before;
  }

  hostUpdate() {
    if (this.slide)
      this.#said = Number.parseFloat(getComputedStyle(this.#host).getPropertyValue('--room'));
  }

  hostUpdated() {
    const { renderRoot } = this.#host;
    for (const place of renderRoot.querySelectorAll('[data-chart]')) {
      const name = /** @type {HTMLElement} */ (place).dataset.chart;
      if (this.#names.get(place) === name) continue;
      this.#names.set(place, name);
      // A place that serves another chart than before is measured anew, for that one.
      this.#observer.unobserve(place);
      this.#observer.observe(place);
    }
    this.#enlarge();
  }

  /** Through the style object: the page's policy allows no style attributes. */
  #enlarge() {
    const figure = /** @type {HTMLElement | null} */ (
      this.#host.renderRoot.querySelector('.figure')
    );
    if (!figure) return;
    figure.classList.toggle('slide', this.slide);
    figure.classList.toggle('still', this.#host.controls === 'none');
    figure.style.setProperty('--unit', String(this.unit));
    figure.style.setProperty('--all', `${this.#all}px`);
  }

  hostDisconnected() {
    this.#observer.disconnect();
    this.#names = new WeakMap();
  }

  /** @param {ResizeObserverEntry[]} entries */
  #measure(entries) {
    let changed = false;
    for (const { target, contentRect } of entries) {
      const name = /** @type {HTMLElement} */ (target).dataset.chart ?? '';
      const width = Math.floor(contentRect.width);
      // A place behind a tab has no width; the chart keeps the one it had.
      if (width === 0 || this.#widths.get(name) === width) continue;
      this.#widths.set(name, width);
      changed = true;
    }
    if (changed) {
      this.#enlarge();
      this.#host.requestUpdate();
    }
  }
}
