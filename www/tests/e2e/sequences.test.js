// @ts-check
// One thing after the other, faster than anybody waits for: the state, the curves and the workers
// of `<feedback-mnist>` agree after each.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alone } from './alone.js';
import { ask, noFaults, open, origin, ready, until } from './browser.js';
import { NAME, outcome, playToEnd, smallRace, tracks, whenSaid } from './race.js';

/** @typedef {import('playwright-core').Page} Page */

/** The newest step of every rule on screen. @param {Page} page */
const where = async (page) =>
  (await tracks(page)).map(({ rule, snapshots }) => `${rule} ${snapshots.at(-1).step}`);

/** Plays the same run from its start to this step: nothing may differ. @param {Page} page */
async function sameAgain(page) {
  const before = await outcome(page);
  const { k } = before[2];
  await ask(page, NAME, 'figure.restart()');
  await until(page, NAME, 'figure.state.k === 0');
  await ask(page, NAME, `figure.setState({ k: ${k} })`);
  await until(page, NAME, `figure.state.k === ${k}`);
  assert.deepEqual(await outcome(page), before);
}

test('a live change is one for all rules on screen, whoever is off screen or behind', async () => {
  const { page } = await smallRace({ steps: 5000, speed: 300 });
  await ask(page, NAME, 'figure.step(10)');
  await ask(page, NAME, 'figure.setState({ rules: ["bp"] })');
  await ask(page, NAME, 'figure.step(20)');
  await ask(page, NAME, 'figure.setState({ learning_rate: 0.01 })');
  assert.equal(await ask(page, NAME, 'figure.state.changes'), '30 eta 0.01');
  // Who comes back has learned with the old rate up to there.
  await ask(page, NAME, 'figure.setState({ rules: ["bp", "fa"] })');
  await ask(page, NAME, 'figure.step(5)');
  await sameAgain(page);

  // In the middle of catching up, which training goes on to do.
  await ask(page, NAME, 'figure.setState({ seed: 2, rules: ["bp"], changes: "" })');
  await ask(page, NAME, 'figure.play()');
  await until(page, NAME, 'figure.state.k > 60');
  const caughtUp = whenSaid(page, 'FA catches up', 'figure.setState({ learning_rate: 0.02 })');
  await ask(page, NAME, 'figure.setState({ rules: ["bp", "fa"] })');
  assert.equal(await caughtUp, true);
  const [step, ...change] = (await ask(page, NAME, 'figure.state.changes')).split(' ');
  assert.ok(step > 60, step);
  assert.deepEqual(change, ['eta', '0.02']);
  await until(page, NAME, `figure.state.k > ${step} + 10`);
  await ask(page, NAME, 'figure.pause()');
  // What is asked now waits until nothing is under way.
  await ask(page, NAME, 'figure.setState({ goal: 90 })');
  const k = await ask(page, NAME, 'figure.state.k');
  assert.deepEqual(await where(page), [`bp ${k}`, `fa ${k}`]);
  await sameAgain(page);
});

test('what the core refuses for one rule or a later step is refused at once; the run goes on', async () => {
  const { page, figure } = await smallRace();
  await ask(page, NAME, 'figure.step(40)');
  for (const patch of ['rates: "fa 11"', 'changes: "60 eta 11"', 'changes: "60 learns 4"']) {
    assert.equal(await ask(page, NAME, `figure.setState({ ${patch} })`), false);
    assert.match((await figure.getByRole('alert').textContent()) ?? '', / must /);
    assert.deepEqual(await where(page), ['bp 40', 'fa 40']);
  }
  // Restart and a refusal at once: neither a new run nor the end of the old one.
  await ask(page, NAME, '(figure.setState({ hidden: [99999] }), figure.restart(), 0)');
  await playToEnd(page);
  assert.deepEqual(await where(page), ['bp 120', 'fa 120']);
  assert.equal(await figure.getByText('This figure has stopped').count(), 0);
});

test('a moment is a step, whatever is under way and whatever is looked at', async () => {
  const { page, figure } = await smallRace({ steps: 300 });
  await ask(page, NAME, 'figure.step(40)');
  /** @param {number} k @param {string} when */
  const comesTo = async (k, when) => {
    await until(page, NAME, `figure.state.k === ${k} && !figure.playing`);
    await ask(page, NAME, 'figure.setState({ goal: 90 })');
    await ask(page, NAME, 'figure.setState({ goal: 85 })');
    assert.deepEqual(await where(page), [`bp ${k}`, `fa ${k}`], when);
    assert.equal(await ask(page, NAME, 'figure.state.k'), k, when);
    await figure.getByText(`step ${k} of 300`).waitFor();
  };
  await ask(page, NAME, '(figure.seek(1), figure.setState({ k: 45 }))');
  await comesTo(45, 'looked back at');
  // So slowly, and asked from within, that it is not beyond what is asked for.
  await ask(page, NAME, 'figure.setState({ speed: 100 })');
  await page.evaluate(async (name) => {
    const figure = /** @type {any} */ (document.querySelector(name));
    figure.play();
    while (figure.state.k <= 60) await new Promise(requestAnimationFrame);
    await figure.setState({ k: 150 });
  }, NAME);
  await comesTo(150, 'while it plays');
  await ask(page, NAME, 'figure.setState({ speed: Infinity })');
  await ask(page, NAME, 'figure.setState({ k: 240 })');
  await until(page, NAME, 'figure.state.k > 160');
  await ask(page, NAME, 'figure.setState({ k: 260 })');
  await comesTo(260, 'while steps are taken');
  for (const from of [3, 4]) {
    await ask(page, NAME, `(figure.seek(${from}), figure.setState({ k: 99999 }))`);
    await comesTo(300, 'beyond the budget');
  }
});

test('a figure outside of the page trains nothing, whatever it is told', async () => {
  const { page } = await smallRace();
  const networks = () => page.workers().filter((worker) => /networks/.test(worker.url())).length;
  assert.ok(networks() > 0);
  await page.evaluate((name) => {
    const figure = /** @type {any} */ (document.querySelector(name));
    Object.assign(window, { figure });
    figure.remove();
    figure.step(5);
    figure.play();
    figure.advancePhase();
    return figure.setState({ k: 7, seed: 3 });
  }, NAME);
  await page.waitForTimeout(300);
  assert.equal(networks(), 0);
  await page.evaluate('(document.querySelector("main").append(figure), 0)');
  await ask(page, NAME, 'figure.setState({ goal: 90 })');
  assert.deepEqual(await where(page), ['bp 0', 'fa 0']);
  await ask(page, NAME, 'figure.step(5)');
  assert.deepEqual(await where(page), ['bp 5', 'fa 5']);
});

test('networks change under panels that ask about their layers', async () => {
  const panels = 'hidden,mistakes,fields,diagram,draw,confusion';
  const deep = { layers: '16,12,10', rules: 'bp,dfa', steps: 100000, layer: 3, panels };
  const { page, figure } = await smallRace(deep);
  await ask(page, NAME, 'figure.play()');
  for (let i = 0; i < 6; i++) {
    // Each time at another moment of training, looking and asking.
    await page.waitForTimeout(20 + 30 * i);
    const hidden = i % 2 ? '[16, 12, 10]' : i % 4 ? '[]' : '[5]';
    await ask(page, NAME, `(figure.setState({ hidden: ${hidden}, seed: ${i} }), 0)`);
    const alerts = await figure.getByRole('alert').allTextContents();
    assert.deepEqual(alerts, [], `${i}`);
  }
  await until(page, NAME, 'figure.state.seed === 5 && figure.state.k > 5');
  await ask(page, NAME, 'figure.pause()');
  assert.deepEqual(await figure.getByRole('alert').allTextContents(), []);
});

/** @type {[string, string, RegExp][]} */
const WRONG = [
  ['live', '5 eta 99', /changes at step 5: learning_rate must be between 0 and 10, but is 99/],
  ['live', '5 eta x', /changes at step 5: learning_rate must be a number, but is “x”/],
  ['live', '5 eta 0.1; 7 learns 9', /changes at step 7: learns must name layers up to 2/],
  ['rates', 'fa 99', /rates of fa: learning_rate must be between 0 and 10, but is 99/],
];

/** What is set besides the wrong text, which is not. @param {Page} page */
async function theRestCounts(page) {
  const { hidden, changes, rates } = await ask(page, NAME, 'figure.state');
  assert.deepEqual([hidden, changes, rates], [[5], '', '']);
}

test('what is wrong with one rate or change is said of it, and the rest of a tag counts', async () => {
  for (const [key, text, sentence] of [WRONG[0], WRONG[3]]) {
    const attributes = `layers="5" rules="bp,fa" ${key}="${text}"`;
    const { page, figure } = await alone(`<${NAME} ${attributes}></${NAME}>`);
    await figure.getByRole('alert').getByText(sentence).waitFor();
    await theRestCounts(page);
  }
});

test('what is wrong with one rate or change is said of it, and the rest of a link counts', async () => {
  const { page, faults, close } = await open();
  const figure = await ready(page, NAME);
  for (const [key, text, sentence] of WRONG) {
    await ask(page, NAME, 'figure.setState({ hidden: [9], rules: ["bp"] })');
    assert.equal(await figure.getByRole('alert').count(), 0);
    await page.goto(`${origin}/#v=1&d=mnist&layers=5&rules=bp,fa&${key}=${encodeURI(text)}`);
    const alert = figure.getByRole('alert').getByText('The rest of the link is on screen');
    assert.match((await alert.textContent()) ?? '', sentence);
    await theRestCounts(page);
  }
  noFaults(faults);
  await close();
});

test('a run is the pinned one once more, whichever panels are open and whichever rules race', async () => {
  const { page, figure } = await smallRace();
  await ask(page, NAME, 'figure.step(20)');
  await figure.getByRole('button', { name: 'Pin to compare' }).click();
  const other = 'panels: ["loss", "confusion"], axis: "log", goal: 50, rules: ["fa", "dfa"]';
  await ask(page, NAME, `figure.setState({ ${other} })`);
  const caption = figure.locator('.caption');
  assert.match((await caption.textContent()) ?? '', /At step 20 every weight is the same/);
  await ask(page, NAME, 'figure.setState({ seed: 2, hidden: [9] })');
  await ask(page, NAME, 'figure.step(20)');
  assert.doesNotMatch((await caption.textContent()) ?? '', /weights? .* the same/);
});

test('more changes than a link can hold are refused in words', async () => {
  const { page, figure } = await smallRace();
  const many = Array.from({ length: 124 }, (_, i) => `${100000 + i} eta 0.1`).join('; ');
  await ask(page, NAME, `figure.setState({ changes: "${many}" })`);
  await ask(page, NAME, 'figure.step(5)');
  for (const [eta, accepted] of [
    [0.01234567, true],
    [0.02, false],
  ]) {
    assert.equal(await ask(page, NAME, `figure.setState({ eta: ${eta} })`), accepted);
    await ask(page, NAME, 'figure.step(3)');
  }
  assert.match(
    (await figure.getByRole('alert').textContent()) ?? '',
    /changes must have at most 2000 characters/,
  );
  assert.ok(await ask(page, NAME, 'figure.setState(figure.state)'), 'what is there can be read');
});
