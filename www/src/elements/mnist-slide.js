// @ts-check
/** `<feedback-mnist>` on a slide: how well each rule does, and beneath it as much as has room. */

import { html, nothing } from 'lit';
import { fixed, px, tag, text } from '../charts/frame.js';
import { marker } from '../charts/marks.js';
import { layers, panelsOf } from './mnist-charts.js';
import { digits } from './mnist-digits.js';
import { chartTabs, drawn } from './pieces.js';

/** @typedef {import('./mnist.js').FeedbackMnist} Mnist */
/** @typedef {import('../state/rules.js').Rule} Rule */

/** Height of the row of scores, and what it takes with the gap below it. */
const HIGH = 26;
const ROW = HIGH + 12;
/** Room for the word that says what the scores are, where no panel does. */
const WORD = 84;
/** Narrower than this a score has no sample of the line beside it, and then no sign behind it. */
const ROOMY = 150;
const TIGHT = 104;
/** The sample of a line, and a letter of a name and of a score, in pixels. */
const SAMPLE = 34;
const LETTER = 10;

/** @param {Mnist} figure */
export function slide(figure) {
  const panels = shown(figure);
  const tab = panels.find(({ id }) => id === figure.tab)?.id ?? panels[0]?.id;
  const choose = (/** @type {string} */ id) => {
    figure.tab = id;
  };
  const alone = panels.length === 1;
  const height = figure.sizes.room - ROW;
  const said = panels.some(({ id }) => id === 'accuracy');
  return html`<div class="body panels">
      <div class="scores" data-chart="scores">${drawn(scores(figure, said))}</div>
      ${panels.length > 1 ? chartTabs(panels, tab, choose) : nothing}
      ${
        figure.ready
          ? panels.map(
              (panel) => html`<div
                class="place panel ${'few' in panel ? '' : 'scrolls'} ${alone ? 'whole' : ''} ${panel.id === tab ? 'chosen' : ''}"
                role="group"
                aria-label=${panel.label}
                data-panel=${panel.id}
              >${'few' in panel ? layers(figure, panel.few(figure, height, alone)) : panel.body}</div>`,
            )
          : nothing
      }
    </div>
    ${figure.digits.state === 'ready' ? nothing : digits(figure)}`;
}

/**
 * Side by side there is room for two panels: the first, and beside it the next about the hidden
 * layers, since how well a rule does is said above; or else the next. One at a time there is room
 * for all.
 * @param {Mnist} figure
 */
function shown(figure) {
  const [first, ...others] = panelsOf(figure);
  if (!figure.sizes.small) return [first, ...others];
  const second = others.find((panel) => 'layered' in panel && panel.layered) ?? others[0];
  return second ? [first, second] : [first];
}

/**
 * The rules in a row: line, name, and validation accuracy at the step that is looked at.
 * @param {Mnist} figure
 * @param {boolean} said whether a panel says what the numbers are
 * @returns {import('../charts/frame.js').Chart}
 */
function scores(figure, said) {
  const width = figure.sizes.of('scores', figure.sizes.figure);
  const racing = figure.rules.filter(({ id }) => figure.now.rules.includes(id));
  const left = said ? 0 : WORD;
  const each = (width - left) / racing.length;
  const values = racing.map((rule) => scoreOf(figure, rule));
  return {
    width,
    height: HIGH,
    label: `Validation accuracy at step ${figure.looked}: ${racing
      .map(({ short }, i) => `${short} ${values[i]}`)
      .join(', ')}`,
    layers: [
      said ? '' : text(0, 19, 'accuracy', 'tick'),
      ...racing.map(({ id, short }, i) => score(id, short, values[i], left + i * each, each)),
    ],
  };
}

/** @param {Mnist} figure @param {Rule} rule */
function scoreOf(figure, { id }) {
  const track = figure.tracks.find((candidate) => candidate.rule === id);
  if (track?.diverged !== undefined && track.diverged <= figure.looked) return 'diverged';
  const seen = track && figure.at(track);
  return seen ? `${fixed(100 * seen.accuracy, 1)} %` : '– %';
}

/** @param {string} id @param {string} name @param {string} value @param {number} left @param {number} room */
function score(id, name, value, left, room) {
  const roomy = room >= ROOMY;
  const from = left + (roomy ? SAMPLE + 6 : 0);
  const sample =
    tag('path', { class: `curve rule-${id}`, d: `M${px(left + 1)},13h${SAMPLE - 2}` }) +
    marker(id, left + SAMPLE / 2, 13);
  const after = from + LETTER * name.length + 5;
  return (
    (roomy ? sample : '') +
    text(from, 19, name, `name rule-${id}`) +
    text(after, 19, room < TIGHT ? value.replace(' %', '') : value, 'score-value')
  );
}
