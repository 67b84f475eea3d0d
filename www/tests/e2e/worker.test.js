// @ts-check
// The service worker: after a first visit the site needs no network, and what is new is seen.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { write } from '../../vite/precache.js';
import { ask, browser, FIGURES, launch, noFaults, ready, until, witness } from './browser.js';
import { SITE, serve } from './folder.js';

/** @typedef {import('playwright-core').Page} Page */

const copies = mkdtempSync(join(tmpdir(), 'copies-'));
after(() => rmSync(copies, { recursive: true }));

/** A copy of the site that may be changed. @param {string} name */
function copy(name) {
  const folder = join(copies, name);
  cpSync(SITE, folder, { recursive: true });
  return folder;
}

/** @param {string} name as in a sentence, to be seen on the page @param {string} folder */
function publish(name, folder) {
  const page = join(folder, 'index.html');
  const html = readFileSync(join(SITE, 'index.html'), 'utf8');
  writeFileSync(page, html.replace('</h1>', `, ${name}</h1>`));
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

for (const path of ['/', '/lectures/feedback%20alignment/'])
  test(`after one visit nothing needs a server any more: ${path}`, async () => {
    const server = await serve({ [path]: SITE });
    const { page, faults, close } = await visit(server.origin + path);
    await inCharge(page);
    server.close();
    await page.goto(`${server.origin}${path}#v=1&d=toy&steps=90`);
    await page.reload();
    for (const name of FIGURES) await ready(page, name);
    assert.equal(await ask(page, 'feedback-toy', 'figure.state.steps'), 90);
    await ask(page, 'feedback-mnist', 'figure.step(3)');
    await until(page, 'feedback-mnist', 'figure.state.k === 3');
    for (const other of ['embed.html', 'slides/index.html', 'slides/?print-pdf', 'slides']) {
      if (!existsSync(join(SITE, other.replace('?print-pdf', '')))) continue;
      await page.goto(`${server.origin}${path}${other}`);
      assert.ok((await page.title()).length > 0, other);
      if (other.startsWith('slides')) assert.match(page.url(), /slides\//);
    }
    // What was never there is still not there.
    await assert.rejects(page.goto(`${server.origin}${path}nothing.html`), /ERR_/);
    noFaults(faults.filter((fault) => !fault.includes('net::ERR_')));
    await close();
  });

test('what is new is seen at the next visit, and kept; what others keep is left alone', async () => {
  const folder = copy('news');
  publish('first', folder);
  const server = await serve({ '/a/': folder, '/b/': SITE });
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
  await ready(page, 'feedback-toy');
  noFaults(faults.filter((fault) => !fault.includes('net::ERR_')));
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
  assert.ok(took > 2500 && took < 8000, `${took} ms`);
  await ready(page, 'feedback-toy');
  server.close();
  await close();
});

test('a page without HTTPS, by a name of its own, has no such worker and works all the same', async () => {
  const server = await serve({ '/fa/': SITE });
  const insecure = await launch('--host-resolver-rules=MAP insecure.test 127.0.0.1');
  try {
    const page = await insecure.newPage({ viewport: { width: 1280, height: 900 } });
    const address = `http://insecure.test:${server.port}/fa/`;
    const faults = witness(page, [new URL(address).origin]);
    await page.goto(address);
    assert.deepEqual(
      await page.evaluate(() => [
        isSecureContext,
        'serviceWorker' in navigator,
        'caches' in window,
      ]),
      [false, false, false],
    );
    for (const name of FIGURES) await ready(page, name);
    await ask(page, 'feedback-mnist', 'figure.step(3)');
    await until(page, 'feedback-mnist', 'figure.state.k === 3');
    noFaults(faults);
  } finally {
    await insecure.close();
    server.close();
  }
});
