// @ts-check
/** A browser on the built site: BASE_URL says where it is served, CHROMIUM which browser. */

import assert from 'node:assert/strict';
import { after } from 'node:test';
import { launch } from '../../posters/chromium.js';

const base = process.env.BASE_URL;
if (!base) {
  console.error('BASE_URL must be the address of the built site: cargo xtask test sets it.');
  process.exit(1);
}

export { launch };

/** What a loaded machine may take for what is at once on an idle one. */
export const PATIENCE_MS = 60_000;

export const browser = await launch();
after(() => browser.close());

export const origin = new URL(base).origin;

/** What a page says that a visitor should never cause. @typedef {{ faults: string[] }} Witness */

/**
 * Opens the page and notes console errors, uncaught errors and requests to other origins. There is
 * no service worker, so that `before` may intercept requests.
 * @param {import('playwright-core').BrowserContextOptions} [options]
 * @param {(page: import('playwright-core').Page) => Promise<unknown>} [before]
 * @param {string} [hash] of the address
 */
export async function open(options = {}, before = async () => {}, hash = '') {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    serviceWorkers: 'block',
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const faults = witness(page);
  await before(page);
  await page.goto(`${origin}/${hash}`);
  return { page, faults, close: () => context.close() };
}

/**
 * Notes console errors, uncaught errors and requests to other origins than those.
 * @param {import('playwright-core').Page} page
 * @param {string[]} origins
 */
export function witness(page, origins = [origin]) {
  /** @type {string[]} */
  const faults = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (!origins.includes(url.origin) && !['data:', 'blob:'].includes(url.protocol))
      faults.push(`request to ${url.origin}`);
  });
  return faults;
}

/**
 * Opens a page that is not ours; requests go where it likes.
 * @param {string} address
 * @param {import('playwright-core').BrowserContextOptions} [options]
 * @param {(page: import('playwright-core').Page) => Promise<unknown>} [arrived]
 */
export async function strange(address, options = {}, arrived = async () => {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  /** @type {string[]} */
  const faults = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  await page.goto(address);
  await arrived(page);
  return { page, faults, close: () => context.close() };
}

/** The names of the three elements. */
export const FIGURES = /** @type {const} */ (['feedback-toy', 'feedback-linear', 'feedback-mnist']);

/**
 * Brings a figure into the window and waits until it shows something.
 * @param {import('playwright-core').Page} page
 * @param {string} name
 */
export async function ready(page, name) {
  await page.locator(name).scrollIntoViewIfNeeded();
  await until(page, name, 'figure.ready');
  return page.locator(name);
}

/**
 * The value of an expression of `figure`.
 * @param {import('playwright-core').Page} page
 * @param {string} name
 * @param {string} expression
 * @returns {Promise<any>}
 */
export const ask = (page, name, expression) =>
  page.evaluate(
    `(async () => { const figure = document.querySelector('${name}'); return ${expression}; })()`,
  );

/**
 * Waits for a condition on a figure, written as an expression of `figure`. The page looks at it every
 * 20 ms by itself: questions from outside cost more than most of what is waited for.
 * @param {import('playwright-core').Page} page
 * @param {string} name
 * @param {string} condition
 * @param {number} [timeout]
 */
export async function until(page, name, condition, timeout = PATIENCE_MS) {
  const met = await page.evaluate(`(async () => {
    for (const end = Date.now() + ${timeout}; Date.now() < end; ) {
      const figure = document.querySelector('${name}');
      if (${condition}) return true;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return false;
  })()`);
  if (!met) throw new Error(`${name} was never: ${condition}`);
}

/** @param {string[]} faults */
export const noFaults = (faults) => assert.deepEqual(faults, []);
