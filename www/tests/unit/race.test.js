// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sameUntil, settingsAt } from '../../src/workers/plan.js';
import { Pool } from '../../src/workers/pool.js';
import { nextLook, Race } from '../../src/workers/race.js';

test('looks are dense where much happens, and never stop', () => {
  const looks = [0];
  while (looks.length < 18) looks.push(nextLook(looks.at(-1) ?? 0));
  const early = [0, 1, 2, 4, 8, 16, 25, 50, 75, 100, 125, 150, 175, 200, 225, 250];
  assert.deepEqual(looks, [...early, 375, 500]);
  assert.deepEqual(
    [2375, 2500, 1e6].map((step) => nextLook(step)),
    [2500, 2750, 1_024_000],
  );
  const after = [75];
  while (after.length < 10) after.push(nextLook(after.at(-1) ?? 0, [90, 120]));
  assert.deepEqual(after, [75, 90, 91, 92, 94, 98, 100, 106, 120, 121]);
});

test('a long run is looked at ever more rarely', () => {
  let looks = 0;
  for (let step = 0; step < 1e6; step = nextLook(step)) looks++;
  assert.ok(looks > 100 && looks < 130, `${looks}`);
});

/**
 * A worker whose core is this function: sessions that count their steps, as slow as one likes.
 * @param {Record<string, number>} paces milliseconds of a step, by rule
 * @param {string[]} log
 * @param {Record<string, number>} ends steps at which rules diverge
 */
function puppetCore(paces, log, ends = {}) {
  /** @type {Map<string, any>} */
  const sessions = new Map();
  let clock = 0;
  /** @type {Record<string, (...args: any[]) => any>} */
  const operations = {
    make(name, type, settings) {
      if (settings?.bad) throw new Error('refused');
      sessions.set(name, { type, rule: settings?.rule, steps: 0, phase: 0, told: [settings] });
    },
    free: (name) => void sessions.delete(name),
    time: () => clock,
    read: (name) => ({
      step_count: sessions.get(name).steps,
      diverged:
        sessions.get(name).steps >= (ends[sessions.get(name).rule] ?? Number.POSITIVE_INFINITY),
      look_rows: 300,
    }),
    call(name, method, argument) {
      const session = sessions.get(name);
      const take = (/** @type {number} */ part) => {
        clock += (paces[session.rule] ?? 0) * part;
      };
      if (method === 'retune') {
        if (argument.bad) throw new Error('refused');
        session.told.push(argument);
        log.push(`${session.rule} told ${argument.learning_rate} at ${session.steps}`);
      }
      if (method === 'step') {
        const end = ends[session.rule] ?? Number.POSITIVE_INFINITY;
        const steps = Math.min(argument, end - session.steps);
        take(steps);
        session.steps += steps;
        log.push(`${session.rule} ${session.steps}`);
      }
      if (method === 'advance') {
        take(1 / 3);
        session.phase = (session.phase + 1) % 3;
        if (session.phase === 0) session.steps++;
        log.push(`${session.rule} phase`);
        return ['update', 'forward', 'feedback'][session.phase];
      }
      if (method === 'look') {
        clock += 0.01 * argument;
        session.rows = (session.rows ?? 0) + argument;
        if (session.rows < 300) return undefined;
        session.rows = 0;
        return { step: session.steps };
      }
      return method === 'fingerprint' ? `at ${session.steps}` : undefined;
    },
  };
  return /** @type {any} */ ({
    sessions,
    ended: false,
    /** @param {any[]} list */
    async run(list) {
      await new Promise((resolve) => setTimeout(resolve));
      return list.map(([operation, ...args]) => operations[operation](...args));
    },
    end() {
      this.ended = true;
    },
  });
}

/** @param {Record<string, number>} paces @param {Record<string, number>} [ends] @param {number} [most] workers */
function puppetRace(paces, ends, most = 4) {
  /** @type {string[]} */
  const log = [];
  /** @type {any[]} */
  const cores = [];
  const spawn = () => {
    cores.push(puppetCore(paces, log, ends));
    return cores.at(-1);
  };
  return { log, cores, race: new Race([], new Pool([], spawn, most)) };
}

/** @param {Record<string, any>} [settings] */
const plan = (settings = {}) => ({ settings });

const seen = (/** @type {Race} */ race, /** @type {string} */ rule) =>
  race.lanes.get(rule)?.snapshots.map((snapshot) => snapshot.step);

test('no lane begins a round before all have ended the one before', async () => {
  const { race, log } = puppetRace({ bp: 0.1, fa: 4 });
  await race.start(['bp', 'fa'], plan());
  while (race.step(['bp', 'fa']) < 40) await race.round(['bp', 'fa'], 40);
  const steps = log
    .filter((entry) => / \d+$/.test(entry))
    .map((entry) => Number(entry.split(' ')[1]));
  for (let i = 0; i < steps.length; i += 2) assert.equal(steps[i], steps[i + 1], log.join(', '));
});

test('what is seen depends on the step, not on how fast a worker is', async () => {
  const slow = puppetRace({ bp: 60 });
  const fast = puppetRace({ bp: 0.001 });
  for (const { race } of [slow, fast]) {
    await race.start(['bp'], plan());
    while (race.step(['bp']) < 30) await race.round(['bp'], 30);
  }
  assert.deepEqual(seen(slow.race, 'bp'), [0, 1, 2, 4, 8, 16, 25]);
  assert.deepEqual(seen(fast.race, 'bp'), [0, 1, 2, 4, 8, 16, 25]);
});

test('a rule that joins late looks where the others looked, and leaves them alone', async () => {
  const { race } = puppetRace({ bp: 0, fa: 0 });
  await race.start(['bp'], plan());
  while (race.step(['bp']) < 50) await race.round(['bp'], 50);
  const before = seen(race, 'bp');
  await race.join('fa', 50, () => true);
  assert.deepEqual(seen(race, 'fa'), before);
  assert.deepEqual(seen(race, 'bp'), before);
});

test('settings that are refused leave the race where it is', async () => {
  const { race } = puppetRace({ bp: 0, fa: 0 });
  await race.start(['bp', 'fa'], plan({ good: true }));
  await race.round(['bp', 'fa'], 10);
  await assert.rejects(race.start(['bp', 'fa'], plan({ bad: true })), { message: 'refused' });
  assert.deepEqual(race.plan, plan({ good: true }));
  assert.equal(race.step(['bp', 'fa']), 1);
});

test('what is refused for another rule, or for a step to come, leaves all of them where they are', async () => {
  const { race, cores } = puppetRace({ bp: 0, fa: 0 });
  // As the core refuses a learning rate: in whatever network it is tried.
  const rate = (/** @type {any} */ settings) => settings?.learning_rate > 10;
  await race.start(['bp', 'fa'], plan({ learning_rate: 1 }));
  for (const core of cores) {
    const run = core.run.bind(core);
    core.run = async (/** @type {any[]} */ list) => {
      if (list.flat().some(rate)) throw new Error('refused');
      return run(list);
    };
  }
  while (race.step(['bp', 'fa']) < 40) await race.round(['bp', 'fa'], 40);
  const { plan: kept } = race;
  const where = () =>
    [...race.lanes.values()].map(({ step, snapshots }) => [step, snapshots.length]);
  const before = where();
  const fast = { ...kept, rates: { fa: 11 } };
  assert.ok(!race.continues(fast, ['bp', 'fa']));
  await assert.rejects(race.start(['bp', 'fa'], fast), { message: 'rates of fa: refused' });
  const later = { ...kept, changes: [{ step: 60, settings: { learning_rate: 11 } }] };
  assert.ok(race.continues(later, ['bp', 'fa']));
  await assert.rejects(race.retune(['bp', 'fa'], later), {
    message: 'changes at step 60: refused',
  });
  assert.deepEqual([race.plan, where()], [kept, before]);
  assert.ok(
    cores.every(({ sessions }) => [...sessions.keys()].every((name) => !/trial/.test(name))),
  );
});

test('a rule that has gone another way than a plan leaves, and comes back as the plan says', async () => {
  const { race, log } = puppetRace({ bp: 0.1, fa: 0.1 });
  await race.start(['bp', 'fa'], plan({ learning_rate: 1 }));
  while (race.step(['fa']) < 50) await race.round(['fa'], 50);
  while (race.step(['bp']) < 30) await race.round(['bp'], 30);
  assert.equal(race.furthest(['bp']), 30);
  assert.equal(race.furthest(['bp', 'fa']), 50);
  const changed = { ...race.plan, changes: [{ step: 30, settings: { learning_rate: 2 } }] };
  assert.ok(race.continues(changed, ['bp']), 'it is still to come for bp');
  assert.ok(!race.continues(changed, ['bp', 'fa']), 'and fa is beyond it');
  await race.retune(['bp'], changed);
  assert.deepEqual([...race.lanes.keys()], ['bp']);
  await race.join('fa', 30, () => true);
  await race.round(['bp', 'fa'], 31);
  assert.ok(log.includes('fa told 2 at 30'));
});

test('a plan that was forgotten begins anew, and until then goes on as it was', async () => {
  const { race } = puppetRace({ bp: 0.1 });
  await race.start(['bp'], plan({ good: true }));
  await race.round(['bp'], 5);
  const { plan: kept } = race;
  assert.ok(race.continues(kept, ['bp']));
  race.forget();
  assert.ok(!race.continues(kept, ['bp']));
  await assert.rejects(race.start(['bp'], plan({ bad: true })), { message: 'refused' });
  assert.deepEqual(race.plan, kept, 'what goes on has its settings');
  await race.start(['bp'], kept);
  assert.equal(race.step(['bp']), 0);
  assert.ok(race.continues(kept, ['bp']));
});

test('rules share workers where there are more rules, and a rule off screen leaves its place', async () => {
  const { race, cores } = puppetRace({}, {}, 2);
  await race.start(['bp', 'fa', 'dfa'], plan());
  assert.equal(cores.length, 2);
  await race.start(['bp'], plan({ other: 1 }));
  assert.deepEqual([...race.lanes.keys()], ['bp']);
  assert.equal(cores[0].sessions.size + cores[1].sessions.size, 3, 'one session, digits twice');
  await race.join('ifa', 0, () => true);
  assert.equal(cores.length, 2);
  assert.ok(cores[1].sessions.has('session ifa'), 'the idle worker has it');
  race.end();
  assert.ok(cores.every(({ ended }) => ended));
});

test('a change on the way is told at its step, to every rule, and to one that joins late', async () => {
  const { race, log } = puppetRace({ bp: 0.1, fa: 0.1 });
  const changing = {
    settings: { learning_rate: 0.1 },
    rates: { fa: 0.3 },
    changes: [{ step: 30, settings: { learning_rate: 0.01 } }],
  };
  await race.start(['bp'], changing);
  while (race.step(['bp']) < 60) await race.round(['bp'], 60);
  await race.join('fa', 60, () => true);
  const told = log.filter((entry) => entry.includes('told') && !entry.endsWith('at 0'));
  assert.deepEqual(told, ['bp told 0.01 at 30', 'fa told 0.01 at 30']);
  assert.equal(settingsAt(changing, 'fa', 29).learning_rate, 0.3);
  assert.ok(log.includes('bp 30') && log.includes('fa 30'), 'no round goes past it');
});

test('a round that was left leaves lanes apart; what changes then is told to all at the furthest step', async () => {
  const { race, log } = puppetRace({ bp: 0.1, fa: 90 });
  await race.start(['bp', 'fa'], plan({ learning_rate: 0.1 }));
  await race.round(['bp', 'fa'], 1);
  await race.round(['bp', 'fa'], 2, () => false);
  assert.deepEqual(
    [...race.lanes.values()].map((lane) => lane.step),
    [2, 1],
  );
  assert.deepEqual([race.step(['bp', 'fa']), race.furthest(['bp', 'fa'])], [1, 2]);
  const changed = {
    settings: { learning_rate: 0.1 },
    changes: [{ step: race.furthest(['bp', 'fa']), settings: { learning_rate: 0.01 } }],
  };
  assert.ok(race.continues(changed, ['bp', 'fa']));
  await race.retune(['bp', 'fa'], changed);
  while (race.step(['bp', 'fa']) < 4) await race.round(['bp', 'fa'], 4);
  assert.deepEqual(
    log.filter((entry) => entry.includes('told')),
    ['bp told 0.01 at 2', 'fa told 0.01 at 2'],
  );
});

test('plans are compared up to the step that was reached', () => {
  const with_ = (/** @type {number[]} */ ...steps) => ({
    settings: { a: 1 },
    changes: steps.map((step) => ({ step, settings: { a: step } })),
  });
  assert.ok(sameUntil(with_(10), with_(10, 20), 15));
  assert.ok(sameUntil(with_(10), with_(10, 20), 20));
  assert.ok(!sameUntil(with_(10), with_(10, 20), 21));
  assert.ok(!sameUntil(with_(10), with_(), 11));
  assert.ok(!sameUntil({ settings: { a: 1 } }, { settings: { a: 2 } }, 0));
});

test('a rule that diverges stops where it is, is looked at there, and the others go on', async () => {
  const { race } = puppetRace({ bp: 0.1, fa: 0.1 }, { fa: 37 });
  await race.start(['bp', 'fa'], plan());
  while (race.step(['bp', 'fa']) < 60) await race.round(['bp', 'fa'], 60);
  assert.deepEqual(seen(race, 'bp'), [0, 1, 2, 4, 8, 16, 25, 50]);
  assert.deepEqual(seen(race, 'fa'), [0, 1, 2, 4, 8, 16, 25, 37]);
  const [bp, fa] = race.tracks(['bp', 'fa']);
  assert.deepEqual([bp.diverged, fa.diverged], [undefined, 37]);
  assert.ok(race.alive(['bp', 'fa']) && !race.alive(['fa']));
  assert.equal(race.step(['fa']), 37);
});

test('a step that takes long is taken phase by phase, left when nobody wants it, and finished', async () => {
  const { race, log } = puppetRace({ bp: 90 });
  await race.start(['bp'], plan());
  await race.round(['bp'], 1);
  let wanted = 2;
  const { step, looked } = await race.round(['bp'], 9, () => --wanted >= 0);
  assert.deepEqual([step, looked, race.phase(['bp'])], [1, false, 'feedback']);
  assert.equal((await race.round(['bp'], 9)).step, 2);
  assert.equal(log.filter((entry) => entry.endsWith('phase')).length, 3);
  await race.advancePhase(['bp']);
  assert.equal(race.phase(['bp']), 'forward');
});

test('a look that is not wanted any more is taken up where it was left', async () => {
  const { race } = puppetRace({ bp: 0.1 });
  await race.start(['bp'], plan());
  const lane = race.lanes.get('bp');
  await lane?.advance(3);
  // 0.01 ms a row: all rows fit into one request, so only the first look comes in pieces.
  assert.equal(await race.look(['bp'], () => false), true);
  assert.deepEqual(seen(race, 'bp'), [0, 3]);
  assert.equal(race.tracks(['bp'])[0].fingerprint, 'at 3');
});
