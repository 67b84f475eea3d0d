// @ts-check
// The leads of the presets say what happens. Here the core is asked whether it does.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { initSync, Toy } from '../../pkg/feedback_alignment.js';
import { TOY } from '../../src/state/figures.js';
import { PRESETS } from '../../src/state/presets.js';
import { defaults, forCore } from '../../src/state/table.js';

initSync({
  module: readFileSync(new URL('../../pkg/feedback_alignment_bg.wasm', import.meta.url)),
});

/** @param {string} id @param {string} rule */
function run(id, rule) {
  const preset = PRESETS.find((candidate) => candidate.id === id);
  /** @type {Record<string, any>} */
  const settings = { ...forCore(TOY, defaults(TOY)), ...preset?.state, rule };
  const toy = new Toy(settings);
  toy.step(settings.steps);
  const [a, w, loss] = [toy.a(), toy.w(), toy.loss()];
  return { a, w, loss, solved: toy.solved_at(), peak: Math.max(...loss) };
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

test('wrong way first: the loss of FA rises, A then W become positive', () => {
  const { a, w, loss, peak } = run('wrong-way', 'fa');
  assert.ok(peak > 2 * loss[0]);
  const positive = (/** @type {Float64Array} */ column) => column.findIndex((value) => value > 0);
  assert.ok(positive(a) > 0 && positive(a) < positive(w));
});

test('zero: BP never moves', () => {
  const { a, w } = run('zero', 'bp');
  assert.ok([...a, ...w].every((value) => value === 0));
});

test('long detour: FA leaves a low loss, climbs, and ends on the other branch from BP', () => {
  const fa = run('long-detour', 'fa');
  assert.ok(fa.peak > 10 * fa.loss[0]);
  assert.ok((fa.a.at(-1) ?? 0) > 0 && (run('long-detour', 'bp').a.at(-1) ?? 0) < 0);
});

test('saddle: BP ends at the origin, FA does not', () => {
  const { a, w, solved } = run('saddle', 'bp');
  assert.equal(solved, undefined);
  assert.ok(Math.hypot(a.at(-1) ?? 1, w.at(-1) ?? 1) < 1e-3);
});

test('anti-aligned: FA ends where B and W have opposite signs', () => {
  assert.ok((run('anti-aligned', 'fa').w.at(-1) ?? 0) < 0);
});
