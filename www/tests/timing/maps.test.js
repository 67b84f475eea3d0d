// @ts-check
// A map by t-SNE is a worker's work: the page stays free meanwhile, and Pause pauses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alone } from '../e2e/alone.js';
import { ask, until } from '../e2e/browser.js';
import { button, longestTask, MAPPED, NAME } from '../e2e/sources.js';

/** Processor time of the longest task on the main thread. */
const MOST_TASK_MS = 50;
/** From Pause to its being seen, by the clock, the quickest of some. */
const MOST_PAUSE_MS = 100;
const TIMES = 5;
/** What may still be computed after Pause: the round that was under way, and no more than a slow one. */
const MOST_STEPS = 25;

async function mapped() {
  const opened = await alone(`<${NAME} panels="hidden" steps="1000000" speed="50"></${NAME}>`);
  const { page, figure } = opened;
  await ask(page, NAME, 'figure.step(5)');
  const maps = figure.locator('[data-panel=hidden]');
  await maps.getByText('step 5: ').first().waitFor();
  return { ...opened, maps };
}

test('t-SNE leaves the page free', async () => {
  const { page, maps } = await mapped();
  const longest = await longestTask(page, async () => {
    await button(maps, 't-SNE').click();
    await maps.getByText(/iteration \d+ of 1000/).waitFor();
    await maps.getByLabel('perplexity').waitFor(MAPPED);
  });
  assert.ok(longest < MOST_TASK_MS, `a task of ${longest} ms`);
});

test('Pause takes effect at once while t-SNE runs, and nothing is computed from then on', async () => {
  const { page, figure, maps } = await mapped();
  await button(maps, 't-SNE').click();
  await page.evaluate((name) => {
    const found = /** @type {any} */ (window);
    document.querySelector(name)?.addEventListener('feedback-step', (event) => {
      found.step = /** @type {CustomEvent} */ (event).detail.step;
    });
  }, NAME);
  const waited = [];
  for (let i = 0; i < TIMES; i++) {
    const from = await ask(page, NAME, 'figure.state.k');
    await ask(page, NAME, 'figure.play()');
    await until(page, NAME, `figure.state.k > ${from}`);
    if ((await maps.getByRole('progressbar').count()) === 0)
      await button(maps, 'Map the newest step').click();
    await maps.getByText(/iteration [1-9]\d* of 1000/).waitFor();
    const [took, at] = await page.evaluate(async (name) => {
      const figure = /** @type {any} */ (document.querySelector(name));
      const play = figure.shadowRoot.querySelector('.play');
      const start = performance.now();
      figure.pause();
      while (!play.textContent.includes('Play'))
        await new Promise((resolve) => setTimeout(resolve));
      return [performance.now() - start, /** @type {any} */ (window).step];
    }, NAME);
    waited.push(took);
    await page.waitForTimeout(500);
    const later = await ask(page, NAME, 'figure.state.k');
    assert.ok(later - at <= MOST_STEPS, `${later - at} steps after Pause`);
  }
  console.log(`Pause was seen after ${waited.map((ms) => ms.toFixed(0)).join(', ')} ms`);
  assert.ok(Math.min(...waited) < MOST_PAUSE_MS, `${waited} ms`);
  assert.equal(await figure.getByRole('alert').count(), 0);
});
