// @ts-check
/**
 * One element alone in a bare page: what most tests of a figure need. The page is opened once for a
 * file; each test puts its own element into it, which takes away that of the test before.
 */

import { afterEach } from 'node:test';
import { browser, noFaults, origin, PATIENCE_MS, until, witness } from './browser.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').BrowserContextOptions} Options */

const ADDRESS = `${origin}/bare`;
const BARE = `<!doctype html>
<html lang="en">
<title>Bare page</title>
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<script type="module" src="./embed/feedback-alignment.js"></script>
<main></main>
</html>`;

/** What a page can be told later; all else makes it another page. */
const CHANGEABLE = ['viewport', 'colorScheme', 'reducedMotion', 'forcedColors'];

/** @type {Map<string, Promise<{ page: Page, faults: string[] }>>} by the options that cannot be changed */
const pages = new Map();

/** What a page says that a visitor should never cause is the fault of the test that has just run. */
afterEach(async () => {
  for (const { faults } of await Promise.all(pages.values())) noFaults(faults.splice(0));
});

/** @param {Options} options */
async function openBare(options) {
  const context = await browser.newContext({ serviceWorkers: 'block', ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const faults = witness(page);
  // With the headers that the site is served with.
  const { headers } = await fetch(origin);
  const policy = headers.get('content-security-policy') ?? '';
  await page.route(ADDRESS, (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      headers: { 'content-security-policy': policy },
      body: BARE,
    }),
  );
  await page.goto(ADDRESS);
  // Said in words, so that contrast is computed against it in the dark, too.
  await page.evaluate(() => {
    document.body.style.background = 'Canvas';
  });
  return { page, faults };
}

/**
 * Puts elements into the bare page and waits until the first of them shows something.
 * @param {string} html as in `<feedback-toy preset="zero"></feedback-toy>`
 * @param {Options & { wait?: boolean }} [options] of the browser's context; `wait: false` does not wait
 */
export async function alone(html, { wait = true, ...options } = {}) {
  const fixed = Object.entries(options).filter(([key]) => !CHANGEABLE.includes(key));
  const key = JSON.stringify(fixed);
  if (!pages.has(key)) pages.set(key, openBare(Object.fromEntries(fixed)));
  const { page, faults } = await /** @type {NonNullable<ReturnType<typeof pages.get>>} */ (
    pages.get(key)
  );
  await page.emulateMedia({
    colorScheme: options.colorScheme ?? 'light',
    reducedMotion: options.reducedMotion ?? 'no-preference',
    forcedColors: options.forcedColors ?? 'none',
  });
  await page.setViewportSize(options.viewport ?? { width: 1280, height: 900 });
  await page.evaluate((html) => {
    scrollTo(0, 0);
    history.replaceState(null, '', location.pathname);
    const main = /** @type {HTMLElement} */ (document.querySelector('main'));
    main.innerHTML = html;
  }, html);
  const name = /^<([\w-]+)/.exec(html.trim())?.[1] ?? '';
  if (wait) await until(page, name, 'figure.ready');
  return { page, faults, figure: page.locator(name).first() };
}
