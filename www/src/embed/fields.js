// @ts-check
/** What the builder asks with: one of several, any of several. */

import { html } from 'lit';
import { live } from 'lit/directives/live.js';

/** @typedef {{ id: string, label: string }} Option */

/**
 * @param {string} legend
 * @param {string} name of the group in the form
 * @param {Option[]} all
 * @param {string} chosen
 * @param {(id: string) => void} pick
 */
export const oneOf = (legend, name, all, chosen, pick) => html`<div
  class="group"
  role="radiogroup"
  aria-label=${legend}
>
  <span class="name" aria-hidden="true">${legend}</span>
  ${all.map(
    ({ id, label }) => html`<label class="pill">
      <input type="radio" name=${name} .checked=${live(id === chosen)} @change=${() => pick(id)} />
      <span>${label}</span>
    </label>`,
  )}
</div>`;

/**
 * @param {string} legend
 * @param {Option[]} all
 * @param {string[]} on
 * @param {(on: string[]) => void} pick
 * @param {boolean} [some] whether one at least must be on
 */
export const anyOf = (legend, all, on, pick, some = false) => html`<div
  class="group"
  role="group"
  aria-label=${legend}
>
  <span class="name" aria-hidden="true">${legend}</span>
  ${all.map(({ id, label }) => {
    const next = all.map((one) => one.id).filter((one) => (one === id) !== on.includes(one));
    return html`<label class="pill">
      <input
        type="checkbox"
        .checked=${live(on.includes(id))}
        ?disabled=${some && next.length === 0}
        @change=${() => pick(next)}
      />
      <span>${label}</span>
    </label>`;
  })}
</div>`;
