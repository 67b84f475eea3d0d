// @ts-check
// The leads of the presets say what happens. Here the core is asked whether it does.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { initSync, Toy } from '../../pkg/theory.js';
import { TOY } from '../../src/state/figures.js';
import { PRESETS } from '../../src/state/presets.js';
import { defaults, forCore } from '../../src/state/table.js';

initSync({
  module: readFileSync(new URL('../../pkg/theory_bg.wasm', import.meta.url)),
});

/** @param {string} id @param {string} rule @param {Record<string, any>} [change] */
function run(id, rule, change = {}) {
  const preset = PRESETS.find((candidate) => candidate.id === id);
  /** @type {Record<string, any>} */
  const settings = { ...forCore(TOY, defaults(TOY)), ...preset?.state, ...change, rule };
  const toy = new Toy(settings);
  toy.step(settings.steps);
  const [a, w, loss, agreement] = [toy.a(), toy.w(), toy.loss(), toy.agreement()];
  const { 0: end } = toy.flow_end();
  const basin = Array.from(toy.basin_border(2001, 10));
  // The border at the start; it is a point of the line, which has one every hundredth.
  const border = basin[2 * Math.round(100 * (settings.input_weight + 10)) + 1];
  const [outcome, solved] = [toy.outcome(), toy.solved_at()];
  return { a, w, loss, agreement, end, border, outcome, solved, peak: Math.max(...loss) };
}

test('the default of the toy is the preset named first', () => {
  assert.deepEqual(
    { ...forCore(TOY, defaults(TOY)), ...PRESETS[0].state },
    forCore(TOY, defaults(TOY)),
  );
});

test('a preset sets all that a run depends on', () => {
  const needed = Object.keys(forCore(TOY, defaults(TOY))).sort();
  for (const { id, state } of PRESETS) assert.deepEqual(Object.keys(state).sort(), needed, id);
});

test('FA solves every preset', () => {
  for (const { id } of PRESETS) assert.ok(run(id, 'fa').solved, id);
});

test('wrong way first: W and B differ in sign; FA goes uphill, A then W become positive', () => {
  const { a, w, loss, agreement, peak, outcome } = run('wrong-way', 'fa');
  assert.ok(agreement[0] < 0 && loss[1] > loss[0] && peak > 2 * loss[0]);
  const positive = (/** @type {Float64Array} */ column) => column.findIndex((value) => value > 0);
  assert.ok(positive(a) > 0 && positive(a) < positive(w));
  assert.equal(outcome, 'aligned');
  const { end } = run('wrong-way', 'bp');
  assert.ok(end < 0 && (a.at(-1) ?? 0) > 0, 'the other branch from BP');
  // A goes the wrong way: not the way that BP sends it.
  assert.ok(a[1] > a[0] && run('wrong-way', 'bp').a[1] < a[0]);
});

test('zero: BP never moves; of FA first A moves, then W, both upwards', () => {
  const { a, w, outcome } = run('zero', 'bp');
  assert.ok([...a, ...w].every((value) => value === 0));
  assert.equal(outcome, 'stuck');
  const fa = run('zero', 'fa');
  assert.ok(fa.a[1] > 0 && fa.w[1] === 0 && fa.w[2] > 0);
  assert.ok(fa.a.every((value, k) => k === 0 || value >= fa.a[k - 1] || value > 1.2));
});

test('long detour: FA leaves a low loss, climbs, and ends aligned on the other branch from BP', () => {
  const fa = run('long-detour', 'fa');
  assert.ok(fa.peak > 10 * fa.loss[0]);
  assert.ok((fa.a.at(-1) ?? 0) > 0 && (run('long-detour', 'bp').a.at(-1) ?? 0) < 0);
  assert.equal(fa.outcome, 'aligned');
});

test('long detour: the start is just outside the border, a little lower is inside', () => {
  const { border } = run('long-detour', 'fa');
  const above = run('long-detour', 'fa').w[0] - border;
  assert.ok(above > 0 && above < 0.1, `${above}`);
  const lower = run('long-detour', 'fa', { output_weight: -0.4 });
  assert.equal(lower.outcome, 'anti-aligned');
  assert.ok(lower.end < 0 && (lower.a.at(-1) ?? 0) < 0, 'it stays on this branch');
});

test('saddle: BP ends at the origin on the diagonal, FA crosses it', () => {
  const { a, w, solved, outcome } = run('saddle', 'bp');
  assert.equal(solved, undefined);
  assert.equal(outcome, 'stuck');
  assert.ok(Math.hypot(a.at(-1) ?? 1, w.at(-1) ?? 1) < 1e-3);
  assert.ok(a.every((value, k) => Math.abs(value + w[k]) < 1e-12));
  const fa = run('saddle', 'fa');
  // Beyond the diagonal A + W = 0, and with a step of A even where W is zero.
  const crossing = fa.w.findIndex((value) => value > 0);
  assert.ok(crossing > 0 && fa.a[crossing] > fa.a[crossing - 1] && fa.a[1] + fa.w[1] > 0);
});

test('anti-aligned: inside the border, W and B differ in sign to the end, downhill all the way', () => {
  const { loss, w, agreement, border, outcome } = run('anti-aligned', 'fa');
  assert.equal(outcome, 'anti-aligned');
  assert.ok(w[0] < border);
  assert.ok(w.every((value) => value < 0) && agreement.every((value) => value <= 0));
  assert.ok(loss.every((value, k) => k === 0 || value <= loss[k - 1] || value < 1e-20));
});
