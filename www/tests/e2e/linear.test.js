// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, noFaults, open, ready, until } from './browser.js';

const LINEAR = 'feedback-linear';

/** @typedef {{ id: string, verdict: string, value: number }} Clause */

/** Verdicts by clause, as the core has them. @param {import('playwright-core').Page} page */
async function verdicts(page) {
  const { assumptions, conclusions } = (await ask(page, LINEAR, 'figure.snapshot()')).theorem;
  return Object.fromEntries(
    [...assumptions, ...conclusions].map((/** @type {Clause} */ { id, verdict }) => [id, verdict]),
  );
}

/** @param {import('playwright-core').Locator} figure @param {string} id */
const clause = (figure, id) => figure.locator(`[data-clause=${id}]`);

/** What the screen says of every clause. @param {import('playwright-core').Locator} figure */
const seen = async (figure) =>
  Object.fromEntries(
    await figure
      .locator('.clause')
      .evaluateAll((all) =>
        all.map((one) => [
          /** @type {HTMLElement} */ (one).dataset.clause,
          one.querySelector('i')?.textContent,
        ]),
      ),
  );

const DEFAULTS = {
  linear: 'holds',
  white: 'holds',
  continuous: 'nearly',
  zero: 'holds',
  independent: 'holds',
  both: 'holds',
  v: 'holds',
  invariant: 'nearly',
  error: 'holds',
};

test('the checklist of the defaults: all but continuous time', async () => {
  const { page, faults, close } = await open();
  const figure = await ready(page, LINEAR);
  assert.deepEqual(await verdicts(page), DEFAULTS);
  assert.deepEqual(await seen(figure), DEFAULTS);
  noFaults(faults);
  await close();
});

test('each button breaks its assumption, says what is seen, and puts back what there was', async () => {
  const { page, faults, close } = await open();
  const figure = await ready(page, LINEAR);
  await ask(page, LINEAR, 'figure.setState({ eta: 0.04 })');
  const before = await ask(page, LINEAR, 'figure.state');
  for (const id of ['linear', 'white', 'continuous', 'zero', 'independent', 'both']) {
    const row = clause(figure, id);
    await row.getByRole('button', { name: /^Break/ }).click();
    await row.getByRole('button', { name: /^Restore/ }).waitFor();
    assert.equal((await verdicts(page))[id], 'broken', id);
    assert.match((await row.textContent()) ?? '', /broken: .+\d.*\./, id);
    await row.getByRole('button', { name: /^Restore/ }).click();
    await row.getByRole('button', { name: /^Break/ }).waitFor();
    assert.deepEqual(await ask(page, LINEAR, 'figure.state'), before, id);
  }
  noFaults(faults);
  await close();
});

for (const [id, state] of /** @type {const} */ ([
  ['linear', { activation: 'tanh' }],
  ['white', { cond: 10 }],
  ['continuous', { eta: 0.3 }],
  ['zero', { init: 0.2 }],
  ['independent', { outputs: 12 }],
  ['both', { rho_a: 0 }],
]))
  test(`${id} is restored where somebody else has broken it`, async () => {
    const { page, close } = await open();
    const figure = await ready(page, LINEAR);
    await ask(page, LINEAR, `figure.setState(${JSON.stringify(state)})`);
    assert.equal((await verdicts(page))[id], 'broken');
    await clause(figure, id).getByRole('button').click();
    await until(
      page,
      LINEAR,
      `figure.snapshot().theorem.assumptions.every(({ verdict }) => verdict !== 'broken')`,
    );
    await close();
  });

test('“All as in the proof” lights everything, and “Defaults” goes back, with the same seed', async () => {
  const { page, close } = await open();
  const figure = await ready(page, LINEAR);
  const wild =
    '{ seed: 7, activation: "tanh", scheme: "online", outputs: 9, rho_w: 0, init: 1, cond: 9 }';
  await ask(page, LINEAR, `figure.setState(${wild})`);
  await figure.getByRole('button', { name: 'All as in the proof' }).click();
  await until(page, LINEAR, 'figure.state.scheme === "flow"');
  assert.deepEqual(new Set(Object.values(await verdicts(page))), new Set(['holds']));
  assert.equal(await figure.locator('.versus').first().textContent(), '=');
  await figure.getByRole('button', { name: 'Defaults', exact: true }).click();
  await until(page, LINEAR, 'figure.state.scheme === "full"');
  assert.equal(await ask(page, LINEAR, 'figure.state.seed'), 7);
  assert.equal(await ask(page, LINEAR, 'figure.state.steps'), 200);
  await close();
});

test('arrow keys read the entries of the maps, and do not move the playhead', async () => {
  const { page, close } = await open();
  const figure = await ready(page, LINEAR);
  const read = figure.locator('.cell-read');
  await figure.locator('.pair').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  const words = (await read.textContent()) ?? '';
  const found = words.match(/^BW \+ WᵀBᵀ, row 2, column 3: (−?[\d.]+); AAᵀ there: (−?[\d.]+)$/);
  assert.ok(found, words);
  const [left, right] = await ask(
    page,
    LINEAR,
    `['feedback_side', 'hidden_side'].map((name) => figure.runs.fa[name][200 * 36 + 8])`,
  );
  const number = (/** @type {string} */ text) => Number(text.replace('−', '-'));
  assert.ok(Math.abs(number(found[1]) - left) < 1e-3 && Math.abs(number(found[2]) - right) < 1e-3);
  assert.equal(await ask(page, LINEAR, 'figure.state.k'), 200);
  for (let i = 0; i < 9; i++) await page.keyboard.press('ArrowLeft');
  assert.match((await read.textContent()) ?? '', /row 2, column 1:/);
  await figure.locator('.pair').nth(1).focus();
  assert.match((await read.textContent()) ?? '', /^E at the start, row 1, column 1: /);
  await close();
});

test('the pointer reads the entry it is over', async () => {
  const { page, close } = await open();
  const figure = await ready(page, LINEAR);
  const tile = figure
    .locator('.pair')
    .nth(2)
    .locator('.map')
    .nth(1)
    .locator('rect')
    .nth(1 + 6 + 2);
  await tile.scrollIntoViewIfNeeded();
  const box = await tile.boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const read = figure.locator('.cell-read');
  await until(page, LINEAR, 'figure.cell !== undefined');
  assert.match((await read.textContent()) ?? '', /^W, row 2, column 3: .*; B⁺ there: /);
  await close();
});

test('a term of the proof lights its curve, by pointer and by keyboard, and dims the others', async () => {
  const { page, close } = await open();
  const figure = await ready(page, LINEAR);
  await figure.locator('.proof summary').nth(1).click();
  const lit = () =>
    figure
      .locator('.curves .name.lit')
      .evaluateAll((all) => all.map((name) => name.textContent).join());
  await figure.locator('.proof details').nth(1).locator('.term[data-term=v]').first().hover();
  await until(page, LINEAR, 'figure.lit === "v"');
  assert.equal(await lit(), 'V');
  assert.ok((await figure.locator('.curves .curve.dim').count()) > 5);
  await figure.locator('.proof .term[data-term=v_dot]').first().focus();
  await until(page, LINEAR, 'figure.lit === "v_dot"');
  assert.equal(await lit(), '−V̇');
  await figure.locator('.proof .term[data-term=gap]').first().focus();
  await page.keyboard.press('Shift+Tab');
  await page.mouse.move(0, 0);
  await figure.locator('.theorem button').first().focus();
  await until(page, LINEAR, 'figure.lit === ""');
  assert.equal(await figure.locator('.curve.dim').count(), 0);
  await close();
});

test('where V rises, its slope is a curve of its own', async () => {
  const { page, close } = await open();
  const figure = await ready(page, LINEAR);
  const rises = figure.locator('.curve.rises');
  assert.equal(await rises.count(), 0);
  await ask(page, LINEAR, 'figure.setState({ init: 1 })');
  assert.ok((await rises.count()) > 0);
  assert.equal((await verdicts(page)).v, 'broken');
  await close();
});

test('whatever is set, every sentence has its numbers', async () => {
  const { page, faults, close } = await open();
  await ready(page, LINEAR);
  const rules = ['bp', 'fa', 'shallow', 'pbp'];
  for (const state of [
    { eta: 2 },
    { eta: 0 },
    { activation: 'tanh' },
    { scheme: 'online' },
    { rho_w: 0 },
    { rho_w: 0, init: 1 },
    { rho_a: 0 },
    { rho_a: 2, rho_w: 0.5 },
    { units: 1 },
    { outputs: 12 },
    { bscale: 0 },
    { inputs: 1, outputs: 1, units: 1, steps: 1 },
    { rules: ['bp'] },
    { rules: ['shallow'], init: 0.3 },
  ]) {
    const usual = '...Object.fromEntries(figure.table.map((row) => [row.key, row.default]))';
    const all = JSON.stringify({ rules, ...state });
    assert.ok(await ask(page, LINEAR, `figure.setState({ ${usual} })`));
    assert.ok(await ask(page, LINEAR, `figure.setState(${all})`), all);
    for (const k of [0, 2, 200]) {
      await ask(page, LINEAR, `(figure.seek(${k}), figure.updateComplete)`);
      const wrong = await page.evaluate(() => {
        const root = document.querySelector('feedback-linear')?.shadowRoot;
        const texts = [root?.textContent ?? ''];
        for (const element of root?.querySelectorAll('svg *, [aria-label]') ?? [])
          for (const { value } of element.attributes) texts.push(value);
        return texts.filter((text) => /NaN|undefined|Infinity|\[object/.test(text)).slice(0, 2);
      });
      assert.deepEqual(wrong, [], `${all} at step ${k}`);
    }
  }
  noFaults(faults);
  await close();
});

test('a view comes back with the settings that it had', async () => {
  const { page, faults, close } = await open();
  const figure = await ready(page, LINEAR);
  await ask(page, LINEAR, 'figure.setState({ eta: 0.1, init: 0.2, units: 5 })');
  const before = await ask(page, LINEAR, 'figure.state');
  await figure.getByRole('button', { name: /task 1/ }).click();
  await until(page, LINEAR, 'figure.state.view === "seeds"');
  const task = await ask(page, LINEAR, 'figure.state');
  assert.deepEqual(
    [task.inputs, task.hidden, task.outputs, task.scheme, task.learning_rate, task.rules.length],
    [30, 20, 10, 'online', 5e-3, 4],
  );
  await ask(page, LINEAR, 'figure.setState({ seeds: 3 })');
  await figure.getByRole('button', { name: 'The proof' }).click();
  await until(page, LINEAR, 'figure.state.view === "proof"');
  assert.deepEqual(await ask(page, LINEAR, 'figure.state'), before);
  await figure.getByRole('button', { name: /task 1/ }).click();
  await until(page, LINEAR, 'figure.state.view === "seeds"');
  assert.equal(await ask(page, LINEAR, 'figure.state.seeds'), 3);
  noFaults(faults);
  await close();
});

test('as an attribute, the second view is the published experiment but for what others say', async () => {
  const { page, close } = await open();
  await page.evaluate(() => {
    document.body.innerHTML =
      '<feedback-linear inputs="12" view="seeds" seeds="2"></feedback-linear>';
  });
  await until(page, LINEAR, 'figure.ready');
  const state = await ask(page, LINEAR, 'figure.state');
  assert.deepEqual(
    [state.view, state.inputs, state.outputs, state.seeds, state.initial_scale],
    ['seeds', 12, 10, 2, 0.01],
  );
  await close();
});

test('the file has every quantity of the run that is pictured', async () => {
  const { page, close } = await open();
  await ready(page, LINEAR);
  const [head] = (await ask(page, LINEAR, 'figure.exportCSV()')).split('\r\n');
  for (const name of [
    'BP squared error',
    'FA V',
    'FA slope of V',
    'FA gap',
    'FA angle of WBE to E (degrees)',
  ])
    assert.ok(head.split(',').includes(name), name);
  await close();
});
