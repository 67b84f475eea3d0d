// @ts-check
// The presets of the linear figure break what they say, in the judgement of the core.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { initSync, Linear } from '../../pkg/theory.js';
import { LINEAR } from '../../src/state/figures.js';
import { BREAKS, PRESETS, TASK_1 } from '../../src/state/linear-presets.js';
import { defaults, forCore } from '../../src/state/table.js';

initSync({
  module: readFileSync(new URL('../../pkg/theory_bg.wasm', import.meta.url)),
});

/** The assumptions that a preset breaks. @param {Record<string, any>} state */
function broken(state) {
  const linear = new Linear({ ...forCore(LINEAR, state), rule: 'fa' });
  linear.step(state.steps);
  return linear
    .theorem()
    .assumptions.filter((/** @type {any} */ { verdict }) => verdict === 'broken')
    .map((/** @type {any} */ { id }) => id);
}

const preset = (/** @type {string} */ id) => {
  const found = PRESETS.find((candidate) => candidate.id === id);
  assert.ok(found, id);
  return found;
};

test('the default is the first preset, and breaks nothing', () => {
  const { view, rules, ...usual } = defaults(LINEAR);
  assert.equal(PRESETS[0].id, 'proof');
  assert.deepEqual(PRESETS[0].state, { ...forCore(LINEAR, usual), view, rules });
  assert.deepEqual(broken(PRESETS[0].state), []);
});

test('there is a preset for every assumption of the theorem, which breaks that one alone', () => {
  const linear = new Linear({ ...forCore(LINEAR, defaults(LINEAR)), rule: 'fa' });
  linear.step(1);
  const ids = linear.theorem().assumptions.map((/** @type {any} */ { id }) => id);
  assert.deepEqual(Object.keys(BREAKS).sort(), ids.sort());
  for (const id of ids) assert.deepEqual(broken(preset(`not-${id}`).state), [id], id);
});

/** FA's squared error and V at every step. @param {Record<string, any>} state @param {number} [steps] */
function course(state, steps = state.steps) {
  const linear = new Linear({ ...forCore(LINEAR, { ...state, steps }), rule: 'fa' });
  linear.step(steps);
  const [error, v] = [linear.error_norm2(), linear.v()];
  return { error, v, start: error[0], end: error[steps] };
}

test('broken assumptions do what the speaker of the slides says', () => {
  const fixed = course(preset('not-both').state);
  assert.ok(fixed.error.every((/** @type {number} */ error) => error === fixed.start));
  const blind = course(preset('not-independent').state);
  assert.ok(blind.v[blind.v.length - 1] < 1e-9 && blind.end > 0.1 * blind.start);
  const bent = course(preset('not-linear').state);
  assert.ok(bent.end < 0.01 * bent.start);
  const { state } = preset('not-zero');
  const away = course(state);
  assert.ok(
    away.v.some((/** @type {number} */ v, /** @type {number} */ i) => v > 1.001 * away.v[i - 1]),
  );
  assert.ok(away.end > 0.1);
  assert.ok(course(state, 20 * state.steps).end < 1e-9);
});

test('task 1 is the second view with all settings of the experiment', () => {
  const { state } = preset('task-1');
  assert.equal(state.view, 'seeds');
  for (const [key, value] of Object.entries(TASK_1)) assert.deepEqual(state[key], value, key);
});

test('a preset sets all that a run depends on, and has a name of its own', () => {
  const needed = Object.keys(PRESETS[0].state).sort();
  for (const { id, state } of PRESETS) assert.deepEqual(Object.keys(state).sort(), needed, id);
  assert.equal(new Set(PRESETS.map(({ id }) => id)).size, PRESETS.length);
  assert.equal(new Set(PRESETS.map(({ label }) => label)).size, PRESETS.length);
});
