// @ts-check
/** What axe finds in a page. All of its rules run once; in the other theme only colours can differ. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** @typedef {import('playwright-core').Page} Page */

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules about colours. */
export const COLOURS = ['color-contrast'];

/**
 * The violations of axe's rules in the window, of any impact.
 * @param {Page} page
 * @param {{ rules?: string[], within?: string }} [only] without `rules` all of them; without
 *   `within`, a selector, all of the page
 * @returns {Promise<string[]>}
 */
export async function violations(page, { rules, within } = {}) {
  // From outside, as a debugger would: the page's own policy lets no foreign script in.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe);
  const found = await page.evaluate(
    ([rules, within]) => {
      const options = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) };
      return /** @type {any} */ (window).axe.run(within ?? document, options);
    },
    /** @type {const} */ ([rules, within]),
  );
  return found.violations.map((/** @type {any} */ { id, impact, nodes }) => {
    const where = nodes.slice(0, 3).map((/** @type {any} */ { html }) => html.slice(0, 120));
    return `${id} (${impact}): ${where.join(' ')}`;
  });
}

/** What can be pointed at, pressed and reached. */
const OPERABLE = /^(BUTTON|A|SUMMARY|SELECT|INPUT|LABEL)$/;

/** How it looks while that happens. */
export const STATES = [['hover'], ['hover', 'active', 'focus', 'focus-visible']];

/**
 * While everything that can be operated looks as in a state.
 * @param {Page} page
 * @param {string[]} state pseudo-classes
 * @param {() => Promise<void>} work
 */
export async function inState(page, state, work) {
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { nodes } = await session.send('DOM.getFlattenedDocument', { depth: -1, pierce: true });
  for (const { nodeId, nodeName } of nodes)
    if (OPERABLE.test(nodeName))
      await session.send('CSS.forcePseudoState', { nodeId, forcedPseudoClasses: state });
  await work();
  // With the session ends what it asked for.
  await session.detach();
}

/** Fails where axe finds anything. @param {Page} page @param {string} [where] */
export async function accessible(page, where) {
  assert.deepEqual(await violations(page), [], where);
}

/** Fails where colours are too much alike. @param {Page} page @param {string} [where] */
export async function legible(page, where) {
  assert.deepEqual(await violations(page, { rules: COLOURS }), [], where);
}
