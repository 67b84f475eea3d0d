// @ts-check
/** Where the digits come from, and how far they have come. */

import { Ended, WorkerFailure } from '../workers/client.js';
import { read, sortDigits, summarise } from '../workers/digits.js';
import { shipped } from '../workers/shipped.js';

/**
 * @typedef {object} Facts
 * @property {'none' | 'loading' | 'ready' | 'missing'} state
 * @property {number} got bytes so far
 * @property {number} of how many, NaN while unknown
 * @property {string} why they are missing
 * @property {string} from
 * @property {number} train how many are trained on
 * @property {number} check how many are only looked at
 * @property {string} note what else to know about them, a sentence
 */

/** @type {Facts} */
export const NOTHING = {
  state: 'none',
  got: 0,
  of: Number.NaN,
  why: '',
  from: '',
  train: 0,
  check: 0,
  note: '',
};

/** The sources by the function that reads them, as they are called in a sentence. */
export const FROM = { page: 'this page', mirror: 'the complete MNIST', given: 'your files' };

/** @typedef {keyof typeof FROM} Source */

/** Digits on their way while others are in use. @typedef {{ source: Source, got: number, of: number }} Underway */

export class DigitSource {
  #core;
  #tell;
  #loading = new AbortController();

  /**
   * @param {import('../workers/client.js').Core} core that says what a file holds
   * @param {(facts: Facts) => void} tell
   */
  constructor(core, tell) {
    this.#core = core;
    this.#tell = tell;
  }

  /** The page's own digits, as four files; `Ended` where `stop` came before them. */
  async fetch() {
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    this.#tell({ ...NOTHING, state: 'loading' });
    const progress = (/** @type {number} */ got, /** @type {number} */ of) => {
      if (!signal.aborted) this.#tell({ ...NOTHING, state: 'loading', got, of });
    };
    try {
      const { digits, facts } = await this.take('page', [], progress, signal);
      this.#tell(facts);
      return digits;
    } catch (error) {
      if (signal.aborted) throw new Ended();
      // A core that has failed says nothing about the digits.
      const why = /** @type {Error} */ (error).message;
      this.#tell(error instanceof WorkerFailure ? NOTHING : { ...NOTHING, state: 'missing', why });
      throw error;
    }
  }

  /**
   * Digits from any source, training images first.
   * @param {Source} source
   * @param {any[]} args what its function needs; where the page's own are need not be said
   * @param {import('../workers/files.js').Tell} tell
   * @param {AbortSignal} signal
   * @returns {Promise<{ digits: Blob[], facts: Facts }>}
   */
  async take(source, args, tell, signal) {
    const known = source === 'page' ? [await shipped()] : args;
    const { files, note } = await read(source, known, tell, signal);
    const summarised = await summarise(files, this.#core, source !== 'given');
    signal.throwIfAborted();
    const four = sortDigits(summarised.files, summarised.reasons);
    const [train, , check] = four.map((file) => file.summary.count);
    const digits = four.map((file) => file.bytes);
    return {
      digits,
      facts: { ...NOTHING, state: 'ready', from: FROM[source], train, check, note },
    };
  }

  /** Nobody waits for the page's own any more. */
  stop() {
    this.#loading.abort();
  }
}
