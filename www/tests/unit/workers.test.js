// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Core, Ended, WorkerFailure } from '../../src/workers/client.js';

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

test('a worker that fails while nobody waits is reported all the same', () => {
  const { core, puppets } = puppetCore();
  core.run([['time']]).catch(() => {});
  /** @type {string[]} */
  const told = [];
  core.onfailure = ({ message }) => told.push(message);
  puppets[0].answer({ id: -1, error: 'unreachable', fatal: true });
  assert.deepEqual(told, ['unreachable']);
});
