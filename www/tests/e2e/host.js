// @ts-check
/**
 * A page on another origin, with frames of ours in it. It is opened once for a file; a test loads
 * it anew, or leads the frame that is there to another link.
 */

import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, afterEach } from 'node:test';
import { browser, noFaults, origin, witness } from './browser.js';

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
  response.end(
    `<!doctype html><title>Elsewhere</title><link rel="icon" href="data:,"><script>${SCRIPT}</script>${body}`,
  );
});
// A test that fails does not get to close it.
server.unref();
server.listen(0, '127.0.0.1');
await once(server, 'listening');
after(() => server.close());
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
const elsewhere = `http://127.0.0.1:${port}`;

const context = await browser.newContext({
  viewport: { width: 1280, height: 900 },
  serviceWorkers: 'block',
});
export const page = await context.newPage();
/** Console errors, uncaught errors and requests to any third origin, of the test that runs. */
const faults = witness(page, [origin, elsewhere]);
afterEach(() => noFaults(faults.splice(0)));

/** The link that the only frame of the page was led to, if there is one. */
let shown = '';

/** Loads the foreign page with a body. @param {string} html */
export async function host(html) {
  shown = '';
  body = html;
  await page.goto(elsewhere);
}

/** @typedef {{ data: any, from: number, at: number }} Heard */

/** What the foreign page was told, oldest first. @returns {Promise<Heard[]>} */
export const heard = () => page.evaluate('heard');

/** Forgets what was told so far. */
export const forget = () => page.evaluate('void (heard.length = 0)');

/** Sends a message to a frame. @param {unknown} data @param {number} [i] */
export const say = (data, i = 0) =>
  page.evaluate(([data, i]) => /** @type {any} */ (window).say(data, i), [data, i]);

/**
 * Waits until something is found in what was told.
 * @param {(all: Heard[]) => Heard | undefined} find
 * @param {Function} [wanted] what to name if it is not
 */
async function listen(find, wanted = find) {
  for (const end = Date.now() + 60_000; ; await new Promise((go) => setTimeout(go, 20))) {
    const all = await heard();
    const found = find(all);
    if (found) return found;
    if (Date.now() > end)
      throw new Error(`never heard ${wanted}, only ${JSON.stringify(all).slice(-600)}`);
  }
}

/** The first message that will do. @param {(data: any, from: number) => boolean} wanted */
export const hears = (wanted) =>
  listen((all) => all.find(({ data, from }) => wanted(data, from)), wanted);

/** What is in a frame. @param {number} [i] */
export const frame = (i = 0) => page.frameLocator('iframe').nth(i);

/** @param {string} hash @param {string} [more] attributes */
export const framed = (hash, more = 'width="960" height="540"') =>
  `<iframe src="${origin}/embed.html#${hash.replaceAll('&', '&amp;')}" ${more}></iframe>`;

/**
 * An expression of `figure` in a frame.
 * @param {string} expression
 * @param {number} [i] which frame
 * @returns {Promise<any>}
 */
export function inFrame(expression, i = 0) {
  const frames = page.frames().filter((frame) => frame.url().startsWith(`${origin}/embed.html`));
  return frames[i].evaluate(
    `(async () => { const figure = document.querySelector('main > :not(hgroup)'); return ${expression}; })()`,
  );
}

/** Waits for a condition on a figure in a frame. @param {string} condition @param {number} [i] */
export async function untilFrame(condition, i = 0) {
  for (const end = Date.now() + 60_000; !(await inFrame(condition, i)); ) {
    if (Date.now() > end) throw new Error(`in frame ${i} it was never: ${condition}`);
    await new Promise((go) => setTimeout(go, 20));
  }
}

export const NS = 'feedback-alignment';

/** @param {string} cmd @param {object} [rest] */
export const command = (cmd, rest = {}) => ({ ns: NS, cmd, ...rest });

/** @param {any} data @param {string} ev */
export const is = (data, ev) => data?.ns === NS && data.ev === ev;
export const ready = (/** @type {any} */ data) => is(data, 'ready');

/**
 * Shows a figure in the only frame of the page, which is loaded where it is not there, and follows
 * the link where it is. What was told before that is forgotten.
 * @param {string} hash
 * @returns {Promise<any>} what the frame tells of its state
 */
export async function show(hash) {
  if (shown && hash !== shown) {
    await forget();
    const address = `${origin}/embed.html#${hash}`;
    await page.evaluate(
      (src) => document.querySelector('iframe')?.setAttribute('src', src),
      address,
    );
    await untilFrame(`location.hash === '#${hash}'`);
  } else await host(framed(hash));
  shown = hash;
  // Messages of one frame arrive in their order; this one is answered once the link is followed.
  await inFrame(`parent.postMessage({ ns: '${NS}', led: true }, '*')`);
  await say(command('get'));
  const { data } = await listen((all) => {
    const led = all.findIndex(({ data }) => data?.led);
    return all.find(({ data }, i) => led >= 0 && i > led && is(data, 'state'));
  });
  return data;
}
