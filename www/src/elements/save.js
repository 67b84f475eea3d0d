// @ts-check
/** What is on screen, as files and as a link. */

import { html } from 'lit';

/** @typedef {import('./figure.js').Figure} Figure */

/** How long a browser may take to fetch what it is to save. */
const KEPT_MS = 60_000;

/** How long a button says what it has done. */
const SAID_MS = 2000;

const COPY = 'Copy link';

const KINDS = /** @type {const} */ (['SVG', 'PNG', 'CSV', 'JSON']);

/**
 * Saves a file named like `feedback-toy-step-63.svg`; a failure becomes a notice.
 * @param {Figure} figure
 * @param {typeof KINDS[number]} [kind]
 * @param {string} [panel] of the figure; else all of it
 */
export async function save(figure, kind = 'SVG', panel = '') {
  try {
    const file = await (kind === 'PNG' ? figure.exportPNG() : figure[`export${kind}`](panel));
    download(figure, kind.toLowerCase(), file, panel);
  } catch (error) {
    figure.say(/** @type {Error} */ (error).message);
  }
}

/**
 * @param {Figure} figure
 * @param {string} ending of the file's name
 * @param {string | Blob} content
 * @param {string} [panel]
 */
export function download(figure, ending, content, panel = '') {
  const name = `${figure.localName}${panel && `-${panel}`}-step-${figure.looked}.${ending}`;
  const href = URL.createObjectURL(new Blob([content]));
  Object.assign(document.createElement('a'), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), KEPT_MS);
  figure.spoken = `Saved ${name}`;
}

/**
 * Copies the link to what is on screen. Where the browser forbids it, the link is shown, selected.
 * @param {Figure} figure
 * @param {HTMLElement} button
 */
async function copy(figure, button) {
  const link = figure.link(true);
  const field = /** @type {HTMLInputElement} */ (button.nextElementSibling);
  try {
    await navigator.clipboard.writeText(link);
    field.hidden = true;
    button.textContent = 'Copied';
    setTimeout(() => {
      button.textContent = COPY;
    }, SAID_MS);
    figure.spoken = `Copied the link to step ${figure.looked}`;
  } catch {
    field.hidden = false;
    field.value = link;
    field.select();
    figure.spoken = 'The browser does not let the page copy: the link is selected, for you to copy';
  }
}

/** @param {Figure} figure */
export const saves = (figure) => html`<div class="save presets">
  <div class="presets" role="group" aria-label="Save as">
    <span class="legend">Save as</span>
    ${KINDS.map((kind) => html`<button type="button" @click=${() => save(figure, kind)}>${kind}</button>`)}
  </div>
  <button type="button" @click=${(/** @type {any} */ event) => copy(figure, event.target)} .textContent=${COPY}></button>
  <input type="text" aria-label="Link" readonly hidden />
</div>`;
