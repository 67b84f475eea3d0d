// @ts-check
/** What is on screen, as files. */

import { html } from 'lit';

/** @typedef {import('./figure.js').Figure} Figure */

/** How long a browser may take to fetch what it is to save. */
const KEPT_MS = 60_000;

const KINDS = /** @type {const} */ (['SVG', 'PNG', 'CSV']);

/**
 * Saves a file named like `feedback-toy-step-63.svg`; a failure becomes a notice.
 * @param {Figure} figure
 * @param {typeof KINDS[number]} [kind]
 * @param {string} [panel] of the figure; else all of it
 */
export async function save(figure, kind = 'SVG', panel = '') {
  const name = `${figure.localName}${panel && `-${panel}`}-step-${figure.looked}`;
  const download = `${name}.${kind.toLowerCase()}`;
  try {
    const file = await (kind === 'PNG' ? figure.exportPNG() : figure[`export${kind}`](panel));
    const href = URL.createObjectURL(new Blob([file]));
    Object.assign(document.createElement('a'), { href, download }).click();
    setTimeout(() => URL.revokeObjectURL(href), KEPT_MS);
    figure.spoken = `Saved ${download}`;
  } catch (error) {
    figure.say(/** @type {Error} */ (error).message);
  }
}

/** @param {Figure} figure */
export const saves = (figure) => html`<div class="save presets" role="group" aria-label="Save as">
  <span class="legend">Save as</span>
  ${KINDS.map((kind) => html`<button type="button" @click=${() => save(figure, kind)}>${kind}</button>`)}
</div>`;
