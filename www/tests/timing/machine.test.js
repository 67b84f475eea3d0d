// @ts-check
// Measuring the machine is a worker's work: the page stays free meanwhile.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noFaults, open } from '../e2e/browser.js';
import { longestTask } from '../e2e/sources.js';

/** Processor time of the longest task on the main thread. */
const MOST_TASK_MS = 200;

test('training for two seconds and the golden runs leave the page free', async () => {
  const { page, faults, close } = await open();
  const longest = await longestTask(page, async () => {
    await page.getByRole('button', { name: 'Measure this machine' }).click();
    await page.locator('feedback-machine[data-state=complete]').waitFor({ timeout: 120_000 });
  });
  assert.ok(longest < MOST_TASK_MS, `a task of ${longest} ms`);
  noFaults(faults);
  await close();
});
