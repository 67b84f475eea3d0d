// @ts-check
// Where digits come from: the page, a public mirror on request, a person's files and folders. What
// needs the complete MNIST is in complete.test.js; how long the page is held up, in timing/files.test.js.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { HOST, MIRROR } from '../../src/workers/mirror.js';
import { alone } from './alone.js';
import { ask, open, origin, until } from './browser.js';
import {
  BACK,
  button,
  clean,
  counts,
  FETCH,
  focused,
  forgive,
  idx,
  inUse,
  NAME,
  nameOf,
  ON_DIGITS,
  ON_MIRROR,
  present,
  started,
} from './sources.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Route} Route */

const NEVER = () => new Promise(() => {});

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

test('should the mirror fail, what is there stays, and a sentence says why', async () => {
  const failures = /** @type {[string, (route: Route) => any, string][]} */ ([
    [
      'offline',
      (route) => route.abort('internetdisconnected'),
      `t10k-labels-idx1-ubyte.gz cannot be fetched from ${HOST}`,
    ],
    [
      'a host that lets only others in',
      (route) =>
        route.fulfill({ headers: { 'access-control-allow-origin': 'https://example.org' } }),
      `t10k-labels-idx1-ubyte.gz cannot be fetched from ${HOST}`,
    ],
    [
      'no such file',
      (route) => route.fulfill({ status: 404 }),
      `t10k-labels-idx1-ubyte.gz is missing from ${HOST} (status 404)`,
    ],
    [
      'another file',
      (route) => route.fulfill({ body: gzipSync('digits') }),
      't10k-labels-idx1-ubyte.gz is damaged: its SHA-256 must begin with ff7bcfd4, but does with',
    ],
    [
      'half a file',
      (route) => route.fulfill({ body: gzipSync('digits').subarray(0, 12) }),
      't10k-labels-idx1-ubyte.gz is damaged: it is no complete gzip file',
    ],
  ]);
  const { page, figure, faults } = await started(NEVER);
  const before = await present(page);
  for (const [what, answer, sentence] of failures) {
    await page.unroute(ON_MIRROR);
    await page.route(ON_MIRROR, answer);
    await button(figure, FETCH).click();
    const alert = figure.getByRole('alert');
    await alert.getByText(sentence).waitFor();
    await button(figure, FETCH).waitFor();
    assert.deepEqual(await present(page), before, what);
    assert.equal(await page.evaluate(() => caches.has('mnist-v1')), false, what);
    await button(alert, 'Close').click();
    await alert.waitFor({ state: 'detached' });
  }
  forgive(faults, /raw\.githubusercontent|Failed to load resource|net::ERR/);
});

test('Cancel ends the request without a word, and training goes on', async () => {
  const { page, figure, faults } = await started(NEVER);
  await ask(page, NAME, 'figure.setState({ budget: 100000 })');
  await ask(page, NAME, 'figure.play()');
  await until(page, NAME, 'figure.state.k > 3');
  const workers = page.workers().length;
  const asked = page.waitForRequest(ON_MIRROR);
  await button(figure, FETCH).focus();
  await page.keyboard.press('Enter');
  await asked;
  const bar = figure.getByRole('progressbar', { name: `Fetching from ${HOST}` });
  await bar.waitFor();
  assert.equal(await focused(page), 'Cancel', 'the keyboard has the next button');
  // With the worker that made it a request ends, too.
  assert.equal(page.workers().length, workers + 1);
  await page.keyboard.press('Enter');
  await button(figure, FETCH).waitFor();
  for (let i = 0; i < 500 && page.workers().length > workers; i++) await page.waitForTimeout(20);
  assert.equal(page.workers().length, workers);
  assert.equal(await bar.count(), 0);
  assert.equal(await focused(page), FETCH);
  assert.equal(await figure.getByRole('alert').count(), 0);
  const step = await ask(page, NAME, 'figure.state.k');
  await until(page, NAME, `figure.playing && figure.state.k > ${step}`);
  forgive(faults);
});

test("files given while the mirror's are on their way take their place", async () => {
  const { page, figure, faults } = await started(NEVER);
  await button(figure, FETCH).click();
  await button(figure, 'Cancel').waitFor();
  await ask(page, NAME, 'figure.useFiles([new File(["no"], "notes.txt")])');
  await figure.getByRole('alert').getByText('These files will not do').waitFor();
  await button(figure, FETCH).waitFor();
  assert.equal(await figure.locator('progress').count(), 0);
  forgive(faults);
});

test('the mirror helps out where the page has no digits', async () => {
  const { page } = await started(NEVER);
  await page.route(ON_DIGITS, (route) => route.fulfill({ status: 404 }));
  await page.unroute(ON_MIRROR);
  await page.route(ON_MIRROR, (route) => route.abort());
  const { figure, faults } = await alone(`<${NAME}></${NAME}>`, { wait: false });
  await figure.getByText('The digits are not here:').waitFor();
  await button(figure, FETCH).click();
  await figure.getByText('The complete MNIST is not to be had').waitFor();
  await figure.getByText('The digits are not here:').waitFor();
  await clean(page, [NAME]);
  await page.unroute(ON_DIGITS);
  await button(figure, 'Try again').click();
  await inUse(page, 'this page');
  forgive(faults, /raw\.githubusercontent|Failed to load resource|net::ERR/);
});

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
    await page.route(`${origin}/`, (route) => route.fulfill({ body: '' }));
  });
  // The figure alone in a page, as frames have it.
  await page.goto('http://insecure.test/embed.html#v=1&d=mnist&layers=16');
  assert.equal(await page.evaluate(() => isSecureContext), false);
  const figure = page.locator(NAME);
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
  await session.detach();
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
    const { page, figure } = await started(NEVER);
    await drop(page, top);
    await inUse(page, 'your files');
    assert.deepEqual(await counts(figure), [80, 20]);
  } finally {
    rmSync(top, { recursive: true });
  }
});
