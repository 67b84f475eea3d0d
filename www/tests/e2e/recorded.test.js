// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, noFaults, open, ready, until } from './browser.js';

for (const name of ['feedback-toy', 'feedback-linear'])
  test(`${name} plays from start to end and says so`, async () => {
    const { page, faults, close } = await open();
    const figure = await ready(page, name);
    await ask(page, name, 'figure.setState({ speed: 1000 })');
    await ask(
      page,
      name,
      `(figure.seen = [], ['feedback-step', 'feedback-done'].forEach((type) =>
      document.addEventListener(type, (event) => figure.seen.push([type, event.detail.step]))), 0)`,
    );
    await figure.getByRole('button', { name: 'Replay' }).click();
    await until(page, name, 'figure.seen.some(([type]) => type === "feedback-done")');
    /** @type {[string, number][]} */
    const seen = await ask(page, name, 'figure.seen');
    const steps = seen.filter(([type]) => type === 'feedback-step').map(([, step]) => step);
    assert.ok(steps.length > 3 && steps.every((step, i) => i === 0 || step > steps[i - 1]));
    assert.deepEqual(seen.at(-1), ['feedback-done', await ask(page, name, 'figure.state.steps')]);
    noFaults(faults);
    await close();
  });

test('restart and play give the same numbers again', async () => {
  const { page, close } = await open();
  await ready(page, 'feedback-linear');
  const look = 'figure.seek(100), [figure.snapshot(), figure.fingerprint()]';
  const first = await ask(page, 'feedback-linear', `(${look})`);
  await ask(page, 'feedback-linear', 'figure.setState({ seed: 2 })');
  const other = await ask(page, 'feedback-linear', `(${look})`);
  await ask(page, 'feedback-linear', 'figure.setState({ seed: 1 })');
  const again = await ask(page, 'feedback-linear', `(${look})`);
  assert.deepEqual(again, first);
  assert.notDeepEqual(other, first);
  await close();
});

test('New seed is another button than Restart: only it changes the task', async () => {
  const { page, close } = await open();
  const figure = await ready(page, 'feedback-linear');
  const seed = () => ask(page, 'feedback-linear', 'figure.state.seed');
  const before = await seed();
  await figure.getByRole('button', { name: 'Restart' }).click();
  assert.equal(await seed(), before);
  await figure.getByRole('button', { name: 'New seed' }).click();
  await until(page, 'feedback-linear', `figure.state.seed !== ${before}`);
  await close();
});

test('BP from zero weights never moves, FA does', async () => {
  const { page, close } = await open();
  await ready(page, 'feedback-linear');
  const at = async (/** @type {number} */ k) =>
    (await ask(page, 'feedback-linear', `(figure.seek(${k}), figure.snapshot())`)).rules;
  const [start, end] = [await at(0), await at(200)];
  assert.equal(end.bp.error_norm2, start.bp.error_norm2);
  assert.ok(end.fa.error_norm2 < 1e-3 * start.fa.error_norm2);
  await close();
});

test('the keyboard plays, steps, restarts and hides rules, while the figure has the focus', async () => {
  const { page, close } = await open();
  const toy = await ready(page, 'feedback-toy');
  const k = () => ask(page, 'feedback-toy', 'figure.state.k');
  await page.keyboard.press('r');
  assert.equal(await k(), 250, 'without focus nothing happens');
  await toy.locator('.figure').focus();
  await page.keyboard.press('r');
  assert.equal(await k(), 0);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  assert.equal(await k(), 1);
  await page.keyboard.press('1');
  await until(page, 'feedback-toy', 'figure.state.rules.join() === "fa"');
  await page.keyboard.press('Space');
  await until(page, 'feedback-toy', 'figure.playing');
  await page.keyboard.press('Space');
  await until(page, 'feedback-toy', '!figure.playing');
  await page.keyboard.press('?');
  await toy.locator('.help').waitFor();
  await close();
});

test('with reduced motion the playhead jumps', async () => {
  const { page, close } = await open({ reducedMotion: 'reduce' });
  const toy = await ready(page, 'feedback-toy');
  await toy.getByRole('button', { name: 'Restart' }).click();
  assert.equal(await ask(page, 'feedback-toy', 'figure.state.k'), 0);
  await toy.getByRole('button', { name: 'Play', exact: true }).click();
  assert.equal(await ask(page, 'feedback-toy', 'figure.state.k'), 250);
  assert.equal(await ask(page, 'feedback-toy', 'figure.playing'), false);
  await close();
});

test('a bad setting is refused in one sentence, and the run on screen stays', async () => {
  const { page, faults, close } = await open();
  const toy = await ready(page, 'feedback-toy');
  const before = await ask(page, 'feedback-toy', '[figure.fingerprint(), figure.state]');
  const field = toy.getByLabel('Learning rate η', { exact: true });
  await field.fill('99');
  await field.press('Enter');
  const notice = toy.getByRole('alert');
  await notice.waitFor();
  assert.match(
    (await notice.textContent()) ?? '',
    /learning_rate must be between 0 and 2, but is 99/,
  );
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  assert.equal(await field.inputValue(), '99', 'what was typed stays, to be corrected');
  assert.deepEqual(await ask(page, 'feedback-toy', '[figure.fingerprint(), figure.state]'), before);
  await field.fill('0.1');
  await field.press('Enter');
  await until(page, 'feedback-toy', 'figure.state.learning_rate === 0.1');
  assert.equal(await notice.count(), 0);
  noFaults(faults);
  await close();
});

test('a misspelt setting is refused by name', async () => {
  const { page, close } = await open();
  const toy = await ready(page, 'feedback-toy');
  assert.equal(await ask(page, 'feedback-toy', 'figure.setState({ lerning_rate: 1 })'), false);
  assert.match(
    (await toy.getByRole('alert').textContent()) ?? '',
    /"lerning_rate" is not a setting/,
  );
  await close();
});

test('an element alone in a page takes its settings from attributes', async () => {
  const { page, faults, close } = await open();
  await page.evaluate(() => {
    document.body.innerHTML =
      '<feedback-toy A="0" W="0" steps="90" rules="fa" controls="mini"></feedback-toy>';
  });
  await until(page, 'feedback-toy', 'figure.ready');
  const state = await ask(page, 'feedback-toy', 'figure.state');
  assert.deepEqual(
    [state.input_weight, state.output_weight, state.steps, state.rules, state.k],
    [0, 0, 90, ['fa'], 90],
  );
  await page.evaluate(() => document.querySelector('feedback-toy')?.setAttribute('eta', '0.1'));
  await until(page, 'feedback-toy', 'figure.state.learning_rate === 0.1');
  noFaults(faults);
  await close();
});

test('after a trap in the core the figure says so, stops, and restarts from the same settings', async () => {
  const { page, close } = await open();
  const toy = await ready(page, 'feedback-toy');
  const before = await ask(page, 'feedback-toy', '[figure.fingerprint(), figure.state]');
  // Settings larger than all memory that WebAssembly can have: the core aborts for real. (Not in
  // ASCII, which the glue would copy letter by letter.)
  for (const worker of page.workers().filter((one) => one.url().includes('theory')))
    await worker.evaluate(() => {
      const text = 'é'.repeat(2 ** 28);
      const settings = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, text]));
      const data = { id: -1, list: [['make', 'huge', 'Toy', settings]] };
      self.dispatchEvent(new MessageEvent('message', { data }));
    });
  const alert = toy.getByRole('alert');
  await alert.waitFor();
  assert.match((await alert.textContent()) ?? '', /This figure has stopped.*unreachable/s);
  assert.ok((await ask(page, 'feedback-toy', 'figure.failure')).length > 0);
  await alert.getByRole('button', { name: 'Restart' }).click();
  await until(page, 'feedback-toy', '!figure.failure');
  assert.deepEqual(await ask(page, 'feedback-toy', '[figure.fingerprint(), figure.state]'), before);
  await close();
});

test('a core that does not load is said so, and Restart loads it', async () => {
  const { page, close } = await open({}, (page) =>
    page.route('**/*.wasm', (route) => route.fulfill({ status: 404 })),
  );
  const toy = page.locator('feedback-toy');
  await toy.getByRole('alert').waitFor();
  assert.match((await toy.getByRole('alert').textContent()) ?? '', /The core could not be loaded/);
  await page.unroute('**/*.wasm');
  await toy.getByRole('button', { name: 'Restart' }).last().click();
  await until(page, 'feedback-toy', 'figure.ready && !figure.failure');
  await close();
});

test('what is asked at once is answered together, and what comes later counts', async () => {
  const { page, close } = await open();
  await ready(page, 'feedback-toy');
  await ask(
    page,
    'feedback-toy',
    `Promise.all(Array.from({ length: 50 }, (_, i) => figure.setState(i % 2 ? { A: i / 50 } : { W: -i / 50 })))`,
  );
  const { input_weight, output_weight } = await ask(page, 'feedback-toy', 'figure.state');
  assert.deepEqual([input_weight, output_weight], [49 / 50, -48 / 50]);
  await close();
});

test('the table of numbers has the row that is looked at', async () => {
  const { page, close } = await open();
  const toy = await ready(page, 'feedback-toy');
  await ask(page, 'feedback-toy', 'figure.seek(63)');
  await toy.getByText('Numbers', { exact: true }).click();
  const row = toy.getByRole('row', { name: /^63 / });
  await row.waitFor();
  const { a } = (await ask(page, 'feedback-toy', 'figure.snapshot()')).rules.fa;
  assert.ok(((await row.textContent()) ?? '').includes(a.toFixed(4)));
  await close();
});
