// @ts-check
/** The frame of a figure: transport, controls, what the figure draws, and what can be unfolded. */

import { html, nothing } from 'lit';
import { control } from './control.js';
import { SHORTCUTS } from './keys.js';
import { folded } from './pieces.js';
import { saves } from './save.js';
import { transport } from './transport.js';

/** @typedef {import('./figure.js').Figure} Figure */
/** @typedef {import('../state/table.js').Row} Row */

/** @param {Figure} figure */
export const shell = (figure) => html`<div data-chart="figure"></div>
<div
  class="figure"
  tabindex=${figure.controls === 'none' ? nothing : 0}
  role="group"
  aria-label="Interactive figure. Press question mark for keyboard shortcuts."
>
  ${figure.controls === 'none' ? nothing : bar(figure)} ${messages(figure)}
  ${figure.slow ? html`<p class="slow" role="status">Computing…</p>` : nothing}
  ${figure.opening()} ${figure.controls === 'full' ? mainControls(figure) : nothing}
  ${figure.drawable ? figure.body() : html`<div class="waiting"><slot></slot></div>`}
  ${figure.controls === 'full' && figure.drawable ? more(figure) : nothing}
  <div class="unseen" role="status">${figure.spoken}</div>
</div>`;

/** @param {Figure} figure */
const bar = (figure) =>
  transport({
    playing: figure.playing,
    done: figure.done,
    step: figure.looked,
    last: figure.last,
    unit: figure.unit,
    speed: figure.now.speed,
    fastest: figure.table.find((row) => row.key === 'speed')?.max ?? 1,
    random: figure.table.some((row) => row.random) && !figure.hides('seed'),
    hasty: !figure.hides('speed'),
    mini: figure.controls === 'mini',
    prints: figure.controls === 'full' && !figure.hides('fingerprint') && figure.fingerprints,
    press: (name) =>
      ({
        restart: () => figure.restart(),
        back: () => figure.step(-1),
        toggle: () => figure.toggle(),
        step: () => figure.step(1),
        seed: () => figure.renewSeed(),
      })[name](),
    seek: (step) => figure.seek(step),
    hurry: (speed) => figure.setState({ speed }),
  });

/** @param {Figure} figure */
function messages(figure) {
  const failure = html`<div class="notice" role="alert">
    <p><strong>This figure has stopped.</strong> ${figure.failure}.</p>
    <button
      type="button"
      @click=${() => {
        figure.recover();
        figure.dismiss();
      }}
    >Restart</button>
  </div>`;
  const notice = html`<div class="notice" role="alert">
    <p>${figure.notice}. ${figure.rest}.</p>
    <button type="button" @click=${() => figure.dismiss()}>Close</button>
  </div>`;
  const help = html`<dl class="help">
    ${SHORTCUTS.map(([key, what]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${what}</dd></div>`)}
  </dl>`;
  return [
    figure.failure ? failure : nothing,
    figure.notice ? notice : nothing,
    figure.help ? help : nothing,
  ];
}

/** @param {Figure} figure @param {Row} row @param {boolean} [explained] */
const bound = (figure, row, explained) =>
  control(
    row,
    {
      value: figure.current(row.key),
      refused: figure.refused[row.key],
      set: async (value, text) => {
        const accepted = await figure.setState({ [row.key]: value });
        // What was typed stays as it was typed, to be corrected.
        if (!accepted && text !== undefined && row.key in figure.refused)
          figure.refused = { ...figure.refused, [row.key]: text };
      },
      refuse: (error, text) => {
        figure.refused = { [row.key]: text };
        figure.say(error.message);
      },
    },
    explained,
  );

/** @param {Figure} figure */
const mainControls = (figure) => html`<div class="controls">
  ${shown(figure)
    .filter((row) => row.main)
    .map((row) => bound(figure, row))}
</div>
${figure.extras()}`;

/** The settings that have a control. @param {Figure} figure */
const shown = (figure) => figure.table.filter((row) => !row.hidden && !figure.hides(row.short));

/** @param {Figure} figure */
function more(figure) {
  const rest = shown(figure).filter((row) => !row.main);
  const parts = {
    more: () =>
      folded(
        'More settings',
        html`<div class="controls all">${rest.map((row) => bound(figure, row, true))}</div>`,
      ),
    numbers: () =>
      folded('Numbers', figure.counting ? figure.numbers() : nothing, (open) => {
        figure.counting = open;
      }),
    how: () => folded('How this is computed', figure.how()),
    save: () => saves(figure),
  };
  return html`<div class="folds">
    ${Object.entries(parts).map(([name, draw]) => figure.unlessHidden(name, draw))}
  </div>`;
}
