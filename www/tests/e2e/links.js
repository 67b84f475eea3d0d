// @ts-check
/** The address of a page, from outside. */

import assert from 'node:assert/strict';
import { origin } from './browser.js';

/** @typedef {import('playwright-core').Page} Page */

/** Goes to a link as from another page. @param {Page} page @param {string} hash */
export async function follow(page, hash) {
  await page.goto('about:blank');
  await page.goto(`${origin}/${hash}`);
}

/** Changes the hash of a page that is there. @param {Page} page @param {string} hash */
export const visit = (page, hash) =>
  page.evaluate((next) => {
    location.hash = next;
  }, hash);

/** @param {Page} page */
export const hashOf = (page) => page.evaluate(() => location.hash);

/** Waits until the address says something. @param {Page} page @param {string} hash */
export async function addressed(page, hash) {
  await page
    .waitForFunction((wanted) => location.hash === wanted, hash)
    .catch(async () => assert.equal(await hashOf(page), hash));
}

/** Counts what the page writes into its history, and notes when. @param {Page} page */
export const counted = (page) =>
  page.addInitScript(() => {
    const counts = { pushState: 0, replaceState: 0 };
    const times = /** @type {number[]} */ ([]);
    Object.assign(window, { counts, times });
    for (const name of /** @type {const} */ (['pushState', 'replaceState'])) {
      const real = history[name];
      history[name] = function (...args) {
        counts[name]++;
        times.push(performance.now());
        return real.apply(this, args);
      };
    }
  });

/** @param {Page} page @returns {Promise<{ pushState: number, replaceState: number }>} */
export const countsOf = (page) => page.evaluate('window.counts');

/** @param {Page} page @param {string} name */
export const inView = (page, name) =>
  page.evaluate((tag) => {
    const top = document.querySelector(tag)?.closest('section')?.getBoundingClientRect().top ?? NaN;
    return Math.abs(top) < 100 || innerHeight + scrollY >= document.body.scrollHeight - 1;
  }, name);
