// @ts-check
/** One labelled control, from a row of the settings table. */

import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { format, parse } from '../state/table.js';
import { math } from './pieces.js';

/** @typedef {import('../state/table.js').Row} Row */

/**
 * @typedef {object} Binding
 * @property {any} value as accepted by the core
 * @property {string} [refused] what was asked for and refused: it stays visible, marked
 * @property {(value: any, text?: string) => void} set
 * @property {(error: Error, text: string) => void} refuse the text means nothing
 */

/**
 * @param {Row} row
 * @param {Binding} binding
 * @param {boolean} [explained] whether the documentation stands below
 */
export function control(row, binding, explained = false) {
  const id = `set-${row.key}`;
  const name = html`${row.label}${row.symbol ? html` ${math(row.symbol)}` : nothing}`;
  const doc = explained ? html`<small id="${id}-doc">${row.doc}</small>` : nothing;
  return html`<div class="control" title=${explained ? nothing : row.doc}>
    <label for=${id}>${name}</label>
    ${row.choices ? choice(row, id, binding, explained) : entry(row, id, binding, explained)}
    ${doc}
  </div>`;
}

/** @param {Row} row @param {string} id @param {Binding} binding @param {boolean} explained */
const choice = (row, id, { value, set }, explained) => html`<select
  id=${id}
  aria-describedby=${explained ? `${id}-doc` : nothing}
  @change=${(/** @type {any} */ event) => set(event.target.value)}
>
  ${row.choices?.map(
    (option) => html`<option value=${option.id} ?selected=${option.id === value}>
      ${option.label}
    </option>`,
  )}
</select>`;

/**
 * A text field that takes any value, and for numbers a slider over the useful ones.
 * @param {Row} row @param {string} id @param {Binding} binding @param {boolean} explained
 */
function entry(row, id, { value, refused, set, refuse }, explained) {
  const read = (/** @type {any} */ event) => {
    const text = event.target.value;
    try {
      set(parse(row, text), text);
    } catch (error) {
      refuse(/** @type {Error} */ (error), text);
    }
  };
  const words = row.kind === 'sizes' || row.kind === 'text';
  return html`<span class="entry">
    ${row.low === undefined ? nothing : slider(row, value, set)}
    <input
      id=${id}
      type="text"
      inputmode=${words ? 'text' : 'decimal'}
      class=${words || row.random ? 'wide' : ''}
      autocomplete="off"
      spellcheck="false"
      .value=${live(refused ?? format(row, value))}
      aria-invalid=${refused === undefined ? nothing : 'true'}
      aria-describedby=${explained ? `${id}-doc` : nothing}
      @change=${read}
    />
  </span>`;
}

/** @param {Row} row @param {number} value @param {(value: number) => void} set */
function slider(row, value, set) {
  const { low = 0, high = 1, scale = 'linear', zero } = row;
  const log = scale === 'log';
  // What lies beyond the slider stands at its end; 0 has no logarithm.
  const along = Math.log(value / low) / Math.log(high / low);
  const position = log ? Math.min(Math.max(along, 0), 1) : value;
  const move = (/** @type {any} */ event) => {
    const at = Number(event.target.value);
    // Two digits: a slider is for finding a region, the field beside it for exact values.
    if (!log) set(at);
    else set(zero && at === 0 ? 0 : Number((low * (high / low) ** at).toPrecision(2)));
  };
  return html`<input
    type="range"
    aria-label="${row.label}${row.symbol ? ` ${row.symbol}` : ''}, slider"
    aria-valuetext=${format(row, value)}
    min=${log ? 0 : low}
    max=${log ? 1 : high}
    step=${log ? 0.01 : (row.step ?? 'any')}
    .value=${live(String(position))}
    @input=${move}
  />`;
}
