// @ts-check
/** What the tests of the digits' sources share. The mirror is never asked: its answers are made here. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { HOST, MIRROR } from '../../src/workers/mirror.js';
import { ask, noFaults, open, ready, until } from './browser.js';

export const NAME = 'feedback-mnist';
/** All panels that there are, as an expression of `figure`. */
export const EVERY_PANEL = `figure.table.find(({ key }) => key === 'panels').choices.map(({ id }) => id)`;
export const ON_MIRROR = `https://${HOST}/**`;
export const FETCH = `Fetch all 70,000 digits (11.3 MB from ${HOST})`;
export const KEPT = 'Use all 70,000 digits (kept in this browser)';
export const BACK = "Use this page's digits again";

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Route} Route */

export const folder = process.env.MNIST_DIR ?? '';
export const complete = { skip: !folder && 'MNIST_DIR is not set' };

export const nameOf = (/** @type {Route} */ route) => route.request().url().slice(MIRROR.length);

/** Answers as the mirror would. @param {Route} route */
export const serve = (route) => route.fulfill({ body: readFileSync(join(folder, nameOf(route))) });

/** The page with the race on screen, some steps in. @param {(route: Route) => any} answer */
export async function started(answer) {
  const opened = await open({}, (page) => page.route(ON_MIRROR, answer));
  const figure = await ready(opened.page, NAME);
  await ask(opened.page, NAME, 'figure.step(3)');
  await until(opened.page, NAME, 'figure.reached === 3 && !figure.stepping');
  noFaults(opened.faults);
  return { ...opened, figure };
}

export const present = (/** @type {Page} */ page) =>
  ask(page, NAME, '[figure.snapshot(), figure.fingerprint(), figure.digits]');

/** @param {import('playwright-core').Locator} figure @param {string} name */
export const button = (figure, name) => figure.getByRole('button', { name, exact: true });

export const inUse = (/** @type {Page} */ page, /** @type {string} */ from) =>
  until(page, NAME, `figure.digits.from === '${from}' && !figure.underway`, 60_000);

export const focused = (/** @type {Page} */ page) =>
  ask(page, NAME, 'figure.shadowRoot.activeElement?.textContent');

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** @param {Page} page */
export async function clean(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => /** @type {any} */ (window).axe.run());
  assert.deepEqual(
    violations.map((/** @type {any} */ { id }) => id),
    [],
  );
}

/**
 * The longest task on the main thread while something happens, in milliseconds of the processor's
 * time: what the clock says is longer where other programs run.
 * @param {Page} page
 * @param {() => Promise<void>} work
 */
export async function longestTask(page, work) {
  const browser = page.context().browser();
  assert.ok(browser);
  const categories = ['disabled-by-default-devtools.timeline', '__metadata'];
  await browser.startTracing(page, { categories });
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const main = new Set(
    traceEvents
      .filter((/** @type {any} */ { args }) => args?.name === 'CrRendererMain')
      .map((/** @type {any} */ { pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = traceEvents.filter(
    (/** @type {any} */ { name, pid, tid }) => name === 'RunTask' && main.has(`${pid} ${tid}`),
  );
  assert.ok(tasks.length > 100, 'tasks are seen');
  const longest = (/** @type {'dur' | 'tdur'} */ key) =>
    Math.max(...tasks.map((/** @type {any} */ task) => task[key] ?? 0)) / 1000;
  console.log(
    `the longest task: ${longest('tdur')} ms of the processor, ${longest('dur')} ms by the clock`,
  );
  return longest('tdur');
}
