// @ts-check
/** Maps of a hidden layer, by principal components and by t-SNE, and one step phase by phase. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alone } from './alone.js';
import { ask, until } from './browser.js';
import { button, clean, fewDigits, MAPPED, NAME, ON_DIGITS, truths } from './sources.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */

/** Enough for the largest perplexity that is asked for. */
const FEW = 150;

/**
 * A small race with one panel, some steps in.
 * @param {string} panel
 * @param {number} [steps]
 * @param {string} [attributes]
 * @param {boolean} [few] whether the page has few digits
 */
async function shown(panel, steps = 0, attributes = 'layers="16,12"', few = true) {
  const { page } = await alone('<p></p>', { wait: false });
  await page.unroute(ON_DIGITS);
  if (few) await fewDigits(page, 600, FEW);
  const opened = await alone(`<${NAME} panels="${panel}" ${attributes}></${NAME}>`);
  if (steps) await ask(page, NAME, `figure.step(${steps})`);
  return { ...opened, place: opened.figure.locator(`[data-panel=${panel}]`) };
}

/** The letters of every map, sorted. @param {Locator} place */
const glyphs = (place) =>
  place
    .locator('[data-chart^=map] svg')
    .evaluateAll((maps) =>
      maps.map((map) => [...map.querySelectorAll('.glyph')].map((text) => text.textContent).sort()),
    );

/** Nothing of the page is wider than the window. @param {Page} page */
async function fits(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${wide} px too wide`);
}

/** How a panel is read, in the colours of both themes and in those of a reader. @param {Page} page @param {string} panel */
async function readable(page, panel) {
  const where = [NAME, `[data-panel=${panel}]`];
  await clean(page, where);
  for (const media of /** @type {const} */ ([
    { colorScheme: 'dark' },
    { colorScheme: 'light', forcedColors: 'active' },
  ])) {
    await page.emulateMedia(media);
    await clean(page, where, ['color-contrast']);
  }
  await page.emulateMedia({ forcedColors: 'none' });
}

test('a map by principal components has every digit as its class, for both rules, and follows the run', async () => {
  const { page, place } = await shown('hidden', 8, undefined, false);
  await place.getByText('step 8: ').first().waitFor();
  const [above, below] = await glyphs(place);
  const expected = (await truths()).slice(0, 500).sort();
  assert.equal(above.join(''), expected.join(''));
  assert.deepEqual(above, below, 'the same digits');
  assert.match((await place.locator('[data-chart=map0]').textContent()) ?? '', /BP/);
  const label = await place.locator('[data-chart=map1] svg').getAttribute('aria-label');
  assert.match(
    label ?? '',
    /^Map of 500 validation digits .* hidden layer 1 under DFA at step 8: .* \d+ and \d+ percent/,
  );
  await ask(page, NAME, 'figure.step(4)');
  await place.getByText('step 12: ').first().waitFor();
  await ask(page, NAME, 'figure.setState({ focus: "ifa", layer: 2 })');
  await place.getByText('Hidden layer 2').waitFor();
  await place.locator('[data-chart=map1]').getByText('IFA').waitFor();
  await place.locator('svg[aria-label*="hidden layer 2 under IFA at step 12: "]').waitFor();
});

test('t-SNE stays while the rules learn on, is refused in words, and goes with its run', async () => {
  const { page, figure, place } = await shown('hidden', 10);
  await place.getByText('step 10: ').first().waitFor();
  await button(place, 't-SNE').click();
  await place.getByText(/neighbourhoods: BP 0\.\d+, DFA 0\.\d+ nats/).waitFor(MAPPED);
  const maps = await glyphs(place);
  assert.deepEqual(
    maps.map((map) => map.join('').length),
    [FEW, FEW],
  );
  await figure.getByText('t-SNE of step 10 is complete.').waitFor({ state: 'attached' });
  await readable(page, 'hidden');
  await page.setViewportSize({ width: 390, height: 800 });
  await place.getByLabel('perplexity').waitFor();
  await fits(page);
  await page.setViewportSize({ width: 1280, height: 900 });

  await ask(page, NAME, 'figure.step(5)');
  await place.getByText('The networks are at step 15 by now').waitFor();
  assert.equal(await place.getByText('t-SNE of step 10').count(), 2);
  await button(place, 'Map the newest step').click();
  await place.getByText('t-SNE of step 15').first().waitFor();
  await place.getByLabel('perplexity').waitFor(MAPPED);

  // Before it has begun to show anything, Cancel leaves what was complete.
  const places = () =>
    place.locator('.glyph').evaluateAll((all) => all.map((glyph) => glyph.getAttribute('x')));
  const before = await places();
  await ask(page, NAME, 'figure.step(5)');
  await place.getByText('The networks are at step 20 by now').waitFor();
  await place.evaluate((panel) => {
    const press = (/** @type {string} */ name) =>
      [...panel.querySelectorAll('button')].find((b) => b.textContent === name)?.click();
    press('Map the newest step');
    press('Cancel');
  });
  assert.equal(await place.getByText('t-SNE of step 15').count(), 2);
  assert.deepEqual(await places(), before);

  const most = ((FEW - 1) / 3).toFixed(1);
  for (const [text, sentence] of [
    ['400', `perplexity must be between 1 and ${most} for ${FEW} points, but is 400`],
    ['ten', 'perplexity must be a number, but is “ten”'],
  ]) {
    await place.getByLabel('perplexity').fill(text);
    await place.getByLabel('perplexity').press('Enter');
    await figure.getByRole('alert').getByText(sentence).waitFor();
    assert.equal(await place.getByText('t-SNE of step 15').count(), 2, 'what was there stays');
  }
  assert.equal(await place.getByLabel('perplexity').getAttribute('aria-invalid'), 'true');
  await button(figure, 'Restart').click();
  await place.getByText('step 0: ').first().waitFor();
});

test('t-SNE begun again before the first has answered is complete in the end', async () => {
  const { figure, place } = await shown('hidden', 5, 'layers="16" rules="dfa"');
  await place.getByText('step 5: ').first().waitFor();
  await place.evaluate((panel) => {
    for (const name of ['t-SNE', 'Cancel', 't-SNE', 'Cancel', 't-SNE'])
      [...panel.querySelectorAll('button')].find((b) => b.textContent === name)?.click();
  });
  await place.getByLabel('perplexity').waitFor(MAPPED);
  await place.getByText('t-SNE of step 5').waitFor();
  assert.equal(await figure.getByRole('alert').count(), 0);
});

test('t-SNE tells how far it is, is cancelled, leaves Pause and Play alone, and ends with the figure', async () => {
  const { page, figure, place } = await shown('accuracy', 5, 'layers="16" steps="100000"', false);
  const workers = () => page.workers().length;
  const without = workers();
  await ask(page, NAME, 'figure.setState({ panels: ["hidden"] })');
  const maps = figure.locator('[data-panel=hidden]');
  await maps.getByText('step 5: ').first().waitFor();
  assert.equal(workers(), without + 1, 'the maps have a worker, since there are maps');
  await button(maps, 't-SNE').click();
  await maps.getByRole('progressbar', { name: 't-SNE' }).waitFor();
  await button(maps, 'Cancel').click();
  await maps.getByText('step 5: ').first().waitFor();
  assert.equal(await maps.getByRole('progressbar').count(), 0);

  await button(maps, 't-SNE').click();
  await maps.getByText(/iteration [1-9]\d* of 1000/).waitFor();
  await ask(page, NAME, 'figure.play()');
  await until(page, NAME, 'figure.state.k > 5');
  await button(figure, 'Pause').click();
  await button(figure, 'Play').waitFor();
  assert.equal(await place.count(), 0);

  const kept = await page.evaluateHandle((name) => {
    const figure = document.querySelector(name);
    figure?.remove();
    return figure;
  }, NAME);
  for (let i = 0; i < 1500 && workers() > 0; i++) await page.waitForTimeout(20);
  await page.waitForTimeout(200);
  assert.equal(workers(), 0, 'they end, and none begins again');
  // Back on the page it works again, from the beginning.
  await page.evaluate((figure) => document.querySelector('main')?.append(figure ?? ''), kept);
  await maps.getByText('step 0: ').first().waitFor();
});

test('one step phase by phase shows what each phase did, and changes nothing of the run', async () => {
  const { page, figure, place } = await shown('diagram', 0, 'layers="16,12" steps="6"');
  await place.getByText('No minibatch has been taken yet').waitFor();
  const press = (/** @type {string} */ name) => button(place, name).click();
  const current = place.locator('[aria-current=step] b');
  await press('Forward');
  await place.getByText(/^Step 1, forward: an example whose target is \d/).waitFor();
  assert.equal(await current.textContent(), 'forward');
  const units = await place.locator('svg .now path.positive').count();
  assert.ok(units > 3, 'activities');
  assert.equal(await place.locator('svg .target').count(), 1);
  assert.match(await ask(page, NAME, 'figure.exportSVG("diagram")'), /Step 1, forward/);
  await readable(page, 'diagram');
  await press('Feedback');
  await place
    .getByText(
      'Step 1, feedback: DFA has sent e through B₂ to layer 2, and e through B₁ to layer 1.',
    )
    .waitFor();
  assert.equal(await place.locator('svg .now path.wire.fixed.rule-dfa').count(), 2);
  assert.equal(await ask(page, NAME, 'figure.state.k'), 0);
  await press('Update');
  await place
    .getByText(/^Step 1, update: every layer that learns has taken its step\. .*W₁ [\d.]+, W₂/)
    .waitFor();
  assert.equal(await place.locator('svg .now .gauge-bar').count(), 3);
  assert.equal(await ask(page, NAME, 'figure.state.k'), 1);
  // Step completes a step that was begun.
  await press('Forward');
  await place.getByText(/^Step 2, forward/).waitFor();
  await button(figure, 'Step').click();
  await place.getByText(/^Step 2, update/).waitFor();
  assert.equal(await ask(page, NAME, 'figure.state.k'), 2);
  // From the middle of a step on, at once.
  await press('Forward');
  await press('Feedback');
  await place.getByText(/^Step 3, feedback/).waitFor();
  await ask(page, NAME, 'figure.play()');
  await until(page, NAME, 'figure.done && !figure.playing', 60_000);
  const phases = await ask(page, NAME, '[figure.snapshot(), figure.fingerprint()]');
  assert.ok(await button(place, 'Forward').isDisabled());
  await button(figure, 'Replay').click();
  await until(page, NAME, 'figure.playing || figure.state.k < 6');
  await until(page, NAME, 'figure.done && !figure.playing', 60_000);
  assert.deepEqual(await ask(page, NAME, '[figure.snapshot(), figure.fingerprint()]'), phases);
});

test('a layer that does not learn is said not to, also after it has learned', async () => {
  const attributes = 'layers="16" learns="all*1, output" focus="fa"';
  const { page, place } = await shown('diagram', 1, attributes);
  await place.getByText(/^Step 1, update: .*W₁ .*W₂/).waitFor();
  assert.equal(await place.getByText('does not learn').count(), 0);
  await ask(page, NAME, 'figure.step(1)');
  await place.getByText(/^Step 2, update: .* W₁ did not learn in this step/).waitFor();
  assert.equal(await place.locator('svg').getByText('does not learn').count(), 1);
  assert.equal(await place.locator('svg .now .gauge-bar').count(), 1);
});

test('where all digits are one point, or there is no hidden layer, the panels say so', async () => {
  const attributes = 'layers="16" activation="relu" initial-weights="zero"';
  const { page, figure, place } = await shown('hidden', 2, attributes);
  await place.getByText('There is nothing to spread out under BP and DFA').waitFor();
  assert.equal((await glyphs(place))[0].join('').length, FEW);
  await ask(page, NAME, 'figure.setState({ panels: ["diagram"], hidden: [] })');
  await ask(page, NAME, 'figure.step(1)');
  const diagram = figure.locator('[data-panel=diagram]');
  await diagram.getByText(/^Step 1, update: .* W₁ [\d.]+\.$/).waitFor();
  await ask(page, NAME, 'figure.setState({ panels: ["hidden"] })');
  await place.getByText('There is no hidden layer to map').waitFor();
});
