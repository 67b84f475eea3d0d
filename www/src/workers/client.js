// @ts-check
/**
 * A core worker as the page sees it: lists of operations go in, promises of their results come
 * out. A worker that has failed is ended and never asked again; `restart` is a new one.
 */

/** @typedef {import('./serve.js').Operation} Operation */

/** Why a worker cannot go on: a trap, a panic, or code that did not load. */
export class WorkerFailure extends Error {}

/** What the work needs is not there, and nobody's settings are to blame. */
export class Unavailable extends Error {}

/** The answer comes from a worker that has since been replaced or ended. */
export class Ended extends Error {
  constructor() {
    super('the worker was ended');
  }
}

export class Core {
  /** @type {Worker | undefined} */
  #worker;
  /** @type {Map<number, { resolve: (results: any[]) => void, reject: (error: Error) => void }>} */
  #waiting = new Map();
  #next = 0;
  /** @type {WorkerFailure | undefined} */
  #failure;
  #spawn;
  /** Told of a failure even when nobody waits for an answer. @type {(why: WorkerFailure) => void} */
  onfailure = () => {};

  /** @param {() => Worker} spawn one of spawn.js; a test may bring its own */
  constructor(spawn) {
    this.#spawn = spawn;
  }

  /** Why the worker is not asked any more, if so. */
  get failure() {
    return this.#failure;
  }

  /**
   * Runs a list of operations and returns their results.
   * @param {Operation[]} list
   * @param {Transferable[]} [transfer]
   * @returns {Promise<any[]>}
   */
  run(list, transfer = []) {
    if (this.#failure) return Promise.reject(this.#failure);
    this.#worker ??= this.#start();
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker?.postMessage({ id, list }, transfer);
    });
  }

  /** Ends the worker. Who waits for it gets `Ended`. */
  end() {
    this.#stop(new Ended());
  }

  /** Ends the worker; the next list starts a new one, with nothing of the old. */
  restart() {
    this.end();
    this.#failure = undefined;
  }

  #start() {
    const worker = this.#spawn();
    worker.addEventListener('message', ({ data }) => this.#answer(data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#fail(
        event.message || 'The code of a worker could not be loaded (is the network there?)',
      );
    });
    worker.addEventListener('messageerror', () => this.#fail('an answer could not be read'));
    return worker;
  }

  /** @param {{ id: number, results?: any[], error?: string, fatal?: boolean }} answer */
  #answer({ id, results, error, fatal }) {
    if (fatal) return this.#fail(error ?? '');
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (results) waiting?.resolve(results);
    else waiting?.reject(new Error(error));
  }

  /** @param {string} why */
  #fail(why) {
    this.#failure = new WorkerFailure(why);
    this.#stop(this.#failure);
    this.onfailure(this.#failure);
  }

  /** @param {Error} error */
  #stop(error) {
    this.#worker?.terminate();
    this.#worker = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }
}
