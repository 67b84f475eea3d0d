// @ts-check
/**
 * The slide that a figure stands on, if it does: reveal.js marks the one that is shown by a class,
 * and tells frames by messages. A slide that is not shown costs nothing.
 */

/** Of a section that is shown, itself or one of those in it. */
const SHOWN = 'present';

/** How a deck says that it is laid out as pages, to be printed: once it is, and before. */
const PAGES = '.reveal-print, .print-pdf';
const ASKED = /print-pdf|[?&]view=print\b/i;

/** @typedef {import('lit').ReactiveController} Controller */

/** @implements {Controller} */
export class Deck {
  #figure;
  #observer = new MutationObserver(() => this.#turn());
  /** @type {Element[]} the slide, and what it may be one of */
  #slides = [];
  #shown = false;

  /** @param {import('./placed.js').Placed} figure */
  constructor(figure) {
    this.#figure = figure;
    figure.addController(this);
  }

  hostConnected() {
    const within = this.#figure.closest('.reveal .slides');
    for (let at = this.#figure.parentElement; within && at && at !== within; at = at.parentElement)
      if (at.localName === 'section') this.#slides.push(at);
    for (const slide of this.#slides)
      this.#observer.observe(slide, { attributes: true, attributeFilter: ['class'] });
    this.#shown = false;
    if (this.inside) this.#turn();
  }

  hostDisconnected() {
    this.#observer.disconnect();
    this.#slides = [];
  }

  /** Whether there is a deck around the figure. */
  get inside() {
    return this.#slides.length > 0;
  }

  /** Whether the figure may begin: it is on no slide, or on the one that is shown. */
  get open() {
    return !this.inside || this.#shown;
  }

  /** Whether it stands on a page that is to be printed. */
  get printed() {
    const { documentElement } = document;
    return this.inside && (documentElement.matches(PAGES) || ASKED.test(location.search));
  }

  #turn() {
    const shown = !this.printed && this.#slides.every(({ classList }) => classList.contains(SHOWN));
    if (shown === this.#shown) return;
    this.#shown = shown;
    if (shown) this.#figure.slideStart();
    else this.#figure.slideStop();
  }
}
