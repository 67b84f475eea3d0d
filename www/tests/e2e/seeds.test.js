// @ts-check
/** The second view of the linear figure: Lillicrap et al. 2014, task 1, from many seeds. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alone } from './alone.js';
import { ask, until } from './browser.js';

const NAME = 'feedback-linear';
/** A task that is small: the published one takes a minute. */
const SMALL = 'inputs="6" hidden="5" outputs="3"';

/** The view alone, with attributes. @param {string} attributes */
const view = (attributes) => alone(`<${NAME} view="seeds" ${attributes}></${NAME}>`);

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
const COMPLETE = 'figure.snapshot().complete';

/** Waits for all examples; a machine with other things to do takes its time. @param {import('playwright-core').Page} page */
const learnt = (page) =>
  until(page, NAME, 'figure.snapshot().reached === figure.state.steps', 300_000);

/** @param {number} value @param {number} low @param {number} high @param {string} what */
const between = (value, low, high, what) =>
  assert.ok(value >= low && value <= high, `${what}: ${value} is not in ${low}…${high}`);

const rising = (/** @type {number[]} */ all) => all.every((x, i) => i === 0 || x >= all[i - 1]);

test('it computes on and on, and what there is so far is on screen', async () => {
  const { page } = await view(`${SMALL} seeds="3" learning-rate="0.02"`);
  // What is drawn after each answer of the worker, from the first on, however slow this machine is.
  await page.evaluate(async () => {
    const figure = /** @type {any} */ (document.querySelector('feedback-linear'));
    const drawn = /** @type {[number, number][]} */ ([]);
    Object.assign(window, { drawn });
    await figure.setState({ seed: 2 });
    new MutationObserver(() => {
      const { reached, sweep } = figure.snapshot();
      drawn.push([reached, sweep.looks.length]);
    }).observe(figure.shadowRoot, { subtree: true, childList: true, attributes: true });
  });
  await until(page, NAME, COMPLETE, 600_000);
  const drawn = /** @type {[number, number][]} */ (await page.evaluate('window.drawn'));
  const reached = drawn.map(([examples]) => examples);
  const scales = drawn.map(([, points]) => points);
  assert.ok(new Set(reached).size > 2, `steps of progress: ${reached}`);
  assert.ok(rising(reached) && rising(scales), `${reached}; ${scales}`);
  assert.ok(new Set(scales).size > 2, `points of the sweep come one by one: ${scales}`);
  assert.equal(scales.at(-1), 8);
  assert.doesNotMatch(await markup(page), NO_NUMBER);
  const { rules } = await seen(page);
  for (const id of ['bp', 'fa', 'pbp']) between(rules[id].nse[1], 0, 1e-3, `error of ${id}`);
  between(rules.shallow.nse[0], 0.3, 1.1, 'error of the best shallow seed');
});

/** The numbers of the paper; tests/regression.rs has them natively. @param {import('playwright-core').Page} page */
async function published(page) {
  const { rules } = await seen(page);
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
    [300, 25, 40],
    [2000, 18, 33],
  ];
  for (const [step, low, high] of angles) {
    const { fa } = await ask(page, NAME, `(figure.seek(${step}), figure.snapshot().rules)`);
    between(fa.angle_to_bp[1], low, high, `angle to BP after ${step} examples`);
  }
}

test('it comes to the numbers of the paper', async () => {
  const { page } = await view('seeds="3"');
  await learnt(page);
  await published(page);
});

test('with all ten seeds, too, and the sweep', {
  skip: !process.env.FULL && 'waits for --full',
}, async () => {
  const { page } = await view('');
  await until(page, NAME, COMPLETE, 600_000);
  await published(page);
  const { sweep } = await seen(page);
  const finals = ['angle_to_bp', 'angle_to_pinv'].map((quantity) => sweep[quantity].mid);
  for (const medians of finals)
    for (let i = 1; i < medians.length; i++)
      assert.ok(medians[i] > medians[i - 1], `angles rise with the scale: ${medians}`);
  for (const [i, angle] of finals[0].entries()) assert.ok(finals[1][i] < angle);
});

test('a change in mid-computation starts over; what is refused changes nothing', async () => {
  // A run that takes minutes, so that it is caught in the middle.
  const { page } = await view('steps="10000"');
  await until(page, NAME, 'figure.snapshot().reached > 100');
  const before = (await seen(page)).reached;
  assert.ok(before < 10_000, 'it was caught in the middle');
  assert.match(await caption(page), /Computed so far: \d+ of 10000 examples/);
  assert.doesNotMatch(await markup(page), NO_NUMBER);
  assert.equal(await set(page, { learning_rate: 99 }), false);
  assert.ok((await seen(page)).reached >= before);
  const after = 'await figure.setState({ learning_rate: 4e-3 }), figure.snapshot().reached';
  assert.ok((await ask(page, NAME, `(${after})`)) < 100);
  // One that is quick, begun in the middle of another, and once more from rest.
  await set(page, { steps: 60, seeds: 2 });
  await learnt(page);
  const disturbed = await ask(page, NAME, 'figure.fingerprint()');
  await set(page, { seed: 7 });
  await learnt(page);
  assert.notDeepEqual(await ask(page, NAME, 'figure.fingerprint()'), disturbed);
  await set(page, { seed: 1 });
  await learnt(page);
  assert.deepEqual(await ask(page, NAME, 'figure.fingerprint()'), disturbed);
});

test('hiding a learner, or the playhead, costs nothing that was computed', async () => {
  const { page, figure } = await view('');
  await until(page, NAME, 'figure.snapshot().reached > 50');
  const before = (await seen(page)).reached;
  await figure.getByRole('button', { name: 'Shallow', exact: true }).click();
  await until(page, NAME, '!figure.state.rules.includes("shallow")');
  await ask(page, NAME, 'figure.seek(20)');
  assert.ok((await seen(page)).reached >= before);
  assert.doesNotMatch(await caption(page), /Shallow/);
  assert.equal((await seen(page)).rules.fa.step, 20);
});

test('steps that are too large are said to be, and drawn without nonsense', async () => {
  const { page } = await view('learning-rate="0.05" steps="400" seeds="3"');
  await learnt(page);
  assert.match(await caption(page), /FA diverges with at least one of the seeds by example \d+/);
  assert.doesNotMatch(await markup(page), NO_NUMBER);
});

test('one seed is one curve without a band', async () => {
  const { page, figure } = await view(`${SMALL} seeds="1" steps="300"`);
  await until(page, NAME, COMPLETE, 600_000);
  assert.match(await caption(page), /one seed/);
  assert.doesNotMatch(await caption(page), /median|best seed|Shaded/);
  assert.equal(await figure.locator('.spread').count(), 0);
  assert.doesNotMatch(await markup(page), NO_NUMBER);
});

test('the numbers are there as a table and as a file; on a phone one chart is seen at a time', async () => {
  const { page, figure } = await view('seeds="2" steps="100"');
  await learnt(page);
  await ask(page, NAME, 'figure.seek(77)');
  await figure.getByText('Numbers', { exact: true }).click();
  await figure.getByRole('row', { name: /^77 / }).waitFor();
  const [head, first] = (await ask(page, NAME, 'figure.exportCSV()')).split('\r\n');
  assert.match(head, /^examples,BP error lowest,BP error median,BP error highest,FA error/);
  assert.equal(first.split(',').length, head.split(',').length);
  assert.doesNotMatch(first, NO_NUMBER);

  await page.setViewportSize({ width: 390, height: 800 });
  await figure.getByRole('button', { name: 'Angles' }).waitFor();
  const visible = (/** @type {string} */ id) => figure.locator(`[data-chart=${id}]`).isVisible();
  assert.deepEqual([await visible('error'), await visible('angles')], [true, false]);
  await figure.getByRole('button', { name: 'Angles' }).click();
  assert.deepEqual([await visible('error'), await visible('angles')], [false, true]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 390, `${wide} px`);
});
