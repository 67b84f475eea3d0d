// @ts-check
// Where digits come from: the page, a public mirror on request, a person's files and folders. The
// mirror is never asked: its answers are made here, from MNIST_DIR (a folder with the four files
// of the complete MNIST) where they must be the true ones.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { FILES, HOST, MIRROR } from '../../src/workers/mirror.js';
import { ask, noFaults, open, origin, ready, until } from './browser.js';

const NAME = 'feedback-mnist';
const ON_MIRROR = `https://${HOST}/**`;
const FETCH = `Fetch all 70,000 digits (11.3 MB from ${HOST})`;
const KEPT = 'Use all 70,000 digits (kept in this browser)';
const BACK = "Use this page's digits again";

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Route} Route */

const folder = process.env.MNIST_DIR ?? '';
if (!folder) console.log('MNIST_DIR is not set: what needs the complete set was not run');
const complete = { skip: !folder && 'MNIST_DIR is not set' };

const nameOf = (/** @type {Route} */ route) => route.request().url().slice(MIRROR.length);

/** Answers as the mirror would. @param {Route} route */
const serve = (route) => route.fulfill({ body: readFileSync(join(folder, nameOf(route))) });

/** The page with the race on screen, some steps in. @param {(route: Route) => any} answer */
async function started(answer) {
  const opened = await open({}, (page) => page.route(ON_MIRROR, answer));
  const figure = await ready(opened.page, NAME);
  await ask(opened.page, NAME, 'figure.step(3)');
  await until(opened.page, NAME, 'figure.reached === 3 && !figure.stepping');
  noFaults(opened.faults);
  return { ...opened, figure };
}

const present = (/** @type {Page} */ page) =>
  ask(page, NAME, '[figure.snapshot(), figure.fingerprint(), figure.digits]');

/** @param {import('playwright-core').Locator} figure @param {string} name */
const button = (figure, name) => figure.getByRole('button', { name, exact: true });

const inUse = (/** @type {Page} */ page, /** @type {string} */ from) =>
  until(page, NAME, `figure.digits.from === '${from}' && !figure.underway`, 60_000);

const focused = (/** @type {Page} */ page) =>
  ask(page, NAME, 'figure.shadowRoot.activeElement?.textContent');

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** @param {Page} page */
async function clean(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => /** @type {any} */ (window).axe.run());
  assert.deepEqual(
    violations.map((/** @type {any} */ { id }) => id),
    [],
  );
}

/**
 * The longest task on the main thread while something happens, in milliseconds of the processor's
 * time: what the clock says is longer where other programs run.
 * @param {Page} page
 * @param {() => Promise<void>} work
 */
async function longestTask(page, work) {
  const browser = page.context().browser();
  assert.ok(browser);
  const categories = ['disabled-by-default-devtools.timeline', '__metadata'];
  await browser.startTracing(page, { categories });
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const main = new Set(
    traceEvents
      .filter((/** @type {any} */ { args }) => args?.name === 'CrRendererMain')
      .map((/** @type {any} */ { pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = traceEvents.filter(
    (/** @type {any} */ { name, pid, tid }) => name === 'RunTask' && main.has(`${pid} ${tid}`),
  );
  assert.ok(tasks.length > 100, 'tasks are seen');
  const longest = (/** @type {'dur' | 'tdur'} */ key) =>
    Math.max(...tasks.map((/** @type {any} */ task) => task[key] ?? 0)) / 1000;
  console.log(
    `the longest task: ${longest('tdur')} ms of the processor, ${longest('dur')} ms by the clock`,
  );
  return longest('tdur');
}

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
      return told;
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

test(
  'the complete MNIST is fetched, checked, trained on and kept; there is a way back',
  complete,
  async () => {
    /** @type {string[]} */
    const asked = [];
    const { page, faults, figure, close } = await started((route) => {
      asked.push(nameOf(route));
      return serve(route);
    });
    await ask(page, NAME, 'figure.restart()');
    await until(page, NAME, 'figure.reached === 0');
    const first = await ask(page, NAME, 'figure.fingerprint()');
    await ask(page, NAME, 'figure.step(3)');
    const longest = await longestTask(page, async () => {
      await button(figure, FETCH).click();
      await inUse(page, 'the complete MNIST');
    });
    assert.ok(longest <= 50, `a task of ${longest} ms`);
    assert.deepEqual(
      asked,
      FILES.map(({ name }) => name),
    );
    assert.deepEqual([...new Set(faults)], [`request to https://${HOST}`]);
    const line = figure.locator('.digits');
    assert.match((await line.textContent()) ?? '', /Trained on 60000 digits.*on 10000 others/s);
    await clean(page);
    const spoken = 'Starts over with 60000 digits from the complete MNIST.';
    assert.equal(await ask(page, NAME, 'figure.spoken'), spoken);
    const whole = await present(page);
    assert.equal(whole[0].step, 0, 'the race begins again');

    await button(figure, BACK).click();
    await inUse(page, 'this page');
    assert.deepEqual(await ask(page, NAME, 'figure.fingerprint()'), first, 'from the same seed');

    // The same four files from a person's disk are the same digits.
    const files = FILES.map(({ name }) => join(folder, name));
    await figure.locator('input[type=file]').setInputFiles(files);
    await inUse(page, 'your files');
    const own = await present(page);
    assert.deepEqual(own.slice(0, 2), whole.slice(0, 2));
    assert.equal(asked.length, FILES.length);
    await close();
  },
);

test('the next visit needs no network, until the person forgets them', complete, async () => {
  const { page, figure, close } = await started(serve);
  await button(figure, FETCH).click();
  await inUse(page, 'the complete MNIST');
  await page.unroute(ON_MIRROR);
  await page.close();

  const next = await figure.page().context().newPage();
  await next.route(ON_MIRROR, (route) => route.abort());
  await next.goto(`${origin}/`);
  const again = await ready(next, NAME);
  await button(again, KEPT).click();
  await inUse(next, 'the complete MNIST');
  assert.equal(await ask(next, NAME, 'figure.digits.train'), 60_000);
  await button(again, 'Forget them').focus();
  await next.keyboard.press('Enter');
  await until(next, NAME, '!figure.kept');
  assert.equal((await focused(next))?.trim(), BACK);
  assert.equal(await next.evaluate(() => caches.has('mnist-v1')), false);
  assert.equal(await ask(next, NAME, 'figure.digits.train'), 60_000, 'what is in use stays');
  await button(again, BACK).click();
  await button(again, FETCH).waitFor();
  await close();
});

test(
  'a damaged entry of the cache is dropped and fetched anew, and it alone',
  complete,
  async () => {
    /** @type {string[]} */
    const asked = [];
    const { page, figure, close } = await started((route) => {
      asked.push(nameOf(route));
      return serve(route);
    });
    await button(figure, FETCH).click();
    await inUse(page, 'the complete MNIST');
    const damage = () =>
      page.evaluate(
        async (url) => (await caches.open('mnist-v1')).put(url, new Response('rubbish')),
        MIRROR + FILES[2].name,
      );
    await damage();
    await button(figure, BACK).click();
    await inUse(page, 'this page');
    await button(figure, KEPT).click();
    await inUse(page, 'the complete MNIST');
    assert.deepEqual(asked.slice(FILES.length), [FILES[2].name]);

    // Where it cannot be fetched, it is not said to be there.
    await damage();
    await button(figure, BACK).click();
    await inUse(page, 'this page');
    await page.route(ON_MIRROR, (route) => route.abort());
    await button(figure, KEPT).click();
    await figure.getByText(`${FILES[2].name} cannot be fetched`).waitFor();
    await button(figure, FETCH).waitFor();
    await close();
  },
);

test(
  'digits for which the browser has no room are used, and said not to be kept',
  complete,
  async () => {
    const { page, figure, close } = await started(serve);
    const session = await page.context().newCDPSession(page);
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 5_000_000 });
    await button(figure, FETCH).click();
    await inUse(page, 'the complete MNIST');
    await figure
      .getByText('They were not kept for the next visit: this browser has no room for them.')
      .waitFor();
    assert.equal(await ask(page, NAME, 'figure.kept'), false);
    assert.equal(await page.evaluate(() => caches.has('mnist-v1')), false);
    await close();
  },
);

test('a download is seen to proceed and can be cancelled half-way', complete, async () => {
  const { page, figure, close } = await started((route) =>
    nameOf(route) === FILES[3].name ? new Promise(() => {}) : serve(route),
  );
  const before = await present(page);
  await button(figure, FETCH).click();
  await figure.getByText(`Fetching from ${HOST}: 1.6 of 11.3 MB`).waitFor();
  assert.match((await figure.locator('progress').getAttribute('value')) ?? '', /^0\.14/);
  await clean(page);
  await button(figure, 'Cancel').click();
  await button(figure, FETCH).waitFor();
  assert.deepEqual(await present(page), before);
  await close();
});

/** A folder as in a file manager, let go over the figure. @param {Page} page @param {string} path */
async function drop(page, path) {
  const box = await page.locator(NAME).locator('.lanes').boundingBox();
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
      await figure.locator('input[type=file]').setInputFiles(paths);
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
