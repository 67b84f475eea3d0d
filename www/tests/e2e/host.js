// @ts-check
/** A page of somebody else's, from another origin, with frames of ours in it. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import { after } from 'node:test';
import { open, origin } from './browser.js';

/** What the foreign page does: it notes every message, and when and from which frame it came. */
const SCRIPT = `
  window.heard = [];
  addEventListener('message', ({ data, source }) => {
    const from = [...document.querySelectorAll('iframe')].findIndex((f) => f.contentWindow === source);
    heard.push({ data, from, at: performance.now() });
  });
  window.say = (data, i = 0) =>
    document.querySelectorAll('iframe')[i].contentWindow.postMessage(data, '*');
`;

let body = '';
const server = createServer((_, response) => {
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(`<!doctype html><title>Elsewhere</title><script>${SCRIPT}</script>${body}`);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
after(() => server.close());
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
export const elsewhere = `http://127.0.0.1:${port}`;

/** @typedef {{ data: any, from: number, at: number }} Heard */

/**
 * Opens the foreign page with a body.
 * @param {string} html
 * @param {import('playwright-core').BrowserContextOptions} [options]
 * @param {(page: import('playwright-core').Page) => Promise<unknown>} [before]
 */
export async function host(html, options = {}, before = async () => {}) {
  const { page, faults, close } = await open(options);
  await before(page);
  body = html;
  await page.goto(elsewhere);
  return {
    page,
    close,
    /** The foreign page itself is no fault. */
    faults: () => faults.filter((fault) => fault !== `request to ${elsewhere}`),
    /** @returns {Promise<Heard[]>} */
    heard: () => page.evaluate('heard'),
    /** @param {unknown} data @param {number} [i] */
    say: (data, i = 0) =>
      page.evaluate(([data, i]) => /** @type {any} */ (window).say(data, i), [data, i]),
    /** The first message that will do. @param {(data: any, from: number) => boolean} wanted */
    hears: (wanted, patience = 10_000) => hears(page, wanted, patience),
    frame: (i = 0) => page.frameLocator('iframe').nth(i),
  };
}

/**
 * @param {import('playwright-core').Page} page
 * @param {(data: any, from: number) => boolean} wanted
 * @param {number} patience
 */
async function hears(page, wanted, patience) {
  const end = Date.now() + patience;
  for (;;) {
    const all = /** @type {Heard[]} */ (await page.evaluate('heard'));
    const found = all.find(({ data, from }) => wanted(data, from));
    if (found) return found;
    if (Date.now() > end)
      throw new Error(`never heard ${wanted}, only ${JSON.stringify(all).slice(-600)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** @param {string} hash @param {string} [more] attributes */
export const framed = (hash, more = 'width="960" height="540"') =>
  `<iframe src="${origin}/embed.html#${hash.replaceAll('&', '&amp;')}" ${more}></iframe>`;

/**
 * An expression of `figure` in a frame.
 * @param {import('playwright-core').Page} page
 * @param {string} expression
 * @param {number} [i] which frame
 * @returns {Promise<any>}
 */
export function inFrame(page, expression, i = 0) {
  const frames = page.frames().filter((frame) => frame.url().startsWith(`${origin}/embed.html`));
  return frames[i].evaluate(
    `(async () => { const figure = document.querySelector('main > :not(hgroup)'); return ${expression}; })()`,
  );
}

export const NS = 'feedback-alignment';

/** @param {string} cmd @param {object} [rest] */
export const command = (cmd, rest = {}) => ({ ns: NS, cmd, ...rest });

/** @param {any} data @param {string} ev */
export const is = (data, ev) => data?.ns === NS && data.ev === ev;
export const ready = (/** @type {any} */ data) => is(data, 'ready');
