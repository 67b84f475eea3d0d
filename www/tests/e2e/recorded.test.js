// @ts-check
// What toy and linear figure have in common: a run that is computed at once, and a playhead over it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alone } from './alone.js';
import { ask, until } from './browser.js';

const [TOY, LINEAR] = ['feedback-toy', 'feedback-linear'];
const ELEMENTS = { [TOY]: `<${TOY}></${TOY}>`, [LINEAR]: `<${LINEAR}></${LINEAR}>` };

for (const [name, element] of Object.entries(ELEMENTS))
  test(`${name} plays from start to end and says so`, async () => {
    const { page, figure } = await alone(element);
    await ask(page, name, 'figure.setState({ speed: 5 })');
    await page.evaluate((name) => {
      const seen = /** @type {[string, number][]} */ ([]);
      Object.assign(window, { seen });
      for (const type of ['feedback-step', 'feedback-done'])
        document.querySelector(name)?.addEventListener(type, (event) => {
          seen.push([type, /** @type {CustomEvent} */ (event).detail.step]);
        });
    }, name);
    await figure.getByRole('button', { name: 'Replay' }).click();
    // However slow this machine: it is seen on the way, and then at the end.
    await until(page, name, 'window.seen.length > 3');
    assert.ok(await ask(page, name, 'figure.playing'));
    await ask(page, name, 'figure.setState({ speed: 1000 })');
    await until(page, name, 'window.seen.some(([type]) => type === "feedback-done")');
    /** @type {[string, number][]} */
    const seen = await page.evaluate('window.seen');
    const steps = seen.filter(([type]) => type === 'feedback-step').map(([, step]) => step);
    assert.equal(steps[0], 0);
    assert.ok(
      steps.every((step, i) => i === 0 || step > steps[i - 1]),
      `${steps}`,
    );
    assert.deepEqual(seen.at(-1), ['feedback-done', await ask(page, name, 'figure.state.steps')]);
    assert.equal(await ask(page, name, 'figure.playing'), false);
  });

test('one seed gives the same numbers again', async () => {
  const { page } = await alone(ELEMENTS[LINEAR]);
  const look = async (/** @type {number} */ seed) => {
    await ask(page, LINEAR, `figure.setState({ seed: ${seed}, k: 100 })`);
    return ask(page, LINEAR, '[figure.snapshot(), figure.fingerprint()]');
  };
  const [first, other, again] = [await look(1), await look(2), await look(1)];
  assert.deepEqual(again, first);
  assert.notDeepEqual(other, first);
});

test('New seed is another button than Restart: only it changes the task', async () => {
  const { page, figure } = await alone(ELEMENTS[LINEAR]);
  const { seed } = await ask(page, LINEAR, 'figure.state');
  await figure.getByRole('button', { name: 'Restart' }).click();
  await until(page, LINEAR, 'figure.state.k === 0');
  assert.equal(await ask(page, LINEAR, 'figure.state.seed'), seed);
  await figure.getByRole('button', { name: 'New seed' }).click();
  await until(page, LINEAR, `figure.state.seed !== ${seed}`);
});

test('BP from zero weights never moves, FA does', async () => {
  const { page } = await alone(ELEMENTS[LINEAR]);
  const at = async (/** @type {number} */ k) =>
    (await ask(page, LINEAR, `(figure.seek(${k}), figure.snapshot())`)).rules;
  const [start, end] = [await at(0), await at(200)];
  assert.equal(end.bp.error_norm2, start.bp.error_norm2);
  assert.ok(end.fa.error_norm2 < 1e-3 * start.fa.error_norm2);
});

test('the keyboard plays, steps, restarts and hides rules, while the figure has the focus', async () => {
  const { page, figure: toy } = await alone(ELEMENTS[TOY]);
  const k = () => ask(page, TOY, 'figure.state.k');
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
  await until(page, TOY, 'figure.state.rules.join() === "fa"');
  await ask(page, TOY, 'figure.setState({ speed: 1 })');
  await page.keyboard.press('Space');
  await until(page, TOY, 'figure.playing');
  await page.keyboard.press('Space');
  await until(page, TOY, '!figure.playing');
  await page.keyboard.press('?');
  await toy.locator('.help').waitFor();
});

test('with reduced motion the playhead jumps', async () => {
  const { page, figure: toy } = await alone(ELEMENTS[TOY], { reducedMotion: 'reduce' });
  await toy.getByRole('button', { name: 'Restart' }).click();
  assert.equal(await ask(page, TOY, 'figure.state.k'), 0);
  await toy.getByRole('button', { name: 'Play', exact: true }).click();
  assert.deepEqual(await ask(page, TOY, '[figure.state.k, figure.playing]'), [250, false]);
});

test('a bad setting is refused in one sentence, and the run on screen stays', async () => {
  const { page, figure: toy } = await alone(ELEMENTS[TOY]);
  const before = await ask(page, TOY, '[figure.fingerprint(), figure.state]');
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
  assert.deepEqual(await ask(page, TOY, '[figure.fingerprint(), figure.state]'), before);
  await field.fill('0.1');
  await field.press('Enter');
  await until(page, TOY, 'figure.state.learning_rate === 0.1');
  assert.equal(await notice.count(), 0);
  // A misspelt one is refused by its name.
  assert.equal(await ask(page, TOY, 'figure.setState({ lerning_rate: 1 })'), false);
  assert.match((await notice.textContent()) ?? '', /"lerning_rate" is not a setting/);
});

test('an element alone in a page takes its settings from attributes', async () => {
  const { page } = await alone(
    `<${TOY} A="0" W="0" steps="90" rules="fa" controls="mini"></${TOY}>`,
  );
  const state = await ask(page, TOY, 'figure.state');
  assert.deepEqual(
    [state.input_weight, state.output_weight, state.steps, state.rules, state.k],
    [0, 0, 90, ['fa'], 90],
  );
  await ask(page, TOY, `figure.setAttribute('eta', '0.1')`);
  await until(page, TOY, 'figure.state.learning_rate === 0.1');
});

/** Unsigned LEB128, as WebAssembly writes its numbers. @param {number} n @returns {number[]} */
const leb = (n) => (n < 128 ? [n] : [(n % 128) + 128, ...leb(Math.floor(n / 128))]);

/** The same core, which may have no more memory than that. @param {Buffer} wasm @param {number} pages of 64 KiB */
function capped(wasm, pages) {
  let at = 8;
  const number = () => {
    for (let value = 0, unit = 1; ; unit *= 128) {
      const byte = wasm[at++];
      value += (byte % 128) * unit;
      if (byte < 128) return value;
    }
  };
  for (;;) {
    const start = at;
    const id = wasm[at++];
    const end = number() + at;
    if (id !== 5) {
      at = end;
      continue;
    }
    assert.deepEqual([...wasm.subarray(at, at + 2)], [1, 0], 'one memory, without a limit');
    at += 2;
    const memory = [1, 1, ...leb(number()), ...leb(pages)];
    const section = Buffer.from([id, ...leb(memory.length), ...memory]);
    return Buffer.concat([wasm.subarray(0, start), section, wasm.subarray(end)]);
  }
}

test('after a trap in the core the figure says so, stops, and restarts from the same settings', async () => {
  const { page } = await alone('<p></p>', { wait: false });
  await page.route('**/*.wasm', async (route) => {
    const wasm = await (await route.fetch()).body();
    await route.fulfill({ contentType: 'application/wasm', body: capped(wasm, 256) });
  });
  const { figure } = await alone(ELEMENTS[LINEAR]);
  const before = await ask(page, LINEAR, '[figure.fingerprint(), figure.state]');
  // 36 MB are allowed, but more than this memory has: the core aborts for real.
  const large = '{ hidden: 20, inputs: 14, outputs: 14, steps: 8000 }';
  assert.equal(await ask(page, LINEAR, `figure.setState(${large})`), false);
  const alert = figure.getByRole('alert');
  await alert.waitFor();
  assert.match((await alert.textContent()) ?? '', /This figure has stopped.*unreachable/s);
  await page.unroute('**/*.wasm');
  await alert.getByRole('button', { name: 'Restart' }).click();
  await alert.waitFor({ state: 'detached' });
  // There is a core again, which computes what it is asked, and the same as before.
  for (const seed of [2, before[1].seed])
    assert.equal(await ask(page, LINEAR, `figure.setState({ seed: ${seed} })`), true);
  assert.deepEqual(await ask(page, LINEAR, '[figure.fingerprint(), figure.state]'), before);
});

test('a core that does not load is said so, and Restart loads it', async () => {
  const { page } = await alone('<p></p>', { wait: false });
  await page.route('**/*.wasm', (route) => route.fulfill({ status: 404 }));
  const { figure: toy, faults } = await alone(ELEMENTS[TOY], { wait: false });
  await toy.getByRole('alert').waitFor();
  assert.match((await toy.getByRole('alert').textContent()) ?? '', /The core could not be loaded/);
  await page.unroute('**/*.wasm');
  await toy.getByRole('button', { name: 'Restart' }).last().click();
  await until(page, TOY, 'figure.ready');
  assert.equal(await toy.getByRole('alert').count(), 0);
  faults.length = 0;
});

test('what is asked at once is answered together, and what comes later counts', async () => {
  const { page } = await alone(ELEMENTS[TOY]);
  await ask(
    page,
    TOY,
    `Promise.all(Array.from({ length: 50 }, (_, i) => figure.setState(i % 2 ? { A: i / 50 } : { W: -i / 50 })))`,
  );
  const { input_weight, output_weight } = await ask(page, TOY, 'figure.state');
  assert.deepEqual([input_weight, output_weight], [49 / 50, -48 / 50]);
});

test('the table of numbers has the row that is looked at', async () => {
  const { page, figure: toy } = await alone(ELEMENTS[TOY]);
  await ask(page, TOY, 'figure.seek(63)');
  await toy.getByText('Numbers', { exact: true }).click();
  const row = toy.getByRole('row', { name: /^63 / });
  await row.waitFor();
  const { a } = (await ask(page, TOY, 'figure.snapshot()')).rules.fa;
  assert.ok(((await row.textContent()) ?? '').includes(a.toFixed(4)));
});
