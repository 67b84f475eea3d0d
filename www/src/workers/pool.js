// @ts-check
/** Workers that have the digits, as many as are of use; rules share one where there are more rules. */

import { Core } from './client.js';
import { networks } from './spawn.js';

/** What the machine says of itself; where it says nothing, two. */
const CORES = globalThis.navigator?.hardwareConcurrency ?? 2;

export class Pool {
  /** @type {{ core: Core, loaded: Promise<any>, users: number }[]} */
  #members = [];
  #digits;
  #spawn;
  #most;

  /**
   * @param {Blob[]} digits four files
   * @param {() => Core} [spawn] a test may bring its own
   * @param {number} [most]
   */
  constructor(digits, spawn = () => new Core(networks), most = CORES) {
    this.#digits = digits;
    this.#spawn = spawn;
    this.#most = Math.max(1, most);
  }

  /** A worker for one more rule. @returns {Promise<Core>} */
  async take() {
    const idle = this.#members.filter(({ users }) => users === 0);
    const room = this.#members.length < this.#most;
    const member = idle[0] ?? (room ? this.#hire() : this.#leastUsed());
    member.users++;
    await member.loaded;
    return member.core;
  }

  /** A rule has left. @param {Core} core */
  give(core) {
    const member = this.#members.find((candidate) => candidate.core === core);
    if (member) member.users--;
  }

  #leastUsed() {
    return this.#members.reduce((a, b) => (b.users < a.users ? b : a));
  }

  #hire() {
    const core = this.#spawn();
    const loaded = core.run([['make', 'digits', 'Digits', ...this.#digits]]);
    const member = { core, loaded, users: 0 };
    // Whoever takes the worker is told.
    loaded.catch(() => {});
    this.#members.push(member);
    return member;
  }

  end() {
    for (const { core } of this.#members) core.end();
    this.#members = [];
  }
}
