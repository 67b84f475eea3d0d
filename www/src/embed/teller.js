// @ts-check
/** Tells the page around a frame what the figure in it does, and how high it is. */

import { nameOf } from '../state/url.js';
import { tell } from './messages.js';

/** @typedef {import('../elements/figure.js').Figure} Figure */

/** So much lies between two reports while something moves. */
const PERIOD_MS = 100;

export class Teller {
  /** @type {Figure | undefined} */
  #figure;
  #playing = false;
  #timer = 0;
  #last = 0;
  /** What was said last, so that nothing is said twice. */
  #said = '';
  #height = 0;
  #sizes = new ResizeObserver(() => this.#measure());
  /** @type {HTMLElement | undefined} */
  #place;

  constructor() {
    for (const name of ['feedback-step', 'feedback-change', 'feedback-done'])
      document.addEventListener(name, ({ target }) => {
        if (target === this.#figure) this.#heard();
      });
  }

  /**
   * @param {Figure} figure
   * @param {HTMLElement} place whose height is that of the content
   * @param {number} version of links and messages
   */
  follow(figure, place, version) {
    this.#figure = figure;
    this.#place = place;
    this.#playing = false;
    this.#said = '';
    this.#height = 0;
    const ready = () => {
      if (figure !== this.#figure) return;
      tell('ready', { figure: nameOf(figure), version });
      // Before there is something on screen the height says nothing.
      this.#sizes.observe(place);
      this.#soon();
    };
    figure.addEventListener('feedback-ready', ready, { once: true });
  }

  stop() {
    this.#figure = undefined;
    this.#sizes.disconnect();
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  #heard() {
    const { playing } = /** @type {Figure} */ (this.#figure);
    const stops = this.#playing && !playing;
    this.#playing = playing;
    if (stops) this.say();
    // A race takes the step it is at to its end, and that is no stop of its own.
    this.#soon();
  }

  #soon() {
    const wait = Math.max(0, this.#last + PERIOD_MS - performance.now());
    this.#timer ||= window.setTimeout(() => this.say(), wait);
  }

  /** @param {boolean} [asked] also what was said before */
  say(asked = false) {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (!this.#figure?.ready) return;
    const { state, playing } = this.#figure;
    const what = { state, k: state.k, playing, fingerprint: this.#figure.fingerprint() };
    const text = JSON.stringify(what);
    if (text === this.#said && !asked) return;
    this.#said = text;
    this.#last = performance.now();
    // The numbers are for who wants to read them: not while they change all the time.
    tell('state', playing && !asked ? what : { ...what, snapshot: this.#figure.snapshot() });
  }

  #measure() {
    const { width, height } = /** @type {HTMLElement} */ (this.#place).getBoundingClientRect();
    const whole = Math.ceil(height);
    if (whole === this.#height || whole === 0) return;
    this.#height = whole;
    tell('size', { width: Math.ceil(width), height: whole });
  }
}
