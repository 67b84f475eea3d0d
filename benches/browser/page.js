/**
 * What is measured in a page: `bench.prepare(item)` makes it ready, `bench.measure(id)` takes one
 * measurement. Whoever drives the page says what, and in which order.
 */

import { DENSITY } from './digits.js';
import { jax } from './jax.js';
import { memory } from './memory.js';
import { ours } from './ours.js';
import { peak, product } from './products.js';
import { snapshots } from './snapshots.js';
import { steps } from './steps.js';
import { tfjs } from './tfjs.js';

/** @typedef {import('./plan.js').Item} Item */
/** @typedef {{ facts?: Record<string, any>, measure: () => any }} Prepared */

/** @type {Record<string, (item: Item) => Promise<Prepared>>} */
const KINDS = {
  ours: (item) => steps(item, ours),
  jax: (item) => steps(item, jax),
  tfjs: (item) => steps(item, tfjs),
  peak,
  product,
  snapshots,
  memory,
};

/** @type {Map<string, Prepared>} */
const prepared = new Map();

/** @type {any} */ (window).bench = {
  isolated: crossOriginIsolated,
  digits: { density: DENSITY },

  /** What is known of an item before it is measured. @param {Item} item */
  async prepare(item) {
    const ready = await KINDS[item.kind](item);
    prepared.set(item.id, ready);
    return ready.facts ?? {};
  },

  /** @param {string} id of an item that is prepared */
  measure: (id) => prepared.get(id)?.measure(),
};
