// @ts-check
/** Small templates that all figures use. */

import { html, nothing, svg } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { mathml } from './mathml.js';

/**
 * A chart in its place; one without a label only repeats what is written beside it. Its markup is
 * our own: every text in it went through `escapeText`. A layer that has not changed is not parsed
 * again; one that has is parsed once, with no template made of it. A layer may be a template, too.
 * @param {Omit<import('../charts/frame.js').Chart, 'layers'> & { layers: unknown[] }} chart
 */
export const drawn = (chart) => html`<svg
  class="chart"
  viewBox="0 0 ${chart.width} ${chart.height}"
  width=${chart.width}
  height=${chart.height}
  role=${chart.label ? 'img' : nothing}
  aria-label=${chart.label || nothing}
  aria-hidden=${chart.label ? nothing : 'true'}
>
  ${chart.layers.map((layer) =>
    typeof layer === 'string' ? svg`<g .innerHTML=${layer}></g>` : svg`<g>${layer}</g>`,
  )}
</svg>`;

/**
 * Mathematics, from text. What it becomes is our own markup: all of the text was escaped.
 * @param {string} text
 */
export const math = (text) => {
  const known = formulas.get(text) ?? mathml(text);
  formulas.set(text, known);
  return unsafeHTML(known);
};

/** What formulas became: there are few, and they are written again with every redraw. @type {Map<string, string>} */
const formulas = new Map();

/**
 * The numbers behind the curves.
 * @param {string} caption
 * @param {string[]} head
 * @param {string[][]} rows the first entry of each names the row
 */
export const dataTable = (
  caption,
  head,
  rows,
) => html`<div class="scroll" tabindex="0" role="region" aria-label=${caption}>
  <table>
    <caption>${caption}</caption>
    <thead>
      <tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr>
    </thead>
    <tbody>
      ${rows.map(
        ([name, ...cells]) => html`<tr>
          <th scope="row">${name}</th>
          ${cells.map((cell) => html`<td>${cell}</td>`)}
        </tr>`,
      )}
    </tbody>
  </table>
</div>`;

/**
 * At most `most` steps from 0 to `last`, evenly spread, and the one that is looked at.
 * @param {number} last
 * @param {number} looked
 */
export function tableSteps(last, looked, most = 26) {
  const every = Math.max(1, Math.ceil(last / (most - 1)));
  const steps = Array.from({ length: Math.floor(last / every) + 1 }, (_, i) => i * every);
  return [...new Set([...steps, looked, last])].sort((a, b) => a - b);
}

/**
 * One chart at a time where there is no room for more: the stylesheet hides the choice, and
 * shows every chart, where there is.
 * @param {{ id: string, label: string }[]} charts
 * @param {string} chosen
 * @param {(id: string) => void} choose
 */
export const chartTabs = (
  charts,
  chosen,
  choose,
) => html`<div class="tabs" role="group" aria-label="Chart">
  ${charts.map(
    ({ id, label }) => html`<button
      type="button"
      aria-pressed=${id === chosen}
      @click=${() => choose(id)}
    >${label}</button>`,
  )}
</div>`;

/**
 * Charts below each other, or behind tabs.
 * @param {{ tab: string }} figure
 * @param {{ id: string, label: string, chart: import('../charts/frame.js').Chart }[]} charts
 */
export const curves = (figure, charts) => html`<div class="curves">
  ${chartTabs(charts, figure.tab, (id) => {
    figure.tab = id;
  })}
  ${charts.map(
    ({ id, chart }) => html`<div
      class="place ${id === figure.tab ? 'chosen' : ''}"
      data-chart=${id}
    >${drawn(chart)}</div>`,
  )}
</div>`;

/**
 * @param {string} summary
 * @param {unknown} content
 * @param {(open: boolean) => void} [toggle]
 */
export const folded = (summary, content, toggle = () => {}) => html`<details
  @toggle=${(/** @type {any} */ event) => toggle(event.target.open)}
>
  <summary>${summary}</summary>
  ${content}
</details>`;

/**
 * What is folded only where there is little room.
 * @param {import('./view.js').View} figure
 * @param {string} summary
 * @param {unknown} content
 */
export const tucked = (figure, summary, content) =>
  figure.narrow ? folded(summary, content) : content;

/**
 * @param {{ id: string, label: string }[]} rules
 * @param {string[]} on
 * @param {(id: string) => void} toggle
 */
export const ruleToggles = (
  rules,
  on,
  toggle,
) => html`<div class="rules" role="group" aria-label="Rules on screen">
  ${rules.map(
    ({ id, label }, i) => html`<button
      type="button"
      class="rule rule-${id}"
      aria-pressed=${on.includes(id)}
      title="Show or hide ${label} (key ${i + 1})"
      @click=${() => toggle(id)}
    >${label}</button>`,
  )}
</div>`;
