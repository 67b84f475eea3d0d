// @ts-check
/** Every experiment of the laboratory, from its link; the slow ones are played where FULL is set. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXPERIMENTS } from '../../src/state/experiments.js';
import { NETWORK } from '../../src/state/network.js';
import { defaults } from '../../src/state/table.js';
import { write } from '../../src/state/url.js';
import { ask, noFaults, open, origin, ready, until } from './browser.js';

const NAME = 'feedback-mnist';
const MINUTES = 60_000;

/** @param {import('../../src/state/experiments.js').Experiment} experiment */
const linkTo = ({ state }) =>
  `${origin}/${write('mnist', NETWORK, { ...defaults(NETWORK), ...state })}`;

test('every experiment loads from its link, says what to look for, and it comes true', async () => {
  const { page, faults, close } = await open();
  const figure = await ready(page, NAME);
  for (const experiment of EXPERIMENTS) {
    const { id, sentence, claims, slow, state } = experiment;
    // The same link twice is no news to a browser.
    await page.goto(`${origin}/#`);
    await page.goto(linkTo(experiment));
    await until(
      page,
      NAME,
      `figure.reached === 0 && !figure.pending && figure.state.budget === ${state.budget} &&
        figure.shadowRoot.querySelector('.findings p')?.textContent === ${JSON.stringify(sentence)}`,
      MINUTES,
    );
    assert.equal(await figure.locator('#experiment').inputValue(), id);
    assert.equal(await figure.locator('.finding').count(), claims.length, id);
    assert.equal(await ask(page, NAME, 'figure.notice + figure.failure'), '', id);
    const panels = await figure
      .locator('.panel')
      .evaluateAll((all) => all.map((panel) => /** @type {HTMLElement} */ (panel).dataset.panel));
    assert.deepEqual([...panels].sort(), [...state.panels].sort(), id);
    if (slow && !process.env.FULL) continue;
    await ask(page, NAME, 'figure.play()');
    await until(page, NAME, 'figure.done && !figure.playing', 30 * MINUTES);
    const open = await figure.locator('.finding:not(.true)').allTextContents();
    assert.deepEqual(open, [], id);
  }
  noFaults(faults);
  await close();
});

test('an experiment is one click: chosen, it runs; Next is the next', async () => {
  const { page, faults, close } = await open();
  const figure = await ready(page, NAME);
  await figure.getByLabel('Experiment', { exact: true }).selectOption('zero-start-relu');
  await until(page, NAME, 'figure.playing');
  await until(page, NAME, 'figure.done && !figure.playing', MINUTES);
  assert.equal(await figure.locator('.finding.true').count(), 4);
  const at = EXPERIMENTS.findIndex(({ id }) => id === 'zero-start-relu');
  await figure.getByRole('button', { name: 'Next', exact: true }).click();
  await until(page, NAME, 'figure.playing');
  assert.equal(await figure.locator('#experiment').inputValue(), EXPERIMENTS[at + 1].id);
  noFaults(faults);
  await close();
});

test('an experiment may be an attribute; one that there is not is named', async () => {
  const { page, close } = await open();
  await ready(page, NAME);
  const state = await page.evaluate(async () => {
    const other = /** @type {any} */ (document.createElement('feedback-mnist'));
    other.setAttribute('preset', 'sign-layer');
    document.body.append(other);
    other.begin();
    for (let i = 0; i < 600 && !other.ready; i++) await new Promise((r) => setTimeout(r, 50));
    const { sign_after, budget } = other.state;
    other.setAttribute('preset', 'nonsense');
    return { sign_after, budget, notice: other.notice };
  });
  assert.deepEqual([state.sign_after, state.budget], [[1, 2], 250]);
  assert.match(state.notice, /preset must be one of same-start, .* but is “nonsense”/);
  await close();
});
