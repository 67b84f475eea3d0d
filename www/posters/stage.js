// @ts-check
/** A figure alone on a page of the built site, as large as a poster has room for, and what it shows. */

import { ROOM } from './paper.js';

/** @typedef {import('playwright-core').Page} Page */

/** Charts find the width of their places, and draw themselves again. */
const SETTLED_MS = 100;
/** Nothing on a poster takes longer. */
const PATIENCE_MS = 300_000;

/** @param {string} figure @returns {`feedback-${string}`} */
const tag = (figure) => `feedback-${figure}`;

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} address of the site
 * @param {string} figure
 */
export async function stage(browser, address, figure) {
  const page = await browser.newPage({
    viewport: { width: ROOM.width, height: 900 },
    colorScheme: 'light',
  });
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(address);
  await page.evaluate(
    async ([name, height]) => {
      const element = /** @type {HTMLElement} */ (document.querySelector(String(name)));
      document.body.replaceChildren(element);
      document.body.style.padding = '0';
      element.style.cssText = `display: block; margin: 0; --room: ${height}px`;
      element.setAttribute('controls', 'none');
      element.setAttribute('theme', 'light');
      await customElements.whenDefined(String(name));
    },
    [tag(figure), ROOM.height],
  );
  return page;
}

/**
 * Shows a state. What is refused is an error.
 * @param {Page} page
 * @param {string} figure
 * @param {Record<string, any>} state
 */
export const show = (page, figure, state) =>
  page.evaluate(
    async ([name, patch]) => {
      const element = /** @type {any} */ (document.querySelector(String(name)));
      let refusal = '';
      /** @type {Promise<void>} */
      const ready = new Promise((resolve, reject) => {
        element.addEventListener('feedback-ready', () => resolve());
        element.addEventListener('feedback-error', (/** @type {any} */ { detail }) => {
          refusal = detail.message;
          if (detail.fatal) reject(new Error(refusal));
        });
      });
      if (!element.ready) await ready;
      if (!(await element.setState(patch))) throw new Error(refusal);
    },
    [tag(figure), state],
  );

/**
 * Shows what was seen of a run, none of whose steps is taken here: the figure has no way of its own
 * to show a run that it has not trained.
 * @param {Page} page
 * @param {string} figure
 * @param {import('../src/workers/lane.js').Track[]} tracks
 */
export const recall = (page, figure, tracks) =>
  page.evaluate(
    ([name, seen]) => {
      const element = /** @type {any} */ (document.querySelector(String(name)));
      element.tracks = seen;
    },
    /** @type {any} */ ([tag(figure), tracks]),
  );

/**
 * Lets the networks of a figure learn up to a step.
 * @param {Page} page
 * @param {string} figure
 * @param {number} step
 */
export const train = (page, figure, step) =>
  page.evaluate(
    ([name, step]) => {
      const element = /** @type {any} */ (document.querySelector(String(name)));
      return element.step(step);
    },
    /** @type {const} */ ([tag(figure), step]),
  );

/**
 * What is on screen as an SVG document, once it stands still and is complete.
 * @param {Page} page
 * @param {string} figure
 * @param {string} [panel] of it; else all
 */
export async function picture(page, figure, panel = '') {
  for (let before = ''; ; ) {
    const { svg, complete } = await page.evaluate(
      async ([name, part]) => {
        const element = /** @type {any} */ (document.querySelector(name));
        const { complete } = element.snapshot();
        return { svg: await element.exportSVG(part), complete: complete !== false };
      },
      [tag(figure), panel],
    );
    if (complete && svg === before) return svg;
    before = svg;
    await page.waitForTimeout(SETTLED_MS);
  }
}
