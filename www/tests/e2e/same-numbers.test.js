// @ts-check
// The page computes the same numbers, to the last bit, in every engine there is. WebKit takes part where a
// driver is named: cargo xtask test --full does so. The golden runs, which the tests of the core repeat
// in Firefox, too, wait for --full there.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { alone } from './alone.js';
import { FIGURES, origin } from './browser.js';
import { firefox } from './firefox.js';
import { SITE } from './folder.js';
import { driver, webkit } from './webkit.js';

const RULES = 4;
const STEPS = 8;

/** Ways through the core, each on top of the one before. */
const RACES = [
  { hidden: [40, 30] },
  { optimizer: 'momentum', decay: 'l2', decay_rate: 0.001, activation: 'logistic' },
  { optimizer: 'rmsprop', learning_rate: 0.002, hidden: [30, 20, 10], activation: 'relu' },
  { dropout_hidden: 0.3, adversarial: 0.1, label_noise: 0.2, sign_after: [1] },
];

const WHEN = `const when = async (condition, what) => {
  for (const end = Date.now() + 120_000; !condition(); await new Promise((go) => setTimeout(go, 20)))
    if (Date.now() > end) throw new Error(what());
};`;

/** Asked in the page: the fingerprints of all figures, and of some races. */
const PRINTS = `${WHEN}
  const said = (figure) => figure.shadowRoot.querySelector('[role=alert]')?.textContent;
  const prints = {};
  for (const name of ${JSON.stringify(FIGURES)}) {
    const figure = document.querySelector(name);
    figure.scrollIntoView();
    await when(() => figure.ready, () => name + ' was never ready: ' + said(figure));
    prints[name] = figure.fingerprint();
  }
  const figure = document.querySelector('feedback-mnist');
  for (const race of ${JSON.stringify(RACES)}) {
    if (!(await figure.setState(race))) throw new Error(said(figure));
    await figure.step(${STEPS});
    if (figure.state.k !== ${STEPS}) throw new Error('step ${STEPS} was not reached: ' + said(figure));
    prints[JSON.stringify(race)] = figure.fingerprint();
  }
  return prints;`;

/** And what the panel finds that measures the machine and repeats the golden runs. */
const MACHINE = `${WHEN}
  const machine = document.querySelector('feedback-machine');
  machine.scrollIntoView();
  machine.querySelector('button').click();
  const { dataset } = machine;
  const ended = () => dataset.state && dataset.state !== 'running';
  await when(ended, () => 'the machine was never measured: ' + dataset.state);
  const labels = [...machine.shadowRoot.querySelectorAll('svg.chart')].map((chart) => chart.getAttribute('aria-label'));
  return { ...dataset, labels, said: machine.shadowRoot.querySelector('.finding').textContent };`;

/** What Chromium computes. @type {Record<string, Record<string, string>>} */
let known;

before(async () => {
  const { page } = await alone(FIGURES.map((name) => `<${name}></${name}>`).join(''));
  known = await page.evaluate(`(async () => { ${PRINTS} })()`);
  // No race has been taken for another, and no rule.
  const raced = RACES.flatMap((race) => Object.values(known[JSON.stringify(race)]));
  for (const print of raced) assert.match(print, /^[0-9a-f]{16}$/);
  assert.equal(new Set(raced).size, RULES * RACES.length);
});

for (const { name, launch, machine, skip, golden } of [
  {
    name: 'Firefox',
    launch: firefox,
    // The page as a single file, from the disk.
    machine: pathToFileURL(join(SITE, 'feedback-alignment.offline.html')).href,
    skip: false,
    golden: process.env.FULL,
  },
  {
    name: 'WebKit',
    launch: webkit,
    machine: `${origin}/`,
    skip: !driver && 'no WEBKIT_DRIVER is named',
    golden: true,
  },
])
  test(`${name}: figures and ${RACES.length} races have the fingerprints that all have`, {
    skip,
  }, async () => {
    const window = await launch();
    try {
      await window.go(`${origin}/`);
      assert.deepEqual(await window.run(PRINTS), known);
      if (!golden) return;
      await window.go(machine);
      const { state, agree, of, labels, said } = await window.run(MACHINE);
      assert.deepEqual([state, agree, of], ['complete', '48', '48'], said);
      assert.match(said, /✓.* this browser computes the same bits\./);
      for (const label of labels)
        assert.match(label, /BP [\d.]+, FA [\d.]+, DFA [\d.]+, IFA [\d.]+\.$/);
    } finally {
      await window.close();
    }
  });
