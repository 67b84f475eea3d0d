// @ts-check
/** What the tests of the race and of its digits share. The mirror is never asked: its answers are made here. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { HOST, MIRROR } from '../../src/workers/mirror.js';
import { alone } from './alone.js';
import { ask, origin } from './browser.js';

export const NAME = 'feedback-mnist';
/** All panels that there are, by the names that links have. */
export const PANELS = [
  ...[
    'accuracy',
    'loss',
    'training-accuracy',
    'training-loss',
    'angles',
    'code',
    'weights',
    'ratio',
  ],
  ...['confusion', 'mistakes', 'fields', 'hidden', 'diagram', 'draw'],
];
export const ON_MIRROR = `https://${HOST}/**`;
/** The digits that the site comes with. */
export const ON_DIGITS = '**/data/*';
/**
 * How long a map by t-SNE may take: in a thousand turns between two threads, where other programs
 * keep the machine busy.
 */
export const MAPPED = { timeout: 180_000 };
export const FETCH = `Fetch all 70,000 digits (11.3 MB from ${HOST})`;
export const KEPT = 'Use all 70,000 digits (kept in this browser)';
export const BACK = "Use this page's digits again";

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Route} Route */
/** @typedef {import('playwright-core').Locator} Locator */

export const folder = process.env.MNIST_DIR ?? '';
export const complete = { skip: !folder && 'MNIST_DIR is not set' };

export const nameOf = (/** @type {Route} */ route) => route.request().url().slice(MIRROR.length);

/** Answers as the mirror would. @param {Route} route */
export const serve = (route) => route.fulfill({ body: readFileSync(join(folder, nameOf(route))) });

/**
 * A small race alone in the bare page, some steps in, in a browser that keeps no digits; the mirror
 * answers as is said.
 * @param {(route: Route) => any} answer
 */
export async function started(answer) {
  const { page } = await alone('<p></p>', { wait: false });
  await page.evaluate(() => caches.delete('mnist-v1'));
  for (const route of [ON_DIGITS, ON_MIRROR]) await page.unroute(route);
  await page.route(ON_MIRROR, answer);
  const opened = await alone(`<${NAME} layers="16"></${NAME}>`);
  await ask(page, NAME, 'figure.step(3)');
  return opened;
}

/**
 * What the browser says of a request that was asked for is no fault; everything else is.
 * @param {string[]} faults
 * @param {RegExp} [expected]
 */
export function forgive(faults, expected = /^request to https:\/\/raw\.githubusercontent\.com$/) {
  const others = faults.splice(0).filter((fault) => !expected.test(fault));
  assert.deepEqual(others, []);
}

/** The numbers on screen, and what is said of the digits behind them. @param {Page} page */
export const present = (page) =>
  ask(
    page,
    NAME,
    `[figure.snapshot(), figure.fingerprint(), figure.shadowRoot.querySelector('.digits > p').textContent]`,
  );

/** @param {Locator} figure @param {string} name */
export const button = (figure, name) => figure.getByRole('button', { name, exact: true });

/** Waits until digits from there are trained on, and none are on their way. @param {Page} page @param {string} from */
export async function inUse(page, from) {
  const words = new RegExp(`Trained on \\d+ digits from ${from};`);
  await page.locator(`${NAME} .digits > p`).getByText(words).waitFor({ timeout: 120_000 });
  await page.locator(`${NAME} progress`).waitFor({ state: 'detached' });
}

/** How many digits are trained on, and how many are only looked at. @param {Locator} figure */
export async function counts(figure) {
  const words = (await figure.locator('.digits > p').textContent()) ?? '';
  const [, train, check] = /Trained on (\d+) digits.* on (\d+) others/s.exec(words) ?? [];
  return [Number(train), Number(check)];
}

export const focused = (/** @type {Page} */ page) =>
  ask(page, NAME, 'figure.shadowRoot.activeElement?.textContent.trim()');

// ── The digits that the site comes with ────────────────────────────────────────────────────

const FILES = ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1'];

/** @param {string} name */
async function shipped(name) {
  const response = await fetch(`${origin}/data/${name}-ubyte.gz`);
  assert.ok(response.ok, name);
  return gunzipSync(await response.arrayBuffer());
}

/** The classes of the validation digits. */
export const truths = async () => [...(await shipped(FILES[3])).subarray(8)];

/**
 * The first of the site's digits, as files for `setInputFiles`.
 * @param {number} train how many are trained on
 * @param {number} check how many are only looked at
 */
export const firstDigits = (train, check) =>
  Promise.all(
    FILES.map(async (name) => {
      const bytes = await shipped(name);
      const count = name.startsWith('train') ? train : check;
      const [head, size] = name.includes('images') ? [16, 28 * 28] : [8, 1];
      const buffer = Buffer.from(bytes.subarray(0, head + count * size));
      buffer.writeUInt32BE(count, 4);
      return { name, mimeType: 'application/octet-stream', buffer };
    }),
  );

/**
 * From now on a page's own digits are few, so that what is asked of every one of them costs little.
 * @param {Page} page
 * @param {number} train
 * @param {number} check
 */
export async function fewDigits(page, train, check) {
  const few = (await firstDigits(train, check)).map(({ name, buffer }) => ({
    name: `${name}-ubyte.gz`,
    body: gzipSync(buffer),
    sha256: createHash('sha256').update(buffer).digest('hex'),
  }));
  const files = few.map(({ name, body, sha256 }) => ({ name, bytes: body.length, sha256 }));
  await page.route(ON_DIGITS, (route) => {
    const name = route.request().url().split('/').at(-1);
    if (name === 'manifest.json') return route.fulfill({ json: { files } });
    return route.fulfill({ body: few.find((file) => file.name === name)?.body });
  });
}

/** An IDX file of zeros. @param {number[]} sizes */
export function idx(...sizes) {
  const header = [
    ...[0, 0, 8, sizes.length],
    ...sizes.flatMap((n) => [0, n >> 16, n >> 8, n].map((byte) => byte & 255)),
  ];
  const bytes = Buffer.alloc(header.length + sizes.reduce((product, n) => product * n, 1));
  bytes.set(header);
  return bytes;
}

// ── What a screen reader finds ─────────────────────────────────────────────────────────────

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Axe finds nothing: in the whole page, or in an element, or in a part of its shadow tree.
 * @param {Page} page
 * @param {string[]} [where] selectors, the second within the first one's shadow tree
 * @param {string[]} [rules] that are applied; else all
 */
export async function clean(page, where, rules) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(
    ([where, rules]) =>
      /** @type {any} */ (window).axe.run(
        where ? { include: { fromShadowDom: where } } : document,
        { resultTypes: ['violations'], ...(rules && { runOnly: rules }) },
      ),
    [where, rules],
  );
  assert.ok(passes.length > 0, 'axe has looked at something');
  assert.deepEqual(
    violations.map((/** @type {any} */ { id, nodes }) => [id, nodes[0].target.flat().join(' ')]),
    [],
  );
}

/**
 * The longest task on the main thread while something happens, in milliseconds of the processor's
 * time: what the clock says is longer where other programs run.
 * @param {Page} page
 * @param {() => Promise<void>} work
 */
export async function longestTask(page, work) {
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
  assert.ok(tasks.length > 10, 'tasks are seen');
  const longest = (/** @type {'dur' | 'tdur'} */ key) =>
    Math.max(...tasks.map((/** @type {any} */ task) => task[key] ?? 0)) / 1000;
  console.log(
    `the longest task: ${longest('tdur')} ms of the processor, ${longest('dur')} ms by the clock`,
  );
  return longest('tdur');
}
