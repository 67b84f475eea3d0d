// @ts-check
/**
 * Work that must not overlap, one piece after the other in the order in which it was asked for.
 * Long work looks at `waiting` now and then and gives way.
 */
export class Turns {
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();
  #waiting = 0;

  /** Whether somebody waits for a turn. */
  get waiting() {
    return this.#waiting > 0;
  }

  /**
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  take(work) {
    this.#waiting++;
    const mine = this.#last.then(() => {
      this.#waiting--;
      return work();
    });
    this.#last = mine.catch(() => {});
    return mine;
  }
}

/** Nobody notices a stop that comes this late. */
const NOTICE_MS = 50;

/**
 * Waits, but not longer than somebody wants it; always lets other messages pass.
 * @param {number} milliseconds
 * @param {() => boolean} wanted
 */
export async function rest(milliseconds, wanted) {
  const end = performance.now() + milliseconds;
  do {
    const left = Math.max(0, Math.min(NOTICE_MS, end - performance.now()));
    await new Promise((resolve) => setTimeout(resolve, left));
  } while (performance.now() < end && wanted());
}
