// @ts-check
/** Where the digits come from, and how far they have come. */

import { fetchDigits, sortDigits, summarise } from '../workers/digits.js';

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

  /** The page's own digits, as the bytes of four files. */
  async fetch() {
    this.#loading = new AbortController();
    this.#tell({ ...NOTHING, state: 'loading' });
    const progress = (/** @type {number} */ got, /** @type {number} */ of) =>
      this.#tell({ ...NOTHING, state: 'loading', got, of });
    try {
      const files = await fetchDigits(progress, this.#loading.signal);
      const { digits, facts } = this.#sort(await summarise(files, this.#core, true), 'this page');
      this.#tell(facts);
      return digits;
    } catch (error) {
      this.#tell({ ...NOTHING, state: 'missing', why: /** @type {Error} */ (error).message });
      throw error;
    }
  }

  /** A person's digits. @param {File[]} files */
  async read(files) {
    const contents = files.map(async (file) => ({
      name: file.name,
      bytes: new Uint8Array(await file.arrayBuffer()),
    }));
    return this.#sort(
      await summarise(await Promise.all(contents), this.#core, false),
      'your files',
    );
  }

  /**
   * @param {import('../workers/digits.js').IdxFile[]} files
   * @param {string} from
   * @returns {{ digits: Uint8Array[], facts: Facts }}
   */
  #sort(files, from) {
    const sorted = sortDigits(files);
    const [train, , check] = sorted.map((file) => file.summary.count);
    const digits = sorted.map((file) => file.bytes);
    return { digits, facts: { ...NOTHING, state: 'ready', from, train, check } };
  }

  /** Nobody waits for them any more. */
  stop() {
    this.#loading.abort();
  }
}
