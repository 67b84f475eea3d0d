// @ts-check
// The race of the rules on digits: it learns, it is the same run whenever it is played, and it says
// what keeps it from running.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alone } from './alone.js';
import { ask, until } from './browser.js';
import { NAME, OWN_DIGITS, outcome, playToEnd, smallRace, tracks } from './race.js';

const RULES = ['bp', 'fa', 'dfa', 'ifa'];

test('four rules from one start pass 80 % on digits they never trained on', async () => {
  const { page, figure } = await smallRace({
    layers: '30,20',
    rules: RULES.join(),
    eta: 0.3,
    steps: 100,
  });
  const start = (await ask(page, NAME, 'figure.snapshot()')).rules;
  assert.equal(new Set(RULES.map((rule) => start[rule].loss)).size, 1, 'one start');
  await figure.getByRole('button', { name: 'Play', exact: true }).click();
  await until(page, NAME, 'figure.done && !figure.playing', 120_000);
  const end = (await ask(page, NAME, 'figure.snapshot()')).rules;
  for (const rule of RULES) {
    const { step, accuracy, angles } = end[rule];
    assert.equal(step, 100);
    assert.ok(accuracy > 0.8, `${rule}: ${accuracy}`);
    if (rule !== 'bp') for (const angle of angles) assert.ok(angle < 75, `${rule}: ${angles}`);
  }
  for (const chart of ['accuracy', 'loss', 'angle0', 'angle1'])
    for (const rule of RULES) {
      const curve = figure.locator(`[data-chart=${chart}] path.curve.rule-${rule}`);
      assert.ok(((await curve.first().getAttribute('d')) ?? '').length > 40, `${chart} ${rule}`);
    }
});

test('the same seed gives the same numbers, step by step or at once; looking back changes none', async () => {
  const { page, figure } = await smallRace({ steps: 30 });
  await playToEnd(page);
  const first = await outcome(page);
  await ask(page, NAME, 'figure.seek(16)');
  assert.equal((await ask(page, NAME, 'figure.snapshot()')).rules.bp.step, 16);
  await ask(page, NAME, 'figure.step(-1)');
  assert.equal((await ask(page, NAME, 'figure.snapshot()')).rules.bp.step, 8);
  await ask(page, NAME, 'figure.seek(30)');
  assert.deepEqual(await outcome(page), first);
  await figure.getByRole('button', { name: 'Restart' }).click();
  await until(page, NAME, 'figure.state.k === 0');
  // The second and the third while the first is under way.
  await ask(page, NAME, 'Promise.all([figure.step(1), figure.step(7), figure.step(12)])');
  assert.equal(await ask(page, NAME, 'figure.state.k'), 20);
  await ask(page, NAME, 'figure.step(10)');
  assert.deepEqual(await outcome(page), first);
});

test('hiding a rule leaves the others untouched; shown again, it is where they are', async () => {
  const { page, figure } = await smallRace({ steps: 20 });
  await playToEnd(page);
  const before = await ask(page, NAME, 'figure.snapshot().rules');
  const looks = (/** @type {any} */ track) =>
    track.snapshots.map((/** @type {any} */ { step }) => step);
  const [seen] = (await tracks(page)).map(looks);
  await figure.getByRole('button', { name: 'FA', exact: true }).click();
  await until(page, NAME, 'Object.keys(figure.snapshot().rules).join() === "bp"');
  await ask(page, NAME, 'figure.setState({ rules: ["bp", "fa", "ifa"] })');
  const after = await ask(page, NAME, 'figure.snapshot().rules');
  assert.deepEqual({ bp: after.bp, fa: after.fa }, before);
  assert.equal(after.ifa.step, 20);
  const late = (await tracks(page)).find(({ rule }) => rule === 'ifa');
  assert.deepEqual(looks(late), seen, 'a rule that joins late is looked at where the others were');
});

test('a bad setting is refused while training goes on; Pause ends it with the round under way', async () => {
  const { page, figure } = await smallRace({ steps: 1000000 });
  await figure.getByRole('button', { name: 'Play', exact: true }).click();
  await until(page, NAME, 'figure.state.k > 5');
  assert.equal(await ask(page, NAME, 'figure.setState({ learning_rate: -1 })'), false);
  const sentence = 'learning_rate must be between 0 and 10, but is -1';
  assert.ok((await figure.getByRole('alert').textContent())?.includes(sentence));
  assert.equal(await ask(page, NAME, 'figure.state.learning_rate'), 0.1);
  const step = await ask(page, NAME, 'figure.state.k');
  await until(page, NAME, `figure.state.k > ${step}`);

  await figure.getByRole('button', { name: 'Pause', exact: true }).click();
  assert.equal(await ask(page, NAME, 'figure.playing'), false);
  await page.waitForTimeout(200);
  const steps = await page.evaluateHandle(() => {
    /** @type {number[]} */
    const all = [];
    addEventListener('feedback-step', (event) =>
      all.push(/** @type {CustomEvent} */ (event).detail.step),
    );
    return all;
  });
  const stopped = await ask(page, NAME, 'figure.state.k');
  await page.waitForTimeout(300);
  assert.deepEqual(await steps.jsonValue(), [], 'no step is taken any more');
  assert.equal(await ask(page, NAME, 'figure.state.k'), stopped);
  await figure.getByRole('button', { name: 'Play', exact: true }).click();
  await until(page, NAME, `figure.state.k > ${stopped}`);
});

test('with one hidden layer the page says that FA, DFA and IFA are one rule, and they are', async () => {
  const { page, figure } = await smallRace({ rules: 'bp,fa,dfa,ifa', steps: 10 });
  const field = figure.getByLabel('Hidden layers', { exact: true });
  await field.fill('32');
  await field.press('Enter');
  await until(page, NAME, 'figure.state.hidden.length === 1');
  await playToEnd(page);
  const { fa, dfa, ifa } = await ask(page, NAME, 'figure.fingerprint()');
  assert.match(fa, /^[0-9a-f]{16}$/);
  assert.ok(fa === dfa && dfa === ifa);
  assert.match((await figure.locator('.caption').textContent()) ?? '', /FA, DFA and IFA/);
});

/**
 * A race whose digits are intercepted on their way.
 * @param {string} path of theirs
 * @param {(route: import('playwright-core').Route) => any} answer
 */
async function intercepted(path, answer) {
  const { page } = await alone('', { wait: false });
  await page.route(path, answer);
  return smallRace({}, { wait: false });
}

test('digits that are missing or damaged are said to be, and Try again finds them', async () => {
  const [manifest, images] = ['**/data/manifest.json', '**/data/train-images*'];
  const { page, figure } = await intercepted(manifest, (route) => route.fulfill({ status: 404 }));
  const alert = figure.getByRole('alert');
  await alert.getByText(/data\/manifest\.json is missing \(status 404\)/).waitFor();
  assert.equal(await figure.locator('.lane').count(), 4, 'the rules are there without digits');
  await page.route(images, async (route) => {
    const body = await (await route.fetch()).body();
    await route.fulfill({ status: 200, body: body.subarray(0, 5000) });
  });
  await page.unroute(manifest);
  await alert.getByRole('button', { name: 'Try again' }).click();
  await alert.getByText(/train-images-idx3-ubyte\.gz is damaged/).waitFor();
  await page.unroute(images);
  await alert.getByRole('button', { name: 'Try again' }).click();
  await until(page, NAME, 'figure.ready');
  assert.equal(await alert.count(), 0);
});

const TRAINED_ON_OWN = 'Trained on 80 digits from your files';

test("files given while the page's own are on their way take their place, with what was asked", async () => {
  const { page, figure } = await intercepted('**/data/train-images*', () => {});
  await figure.getByText('Loading the digits').first().waitFor();
  await ask(page, NAME, '(figure.setState({ hidden: [5] }), 0)');
  await figure.evaluate(
    (element, files) => {
      const own = files.map(({ name, bytes }) => new File([new Uint8Array(bytes)], name));
      return /** @type {any} */ (element).useFiles(own);
    },
    OWN_DIGITS.map(({ name, buffer }) => ({ name, bytes: [...buffer] })),
  );
  await until(page, NAME, 'figure.ready && figure.state.hidden.length === 1');
  await figure.getByText(TRAINED_ON_OWN).waitFor();
  assert.equal(await figure.getByRole('alert').count(), 0);
  await page.unroute('**/data/train-images*');
});

test("a person's own digits are trained on; dropped files that are none leave the present ones in place", async () => {
  const { page, figure } = await smallRace();
  const before = await outcome(page);
  await figure.evaluate((element) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['no'], 'notes.txt'));
    element.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
  });
  await figure
    .getByRole('alert')
    .getByText(/These files will not do/)
    .waitFor();
  assert.deepEqual(await outcome(page), before);
  await figure.locator('input[type=file][multiple]').setInputFiles(OWN_DIGITS);
  await figure.getByText(TRAINED_ON_OWN).waitFor();
  await ask(page, NAME, 'figure.step(5)');
  assert.equal((await ask(page, NAME, 'figure.snapshot()')).rules.fa.step, 5);
});

test('a worker that dies while training stops the race with its reason, and Restart runs it again', async () => {
  const { page, figure } = await smallRace();
  await ask(page, NAME, 'figure.step(20)');
  const first = await ask(page, NAME, 'figure.fingerprint()');
  await ask(page, NAME, 'figure.setState({ budget: 1000000 })');
  await ask(page, NAME, 'figure.play()');
  await until(page, NAME, 'figure.state.k > 20');
  for (const worker of page.workers())
    await worker.evaluate(() => {
      const trap = () => {
        throw new Error('struck by lightning');
      };
      setTimeout(trap);
    });
  const alert = figure.getByRole('alert');
  await alert.waitFor();
  assert.match((await alert.textContent()) ?? '', /This figure has stopped.*struck by lightning/s);
  assert.equal(await ask(page, NAME, 'figure.playing'), false);
  await alert.getByRole('button', { name: 'Restart' }).click();
  await until(page, NAME, 'figure.state.k === 0');
  assert.equal(await alert.count(), 0);
  await ask(page, NAME, 'figure.step(20)');
  assert.deepEqual(await ask(page, NAME, 'figure.fingerprint()'), first);
});
