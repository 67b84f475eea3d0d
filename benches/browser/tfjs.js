/** TensorFlow.js on its wasm backend: an optimizer that minimises the loss. */

import { CLASSES, INPUTS, VALIDATION } from './digits.js';
import { feed, RATE, weights } from './peers.js';

/** Where its scripts put themselves. @type {any} */
const { tf } = globalThis;

tf.wasm.setWasmPaths(
  new URL('node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url).href,
);
// Where it can have threads it may have as many as there are cores.
if (crossOriginIsolated) tf.wasm.setThreadsCount(navigator.hardwareConcurrency);
await tf.setBackend('wasm');
await tf.ready();

const tensors = ({ x, y, rows }) => [
  tf.tensor2d(x, [rows, INPUTS]),
  tf.tensor2d(y, [rows, CLASSES]),
];

/** @param {import('./plan.js').Item} item @returns {Promise<import('./steps.js').Learner>} */
export async function tfjs(item) {
  const layers = weights(item).map(({ shape, numbers }) => ({
    w: tf.variable(tf.tensor2d(numbers, shape)),
    b: tf.variable(tf.zeros([shape[1]])),
  }));
  const logits = (x) =>
    layers.reduce((h, { w, b }, k) => {
      const a = tf.add(tf.matMul(h, w), b);
      return k + 1 < layers.length ? tf.tanh(a) : a;
    }, x);
  const variables = layers.flatMap(({ w, b }) => [w, b]);
  const optimizer = tf.train.sgd(RATE);
  const next = feed();
  return {
    async step() {
      const loss = tf.tidy(() => {
        const [x, y] = tensors(next());
        return optimizer.minimize(
          () => tf.losses.softmaxCrossEntropy(y, logits(x)),
          true,
          variables,
        );
      });
      await loss.data();
      loss.dispose();
    },
    async loss() {
      const loss = tf.tidy(() => {
        const [x, y] = tensors(VALIDATION);
        return tf.losses.softmaxCrossEntropy(y, logits(x));
      });
      const [value] = await loss.data();
      loss.dispose();
      return value;
    },
  };
}
