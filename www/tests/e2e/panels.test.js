// @ts-check
/** The panels of the race that are no curves, with real digits and real networks. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { ask, noFaults, open, origin, ready, until } from './browser.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const NAME = 'feedback-mnist';
const RULES = ['BP', 'FA', 'DFA', 'IFA'];
const PANELS = ['confusion', 'fields', 'mistakes', 'draw'];

/** A page with panels of a race of some steps. @param {string[]} panels @param {number} steps @param {import('playwright-core').BrowserContextOptions} [options] */
async function race(panels, steps, options) {
  const opened = await open(options);
  const { page } = opened;
  const figure = await ready(page, NAME);
  await ask(page, NAME, `figure.setState({ panels: ${JSON.stringify(panels)}, budget: ${steps} })`);
  await ask(page, NAME, 'figure.play()');
  await until(page, NAME, 'figure.done && !figure.playing', 120_000);
  return { ...opened, figure };
}

/** Waits for a panel's answer at the newest step. @param {import('playwright-core').Page} page @param {string} id */
const answered = (page, id) =>
  until(page, NAME, `figure.answers.of('${id}')?.step === figure.reached`);

/** @param {import('playwright-core').Page} page @param {string} rule @returns {Promise<number[]>} */
const confusionOf = (page, rule) => ask(page, NAME, `figure.snapshot().rules.${rule}.confusion`);

/**
 * Draws a three on the pad.
 * @param {import('playwright-core').Page} page
 */
async function drawThree(page) {
  const pad = page.locator(`${NAME} .pad`);
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  assert.ok(box);
  const { x: left, y: top, width: side } = box;
  const points = [
    [0.3, 0.25],
    [0.5, 0.18],
    [0.68, 0.3],
    [0.5, 0.48],
    [0.7, 0.65],
    [0.52, 0.84],
    [0.3, 0.76],
  ].map(([x, y]) => [left + x * side, top + y * side]);
  await page.mouse.move(points[0][0], points[0][1]);
  await page.mouse.down();
  for (const [x, y] of points) await page.mouse.move(x, y, { steps: 3 });
  await page.mouse.up();
}

test('panels come with the address', async () => {
  const { page, faults, close } = await open();
  await page.goto(`${origin}/#v=1&d=mnist&panels=confusion,draw&focus=fa&versus=none`);
  await page.reload();
  const figure = await ready(page, NAME);
  await figure.getByRole('application', { name: /Confusion matrix/ }).waitFor();
  await figure.locator('.pad').waitFor();
  assert.match(
    (await figure.locator('.matrix svg').getAttribute('aria-label')) ?? '',
    /^Confusion matrix of FA at step 0/,
  );
  assert.deepEqual(await ask(page, NAME, 'figure.morePanels().map((panel) => panel.id)'), [
    'confusion',
    'draw',
  ]);
  noFaults(faults);
  await close();
});

test('the confusion matrix has every validation digit, also of a step that is looked back at', async () => {
  const { page, figure, faults, close } = await race(['confusion'], 64);
  await figure.getByLabel('beside').selectOption({ label: 'nothing' });
  await until(page, NAME, 'figure.now.versus === "none"');
  const shown = async () => {
    const label = 'Confusion matrix of DFA at step ';
    await figure.locator(`.matrix svg[aria-label^="${label}"]`).waitFor();
    const counts = await figure.locator('.matrix .count').allTextContents();
    return counts.map(Number);
  };
  const all = await ask(page, NAME, 'figure.digits.check');
  for (const step of [64, 16]) {
    await ask(page, NAME, `figure.seek(${step})`);
    await figure.locator(`.matrix svg[aria-label*="at step ${step}:"]`).waitFor();
    const seen = await confusionOf(page, 'dfa');
    assert.equal(
      seen.reduce((sum, n) => sum + n),
      all,
    );
    assert.deepEqual(
      await shown(),
      seen.filter((n) => n !== 0),
    );
  }
  noFaults(faults);
  await close();
});

test('beside a second rule it is the difference, and keys read both', async () => {
  const { page, figure, close } = await race(['confusion'], 32);
  const [dfa, bp] = [await confusionOf(page, 'dfa'), await confusionOf(page, 'bp')];
  const counts = await figure.locator('.matrix .count').allTextContents();
  const signed = (/** @type {number} */ n) => (n > 0 ? `+${n}` : `−${-n}`);
  assert.deepEqual(
    counts,
    dfa
      .map((n, i) => n - bp[i])
      .filter((n) => n !== 0)
      .map(signed),
  );
  await figure.getByRole('application', { name: /Confusion matrix/ }).focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
  const [a, b] = [dfa[21], bp[21]];
  const difference = a === b ? '0' : signed(a - b);
  const read = figure.locator('[data-panel=confusion] [role=status]');
  await page.waitForTimeout(50);
  assert.equal(
    (await read.textContent())?.trim(),
    `1 for a 2: DFA ${a}, BP ${b}; difference ${difference}.`,
  );
  assert.equal(await ask(page, NAME, 'figure.looked'), 32, 'the run has not moved');
  await figure.getByLabel('Panels show').selectOption({ label: 'BP' });
  await until(page, NAME, 'figure.now.focus === "bp"');
  assert.match(
    (await figure.locator('.matrix svg').getAttribute('aria-label')) ?? '',
    /^Confusion matrix of BP at step 32/,
    'a rule has no difference to itself',
  );
  await close();
});

test('receptive fields: two rules, in the colours of the theme, and in what is saved', async () => {
  const { page, figure, faults, close } = await race(['fields'], 16);
  await answered(page, 'fields');
  const images = figure.locator('[data-panel=fields] image');
  await images.nth(1).waitFor();
  const urls = await images.evaluateAll((all) => all.map((image) => image.getAttribute('href')));
  assert.equal(urls.length, 2);
  assert.ok(urls[0] !== urls[1], 'two rules, two pictures');
  const svg = await ask(page, NAME, 'figure.exportSVG()');
  for (const url of urls) {
    assert.match(url ?? '', /^data:image\/png;base64,/);
    assert.ok(svg.includes(`href="${url}"`));
  }
  assert.ok(svg.includes('image-rendering="pixelated"'));
  const bytes = await ask(page, NAME, 'figure.exportPNG(1).then((file) => file.size)');
  assert.ok(bytes > 20_000, 'the images are in the pixels');
  // In dark they are of other colours.
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.waitForTimeout(100);
  const dark = await images.first().getAttribute('href');
  assert.ok(dark !== urls[0]);
  noFaults(faults);
  await close();
});

test('mistakes agree with the confusion matrix', async () => {
  const { page, figure, faults, close } = await race(['mistakes'], 200);
  await answered(page, 'mistakes');
  const found = await ask(page, NAME, 'figure.answers.of("mistakes").more');
  const [answers, truths] = [found.answers, Object.values(found.truths)];
  assert.equal(answers.length, 24);
  const confusion = await confusionOf(page, 'dfa');
  const wrong = confusion.reduce((sum, n, i) => (i % 11 === 0 ? sum : sum + n), 0);
  const counted = new Map();
  for (const [i, truth] of truths.entries()) {
    assert.notEqual(answers[i], truth);
    const at = 10 * Number(truth) + answers[i];
    counted.set(at, (counted.get(at) ?? 0) + 1);
  }
  for (const [at, n] of counted) assert.ok(n <= confusion[at], `${at}: ${n}`);
  const panel = figure.locator('[data-panel=mistakes]');
  assert.match((await panel.textContent()) ?? '', new RegExp(`${wrong} of 2000 answered wrongly;`));
  // What BP makes of them is what it says when it is asked about each.
  const own = await ask(
    page,
    NAME,
    `figure.race.ask('bp', (session) => ${JSON.stringify(found.which)}.slice(0, 1).map((i) => ['call', session, 'mistakes', 4000]))`,
  );
  const pairs = Object.values(own[0]);
  const said = new Map(pairs.flatMap((n, i) => (i % 2 ? [] : [[n, pairs[i + 1]]])));
  assert.deepEqual(
    found.others,
    found.which.map((/** @type {number} */ i, /** @type {number} */ j) => said.get(i) ?? truths[j]),
  );
  noFaults(faults);
  await close();
});

test('a stroke is answered by all four rules, said once, undone and cleared', async () => {
  const { page, figure, faults, close } = await race(['draw'], 150);
  await drawThree(page);
  await answered(page, 'draw');
  const panel = figure.locator('[data-panel=draw]');
  await panel.locator('svg[aria-label*="answers 3"]').first().waitFor();
  const labels = await panel
    .locator('.answers svg')
    .evaluateAll((all) => all.map((chart) => chart.getAttribute('aria-label') ?? ''));
  assert.deepEqual(
    labels.map((label) => label.split(' ')[0]),
    RULES,
  );
  for (const label of labels) assert.match(label, /answers \d\. /);
  const sums = await ask(
    page,
    NAME,
    'figure.answers.of("draw").results.map(([outputs]) => outputs.reduce((a, b) => a + b))',
  );
  for (const sum of sums) assert.ok(Math.abs(sum - 1) < 1e-5, 'softmax');
  const said = panel.locator('.unseen[role=status]');
  assert.match((await said.textContent()) ?? '', /^Answers: BP \d, FA \d, DFA \d, IFA \d\.$/);
  // They are asked anew as they learn on, and nobody is told again.
  const before = await said.textContent();
  await ask(page, NAME, 'figure.setState({ budget: 400 })');
  await ask(page, NAME, 'figure.play()');
  await until(page, NAME, 'figure.done && !figure.playing', 120_000);
  await answered(page, 'draw');
  assert.equal(await said.textContent(), before);
  const svg = await ask(page, NAME, 'figure.exportSVG()');
  assert.ok(svg.includes('stroke-width="22"') && svg.includes('<image'), 'the drawing is saved');
  await panel.getByRole('button', { name: 'Undo' }).click();
  await panel.locator('svg[aria-label="BP has no answer"]').waitFor();
  assert.equal(await panel.locator('path.stroke').count(), 0);
  await drawThree(page);
  await panel.locator('svg[aria-label*="BP answers"]').waitFor();
  await panel.getByRole('button', { name: 'Clear' }).click();
  await panel.locator('svg[aria-label="BP has no answer"]').waitFor();
  noFaults(faults);
  await close();
});

test('a finger that draws does not scroll the page, beside the pad it does', async () => {
  const { page, figure, close } = await race(['draw'], 50, {
    viewport: { width: 390, height: 800 },
    hasTouch: true,
    isMobile: true,
  });
  const pad = figure.locator('.pad');
  await pad.scrollIntoViewIfNeeded();
  await page.waitForTimeout(300);
  const client = await page.context().newCDPSession(page);
  const drag = async (/** @type {number} */ x, /** @type {number} */ y) => {
    const touch = (/** @type {'touchStart' | 'touchMove' | 'touchEnd'} */ type, by = 0) =>
      client.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchEnd' ? [] : [{ x, y: y - by }],
      });
    await touch('touchStart');
    for (let by = 10; by <= 150; by += 10) await touch('touchMove', by);
    await touch('touchEnd');
    await page.waitForTimeout(300);
  };
  const scrolled = () => page.evaluate(() => window.scrollY);
  const box = await pad.boundingBox();
  assert.ok(box && box.width === 280);
  const before = await scrolled();
  await drag(box.x + 140, box.y + 220);
  assert.equal(await scrolled(), before);
  await figure.locator('svg[aria-label*="IFA answers"]').waitFor();
  assert.equal(await figure.locator('.pad path.stroke').count(), 1);
  await drag(box.x + 320, box.y + 220);
  assert.ok((await scrolled()) > before + 50, 'the page can still be scrolled');
  await close();
});

test('keys alone: a validation digit, its class, its answers; what is none is refused in words', async () => {
  const { page, figure, close } = await race(['draw'], 200);
  const panel = figure.locator('[data-panel=draw]');
  const field = panel.getByLabel('or take a validation digit');
  await field.focus();
  await page.keyboard.type('17');
  await page.keyboard.press('Enter');
  await panel.locator('svg[aria-label="Validation digit 17"]').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await panel.locator('svg[aria-label="Validation digit 18"]').waitFor();
  assert.equal(await field.inputValue(), '18');
  const [[truth]] = await ask(
    page,
    NAME,
    `figure.race.ask('bp', () => [['call', 'digits', 'labels', [18]]]).then(([all]) => [[...all]])`,
  );
  assert.match(
    (await panel.locator('.choose').textContent()) ?? '',
    new RegExp(`It is a ${truth}`),
  );
  const said = panel.locator('.unseen[role=status]');
  await until(
    page,
    NAME,
    'figure.renderRoot.querySelector("[data-panel=draw] .unseen").textContent.includes("digit 18")',
  );
  assert.match(
    (await said.textContent()) ?? '',
    new RegExp(`^Validation digit 18, a ${truth}\\. Answers: BP`),
  );
  await field.fill('2000');
  await field.press('Enter');
  await figure.getByRole('alert').waitFor();
  assert.match(
    (await figure.getByRole('alert').textContent()) ?? '',
    /the number of a digit must be a whole number from 0 to 1999, but is “2000”/,
  );
  await close();
});

test('images of another shape: everything but drawing', async () => {
  const { page, figure, faults, close } = await race(['fields', 'mistakes', 'draw'], 8);
  await drawThree(page);
  await answered(page, 'draw');
  // Bars of three widths, as IDX files of 6 by 10 pixels.
  await page.evaluate((name) => {
    const head = (/** @type {number[]} */ ...numbers) =>
      numbers.flatMap((n) => [n >> 24, n >> 16, n >> 8, n].map((byte) => byte & 255));
    const of = (/** @type {number} */ n) => {
      const classes = Array.from({ length: n }, (_, i) => i % 3);
      const pixels = classes.flatMap((k, i) =>
        Array.from({ length: 60 }, (_, at) => ((at + i) % 10 < 3 * k ? 255 : 0)),
      );
      return [
        new File([new Uint8Array([...head(0x803, n, 6, 10), ...pixels])], `images-${n}`),
        new File([new Uint8Array([...head(0x801, n), ...classes])], `labels-${n}`),
      ];
    };
    return /** @type {any} */ (document.querySelector(name)).useFiles([...of(90), ...of(40)]);
  }, NAME);
  await figure
    .getByText('Drawing needs images of 28 × 28 pixels, but these have 10 × 6.')
    .waitFor();
  assert.equal(await figure.locator('.pad').count(), 0);
  await figure.getByLabel('or take a validation digit').fill('5');
  await page.keyboard.press('Enter');
  await figure.getByText('It is a 2.').waitFor();
  await figure.locator('svg[aria-label*="IFA answers"]').waitFor();
  for (const id of ['fields', 'mistakes']) {
    await answered(page, id);
    const { width, height } = (await figure
      .locator(`[data-panel=${id}] image`)
      .first()
      .boundingBox()) ?? {
      width: 0,
      height: 0,
    };
    assert.ok(width > 50 && height > 20, id);
  }
  noFaults(faults);
  await close();
});

for (const colorScheme of /** @type {const} */ (['light', 'dark']))
  test(`a screen reader finds its way through the panels, ${colorScheme}, on a phone and wide`, async () => {
    const { page, figure, faults, close } = await race(PANELS, 16, { colorScheme });
    for (const id of ['fields', 'mistakes']) await answered(page, id);
    await figure.getByLabel('or take a validation digit').fill('3');
    await page.keyboard.press('Enter');
    await answered(page, 'draw');
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.waitForTimeout(200);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => /** @type {any} */ (window).axe.run());
      assert.deepEqual(
        violations.map((/** @type {any} */ { id, nodes }) => [
          id,
          nodes[0].target.flat().join(' '),
        ]),
        [],
      );
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${wide} px in ${width}`);
    }
    noFaults(faults);
    await close();
  });
