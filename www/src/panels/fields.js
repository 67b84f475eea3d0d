// @ts-check
/** What the first hidden units look for: their incoming weights, each as an image. */

import { html, nothing } from 'lit';
import { text } from '../charts/frame.js';
import { drawn } from '../elements/pieces.js';
import { compared, shortName, stepOf } from './panel.js';
import { frames, picture, prepare, signs } from './pixels.js';

/** @typedef {import('./panel.js').Figure} Figure */
/** @typedef {import('./panel.js').Answer} Answer */

/** Units that are shown at most. */
const MOST = 40;
const TOP = 24;
/** Pixels of an image between two. */
const GAP = 2;
/** From this width on images are larger. */
const ROOMY = 460;

/**
 * How many images go in a line, and how many are shown: whole lines, as far as there are any.
 * @param {number} width
 * @param {{ rows: number, columns: number }} size of an image
 * @param {number} count of images
 */
export function layout(width, { rows, columns }, count) {
  const whole = width < ROOMY ? 42 : 56;
  const scale = whole / Math.max(rows, columns);
  const pitch = (columns + GAP) * scale;
  const fit = (width + GAP * scale) / pitch;
  // On a phone pixels are small enough to be any size: images fill its width.
  const across = Math.max(1, Math.min(Math.floor(width < ROOMY ? fit + 0.3 : fit), count));
  return {
    scale: Math.min(scale, width / ((columns + GAP) * across - GAP)),
    across,
    count: count - (count % across),
  };
}

/**
 * The images of every rule that was asked, as they find room.
 * @param {Figure} figure
 * @param {Answer} answer
 */
function sheets(figure, { results }) {
  const width = figure.sizes.of('fields', 340);
  return results.map(([values, size]) => {
    const all = values.length / (size.rows * size.columns);
    const { scale, ...lay } = layout(width, size, all);
    const gap = /** @type {[number, number]} */ ([GAP, GAP]);
    return { sheet: { values, ...size, ...lay, gap }, place: { x: 0, y: TOP, scale } };
  });
}

/** @param {Figure} figure @param {Answer} answer */
function body(figure, answer) {
  const width = figure.sizes.of('fields', 340);
  const { hidden } = figure.now;
  const paint = signs(figure);
  const charts = sheets(figure, answer).map(({ sheet, place }, i) => {
    const units = hidden.length > 0 ? `of ${hidden[0]} hidden units` : 'outputs';
    const title = `${shortName(figure, answer.rules[i])}, ${stepOf(figure, answer)}: ${sheet.count} ${units}`;
    const lines = Math.ceil(sheet.count / sheet.across);
    return {
      width,
      height: TOP + lines * (sheet.rows + GAP) * place.scale,
      label: `Incoming weights, as images of ${sheet.columns} by ${sheet.rows}. ${title}`,
      layers: [text(0, 14, title, 'title'), picture(sheet, paint, place), frames(sheet, place)],
    };
  });
  return charts.map((chart) => drawn(chart));
}

/** @type {import('./panel.js').Panel} */
export const fields = {
  id: 'fields',
  label: 'Receptive fields',
  asks: (figure) =>
    compared(figure).map((rule) => ({
      rule,
      operations: (session) => [
        ['call', session, 'fields', MOST],
        ['read', 'digits', ['rows', 'columns']],
      ],
    })),
  follow: (figure, answer) =>
    Promise.all(sheets(figure, answer).map(({ sheet }) => prepare(sheet, signs(figure)))),
  body: (figure, answer) => html`
    <div class="stack" data-chart="fields">${answer ? body(figure, answer) : nothing}</div>
    <p class="below">
      The weights from each pixel to a unit:
      <span class="key plus">positive</span> and <span class="key minus">negative</span>, each image
      next to its own largest weight.
    </p>`,
};
