/** Training steps, by whoever takes them. */

import { timed } from './timing.js';

/**
 * A network that learns.
 * @typedef {object} Learner
 * @property {() => any} step one minibatch, waited for until the new weights are there
 * @property {() => any} loss on the validation digits
 */

/**
 * @param {import('./plan.js').Item} item
 * @param {(item: import('./plan.js').Item) => Promise<Learner>} make
 */
export async function steps(item, make) {
  const learner = await make(item);
  /** @type {Record<string, any>} */
  const facts = {};
  if (item.check) {
    const before = await learner.loss();
    for (let i = 0; i < item.check; i++) await learner.step();
    facts.loss = { before, after: await learner.loss(), steps: item.check };
  }
  return { facts, measure: await timed(learner.step, item.window) };
}
