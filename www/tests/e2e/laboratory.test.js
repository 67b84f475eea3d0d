// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, noFaults, open, origin, ready, until } from './browser.js';

const NAME = 'feedback-mnist';
/** A net so small that a run takes a second. */
const SMALL = 'hidden: [16, 12], rules: ["bp", "fa"], budget: 120';

/** @param {import('playwright-core').Page} page */
const done = (page) => until(page, NAME, 'figure.done && !figure.playing', 120_000);

/** Plays to the end. @param {import('playwright-core').Page} page */
async function run(page) {
  await ask(page, NAME, 'figure.play()');
  await done(page);
}

test('what is changed while it runs acts at once, is marked, and is part of the run', async () => {
  const { page, faults, close } = await open();
  const figure = await ready(page, NAME);
  await ask(page, NAME, `figure.setState({ ${SMALL} })`);
  await ask(page, NAME, 'figure.step(40)');
  await until(page, NAME, 'figure.reached === 40 && !figure.stepping');
  const before = await ask(page, NAME, 'figure.tracks.map((t) => t.snapshots.length)');
  await ask(page, NAME, 'figure.setState({ learning_rate: 0.01 })');
  assert.equal(await ask(page, NAME, 'figure.reached'), 40, 'nothing begins anew');
  assert.equal(await ask(page, NAME, 'figure.state.changes'), '40 eta 0.01');
  await ask(page, NAME, 'figure.setState({ learns: "hidden" })');
  assert.equal(await ask(page, NAME, 'figure.state.changes'), '40 eta 0.01; 40 learns hidden');
  await run(page);
  assert.ok((await ask(page, NAME, 'figure.tracks[0].snapshots.length')) > before[0]);
  assert.match(
    await ask(page, NAME, 'figure.shadowRoot.querySelector(".caption").textContent'),
    /0\.01/,
  );
  const end = await ask(page, NAME, '[figure.snapshot(), figure.fingerprint()]');

  // The same start, the same changes, the same numbers; and for a rule that joins late, too.
  await figure.getByRole('button', { name: 'Restart' }).click();
  await until(page, NAME, 'figure.reached === 0');
  await run(page);
  assert.deepEqual(await ask(page, NAME, '[figure.snapshot(), figure.fingerprint()]'), end);
  await ask(page, NAME, 'figure.setState({ rules: ["bp"] })');
  await ask(page, NAME, 'figure.setState({ rules: ["bp", "fa"] })');
  assert.deepEqual(await ask(page, NAME, 'figure.fingerprint()'), end[1]);

  // Once it is done a knob is one for the next run.
  await ask(page, NAME, 'figure.setState({ learning_rate: 0.3 })');
  assert.deepEqual(
    await ask(page, NAME, '[figure.reached, figure.state.changes, figure.state.learning_rate]'),
    [0, '', 0.3],
  );
  noFaults(faults);
  await close();
});

test('rules may have learning rates of their own; what is none is refused in words', async () => {
  const { page, close } = await open();
  const figure = await ready(page, NAME);
  await ask(page, NAME, `figure.setState({ ${SMALL}, rates: "fa 0" })`);
  await run(page);
  const { bp, fa } = (await ask(page, NAME, 'figure.snapshot()')).rules;
  assert.ok(bp.accuracy > 0.5 && fa.accuracy < 0.3, `${bp.accuracy} ${fa.accuracy}`);
  /** @type {[string, RegExp][]} */
  const wrong = [
    ['xx 0.1', /rates must be rules with their learning rates, such as bp 0\.1, but is “xx 0\.1”/],
    ['fa', /rates must be/],
    ['fa -1', /learning_rate must be between 0 and 10, but is -1/],
  ];
  for (const [rates, sentence] of wrong) {
    assert.equal(await ask(page, NAME, `figure.setState({ rates: "${rates}" })`), false);
    assert.match((await figure.getByRole('alert').textContent()) ?? '', sentence);
    assert.equal(await ask(page, NAME, 'figure.state.rates'), 'fa 0');
  }
  await close();
});

test('a rule whose loss is no number any more stops, is named with its step, and the others go on', async () => {
  const { page, faults, close } = await open();
  await ready(page, NAME);
  const wild = 'output: "identity", activation: "identity", rates: "bp 10", learning_rate: 0.01';
  await ask(page, NAME, `figure.setState({ ${SMALL}, ${wild} })`);
  await run(page);
  const [bp, fa] = await ask(page, NAME, 'figure.tracks');
  assert.ok(bp.diverged > 0 && bp.diverged < 120, `${bp.diverged}`);
  assert.equal(fa.diverged, undefined);
  assert.equal(await ask(page, NAME, 'figure.reached'), 120);
  const caption = await ask(page, NAME, 'figure.shadowRoot.querySelector(".caption").textContent');
  assert.ok(caption.includes(`BP diverged at step ${bp.diverged}`), caption);
  // All of them: then the race is over before its budget.
  await ask(page, NAME, 'figure.setState({ rates: "", learning_rate: 10 })');
  await run(page);
  assert.ok((await ask(page, NAME, 'figure.reached')) < 120);
  assert.equal(await ask(page, NAME, 'figure.over'), true);
  noFaults(faults);
  await close();
});

test('Pause stops a hundred layers within 100 ms', async () => {
  const { page, close } = await open();
  await ready(page, NAME);
  const deep = 'hidden: Array(100).fill(240), rules: ["bp", "dfa"]';
  await ask(page, NAME, `figure.setState({ ${deep} })`);
  await ask(page, NAME, 'figure.play()');
  await until(page, NAME, 'figure.reached > 1', 120_000);
  // Some way into a step.
  await page.waitForTimeout(300);
  await ask(page, NAME, 'figure.pause()');
  await page.waitForTimeout(100);
  const at =
    'JSON.stringify([...figure.race.lanes.values()].map((l) => [l.step, l.phase, l.timedSteps]))';
  const stopped = await ask(page, NAME, at);
  await page.waitForTimeout(2000);
  assert.equal(await ask(page, NAME, at), stopped, 'not a phase more');
  assert.equal(await ask(page, NAME, 'figure.playing'), false);
  // What was left is taken up.
  const step = await ask(page, NAME, 'figure.reached');
  await ask(page, NAME, 'figure.play()');
  await until(page, NAME, `figure.reached > ${step}`, 120_000);
  await close();
});

test('a run is saved, loaded elsewhere, played, and is the same to the last bit', async () => {
  const first = await open();
  await ready(first.page, NAME);
  await ask(first.page, NAME, `figure.setState({ ${SMALL}, dropout_hidden: 0.2, seed: 5 })`);
  await run(first.page);
  const file = await ask(first.page, NAME, 'figure.exportRun()');
  const end = await ask(first.page, NAME, 'figure.fingerprint()');
  await first.close();

  const { page, faults, close } = await open();
  const figure = await ready(page, NAME);
  await figure
    .locator('input[type=file][accept*=json]')
    .setInputFiles({ name: 'run.json', mimeType: 'application/json', buffer: Buffer.from(file) });
  await until(page, NAME, 'figure.pinned && figure.state.seed === 5');
  assert.equal(await ask(page, NAME, 'figure.reached'), 0);
  assert.ok(
    (await figure.locator('.ghost').count()) > 0,
    'its curves are there before it is played',
  );
  await run(page);
  assert.deepEqual(await ask(page, NAME, 'figure.fingerprint()'), end);
  assert.match((await figure.locator('.caption').textContent()) ?? '', /to the last bit/);
  await figure.getByRole('button', { name: /^Unpin/ }).click();
  await until(page, NAME, 'figure.pinned === undefined');
  assert.equal(await figure.locator('.ghost').count(), 0);
  noFaults(faults);
  await close();
});

test('files that are no runs are refused in one sentence, and what is on screen stays', async () => {
  const { page, faults, close } = await open();
  const figure = await ready(page, NAME);
  await ask(page, NAME, `figure.setState({ ${SMALL} })`);
  await ask(page, NAME, 'figure.step(5)');
  await until(page, NAME, 'figure.reached === 5 && !figure.stepping');
  const before = await ask(page, NAME, '[figure.snapshot(), figure.fingerprint(), figure.state]');
  const run = JSON.parse(await ask(page, NAME, 'figure.exportRun()'));
  /** @type {[any, RegExp][]} */
  const hostile = [
    ['', /must be a JSON file/],
    ['[]', /its format is/],
    ['null', /its format is/],
    [{ ...run, version: 9 }, /version must be 1, but is 9/],
    [
      { ...run, settings: { seed: -1 } },
      /seed must be a whole number between 0 and 4294967295, but is -1/,
    ],
    [{ ...run, settings: { hidden: 'many' } }, /hidden must be a list of numbers/],
    [{ ...run, settings: { nonsense: 1 } }, /nonsense/],
    [{ ...run, settings: 7 }, /must be an object/],
    [{ ...run, tracks: 'none' }, /tracks must be a list/],
    [{ ...run, tracks: [{ rule: '__proto__' }] }, /rule must be one of bp/],
    [
      { ...run, tracks: [{ rule: 'bp', snapshots: [{ step: 'x' }] }] },
      /step in a snapshot of bp must be a number/,
    ],
    [
      { ...run, tracks: [{ ...run.tracks[0], snapshots: [...run.tracks[0].snapshots].reverse() }] },
      /in the order of their steps/,
    ],
  ];
  for (const [content, sentence] of hostile) {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    assert.equal(await ask(page, NAME, `figure.loadRun(${JSON.stringify(text)})`), false, text);
    assert.match(
      (await figure.getByRole('alert').textContent()) ?? '',
      /** @type {RegExp} */ (sentence),
    );
    assert.deepEqual(
      await ask(page, NAME, '[figure.snapshot(), figure.fingerprint(), figure.state]'),
      before,
    );
  }
  assert.equal(await ask(page, NAME, 'figure.pinned'), undefined);
  noFaults(faults);
  await close();
});

test('a link with a moment trains up to it, and stops there', async () => {
  const { page, faults, close } = await open({}, (page) =>
    page.goto(`${origin}/#v=1&d=mnist&layers=16,12&rules=bp,fa&steps=120&k=60`),
  );
  await ready(page, NAME);
  await page.goto(`${origin}/#v=1&d=mnist&layers=16,12&rules=bp,fa&steps=120&k=60`);
  await until(page, NAME, 'figure.reached === 60 && !figure.stepping', 60_000);
  assert.equal(await ask(page, NAME, 'figure.playing'), false);
  await page.waitForTimeout(500);
  assert.equal(await ask(page, NAME, 'figure.reached'), 60);
  noFaults(faults);
  await close();
});
