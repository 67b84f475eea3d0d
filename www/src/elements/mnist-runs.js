// @ts-check
/** Runs that are kept: pinned beside the present one, saved to a file and loaded from one. */

import { html, nothing } from 'lit';
import { experimentOf } from '../state/experiments.js';
import { MOST_BYTES, readRun, writeRun } from '../state/run.js';
import { usual } from '../state/table.js';
import { download } from './save.js';

/** @typedef {import('./mnist.js').FeedbackMnist} Mnist */
/** @typedef {{ tracks: import('../workers/lane.js').Track[], label: string, settings: Record<string, any> }} Pinned */

/** Keeps the present curves in sight, as they are, while others are run. @param {Mnist} figure */
function pin(figure) {
  const label = experimentOf(figure.now)?.label ?? `${figure.now.hidden.join(', ')} hidden units`;
  figure.pinned = { tracks: figure.tracks, label, settings: figure.now };
}

/** The run on screen as the text of a file. @param {Mnist} figure */
export const runOf = (figure) =>
  writeRun(figure.table, figure.now, figure.tracks, figure.digits.from);

/**
 * Pins the run of a file, and sets what determines it: whoever plays it sees the same curves, and is
 * told by the fingerprints.
 * @param {Mnist} figure
 * @param {string} text
 * @throws {Error} with one sentence
 */
export async function useRun(figure, text) {
  const { settings, tracks } = readRun(text, figure.table);
  figure.pause();
  if (!(await figure.setState({ ...usual(figure.table), ...settings }))) return false;
  figure.pinned = { tracks, label: 'from a file', settings: figure.now };
  return true;
}

/** @param {Mnist} figure @param {File} file */
async function load(figure, file) {
  try {
    if (file.size > MOST_BYTES)
      throw new Error(
        `it must have at most ${MOST_BYTES / 2 ** 20} MB, but has ${Math.ceil(file.size / 2 ** 20)}`,
      );
    await figure.loadRun(await file.text());
  } catch (error) {
    figure.say(`This run cannot be loaded: ${/** @type {Error} */ (error).message}`);
  }
}

/**
 * Whether the present run is the pinned one once more, told when it has come to the same step.
 * @param {Mnist} figure
 */
export function sameAsPinned(figure) {
  const { pinned, tracks, reached, now } = figure;
  // What is looked at, and how, makes no other run.
  const plan = (/** @type {Record<string, any>} */ state) => JSON.stringify(figure.plan(state));
  if (!pinned || plan(pinned.settings) !== plan(now)) return '';
  const pairs = tracks.flatMap((track) => {
    const other = pinned.tracks.find(({ rule }) => rule === track.rule);
    const there = other?.snapshots.at(-1)?.step === reached;
    return there && other?.fingerprint ? [track.fingerprint === other.fingerprint] : [];
  });
  if (pairs.length === 0) return '';
  return pairs.every(Boolean)
    ? `At step ${reached} every weight is the same as in the pinned run, to the last bit.`
    : `At step ${reached} the weights are not the same as in the pinned run, though its settings are: the digits must be others.`;
}

/** @param {Mnist} figure */
export const keeping = (
  figure,
) => html`<div class="presets" role="group" aria-label="Keep this run">
  <button type="button" ?disabled=${!figure.ready} @click=${() => pin(figure)}>Pin to compare</button>
  ${
    figure.pinned
      ? html`<button
        type="button"
        @click=${() => {
          figure.pinned = undefined;
        }}
      >Unpin “${figure.pinned.label}”</button>`
      : nothing
  }
  <button
    type="button"
    ?disabled=${!figure.ready}
    @click=${() => download(figure, 'run.json', runOf(figure))}
  >Save run</button>
  <label class="pick">
    <input
      type="file"
      accept=".json,application/json"
      @change=${(/** @type {any} */ event) => {
        const [file] = event.target.files;
        if (file) load(figure, file);
        event.target.value = '';
      }}
    />
    <span>Load run…</span>
  </label>
</div>`;
