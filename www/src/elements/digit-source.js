// @ts-check
/** Where the digits come from, and how far they have come. */

import { Ended, WorkerFailure } from '../workers/client.js';
import { fetchDigits, given, sortDigits, summarise } from '../workers/digits.js';

/**
 * @typedef {object} Facts
 * @property {'none' | 'loading' | 'ready' | 'missing'} state
 * @property {number} got bytes so far
 * @property {number} of how many, NaN while unknown
 * @property {string} why they are missing
 * @property {string} from
 * @property {number} train how many are trained on
 * @property {number} check how many are only looked at
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
};

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

  /** The page's own digits, as the bytes of four files; `Ended` where `stop` came before them. */
  async fetch() {
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    this.#tell({ ...NOTHING, state: 'loading' });
    const progress = (/** @type {number} */ got, /** @type {number} */ of) => {
      if (!signal.aborted) this.#tell({ ...NOTHING, state: 'loading', got, of });
    };
    try {
      const files = await fetchDigits(progress, signal);
      const { digits, facts } = sorted(await summarise(files, this.#core, true), 'this page');
      signal.throwIfAborted();
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

  /** A person's digits. @param {File[]} files */
  async read(files) {
    return sorted(await summarise(files.map(given), this.#core, false), 'your files');
  }

  /** Nobody waits for them any more. */
  stop() {
    this.#loading.abort();
  }
}

/**
 * @param {{ files: import('../workers/digits.js').IdxFile[], reasons: string[] }} read
 * @param {string} from
 * @returns {{ digits: Uint8Array[], facts: Facts }}
 */
function sorted({ files, reasons }, from) {
  const four = sortDigits(files, reasons);
  const [train, , check] = four.map((file) => file.summary.count);
  const digits = four.map((file) => file.bytes);
  return { digits, facts: { ...NOTHING, state: 'ready', from, train, check } };
}
