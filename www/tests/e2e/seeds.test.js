// @ts-check
/** The second view of the linear figure: Lillicrap et al. 2014, task 1, from many seeds. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, noFaults, open, ready, until } from './browser.js';

const NAME = 'feedback-linear';
/** What is asked of the figure, besides the experiment's own settings. */
const TASK = {
  view: 'seeds',
  inputs: 30,
  hidden: 20,
  outputs: 10,
  activation: 'linear',
  scheme: 'online',
  learning_rate: 5e-3,
  steps: 2000,
  initial_scale: 0.01,
  feedback_scale: 0.5,
  seeds: 10,
  rules: ['bp', 'fa', 'shallow', 'pbp'],
};

/** Notes tasks of the main thread that are longer than 50 ms. */
function watch() {
  const long = /** @type {number[]} */ ([]);
  Object.assign(window, { long });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) long.push(duration);
  }).observe({ type: 'longtask' });
}

/**
 * Opens the page with the view in it.
 * @param {Record<string, unknown>} [change]
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
async function seeds(change = {}, options = {}) {
  const opened = await open(options, (page) => page.addInitScript(watch));
  const figure = await ready(opened.page, NAME);
  await set(opened.page, { ...TASK, ...change });
  return { ...opened, figure };
}

/** @param {import('playwright-core').Page} page @param {Record<string, unknown>} patch */
const set = (page, patch) => ask(page, NAME, `figure.setState(${JSON.stringify(patch)})`);
/** @param {import('playwright-core').Page} page */
const seen = (page) => ask(page, NAME, 'figure.snapshot()');
/** All that is written or drawn. @param {import('playwright-core').Page} page */
const markup = (page) => ask(page, NAME, 'figure.shadowRoot.innerHTML');
/** @param {import('playwright-core').Page} page */
const caption = (page) =>
  ask(page, NAME, 'figure.shadowRoot.querySelector(".caption").textContent');

const NO_NUMBER = /NaN|Infinity|undefined|null/;
const LEARNT = 'figure.snapshot().reached === figure.state.steps';
const COMPLETE = 'figure.snapshot().complete';

/** @param {number} value @param {number} low @param {number} high @param {string} what */
const between = (value, low, high, what) =>
  assert.ok(value >= low && value <= high, `${what}: ${value} is not in ${low}…${high}`);

test('it computes on and on, to the numbers of the paper', async () => {
  const { page, faults, close } = await seeds();
  /** @type {number[]} */
  const reached = [];
  let scales = 0;
  for (const end = Date.now() + 120_000; ; ) {
    const now = await seen(page);
    assert.ok(now.sweep.looks.length >= scales, 'points of the sweep stay');
    scales = now.sweep.looks.length;
    reached.push(now.reached);
    if (now.complete) break;
    assert.ok(Date.now() < end, `at ${now.reached} examples and ${scales} scales`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.ok(new Set(reached).size > 5, `steps of progress: ${reached}`);
  assert.ok(
    reached.every((step, i) => i === 0 || step >= reached[i - 1]),
    `${reached}`,
  );
  assert.doesNotMatch(await markup(page), NO_NUMBER);

  const { rules, sweep } = await seen(page);
  between(rules.bp.nse[1], 0, 1e-9, 'error of BP');
  between(rules.fa.nse[1], 0, 1e-7, 'error of FA');
  between(rules.pbp.nse[1], 0, 1e-9, 'error of PBP');
  between(rules.shallow.nse[0], 0.9, 1, 'error of the best shallow seed');
  between(rules.fa.angle_to_pinv[1], 0, 10, 'angle to PBP');
  assert.ok(rules.fa.angle_to_pinv[1] < rules.fa.angle_to_bp[1]);
  /** @type {[number, number, number][]} examples, and the range of the angle to BP */
  const angles = [
    [0, 80, 95],
    [5, 80, 95],
    [300, 25, 38],
    [2000, 18, 33],
  ];
  for (const [step, low, high] of angles) {
    const { fa } = await ask(page, NAME, `(figure.seek(${step}), figure.snapshot().rules)`);
    between(fa.angle_to_bp[1], low, high, `angle to BP after ${step} examples`);
  }
  const finals = ['angle_to_bp', 'angle_to_pinv'].map((quantity) => sweep[quantity].mid);
  for (const medians of finals)
    for (let i = 1; i < medians.length; i++)
      assert.ok(medians[i] > medians[i - 1], `angles rise with the scale: ${medians}`);
  for (const [i, angle] of finals[0].entries()) assert.ok(finals[1][i] < angle);
  noFaults(faults);
  await close();
});

test('while it computes there is no long task', async () => {
  const { page, close } = await seeds();
  /** @type {number[][]} */
  const tries = [];
  // A machine that has other things to do may stop the page for longer than the page itself does,
  // but not every time.
  do {
    await until(page, NAME, LEARNT);
    await page.evaluate('window.long.length = 0');
    await set(page, { seed: 2 + tries.length });
    while (!(await ask(page, NAME, LEARNT))) await new Promise((rest) => setTimeout(rest, 200));
    tries.push(/** @type {number[]} */ (await page.evaluate('window.long')));
  } while (tries.length < 5 && tries.at(-1)?.length !== 0);
  assert.deepEqual(tries.at(-1), [], `long tasks, by try: ${JSON.stringify(tries)}`);
  await close();
});

test('a change in mid-computation starts over; what is refused changes nothing', async () => {
  const { page, close } = await seeds({ steps: 1500 });
  await until(page, NAME, 'figure.snapshot().reached > 100');
  const before = (await seen(page)).reached;
  assert.ok(before < 1500, 'it was caught in the middle');
  assert.match(await caption(page), /\d+ of 1500 examples so far/);
  assert.doesNotMatch(await markup(page), NO_NUMBER);
  assert.equal(await set(page, { learning_rate: 99 }), false);
  assert.ok((await seen(page)).reached >= before);
  await set(page, { learning_rate: 4e-3 });
  assert.ok((await seen(page)).reached < 100);
  await until(page, NAME, LEARNT);
  const disturbed = await ask(page, NAME, 'figure.fingerprint()');

  await set(page, { seed: 7, steps: 50 });
  await until(page, NAME, LEARNT);
  assert.notDeepEqual(await ask(page, NAME, 'figure.fingerprint()'), disturbed);
  await set(page, { seed: 1, steps: 1500 });
  await until(page, NAME, LEARNT);
  assert.deepEqual(await ask(page, NAME, 'figure.fingerprint()'), disturbed);
  await close();
});

test('hiding a learner, or the playhead, costs nothing that was computed', async () => {
  const { page, figure, close } = await seeds();
  await until(page, NAME, 'figure.snapshot().reached > 50');
  const before = (await seen(page)).reached;
  await figure.getByRole('button', { name: 'Shallow', exact: true }).click();
  await ask(page, NAME, 'figure.seek(20)');
  assert.ok((await seen(page)).reached >= before);
  assert.doesNotMatch(await caption(page), /Shallow/);
  assert.equal((await seen(page)).rules.fa.step, 20);
  await close();
});

test('steps that are too large are said to be, and drawn without nonsense', async () => {
  const { page, faults, close } = await seeds({ learning_rate: 0.05, steps: 400, seeds: 3 });
  await until(page, NAME, LEARNT);
  assert.match(await caption(page), /FA diverges with at least one of the seeds by example \d+/);
  assert.doesNotMatch(await markup(page), NO_NUMBER);
  noFaults(faults);
  await close();
});

test('one seed is one curve without a band', async () => {
  const { page, faults, close } = await seeds({ seeds: 1, steps: 300 });
  await until(page, NAME, COMPLETE, 60_000);
  assert.match(await caption(page), /one seed/);
  assert.doesNotMatch(await caption(page), /median|best seed|Shaded/);
  assert.equal(await ask(page, NAME, 'figure.shadowRoot.querySelectorAll(".spread").length'), 0);
  assert.doesNotMatch(await markup(page), NO_NUMBER);
  noFaults(faults);
  await close();
});

test('on a phone one chart is seen at a time, and nothing is wider than it', async () => {
  const viewport = { width: 390, height: 800 };
  const { page, figure, close } = await seeds({ seeds: 2, steps: 200 }, { viewport });
  await until(page, NAME, LEARNT);
  const visible = (/** @type {string} */ id) => figure.locator(`[data-chart=${id}]`).isVisible();
  assert.deepEqual([await visible('error'), await visible('angles')], [true, false]);
  await figure.getByRole('button', { name: 'Angles' }).click();
  assert.deepEqual([await visible('error'), await visible('angles')], [false, true]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 390, `${wide} px`);
  await close();
});

test('the numbers are there as a table and as a file', async () => {
  const { page, figure, close } = await seeds({ seeds: 2, steps: 200 });
  await until(page, NAME, LEARNT);
  await ask(page, NAME, 'figure.seek(77)');
  await figure.getByText('Numbers', { exact: true }).click();
  const row = figure.getByRole('row', { name: /^77 / });
  await row.waitFor();
  const [head, first] = (await ask(page, NAME, 'figure.exportCSV()')).split('\r\n');
  assert.match(head, /^examples,BP error lowest,BP error median,BP error highest,FA error/);
  assert.equal(first.split(',').length, head.split(',').length);
  assert.doesNotMatch(first, NO_NUMBER);
  await close();
});
