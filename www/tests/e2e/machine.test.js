// @ts-check
// The panel that measures this machine, and repeats the golden runs. It belongs to the page, which
// loads its code when it is asked for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COLOURS, violations } from './accessibility.js';
import { noFaults, open, ready } from './browser.js';

const NAME = 'feedback-machine';

/** @typedef {import('playwright-core').Page} Page */

/** Waits for it. @param {Page} page @param {string} state */
const comesTo = (page, state) =>
  page.locator(`${NAME}[data-state="${state}"]`).waitFor({ timeout: 120_000 });

/** @param {Page} page @param {'Measure this machine' | 'Measure again' | 'Cancel'} name */
const press = (page, name) => page.locator(NAME).getByRole('button', { name }).press('Enter');

/** What has the focus in it. @param {Page} page */
const focused = (page) =>
  page.evaluate(
    (name) => document.querySelector(name)?.shadowRoot?.activeElement?.textContent,
    NAME,
  );

/** What its live region says from now on. @param {Page} page */
const listen = (page) =>
  page.evaluateHandle((name) => {
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

/** Every chart is as wide as its place, once that is known, and no words or buttons stick out. @param {Page} page */
async function fits(page) {
  const panel = page.locator(NAME);
  const distance = () =>
    panel
      .locator('[data-chart] svg')
      .evaluateAll((all) =>
        Math.max(
          ...all.map((svg) =>
            Math.abs(
              Number(svg.getAttribute('width')) - Number(svg.closest('[data-chart]')?.clientWidth),
            ),
          ),
        ),
      );
  for (const end = Date.now() + 30_000; (await distance()) > 1 && Date.now() < end; )
    await page.waitForTimeout(20);
  assert.ok((await distance()) <= 1);
  const over = await panel.evaluate((element) => {
    const { right } = element.getBoundingClientRect();
    const parts = /** @type {ShadowRoot} */ (element.shadowRoot).querySelectorAll(
      'text, p, button',
    );
    return [...parts]
      .filter((part) => !part.closest('.unseen') && part.getBoundingClientRect().right > right + 1)
      .map((part) => part.textContent);
  });
  assert.deepEqual(over, []);
}

/** Every chart: what it says as a whole, the lengths of its bars, and the words beside them. @param {Page} page */
const charts = (page) =>
  page.locator(`${NAME} svg.chart`).evaluateAll((all) =>
    all.map((chart) => ({
      label: chart.getAttribute('aria-label') ?? '',
      bars: [...chart.querySelectorAll('.bar')].map((bar) => Number(bar.getAttribute('width'))),
      words: [...chart.querySelectorAll('.tick')].map((text) => text.textContent ?? ''),
    })),
  );

test('it is loaded when it is asked for, measures every rule, and finds everybody’s bits', async () => {
  const { page, faults, close } = await open();
  await ready(page, 'feedback-mnist');
  const panel = page.locator(NAME);
  /** @type {string[]} */
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const itsCode = () => asked.filter((path) => /machine/.test(path));
  // What reads digits is gone sooner or later.
  const workers = () => page.workers().filter((worker) => !/files/.test(worker.url())).length;
  /** @param {number} count @param {string} when */
  const comeTo = async (count, when) => {
    for (const end = Date.now() + 30_000; workers() !== count && Date.now() < end; )
      await page.waitForTimeout(20);
    assert.equal(workers(), count, when);
  };
  const before = workers();
  await panel.scrollIntoViewIfNeeded();
  await page.waitForTimeout(300);
  assert.deepEqual(itsCode(), [], 'what is in sight has not been asked for');

  // It begins; what plays would take a part of the time; and it can be cancelled.
  await page.evaluate('document.querySelector("feedback-toy").setState({ speed: 1 })');
  await page.evaluate('document.querySelector("feedback-toy").play()');
  await press(page, 'Measure this machine');
  await comesTo(page, 'running');
  assert.equal(itsCode().length, 1);
  assert.equal(await page.evaluate('document.querySelector("feedback-toy").playing'), false);
  assert.equal(await focused(page), 'Cancel', 'the keyboard is where the button was');
  await panel.getByText(/^Training 784-100-10/).waitFor();
  await comeTo(before + 1, 'one worker measures');
  await press(page, 'Cancel');
  await comesTo(page, 'cancelled');
  await comeTo(before, 'cancelled');
  assert.equal(await panel.getAttribute('data-agree'), '0');

  // From the beginning to the end; nobody is told of every run.
  const heard = await listen(page);
  await press(page, 'Measure again');
  await comesTo(page, 'complete');
  await panel.getByText('48 of 48 fingerprints are those of the table').first().waitFor();
  assert.equal(await panel.getAttribute('data-agree'), '48');
  assert.equal(await panel.getAttribute('data-of'), '48');
  assert.equal(await focused(page), 'Measure again');
  const said = (await heard.jsonValue()).filter((text) => text.trim());
  assert.equal(said.length, 1, said.join());
  assert.match(said[0], /48 of 48/);
  await comeTo(before, 'complete');
  const drawn = await charts(page);
  assert.equal(drawn.length, 2);
  for (const { label, bars, words } of drawn) {
    assert.match(
      label,
      /^Milliseconds per step of 784-.*-10: BP [\d.]+, FA [\d.]+, DFA [\d.]+, IFA [\d.]+\.$/,
    );
    assert.ok(bars.length === 4 && bars.every((bar) => bar > 0));
    for (const text of words)
      assert.match(text, /^[\d,.]+ digits\/s, [\d,.]+·10⁹ multiply-adds\/s$/);
  }
  // A large net takes longer than a small one.
  const [small, large] = drawn.map(({ label }) => Number(/BP ([\d.]+)/.exec(label)?.[1]));
  assert.ok(large > 3 * small, `${large} ms, ${small} ms`);

  // It is read in the light and in the dark, and on a narrow screen.
  assert.deepEqual(await violations(page, { within: NAME }), []);
  await page.emulateMedia({ colorScheme: 'dark' });
  assert.deepEqual(await violations(page, { within: NAME, rules: COLOURS }), []);
  await fits(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await fits(page);

  // Out of the page it stops.
  await press(page, 'Measure again');
  await comesTo(page, 'running');
  await panel.evaluate((element) => element.remove());
  await comeTo(before, 'taken out of the page');
  noFaults(faults);
  await close();
});

test('without digits it repeats the golden runs all the same, on a phone', async () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const { page, close } = await open(phone, (page) =>
    page.route('**/data/manifest.json', (route) => route.fulfill({ status: 404 })),
  );
  await press(page, 'Measure this machine');
  await comesTo(page, 'complete');
  const panel = page.locator(NAME);
  const sentence = 'The digits are not here: data/manifest.json is missing (status 404).';
  await panel.locator('.notice').getByText(sentence).waitFor();
  assert.equal(await panel.getAttribute('data-agree'), '48');
  assert.deepEqual(await violations(page, { within: NAME }), []);
  await fits(page);
  await close();
});

test('where its code or the core does not come, that is said, and the button tries again', async () => {
  const [code, core] = ['**/assets/machine-*.js', '**/networks_bg*.wasm'];
  const missing = (/** @type {import('playwright-core').Route} */ route) =>
    route.fulfill({ status: 404 });
  const { page, close } = await open({}, async (page) => {
    await page.route(code, missing);
    await page.route(core, missing);
  });
  const panel = page.locator(NAME);
  await press(page, 'Measure this machine');
  await panel.getByText(/could not be loaded/).waitFor();
  await page.unroute(code);
  await press(page, 'Measure this machine');
  await comesTo(page, 'failed');
  const sentence = /^This machine cannot be measured: The core could not be loaded: .*\.$/;
  await panel.locator('.notice').getByText(sentence).waitFor();
  assert.equal(await panel.getAttribute('data-agree'), '0');
  assert.equal(await page.locator('feedback-toy').getByRole('alert').count(), 0);
  await page.unroute(core);
  await press(page, 'Measure again');
  await panel.getByText(/^Training 784-100-10/).waitFor();
  assert.equal(await panel.locator('.notice').count(), 0);
  await close();
});
