// @ts-check
/** A long run: ten minutes where FULL is set, else a quarter of one. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { alone } from '../e2e/alone.js';
import { ask, until } from '../e2e/browser.js';
import { longestTask } from '../e2e/sources.js';

const NAME = 'feedback-mnist';
const SECONDS = process.env.FULL ? 600 : 15;
/** What a task may take of the main thread's time. */
const MOST_TASK_MS = 50;
/** Memory that comes and goes, once it has settled. Curves take a few kilobytes a look. */
const MOST_GROWTH_MB = 64;
/** And from the first sixth of the run to its end. */
const MOST_FACTOR = 1.5;

/** Megabytes that the page's process holds, workers included; only Linux says. @param {import('playwright-core').Page} page */
async function megabytes(page) {
  const browser = page.context().browser();
  assert.ok(browser);
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const client = await page.context().newCDPSession(page);
  await client.send('HeapProfiler.collectGarbage');
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]),
    );
  await session.detach();
  return Math.max(...sizes) / 1024;
}

test(`${SECONDS} seconds of four rules leave memory flat and the main thread free`, async () => {
  const panels = 'accuracy,loss,angles,confusion,fields';
  const { page } = await alone(`<${NAME} steps="1000000" panels="${panels}"></${NAME}>`);
  await ask(page, NAME, 'figure.play()');
  await until(page, NAME, 'figure.state.k >= 100', 60_000);
  const proc = existsSync('/proc/self/status');
  /** @type {number[]} */
  const memory = [];
  const windows = [];
  const part = (1000 * SECONDS) / 6;
  for (let i = 0; i < 6; i++) {
    // The whole of a long run would be a trace of gigabytes.
    const traced = Math.min(part, 8000);
    windows.push(await longestTask(page, () => page.waitForTimeout(traced)));
    await page.waitForTimeout(part - traced);
    if (proc) memory.push(await megabytes(page));
  }
  const step = await ask(page, NAME, 'figure.state.k');
  const looks = await ask(page, NAME, 'JSON.parse(figure.exportRun()).tracks[0].snapshots.length');
  console.log(
    `${step} steps, ${looks} looks; ${memory.map((mb) => mb.toFixed(0)).join(', ')} MB; longest tasks ${windows.join(', ')} ms`,
  );
  assert.ok(step > 300, 'it learned on');
  assert.ok(Math.max(...windows) <= MOST_TASK_MS, `${windows}`);
  // Code is compiled, buffers and the browser's caches find their size; from then on it stays.
  const [first = 0, , , settled = 0, , last = 0] = memory;
  assert.ok(last - settled <= MOST_GROWTH_MB, `${memory} MB`);
  assert.ok(last <= MOST_FACTOR * first, `${memory} MB`);
});
