// @ts-check
/** The panels of `<feedback-mnist>` in their grid, and reading values off their curves. */

import { html, nothing } from 'lit';
import { goesByLens, lens } from '../panels/lens.js';
import { CURVES } from './mnist-curves.js';
import { caption, reading } from './mnist-words.js';
import { chartTabs, drawn } from './pieces.js';
import { save } from './save.js';

/** @typedef {import('./mnist.js').FeedbackMnist} Mnist */
/** @typedef {import('./mnist-curves.js').Placed} Placed */

/**
 * A panel that is not made of curves: anything; charts in it are saved if they are `svg.chart`.
 * @typedef {{ id: string, label: string, body: unknown, whole?: boolean,
 *   columns?: () => import('../export/csv.js').Column[] }} Panel
 */

/** How far beside the plot a pointer still reads, in pixels. */
const SLACK = 12;

/** The panels that are chosen, in their order. @param {Mnist} figure */
export const panelsOf = (figure) => [
  ...CURVES.filter(({ id }) => figure.now.panels.includes(id)),
  ...figure.morePanels(),
];

/**
 * The panels that are chosen, in their order. Where two columns have room, panels stand in pairs;
 * of an odd number the first with curves takes the whole row, or the last; so do charts of several
 * layers.
 * @param {Mnist} figure
 */
function chosen(figure) {
  const panels = panelsOf(figure).map((panel) => ({
    ...panel,
    whole: ('charts' in panel ? panel.whole(figure) : panel.whole) ?? false,
    alone: false,
  }));
  for (let from = 0; from < panels.length; ) {
    const end = panels.findIndex(({ whole }, i) => whole && i >= from);
    const count = (end < 0 ? panels.length : end) - from;
    const pairs = panels.slice(from, from + count);
    const odd = pairs.find((panel) => 'charts' in panel) ?? pairs.at(-1);
    if (count % 2 === 1 && odd) odd.alone = true;
    from += count + 1;
  }
  return panels;
}

/**
 * The numbers of one panel, for a file.
 * @param {Mnist} figure
 * @param {string} id
 * @throws {Error} with one sentence
 */
export function panelColumns(figure, id) {
  const panels = chosen(figure);
  const columns = panels.find((panel) => panel.id === id)?.columns;
  if (columns) return columns(figure);
  const known = panels.flatMap((panel) => (panel.columns ? [panel.id] : []));
  throw new Error(`panel must be one of ${known.join(', ')}, but is “${id}”`);
}

/** @param {Mnist} figure */
export function charts(figure) {
  const panels = chosen(figure);
  const tab = panels.find(({ id }) => id === figure.tab)?.id ?? panels[0]?.id;
  const choose = (/** @type {string} */ id) => {
    figure.tab = id;
  };
  const firstByLens = panels.find(({ id }) => goesByLens(id))?.id;
  return html`${panels.length > 1 ? chartTabs(panels, tab, choose) : nothing}
    <div class="body panels">
      ${panels.map((panel) => {
        const { id, label, whole, alone } = panel;
        const room = `${whole || alone ? 'whole' : ''} ${id === tab ? 'chosen' : ''}`;
        // On a phone, where one panel is shown, above that one if it goes by it.
        const above = id === firstByLens ? lensRow(figure, goesByLens(tab ?? '')) : nothing;
        return html`${above}<div class="place panel ${room}" role="group" aria-label=${label} data-panel=${id}>
            ${'charts' in panel ? layers(figure, panel.charts(figure, alone)) : panel.body}
            ${figure.controls === 'full' && figure.ready ? figure.unlessHidden('save', () => files(figure, panel)) : nothing}
          </div>`;
      })}
    </div>
    <p class="readings">${reading(figure)}</p>
    ${figure.unlessHidden('caption', () => html`<p class="caption">${caption(figure)}</p>`)}`;
}

/** @param {Mnist} figure @param {boolean} chosen */
const lensRow = (figure, chosen) =>
  html`<div class="place whole ${chosen ? 'chosen' : ''}">${lens(figure)}</div>`;

/** @param {Mnist} figure @param {Placed[]} places */
export const layers = (figure, places) => html`<div class="layers of${places.length}">
  ${places.map(
    (placed) => html`<div
        class="reads"
        data-chart=${placed.place}
        @pointermove=${(/** @type {PointerEvent} */ event) => read(figure, placed, event)}
        @pointerdown=${(/** @type {PointerEvent} */ event) => read(figure, placed, event)}
        @pointerleave=${() => unread(figure)}
        @pointercancel=${() => unread(figure)}
        @click=${(/** @type {PointerEvent} */ event) => seek(figure, placed, event)}
      >${drawn(placed.chart)}</div>`,
  )}
</div>`;

/** @param {Mnist} figure @param {{ id: string, label: string, charts?: unknown, columns?: unknown }} panel */
const files = (figure, { id, label, columns }) => html`<div class="files">
  ${
    /** @type {const} */ (['SVG', 'CSV']).map((kind) =>
      kind === 'SVG' || columns
        ? html`<button
          type="button"
          aria-label="Save ${label} as ${kind}"
          @click=${() => save(figure, kind, id)}
        >${kind}</button>`
        : nothing,
    )
  }
</div>`;

/**
 * The point next to a pointer, if that is on the plot. Offsets are in the figure's own pixels,
 * on a scaled slide too.
 * @param {Placed} placed
 * @param {PointerEvent} event
 */
function under({ chart }, { offsetX, offsetY }) {
  const { left, top, width } = chart.plot;
  const inside = offsetX > left - SLACK && offsetX < left + width + SLACK && offsetY > top - SLACK;
  return inside ? chart.stepAt(offsetX) : undefined;
}

/** A mouse that is pressed moves the playhead along. @param {Mnist} figure @param {Placed} placed @param {PointerEvent} event */
function read(figure, placed, event) {
  const at = under(placed, event);
  const key = placed.layers ? 'layer' : 'step';
  if (at === undefined) return unread(figure);
  if (figure.reading?.[key] !== at) figure.reading = { [key]: at };
  if (event.buttons && event.pointerType !== 'touch') seek(figure, placed, event);
}

/** @param {Mnist} figure */
const unread = (figure) => {
  figure.reading = undefined;
};

/** A tap is a click that no scrolling came of. @param {Mnist} figure @param {Placed} placed @param {PointerEvent} event */
function seek(figure, placed, event) {
  const at = under(placed, event);
  if (at !== undefined && !placed.layers && at !== figure.looked) figure.seek(at);
}
