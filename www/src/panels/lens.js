// @ts-check
/** Which rules, and which layer, the panels are about: asked once for all that go by it. */

import { html, nothing } from 'lit';
import { find } from '../state/table.js';
import { MORE } from './index.js';
import { beside, inFocus, layerOf, shortName } from './panel.js';

/** @typedef {import('./panel.js').Figure} Figure */

/** The panels that are about one hidden layer, and those that show no second rule. */
const LAYERED = ['hidden'];
const SINGLE = ['diagram'];
/** The panels that are about all rules. */
const GENERAL = ['draw'];

/** Whether a panel goes by it. @param {string} id */
export const goesByLens = (id) => MORE.some((panel) => panel.id === id) && !GENERAL.includes(id);

/** @param {Figure} figure */
export function lens(figure) {
  const { panels, hidden } = figure.now;
  if (figure.controls !== 'full' || figure.tracks.length === 0) return nothing;
  const focus = inFocus(figure);
  const rules = figure.tracks.map(({ rule }) => ({ id: rule, name: shortName(figure, rule) }));
  const others = rules.map((rule) => ({ ...rule, off: rule.id === focus }));
  const layers = hidden.map((/** @type {number} */ _, /** @type {number} */ i) => ({
    id: i + 1,
    name: `${i + 1}`,
  }));
  const pairs = panels.some((/** @type {string} */ id) => goesByLens(id) && !SINGLE.includes(id));
  const layered = hidden.length > 1 && LAYERED.some((id) => panels.includes(id));
  return html`<div class="lens" role="group" aria-label="Rules in the panels">
    ${select(figure, 'focus', rules, focus)}
    ${
      pairs && rules.length > 1
        ? select(
            figure,
            'versus',
            [{ id: 'none', name: 'nothing' }, ...others],
            beside(figure) ?? 'none',
          )
        : nothing
    }
    ${layered ? select(figure, 'layer', layers, layerOf(figure)) : nothing}
  </div>`;
}

/**
 * @param {Figure} figure
 * @param {string} key of the settings table
 * @param {{ id: string | number, name: string, off?: boolean }[]} options
 * @param {string | number | undefined} chosen
 */
const select = (figure, key, options, chosen) => html`<label>
  ${find(figure.table, key)?.label}
  <select
    @change=${(/** @type {any} */ { target }) =>
      figure.setState({ [key]: options[target.selectedIndex].id })}
  >
    ${options.map(
      ({ id, name, off = false }) => html`<option .selected=${id === chosen} ?disabled=${off}>
        ${name}
      </option>`,
    )}
  </select>
</label>`;
