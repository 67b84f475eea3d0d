// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { ask, noFaults, open, ready, until } from './browser.js';

const NAME = 'feedback-mnist';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * The figure with one panel, some steps on.
 * @param {string} panel
 * @param {number} [steps]
 * @param {object} [state]
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
async function shown(panel, steps = 0, state = {}, options = {}) {
  const opened = await open(options);
  const { page } = opened;
  const figure = await ready(page, NAME);
  const all = JSON.stringify({ panels: [panel], budget: 5000, ...state });
  assert.ok(await ask(page, NAME, `figure.setState(${all})`));
  if (steps) {
    await ask(page, NAME, `(figure.step(${steps}), 0)`);
    await until(page, NAME, `figure.reached >= ${steps} && !figure.stepping`);
  }
  return { ...opened, figure: figure.locator(`[data-panel=${panel}]`) };
}

/** The letters of every map, sorted. @param {import('playwright-core').Locator} figure */
const glyphs = (figure) =>
  figure
    .locator('[data-chart^=map] svg')
    .evaluateAll((maps) =>
      maps.map((map) => [...map.querySelectorAll('.glyph')].map((text) => text.textContent).sort()),
    );

/** The names of the workers that live. @param {import('playwright-core').Page} page */
const workers = (page) =>
  page.workers().filter((worker) => /maps\.worker/.test(worker.url())).length;

test('a map by principal components has every digit as its class, for both rules, and follows the run', async () => {
  const { page, figure, faults, close } = await shown('hidden', 30);
  await figure.getByText('step 30: ').first().waitFor();
  const [above, below] = await glyphs(figure);
  assert.equal(above.join('').length, 500);
  assert.deepEqual(above, below, 'the same digits');
  const labels = await ask(
    page,
    NAME,
    `figure.race.ask('bp', () => [['call', 'digits', 'labels', Array.from({ length: 500 }, (_, i) => i)]])`,
  );
  const counts = Array.from(
    { length: 10 },
    (_, kind) => Object.values(labels[0]).filter((label) => label === kind).length,
  );
  assert.deepEqual(
    above.map((text) => text.length),
    counts,
  );
  assert.match((await figure.locator('[data-chart=map0]').textContent()) ?? '', /BP/);
  const label = await figure.locator('[data-chart=map1] svg').getAttribute('aria-label');
  assert.match(
    label ?? '',
    /^Map of 500 validation digits .* hidden layer 1 under DFA at step 30: .* \d+ and \d+ percent/,
  );
  await ask(page, NAME, '(figure.step(5), 0)');
  await figure.getByText('step 35: ').first().waitFor();
  await ask(page, NAME, 'figure.setState({ focus: "ifa", layer: 2 })');
  await figure.getByText('Hidden layer 2').waitFor();
  await figure.locator('[data-chart=map1]').getByText('IFA').waitFor();
  await until(page, NAME, `figure.answers.of('hidden').layer === 2`);
  noFaults(faults);
  await close();
});

test('t-SNE tells how far it is, stays while the rules learn on, and leaves the page free', async () => {
  const { page, figure, faults, close } = await shown('hidden', 40);
  await figure.getByText('step 40: ').first().waitFor();
  await page.evaluate(() => {
    const found = /** @type {any} */ (window);
    found.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries())
        found.longest = Math.max(found.longest, duration);
    }).observe({ type: 'longtask' });
  });
  await figure.getByRole('button', { name: 't-SNE' }).click();
  await figure.getByText(/iteration \d+ of 1000/).waitFor();
  await figure.getByRole('progressbar', { name: 't-SNE' }).waitFor();
  await figure.getByText(/neighbourhoods: BP 0\.\d+, DFA 0\.\d+ nats/).waitFor({ timeout: 60_000 });
  const longest = await page.evaluate('longest');
  assert.ok(longest < 100, `a task of ${longest} ms`);
  const maps = await glyphs(figure);
  assert.deepEqual(
    maps.map((map) => map.join('').length),
    [500, 500],
  );
  const places = () => figure.locator('[data-chart=map0] .glyph').first().getAttribute('x');
  const before = await places();
  await ask(page, NAME, '(figure.step(10), 0)');
  await figure.getByText('The networks are at step 50 by now').waitFor();
  assert.equal(await figure.getByText('t-SNE of step 40').count(), 2);
  assert.equal(await places(), before);
  await figure.getByRole('button', { name: 'Map the newest step' }).click();
  await figure.getByText('t-SNE of step 50').first().waitFor();
  await figure.getByRole('button', { name: 'Cancel' }).click();
  await figure.getByText('t-SNE of step 40').first().waitFor();
  noFaults(faults);
  await close();
});

test('t-SNE is cancelled, refused with a sentence, and forgotten with its run', async () => {
  const { page, figure, close } = await shown('hidden', 10);
  await figure.getByText('step 10: ').first().waitFor();
  await figure.getByRole('button', { name: 't-SNE' }).click();
  await figure.getByRole('button', { name: 'Cancel' }).click();
  await figure.getByText('step 10: ').first().waitFor();
  assert.equal(await figure.getByRole('progressbar').count(), 0);
  await figure.getByRole('button', { name: 't-SNE' }).click();
  await figure.getByLabel('perplexity').waitFor({ timeout: 60_000 });
  for (const [text, sentence] of [
    ['400', /perplexity must be between 1 and 166\.3 for 500 points, but is 400/],
    ['ten', /perplexity must be a number, but is “ten”/],
  ]) {
    await figure.getByLabel('perplexity').fill(String(text));
    await figure.getByLabel('perplexity').press('Enter');
    await page.locator(NAME).getByRole('alert').getByText(sentence).waitFor();
    assert.equal(await figure.getByText('t-SNE of step 10').count(), 2, 'what was there stays');
  }
  assert.equal(await figure.getByLabel('perplexity').getAttribute('aria-invalid'), 'true');
  await page.locator(NAME).getByRole('button', { name: 'Restart' }).click();
  await figure.getByText('step 0: ').first().waitFor();
  await close();
});

test('Pause takes effect within 100 ms while t-SNE runs', async () => {
  const { page, figure, close } = await shown('hidden', 5);
  await figure.getByText('step 5: ').first().waitFor();
  await figure.getByRole('button', { name: 't-SNE' }).click();
  await figure.getByLabel('perplexity').waitFor({ timeout: 60_000 });
  // The middle of five, since others use this machine too.
  const waited = [];
  for (let i = 0; i < 5; i++) {
    const from = await ask(page, NAME, '(figure.play(), figure.reached)');
    await until(page, NAME, `figure.reached > ${from}`);
    await figure.getByRole('button', { name: 'Map the newest step' }).click();
    await figure.getByText(/iteration [1-9]\d* of 1000/).waitFor();
    waited.push(
      await ask(
        page,
        NAME,
        `new Promise((resolve) => {
           const start = performance.now();
           figure.pause();
           resolve(figure.updateComplete.then(() => performance.now() - start));
         })`,
      ),
    );
    await figure.getByLabel('perplexity').waitFor({ timeout: 60_000 });
  }
  const middle = waited.sort((a, b) => a - b)[2];
  assert.ok(middle < 100, `${middle} ms`);
  const at = await ask(page, NAME, 'figure.race.step(figure.now.rules)');
  await page.waitForTimeout(1000);
  const later = await ask(page, NAME, 'figure.race.step(figure.now.rules)');
  assert.ok(later - at <= 25, 'at most the round that was under way');
  await close();
});

test('the worker of the maps starts with the panel and ends with the figure', async () => {
  const { page, close } = await shown('accuracy');
  assert.equal(workers(page), 0);
  await ask(page, NAME, 'figure.setState({ panels: ["hidden"] })');
  const maps = page.locator(`${NAME} [data-panel=hidden]`);
  await maps.getByText('step 0: ').first().waitFor();
  assert.equal(workers(page), 1);
  await maps.getByRole('button', { name: 't-SNE' }).click();
  await maps.getByText(/iteration/).waitFor();
  await ask(page, NAME, '(globalThis.kept = figure, figure.remove())');
  for (let i = 0; workers(page) > 0 && i < 100; i++) await page.waitForTimeout(20);
  await page.waitForTimeout(200);
  assert.equal(workers(page), 0);
  // Back on the page it works again, from the beginning.
  await page.evaluate('(document.querySelector("main, body").append(globalThis.kept), 0)');
  await page.locator(NAME).scrollIntoViewIfNeeded();
  await maps.getByText('step 0: ').first().waitFor();
  assert.equal(workers(page), 1);
  await close();
});

test('one step phase by phase shows what each phase did, and changes nothing of the run', async () => {
  const { page, figure, faults, close } = await shown('diagram', 0, { budget: 30 });
  await figure.getByText('No minibatch has been taken yet').waitFor();
  const press = async (/** @type {string} */ name) =>
    figure.getByRole('button', { name, exact: true }).click();
  const current = figure.locator('[aria-current=step] b');
  await press('Forward');
  await figure.getByText(/^Step 1, forward: an example whose target is \d/).waitFor();
  assert.equal(await current.textContent(), 'forward');
  const delta = () => figure.locator('svg .now path.positive').count();
  assert.ok((await delta()) > 3, 'activities');
  assert.equal(await figure.locator('svg .target').count(), 1);
  await press('Feedback');
  await figure
    .getByText(
      'Step 1, feedback: DFA has sent e through B₂ to layer 2, and e through B₁ to layer 1.',
    )
    .waitFor();
  assert.equal(await figure.locator('svg .now path.wire.fixed.rule-dfa').count(), 2);
  assert.equal(await ask(page, NAME, 'figure.race.step(figure.now.rules)'), 0);
  await press('Update');
  await figure
    .getByText(/^Step 1, update: every layer that learns has taken its step\. .*W₁ [\d.]+, W₂/)
    .waitFor();
  assert.equal(await figure.locator('svg .now .gauge-bar').count(), 3);
  assert.equal(await ask(page, NAME, 'figure.race.step(figure.now.rules)'), 1);
  // Step completes a step that was begun.
  await press('Forward');
  await figure.getByText(/^Step 2, forward/).waitFor();
  await page.locator(NAME).getByRole('button', { name: 'Step', exact: true }).click();
  await figure.getByText(/^Step 2, update/).waitFor();
  assert.equal(await ask(page, NAME, 'figure.reached'), 2);
  // From the middle of a step on, at once.
  await press('Forward');
  await press('Feedback');
  await figure.getByText(/^Step 3, feedback/).waitFor();
  await ask(page, NAME, 'figure.play()');
  await until(page, NAME, 'figure.done && !figure.playing', 60_000);
  const phases = await ask(page, NAME, '[figure.snapshot(), figure.fingerprint()]');
  assert.ok(await figure.getByRole('button', { name: 'Forward', exact: true }).isDisabled());
  await page.locator(NAME).getByRole('button', { name: 'Replay' }).click();
  await until(page, NAME, 'figure.reached === 0');
  await until(page, NAME, 'figure.done && !figure.playing', 60_000);
  assert.deepEqual(await ask(page, NAME, '[figure.snapshot(), figure.fingerprint()]'), phases);
  noFaults(faults);
  await close();
});

test('a layer that does not learn is said not to, also after it has learned', async () => {
  const state = { hidden: [16], learns: 'all*1, output', focus: 'fa' };
  const { page, figure, close } = await shown('diagram', 1, state);
  await figure.getByText(/^Step 1, update: .*W₁ .*W₂/).waitFor();
  assert.equal(await figure.getByText('does not learn').count(), 0);
  await ask(page, NAME, '(figure.step(1), 0)');
  await figure.getByText(/^Step 2, update: .* W₁ did not learn in this step/).waitFor();
  assert.equal(await figure.locator('svg').getByText('does not learn').count(), 1);
  assert.equal(await figure.locator('svg .now .gauge-bar').count(), 1);
  await close();
});

test('where all digits are one point, the panels say so', async () => {
  const state = { activation: 'relu', initial_weights: 'zero' };
  const { page, figure, faults, close } = await shown('hidden', 2, state);
  await figure.getByText('There is nothing to spread out under BP and DFA').waitFor();
  assert.equal((await glyphs(figure))[0].join('').length, 500);
  await ask(page, NAME, 'figure.setState({ panels: ["diagram"], hidden: [] })');
  await ask(page, NAME, '(figure.step(1), 0)');
  const diagram = page.locator(`${NAME} [data-panel=diagram]`);
  await diagram.getByText(/^Step 1, update: .* W₁ [\d.]+\.$/).waitFor();
  await ask(page, NAME, 'figure.setState({ panels: ["hidden"] })');
  await figure.getByText('There is no hidden layer to map').waitFor();
  noFaults(faults);
  await close();
});

for (const options of /** @type {import('playwright-core').BrowserContextOptions[]} */ ([
  { colorScheme: 'light' },
  { colorScheme: 'dark', viewport: { width: 390, height: 800 } },
  { forcedColors: 'active' },
]))
  test(`maps and phases fit and can be read: ${JSON.stringify(options)}`, async () => {
    const { page, figure, close } = await shown('hidden', 3, { panels: ['hidden'] }, options);
    await figure.getByText('step 3: ').first().waitFor();
    const faults = async () => {
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => /** @type {any} */ (window).axe.run());
      return violations.map((/** @type {any} */ { id, nodes }) => [id, nodes[0].html]);
    };
    const wide = () =>
      page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.deepEqual(await faults(), []);
    assert.ok((await wide()) <= 0);
    await figure.getByRole('button', { name: 't-SNE' }).click();
    await figure.getByLabel('perplexity').waitFor({ timeout: 60_000 });
    assert.deepEqual(await faults(), []);
    await ask(page, NAME, 'figure.setState({ panels: ["diagram"] })');
    const diagram = page.locator(`${NAME} [data-panel=diagram]`);
    await diagram.getByRole('button', { name: 'Forward' }).click();
    await diagram.getByText(/^Step 4, forward/).waitFor();
    assert.deepEqual(await faults(), []);
    assert.ok((await wide()) <= 0);
    const svg = await ask(page, NAME, 'figure.exportSVG("diagram")');
    assert.match(svg, /Step 4, forward/);
    await close();
  });
