// @ts-check
/**
 * The race for those who do not see it, and for those who have a finger and a small screen: with all
 * its panels and everything unfolded, wide with a mouse and on a phone, each set up once.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COLOURS, inState, STATES } from './accessibility.js';
import { alone } from './alone.js';
import { ask } from './browser.js';
import { button, clean, fewDigits, NAME, ON_DIGITS, PANELS } from './sources.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */

const WIDE = { viewport: { width: 1280, height: 900 } };
const NARROW = { viewport: { width: 390, height: 844 } };
const PHONE = { ...NARROW, hasTouch: true, isMobile: true };

/** What is pressed, chosen and typed into. */
const TARGETS =
  'button:visible, select:visible, summary:visible, .pick span:visible, input:not(.pick input):visible';

/**
 * The race with all panels, some steps in, a digit taken and everything unfolded.
 * @param {Parameters<typeof alone>[1]} options
 */
async function everything(options) {
  const { page } = await alone('<p></p>', { ...options, wait: false });
  await page.unroute(ON_DIGITS);
  await fewDigits(page, 600, 60);
  const opened = await alone(
    `<${NAME} layers="16,12" panels="${PANELS}" steps="8"></${NAME}>`,
    options,
  );
  const { figure } = opened;
  await ask(page, NAME, 'figure.step(8)');
  const take = figure.getByLabel('Next digit', { exact: true });
  await take.evaluate((/** @type {HTMLElement} */ button) => button.click());
  for (const words of [
    ...['Mistakes of DFA, step 8: ', 'Incoming weights, as images of 28 by 28. DFA, step 8'],
    ...['Step 8, update: ', 'under DFA at step 8: '],
  ])
    await figure.locator(`svg[aria-label*="${words}"]`).waitFor({ state: 'attached' });
  await figure.locator('[data-panel=draw]').getByText('At step 8.').waitFor({ state: 'attached' });
  const folds = figure.locator('details');
  await folds.evaluateAll((all) => all.map((fold) => Object.assign(fold, { open: true })));
  await figure.locator('.scroll table').waitFor();
  return opened;
}

/** On a phone, panel by panel. @param {Locator} figure @param {(panel: string) => Promise<void>} look */
async function everyTab(figure, look, panels = PANELS) {
  const tabs = figure.getByRole('group', { name: 'Chart' }).getByRole('button');
  assert.equal(await tabs.count(), PANELS.length);
  for (const panel of panels) {
    const tab = tabs.nth(PANELS.indexOf(panel));
    await tab.evaluate((/** @type {HTMLElement} */ tab) => tab.click());
    await figure.locator(`[data-panel=${panel}]`).waitFor();
    assert.equal(await figure.locator('[data-panel]:visible').count(), 1);
    await look(panel);
  }
}

/** What is aimed at is that wide and high. @param {Locator} figure @param {number} least */
async function large(figure, least) {
  const sizes = await figure.locator(TARGETS).evaluateAll((all) =>
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
}

/** Nothing lies over what is aimed at, wherever one aims. @param {Locator} place in which it is @param {string} what */
async function reachable(place, what) {
  const [count, covered] = await place.evaluate(async (place) => {
    const root = /** @type {ShadowRoot} */ (place.getRootNode());
    const targets = place.querySelectorAll('button, select, summary, .pick span, input[type=text]');
    const found = [];
    let count = 0;
    for (const target of targets) {
      if (!target.checkVisibility()) continue;
      count++;
      target.scrollIntoView({ block: 'center', behavior: 'instant' });
      const { left, top, width, height } = target.getBoundingClientRect();
      for (const along of [0.1, 0.5, 0.9]) {
        const there = root.elementFromPoint(left + along * width, top + height / 2);
        if (there && target.contains(there)) continue;
        const over = there?.ariaLabel ?? there?.textContent?.trim().slice(0, 40);
        found.push(`${target.ariaLabel ?? target.textContent?.trim()} under ${over}`);
      }
    }
    return /** @type {const} */ ([count, found]);
  });
  assert.deepEqual({ what, covered }, { what, covered: [] });
  return count;
}

/** Charts are drawn for the width they are given, which is known a frame later. @param {Page} page @param {number} width */
async function resize(page, width) {
  await page.setViewportSize({ width, height: NARROW.viewport.height });
  await page.evaluate(async () => {
    for (let i = 0; i < 4; i++) await new Promise(requestAnimationFrame);
  });
}

/** Nothing of the page is wider than the window. @param {Page} page @param {string} what */
async function fits(page, what) {
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  // Charts are drawn anew when their room changes: on a loaded machine some frames later.
  for (let i = 0; i < 100 && (await wide()) > 0; i++) await page.waitForTimeout(50);
  assert.ok((await wide()) <= 0, `${what} is ${await wide()} px too wide`);
}

test('with a mouse: axe finds nothing, colours can be read in both themes, what is aimed at is 24 px', async () => {
  const { page, figure } = await everything(WIDE);
  assert.equal(await page.evaluate(() => matchMedia('(pointer: coarse)').matches), false);
  assert.equal(await figure.locator('.tabs button:visible').count(), 0);
  await clean(page, [NAME]);
  await large(figure, 24);
  await fits(page, 'the race');
  for (const colorScheme of /** @type {const} */ (['dark', 'light'])) {
    await page.emulateMedia({ colorScheme });
    for (const state of colorScheme === 'light' ? STATES : [[], STATES[0]])
      await inState(page, state, () => clean(page, [NAME], COLOURS));
  }
  for (const controls of ['mini', 'none']) {
    await ask(page, NAME, `figure.setAttribute('controls', '${controls}')`);
    const full = figure.locator('.controls');
    await full.waitFor({ state: 'detached' });
    await clean(page, [NAME]);
  }
});

// What a panel consists of is the same as wide, where axe has seen it; what stands around it is not.
test('on a phone: axe finds nothing, colours can be read, in every panel what is aimed at is 44 px', async () => {
  const { page, figure } = await everything(PHONE);
  assert.ok(await page.evaluate(() => matchMedia('(pointer: coarse)').matches));
  await clean(page, [NAME]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await clean(page, [NAME], COLOURS);
  await page.emulateMedia({ colorScheme: 'light' });
  await everyTab(figure, async (panel) => {
    await large(figure, 44);
    await fits(page, panel);
  });
});

/** The page's own, and one half as wide again. */
const FONTS = ['', 'monospace'];
/** As a font makes a heading and its buttons wider, they meet what is beside them: so does a window that is narrower. */
const WIDTHS = [320, 360, 400, 430];
/** The panels that have a heading with buttons. */
const HEADED = ['hidden', 'diagram', 'draw'];

test('whatever the font, nothing lies over what is pressed, and nothing is wider than the window', async () => {
  const { page, figure } = await everything(NARROW);
  let where = '';
  const look = async (/** @type {string} */ panel) => {
    const count = await reachable(figure.locator(`[data-panel=${panel}]`), `${panel} ${where}`);
    assert.ok(count > 0, `${panel} has buttons`);
    await fits(page, `${panel} ${where}`);
  };
  for (const font of FONTS) {
    await ask(page, NAME, `figure.style.setProperty('--sans', '${font}')`);
    for (const width of WIDTHS) {
      where = `at ${width} px in ${font || 'its font'}`;
      await resize(page, width);
      await everyTab(figure, look, HEADED);
    }
  }
  where = 'in a wide font';
  await resize(page, NARROW.viewport.width);
  await everyTab(figure, look);
  await reachable(figure.locator('.figure'), `the race ${where}`);
  await resize(page, WIDE.viewport.width);
  for (const panel of PANELS) await look(panel);
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
  await client.detach();
  await page.waitForTimeout(200);
}

test('a finger draws without scrolling, and scrolls where it does not draw', async () => {
  const html = `<${NAME} panels="accuracy,draw" layers="16"></${NAME}>`;
  const { page, figure } = await alone(html, PHONE);
  await ask(page, NAME, 'figure.step(3)');
  const scrolled = () => page.evaluate(() => scrollY);
  /** Ten places up along it, at a part of its width. @param {string} what @param {number} across */
  const up = async (what, across = 0.5) => {
    const place = figure.locator(what);
    await place.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const box = await place.boundingBox();
    assert.ok(box);
    const { x, y, width, height } = box;
    const foot = y + 0.8 * height;
    const before = await scrolled();
    await swipe(
      page,
      Array.from({ length: 10 }, (_, i) => [x + width * across, foot - (i * 0.6 * height) / 9]),
    );
    return (await scrolled()) - before;
  };
  const moved = await up('.reads');
  assert.ok(moved > 50, `a swipe over a curve scrolls by ${moved} px`);
  await button(figure.locator('.tabs'), 'Draw a digit').tap();
  await figure.locator('.pad').waitFor();
  assert.equal((await figure.locator('.pad').boundingBox())?.width, 280);
  assert.equal(await up('.pad'), 0, 'drawing does not scroll');
  await figure.locator('.pad svg[aria-label="Drawing pad, strokes: 1"]').waitFor();
  assert.equal(await figure.locator('.pad path.stroke').count(), 1);
  for (const rule of ['BP', 'FA', 'DFA', 'IFA'])
    await figure.locator(`.answers svg[aria-label^="${rule} answers "]`).waitFor();
  const beside = await up('.pad', 1.1);
  assert.ok(beside > 50, `a swipe beside the pad scrolls by ${beside} px`);
});
