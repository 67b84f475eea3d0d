// @ts-check
/**
 * The experiments of the laboratory: their recorded runs by the page's own judgement, each from its
 * link, and three of them played, which must come to the bits that were recorded natively.
 */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { judge } from '../../src/state/claims.js';
import { EXPERIMENTS } from '../../src/state/experiments.js';
import { NETWORK } from '../../src/state/network.js';
import { readRun } from '../../src/state/run.js';
import { defaults } from '../../src/state/table.js';
import { write } from '../../src/state/url.js';
import { alone } from './alone.js';
import { ask, noFaults, open, origin, ready, until } from './browser.js';

const NAME = 'feedback-mnist';
const MINUTES = 60_000;
/** A start, a layer of another kind, and wires of another size. */
const PLAYED = ['zero-start-relu', 'sign-layer', 'feedback-large'];

/** The run as it was recorded: `cargo run --release --bin experiments`. @param {string} id */
const recorded = (id) =>
  readRun(readFileSync(join(process.env.RUNS ?? '', `${id}.json`), 'utf8'), NETWORK);

/** @param {import('../../src/state/experiments.js').Experiment} experiment */
const linkTo = ({ state }) =>
  `${origin}/${write('mnist', NETWORK, { ...defaults(NETWORK), ...state })}`;

test('the page judges recorded runs as the core does', () => {
  for (const { id, claims, slow, state } of EXPERIMENTS) {
    const { tracks } = recorded(id);
    assert.deepEqual(tracks.map(({ rule }) => rule).sort(), [...state.rules].sort(), id);
    const end = Math.max(...tracks.map(({ snapshots }) => snapshots.at(-1)?.step ?? 0));
    // Slow ones are recorded as far as their posters show them, unless all was run.
    if (slow && end < state.budget) continue;
    for (const claim of claims) {
      const { left, right, holds } = judge(claim, tracks, end, true);
      assert.equal(holds, true, `${id}: ${claim.text}: ${left}, ${right}`);
    }
  }
});

test('every experiment loads from its link and says what to look for', async () => {
  const { page, faults, close } = await open();
  const figure = await ready(page, NAME);
  for (const experiment of EXPERIMENTS) {
    const { id, sentence, claims, state } = experiment;
    // The same link twice is no news to a browser.
    await page.evaluate(
      (hash) => {
        location.hash = '';
        location.hash = hash;
      },
      new URL(linkTo(experiment)).hash,
    );
    await until(
      page,
      NAME,
      `figure.state.budget === ${state.budget} && figure.state.k === 0 &&
        figure.shadowRoot.querySelector('.findings p')?.textContent === ${JSON.stringify(sentence)}`,
      MINUTES,
    );
    assert.equal(await figure.locator('#experiment').inputValue(), id);
    assert.equal(await figure.locator('.finding').count(), claims.length, id);
    assert.equal(await figure.getByRole('alert').count(), 0, id);
    const panels = await figure
      .locator('.panel')
      .evaluateAll((all) => all.map((panel) => /** @type {HTMLElement} */ (panel).dataset.panel));
    assert.deepEqual([...panels].sort(), [...state.panels].sort(), id);
  }
  noFaults(faults);
  await close();
});

for (const id of PLAYED)
  test(`played in the page, “${id}” comes true, and to the bits that were recorded`, async () => {
    const { page, figure } = await alone(`<feedback-mnist preset="${id}"></feedback-mnist>`);
    await ask(page, NAME, 'figure.play()');
    await until(page, NAME, 'figure.done && !figure.playing', 5 * MINUTES);
    assert.deepEqual(await figure.locator('.finding:not(.true)').allTextContents(), []);
    const prints = recorded(id).tracks.map(({ rule, fingerprint }) => [rule, fingerprint]);
    assert.deepEqual(await ask(page, NAME, 'figure.fingerprint()'), Object.fromEntries(prints));
  });

test('an experiment is one click: chosen, it runs; Next is the next', async () => {
  const { page, figure } = await alone('<feedback-mnist></feedback-mnist>');
  await figure.getByLabel('Experiment', { exact: true }).selectOption('zero-start-relu');
  await until(page, NAME, 'figure.playing');
  const at = EXPERIMENTS.findIndex(({ id }) => id === 'zero-start-relu');
  await figure.getByRole('button', { name: 'Next', exact: true }).click();
  await figure.getByText(EXPERIMENTS[at + 1].sentence).waitFor();
  await until(page, NAME, 'figure.playing');
  assert.equal(await figure.locator('#experiment').inputValue(), EXPERIMENTS[at + 1].id);
});

test('an experiment may be an attribute; one that there is not is named', async () => {
  const { page, figure } = await alone('<feedback-mnist preset="sign-layer"></feedback-mnist>');
  const state = await ask(page, NAME, '[figure.state.sign_after, figure.state.budget]');
  assert.deepEqual(state, [[1, 2], 250]);
  await ask(page, NAME, 'figure.setAttribute("preset", "nonsense")');
  const alert = figure.getByRole('alert');
  await alert.waitFor();
  assert.match(
    (await alert.textContent()) ?? '',
    /preset must be one of same-start, .* but is “nonsense”/,
  );
});
