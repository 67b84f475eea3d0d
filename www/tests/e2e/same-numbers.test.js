// @ts-check
// The page computes the same numbers, to the last bit, in every engine there is. WebKit takes part
// where a driver is named: cargo xtask test --full does so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIGURES, noFaults, open, origin } from './browser.js';
import { firefox } from './firefox.js';
import { driver, webkit } from './webkit.js';

const RULES = 4;
const STEPS = 20;

/** Ways through the core, each on top of the one before. */
const RACES = [
  {},
  { optimizer: 'momentum', decay: 'l2', decay_rate: 0.001, activation: 'logistic' },
  { optimizer: 'rmsprop', learning_rate: 0.002, hidden: [30, 20, 10], activation: 'relu' },
  { dropout_hidden: 0.3, adversarial: 0.1, label_noise: 0.2, sign_after: [1] },
];

/** What is asked in the page: the fingerprints of all figures, and of some races. */
const PRINTS = `
  const when = async (condition, what) => {
    for (const end = Date.now() + 60_000; !condition(); await new Promise((go) => setTimeout(go, 20)))
      if (Date.now() > end) throw new Error(what());
  };
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

/** What Chromium computes, asked once. @type {Promise<any> | undefined} */
let chromium;

async function inChromium() {
  const { page, faults, close } = await open();
  const prints = await page.evaluate(`(async () => { ${PRINTS} })()`);
  noFaults(faults);
  await close();
  return prints;
}

for (const { name, launch, skip } of [
  { name: 'Firefox', launch: firefox, skip: false },
  { name: 'WebKit', launch: webkit, skip: !driver && 'no WEBKIT_DRIVER is named' },
])
  test(`${name} computes what Chromium does: all figures, ${RACES.length} races`, {
    skip,
  }, async () => {
    chromium ??= inChromium();
    const window = await launch();
    try {
      await window.go(`${origin}/`);
      const prints = await window.run(PRINTS);
      assert.deepEqual(prints, await chromium);
      // No race has been taken for another, and no rule.
      const raced = RACES.flatMap((race) => Object.values(prints[JSON.stringify(race)]));
      for (const print of raced) assert.match(print, /^[0-9a-f]{16}$/);
      assert.equal(new Set(raced).size, RULES * RACES.length);
    } finally {
      await window.close();
    }
  });
