// @ts-check
/** What axe finds in a page. All of its rules run once; in the other theme only colours can differ. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** @typedef {import('playwright-core').Page} Page */

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const COLOURS = ['color-contrast'];

/**
 * The violations of axe's rules in the window, all of the page included.
 * @param {Page} page
 * @param {string[]} [rules] all of them if none is named
 * @returns {Promise<string[]>}
 */
export async function violations(page, rules) {
  // From outside, as a debugger would: the page's own policy lets no foreign script in.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe);
  const found = await page.evaluate((rules) => {
    const options = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) };
    return /** @type {any} */ (window).axe.run(options);
  }, rules);
  return found.violations.map(
    (/** @type {any} */ { id, impact, nodes }) =>
      `${id} (${impact}): ${nodes.map((/** @type {any} */ { html }) => html.slice(0, 120)).slice(0, 3)}`,
  );
}

/** Fails where axe finds anything. @param {Page} page @param {string} [where] */
export async function accessible(page, where = '') {
  assert.deepEqual(await violations(page), [], where);
}

/** The same of the colours alone. @param {Page} page @param {string} [where] */
export async function legible(page, where = '') {
  assert.deepEqual(await violations(page, COLOURS), [], where);
}
