/** What the peers start from: the distribution of our weights, and the same digits. */

import { BATCHES, CLASSES, INPUTS } from './digits.js';

/** The learning rate that our settings begin with. */
export const RATE = 0.1;

/**
 * Weights of every layer, in×out, uniform in ±1/√in.
 * @param {import('./plan.js').Item} item
 */
export function weights({ settings }) {
  const sizes = [INPUTS, ...settings.hidden, CLASSES];
  const random = numbers(1);
  return sizes.slice(1).map((out, k) => {
    const into = sizes[k];
    const entry = () => (2 * random() - 1) / Math.sqrt(into);
    return { shape: [into, out], numbers: Float32Array.from({ length: into * out }, entry) };
  });
}

/** Numbers 0…1, the same at every run (a linear congruential generator). @param {number} state */
function numbers(state) {
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Minibatches, one after the other, epoch after epoch. */
export function feed() {
  let next = 0;
  return () => BATCHES[next++ % BATCHES.length];
}
