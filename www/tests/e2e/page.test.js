// @ts-check
// The page as a whole: it loads in silence, nothing moves unasked, it fits any window, and every
// reader finds their way. It is opened once.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { accessible, legible } from './accessibility.js';
import { ask, FIGURES, noFaults, open, ready, until } from './browser.js';

const { page, faults } = await open();
for (const name of FIGURES) await ready(page, name);
// Faults of loading are those of the first test.
afterEach(() => noFaults(faults.splice(0)));

/** Shows figures with all that can be unfolded, or with few controls. @param {'full' | 'mini' | 'none'} controls */
async function show(controls) {
  for (const name of FIGURES) {
    await ask(page, name, `figure.setAttribute('controls', '${controls}')`);
    await until(page, name, `figure.state.controls === '${controls}'`);
  }
  await drawn();
}

/** @param {boolean} open */
async function unfold(open) {
  for (const name of FIGURES)
    await page.locator(`${name} details`).evaluateAll((all, open) => {
      for (const fold of all) /** @type {HTMLDetailsElement} */ (fold).open = open;
    }, open);
  if (open) for (const name of FIGURES) await page.locator(`${name} .scroll table`).waitFor();
  await drawn();
}

/** Figures measure themselves and draw anew: a few frames. */
const drawn = () =>
  page.evaluate(async () => {
    for (let i = 0; i < 4; i++) await new Promise((go) => requestAnimationFrame(go));
  });

/** @param {number} width */
async function resize(width) {
  await page.setViewportSize({ width, height: 800 });
  await drawn();
}

test('the page loads in silence, from its own origin only, and every figure shows something', async () => {
  assert.equal(await page.title(), 'Feedback alignment, live');
  for (const name of FIGURES)
    assert.ok((await page.locator(`${name} svg.chart`).count()) > 1, `${name} has no charts`);
});

test('nothing moves before the person acts', async () => {
  const states = async () => {
    const all = [];
    for (const name of FIGURES) all.push(await ask(page, name, '[figure.playing, figure.state.k]'));
    return all;
  };
  const before = await states();
  await page.waitForTimeout(200);
  assert.deepEqual(await states(), before);
  assert.ok(before.every(([playing]) => !playing));
});

test('a screen reader finds its way, and colours can be told apart in both themes', async () => {
  await unfold(true);
  await accessible(page, 'everything unfolded');
  await page.emulateMedia({ colorScheme: 'dark' });
  await drawn();
  await legible(page, 'dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await unfold(false);
  for (const controls of /** @type {const} */ (['mini', 'none'])) {
    await show(controls);
    await accessible(page, controls);
  }
  await show('full');
});

test('no part of the page is wider than its window, and text in figures is at least 12 px', async () => {
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
  for (const width of [1280, 880, 560, 390]) {
    await resize(width);
    assert.ok((await wide()) <= width, `${await wide()} px in ${width} px`);
    await unfold(true);
    assert.ok((await wide()) <= width, `${await wide()} px in ${width} px, unfolded`);
    await unfold(false);
  }
  for (const name of FIGURES)
    assert.deepEqual(
      await page
        .locator(`${name}`)
        .locator('text, small, td')
        .evaluateAll((all) =>
          all
            .filter((text) => Number.parseFloat(getComputedStyle(text).fontSize) < 12)
            .map(({ textContent }) => textContent),
        ),
      [],
    );
  await resize(1280);
});

test('on a phone one chart is shown at a time, and the tabs choose it', async () => {
  await resize(390);
  const toy = page.locator('feedback-toy');
  const shown = () =>
    toy.locator('.place:visible').evaluateAll((all) => all.map((e) => e.dataset.chart));
  assert.deepEqual(await shown(), ['loss']);
  await toy.getByRole('button', { name: 'Angle', exact: true }).click();
  assert.deepEqual(await shown(), ['angle']);
  const width = await toy
    .locator('.place:visible svg.chart')
    .evaluate((svg) => svg.getBoundingClientRect().width);
  assert.ok(width > 200 && width <= 390, `the chart is ${width} px wide`);
  await resize(1280);
});
