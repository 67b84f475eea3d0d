// @ts-check
// Pause takes effect at once, however long a step takes.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { alone } from '../e2e/alone.js';
import { ask, browser, until } from '../e2e/browser.js';
import { NAME, OWN_DIGITS, smallRace } from '../e2e/race.js';

/** @typedef {import('playwright-core').Page} Page */

/** From Pause to its being seen, by the clock; and what a worker may still compute, of processor time. */
const MOST_PAUSE_MS = 100;
/** The best of so many counts. */
const TIMES = 3;

const devtools = await browser.newBrowserCDPSession();

/** Processor milliseconds that each worker of the page has taken; only Linux says, in tens. */
async function workerTimes() {
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const threads = renderers.flatMap(({ id }) =>
    readdirSync(`/proc/${id}/task`).map((thread) => `/proc/${id}/task/${thread}/stat`),
  );
  return threads.flatMap((path) => {
    const [, name, rest] = /\((.*)\) (.*)/.exec(readFileSync(path, 'utf8')) ?? [];
    const fields = rest.split(' ');
    return /^DedicatedWorker/.test(name) ? [10 * (Number(fields[11]) + Number(fields[12]))] : [];
  });
}

/** What each worker computes until it rests. @param {Page} page @param {number[]} from */
async function untilRest(page, from) {
  for (let last = from; ; ) {
    await page.waitForTimeout(500);
    const now = await workerTimes();
    if (now.join() === last.join()) return now.map((time, i) => time - from[i]);
    last = now;
  }
}

test('Pause is seen within 100 ms while four rules learn as fast as they can', async () => {
  const { page } = await alone(`<${NAME} steps="1000000"></${NAME}>`);
  const waited = [];
  for (let i = 0; i < TIMES; i++) {
    const from = await ask(page, NAME, 'figure.state.k');
    await ask(page, NAME, 'figure.play()');
    await until(page, NAME, `figure.state.k > ${from}`);
    const took = await page.evaluate(async (name) => {
      const figure = /** @type {any} */ (document.querySelector(name));
      const play = figure.shadowRoot.querySelector('.play');
      const start = performance.now();
      figure.pause();
      while (!play.textContent.includes('Play'))
        await new Promise((resolve) => setTimeout(resolve));
      return performance.now() - start;
    }, NAME);
    waited.push(took);
  }
  console.log(`Pause was seen after ${waited.map((ms) => ms.toFixed(0)).join(', ')} ms`);
  assert.ok(Math.min(...waited) < MOST_PAUSE_MS, `${waited} ms`);
});

const linux = { skip: !existsSync('/proc/self/task') && 'only Linux tells the time of a thread' };

test(
  'a hundred layers say that they take long, stop in the middle of a step, and go on',
  linux,
  async () => {
    const { page, figure } = await smallRace({ rules: 'bp,dfa', steps: 1000000 });
    await ask(page, NAME, '(figure.setState({ hidden: Array(100).fill(240) }), 0)');
    await figure.getByText('Preparing the networks').waitFor();
    await until(page, NAME, 'figure.state.hidden.length === 100', 120_000);
    await figure.getByText('Preparing the networks').waitFor({ state: 'detached' });

    // With a few small digits there is little to look at where it stops: what takes long are the steps.
    await figure.locator('input[type=file][multiple]').setInputFiles(OWN_DIGITS);
    await figure.getByText('Trained on 80 digits from your files').waitFor();
    const computed = [];
    for (let i = 0; i < TIMES; i++) {
      const from = await ask(page, NAME, 'figure.state.k');
      await ask(page, NAME, 'figure.play()');
      await until(page, NAME, `figure.state.k > ${from}`, 120_000);
      const before = await workerTimes();
      await ask(page, NAME, 'figure.pause()');
      computed.push(Math.max(...(await untilRest(page, before))));
    }
    console.log(`After Pause a worker computed for ${computed.join(', ')} ms`);
    assert.ok(Math.min(...computed) <= MOST_PAUSE_MS, `${computed} ms`);
    // What was left is taken up.
    const stopped = await ask(page, NAME, 'figure.state.k');
    await ask(page, NAME, 'figure.play()');
    await until(page, NAME, `figure.state.k > ${stopped}`, 120_000);
  },
);
