// @ts-check
/** The figure as it is going to be, drawn at its own size and made to fit on the page. */

import { ref } from 'lit/directives/ref.js';
import { NAMESPACE } from './messages.js';

/** Typing and dragging come to rest first. */
const PATIENCE_MS = 200;

export class Preview {
  #frame = document.createElement('iframe');
  /** @type {HTMLElement | undefined} */
  #stage;
  #address = '';
  #timer = 0;
  #width = 1;
  #height = 1;
  #sizes = new ResizeObserver(() => this.#fit());

  /**
   * @param {(height: number) => void} measured hears how high the figure is
   * @param {(state: Record<string, any>) => void} changed hears what its settings have become
   */
  constructor(measured, changed) {
    this.#frame.title = 'Preview';
    addEventListener('message', ({ data, source }) => {
      const ours = source === this.#frame.contentWindow && data?.ns === NAMESPACE;
      if (ours && data.ev === 'size') measured(data.height);
      if (ours && data.ev === 'state') changed(data.state);
    });
  }

  /** Where it is. */
  here = () => ref(this.#place);

  /** @param {Element} [element] */
  #place = (element) => {
    if (!element) return;
    this.#stage = /** @type {HTMLElement} */ (element);
    this.#stage.append(this.#frame);
    this.#sizes.observe(this.#stage);
  };

  /**
   * What is in it, as a file.
   * @param {'svg' | 'png'} ending
   * @returns {Promise<Blob>}
   */
  async picture(ending) {
    const inside = this.#frame.contentDocument;
    const figure = /** @type {any} */ (
      inside?.querySelector('feedback-toy, feedback-linear, feedback-mnist')
    );
    if (!figure?.ready) throw new Error('There is nothing in the preview yet');
    return ending === 'png'
      ? figure.exportPNG()
      : new Blob([await figure.exportSVG()], { type: 'image/svg+xml' });
  }

  /** That address is what the figure has come to by itself. @param {string} address */
  keep(address) {
    this.#address = address;
  }

  /** @param {string} address @param {number} width @param {number} height */
  show(address, width, height) {
    this.#width = width;
    this.#height = height;
    this.#fit();
    if (address === this.#address) return;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#go(address), this.#address ? PATIENCE_MS : 0);
  }

  /** Not by the attribute: every change of it would be a page that Back leads to. @param {string} address */
  #go(address) {
    this.#address = address;
    this.#frame.contentWindow?.location.replace(address);
  }

  #fit() {
    if (!this.#stage) return;
    const scale = Math.min(1, this.#stage.clientWidth / this.#width);
    // Through the style object: the page's policy allows no style attributes.
    Object.assign(this.#frame.style, {
      width: `${this.#width}px`,
      height: `${this.#height}px`,
      transform: `scale(${scale})`,
    });
    this.#stage.style.height = `${Math.ceil(this.#height * scale)}px`;
  }
}
