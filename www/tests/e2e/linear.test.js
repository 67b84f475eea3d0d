// @ts-check
// The linear figure: the checklist of the theorem, its maps and its proof.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LINEAR as TABLE } from '../../src/state/figures.js';
import { usual } from '../../src/state/table.js';
import { alone } from './alone.js';
import { ask, until } from './browser.js';

const LINEAR = 'feedback-linear';
const ELEMENT = `<${LINEAR}></${LINEAR}>`;

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */
/** @typedef {{ id: string, verdict: string, value: number }} Clause */

/** @param {Page} page @param {Record<string, unknown>} patch */
const set = (page, patch) => ask(page, LINEAR, `figure.setState(${JSON.stringify(patch)})`);

/** Verdicts by clause, as the core has them. @param {Page} page */
async function verdicts(page) {
  const { assumptions, conclusions } = (await ask(page, LINEAR, 'figure.snapshot()')).theorem;
  return Object.fromEntries(
    [...assumptions, ...conclusions].map((/** @type {Clause} */ { id, verdict }) => [id, verdict]),
  );
}

/** @param {Locator} figure @param {string} id */
const clause = (figure, id) => figure.locator(`[data-clause=${id}]`);

/** What the screen says of every clause. @param {Locator} figure */
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

test('the checklist of the defaults: all but continuous time; the file has every quantity', async () => {
  const { page, figure } = await alone(ELEMENT);
  assert.deepEqual(await verdicts(page), DEFAULTS);
  assert.deepEqual(await seen(figure), DEFAULTS);
  const [head] = (await ask(page, LINEAR, 'figure.exportCSV()')).split('\r\n');
  for (const name of [
    'BP squared error',
    'FA V',
    'FA slope of V',
    'FA gap',
    'FA angle of WBE to E (degrees)',
  ])
    assert.ok(head.split(',').includes(name), name);
});

test('each button breaks its assumption, says what is seen, and puts back what there was', async () => {
  const { page, figure } = await alone(ELEMENT);
  await set(page, { eta: 0.04 });
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
});

test('an assumption that was broken elsewhere is restored, too', async () => {
  const { page, figure } = await alone(ELEMENT);
  for (const [id, state] of Object.entries({
    linear: { activation: 'tanh' },
    white: { cond: 10 },
    continuous: { eta: 0.3 },
    zero: { init: 0.2 },
    independent: { outputs: 12 },
    both: { rho_a: 0 },
  })) {
    await set(page, usual(TABLE));
    await set(page, state);
    assert.equal((await verdicts(page))[id], 'broken');
    await clause(figure, id).getByRole('button').click();
    await until(
      page,
      LINEAR,
      `figure.snapshot().theorem.assumptions.every(({ verdict }) => verdict !== 'broken')`,
    );
  }
});

test('“All as in the proof” lights everything, and “Defaults” goes back, with the same seed', async () => {
  const { page, figure } = await alone(ELEMENT);
  const wild = { activation: 'tanh', scheme: 'online', outputs: 9, rho_w: 0, init: 1, cond: 9 };
  await set(page, { seed: 7, ...wild });
  await figure.getByRole('button', { name: 'All as in the proof' }).click();
  await until(page, LINEAR, 'figure.state.scheme === "flow"');
  assert.deepEqual(new Set(Object.values(await verdicts(page))), new Set(['holds']));
  assert.equal(await figure.locator('.versus').first().textContent(), '=');
  await figure.getByRole('button', { name: 'Defaults', exact: true }).click();
  await until(page, LINEAR, 'figure.state.scheme === "full"');
  const { seed, steps } = await ask(page, LINEAR, 'figure.state');
  assert.deepEqual([seed, steps], [7, 200]);
});

/** A number as it is written on screen: −0.12, 3.4·10⁻⁵. @param {string} text */
const number = (text) => {
  const digits = text.replace(/[⁰¹²³⁴-⁹]/g, (digit) => String('⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit)));
  return Number(digits.replace('·10', 'e').replace(/[−⁻]/g, '-'));
};

const squares = (/** @type {number[]} */ values) => values.reduce((sum, x) => sum + x * x, 0);

/** @param {number} value @param {number} wanted @param {string} what */
const near = (value, wanted, what) =>
  // What is on screen has three digits.
  assert.ok(Math.abs(value - wanted) < 0.01 * Math.abs(wanted), `${what}: ${value}, not ${wanted}`);

test('the entries of the maps, read with the arrow keys, add up to the numbers of the run', async () => {
  const { page, figure } = await alone(ELEMENT);
  await set(page, { inputs: 3, units: 3, outputs: 2, eta: 0.3, k: 8 });
  const snapshot = (/** @type {number} */ k) =>
    ask(page, LINEAR, `(figure.seek(${k}), figure.snapshot().rules.fa)`);
  const start = await snapshot(0);
  const now = await snapshot(8);

  /** What is read of the entry that is pointed at. */
  const read = async () => (await figure.locator('.cell-read').textContent()) ?? '';
  const parsed = async () => {
    const text = await read();
    const found = text.match(/^(.+), row (\d), column (\d): (\S+); (.+) there: (\S+)$/);
    assert.ok(found, text);
    const [, left, row, column, a, right, b] = found;
    return { names: [left, right], at: [Number(row), Number(column)], values: [a, b].map(number) };
  };
  /** Both values of every entry of a pair, row by row. @param {number} pair @param {number} rows @param {number} columns @param {string[]} names */
  async function entries(pair, rows, columns, names) {
    await figure.locator('.pair').nth(pair).focus();
    const all = [];
    for (let row = 1; row <= rows; row++) {
      for (let column = 1; column <= columns; column++) {
        const entry = await parsed();
        assert.deepEqual([entry.names, entry.at], [names, [row, column]]);
        all.push(entry.values);
        await page.keyboard.press('ArrowRight');
      }
      for (let column = 1; column <= columns; column++) await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('ArrowUp');
    assert.deepEqual((await parsed()).at, [rows - 1, 1], 'below the last row there is none');
    assert.equal(await ask(page, LINEAR, 'figure.state.k'), 8, 'the playhead stays');
    return [all.map(([left]) => left), all.map(([, right]) => right)];
  }

  const [feedback, hidden] = await entries(0, 3, 3, ['BW + WᵀBᵀ', 'AAᵀ']);
  const gap = squares(feedback.map((value, i) => value - hidden[i]));
  near(Math.sqrt(gap / squares(hidden)), now.invariant_residual, 'the gap');
  for (const map of [feedback, hidden])
    assert.deepEqual([map[1], map[2], map[5]], [map[3], map[6], map[7]], 'it is symmetric');

  const [before, after] = await entries(1, 2, 3, ['E at the start', 'E at step 8']);
  near(squares(before), start.error_norm2, 'the error at the start');
  near(squares(after), now.error_norm2, 'the error at the step');

  const [W, inverse] = await entries(2, 2, 3, ['W', 'B⁺']);
  const product = W.reduce((sum, value, i) => sum + value * inverse[i], 0);
  const cosine = product / Math.sqrt(squares(W) * squares(inverse));
  near((Math.acos(cosine) * 180) / Math.PI, now.angle_w_to_b_pinv, 'the angle');

  // The pointer reads the same.
  const tile = figure.locator('.pair').nth(2).locator('.map').nth(1).locator('rect');
  await tile.first().scrollIntoViewIfNeeded();
  const box = await tile.nth(1 + 3 + 2).boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await figure.getByText('row 2, column 3').waitFor();
  const { at, values } = await parsed();
  assert.deepEqual(
    [at, values],
    [
      [2, 3],
      [W[5], inverse[5]],
    ],
  );
  await page.mouse.move(0, 0);
  assert.match(await read(), /^Point at a map/);
});

test('a term of the proof lights its curve, by pointer and by keyboard, and dims the others', async () => {
  const { page, figure } = await alone(ELEMENT);
  await figure.locator('.proof summary').nth(1).click();
  const lit = (/** @type {string} */ names) =>
    until(
      page,
      LINEAR,
      `[...figure.shadowRoot.querySelectorAll('.curves .name.lit')].map((name) => name.textContent).join() === '${names}'`,
    );
  await figure.locator('.proof details').nth(1).locator('.term[data-term=v]').first().hover();
  await lit('V');
  assert.ok((await figure.locator('.curves .curve.dim').count()) > 5);
  await figure.locator('.proof .term[data-term=v_dot]').first().focus();
  await lit('−V̇');
  await figure.locator('.proof .term[data-term=gap]').first().focus();
  await page.keyboard.press('Shift+Tab');
  await page.mouse.move(0, 0);
  await figure.locator('.theorem button').first().focus();
  await lit('');
  assert.equal(await figure.locator('.curve.dim').count(), 0);
});

test('where V rises, its slope is a curve of its own', async () => {
  const { page, figure } = await alone(ELEMENT);
  const rises = figure.locator('.curve.rises');
  assert.equal(await rises.count(), 0);
  await set(page, { init: 1 });
  assert.ok((await rises.count()) > 0);
  assert.equal((await verdicts(page)).v, 'broken');
});

test('whatever is set, every sentence has its numbers', async () => {
  const { page } = await alone(ELEMENT);
  const start = { ...usual(TABLE), rules: ['bp', 'fa', 'shallow', 'pbp'] };
  for (const state of [
    { learning_rate: 2 },
    { learning_rate: 0 },
    { activation: 'tanh' },
    { scheme: 'online' },
    { output_rate: 0 },
    { output_rate: 0, initial_scale: 1 },
    { input_rate: 0 },
    { input_rate: 2, output_rate: 0.5 },
    { hidden: 1 },
    { outputs: 12 },
    { feedback_scale: 0 },
    { inputs: 1, outputs: 1, hidden: 1, steps: 1 },
    { rules: ['bp'] },
    { rules: ['shallow'], initial_scale: 0.3 },
  ]) {
    assert.ok(await set(page, { ...start, ...state }), JSON.stringify(state));
    const wrong = await page.evaluate(
      async (steps) => {
        const figure = /** @type {any} */ (document.querySelector('feedback-linear'));
        const found = [];
        for (const k of steps) {
          figure.seek(k);
          await new Promise(requestAnimationFrame);
          const texts = [figure.shadowRoot.textContent];
          for (const element of figure.shadowRoot.querySelectorAll('svg *, [aria-label]'))
            for (const { value } of element.attributes) texts.push(value);
          const bad = texts.filter((text) => /NaN|undefined|Infinity|\[object/.test(text));
          found.push(...bad.slice(0, 2).map((text) => `step ${k}: ${text}`));
        }
        return found;
      },
      [0, 2, 200],
    );
    assert.deepEqual(wrong, [], JSON.stringify(state));
  }
});

test('a view comes back with the settings that it had', async () => {
  const { page, figure } = await alone(ELEMENT);
  await set(page, { eta: 0.1, init: 0.2, units: 5 });
  const before = await ask(page, LINEAR, 'figure.state');
  await figure.getByRole('button', { name: /task 1/ }).click();
  await until(page, LINEAR, 'figure.state.view === "seeds"');
  const task = await ask(page, LINEAR, 'figure.state');
  assert.deepEqual(
    [task.inputs, task.hidden, task.outputs, task.scheme, task.learning_rate, task.rules.length],
    [30, 20, 10, 'online', 5e-3, 4],
  );
  await set(page, { seeds: 3 });
  await figure.getByRole('button', { name: 'The proof' }).click();
  await until(page, LINEAR, 'figure.state.view === "proof"');
  assert.deepEqual(await ask(page, LINEAR, 'figure.state'), before);
  await figure.getByRole('button', { name: /task 1/ }).click();
  await until(page, LINEAR, 'figure.state.view === "seeds"');
  assert.equal(await ask(page, LINEAR, 'figure.state.seeds'), 3);
});

test('as an attribute, the second view is the published experiment but for what others say', async () => {
  const { page } = await alone(`<${LINEAR} inputs="12" view="seeds" seeds="2"></${LINEAR}>`);
  const state = await ask(page, LINEAR, 'figure.state');
  assert.deepEqual(
    [state.view, state.inputs, state.outputs, state.seeds, state.initial_scale],
    ['seeds', 12, 10, 2, 0.01],
  );
});
