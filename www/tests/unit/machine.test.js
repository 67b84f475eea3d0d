// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bars, verdict } from '../../src/panels/machine-words.js';
import { goldenRuns, paces } from '../../src/panels/measure.js';

/**
 * A worker with a clock of its own: every step of a rule takes as long as `pace` says.
 * @param {Record<string, number>} pace
 * @param {(list: number) => number} [disturbed] by how many milliseconds the n-th list is
 */
function puppetCore(pace, disturbed = () => 0) {
  /** @type {Map<string, any>} */
  const sessions = new Map();
  /** @type {number[]} */
  const lists = [];
  let clock = 0;
  /** @type {Record<string, (...args: any[]) => any>} */
  const operations = {
    make: (name, _type, settings) => void sessions.set(name, settings),
    read: (name, [member]) =>
      member === 'diverged'
        ? { diverged: pace[name] === Number.POSITIVE_INFINITY }
        : { multiply_adds: sessions.get(name).batch * 1000 },
    time: () => clock,
    call(name, _step, n) {
      clock += n * pace[name] + disturbed(lists.push(n));
    },
    free: (name) => void sessions.delete(name),
    core: (name, i) =>
      name === 'golden_runs'
        ? ['aa', 'bb', 'cc'].map((expected) => ({ expected }))
        : ['aa', 'bb', 'xx'][i],
  };
  const core = {
    /** @param {any[]} list */
    async run(list) {
      await new Promise((resolve) => setTimeout(resolve));
      return list.map(([operation, ...args]) => operations[operation](...args));
    },
  };
  return { core: /** @type {any} */ (core), sessions, lists };
}

const what = { rules: ['bp', 'fa'], hidden: [100], batch: 64 };

test('a step is as long as it is, whatever happens beside it', async () => {
  // Every third list is held up by half a second.
  const { core, sessions, lists } = puppetCore({ bp: 0.25, fa: 3 }, (n) => (n % 3 === 0 ? 500 : 0));
  /** @type {any[]} */
  const told = [];
  const found = await paces(core, what, 100, (known) => told.push(known));
  assert.deepEqual(
    found.map(({ rule, milliseconds, multiplyAdds }) => [rule, milliseconds, multiplyAdds]),
    [
      ['bp', 0.25, 64_000],
      ['fa', 3, 64_000],
    ],
  );
  assert.deepEqual(told.at(-1), found);
  assert.equal(lists[0], 1, 'how long a step takes is found out with one');
  assert.ok(lists.includes(160) && lists.includes(13), 'then a list takes some 40 ms');
  assert.equal(sessions.size, 0, 'nothing is left behind');
});

test('every rule is measured, though the time be over, and slow lists stay short', async () => {
  const { core, lists } = puppetCore({ bp: 900, fa: 800 });
  const found = await paces(core, what, 0, () => {});
  assert.deepEqual(
    found.map(({ milliseconds }) => milliseconds),
    [900, 800],
  );
  assert.deepEqual(lists, [1, 1]);
});

test('steps that are none are not measured', async () => {
  const { core } = puppetCore({ bp: 1, fa: Number.POSITIVE_INFINITY });
  await assert.rejects(
    paces(core, what, 0, () => {}),
    /^Error: fa diverged, and takes no more steps$/,
  );
});

test('golden runs are repeated in their order, and told one by one', async () => {
  /** @type {[number, number][]} */
  /** @type {any[]} */
  const told = [];
  const runs = await goldenRuns(puppetCore({}).core, (done, of) => told.push([done.length, of]));
  assert.deepEqual(told, [
    [1, 3],
    [2, 3],
    [3, 3],
  ]);
  assert.deepEqual(
    runs.map(({ expected, found }) => [expected, found]),
    [
      ['aa', 'aa'],
      ['bb', 'bb'],
      ['cc', 'xx'],
    ],
  );
});

/** @param {string} found */
const golden = (found) => ({
  network: 'digits',
  rule: 'bp',
  optimizer: 'sgd',
  expected: '0123456789abcdef',
  found,
});

test('the verdict counts what agrees, and names what does not', () => {
  const same = golden('0123456789abcdef');
  const other = golden('fedcba9876543210');
  assert.equal(
    verdict([same, same]),
    '2 of 2 fingerprints are those of the table: this browser computes the same bits.',
  );
  const [named] = verdict([same, other]).match(/Here .*/) ?? [];
  assert.equal(
    named,
    'Here digits by bp with sgd has fedcba9876543210 in the place of 0123456789abcdef.',
  );
  assert.match(verdict([same, other]), /^1 of 2 fingerprints are those of the table\. /);
  assert.match(verdict([other, other, other, other, other]), /^0 of 5 .*; and 2 more\.$/);
});

/** @param {string} rule @param {number} milliseconds */
const pace = (rule, milliseconds) => ({
  rule,
  name: rule.toUpperCase(),
  milliseconds,
  multiplyAdds: 1e7,
});

test('bars are as long as the times, and the rates are those of the times', () => {
  const { width, height, label, layers } = bars(
    320,
    '784-100-10',
    [pace('bp', 2), pace('fa', 0.5)],
    64,
  );
  const [long, short] = [...layers.join('').matchAll(/class="bar"[^>]* width="([\d.]+)"/g)].map(
    ([, length]) => Number(length),
  );
  assert.equal(long, 4 * short);
  assert.ok(long < width && height > 0);
  assert.equal(label, 'Milliseconds per step of 784-100-10: BP 2, FA 0.5.');
  assert.match(layers.join(), />2 ms<.*>32,000 digits\/s, 5·10⁹ multiply-adds\/s</);
  assert.match(layers.join(), />0\.50 ms<.*>128,000 digits\/s, 20·10⁹ multiply-adds\/s</);
});

test('what is not known yet has its place, and no number', () => {
  const { layers, label } = bars(320, '784-100-10', [pace('bp', Number.NaN)], 64);
  assert.doesNotMatch(layers.join() + label, /NaN|Infinity|undefined| ms</);
  assert.match(label, /BP –\.$/);
});
