// @ts-check
// What people and programs do that nobody had in mind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, noFaults, open, ready, until } from './browser.js';

const TOY = 'feedback-toy';
const MNIST = 'feedback-mnist';

test('values of odd types are refused in words, and nothing is drawn from them', async () => {
  const { page, faults, close } = await open();
  const toy = await ready(page, TOY);
  const before = await ask(page, TOY, '[figure.fingerprint(), figure.state, figure.wanted]');
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
    assert.match((await toy.getByRole('alert').textContent()) ?? '', / must /);
  }
  assert.deepEqual(
    await ask(page, TOY, '[figure.fingerprint(), figure.state, figure.wanted]'),
    before,
  );
  noFaults(faults);
  await close();
});

test('closing a notice leaves the focus in the figure', async () => {
  const { page, close } = await open();
  const toy = await ready(page, TOY);
  await ask(page, TOY, 'figure.setState({ A: 99 })');
  await toy.getByRole('button', { name: 'Close' }).click();
  assert.equal(await ask(page, TOY, 'figure.shadowRoot.activeElement?.className'), 'figure');
  await close();
});

test('a preset set just after insertion counts, and Play before there is anything to play', async () => {
  const { page, close } = await open();
  await page.evaluate(() => {
    document.body.innerHTML = '<feedback-toy></feedback-toy>';
    const toy = /** @type {any} */ (document.querySelector('feedback-toy'));
    toy.play();
    toy.setAttribute('preset', 'zero');
  });
  await until(page, TOY, 'figure.ready && figure.state.input_weight === 0');
  await until(page, TOY, 'figure.state.k > 3');
  await page.evaluate(() => document.querySelector('feedback-toy')?.setAttribute('preset', 'one'));
  await until(page, TOY, 'figure.notice.startsWith("preset must be one of wrong-way,")');
  await close();
});

/** Puts elements in the place of the whole page. @param {import('playwright-core').Page} page @param {string} html */
const only = (page, html) =>
  page.evaluate((inside) => {
    document.body.innerHTML = inside;
  }, html);

test('the order of attributes does not matter: a preset gives way to what others say', async () => {
  const { page, close } = await open();
  for (const html of [
    '<feedback-toy eta="0.1" preset="zero" steps="90"></feedback-toy>',
    '<feedback-toy preset="zero" steps="90" eta="0.1"></feedback-toy>',
  ]) {
    await only(page, html);
    await until(page, TOY, 'figure.ready');
    const { learning_rate, steps, input_weight } = await ask(page, TOY, 'figure.state');
    assert.deepEqual([learning_rate, steps, input_weight], [0.1, 90, 0]);
  }
  await close();
});

for (const [eta, why] of [
  ['99', 'learning_rate must be between 0 and 2, but is 99'],
  ['fast', 'learning_rate must be a number, but is “fast”'],
])
  test(`the attribute eta="${eta}" is refused in words, and the others count`, async () => {
    const { page, close } = await open();
    await only(page, `<feedback-toy A="0.3" eta="${eta}" W="0.2"></feedback-toy>`);
    await until(page, TOY, 'figure.ready');
    const { input_weight, output_weight, learning_rate } = await ask(page, TOY, 'figure.state');
    assert.deepEqual([input_weight, output_weight, learning_rate], [0.3, 0.2, 0.05]);
    assert.equal(await ask(page, TOY, 'figure.notice'), why);
    await close();
  });

test('a moment asked for before there is a run is one of the run that comes', async () => {
  const { page, close } = await open();
  await only(page, '<feedback-toy steps="1000"></feedback-toy>');
  await ask(page, TOY, 'figure.seek(900)');
  await until(page, TOY, 'figure.ready');
  assert.equal(await ask(page, TOY, 'figure.state.k'), 900);
  await close();
});

test('a figure that is moved while it computes has what was asked for', async () => {
  const { page, faults, close } = await open();
  await only(page, '<feedback-linear></feedback-linear><div></div>');
  await until(page, 'feedback-linear', 'figure.ready');
  await page.evaluate(async () => {
    const figure = /** @type {any} */ (document.querySelector('feedback-linear'));
    figure.setState({ scheme: 'flow', steps: 2000 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    document.querySelector('div')?.append(figure);
  });
  await until(page, 'feedback-linear', 'figure.state.steps === 2000');
  noFaults(faults);
  await close();
});

test('a figure outside of the page keeps no worker, and goes on once it is back', async () => {
  const { page, faults, close } = await open();
  await only(page, '<feedback-linear view="seeds" seeds="2"></feedback-linear>');
  await until(page, 'feedback-linear', 'figure.ready && figure.snapshot().reached > 20');
  await page.evaluate(() => {
    const figure = /** @type {any} */ (document.querySelector('feedback-linear'));
    Object.assign(window, { figure });
    figure.remove();
    return figure.setState({ seed: 3 });
  });
  await page.waitForTimeout(200);
  assert.equal(page.workers().length, 0);
  await assert.rejects(
    page.evaluate(() => /** @type {any} */ (document.createElement('feedback-toy')).exportSVG()),
    /nothing on screen to save/,
  );
  await page.evaluate(() => document.body.append(/** @type {any} */ (window).figure));
  await until(page, 'feedback-linear', 'figure.snapshot().reached === 2000');
  assert.deepEqual(await ask(page, 'feedback-linear', '[figure.state.seed, figure.failure]'), [
    3,
    '',
  ]);
  noFaults(faults);
  await close();
});

test('without controls nothing takes the focus that does nothing, and playing is not read out', async () => {
  const { page, close } = await open();
  await only(page, '<feedback-toy controls="none"></feedback-toy>');
  await until(page, TOY, 'figure.ready');
  assert.equal(await page.locator(`${TOY} .handle`).count(), 0);
  await only(page, '<feedback-linear></feedback-linear>');
  await until(page, 'feedback-linear', 'figure.ready');
  const figure = page.locator('feedback-linear');
  assert.equal(await figure.locator('output').count(), 0, 'an output is a live region');
  await ask(page, 'feedback-linear', '(figure.seek(0), figure.setState({ speed: 1 }))');
  await ask(page, 'feedback-linear', '(figure.play(), figure.updateComplete)');
  assert.equal(await figure.locator('.cell-read').getAttribute('aria-live'), 'off');
  await close();
});

for (const width of [390, 560, 880])
  test(`what a field says is seen whole, ${width} px wide`, async () => {
    const { page, close } = await open({ viewport: { width, height: 800 } });
    const figure = await ready(page, 'feedback-linear');
    await ask(page, 'feedback-linear', 'figure.setState({ eta: 0.005 })');
    const field = figure.getByLabel('Learning rate η', { exact: true });
    assert.equal(await field.inputValue(), '0.005');
    assert.ok(await field.evaluate((input) => input.clientWidth >= 60));
    await close();
  });

test('a button never does nothing: what one input or output cannot break, and what breaks since', async () => {
  const { page, close } = await open();
  const figure = await ready(page, 'feedback-linear');
  const button = (/** @type {string} */ id) =>
    figure.locator(`[data-clause=${id}]`).getByRole('button');
  await ask(page, 'feedback-linear', 'figure.setState({ inputs: 1, outputs: 1 })');
  assert.deepEqual(
    [await button('white').isDisabled(), await button('independent').isDisabled()],
    [true, true],
  );
  await ask(page, 'feedback-linear', 'figure.setState({ inputs: 8, outputs: 4 })');
  await button('independent').click();
  await until(page, 'feedback-linear', 'figure.state.feedback_rank_loss === 1');
  await ask(page, 'feedback-linear', 'figure.setState({ feedback_rank_loss: 0, hidden: 1 })');
  await button('independent').click();
  await until(page, 'feedback-linear', 'figure.state.hidden === 6');
  await close();
});

test('the keys that scroll the table of numbers are the table\u2019s', async () => {
  const { page, close } = await open();
  const toy = await ready(page, TOY);
  await toy.getByText('Numbers', { exact: true }).click();
  await toy.locator('.scroll').focus();
  for (const key of ['ArrowLeft', 'ArrowRight', 'Space']) await page.keyboard.press(key);
  assert.deepEqual(await ask(page, TOY, '[figure.state.k, figure.playing]'), [250, false]);
  await close();
});

test('with reduced motion Replay shows the start, then the end', async () => {
  const { page, close } = await open({ reducedMotion: 'reduce' });
  const toy = await ready(page, TOY);
  await toy.getByRole('button', { name: 'Replay' }).click();
  assert.equal(await ask(page, TOY, 'figure.state.k'), 0);
  await until(page, TOY, 'figure.state.k === 250 && !figure.playing');
  await close();
});

test('a step that is too large is named, and nothing is drawn out of all bounds', async () => {
  const { page, faults, close } = await open();
  const toy = await ready(page, TOY);
  await ask(page, TOY, 'figure.setState({ eta: 2, A: 2.5, W: 2.5 })');
  assert.match((await toy.locator('.caption').textContent()) ?? '', /FA diverges?,? at steps? \d+/);
  const linear = await ready(page, 'feedback-linear');
  await ask(page, 'feedback-linear', 'figure.setState({ eta: 2, init: 10 })');
  assert.match((await linear.locator('.caption').textContent()) ?? '', /FA diverges at step \d+/);
  noFaults(faults);
  await close();
});

test('the largest linear network is drawn without a freeze', async () => {
  const { page, close } = await open();
  await ready(page, 'feedback-linear');
  const large = '{ inputs: 32, hidden: 32, outputs: 32, steps: 2000, eta: 0.01 }';
  assert.ok(await ask(page, 'feedback-linear', `figure.setState(${large})`));
  const took = await ask(
    page,
    'feedback-linear',
    '(async (from) => { figure.seek(1000); await figure.updateComplete; return performance.now() - from; })(performance.now())',
  );
  assert.ok(took < 400, `${took} ms`);
  await close();
});

test('Pause during a restart counts', async () => {
  const { page, close } = await open();
  await ready(page, MNIST);
  await ask(page, MNIST, 'figure.play()');
  await until(page, MNIST, 'figure.reached > 2');
  await ask(page, MNIST, '(figure.restart(), figure.pause())');
  await until(page, MNIST, 'figure.reached === 0');
  await page.waitForTimeout(500);
  assert.deepEqual(await ask(page, MNIST, '[figure.reached, figure.playing]'), [0, false]);
  await close();
});

test('Step while a rule catches up keeps the rules together', async () => {
  const { page, close } = await open();
  await ready(page, MNIST);
  await ask(page, MNIST, 'figure.setState({ rules: ["bp"], budget: 60 })');
  await ask(page, MNIST, 'figure.step(40)');
  await ask(page, MNIST, '(figure.setState({ rules: ["bp", "fa"] }), figure.step(5))');
  await until(page, MNIST, 'figure.reached === 45');
  await until(page, MNIST, 'figure.tracks.length === 2 && !figure.busy');
  const steps = await ask(
    page,
    MNIST,
    'figure.tracks.map((track) => track.snapshots.map((seen) => seen.step).join())',
  );
  assert.equal(steps[0], steps[1]);
  await ask(page, MNIST, 'figure.step(NaN)');
  assert.equal(await ask(page, MNIST, 'figure.reached'), 45);
  await close();
});

test('without digits Play does not pretend to play', async () => {
  const { page, close } = await open({}, (page) =>
    page.route('**/data/manifest.json', (route) => route.fulfill({ status: 200, body: 'null' })),
  );
  await page.locator(MNIST).scrollIntoViewIfNeeded();
  await until(page, MNIST, '!!figure.play');
  await ask(page, MNIST, 'figure.play()');
  const alert = page.locator(MNIST).getByRole('alert');
  await alert.waitFor();
  assert.match((await alert.textContent()) ?? '', /data\/manifest\.json lists no files/);
  assert.equal(await ask(page, MNIST, 'figure.playing'), false);
  await page.unroute('**/data/manifest.json');
  await ask(page, MNIST, 'figure.play()');
  await until(page, MNIST, 'figure.reached > 0');
  await close();
});

test('a core that does not load is not blamed on the digits', async () => {
  const { page, close } = await open({}, (page) =>
    page.route('**/*.wasm', (route) => route.fulfill({ status: 404 })),
  );
  await page.locator(MNIST).scrollIntoViewIfNeeded();
  await until(page, MNIST, 'figure.failure');
  assert.equal(await page.locator(MNIST).getByRole('alert').count(), 1);
  await close();
});
