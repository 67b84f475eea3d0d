// @ts-check
// One thing after the other, faster than anybody waits for: the state, the curves and the workers
// of `<feedback-mnist>` agree after each.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, noFaults, open, origin, ready, until } from './browser.js';

const NAME = 'feedback-mnist';
const SMALL = 'hidden: [16, 12], rules: ["bp", "fa"], budget: 120';

/** Nothing is under way any more. @param {import('playwright-core').Page} page */
async function rested(page) {
  await until(page, NAME, '!figure.playing && !figure.stepping && !figure.busy');
  await ask(page, NAME, 'figure.turns.take(async () => {})');
}

/** @param {import('playwright-core').Page} page @param {number} n */
async function steps(page, n) {
  const from = await ask(page, NAME, 'figure.reached');
  await ask(page, NAME, `(figure.step(${n}), 0)`);
  await until(page, NAME, `figure.reached === ${from + n}`);
  await rested(page);
}

/** The step of every rule that has a network. @param {import('playwright-core').Page} page */
const where = (page) =>
  ask(page, NAME, 'Object.fromEntries([...figure.race.lanes].map(([r, { step }]) => [r, step]))');

/** Plays the same run from its start to this step: nothing may differ. @param {import('playwright-core').Page} page */
async function sameAgain(page) {
  const told = '[figure.snapshot(), figure.fingerprint(), figure.state]';
  const before = await ask(page, NAME, told);
  const at = await ask(page, NAME, 'figure.reached');
  await ask(page, NAME, '(figure.restart(), figure.settled)');
  await until(page, NAME, 'figure.reached === 0');
  await ask(page, NAME, `(figure.setState({ k: ${at} }), 0)`);
  await until(page, NAME, `figure.reached === ${at}`);
  await rested(page);
  assert.deepEqual(await ask(page, NAME, told), before);
}

test('a live change is one for all rules on screen, whoever is off screen or behind', async () => {
  const { page, faults, close } = await open();
  await ready(page, NAME);
  await ask(page, NAME, `figure.setState({ ${SMALL} })`);
  await steps(page, 10);
  await ask(page, NAME, 'figure.setState({ rules: ["bp"] })');
  await steps(page, 30);
  await ask(page, NAME, 'figure.setState({ learning_rate: 0.01 })');
  assert.equal(await ask(page, NAME, 'figure.state.changes'), '40 eta 0.01');
  // Who comes back has learned with the old rate up to there.
  await ask(page, NAME, 'figure.setState({ rules: ["bp", "fa"] })');
  await steps(page, 5);
  await sameAgain(page);

  // In the middle of catching up.
  await ask(page, NAME, 'figure.setState({ hidden: [100, 100], rules: ["bp"], changes: "" })');
  await ask(page, NAME, 'figure.setState({ budget: 5000 })');
  await ask(page, NAME, 'figure.play()');
  await until(page, NAME, 'figure.race.step(["bp"]) > 60');
  await ask(page, NAME, '(figure.setState({ rules: ["bp", "fa"] }), 0)');
  await until(page, NAME, 'figure.busy.includes("catches up")');
  await ask(page, NAME, 'figure.setState({ learning_rate: 0.02 })');
  const [step] = (await ask(page, NAME, 'figure.state.changes')).split(' ');
  assert.ok(step > 60, step);
  await until(page, NAME, `figure.reached > ${step} + 10`);
  await ask(page, NAME, 'figure.pause()');
  await rested(page);
  const { bp, fa } = await where(page);
  assert.equal(bp, fa);
  await sameAgain(page);
  noFaults(faults);
  await close();
});

test('what the core refuses for one rule or a later step is refused at once; the run goes on', async () => {
  const { page, faults, close } = await open();
  await ready(page, NAME);
  await ask(page, NAME, `figure.setState({ ${SMALL} })`);
  await steps(page, 40);
  for (const patch of ['rates: "fa 11"', 'changes: "60 eta 11"', 'changes: "60 learns 4"']) {
    assert.equal(await ask(page, NAME, `figure.setState({ ${patch} })`), false);
    assert.match(await ask(page, NAME, 'figure.notice'), / must /);
    assert.deepEqual(await where(page), { bp: 40, fa: 40 });
  }
  // Restart and a refusal at once: neither a new run nor the end of the old one.
  await ask(page, NAME, '(figure.setState({ hidden: [99999] }), figure.restart(), figure.settled)');
  await ask(page, NAME, 'figure.play()');
  await until(page, NAME, 'figure.done && !figure.playing');
  assert.equal(await ask(page, NAME, 'figure.failure'), '');
  noFaults(faults);
  await close();
});

test('a moment is a step, whatever is under way and whatever is looked at', async () => {
  const { page, faults, close } = await open();
  await ready(page, NAME);
  await ask(page, NAME, `figure.setState({ ${SMALL}, budget: 1000 })`);
  await steps(page, 40);
  const at = '[figure.state.k, figure.reached]';
  await ask(page, NAME, '(figure.seek(1), figure.setState({ k: 45 }))');
  await until(page, NAME, 'figure.reached === 45');
  await rested(page);
  assert.deepEqual(await ask(page, NAME, at), [45, 45], 'looked back at');
  await ask(page, NAME, 'figure.play()');
  await until(page, NAME, 'figure.reached > 60');
  await ask(page, NAME, 'figure.setState({ k: 300 })');
  await rested(page);
  assert.deepEqual(await ask(page, NAME, at), [300, 300], 'while it plays');
  await ask(page, NAME, 'figure.setState({ k: 500 })');
  await until(page, NAME, 'figure.race.step(["bp"]) > 310');
  await ask(page, NAME, 'figure.setState({ k: 550 })');
  await rested(page);
  assert.deepEqual(await ask(page, NAME, at), [550, 550], 'while steps are taken');
  for (const [from, to] of [
    [3, 99999],
    [4, 99999],
  ]) {
    await ask(page, NAME, `(figure.seek(${from}), figure.setState({ k: ${to} }))`);
    await rested(page);
    assert.deepEqual(await ask(page, NAME, at), [1000, 1000], 'beyond the budget');
  }
  noFaults(faults);
  await close();
});

test('a figure outside of the page trains nothing, whatever it is told', async () => {
  const { page, faults, close } = await open();
  await ready(page, NAME);
  await ask(page, NAME, `figure.setState({ ${SMALL} })`);
  await page.evaluate(() => {
    const figure = /** @type {any} */ (document.querySelector('feedback-mnist'));
    Object.assign(window, { figure });
    figure.remove();
    figure.step(5);
    figure.play();
    figure.advancePhase();
    return figure.setState({ k: 7 });
  });
  await page.waitForTimeout(300);
  const workers = page.workers().filter((worker) => /networks/.test(worker.url()));
  assert.equal(workers.length, 0);
  await page.evaluate(() => {
    const { figure } = /** @type {any} */ (window);
    document.body.append(figure);
    figure.scrollIntoView();
  });
  await until(page, NAME, 'figure.race.lanes.size === 2 && figure.reached === 0');
  await steps(page, 5);
  noFaults(faults);
  await close();
});

test('networks change under panels that ask about their layers', async () => {
  const { page, faults, close } = await open();
  await ready(page, NAME);
  const panels = '["hidden", "mistakes", "fields", "diagram", "draw", "confusion"]';
  const four = 'rules: ["bp", "fa", "dfa", "ifa"], budget: 100000, layer: 3';
  await ask(page, NAME, `figure.setState({ hidden: [16, 12, 10], ${four}, panels: ${panels} })`);
  await ask(page, NAME, 'figure.play()');
  for (let i = 0; i < 20; i++) {
    await page.waitForTimeout(40 + 13 * i);
    const hidden = i % 2 ? '[16, 12, 10]' : i % 4 ? '[]' : '[5]';
    await ask(page, NAME, `(figure.setState({ hidden: ${hidden}, seed: ${i} }), 0)`);
    assert.equal(await ask(page, NAME, 'figure.failure + figure.notice'), '');
  }
  await until(page, NAME, 'figure.reached > 5');
  await ask(page, NAME, 'figure.pause()');
  noFaults(faults);
  await close();
});

test('what is wrong with one rate or change is said of it, and the rest of a link or tag counts', async () => {
  const { page, faults, close } = await open();
  await ready(page, NAME);
  const told = '[figure.notice, figure.state.hidden, figure.state.changes, figure.state.rates]';
  /** @type {[string, string, RegExp][]} */
  const wrong = [
    ['live', '5 eta 99', /changes at step 5: learning_rate must be between 0 and 10, but is 99/],
    ['live', '5 eta x', /changes at step 5: learning_rate must be a number, but is “x”/],
    ['live', '5 eta 0.1; 7 learns 9', /changes at step 7: learns must name layers up to 2/],
    ['rates', 'fa 99', /rates of fa: learning_rate must be between 0 and 10, but is 99/],
  ];
  for (const [key, text, sentence] of wrong) {
    await ask(page, NAME, 'figure.setState({ hidden: [9] })');
    await page.goto(`${origin}/#v=1&d=mnist&layers=5&rules=bp,fa&${key}=${encodeURI(text)}`);
    await until(page, NAME, 'figure.notice !== ""');
    await until(page, NAME, 'figure.state.hidden[0] === 5');
    const [notice, ...rest] = await ask(page, NAME, told);
    assert.match(notice, sentence);
    assert.deepEqual(rest, [[5], '', '']);
  }
  for (const [key, text, sentence] of wrong) {
    await page.evaluate((attribute) => {
      document.body.innerHTML = `<feedback-mnist layers="5" rules="bp,fa" ${attribute}></feedback-mnist>`;
    }, `${key}="${text}"`);
    await until(page, NAME, 'figure.ready');
    const [notice, ...rest] = await ask(page, NAME, told);
    assert.match(notice, sentence);
    assert.deepEqual(rest, [[5], '', '']);
  }
  noFaults(faults);
  await close();
});

test('a run is the pinned one once more, whichever panels are open and whichever rules race', async () => {
  const { page, faults, close } = await open();
  const figure = await ready(page, NAME);
  await ask(page, NAME, `figure.setState({ ${SMALL} })`);
  await steps(page, 20);
  await figure.getByRole('button', { name: 'Pin to compare' }).click();
  const other = 'panels: ["loss", "confusion"], axis: "log", goal: 50, rules: ["fa", "dfa"]';
  await ask(page, NAME, `figure.setState({ ${other} })`);
  const caption = figure.locator('.caption');
  assert.match((await caption.textContent()) ?? '', /At step 20 every weight is the same/);
  await ask(page, NAME, 'figure.setState({ seed: 2, hidden: [9] })');
  await steps(page, 20);
  assert.doesNotMatch((await caption.textContent()) ?? '', /weights? .* the same/);
  noFaults(faults);
  await close();
});

test('networks that take long to prepare say so, and then fall silent', async () => {
  const { page, faults, close } = await open();
  const figure = await ready(page, NAME);
  const deep = 'hidden: Array(100).fill(240), rules: ["bp", "dfa"]';
  await ask(page, NAME, `(figure.setState({ ${deep} }), 0)`);
  await figure.getByText('Preparing the networks').waitFor();
  await until(page, NAME, 'figure.state.hidden.length === 100 && !figure.busy', 60_000);
  noFaults(faults);
  await close();
});

test('more changes than a link can hold are refused in words', async () => {
  const { page, faults, close } = await open();
  await ready(page, NAME);
  const many = Array.from({ length: 124 }, (_, i) => `${100000 + i} eta 0.1`).join('; ');
  await ask(page, NAME, `figure.setState({ ${SMALL}, changes: "${many}" })`);
  await steps(page, 5);
  for (const [eta, accepted] of [
    [0.01234567, true],
    [0.02, false],
  ]) {
    assert.equal(await ask(page, NAME, `figure.setState({ eta: ${eta} })`), accepted);
    await steps(page, 3);
  }
  assert.match(
    await ask(page, NAME, 'figure.notice'),
    /^changes must have at most 2000 characters/,
  );
  assert.ok(await ask(page, NAME, 'figure.setState(figure.state)'), 'what is there can be read');
  noFaults(faults);
  await close();
});
