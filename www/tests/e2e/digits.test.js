// @ts-check
// Where digits come from: the page, a public mirror on request, a person's files and folders. What
// needs the complete MNIST is in complete.test.js.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { HOST, MIRROR } from '../../src/workers/mirror.js';
import { ask, noFaults, open, origin, ready, until } from './browser.js';
import {
  BACK,
  button,
  clean,
  FETCH,
  focused,
  inUse,
  longestTask,
  NAME,
  nameOf,
  ON_MIRROR,
  present,
  started,
} from './sources.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Route} Route */

test('the policy lets the page talk to itself and to the mirror, and to nobody else', async () => {
  const { page, close } = await open({}, (page) =>
    page.route(ON_MIRROR, (route) => route.fulfill({ body: 'here' })),
  );
  const violated = (/** @type {string} */ url) =>
    page.evaluate(async (address) => {
      /** @type {string[]} */
      const told = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        told.push(event.effectiveDirective),
      );
      await fetch(address).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 50));
      // Header and meta tag each tell.
      return [...new Set(told)];
    }, url);
  assert.deepEqual(await violated(`${origin}/data/manifest.json`), []);
  assert.deepEqual(await violated(MIRROR), []);
  assert.deepEqual(await violated('https://example.org/'), ['connect-src']);
  await close();
});

for (const [what, answer, sentence] of /** @type {[string, (route: Route) => any, RegExp][]} */ ([
  [
    'offline',
    (route) => route.abort('internetdisconnected'),
    /t10k-labels-idx1-ubyte\.gz cannot be fetched from raw\.githubusercontent\.com/,
  ],
  [
    'a host that lets only others in',
    (route) => route.fulfill({ headers: { 'access-control-allow-origin': 'https://example.org' } }),
    /t10k-labels-idx1-ubyte\.gz cannot be fetched from/,
  ],
  [
    'no such file',
    (route) => route.fulfill({ status: 404 }),
    /t10k-labels-idx1-ubyte\.gz is missing from raw\.githubusercontent\.com \(status 404\)/,
  ],
  [
    'another file',
    (route) => route.fulfill({ body: gzipSync('digits') }),
    /t10k-labels-idx1-ubyte\.gz is damaged: its SHA-256 must begin with ff7bcfd4, but does with/,
  ],
  [
    'half a file',
    (route) => route.fulfill({ body: gzipSync('digits').subarray(0, 12) }),
    /t10k-labels-idx1-ubyte\.gz is damaged: it is no complete gzip file/,
  ],
]))
  test(`should the mirror fail, what is there stays, and a sentence says why: ${what}`, async () => {
    const { page, figure, close } = await started(answer);
    const before = await present(page);
    await button(figure, FETCH).click();
    const alert = figure.getByRole('alert');
    await alert.waitFor();
    assert.match((await alert.textContent()) ?? '', sentence);
    await button(figure, FETCH).waitFor();
    assert.deepEqual(await present(page), before);
    assert.equal(await page.evaluate(() => caches.has('mnist-v1')), false);
    await close();
  });

test('Cancel ends the request without a word, and training goes on', async () => {
  const { page, figure, close } = await started(() => new Promise(() => {}));
  await ask(page, NAME, 'figure.play()');
  // With the worker that made it a request ends, too.
  const workers = () => page.workers().filter((worker) => worker.url().includes('files.worker'));
  const asked = page.waitForRequest(ON_MIRROR);
  await button(figure, FETCH).focus();
  await page.keyboard.press('Enter');
  await asked;
  const bar = figure.getByRole('progressbar', { name: `Fetching from ${HOST}` });
  await bar.waitFor();
  assert.equal((await focused(page))?.trim(), 'Cancel', 'the keyboard has the next button');
  assert.equal(workers().length, 1);
  await page.keyboard.press('Enter');
  await button(figure, FETCH).waitFor();
  assert.equal(workers().length, 0);
  assert.equal(await bar.count(), 0);
  assert.equal((await focused(page))?.trim(), FETCH);
  assert.equal(await ask(page, NAME, 'figure.notice + figure.failure'), '');
  const step = await ask(page, NAME, 'figure.reached');
  await until(page, NAME, `figure.playing && figure.reached > ${step}`);
  await close();
});

test("files given while the mirror's are on their way take their place", async () => {
  const { page, figure, close } = await started(() => new Promise(() => {}));
  await button(figure, FETCH).click();
  await button(figure, 'Cancel').waitFor();
  await ask(page, NAME, 'figure.useFiles([new File(["no"], "notes.txt")])');
  assert.match((await figure.getByRole('alert').textContent()) ?? '', /These files will not do/);
  assert.equal(await ask(page, NAME, 'figure.underway'), undefined);
  await close();
});

test('the mirror helps out where the page has no digits', async () => {
  const { page, close } = await open({}, async (page) => {
    await page.route('**/data/manifest.json', (route) => route.fulfill({ status: 404 }));
    await page.route(ON_MIRROR, (route) => route.abort());
  });
  const figure = page.locator(NAME);
  await figure.scrollIntoViewIfNeeded();
  await button(figure, FETCH).click();
  await figure.getByText(/The complete MNIST is not to be had/).waitFor();
  assert.equal(await ask(page, NAME, 'figure.digits.state'), 'missing');
  await clean(page);
  await close();
});

/** An IDX file of zeros. @param {number[]} sizes */
function idx(...sizes) {
  const header = [
    0,
    0,
    8,
    sizes.length,
    ...sizes.flatMap((n) => [0, n >> 16, n >> 8, n].map((b) => b & 255)),
  ];
  const bytes = Buffer.alloc(header.length + sizes.reduce((product, n) => product * n, 1));
  bytes.set(header);
  return bytes;
}

test('a page from an insecure origin says that it has not verified, and keeps nothing', async () => {
  const small = { t10k: 20, train: 80 };
  const { page, close } = await open({}, async (page) => {
    await page.route(ON_MIRROR, (route) => {
      const [set, kind] = nameOf(route).split('-');
      const n = small[/** @type {keyof typeof small} */ (set)];
      return route.fulfill({ body: gzipSync(kind === 'images' ? idx(n, 4, 4) : idx(n)) });
    });
    await page.route('http://insecure.test/**', async (route) => {
      const { pathname } = new URL(route.request().url());
      await route.fulfill({ response: await route.fetch({ url: origin + pathname }) });
    });
  });
  await page.goto('http://insecure.test/');
  assert.equal(await page.evaluate(() => isSecureContext), false);
  const figure = await ready(page, NAME);
  await button(figure, FETCH).click();
  await figure.getByText('Trained on 80 digits from the complete MNIST').waitFor();
  await figure.getByText('Their checksums were not verified').waitFor();
  await button(figure, BACK).click();
  await inUse(page, 'this page');
  await button(figure, FETCH).waitFor();
  assert.equal(await button(figure, 'Forget them').count(), 0);
  await close();
});

/** A folder as in a file manager, let go over the figure. @param {Page} page @param {string} path */
async function drop(page, path) {
  const lanes = page.locator(NAME).locator('.lanes');
  // Waits until nothing above it changes its height any more.
  await lanes.hover({ position: { x: 20, y: 20 } });
  const box = await lanes.boundingBox();
  assert.ok(box);
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of /** @type {const} */ (['dragEnter', 'dragOver', 'drop']))
    await session.send('Input.dispatchDragEvent', { type, x: box.x + 20, y: box.y + 20, data });
}

test('a dropped folder is opened, also the folders in it', async () => {
  const top = mkdtempSync(join(tmpdir(), 'digits-'));
  try {
    mkdirSync(join(top, 'deep/deeper'), { recursive: true });
    writeFileSync(join(top, 'notes.txt'), 'these are digits');
    writeFileSync(join(top, 'train-images'), idx(80, 4, 4));
    writeFileSync(join(top, 'deep/train-labels.gz'), gzipSync(idx(80)));
    writeFileSync(join(top, 'deep/deeper/images'), idx(20, 4, 4));
    writeFileSync(join(top, 'deep/deeper/labels'), idx(20));
    const { page, faults, close } = await open();
    await ready(page, NAME);
    await drop(page, top);
    await inUse(page, 'your files');
    const { train, check } = await ask(page, NAME, 'figure.digits');
    assert.deepEqual([train, check], [80, 20]);
    noFaults(faults);
    await close();
  } finally {
    rmSync(top, { recursive: true });
  }
});

test('files of hundreds of megabytes do not stop the page; beyond the limit they are refused', async () => {
  const top = mkdtempSync(join(tmpdir(), 'digits-'));
  try {
    const paths = [250_000, 350_000].map((n) => {
      const path = join(top, `${n}.gz`);
      writeFileSync(path, gzipSync(idx(n, 28, 28), { level: 1 }));
      return path;
    });
    const { page, close } = await open();
    const figure = await ready(page, NAME);
    const before = await present(page);
    const longest = await longestTask(page, async () => {
      await figure.locator('input[type=file][multiple]').setInputFiles(paths);
      await figure.getByText('Reading your files').waitFor();
      await figure.getByRole('alert').waitFor({ timeout: 60_000 });
    });
    const sentence = /there are 0; 350000\.gz: it holds more than 256 MB/;
    assert.match((await figure.getByRole('alert').textContent()) ?? '', sentence);
    assert.ok(longest <= 50, `a task of ${longest} ms`);
    assert.deepEqual(await present(page), before);
    await close();
  } finally {
    rmSync(top, { recursive: true });
  }
});
