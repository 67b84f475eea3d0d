// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Core, Ended, WorkerFailure } from '../../src/workers/client.js';
import { sortDigits, summarise } from '../../src/workers/digits.js';

/** The outside of a worker, answered by the test. */
class Puppet extends EventTarget {
  /** @type {any[]} */
  asked = [];
  ended = false;
  /** @param {any} message */
  postMessage(message) {
    this.asked.push(message);
  }
  terminate() {
    this.ended = true;
  }
  /** @param {any} data */
  answer(data) {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }
}

function puppetCore() {
  /** @type {Puppet[]} */
  const puppets = [];
  const core = new Core(() => {
    puppets.push(new Puppet());
    return /** @type {any} */ (puppets.at(-1));
  });
  return { core, puppets };
}

test('answers find who asked, in whatever order they come', async () => {
  const { core, puppets } = puppetCore();
  const answers = Promise.all([core.run([['time']]), core.run([['time']])]);
  puppets[0].answer({ id: 1, results: ['second'] });
  puppets[0].answer({ id: 0, results: ['first'] });
  assert.deepEqual(await answers, [['first'], ['second']]);
  assert.equal(puppets.length, 1);
});

test('a refusal is an error with its sentence, and the worker lives', async () => {
  const { core, puppets } = puppetCore();
  const asked = core.run([['make', 'toy', 'Toy', {}]]);
  puppets[0].answer({ id: 0, error: 'learning_rate must be a number', fatal: false });
  await assert.rejects(asked, { message: 'learning_rate must be a number' });
  assert.ok(!puppets[0].ended && !core.failure);
});

test('after a trap the worker is ended, everybody is told why, and nothing continues', async () => {
  const { core, puppets } = puppetCore();
  const asked = [core.run([['time']]), core.run([['time']])];
  puppets[0].answer({ id: 0, error: 'unreachable', fatal: true });
  for (const promise of asked) await assert.rejects(promise, WorkerFailure);
  assert.ok(puppets[0].ended);
  await assert.rejects(core.run([['time']]), { message: 'unreachable' });
  assert.equal(puppets.length, 1, 'no new worker before somebody restarts');
  core.restart();
  core.run([['time']]).catch(() => {});
  assert.equal(puppets.length, 2);
});

test('a worker whose code does not load fails in words', async () => {
  const { core, puppets } = puppetCore();
  const asked = core.run([['time']]);
  puppets[0].dispatchEvent(Object.assign(new Event('error'), { message: '' }));
  await assert.rejects(asked, { message: /^The code of a worker could not be loaded/ });
});

test('who waits when a worker is ended on purpose learns that, not a failure', async () => {
  const { core } = puppetCore();
  const asked = core.run([['time']]);
  core.end();
  await assert.rejects(asked, Ended);
  assert.equal(core.failure, undefined);
});

/** @param {string} kind @param {number} count @param {string} [name] */
const file = (kind, count, name = `${kind}-${count}`) => ({
  name,
  bytes: new Uint8Array(),
  summary: { kind, count, rows: 28, columns: 28 },
});

test('four files in any order are sorted by what they hold; the larger pair is for training', () => {
  const files = [file('labels', 10), file('images', 60), file('images', 10), file('labels', 60)];
  assert.deepEqual(
    sortDigits(files).map(({ name }) => name),
    ['images-60', 'labels-60', 'images-10', 'labels-10'],
  );
});

test('the same files twice, packed and unpacked, are no trouble', () => {
  const once = [file('labels', 10), file('images', 60), file('images', 10), file('labels', 60)];
  assert.equal(sortDigits([...once, file('images', 60, 'copy')]).length, 4);
});

test('files that are no two pairs are refused in words', () => {
  assert.throws(() => sortDigits([file('images', 60), file('labels', 60)]), /there is one$/);
  assert.throws(() => sortDigits([file('images', 60), file('labels', 59)]), /there are 0$/);
});

test('why other files were left out is said, three of them by name', async () => {
  const core = /** @type {any} */ ({ run: () => Promise.reject(new Error('no IDX')) });
  const sources = ['a', 'b', 'c', 'd'].map((name) => ({
    name,
    bytes: async () => new Uint8Array(2),
  }));
  const { files, reasons } = await summarise(sources, core, false);
  assert.throws(() => sortDigits(files, reasons), {
    message: /there are 0; a: no IDX; b: no IDX; c: no IDX; and 1 more$/,
  });
});

test('a file that is not what the manifest describes is refused by name', async () => {
  const core = /** @type {any} */ ({ run: async () => [{}] });
  const source = (/** @type {string} */ sha256) => [
    { name: 'a', bytes: async () => new Uint8Array(), sha256 },
  ];
  const ofNothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  assert.equal((await summarise(source(ofNothing), core, true)).files.length, 1);
  await assert.rejects(summarise(source('00'), core, true), {
    message: /^a is damaged: it is not/,
  });
});

test('a worker that fails while nobody waits is reported all the same', () => {
  const { core, puppets } = puppetCore();
  core.run([['time']]).catch(() => {});
  /** @type {string[]} */
  const told = [];
  core.onfailure = ({ message }) => told.push(message);
  puppets[0].answer({ id: -1, error: 'unreachable', fatal: true });
  assert.deepEqual(told, ['unreachable']);
});
