// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Core, Ended, WorkerFailure } from '../../src/workers/client.js';
import { Lane, LOOK_EVERY, nextLook, Race } from '../../src/workers/race.js';

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

test('a worker is looked at on powers of two, then on a grid', () => {
  const looks = [0];
  while (looks.length < 9) looks.push(nextLook(looks.at(-1) ?? 0));
  assert.deepEqual(looks, [0, 1, 2, 4, 8, 16, LOOK_EVERY, 2 * LOOK_EVERY, 3 * LOOK_EVERY]);
});

/** A lane without a worker, as slow as one likes. */
class Track extends Lane {
  /** @param {string} rule @param {number} pace @param {string[]} log */
  constructor(rule, pace, log) {
    super(rule, /** @type {any} */ ({ end() {} }));
    this.pace = pace;
    this.log = log;
  }
  async load() {}
  /** @param {any} settings */
  async start(settings) {
    if (settings.bad) throw new Error('refused');
    this.step = 0;
    this.snapshots = [/** @type {any} */ ({ step: 0 })];
  }
  /** @param {number} step */
  async advance(step) {
    await new Promise((resolve) => setTimeout(resolve, this.pace));
    this.milliseconds += this.pace * (step - this.step);
    this.timedSteps += step - this.step;
    this.step = step;
    this.log.push(`${this.rule} ${step}`);
  }
  async look() {
    if (this.snapshots.at(-1)?.step !== this.step)
      this.snapshots.push(/** @type {any} */ ({ step: this.step }));
  }
}

/** @param {Record<string, number>} paces */
function puppetRace(paces) {
  /** @type {string[]} */
  const log = [];
  return { log, race: new Race((rule) => new Track(rule, paces[rule], log)) };
}

const seen = (/** @type {Race} */ race, /** @type {string} */ rule) =>
  race.lanes.get(rule)?.snapshots.map((snapshot) => snapshot.step);

test('no lane begins a round before all have ended the one before', async () => {
  const { race, log } = puppetRace({ bp: 0, fa: 4 });
  await race.start(['bp', 'fa'], {});
  while (race.step(['bp', 'fa']) < 40) await race.round(['bp', 'fa'], 40);
  const steps = log.map((entry) => Number(entry.split(' ')[1]));
  for (let i = 0; i < steps.length; i += 2) assert.equal(steps[i], steps[i + 1], log.join(', '));
});

test('what is seen depends on the step, not on how fast a worker is', async () => {
  const slow = puppetRace({ bp: 60 });
  const fast = puppetRace({ bp: 0.001 });
  for (const { race } of [slow, fast]) {
    await race.start(['bp'], {});
    while (race.step(['bp']) < 30) await race.round(['bp'], 30);
  }
  assert.deepEqual(seen(slow.race, 'bp'), [0, 1, 2, 4, 8, 16, 25]);
  assert.deepEqual(seen(fast.race, 'bp'), [0, 1, 2, 4, 8, 16, 25]);
});

test('a rule that joins late looks where the others looked, and leaves them alone', async () => {
  const { race } = puppetRace({ bp: 0, fa: 0 });
  await race.start(['bp'], {});
  while (race.step(['bp']) < 50) await race.round(['bp'], 50);
  const before = seen(race, 'bp');
  await race.join('fa', 50, () => true);
  assert.deepEqual(seen(race, 'fa'), before);
  assert.deepEqual(seen(race, 'bp'), before);
});

test('settings that are refused leave the race where it is', async () => {
  const { race } = puppetRace({ bp: 0, fa: 0 });
  await race.start(['bp', 'fa'], { good: true });
  await race.round(['bp', 'fa'], 10);
  await assert.rejects(race.start(['bp', 'fa'], { bad: true }), { message: 'refused' });
  assert.deepEqual(race.settings, { good: true });
  assert.equal(race.step(['bp', 'fa']), 1);
});

test('a rule off screen keeps its worker for when it is wanted again', async () => {
  let made = 0;
  const race = new Race((rule) => {
    made++;
    return new Track(rule, 0, []);
  });
  await race.start(['bp', 'fa'], { run: 1 });
  await race.start(['bp'], { run: 2 });
  assert.deepEqual([...race.lanes.keys()], ['bp']);
  await race.join('fa', 0, () => true);
  assert.equal(made, 2);
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
