// @ts-check
// The curve panels of the race: read, chosen, laid out and saved one by one.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ask, until } from './browser.js';
import { NAME, smallRace } from './race.js';

/** @typedef {import('playwright-core').Locator} Locator */

/**
 * A figure that has trained for 50 steps.
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
async function trained(options) {
  const shown = await smallRace({ steps: 100 }, options);
  await ask(shown.page, NAME, 'figure.step(50)');
  return shown;
}

/**
 * Where a step is on the screen. The plot begins 46 pixels from the left of its chart and ends 84
 * before its right.
 * @param {Locator} figure
 * @param {string} chart
 * @param {number} step
 * @returns {Promise<[number, number]>}
 */
async function placeOf(figure, chart, step) {
  const place = figure.locator(`[data-chart=${chart}]`);
  await place.scrollIntoViewIfNeeded();
  const box = await place.boundingBox();
  assert.ok(box);
  return [box.x + 46 + (step / 100) * (box.width - 46 - 84), box.y + 120];
}

/** Bold words in a chart. @param {Locator} figure @param {string} chart */
const labels = (figure, chart) =>
  figure.locator(`[data-chart=${chart}] text.name`).allTextContents();

/** Waits until the words below the curves are about a step. @param {Locator} figure @param {number} step */
const reads = (figure, step) =>
  figure
    .locator('.readings')
    .getByText(new RegExp(`^Step ${step},`))
    .waitFor();

test('a pointer over a curve reads all panels; a click moves the playhead, and a drag takes it along', async () => {
  const { page, figure } = await trained();
  const { bp } = (await ask(page, NAME, '(figure.seek(16), figure.snapshot())')).rules;
  await ask(page, NAME, 'figure.seek(50)');
  const [x, y] = await placeOf(figure, 'loss', 17.5);
  await page.mouse.move(x, y);
  await reads(figure, 16);
  const accuracy = `BP ${(100 * bp.accuracy).toFixed(1)}`;
  assert.equal((await labels(figure, 'accuracy'))[0], accuracy);
  assert.equal((await labels(figure, 'loss'))[0], `BP ${bp.loss.toFixed(bp.loss < 1 ? 3 : 2)}`);
  assert.match((await labels(figure, 'angle1'))[1], /^FA \d+°$/);
  const words = (await figure.locator('.readings').textContent()) ?? '';
  assert.ok(words.replaceAll('\u00a0', ' ').startsWith('Step 16, validation accuracy: BP '), words);
  assert.equal(await ask(page, NAME, 'figure.state.k'), 50, 'reading moves no playhead');
  await page.mouse.move(x, 5);
  await reads(figure, 50);
  assert.deepEqual(await labels(figure, 'accuracy'), ['BP', 'FA']);

  await page.mouse.click(...(await placeOf(figure, 'accuracy', 9)));
  await until(page, NAME, 'figure.state.k === 8');
  await page.mouse.move(...(await placeOf(figure, 'accuracy', 8)));
  await page.mouse.down();
  await page.mouse.move(...(await placeOf(figure, 'accuracy', 24)), { steps: 4 });
  await until(page, NAME, 'figure.state.k === 25');
  await page.mouse.move(...(await placeOf(figure, 'accuracy', 99)), { steps: 4 });
  await page.mouse.up();
  await until(page, NAME, 'figure.state.k === 50');
  // The newest step is looked at again, and not the fiftieth for good.
  await ask(page, NAME, 'figure.step(10)');
  assert.equal(await ask(page, NAME, 'figure.state.k'), 60);
});

test('the keyboard reads what a pointer reads, and on a scaled slide a pointer reads the same', async () => {
  const { page, figure } = await trained();
  await figure.locator('.figure').focus();
  await page.keyboard.press('ArrowLeft');
  await until(page, NAME, 'figure.state.k === 25');
  assert.match((await labels(figure, 'accuracy'))[0], /^BP \d+\.\d$/);
  assert.match((await figure.locator('.readings').textContent()) ?? '', /^Step 25,/);
  await ask(page, NAME, 'figure.seek(50)');
  await figure.evaluate((element) => {
    element.style.transform = 'scale(0.5)';
    element.style.transformOrigin = '0 0';
  });
  const place = figure.locator('[data-chart=loss]');
  await place.scrollIntoViewIfNeeded();
  const box = await place.boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + 23 + 0.25 * (box.width - 65), box.y + 60);
  await reads(figure, 25);
});

test('a finger reads with a tap, and scrolls the page without moving the playhead', async () => {
  const size = { width: 390, height: 800 };
  const { page, figure } = await trained({ viewport: size, hasTouch: true, isMobile: true });
  await page.touchscreen.tap(...(await placeOf(figure, 'accuracy', 17)));
  await until(page, NAME, 'figure.state.k === 16');
  const [x, y] = await placeOf(figure, 'accuracy', 40);
  const touch = await page.context().newCDPSession(page);
  const before = await page.evaluate(() => scrollY);
  const send = (
    /** @type {'touchStart' | 'touchMove' | 'touchEnd'} */ type,
    touchPoints = [{ x, y }],
  ) => touch.send('Input.dispatchTouchEvent', { type, touchPoints });
  await send('touchStart');
  for (let i = 1; i <= 10; i++) {
    await send('touchMove', [{ x, y: y - 20 * i }]);
    await page.waitForTimeout(16);
  }
  await send('touchEnd', []);
  await until(page, NAME, `scrollY > ${before + 100}`);
  await page.waitForTimeout(100);
  assert.equal(await ask(page, NAME, 'figure.state.k'), 16);
  assert.match((await figure.locator('.readings').textContent()) ?? '', /^Step 16,/);
});

test('any choice of panels fills its rows', async () => {
  const { page, figure } = await smallRace();
  for (const panels of [
    ['loss'],
    ['accuracy', 'loss'],
    ['accuracy', 'loss', 'training-loss'],
    ['accuracy', 'ratio'],
    [
      'accuracy',
      'loss',
      'training-accuracy',
      'training-loss',
      'angles',
      'code',
      'weights',
      'ratio',
    ],
  ]) {
    await ask(page, NAME, `figure.setState({ panels: ${JSON.stringify(panels)} })`);
    const shown = figure.locator('.panel');
    const ids = await shown.evaluateAll((all) => all.map((e) => e.dataset.panel));
    assert.deepEqual(ids, panels);
    const boxes = await shown.evaluateAll((all) =>
      all.map((e) => e.getBoundingClientRect()).map(({ left, right, top }) => [top, left, right]),
    );
    const { left, right } = await figure.evaluate((e) => e.getBoundingClientRect());
    for (const row of new Set(boxes.map(([top]) => top))) {
      const line = boxes.filter(([top]) => top === row);
      assert.ok(Math.abs(Math.min(...line.map((box) => box[1])) - left) < 1, `${panels}`);
      assert.ok(Math.abs(Math.max(...line.map((box) => box[2])) - right) < 1, `${panels}`);
    }
    // Every chart is drawn as wide as its place, as soon as that is known.
    const missed = () =>
      figure
        .locator('.reads')
        .evaluateAll((all) =>
          all
            .map((e) =>
              Math.abs(e.clientWidth - Number(e.querySelector('svg')?.getAttribute('width'))),
            )
            .filter((distance) => distance > 1),
        );
    for (const end = Date.now() + 10_000; (await missed()).length > 0 && Date.now() < end; )
      await page.waitForTimeout(20);
    assert.deepEqual(await missed(), [], `${panels}`);
  }
});

test('a panel is saved by itself, named after itself; with many layers the angles are one chart', async () => {
  const { page, figure } = await trained();
  const saved = async (/** @type {string} */ name) => {
    const button = figure.getByRole('button', { name, exact: true });
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    return [download.suggestedFilename(), readFileSync(await download.path(), 'utf8')];
  };
  const [svgName, svg] = await saved('Save Loss as SVG');
  assert.equal(svgName, 'feedback-mnist-loss-step-50.svg');
  assert.ok(svg.includes('>Validation loss<') && !svg.includes('>Validation accuracy<'));
  assert.equal(svg, await ask(page, NAME, 'figure.exportSVG("loss")'));
  const [csvName, csv] = await saved('Save Angles as CSV');
  assert.equal(csvName, 'feedback-mnist-angles-step-50.csv');
  const [head, ...rows] = csv.trim().split('\r\n');
  assert.equal(
    head,
    'step,BP angle (degrees) 1,BP angle (degrees) 2,FA angle (degrees) 1,FA angle (degrees) 2',
  );
  const { fa } = (await ask(page, NAME, 'figure.snapshot()')).rules;
  assert.deepEqual(rows.at(-1)?.split(',').slice(3).map(Number), fa.angles);
  const refused = await ask(
    page,
    NAME,
    '(() => { try { figure.exportCSV("x") } catch (e) { return e.message } })()',
  );
  assert.equal(refused, 'panel must be one of accuracy, loss, angles, but is “x”');

  const angles = figure.locator('[data-panel=angles] .reads');
  assert.equal(await angles.count(), 2);
  await ask(page, NAME, 'figure.setState({ hidden: [9, 9, 9, 9, 9] })');
  assert.equal(await angles.count(), 1);
  assert.match(await figure.locator('[data-chart=angles]').innerText(), /by hidden layer, step 0/);
});

test('the horizontal axis is a choice, with ticks of its own', async () => {
  const { page, figure } = await smallRace({ steps: 100, rules: 'bp' });
  await ask(page, NAME, 'figure.step(8)');
  const ticks = () => figure.locator('[data-chart=loss] text.tick').allTextContents();
  for (const [axis, name, tick] of [
    ['samples', 'samples', '6000'],
    ['epochs', 'epochs', '0.6'],
    ['log', 'log step', '10'],
    ['steps', 'step', '80'],
  ]) {
    await figure.evaluate((element, value) => element.setAttribute('axis', value), axis);
    await until(page, NAME, `figure.state.axis === '${axis}'`);
    const named = { hasText: new RegExp(`^${name}$`) };
    await figure.locator('[data-chart=loss] text.tick', named).waitFor();
    const said = await ticks();
    assert.ok(said.includes(name) && said.includes(tick), `${axis}: ${said}`);
  }
});
