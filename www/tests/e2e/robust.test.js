// @ts-check
// What people and programs do that nobody had in mind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alone } from './alone.js';
import { ask, until } from './browser.js';
import { button, forgive, NAME as MNIST, ON_DIGITS } from './sources.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */

const TOY = 'feedback-toy';
const LINEAR = 'feedback-linear';
const SMALL = `<${MNIST} layers="16" panels="accuracy"></${MNIST}>`;

/** What every control of a figure shows. @param {Locator} figure */
const controls = (figure) =>
  figure
    .locator('input, select')
    .evaluateAll((all) => all.map((control) => /** @type {any} */ (control).value));

test('values of odd types are refused in words, and nothing is drawn from them', async () => {
  const { page, figure } = await alone(`<${TOY}></${TOY}>`);
  const present = () => ask(page, TOY, '[figure.fingerprint(), figure.state]');
  const before = [await present(), await controls(figure)];
  for (const patch of [
    '{ A: 1n }',
    '{ A: Symbol() }',
    '{ A: () => 1 }',
    'null',
    '5',
    '{ k: "abc" }',
    '{ k: 5, rules: [] }',
    '{ rules: "bp" }',
    '{ speed: [60] }',
    '{ steps: NaN }',
  ]) {
    assert.equal(await ask(page, TOY, `figure.setState(${patch})`), false, patch);
    assert.match((await figure.getByRole('alert').textContent()) ?? '', / must /);
  }
  assert.deepEqual(await present(), before[0]);
  // Until then a control shows what was refused.
  await button(figure, 'Close').click();
  assert.deepEqual([await present(), await controls(figure)], before);
  const focus = 'figure.shadowRoot.activeElement?.getAttribute("aria-label")';
  assert.match(await ask(page, TOY, focus), /^Interactive figure/, 'the focus stays in the figure');
});

test('a preset set just after insertion counts, and Play before there is anything to play', async () => {
  const { page } = await alone('<p></p>', { wait: false });
  await page.evaluate((name) => {
    const toy = /** @type {any} */ (document.createElement(name));
    document.querySelector('main')?.append(toy);
    toy.play();
    toy.setAttribute('preset', 'zero');
  }, TOY);
  await until(page, TOY, 'figure.ready && figure.state.input_weight === 0');
  await until(page, TOY, 'figure.state.k > 3');
  await ask(page, TOY, 'figure.setAttribute("preset", "one")');
  const alert = page.locator(TOY).getByRole('alert');
  await alert.getByText('preset must be one of wrong-way,').waitFor();
});

test('attributes count whatever their order, and what one of them says wrongly is refused in words', async () => {
  for (const html of [
    `<${TOY} eta="0.1" preset="zero" steps="90"></${TOY}>`,
    `<${TOY} preset="zero" steps="90" eta="0.1"></${TOY}>`,
  ]) {
    const { page } = await alone(html);
    const { learning_rate, steps, input_weight } = await ask(page, TOY, 'figure.state');
    assert.deepEqual([learning_rate, steps, input_weight], [0.1, 90, 0]);
  }
  for (const [eta, why] of [
    ['99', 'learning_rate must be between 0 and 2, but is 99.'],
    ['fast', 'learning_rate must be a number, but is “fast”.'],
  ]) {
    const { page, figure } = await alone(`<${TOY} A="0.3" eta="${eta}" W="0.2"></${TOY}>`);
    const { input_weight, output_weight, learning_rate } = await ask(page, TOY, 'figure.state');
    assert.deepEqual([input_weight, output_weight, learning_rate], [0.3, 0.2, 0.05]);
    await figure.getByRole('alert').getByText(why).waitFor();
  }
});

test('a moment asked for before there is a run is one of the run that comes', async () => {
  const { page } = await alone(`<${TOY} steps="1000"></${TOY}>`, { wait: false });
  await ask(page, TOY, 'figure.seek(900)');
  await until(page, TOY, 'figure.ready');
  assert.equal(await ask(page, TOY, 'figure.state.k'), 900);
});

test('a figure that is moved while it computes has what was asked for', async () => {
  const { page } = await alone(`<${LINEAR}></${LINEAR}><div></div>`);
  await page.evaluate(async (name) => {
    const figure = /** @type {any} */ (document.querySelector(name));
    figure.setState({ scheme: 'flow', steps: 2000 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    document.querySelector('div')?.append(figure);
  }, LINEAR);
  await until(page, LINEAR, 'figure.state.steps === 2000 && figure.state.scheme === "flow"');
});

test('a figure outside of the page keeps no worker, and goes on once it is back', async () => {
  const { page, figure } = await alone(`<${LINEAR} view="seeds" seeds="2"></${LINEAR}>`);
  await until(page, LINEAR, 'figure.snapshot().reached > 20');
  const kept = await page.evaluateHandle((name) => {
    const figure = /** @type {any} */ (document.querySelector(name));
    figure.remove();
    return figure.setState({ seed: 3 }).then(() => figure);
  }, LINEAR);
  for (let i = 0; i < 1500 && page.workers().length > 0; i++) await page.waitForTimeout(20);
  await page.waitForTimeout(200);
  assert.equal(page.workers().length, 0);
  await assert.rejects(
    page.evaluate(() => /** @type {any} */ (document.createElement('feedback-toy')).exportSVG()),
    /nothing on screen to save/,
  );
  await page.evaluate((figure) => document.querySelector('main')?.append(figure), kept);
  await until(page, LINEAR, 'figure.snapshot().reached === 2000');
  assert.equal(await ask(page, LINEAR, 'figure.state.seed'), 3);
  assert.equal(await figure.getByRole('alert').count(), 0);
});

test('without controls nothing takes the focus that does nothing, and playing is not read out', async () => {
  const toy = await alone(`<${TOY} controls="none"></${TOY}>`);
  const stops = toy.figure.locator(':is([tabindex], button, input, summary, a):visible');
  assert.equal(await stops.count(), 0);
  const { page, figure } = await alone(`<${LINEAR}></${LINEAR}>`);
  assert.equal(await figure.locator('output').count(), 0, 'an output is a live region');
  await ask(page, LINEAR, '(figure.seek(0), figure.setState({ speed: 1 }))');
  await ask(page, LINEAR, 'figure.play()');
  await figure.locator('.cell-read[aria-live=off]').waitFor();
});

test('what a field says is seen whole, however wide the figure is', async () => {
  const { page, figure } = await alone(`<${LINEAR} eta="0.005"></${LINEAR}>`);
  const field = figure.getByLabel('Learning rate η', { exact: true });
  assert.equal(await field.inputValue(), '0.005');
  for (const width of [390, 560, 880]) {
    await page.setViewportSize({ width, height: 800 });
    const room = await field.evaluate((input) => input.clientWidth);
    assert.ok(room >= 60, `${room} px in ${width}`);
  }
});

test('a button never does nothing: what one input or output cannot break, and what breaks since', async () => {
  const { page, figure } = await alone(`<${LINEAR} inputs="1" outputs="1"></${LINEAR}>`);
  const clause = (/** @type {string} */ id) =>
    figure.locator(`[data-clause=${id}]`).getByRole('button');
  assert.deepEqual(
    [await clause('white').isDisabled(), await clause('independent').isDisabled()],
    [true, true],
  );
  await ask(page, LINEAR, 'figure.setState({ inputs: 8, outputs: 4 })');
  await clause('independent').click();
  await until(page, LINEAR, 'figure.state.feedback_rank_loss === 1');
  await ask(page, LINEAR, 'figure.setState({ feedback_rank_loss: 0, hidden: 1 })');
  await clause('independent').click();
  await until(page, LINEAR, 'figure.state.hidden === 6');
});

test('the keys that scroll the table of numbers are the table’s', async () => {
  const { page, figure } = await alone(`<${TOY}></${TOY}>`);
  await figure.getByText('Numbers', { exact: true }).click();
  await figure.locator('.scroll').focus();
  for (const key of ['ArrowLeft', 'ArrowRight', 'Space']) await page.keyboard.press(key);
  assert.deepEqual(await ask(page, TOY, '[figure.state.k, figure.playing]'), [250, false]);
});

test('with reduced motion Replay shows the start, then the end', async () => {
  const { page, figure } = await alone(`<${TOY}></${TOY}>`, { reducedMotion: 'reduce' });
  // Both are seen from inside: from outside the start may be over.
  const steps = await figure.evaluate(async (/** @type {any} */ toy) => {
    const [replay] = [...toy.shadowRoot.querySelectorAll('button')].filter((button) =>
      button.textContent.includes('Replay'),
    );
    replay.click();
    const first = toy.state.k;
    while (toy.state.k < 250 || toy.playing) await new Promise((resolve) => setTimeout(resolve));
    return [first, toy.state.k];
  });
  assert.deepEqual(steps, [0, 250]);
  await until(page, TOY, '!figure.playing');
});

test('a step that is too large is named, and nothing is drawn out of all bounds', async () => {
  const toy = await alone(`<${TOY} eta="2" a="2.5" w="2.5"></${TOY}>`);
  assert.match(
    (await toy.figure.locator('.caption').textContent()) ?? '',
    /FA diverges?,? at steps? \d+/,
  );
  const { figure } = await alone(`<${LINEAR} eta="2" init="10"></${LINEAR}>`);
  assert.match((await figure.locator('.caption').textContent()) ?? '', /FA diverges at step \d+/);
});

test('Pause during a restart counts', async () => {
  const { page } = await alone(SMALL);
  await ask(page, MNIST, 'figure.setState({ budget: 100000, speed: 100 })');
  await ask(page, MNIST, 'figure.play()');
  await until(page, MNIST, 'figure.state.k > 2');
  await ask(page, MNIST, '(figure.restart(), figure.pause(), 0)');
  await until(page, MNIST, 'figure.state.k === 0');
  await page.waitForTimeout(500);
  assert.deepEqual(await ask(page, MNIST, '[figure.state.k, figure.playing]'), [0, false]);
});

test('Step while a rule catches up keeps the rules together', async () => {
  const { page } = await alone(SMALL);
  await ask(page, MNIST, 'figure.setState({ rules: ["bp"], budget: 60 })');
  await ask(page, MNIST, 'figure.step(40)');
  await ask(page, MNIST, '(figure.setState({ rules: ["bp", "fa"] }), figure.step(5))');
  await until(page, MNIST, 'figure.state.k === 45');
  await until(page, MNIST, 'Object.keys(figure.snapshot().rules).length === 2');
  const looks = () =>
    ask(
      page,
      MNIST,
      'JSON.parse(figure.exportRun()).tracks.map(({ snapshots }) => String(snapshots.map(({ step }) => step)))',
    );
  let [bp, fa] = await looks();
  for (let i = 0; i < 1500 && fa !== bp; i++) {
    await page.waitForTimeout(20);
    [bp, fa] = await looks();
  }
  assert.match(bp, /^0,1,2,.*,45$/);
  assert.equal(fa, bp);
  await ask(page, MNIST, 'figure.step(NaN)');
  assert.equal(await ask(page, MNIST, 'figure.state.k'), 45);
});

test('without digits Play does not pretend to play, and once they are there it plays', async () => {
  const { page } = await alone('<p></p>', { wait: false });
  await page.route(ON_DIGITS, (route) => route.fulfill({ status: 200, body: 'null' }));
  try {
    const { figure } = await alone(SMALL, { wait: false });
    await ask(page, MNIST, 'figure.play()');
    await figure.getByRole('alert').getByText('data/manifest.json lists no files').waitFor();
    assert.equal(await ask(page, MNIST, 'figure.playing'), false);
  } finally {
    await page.unroute(ON_DIGITS);
  }
  await ask(page, MNIST, 'figure.play()');
  await until(page, MNIST, 'figure.state.k > 0');
});

test('a core that does not load is not blamed on the digits', async () => {
  const { page, faults } = await alone('<p></p>', { wait: false });
  const core = '**/*.wasm';
  await page.route(core, (route) => route.fulfill({ status: 404 }));
  try {
    const { figure } = await alone(SMALL, { wait: false });
    await figure.getByRole('alert').getByText('This figure has stopped.').waitFor();
    assert.equal(await figure.getByRole('alert').count(), 1);
  } finally {
    await page.unroute(core);
  }
  forgive(faults, /Failed to load resource.* 404/);
});
