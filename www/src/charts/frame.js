// @ts-check
/**
 * What all charts share. A chart is a plain object: its size in CSS pixels, a sentence that says
 * what it shows, and layers of SVG markup, the most constant first. `svg` makes one string of it,
 * the same in a browser and in node. Colours, dashes and fonts are classes; the stylesheet
 * `style/chart.css` gives them.
 */

/**
 * @typedef {object} Chart
 * @property {number} width
 * @property {number} height
 * @property {string} label
 * @property {string[]} layers
 */

/** @typedef {{ left: number, top: number, width: number, height: number }} Box */

/** @param {string} text */
export const escapeText = (text) =>
  text.replace(
    /[&<>"]/g,
    (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c,
  );

/**
 * A coordinate, to a tenth of a pixel.
 * @param {number} n
 */
export const px = (n) => String(Math.round(n * 10) / 10);

/**
 * A number with a true minus sign and a given number of decimals; an en dash where there is none.
 * @param {number} x
 * @param {number} decimals
 */
export const fixed = (x, decimals) =>
  Number.isFinite(x) ? minus(x.toFixed(decimals)).replace(/^−(0(\.0*)?)$/, '$1') : '–';

/**
 * A number of any size in few characters: 0.0123, 4.5·10⁻⁹.
 * @param {number} x
 */
export function short(x) {
  if (!Number.isFinite(x)) return '–';
  if (x === 0) return '0';
  const exponent = Math.floor(Math.log10(Math.abs(x)));
  if (exponent >= -3 && exponent < 5) return minus(String(Number(x.toPrecision(3))));
  return `${minus((x / 10 ** exponent).toFixed(1))}·${power(exponent)}`;
}

/** @param {string} text */
const minus = (text) => text.replace('-', '−');

/**
 * 10⁻³; 0.1, 1 and 10 stay as they are.
 * @param {number} exponent
 */
export const power = (exponent) =>
  exponent >= -1 && exponent <= 1
    ? String(10 ** exponent)
    : `10${[...String(exponent)].map((c) => SUPERSCRIPT[c]).join('')}`;

/** @type {Record<string, string>} */
const SUPERSCRIPT = {
  '-': '⁻',
  0: '⁰',
  1: '¹',
  2: '²',
  3: '³',
  4: '⁴',
  5: '⁵',
  6: '⁶',
  7: '⁷',
  8: '⁸',
  9: '⁹',
};

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes numbers are coordinates
 * @param {string} [content] markup
 */
export function tag(name, attributes, content = '') {
  let written = name;
  for (const key in attributes) {
    const value = attributes[key];
    written += ` ${key}="${typeof value === 'number' ? px(value) : escapeText(value)}"`;
  }
  return `<${written}>${content}</${name}>`;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} content plain text
 * @param {string} classes
 * @param {Record<string, string | number>} [more]
 */
export const text = (x, y, content, classes, more = {}) =>
  tag('text', { x, y, class: classes, ...more }, escapeText(content));

/**
 * A part of the picture that is cut at its borders, with its own origin.
 * @param {Box} box
 * @param {string} content
 */
export const clipped = (box, content) =>
  tag(
    'svg',
    { x: box.left, y: box.top, width: box.width, height: box.height, overflow: 'hidden' },
    content,
  );

/**
 * The whole chart as one document.
 * @param {Chart} chart
 * @param {string} [css] a stylesheet to carry along, for files of their own
 */
export function svg({ width, height, label, layers }, css = '') {
  const style = css && `<style>${css}</style>`;
  return tag(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'chart',
      viewBox: `0 0 ${px(width)} ${px(height)}`,
      width,
      height,
      role: 'img',
      'aria-label': label,
    },
    style + layers.join(''),
  );
}

/**
 * A tick of an axis: where it is along the axis, and what it says.
 * @typedef {{ at: number, text: string }} Tick
 */

/**
 * Axes of a plot: hairlines across for y, a line below with ticks for x, the axis' name at its end.
 * @param {Box} box
 * @param {Tick[]} xTicks
 * @param {Tick[]} yTicks
 * @param {string} xName
 * @param {boolean} [across] whether hairlines go across; else there are ticks
 * @param {boolean} [beyond] whether there is room for the axis' name to the right of the plot
 */
export function axes(box, xTicks, yTicks, xName, across = true, beyond = false) {
  const { left, top, width, height } = box;
  const bottom = top + height;
  const rows = yTicks.map(
    ({ at, text: label }) =>
      tag('path', { class: 'grid', d: `M${px(left)},${px(top + at)}h${across ? px(width) : -4}` }) +
      text(left - 6, top + at + 4, label, 'tick', { 'text-anchor': 'end' }),
  );
  // The name of the axis stands at its end: a tick label that would touch it is left out.
  const room = (/** @type {string} */ label) =>
    beyond ? width + 13 - 4 * label.length : width - xName.length * 7 - 14;
  const columns = xTicks.map(
    ({ at, text: label }) =>
      tag('path', { class: 'axis', d: `M${px(left + at)},${px(bottom)}v4` }) +
      (at > room(label)
        ? ''
        : text(left + at, bottom + 17, label, 'tick', { 'text-anchor': 'middle' })),
  );
  return (
    rows.join('') +
    tag('path', { class: 'axis', d: `M${px(left)},${px(bottom)}h${px(width)}` }) +
    columns.join('') +
    (beyond
      ? text(left + width + 17, bottom + 17, xName, 'tick')
      : text(left + width, bottom + 17, xName, 'tick', { 'text-anchor': 'end' }))
  );
}
