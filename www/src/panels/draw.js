// @ts-check
/** Draw a digit, or take one: what do all the rules answer, now and as they go on learning? */

import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { fixed, tag, text } from '../charts/frame.js';
import { drawn } from '../elements/pieces.js';
import { wrong } from '../state/errors.js';
import { largest } from './mistakes.js';
import { FIELD, padOf, SIDE } from './pad.js';
import { shortName, stepOf } from './panel.js';
import { picture } from './pixels.js';

/** @typedef {import('./panel.js').Figure} Figure */
/** @typedef {import('./panel.js').Answer} Answer */
/** @typedef {import('./pad.js').Facts} Facts */

/** Height of the longest bar, and where the bars stand. */
const HIGH = 46;
const FOOT = 92;
/** From this width on four rules have room beside each other. */
const ROOMY = 460;
const BETWEEN = 16;

/** What the outputs of the kinds of networks are. @type {Record<string, string>} */
const MEANING = {
  softmax: 'Bars are probabilities: they add up to 1',
  logistic:
    'Bars are outputs of logistic units, each from 0 to 1 by itself: they need not add up to 1',
  identity: 'Bars are outputs of linear units, which learn to be 1 for the class and 0 else',
};

/** @param {string} kind of output @param {number} value */
const worth = (kind, value) =>
  kind === 'softmax' ? `${fixed(100 * value, 1)} %` : fixed(value, 2);

/**
 * What a rule answers.
 * @param {number} width
 * @param {string} rule
 * @param {string} name
 * @param {string} kind of output
 * @param {ArrayLike<number> | undefined} outputs
 * @returns {import('../charts/frame.js').Chart}
 */
export function bars(width, rule, name, kind, outputs) {
  const values = Array.from(outputs ?? { length: 10 }, Number);
  const best = outputs && values.some(Number.isFinite) ? largest(values) : undefined;
  const most = Math.max(1, ...values.filter(Number.isFinite));
  const slot = width / values.length;
  const high = (/** @type {number} */ value) => (value > 0 ? (HIGH * value) / most : 0);
  const strip = values.map(
    (value, i) =>
      tag('rect', {
        class: i === best ? 'bar' : 'bar other',
        x: i * slot + 1.5,
        y: FOOT - high(value),
        width: slot - 3,
        height: high(value),
      }) +
      (slot > 9
        ? text((i + 0.5) * slot, FOOT + 15, String(i), 'tick', { 'text-anchor': 'middle' })
        : '') +
      tag(
        'rect',
        { class: 'slot', x: i * slot, y: FOOT - HIGH, width: slot, height: HIGH + 16 },
        tag('title', {}, `${i}: ${worth(kind, value)}`),
      ),
  );
  const answer = best === undefined ? '' : String(best);
  const order = values.map((_, i) => i).sort((a, b) => values[b] - values[a]);
  const told = order.map((i) => `${i} ${worth(kind, values[i])}`).join(', ');
  return {
    width,
    height: FOOT + 20,
    label: best === undefined ? `${name} has no answer` : `${name} answers ${answer}. ${told}`,
    layers: [
      tag(
        'g',
        { class: `rule-${rule}` },
        text(0, 14, name, 'name') +
          text(0, 32, best === undefined ? '' : worth(kind, values[best]), 'tick') +
          text(width, 34, answer, 'name answer', { 'text-anchor': 'end' }) +
          tag('path', { class: 'grid', d: `M0,${FOOT + 0.5}H${width}` }) +
          strip.join(''),
      ),
    ],
  };
}

/** The pad: white ink on black, as in MNIST. @param {Figure} figure */
function sheet(figure) {
  const { strokes, taken, image } = padOf(figure);
  const small = {
    rows: FIELD,
    columns: FIELD,
    count: 1,
    across: 1,
    gap: /** @type {[number, number]} */ ([0, 0]),
  };
  const digit =
    taken && image
      ? picture({ ...small, values: image }, { kind: 'grey' }, { x: 0, y: 0, scale: SIDE / FIELD })
      : '';
  const hint = text(SIDE / 2, SIDE / 2, 'Draw a digit here', 'hint', { 'text-anchor': 'middle' });
  return drawn({
    width: SIDE,
    height: SIDE,
    label: taken ? `Validation digit ${taken.index}` : `Drawing pad, strokes: ${strokes.length}`,
    layers: [
      tag('rect', { class: 'black', width: SIDE, height: SIDE }),
      digit || (strokes.length > 0 ? '' : hint),
      ...strokes.map((d) => tag('path', { class: 'stroke', d })),
    ],
  });
}

/** What the networks see. @param {Figure} figure @param {Facts} facts */
function seen(figure, { rows, columns }) {
  const { image } = padOf(figure);
  const scale = 112 / Math.max(rows, columns);
  const size = { width: columns * scale, height: rows * scale };
  const sheet = {
    rows,
    columns,
    count: 1,
    across: 1,
    gap: /** @type {[number, number]} */ ([0, 0]),
  };
  return drawn({
    ...size,
    label: image ? `The ${columns} by ${rows} pixels that the networks see` : '',
    layers: [
      tag('rect', { class: 'black', ...size }),
      image?.length === rows * columns
        ? picture({ ...sheet, values: image }, { kind: 'grey' }, { x: 0, y: 0, scale })
        : '',
    ],
  });
}

/** The way without a pointer. @param {Figure} figure @param {Facts} facts */
function chooser(figure, { validation_count: count }) {
  const pad = padOf(figure);
  const { taken } = pad;
  const go = (/** @type {number} */ by) => {
    const from = taken?.index ?? (by > 0 ? -1 : 0);
    pad.take((from + by + count) % count);
  };
  const read = (/** @type {any} */ { target }) => {
    const index = Number(target.value);
    if (target.value.trim() && Number.isInteger(index) && index >= 0 && index < count)
      return pad.take(index);
    figure.say(
      wrong('the number of a digit', `a whole number from 0 to ${count - 1}`, target.value).message,
    );
  };
  return html`<div class="choose" role="group" aria-label="Take a validation digit">
    <label for="digit">or take a validation digit</label>
    <span class="buttons">
      <button type="button" class="icon-button" aria-label="Previous digit" @click=${() => go(-1)}>‹</button>
      <input
        id="digit"
        type="text"
        inputmode="numeric"
        autocomplete="off"
        .value=${live(taken ? String(taken.index) : '')}
        @change=${read}
      />
      <button type="button" class="icon-button" aria-label="Next digit" @click=${() => go(1)}>›</button>
    </span>
    <span>${taken ? html`It is a <b>${taken.truth}</b>.` : nothing}</span>
  </div>`;
}

/** @param {Figure} figure @param {Answer | undefined} answer */
function answers(figure, answer) {
  const width = figure.sizes.of('draw', 340);
  const kind = figure.now.output;
  const across = width < ROOMY ? 2 : 4;
  const one = Math.floor((width - BETWEEN * (across - 1)) / across);
  const known = padOf(figure).image ? answer : undefined;
  return html`<div class="answers" data-chart="draw">
      ${figure.tracks.map(({ rule }) => {
        const at = known?.rules.indexOf(rule) ?? -1;
        return drawn(bars(one, rule, shortName(figure, rule), kind, known?.results[at]?.[0]));
      })}
    </div>
    <p class="below">${known ? `At ${stepOf(figure, known)}. ` : ''}${MEANING[kind]}.</p>`;
}

/** @param {Figure} figure @param {Answer | undefined} answer */
function body(figure, answer) {
  const pad = padOf(figure);
  const { facts } = pad;
  if (!facts) return nothing;
  const fits = facts.rows === FIELD && facts.columns === FIELD;
  return html`<h3 class="head-line">Draw a digit</h3>
    <div class="drawing"><div class="draw">
      ${
        fits
          ? html`<div
              class="pad"
              @pointerdown=${(/** @type {any} */ event) => pad.draw(event)}
            >${sheet(figure)}</div>`
          : html`<p>
              Drawing needs images of ${FIELD} × ${FIELD} pixels, but these have
              ${facts.columns} × ${facts.rows}.
            </p>`
      }
      <div class="aside">
        ${
          fits
            ? html`<div class="buttons">
                <button type="button" @click=${() => pad.undo()}>Undo</button>
                <button type="button" @click=${() => pad.clear()}>Clear</button>
              </div>`
            : nothing
        }
        <div class="seen">${seen(figure, facts)}<span>what the networks see</span></div>
        ${chooser(figure, facts)}
      </div>
    </div>
    <div>${answers(figure, answer)}</div></div>
    <div class="unseen" role="status">${pad.spoken}</div>`;
}

/** @type {import('./panel.js').Panel} */
export const draw = {
  id: 'draw',
  label: 'Draw a digit',
  asks(figure) {
    const image = padOf(figure).question;
    if (!image) return [];
    return figure.tracks.map(({ rule }) => ({
      rule,
      image,
      operations: (session) => [['call', session, 'answer', image]],
    }));
  },
  // After a stroke, once; while the rules learn on, nobody is told time and again.
  follow(figure, { rules, results, questions }) {
    const pad = padOf(figure);
    if (!pad.speaks || /** @type {any} */ (questions[0]).image !== pad.image) return;
    pad.speaks = false;
    const said = rules.map((rule, i) => `${shortName(figure, rule)} ${largest(results[i][0])}`);
    const truth = pad.taken ? `Validation digit ${pad.taken.index}, a ${pad.taken.truth}. ` : '';
    pad.spoken = `${truth}Answers: ${said.join(', ')}.`;
  },
  body,
};
