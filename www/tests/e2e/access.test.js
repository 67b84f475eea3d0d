// @ts-check
/** The race for those who do not see it, and for those who have a finger and a small screen. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, noFaults, open, ready, until } from './browser.js';
import { clean, EVERY_PANEL, NAME } from './sources.js';

/** @typedef {import('playwright-core').Page} Page */

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** The race with all panels, some steps in, a digit taken and everything unfolded. @param {Page} page */
async function everything(page) {
  const figure = await ready(page, NAME);
  await ask(page, NAME, `figure.setState({ panels: ${EVERY_PANEL}, budget: 20 })`);
  await ask(page, NAME, 'figure.play()');
  await until(page, NAME, 'figure.done && !figure.playing', 60_000);
  for (const id of ['mistakes', 'fields', 'diagram'])
    await until(page, NAME, `figure.answers.of('${id}')?.step === 20`);
  const take = page.locator(`${NAME} [aria-label="Next digit"]`);
  await take.evaluate((/** @type {HTMLElement} */ button) => button.click());
  await until(page, NAME, 'figure.answers.of("draw")?.step === 20');
  const folds = figure.locator('details');
  await folds.evaluateAll((all) => all.map((fold) => Object.assign(fold, { open: true })));
  await page.locator(`${NAME} .scroll table`).waitFor();
  return figure;
}

/** On a phone, panel by panel; else as it is. @param {Page} page @param {() => Promise<void>} look */
async function everyTab(page, look) {
  if (!(await ask(page, NAME, 'figure.narrow'))) return look();
  for (const id of await ask(page, NAME, EVERY_PANEL)) {
    await ask(page, NAME, `(figure.tab = '${id}', figure.updateComplete)`);
    await look();
  }
}

for (const [width, options] of /** @type {const} */ ([
  [1280, {}],
  [390, PHONE],
]))
  for (const colorScheme of /** @type {const} */ (['light', 'dark']))
    test(`axe finds nothing in the race with all its panels, ${colorScheme}, ${width} px`, async () => {
      const { page, faults, close } = await open({ ...options, colorScheme });
      const figure = await everything(page);
      const tabs = await figure.locator('.tabs button:visible').count();
      assert.equal(tabs, width < 560 ? 13 : 0);
      await everyTab(page, () => clean(page));
      for (const controls of ['mini', 'none']) {
        await figure.evaluate(
          (element, value) => element.setAttribute('controls', value),
          controls,
        );
        await ask(page, NAME, 'figure.updateComplete');
        await clean(page);
      }
      noFaults(faults);
      await close();
    });

/**
 * A finger goes along some points.
 * @param {Page} page
 * @param {number[][]} points
 */
async function swipe(page, points) {
  const client = await page.context().newCDPSession(page);
  const send = (/** @type {any} */ type, /** @type {number[][]} */ touches) =>
    client.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: touches.map(([x, y]) => ({ x, y })),
    });
  await send('touchStart', [points[0]]);
  for (const point of points.slice(1)) {
    await send('touchMove', [point]);
    await page.waitForTimeout(16);
  }
  await send('touchEnd', []);
  await page.waitForTimeout(200);
}

test('a finger draws without scrolling, and scrolls where it does not draw', async () => {
  const { page, faults, close } = await open(PHONE);
  const figure = await ready(page, NAME);
  await ask(page, NAME, 'figure.setState({ panels: ["accuracy", "draw"], hidden: [16] })');
  await ask(page, NAME, 'figure.step(3)');
  await until(page, NAME, 'figure.reached === 3 && !figure.stepping');
  const scrolled = () => page.evaluate(() => scrollY);
  /** Ten places up along the middle of it. @param {string} what */
  const up = async (what) => {
    const place = figure.locator(what);
    await place.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const box = await place.boundingBox();
    assert.ok(box);
    const { x, y, width, height } = box;
    const foot = y + 0.8 * height;
    const before = await scrolled();
    await swipe(
      page,
      Array.from({ length: 10 }, (_, i) => [x + width / 2, foot - (i * 0.6 * height) / 9]),
    );
    return (await scrolled()) - before;
  };
  const moved = await up('.reads');
  assert.ok(moved > 50, `a swipe over a curve scrolls by ${moved} px`);
  await figure.locator('.tabs').getByRole('button', { name: 'Draw a digit' }).tap();
  await figure.locator('.pad').waitFor();
  assert.equal(await up('.pad'), 0, 'drawing does not scroll');
  await figure.locator('.pad svg[aria-label="Drawing pad, strokes: 1"]').waitFor();
  await figure.locator('.answers svg[aria-label*=" answers "]').first().waitFor();
  noFaults(faults);
  await close();
});

for (const [pointer, least, options] of /** @type {const} */ ([
  ['mouse', 24, {}],
  ['finger', 44, PHONE],
]))
  test(`what is aimed at with a ${pointer} is at least ${least} px wide and high`, async () => {
    const { page, close } = await open(options);
    const figure = await everything(page);
    assert.equal(
      await page.evaluate(() => matchMedia('(pointer: coarse)').matches),
      pointer === 'finger',
    );
    await everyTab(page, async () => {
      const targets = figure.locator(
        'button:visible, select:visible, summary:visible, .pick span:visible, input:not(.pick input):visible',
      );
      const sizes = await targets.evaluateAll((all) =>
        all.map((element) => {
          const { width, height } = element.getBoundingClientRect();
          const name = element.ariaLabel || element.id || element.textContent?.trim();
          return { name, width, height };
        }),
      );
      assert.ok(sizes.length > 30, `${sizes.length} targets`);
      assert.deepEqual(
        sizes.filter(({ width, height }) => Math.min(width, height) < least),
        [],
      );
    });
    await close();
  });
