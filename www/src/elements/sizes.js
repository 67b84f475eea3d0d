// @ts-check
/**
 * Widths of the places that charts are drawn into, so that every chart is drawn at the size at
 * which it is seen and its text keeps its size. Places are elements with `data-chart="name"`.
 */
export class Sizes {
  /** @type {Map<string, number>} */
  #widths = new Map();
  #observer = new ResizeObserver((entries) => this.#measure(entries));
  /** @type {WeakMap<Element, string | undefined>} the names under which places are measured */
  #names = new WeakMap();
  #host;

  /** @param {import('lit').LitElement} host */
  constructor(host) {
    this.#host = host;
    host.addController(this);
  }

  /** Width of the figure itself. */
  get figure() {
    return this.of('figure', 1080);
  }

  /**
   * @param {string} name
   * @param {number} [before] until it has been measured
   */
  of(name, before = 480) {
    return this.#widths.get(name) ?? before;
  }

  hostUpdated() {
    for (const place of this.#host.renderRoot.querySelectorAll('[data-chart]')) {
      const name = /** @type {HTMLElement} */ (place).dataset.chart;
      if (this.#names.get(place) === name) continue;
      this.#names.set(place, name);
      // A place that serves another chart than before is measured anew, for that one.
      this.#observer.unobserve(place);
      this.#observer.observe(place);
    }
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
    if (changed) this.#host.requestUpdate();
  }
}
