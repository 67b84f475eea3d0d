// @ts-check
/** A poster: the charts of a figure on paper of a slide's shape, with a title. */

import { escapeText, px, tag } from '../src/charts/frame.js';

export const WIDTH = 960;
export const HEIGHT = 540;
const MARGIN = 24;
/** Room for the title. */
const HEAD = 72;
/** What is left for a figure. */
export const ROOM = { width: WIDTH - 2 * MARGIN, height: HEIGHT - HEAD - MARGIN };
/** The paper that `exportSVG` leaves around the charts, and how much larger a slide shows them. */
const EDGE = 16 * 1.4;

export const SERIF = 'Charter, Bitstream Charter, Cambria, Noto Serif, Georgia, serif';
export const SANS =
  'system-ui, Segoe UI, Roboto, Helvetica Neue, Noto Sans, Liberation Sans, Arial, sans-serif';
const INK = '#1a1a1a';
export const SOFT = '#5a5f66';

/**
 * A document placed in another, as large as it can be in a box and in its middle.
 * @param {string} svg
 * @param {{ left: number, top: number, width: number, height: number }} box
 */
export function placed(svg, box) {
  const [, width, height] = (
    svg.match(/^<svg [^>]*?viewBox="0 0 ([\d.]+) ([\d.]+)"/) ?? fail('the picture has no size')
  ).map(Number);
  const scale = Math.min(box.width / width, box.height / height);
  const [w, h] = [scale * width, scale * height];
  const [x, y] = [box.left + (box.width - w) / 2, box.top + (box.height - h) / 2];
  const root = /^<svg ([^>]*?) width="[\d.]+" height="[\d.]+"/;
  return svg
    .replace(' xmlns="http://www.w3.org/2000/svg"', '')
    .replace(root, `<svg x="${px(x)}" y="${px(y)}" width="${px(w)}" height="${px(h)}" $1`);
}

/** @param {string} message @returns {never} */
const fail = (message) => {
  throw new Error(message);
};

/**
 * A white sheet with something on it, as a document.
 * @param {number} width
 * @param {number} height
 * @param {string} content
 * @param {string} [title] for those who do not see it
 */
export const sheet = (width, height, content, title) =>
  tag(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, height },
    (title ? tag('title', {}, escapeText(title)) : '') +
      tag('rect', { width, height, fill: '#fff' }) +
      content,
  );

/** @param {number} x @param {number} y @param {string} words @param {Record<string, string | number>} look */
export const line = (x, y, words, look) =>
  tag('text', { x, y, fill: INK, ...look }, escapeText(words));

/**
 * @param {string} picture what `exportSVG` gives
 * @param {string} title
 * @param {string} kicker what figure it is of
 */
export function poster(picture, title, kicker) {
  const base = 48;
  const box = {
    left: MARGIN - EDGE,
    top: HEAD - EDGE,
    width: ROOM.width + 2 * EDGE,
    height: ROOM.height + 2 * EDGE,
  };
  return sheet(
    WIDTH,
    HEIGHT,
    // The words on top of it, because it brings paper of its own.
    placed(picture, box) +
      line(MARGIN, base, title, { 'font-family': SERIF, 'font-size': 30, 'font-weight': 600 }) +
      line(WIDTH - MARGIN, base, kicker, {
        'font-family': SANS,
        'font-size': 18,
        'text-anchor': 'end',
        fill: SOFT,
      }),
    `${kicker}: ${title}`,
  );
}
