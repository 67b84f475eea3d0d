// @ts-check
// What is changed on the way, rates of single rules, rules that diverge, and runs as files.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, until } from './browser.js';
import { NAME, outcome, playToEnd, smallRace, tracks } from './race.js';

test('what is changed while it runs acts at once, is marked, and is part of the run', async () => {
  const { page, figure } = await smallRace({ steps: 60 });
  await ask(page, NAME, 'figure.step(20)');
  const looks = (await tracks(page))[0].snapshots.length;
  await ask(page, NAME, 'figure.setState({ learning_rate: 0.01 })');
  assert.equal(await ask(page, NAME, 'figure.state.k'), 20, 'nothing begins anew');
  assert.equal(await ask(page, NAME, 'figure.state.changes'), '20 eta 0.01');
  await ask(page, NAME, 'figure.setState({ learns: "hidden" })');
  assert.equal(await ask(page, NAME, 'figure.state.changes'), '20 eta 0.01; 20 learns hidden');
  await playToEnd(page);
  assert.ok((await tracks(page))[0].snapshots.length > looks);
  assert.match((await figure.locator('.caption').textContent()) ?? '', /0\.01/);
  const end = await outcome(page);

  // The same start, the same changes, the same numbers; and for a rule that joins late, too.
  await figure.getByRole('button', { name: 'Restart' }).click();
  await until(page, NAME, 'figure.state.k === 0');
  await playToEnd(page);
  assert.deepEqual(await outcome(page), end);
  await ask(page, NAME, 'figure.setState({ rules: ["bp"] })');
  await ask(page, NAME, 'figure.setState({ rules: ["bp", "fa"] })');
  assert.deepEqual(await outcome(page), end);

  // Another rate would have come to other weights.
  await ask(page, NAME, 'figure.setState({ changes: "20 eta 0.02; 20 learns hidden", k: 60 })');
  await until(page, NAME, 'figure.state.k === 60');
  assert.notDeepEqual(await ask(page, NAME, 'figure.fingerprint()'), end[1]);

  // Once it is done a knob is one for the next run.
  await ask(page, NAME, 'figure.setState({ learning_rate: 0.3 })');
  const { k, changes, learning_rate } = await ask(page, NAME, 'figure.state');
  assert.deepEqual([k, changes, learning_rate], [0, '', 0.3]);
});

test('rules may have learning rates of their own; what is none is refused in words', async () => {
  const { page, figure } = await smallRace({ rates: 'fa 0' });
  await ask(page, NAME, 'figure.step(100)');
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
});

test('a rule whose loss is no number any more stops, is named with its step, and the others go on', async () => {
  const wild = { output: 'identity', activation: 'identity', rates: 'bp 10', eta: 0.01 };
  const { page, figure } = await smallRace(wild);
  await playToEnd(page);
  const [bp, fa] = await tracks(page);
  assert.ok(bp.diverged > 0 && bp.diverged < 120, `${bp.diverged}`);
  assert.equal(bp.snapshots.at(-1).step, bp.diverged);
  assert.equal(fa.diverged, undefined);
  assert.equal(fa.snapshots.at(-1).step, 120);
  assert.equal(await ask(page, NAME, 'figure.state.k'), 120);
  const caption = (await figure.locator('.caption').textContent()) ?? '';
  assert.ok(caption.includes(`BP diverged at step ${bp.diverged}`), caption);
  // All of them: then the race is over before its budget.
  await ask(page, NAME, 'figure.setState({ rates: "", learning_rate: 10 })');
  await playToEnd(page);
  assert.ok((await ask(page, NAME, 'figure.state.k')) < 120);
});

test('a run is saved, loaded elsewhere, played, and is the same to the last bit', async () => {
  const first = await smallRace({ drop: 0.2, seed: 5, steps: 30 });
  await playToEnd(first.page);
  const file = await ask(first.page, NAME, 'figure.exportRun()');
  const end = await ask(first.page, NAME, 'figure.fingerprint()');

  const { page, figure } = await smallRace({ layers: 5 });
  await figure
    .locator('input[type=file][accept*=json]')
    .setInputFiles({ name: 'run.json', mimeType: 'application/json', buffer: Buffer.from(file) });
  const unpin = figure.getByRole('button', { name: /^Unpin/ });
  await unpin.waitFor();
  const { k, seed, hidden } = await ask(page, NAME, 'figure.state');
  assert.deepEqual([k, seed, hidden], [0, 5, [16, 12]]);
  const ghosts = figure.locator('.ghost');
  assert.ok((await ghosts.count()) > 0, 'its curves are there before it is played');
  await playToEnd(page);
  assert.deepEqual(await ask(page, NAME, 'figure.fingerprint()'), end);
  assert.match((await figure.locator('.caption').textContent()) ?? '', /to the last bit/);
  await unpin.click();
  await unpin.waitFor({ state: 'detached' });
  assert.equal(await ghosts.count(), 0);
});

test('files that are no runs are refused in one sentence, and what is on screen stays', async () => {
  const { page, figure } = await smallRace();
  await ask(page, NAME, 'figure.step(5)');
  const before = await outcome(page);
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
    assert.deepEqual(await outcome(page), before);
  }
  assert.equal(await figure.getByRole('button', { name: /^Unpin/ }).count(), 0);
});

test('a moment is trained up to, and the race stops there', async () => {
  const { page, figure } = await smallRace({ k: 30 });
  await until(page, NAME, 'figure.state.k === 30');
  assert.equal(await ask(page, NAME, 'figure.playing'), false);
  await page.waitForTimeout(200);
  assert.equal(await ask(page, NAME, 'figure.state.k'), 30);
  await figure.getByText('step 30 of 120').waitFor();
});
