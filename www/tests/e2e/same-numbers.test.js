// @ts-check
// The page computes the same numbers, to the last bit, in every engine there is. WebKit takes part
// where a driver is named: cargo xtask test --full does so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIGURES, noFaults, open, origin } from './browser.js';
import { firefox } from './firefox.js';
import { driver, webkit } from './webkit.js';

const RULES = 4;
const OPTIMIZERS = 3;
const STEPS = 20;

/** Ways through the core, each on top of the one before. */
const RACES = [
  {},
  { optimizer: 'momentum', decay: 'l2', decay_rate: 0.001, activation: 'logistic' },
  { optimizer: 'rmsprop', learning_rate: 0.002, hidden: [30, 20, 10], activation: 'relu' },
  { dropout_hidden: 0.3, adversarial: 0.1, label_noise: 0.2, sign_after: [1] },
];

const WHEN = `const when = async (condition, what) => {
  for (const end = Date.now() + 60_000; !condition(); await new Promise((go) => setTimeout(go, 20)))
    if (Date.now() > end) throw new Error(what());
};`;

/** Asked in the page: the fingerprints of all figures, and of some races. */
const PRINTS = `${WHEN}
  const prints = {};
  for (const name of ${JSON.stringify(FIGURES)}) {
    const figure = document.querySelector(name);
    figure.scrollIntoView();
    await when(() => figure.ready, () => name + ' was never ready: ' + figure.failure + figure.notice);
    prints[name] = figure.fingerprint();
  }
  const figure = document.querySelector('feedback-mnist');
  for (const race of ${JSON.stringify(RACES)}) {
    if (!(await figure.setState({ ...race, k: 0 }))) throw new Error(figure.notice);
    await figure.step(${STEPS});
    await when(() => figure.state.k === ${STEPS}, () => 'step ${STEPS} was never reached: ' + figure.failure);
    prints[JSON.stringify(race)] = figure.fingerprint();
  }
  return prints;`;

/** And what the panel finds that measures the machine. */
const MACHINE = `${WHEN}
  const machine = document.querySelector('feedback-machine');
  machine.scrollIntoView();
  machine.querySelector('button').click();
  const { dataset } = machine;
  const ended = () => dataset.state && dataset.state !== 'running';
  await when(ended, () => 'the machine was never measured: ' + dataset.state);
  return {
    ...dataset,
    runs: machine.golden.runs,
    paces: machine.paces,
    said: machine.shadowRoot.querySelector('.finding').textContent,
  };`;

/** A Chromium that is spoken to as the others are. */
async function chromium() {
  const { page, faults, close } = await open();
  return {
    go: (/** @type {string} */ url) => page.goto(url),
    /** @param {string} body @returns {Promise<any>} */
    run: (body) => page.evaluate(`(async () => { ${body} })()`),
    close: async () => {
      await close();
      noFaults(faults);
    },
  };
}

/** What the first of them computed. @type {any} */
let first;

for (const { name, launch, skip } of [
  { name: 'Chromium', launch: chromium, skip: false },
  { name: 'Firefox', launch: firefox, skip: false },
  { name: 'WebKit', launch: webkit, skip: !driver && 'no WEBKIT_DRIVER is named' },
])
  test(`${name}: golden runs, figures and ${RACES.length} races have the fingerprints that all have`, {
    skip,
  }, async () => {
    const window = await launch();
    try {
      await window.go(`${origin}/`);
      const { state, agree, of, runs, paces, said } = await window.run(MACHINE);
      assert.equal(state, 'complete');
      for (const { network, rule, optimizer, expected, found } of runs)
        assert.equal(found, expected, `${network}, ${rule}, ${optimizer}`);
      assert.ok(runs.length >= RULES * OPTIMIZERS && runs.length % (RULES * OPTIMIZERS) === 0);
      assert.deepEqual([agree, of], [runs.length, runs.length].map(String));
      assert.match(said, /✓.* this browser computes the same bits/);
      for (const pace of paces.flat()) assert.ok(pace.milliseconds > 0, JSON.stringify(pace));

      const prints = await window.run(PRINTS);
      // No race has been taken for another, and no rule.
      const raced = RACES.flatMap((race) => Object.values(prints[JSON.stringify(race)]));
      for (const print of raced) assert.match(print, /^[0-9a-f]{16}$/);
      assert.equal(new Set(raced).size, RULES * RACES.length);
      first ??= prints;
      assert.deepEqual(prints, first);
    } finally {
      await window.close();
    }
  });
