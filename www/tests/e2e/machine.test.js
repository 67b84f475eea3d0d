// @ts-check
// The panel that measures this machine, and repeats the golden runs: here, and in another browser.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { noFaults, open, ready } from './browser.js';
import { firefox } from './firefox.js';
import { SITE } from './folder.js';
import { clean } from './sources.js';

const NAME = 'feedback-machine';

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page @param {string} state */
const until = (page, state) =>
  page.locator(`${NAME}[data-state="${state}"]`).waitFor({ timeout: 60_000 });

/** @param {Page} page */
const press = (page) => page.getByRole('button', { name: 'Measure this machine' }).click();

test('it is loaded when it is asked for, measures every rule, and finds everybody’s bits', async () => {
  const { page, faults, close } = await open();
  /** @type {string[]} */
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const panel = page.locator(NAME);
  await panel.scrollIntoViewIfNeeded();
  await page.waitForTimeout(300);
  const itsCode = () => asked.filter((path) => /machine/.test(path));
  assert.deepEqual(itsCode(), []);
  const tasks = await page.evaluateHandle(() => {
    /** @type {number[]} */
    const all = [];
    new PerformanceObserver((list) => {
      all.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ entryTypes: ['longtask'] });
    return all;
  });
  const start = Date.now();
  await press(page);
  await until(page, 'complete');
  // Two seconds of training; the rest is loading, the golden runs, and a machine with other work.
  const took = Date.now() - start;
  assert.ok(took > 2000 && took < 30_000, `${took} ms`);
  assert.equal(itsCode().length, 1);
  assert.deepEqual(await panel.evaluate(({ dataset }) => [dataset.agree, dataset.of]), [
    '48',
    '48',
  ]);
  await panel.getByText('48 of 48 fingerprints are those of the table').first().waitFor();
  const charts = await panel.locator('svg.chart').evaluateAll((all) =>
    all.map((chart) => ({
      label: chart.getAttribute('aria-label') ?? '',
      bars: [...chart.querySelectorAll('.bar')].map((bar) => Number(bar.getAttribute('width'))),
      words: [...chart.querySelectorAll('.tick')].map((text) => text.textContent ?? ''),
    })),
  );
  assert.equal(charts.length, 2);
  for (const { label, bars, words } of charts) {
    assert.match(
      label,
      /^Milliseconds per step of 784-.*-10: BP [\d.]+, FA [\d.]+, DFA [\d.]+, IFA [\d.]+\.$/,
    );
    assert.ok(bars.length === 4 && bars.every((bar) => bar > 0));
    for (const text of words)
      assert.match(text, /^[\d,.]+ digits\/s, [\d,.]+·10⁹ multiply-adds\/s$/);
  }
  // A large net takes longer than a small one.
  const [small, large] = charts.map(({ label }) => Number(/BP ([\d.]+)/.exec(label)?.[1]));
  assert.ok(large > 3 * small, `${large} ms, ${small} ms`);
  const longest = Math.max(0, ...(await tasks.jsonValue()));
  assert.ok(longest < 200, `the page was busy for ${longest} ms`);
  noFaults(faults);
  await close();
});

test('nobody is told of every run, and the keyboard is where the button was', async () => {
  const { page, faults, close } = await open();
  await page.getByRole('button', { name: 'Measure this machine' }).focus();
  await page.keyboard.press('Enter');
  await until(page, 'running');
  const focused = () =>
    page.evaluate(
      () => document.querySelector('feedback-machine')?.shadowRoot?.activeElement?.textContent,
    );
  assert.equal(await focused(), 'Cancel');
  const heard = await page.evaluateHandle((name) => {
    /** @type {string[]} */
    const all = [];
    const root = /** @type {ShadowRoot} */ (document.querySelector(name)?.shadowRoot);
    const region = /** @type {Element} */ (root.querySelector('[role=status]'));
    new MutationObserver(() => all.push(region.textContent ?? '')).observe(region, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    return all;
  }, NAME);
  await until(page, 'complete');
  await page.waitForTimeout(100);
  const said = (await heard.jsonValue()).filter((text) => text.trim());
  assert.equal(said.length, 1);
  assert.match(said[0], /48 of 48/);
  assert.equal(await focused(), 'Measure again');
  noFaults(faults);
  await close();
});

test('it can be cancelled and begun again, and leaves no worker behind', async () => {
  const { page, faults, close } = await open();
  await ready(page, 'feedback-mnist');
  // What reads digits is gone sooner or later.
  const present = () => page.workers().filter((worker) => !/files/.test(worker.url())).length;
  /** Waits for so many workers. @param {number} count */
  const workers = async (count) => {
    for (const end = Date.now() + 5000; present() !== count && Date.now() < end; )
      await page.waitForTimeout(20);
    assert.equal(present(), count);
  };
  const before = present();
  await press(page);
  await until(page, 'running');
  const panel = page.locator(NAME);
  await panel.getByText(/^Training 784-100-10/).waitFor();
  await workers(before + 1);
  await panel.getByRole('button', { name: 'Cancel' }).click();
  await until(page, 'cancelled');
  await workers(before);
  assert.equal(await panel.getAttribute('data-agree'), '0');
  await panel.getByRole('button', { name: 'Measure again' }).click();
  await until(page, 'complete');
  assert.equal(await panel.getAttribute('data-agree'), '48');
  await workers(before);
  // Out of the page it stops.
  await panel.getByRole('button', { name: 'Measure again' }).click();
  await until(page, 'running');
  await panel.evaluate((element) => element.remove());
  await workers(before);
  noFaults(faults);
  await close();
});

test('figures that play stop meanwhile', async () => {
  const { page, close } = await open();
  await page.evaluate(async () => {
    const toy = /** @type {any} */ (document.querySelector('feedback-toy'));
    while (!toy.ready) await new Promise((go) => setTimeout(go, 20));
    toy.setState({ speed: 1 });
    toy.seek(0);
    toy.play();
  });
  await press(page);
  await until(page, 'running');
  assert.equal(await page.evaluate('document.querySelector("feedback-toy").playing'), false);
  await close();
});

for (const [what, path, sentence, state, agree] of /** @type {const} */ ([
  [
    'digits are missing',
    '**/data/manifest.json',
    'The digits are not here: data/manifest.json is missing (status 404).',
    'complete',
    '48',
  ],
  [
    'the core is missing',
    '**/networks_bg*.wasm',
    /^This machine cannot be measured: The core could not be loaded: .*\.$/,
    'failed',
    '0',
  ],
]))
  test(`where ${what} one sentence says so, and the page stays`, async () => {
    const { page, close } = await open({}, (page) =>
      page.route(path, (route) => route.fulfill({ status: 404 })),
    );
    await press(page);
    await until(page, state);
    const panel = page.locator(NAME);
    await panel.locator('.notice').getByText(sentence).waitFor();
    assert.equal(await panel.getAttribute('data-agree'), agree);
    assert.ok(await panel.getByRole('button', { name: 'Measure again' }).isEnabled());
    assert.equal(await page.evaluate('document.querySelector("feedback-toy").failure'), '');
    await close();
  });

test('where its code does not come, that is said, and the button tries again', async () => {
  let missing = true;
  const { page, close } = await open({}, (page) =>
    page.route('**/assets/machine-*.js', (route) =>
      missing ? route.fulfill({ status: 404 }) : route.continue(),
    ),
  );
  await press(page);
  await page
    .locator(NAME)
    .getByText(/could not be loaded/)
    .waitFor();
  missing = false;
  await press(page);
  await until(page, 'running');
  await close();
});

for (const [width, options] of /** @type {const} */ ([
  [1280, {}],
  [390, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
]))
  for (const colorScheme of /** @type {const} */ (['light', 'dark']))
    test(`axe finds nothing in it, ${colorScheme}, ${width} px, and it fits`, async () => {
      const { page, faults, close } = await open({ ...options, colorScheme });
      await press(page);
      await until(page, 'complete');
      await clean(page);
      const over = await page.locator(NAME).evaluate((element) => {
        const { right } = element.getBoundingClientRect();
        const parts = /** @type {ShadowRoot} */ (element.shadowRoot).querySelectorAll(
          'text, p, button',
        );
        return [...parts]
          .filter(
            (part) => !part.closest('.unseen') && part.getBoundingClientRect().right > right + 1,
          )
          .map((part) => part.textContent);
      });
      assert.deepEqual(over, []);
      noFaults(faults);
      await close();
    });

/** Presses the button and tells how it went, in any browser. */
const SCRIPT = `
  const panel = document.querySelector('${NAME}');
  panel.querySelector('button').click();
  for (const end = Date.now() + 100000; !['complete', 'failed'].includes(panel.dataset.state); )
    if (Date.now() > end) throw new Error('never complete, but ' + panel.dataset.state);
    else await new Promise((go) => setTimeout(go, 50));
  const labels = [...panel.shadowRoot.querySelectorAll('svg.chart')].map((chart) => chart.getAttribute('aria-label'));
  return { ...panel.dataset, labels, text: panel.shadowRoot.querySelector('.finding').textContent.trim() };`;

test('Firefox, from the disk, computes the same bits', async () => {
  const window = await firefox({ offline: true });
  try {
    await window.go(pathToFileURL(join(SITE, 'feedback-alignment.offline.html')).href);
    const { state, agree, of, labels, text } = await window.run(SCRIPT);
    assert.deepEqual([state, agree, of], ['complete', '48', '48'], text);
    assert.match(text, /this browser computes the same bits\.$/);
    for (const label of labels)
      assert.match(label, /BP [\d.]+, FA [\d.]+, DFA [\d.]+, IFA [\d.]+\.$/);
  } finally {
    await window.close();
  }
});
