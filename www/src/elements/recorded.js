// @ts-check
/**
 * A figure whose whole run is computed at once, in about a millisecond: playing moves a playhead
 * over it, and looking back costs nothing.
 */

import { Core } from '../workers/client.js';
import { Figure } from './figure.js';

const still = matchMedia('(prefers-reduced-motion: reduce)');

/** @abstract */
export class Recorded extends Figure {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { k: { state: true } };

  core = new Core();
  #frame = 0;

  constructor() {
    super();
    /** The playhead; undefined stands for the end. @type {number | undefined} */
    this.k = undefined;
  }

  /** Steps of the run on screen. */
  get last() {
    return this.now.steps;
  }

  get looked() {
    return Math.min(this.k ?? this.last, this.last);
  }

  end() {
    cancelAnimationFrame(this.#frame);
    this.core.end();
  }

  async newSeed() {
    const [seed] = await this.core.run([['core', 'new_seed']]);
    return seed;
  }

  recover() {
    this.core.restart();
    return super.recover();
  }

  play() {
    if (this.playing || this.failure || !this.ready) return;
    if (still.matches) {
      this.seek(this.last);
      return this.#finish();
    }
    if (this.done) this.k = 0;
    this.setPlaying(true);
    let before = performance.now();
    let at = this.looked;
    const tick = (/** @type {number} */ time) => {
      if (!this.playing) return;
      // Dragging the playhead while it plays moves it; the fraction of a step is ours.
      if (Math.floor(at) !== this.looked) at = this.looked;
      at = Math.min(this.last, at + (Math.max(0, time - before) / 1000) * this.now.speed);
      before = time;
      if (Math.floor(at) !== this.k) this.seek(Math.floor(at));
      if (this.done) return this.#finish();
      this.#frame = requestAnimationFrame(tick);
    };
    this.#frame = requestAnimationFrame(tick);
  }

  #finish() {
    this.setPlaying(false);
    this.spoken = this.summary();
    this.emit('feedback-done', { step: this.looked });
  }

  pause() {
    if (!this.playing) return;
    this.setPlaying(false);
    this.spoken = this.summary();
  }

  step(n = 1) {
    this.pause();
    this.seek(this.looked + n);
    this.spoken = this.summary();
  }

  restart() {
    if (this.failure) this.recover();
    this.seek(0);
  }

  /** @param {number} k */
  seek(k) {
    if (!Number.isFinite(k)) return;
    this.k = Math.max(0, Math.min(this.last, Math.round(k)));
    this.emit('feedback-step', { step: this.k });
  }

  /** What a person hears at a stop. @returns {string} */
  summary() {
    return `Step ${this.looked} of ${this.last}.`;
  }
}
