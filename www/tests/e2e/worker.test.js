// @ts-check
// The service worker: after a first visit the site needs no network, and what is new is seen.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { write } from '../../vite/precache.js';
import { ask, browser, FIGURES, noFaults, ready, until, witness } from './browser.js';
import { SITE, serve } from './folder.js';

/** @typedef {import('playwright-core').Page} Page */

const copies = mkdtempSync(join(tmpdir(), 'copies-'));
after(() => rmSync(copies, { recursive: true }));

/**
 * A copy of the site that may be changed, without figures: what they do is asked of the whole site.
 * @param {string} name of the folder, and of the site, to be seen on the page
 */
function copy(name) {
  const folder = join(copies, name);
  cpSync(SITE, folder, { recursive: true });
  publish(name, folder);
  return folder;
}

/** @param {string} name as in a sentence, to be seen on the page @param {string} folder */
function publish(name, folder) {
  const html = readFileSync(join(SITE, 'index.html'), 'utf8');
  const named = html.replace('</h1>', `, ${name}</h1>`);
  const bare = named.replace(/<(feedback-\w+)[\s\S]*?<\/\1>/g, '');
  assert.doesNotMatch(bare, /<feedback-/);
  writeFileSync(join(folder, 'index.html'), bare);
  write(folder);
}

/** Waits until the site is kept and the worker in charge. @param {Page} page */
const inCharge = (page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (!navigator.serviceWorker.controller) await new Promise((go) => setTimeout(go, 20));
  });

/** The names of what this browser keeps for this origin. @param {Page} page */
const caches = (page) => page.evaluate(() => window.caches.keys());

/** A visitor with a browser that allows service workers. @param {string} address */
async function visit(address) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const faults = witness(page, [new URL(address).origin]);
  await page.goto(address);
  return { page, faults, context, close: () => context.close() };
}

/** @param {string[]} faults but for those of a network that is not there */
const onlyOffline = (faults) => noFaults(faults.filter((fault) => !fault.includes('net::ERR_')));

test('after one visit of the deck nothing needs a server any more, below a path with a space', async () => {
  const path = '/lectures/feedback%20alignment/';
  const server = await serve({ [path]: SITE });
  const { page, faults, close } = await visit(`${server.origin}${path}slides/?print-pdf`);
  await inCharge(page);
  server.close();
  await page.goto(`${server.origin}${path}#v=1&d=toy&steps=90`);
  for (const name of FIGURES) await ready(page, name);
  assert.equal(await ask(page, 'feedback-toy', 'figure.state.steps'), 90);
  await ask(page, 'feedback-mnist', 'figure.step(3)');
  await until(page, 'feedback-mnist', 'figure.state.k === 3');
  for (const other of ['embed.html', 'slides/index.html', 'slides/?print-pdf', 'slides']) {
    await page.goto(`${server.origin}${path}${other}`);
    assert.ok((await page.title()).length > 0, other);
    if (other.startsWith('slides')) assert.match(page.url(), /slides\//);
  }
  // What was never there is still not there.
  await assert.rejects(page.goto(`${server.origin}${path}nothing.html`), /ERR_/);
  onlyOffline(faults);
  await close();
});

test('what is new is seen at the next visit, and kept; what others keep is left alone', async () => {
  const folder = copy('first');
  const server = await serve({ '/a/': folder, '/b/': copy('another') });
  const { page, faults, context, close } = await visit(`${server.origin}/b/`);
  await inCharge(page);
  await page.goto(`${server.origin}/a/`);
  await inCharge(page);
  await page.evaluate(async () => {
    const cache = await window.caches.open('mnist-v1');
    await cache.put('/digits', new Response('digits'));
  });
  const before = await caches(page);
  assert.equal(before.length, 3, before.join());
  publish('second', folder);
  server.asked.length = 0;
  await page.reload();
  assert.match((await page.locator('h1').textContent()) ?? '', /second$/);
  // It is fetched behind the page, but for what has not changed.
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    while (!registration.waiting) await new Promise((go) => setTimeout(go, 20));
  });
  assert.deepEqual(
    server.asked.filter((path) => /\.(js|wasm|gz)$/.test(path)),
    ['/a/sw.js'],
  );
  // It waits for the old one's pages; with the last of them the old one goes.
  const second = await context.newPage();
  await second.goto(`${server.origin}/a/`);
  await page.goto(`${server.origin}/b/`);
  assert.equal((await caches(page)).length, 4, 'a page is open');
  await second.close();
  await page.waitForFunction(async (was) => {
    const now = await window.caches.keys();
    return now.length === 3 && now.join() !== was;
  }, before.join());
  const now = await caches(page);
  assert.deepEqual(
    now.filter((name) => !before.includes(name)).length,
    1,
    'only the folder that has changed',
  );
  assert.equal(
    await page.evaluate(async () => (await window.caches.match('/digits'))?.text()),
    'digits',
  );
  server.close();
  await page.goto(`${server.origin}/a/`);
  assert.match((await page.locator('h1').textContent()) ?? '', /second$/);
  onlyOffline(faults);
  await close();
});

test('a network that does not answer is waited for, three seconds long', async () => {
  const server = await serve({ '/': SITE });
  const { page, close } = await visit(server.origin);
  await inCharge(page);
  server.network.silent = true;
  const before = Date.now();
  await page.reload();
  const took = Date.now() - before;
  // Machines may be slow; without an end to its patience it would never come.
  assert.ok(took > 2500 && took < 25_000, `${took} ms`);
  await ready(page, 'feedback-toy');
  server.close();
  await close();
});

test('a page without HTTPS, by a name of its own, has no such worker and works all the same', async () => {
  const server = await serve({ '/fa/': SITE });
  // It asks this server for whatever it wants from anywhere.
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    proxy: { server: server.origin },
  });
  const page = await context.newPage();
  const faults = witness(page, ['http://insecure.test']);
  await page.goto('http://insecure.test/fa/');
  assert.deepEqual(
    await page.evaluate(() => [isSecureContext, 'serviceWorker' in navigator, 'caches' in window]),
    [false, false, false],
  );
  for (const name of FIGURES) await ready(page, name);
  await ask(page, 'feedback-mnist', 'figure.step(3)');
  await until(page, 'feedback-mnist', 'figure.state.k === 3');
  noFaults(faults);
  await context.close();
  server.close();
});
