// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, noFaults, open, ready, until } from './browser.js';

const NAME = 'feedback-mnist';
const RULES = ['bp', 'fa', 'dfa', 'ifa'];

/** Trains to a number of steps. @param {import('playwright-core').Page} page @param {number} steps */
async function train(page, steps) {
  await ask(page, NAME, `figure.setState({ budget: ${steps} })`);
  await ask(page, NAME, 'figure.play()');
  await until(page, NAME, 'figure.done && !figure.playing', 120_000);
}

test('four rules from one start pass 80 % on digits they never trained on', async () => {
  const { page, faults, close } = await open();
  const figure = await ready(page, NAME);
  const start = await ask(page, NAME, 'figure.snapshot()');
  const losses = RULES.map((rule) => start.rules[rule].loss);
  assert.ok(
    losses.every((loss) => loss === losses[0]),
    'one start',
  );
  await ask(page, NAME, 'figure.setState({ budget: 250 })');
  await figure.getByRole('button', { name: 'Play', exact: true }).click();
  await until(page, NAME, 'figure.done && !figure.playing', 120_000);
  const end = await ask(page, NAME, 'figure.snapshot()');
  for (const rule of RULES) {
    const { step, accuracy, angles } = end.rules[rule];
    assert.equal(step, 250);
    assert.ok(accuracy > 0.8, `${rule}: ${accuracy}`);
    if (rule !== 'bp')
      assert.ok(
        angles.every((/** @type {number} */ a) => a < 75),
        `${rule}: ${angles}`,
      );
  }
  for (const chart of ['accuracy', 'loss', 'angle0', 'angle1'])
    for (const rule of RULES) {
      const curve = figure.locator(`[data-chart=${chart}] path.curve.rule-${rule}`);
      assert.ok(((await curve.first().getAttribute('d')) ?? '').length > 40, `${chart} ${rule}`);
    }
  noFaults(faults);
  await close();
});

test('the same seed gives the same numbers, step by step or at once', async () => {
  const { page, close } = await open();
  const figure = await ready(page, NAME);
  await train(page, 60);
  const first = await ask(page, NAME, '[figure.snapshot(), figure.fingerprint()]');
  await figure.getByRole('button', { name: 'Restart' }).click();
  await until(page, NAME, 'figure.state.k === 0');
  for (const steps of [1, 7, 30, 22]) {
    await ask(page, NAME, `figure.step(${steps})`);
    await page.waitForTimeout(10);
  }
  await until(page, NAME, 'figure.done');
  assert.deepEqual(await ask(page, NAME, '[figure.snapshot(), figure.fingerprint()]'), first);
  await close();
});

test('hiding a rule leaves the others untouched; shown again, it is where they are', async () => {
  const { page, close } = await open();
  const figure = await ready(page, NAME);
  await ask(page, NAME, 'figure.setState({ rules: ["bp", "fa"] })');
  await train(page, 50);
  const before = await ask(page, NAME, 'figure.snapshot().rules');
  const seen = await ask(page, NAME, 'figure.tracks[0].snapshots.map((s) => s.step)');
  await figure.getByRole('button', { name: 'FA', exact: true }).click();
  await until(page, NAME, 'figure.tracks.length === 1');
  await ask(page, NAME, 'figure.setState({ rules: ["bp", "fa", "ifa"] })');
  const after = await ask(page, NAME, 'figure.snapshot().rules');
  assert.deepEqual({ bp: after.bp, fa: after.fa }, before);
  assert.equal(after.ifa.step, 50);
  const late = await ask(page, NAME, 'figure.tracks[2].snapshots.map((s) => s.step)');
  assert.deepEqual(late, seen, 'a rule that joins late is looked at where the others were');
  await close();
});

test('pause takes effect within 100 ms', async () => {
  const { page, close } = await open();
  await ready(page, NAME);
  await ask(page, NAME, 'figure.play()');
  await until(page, NAME, 'figure.reached > 5');
  const [waited, step] = await ask(
    page,
    NAME,
    `new Promise((resolve) => {
       figure.pause();
       const start = performance.now();
       resolve(figure.updateComplete.then(() => [performance.now() - start, figure.reached]));
     })`,
  );
  assert.ok(waited < 100, `${waited} ms`);
  await page.waitForTimeout(1500);
  const settled = await ask(page, NAME, 'figure.reached');
  assert.ok(settled - step <= 25, 'at most the round that was under way');
  await page.waitForTimeout(500);
  assert.equal(await ask(page, NAME, 'figure.reached'), settled);
  await close();
});

test('looking back changes nothing', async () => {
  const { page, close } = await open();
  await ready(page, NAME);
  await train(page, 50);
  const end = await ask(page, NAME, 'figure.snapshot()');
  await ask(page, NAME, 'figure.seek(16)');
  assert.equal((await ask(page, NAME, 'figure.snapshot()')).rules.bp.step, 16);
  await ask(page, NAME, 'figure.step(-1)');
  assert.equal((await ask(page, NAME, 'figure.snapshot()')).rules.bp.step, 8);
  await ask(page, NAME, 'figure.seek(50)');
  assert.deepEqual(await ask(page, NAME, 'figure.snapshot()'), end);
  await close();
});

test('a bad setting is refused while training goes on', async () => {
  const { page, faults, close } = await open();
  const figure = await ready(page, NAME);
  await ask(page, NAME, 'figure.play()');
  await until(page, NAME, 'figure.reached > 0');
  assert.equal(await ask(page, NAME, 'figure.setState({ learning_rate: -1 })'), false);
  const sentence = 'learning_rate must be between 0 and 10, but is -1';
  assert.ok((await figure.getByRole('alert').textContent())?.includes(sentence));
  const step = await ask(page, NAME, 'figure.reached');
  await until(page, NAME, `figure.reached > ${step}`);
  assert.equal(await ask(page, NAME, 'figure.state.learning_rate'), 0.1);
  noFaults(faults);
  await close();
});

test('with one hidden layer the page says that FA, DFA and IFA are one rule, and they are', async () => {
  const { page, close } = await open();
  const figure = await ready(page, NAME);
  const field = figure.getByLabel('Hidden layers', { exact: true });
  await field.fill('32');
  await field.press('Enter');
  await until(page, NAME, 'figure.state.hidden.length === 1');
  await train(page, 10);
  const { fa, dfa, ifa } = await ask(page, NAME, 'figure.fingerprint()');
  assert.ok(fa === dfa && dfa === ifa);
  assert.match((await figure.locator('.caption').textContent()) ?? '', /FA, DFA and IFA/);
  await close();
});

test('digits that are missing are said to be, and Try again finds them', async () => {
  const { page, close } = await open({}, (page) =>
    page.route('**/data/manifest.json', (route) => route.fulfill({ status: 404 })),
  );
  const figure = page.locator(NAME);
  await figure.scrollIntoViewIfNeeded();
  const alert = figure.getByRole('alert');
  await alert.waitFor();
  assert.match((await alert.textContent()) ?? '', /data\/manifest\.json is missing \(status 404\)/);
  assert.ok((await figure.locator('.lane').count()) === 4, 'the rules are there without digits');
  await page.unroute('**/data/manifest.json');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await until(page, NAME, 'figure.ready');
  assert.equal(await alert.count(), 0);
  await close();
});

test('a damaged file is named, and a sound one recovers', async () => {
  const { page, close } = await open({}, (page) =>
    page.route('**/data/train-images*', async (route) => {
      const response = await route.fetch();
      const body = (await response.body()).subarray(0, 5000);
      await route.fulfill({ status: 200, body });
    }),
  );
  const figure = page.locator(NAME);
  await figure.scrollIntoViewIfNeeded();
  const alert = figure.getByRole('alert');
  await alert.waitFor();
  assert.match((await alert.textContent()) ?? '', /train-images-idx3-ubyte\.gz is damaged/);
  await page.unroute('**/data/train-images*');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await until(page, NAME, 'figure.ready');
  await close();
});

/** An IDX file. @param {number[]} sizes @param {number[]} bytes */
function idx(sizes, bytes) {
  const header = [0, 0, 8, sizes.length, ...sizes.flatMap((n) => [0, 0, n >> 8, n & 255])];
  return Buffer.from([...header, ...bytes]);
}

/** Images and labels as a file picker takes them. @param {string} name @param {number} n */
const set = (name, n) => [
  {
    name: `${name}-images`,
    mimeType: '',
    buffer: idx(
      [n, 4, 4],
      Array.from({ length: 16 * n }, (_, i) => (i * 37) % 256),
    ),
  },
  {
    name: `${name}-labels`,
    mimeType: '',
    buffer: idx(
      [n],
      Array.from({ length: n }, (_, i) => i % 10),
    ),
  },
];

test("files given while the page's own are on their way take their place, with what was asked", async () => {
  const { page, close } = await open({}, (page) =>
    page.route('**/data/train-images*', () => new Promise(() => {})),
  );
  await page.locator(NAME).scrollIntoViewIfNeeded();
  await until(page, NAME, 'figure.digits?.state === "loading"');
  await ask(
    page,
    NAME,
    '(figure.addEventListener("feedback-ready", () => (figure.told = true)), figure.setState({ hidden: [5] }), 0)',
  );
  const files = [...set('t', 20), ...set('train', 80)].map(({ name, buffer }) => [
    name,
    [...buffer],
  ]);
  await page.locator(NAME).evaluate((element, list) => {
    const own = list.map(
      ([name, bytes]) => new File([new Uint8Array(/** @type {any} */ (bytes))], String(name)),
    );
    return /** @type {any} */ (element).useFiles(own);
  }, files);
  await until(page, NAME, 'figure.told && figure.state.hidden.length === 1');
  assert.equal(await ask(page, NAME, 'figure.digits.from'), 'your files');
  assert.equal(await ask(page, NAME, 'figure.notice + figure.failure'), '');
  await close();
});

test("a person's own digits are trained on; dropped files that are none leave the present ones in place", async () => {
  const { page, faults, close } = await open();
  const figure = await ready(page, NAME);
  const picker = figure.locator('input[type=file][multiple]');
  const before = await ask(page, NAME, '[figure.snapshot(), figure.fingerprint()]');
  await figure.evaluate((element) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['no'], 'notes.txt'));
    element.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
  });
  await figure.getByRole('alert').waitFor();
  assert.match((await figure.getByRole('alert').textContent()) ?? '', /These files will not do/);
  assert.deepEqual(await ask(page, NAME, '[figure.snapshot(), figure.fingerprint()]'), before);
  await picker.setInputFiles([...set('t', 20), ...set('train', 80)]);
  await figure.getByText('Trained on 80 digits from your files').waitFor();
  await train(page, 5);
  assert.equal((await ask(page, NAME, 'figure.snapshot()')).rules.fa.step, 5);
  noFaults(faults);
  await close();
});

test('a worker that dies while training stops the race with its reason, and Restart runs it again', async () => {
  const { page, close } = await open();
  const figure = await ready(page, NAME);
  await train(page, 20);
  const first = await ask(page, NAME, 'figure.fingerprint()');
  await ask(page, NAME, 'figure.setState({ budget: 5000 })');
  await ask(page, NAME, 'figure.play()');
  await until(page, NAME, 'figure.reached > 20');
  for (const worker of page.workers()) {
    // The toy and the linear network have workers too; only a lane has a session.
    await worker.evaluate(() => {
      const trap = () => {
        throw new Error('struck by lightning');
      };
      setTimeout(trap);
    });
  }
  const alert = figure.getByRole('alert');
  await alert.waitFor();
  assert.match((await alert.textContent()) ?? '', /This figure has stopped.*struck by lightning/s);
  assert.equal(await ask(page, NAME, 'figure.playing'), false);
  await alert.getByRole('button', { name: 'Restart' }).click();
  await until(page, NAME, '!figure.failure && figure.reached === 0');
  await train(page, 20);
  assert.deepEqual(await ask(page, NAME, 'figure.fingerprint()'), first);
  await close();
});
