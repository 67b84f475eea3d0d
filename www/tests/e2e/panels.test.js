// @ts-check
/** The panels of the race that are no curves, with real digits and real networks. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alone } from './alone.js';
import { ask } from './browser.js';
import { button, firstDigits, inUse, NAME, PANELS, truths } from './sources.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */

const SHORT = { bp: 'BP', fa: 'FA', dfa: 'DFA', ifa: 'IFA' };

/** A race with some panels, some steps in. @param {string} panels @param {number} steps @param {string} [attributes] */
async function race(panels, steps, attributes = 'layers="16,16"') {
  const opened = await alone(`<${NAME} panels="${panels}" ${attributes}></${NAME}>`);
  if (steps) await ask(opened.page, NAME, `figure.step(${steps})`);
  return opened;
}

/** @param {Page} page @param {string} rule @returns {Promise<number[]>} */
const confusionOf = (page, rule) => ask(page, NAME, `figure.snapshot().rules.${rule}.confusion`);

/** A difference, as it is written. @param {number} n */
const signed = (n) => (n > 0 ? `+${n}` : n < 0 ? `−${-n}` : '0');

/** Draws a three on the pad. @param {Page} page */
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

test('panels come with the attributes, go with the chooser, and every one is there to choose', async () => {
  const asked = 'layers="16" focus="fa" versus="none"';
  const { page, figure } = await race('confusion,draw', 0, asked);
  await figure.locator('.pad').waitFor();
  assert.match(
    (await figure.locator('.matrix svg').getAttribute('aria-label')) ?? '',
    /^Confusion matrix of FA at step 0/,
  );
  const shown = () =>
    figure
      .locator('[data-panel]')
      .evaluateAll((all) => all.map((panel) => panel.getAttribute('data-panel')));
  assert.deepEqual(await shown(), ['confusion', 'draw']);
  const chooser = figure.getByRole('group', { name: 'Panels', exact: true });
  await button(chooser, 'Draw a digit').click();
  await figure.locator('.pad').waitFor({ state: 'detached' });
  await ask(page, NAME, `figure.setState({ panels: ${JSON.stringify(PANELS)} })`);
  await figure.locator('.pad').waitFor();
  assert.deepEqual(await shown(), PANELS);
  assert.equal(await chooser.getByRole('button', { pressed: true }).count(), PANELS.length);
  assert.equal(await chooser.getByRole('button').count(), PANELS.length);
});

test('the confusion matrix has every validation digit, at any step, beside a second rule too, and keys read it', async () => {
  const { page, figure } = await race('confusion', 32);
  const digits = await truths();
  const perClass = Array.from({ length: 10 }, (_, k) => digits.filter((n) => n === k).length);
  const rows = (/** @type {number[]} */ counts) =>
    perClass.map((_, k) => counts.slice(10 * k, 10 * k + 10).reduce((sum, n) => sum + n));
  const shown = () => figure.locator('.matrix .count').allTextContents();
  const drawn = async () => (await figure.locator('.matrix svg').getAttribute('aria-label')) ?? '';

  const [dfa, bp] = [await confusionOf(page, 'dfa'), await confusionOf(page, 'bp')];
  assert.match(await drawn(), /^Confusion matrix of DFA minus that of BP at step 32/);
  const differences = dfa.map((n, i) => n - bp[i]).filter((n) => n !== 0);
  assert.deepEqual(await shown(), differences.map(signed));

  await figure.getByRole('application', { name: /Confusion matrix/ }).focus();
  const keys = ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowLeft'];
  for (const key of keys) await page.keyboard.press(key);
  const read = `1 for a 2: DFA ${dfa[21]}, BP ${bp[21]}; difference ${signed(dfa[21] - bp[21])}.`;
  await figure.locator('[data-panel=confusion] [role=status]').getByText(read).waitFor();
  assert.equal(await ask(page, NAME, 'figure.state.k'), 32, 'the run has not moved');

  await figure.getByLabel('beside').selectOption({ label: 'nothing' });
  for (const step of [32, 16]) {
    await ask(page, NAME, `figure.seek(${step})`);
    await figure
      .locator(`.matrix svg[aria-label^="Confusion matrix of DFA at step ${step}:"]`)
      .waitFor();
    const seen = await confusionOf(page, 'dfa');
    assert.deepEqual(rows(seen), perClass, 'every digit in the row of its class');
    assert.deepEqual(
      (await shown()).map(Number),
      seen.filter((n) => n !== 0),
    );
  }

  await figure.getByLabel('beside').selectOption({ label: 'BP' });
  await figure.getByLabel('Panels show').selectOption({ label: 'BP' });
  // A rule has no difference to itself.
  await figure.locator('.matrix svg[aria-label^="Confusion matrix of BP at step 16:"]').waitFor();
});

test('receptive fields: two rules, in the colours of the theme, and in what is saved', async () => {
  const { page, figure } = await race('fields', 8);
  const images = figure.locator('[data-panel=fields] image');
  await figure.locator('[data-panel=fields] svg[aria-label*="DFA, step 8: 16 of 16"]').waitFor();
  await images.nth(1).waitFor();
  const hrefs = () =>
    images.evaluateAll((all) => all.map((image) => image.getAttribute('href') ?? ''));
  const urls = await hrefs();
  assert.equal(urls.length, 2);
  assert.ok(urls[0] !== urls[1], 'two rules, two pictures');
  const svg = await ask(page, NAME, 'figure.exportSVG()');
  for (const url of urls) {
    assert.match(url, /^data:image\/png;base64,/);
    assert.ok(svg.includes(`href="${url}"`));
  }
  assert.ok(svg.includes('image-rendering="pixelated"'));
  const coloured = await page.evaluate(async (name) => {
    const figure = /** @type {any} */ (document.querySelector(name));
    const picture = await createImageBitmap(await figure.exportPNG(1));
    const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
    context?.drawImage(picture, 0, 0);
    const { data } = context?.getImageData(0, 0, picture.width, picture.height) ?? { data: [] };
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      const [r, g, b] = data.slice(i, i + 3);
      if (Math.max(r, g, b) - Math.min(r, g, b) > 40) count++;
    }
    return count;
  }, NAME);
  assert.ok(coloured > 5000, `the images are in the pixels: ${coloured} have a colour`);
  await page.emulateMedia({ colorScheme: 'dark' });
  for (let i = 0; i < 100 && (await hrefs()).some((url) => urls.includes(url)); i++)
    await page.waitForTimeout(50);
  const dark = await hrefs();
  assert.ok(dark.length === 2 && !dark.some((url) => urls.includes(url)), 'other colours in dark');
});

test('mistakes: those of the first rule, the other’s answers to the same digits, no more than fit', async () => {
  const few = await firstDigits(1000, 60);
  const { page, figure } = await race('mistakes', 0, 'layers="16"');
  await figure.locator('input[type=file][multiple]').setInputFiles(few);
  await inUse(page, 'your files');
  const panel = figure.locator('[data-panel=mistakes]');
  /** What a rule does wrong at a step, and what another makes of it. @param {number} step @param {'dfa' | 'bp'} rule @param {string} other */
  const told = async (step, rule, other) => {
    const name = SHORT[rule];
    const label = `Mistakes of ${name}, step ${step}: `;
    const chart = panel.locator(`svg[aria-label^="${label}"][aria-label*="(${other}: "]`);
    await chart.waitFor();
    const words = (await chart.getAttribute('aria-label')) ?? '';
    const found = [...words.matchAll(/a (\d) as (\d) \((\w+): (\d)\)/g)].map(
      ([, truth, answer, , others]) => ({ truth, answer, others }),
    );
    const confusion = await confusionOf(page, rule);
    const wrong = confusion.reduce((sum, n, i) => (i % 11 === 0 ? sum : sum + n), 0);
    const below = panel.getByText(`${wrong} of 60 answered wrongly; here are the first of them`);
    await below.waitFor();
    return { found, wrong, confusion };
  };

  await ask(page, NAME, 'figure.step(1)');
  const early = await told(1, 'dfa', 'BP');
  assert.ok(early.wrong > 24 && early.found.length === 24, 'as many as fit');

  await ask(page, NAME, 'figure.step(99)');
  const dfa = await told(100, 'dfa', 'BP');
  assert.ok(dfa.wrong > 0 && dfa.wrong <= 24, `${dfa.wrong} mistakes`);
  const counted = Array(100).fill(0);
  for (const { truth, answer } of dfa.found) counted[10 * Number(truth) + Number(answer)]++;
  const off = (/** @type {number[]} */ counts) => counts.map((n, i) => (i % 11 === 0 ? 0 : n));
  assert.deepEqual(counted, off(dfa.confusion), 'exactly those of the confusion matrix');

  // What BP is said to answer to DFA's mistakes, and the other way round, is of the same digits.
  await ask(page, NAME, 'figure.setState({ focus: "bp", versus: "dfa" })');
  const bp = await told(100, 'bp', 'DFA');
  const both = (/** @type {typeof bp.found} */ all, /** @type {boolean} */ swap) =>
    all
      .filter(({ truth, others }) => truth !== others)
      .map(({ truth, answer, others }) => [truth, ...(swap ? [others, answer] : [answer, others])])
      .map(String);
  assert.ok(both(dfa.found, false).length > 0, 'both are wrong about some');
  assert.deepEqual(both(bp.found, true), both(dfa.found, false));
});

test('a stroke is answered by all four rules, said once, undone and cleared', async () => {
  const { page, figure } = await race('draw', 5, 'layers="32"');
  await drawThree(page);
  const panel = figure.locator('[data-panel=draw]');
  /** The answers at a step, as a live region would say them. @param {number} step */
  const answers = async (step) => {
    await panel.getByText(`At step ${step}.`).waitFor();
    const labels = await panel
      .locator('.answers svg')
      .evaluateAll((all) => all.map((chart) => chart.getAttribute('aria-label') ?? ''));
    for (const label of labels) {
      const [, answer, bars] = /answers (\d)\. (.*)$/.exec(label) ?? [];
      const found = [...bars.matchAll(/(\d) ([\d.]+) %/g)];
      assert.equal(found.length, 10, label);
      assert.equal(found[0][1], answer, 'the largest comes first');
      const sum = found.reduce((sum, [, , percent]) => sum + Number(percent), 0);
      assert.ok(Math.abs(sum - 100) < 0.6, `softmax: ${label}`);
    }
    const names = labels.map((label) => label.split('. ')[0].replace(' answers', ''));
    assert.deepEqual(
      names.map((name) => name.split(' ')[0]),
      Object.values(SHORT),
    );
    return `Answers: ${names.join(', ')}.`;
  };
  const early = await answers(5);
  const said = panel.locator('.unseen[role=status]');
  assert.equal(await said.textContent(), early);
  // They are asked anew as they learn on, and nobody is told again.
  await ask(page, NAME, 'figure.step(120)');
  const late = await answers(125);
  assert.match(late, /3.*3/, 'most see a three by now');
  assert.notEqual(late, early);
  assert.equal(await said.textContent(), early);
  const svg = await ask(page, NAME, 'figure.exportSVG()');
  assert.ok(svg.includes('stroke-width="22"') && svg.includes('<image'), 'the drawing is saved');
  await button(panel, 'Undo').click();
  await panel.locator('svg[aria-label="BP has no answer"]').waitFor();
  assert.equal(await panel.locator('path.stroke').count(), 0);
  await drawThree(page);
  await panel.locator('svg[aria-label*="BP answers"]').waitFor();
  await button(panel, 'Clear').click();
  await panel.locator('svg[aria-label="BP has no answer"]').waitFor();
});

test('keys alone: a validation digit, its class, its answers; what is none is refused in words', async () => {
  const { page, figure } = await race('draw', 20);
  const digits = await truths();
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
  await panel.locator('.choose').getByText(`It is a ${digits[18]}.`).waitFor();
  const said = panel.locator('.unseen[role=status]');
  const words = `Validation digit 18, a ${digits[18]}. Answers: BP`;
  await said.getByText(words).waitFor({ state: 'attached' });
  await field.fill('2000');
  await field.press('Enter');
  await figure
    .getByRole('alert')
    .getByText('the number of a digit must be a whole number from 0 to 1999, but is “2000”')
    .waitFor();
});

test('images of another shape: everything but drawing', async () => {
  const { page, figure } = await race('fields,mistakes,draw', 8);
  await drawThree(page);
  await figure.locator('svg[aria-label*="BP answers"]').waitFor();
  // Bars of three widths, as IDX files of 6 by 10 pixels.
  const head = (/** @type {number[]} */ ...numbers) =>
    numbers.flatMap((n) => [n >> 24, n >> 16, n >> 8, n].map((byte) => byte & 255));
  const bars = [90, 40].flatMap((n) => {
    const classes = Array.from({ length: n }, (_, i) => i % 3);
    const pixels = classes.flatMap((k, i) =>
      Array.from({ length: 60 }, (_, at) => ((at + i) % 10 < 3 * k ? 255 : 0)),
    );
    const mimeType = 'application/octet-stream';
    return [
      { name: `images-${n}`, mimeType, buffer: Buffer.from([...head(0x803, n, 6, 10), ...pixels]) },
      { name: `labels-${n}`, mimeType, buffer: Buffer.from([...head(0x801, n), ...classes]) },
    ];
  });
  await figure.locator('input[type=file][multiple]').setInputFiles(bars);
  await figure
    .getByText('Drawing needs images of 28 × 28 pixels, but these have 10 × 6.')
    .waitFor();
  assert.equal(await figure.locator('.pad').count(), 0);
  await figure.getByLabel('or take a validation digit').fill('5');
  await page.keyboard.press('Enter');
  await figure.getByText('It is a 2.').waitFor();
  await figure.locator('svg[aria-label*="IFA answers"]').waitFor();
  for (const id of ['fields', 'mistakes']) {
    const chart = figure.locator(`[data-panel=${id}] svg[aria-label*="step 0"]`).first();
    await chart.waitFor();
    const box = await chart.locator('image').boundingBox();
    assert.ok(box && box.width > 50 && box.height > 20, id);
  }
  assert.equal(await ask(page, NAME, 'figure.state.k'), 0, 'the run begins again');
});
