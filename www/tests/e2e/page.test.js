// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { FIGURES, noFaults, open, ready } from './browser.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Opens all that can be opened. @param {import('playwright-core').Page} page */
async function unfold(page) {
  await page.evaluate((names) => {
    for (const name of names)
      for (const fold of document.querySelector(name)?.shadowRoot?.querySelectorAll('details') ??
        [])
        fold.open = true;
  }, FIGURES);
  for (const name of FIGURES) await page.locator(`${name} .scroll table`).waitFor();
}

test('the page loads in silence, from its own origin only, and every figure shows something', async () => {
  const { page, faults, close } = await open();
  assert.equal(await page.title(), 'Feedback alignment, live');
  for (const name of FIGURES) {
    const figure = await ready(page, name);
    assert.ok((await figure.locator('svg.chart').count()) > 1, `${name} has no charts`);
  }
  noFaults(faults);
  await close();
});

test('nothing moves before the person acts', async () => {
  const { page, close } = await open();
  for (const name of FIGURES) await ready(page, name);
  const state = () =>
    page.evaluate(() =>
      ['feedback-toy', 'feedback-linear', 'feedback-mnist'].map((name) => {
        const figure = /** @type {any} */ (document.querySelector(name));
        return { playing: figure.playing, k: figure.state.k };
      }),
    );
  const before = await state();
  await page.waitForTimeout(400);
  assert.deepEqual(await state(), before);
  assert.ok(before.every((figure) => !figure.playing));
  await close();
});

/** What axe finds, of whatever impact. @param {import('playwright-core').Page} page */
async function faultsForReaders(page) {
  // As a debugger would, since the page itself lets no foreign script in.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => /** @type {any} */ (window).axe.run());
  return violations.map((/** @type {any} */ rule) => [
    rule.id,
    rule.impact,
    rule.nodes.map((/** @type {any} */ node) => node.target.flat().join(' ')).slice(0, 5),
  ]);
}

for (const colorScheme of /** @type {const} */ (['light', 'dark']))
  test(`a screen reader finds its way, ${colorScheme}`, async () => {
    const { page, close } = await open({ colorScheme });
    for (const name of FIGURES) await ready(page, name);
    await unfold(page);
    assert.deepEqual(await faultsForReaders(page), []);
    await close();
  });

for (const controls of ['mini', 'none'])
  test(`a screen reader finds its way with controls="${controls}"`, async () => {
    const { page, close } = await open();
    for (const name of FIGURES) {
      const figure = await ready(page, name);
      await figure.evaluate((element, value) => element.setAttribute('controls', value), controls);
    }
    assert.deepEqual(await faultsForReaders(page), []);
    await close();
  });

for (const width of [390, 560, 880, 1280])
  test(`no part of the page is wider than a window of ${width} px`, async () => {
    const { page, close } = await open({ viewport: { width, height: 800 } });
    for (const name of FIGURES) await ready(page, name);
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok((await wide()) <= width, `${await wide()} px`);
    await unfold(page);
    assert.ok((await wide()) <= width, `${await wide()} px with everything unfolded`);
    await close();
  });

test('on a phone one chart is shown at a time, and the tabs choose it', async () => {
  const { page, close } = await open({ viewport: { width: 390, height: 800 } });
  const toy = await ready(page, 'feedback-toy');
  const shown = () =>
    toy.locator('.place:visible').evaluateAll((all) => all.map((e) => e.dataset.chart));
  assert.deepEqual(await shown(), ['loss']);
  await toy.getByRole('button', { name: 'Angle', exact: true }).click();
  assert.deepEqual(await shown(), ['angle']);
  const width = await toy
    .locator('.place:visible svg.chart')
    .evaluate((svg) => svg.getBoundingClientRect().width);
  assert.ok(width > 200 && width <= 390, `the chart is ${width} px wide`);
  await close();
});

test('text in figures is at least 12 px', async () => {
  const { page, close } = await open({ viewport: { width: 390, height: 800 } });
  for (const name of FIGURES) await ready(page, name);
  const small = await page.evaluate(() => {
    const found = [];
    for (const name of ['feedback-toy', 'feedback-linear', 'feedback-mnist'])
      for (const text of document
        .querySelector(name)
        ?.shadowRoot?.querySelectorAll('text, small, td') ?? [])
        if (Number.parseFloat(getComputedStyle(text).fontSize) < 12) found.push(text.textContent);
    return found;
  });
  assert.deepEqual(small, []);
  await close();
});
