/** Products of training, and the peak of multiplying and adding. */

import { BATCHES, INPUTS } from './digits.js';
import init from './pkg/bench_kernels.js';
import { timed } from './timing.js';

const core = await init();

/** Milliseconds that one call may take, so that a window has many. */
const CALL_MS = 2;
const FIRST = 16;

/** How the products are numbered in kernels.rs. */
const FORMS = ['forward', 'feedback', 'update', 'sparse forward', 'sparse update'];

/**
 * Measures `call(times)`, which repeats its work inside, for compiled loops are not interrupted.
 * @param {(times: number) => void} call
 * @param {import('./plan.js').Item} item
 * @param {number} multiplyAdds of one
 */
async function repeated(call, { window }, multiplyAdds) {
  const one = await timed(() => call(FIRST), window);
  const times = FIRST * Math.max(1, Math.round(CALL_MS / (await one())));
  const measure = await timed(() => call(times), window);
  return {
    facts: { multiply_adds: multiplyAdds },
    measure: async () => (await measure()) / times,
  };
}

/** @param {import('./plan.js').Item} item */
export function peak(item) {
  const rounds = 1024;
  const call = (times) => core.peak(item.chains, rounds * times);
  return repeated(call, item, 4 * item.chains * rounds);
}

/** @param {import('./plan.js').Item} item */
export function product(item) {
  const [n, d, u] = item.shape;
  const sparse = item.form.startsWith('sparse');
  const handle = core.product(FORMS.indexOf(item.form), n, d, u);
  let inputs = n * d;
  if (sparse) {
    const { x, rows } = BATCHES[0];
    if (n !== rows || d !== INPUTS) throw new Error(`digits do not have the shape ${n}×${d}`);
    new Float32Array(core.memory.buffer, core.inputs(handle), x.length).set(x);
    inputs = x.filter(Boolean).length;
  }
  return repeated((times) => core.multiply(handle, times), item, inputs * u);
}
