/** jax-js on its wasm device: value, gradient and update in one compiled function. */

import { CLASSES, INPUTS, VALIDATION } from './digits.js';
import {
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  nn,
  numpy as np,
  tree,
  valueAndGrad,
} from './node_modules/@jax-js/jax/dist/index.js';
import { feed, RATE, weights } from './peers.js';

await init('wasm');
defaultDevice('wasm');

/** Every function owns its arguments: what is used again is passed as a reference. */
const logits = (layers, x) =>
  layers.reduce((h, { w, b }, k) => {
    const a = np.dot(h, w).add(b);
    return k + 1 < layers.length ? np.tanh(a) : a;
  }, x);

const crossEntropy = (layers, x, y) => {
  const [rows] = y.shape;
  return nn
    .logSoftmax(logits(layers, x))
    .mul(y)
    .sum()
    .mul(-1 / rows);
};

const descend = (layers, x, y) => {
  const [loss, gradient] = valueAndGrad(crossEntropy)(tree.ref(layers), x, y);
  return [loss, tree.map((w, g) => w.sub(g.mul(RATE)), layers, gradient)];
};

const arrays = ({ x, y, rows }) => [
  np.array(x).reshape([rows, INPUTS]),
  np.array(y).reshape([rows, CLASSES]),
];

/** @param {import('./plan.js').Item} item @returns {Promise<import('./steps.js').Learner>} */
export async function jax(item) {
  let layers = weights(item).map(({ shape, numbers }) => ({
    w: np.array(numbers).reshape(shape),
    b: np.zeros([shape[1]]),
  }));
  const next = feed();
  const step = jit(descend);
  const evaluate = jit(crossEntropy);
  return {
    async step() {
      const [loss, learned] = step(layers, ...arrays(next()));
      layers = learned;
      await loss.data();
      await blockUntilReady(layers);
    },
    loss: () => evaluate(tree.ref(layers), ...arrays(VALIDATION)).jsAsync(),
  };
}
