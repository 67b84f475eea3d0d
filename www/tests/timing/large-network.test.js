// @ts-check
// The largest linear network is drawn without a freeze.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alone } from '../e2e/alone.js';
import { ask } from '../e2e/browser.js';
import { longestTask } from '../e2e/sources.js';

/** Processor time of the longest task on the main thread, while it is drawn at other steps. */
const MOST_TASK_MS = 200;
const STEPS = [1000, 50, 1900, 300, 1500];

test('the largest linear network is drawn without a freeze', async () => {
  const name = 'feedback-linear';
  const { page } = await alone(`<${name}></${name}>`);
  const large = '{ inputs: 32, hidden: 32, outputs: 32, steps: 2000, eta: 0.01 }';
  assert.ok(await ask(page, name, `figure.setState(${large})`));
  const longest = await longestTask(page, async () => {
    for (const step of STEPS) {
      await ask(page, name, `figure.seek(${step})`);
      await page.locator(`${name} .transport`).getByText(`step ${step} of 2000`).waitFor();
    }
  });
  assert.ok(longest < MOST_TASK_MS, `a task of ${longest} ms`);
});
