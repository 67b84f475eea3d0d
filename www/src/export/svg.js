// @ts-check
/**
 * The charts on screen as one SVG document that needs nothing beside it: no stylesheet, no classes,
 * no scripts. What makes an element look as it does on the page is written to it as attributes.
 */

import { escapeText, px, tag } from '../charts/frame.js';
import { colourOf } from './colour.js';

/** @typedef {Record<string, string>} Look */

/** Paper around the charts. It also holds what reaches over a chart's border. */
const MARGIN = 16;

/** What the stylesheet may have a say in. */
const LOOK =
  'fill,fill-opacity,stroke,stroke-width,stroke-dasharray,stroke-linecap,stroke-linejoin,text-anchor,font-family,font-size,font-style,font-weight,opacity'.split(
    ',',
  );

/**
 * How an element looks on screen. Attributes need no units, and drawing programs want references
 * without quotes.
 * @param {Element} element
 * @returns {Look}
 */
function lookOf(element) {
  const style = getComputedStyle(element);
  const bare = (/** @type {string} */ name) =>
    style
      .getPropertyValue(name)
      .replace(/(\d)px/g, '$1')
      .replace(/url\("(.*)"\)/, 'url($1)');
  return Object.fromEntries(LOOK.map((name) => [name, bare(name)]));
}

/**
 * An element and what is in it, in a place where `known` need not be said.
 * @param {Element} element
 * @param {Look} known
 * @returns {string}
 */
function copy(element, known) {
  if (getComputedStyle(element).display === 'none') return '';
  const look = lookOf(element);
  const own = Array.from(element.attributes, ({ name, value }) => [name, value]);
  const said = Object.entries({ ...Object.fromEntries(own), ...look }).filter(
    ([name, value]) => name !== 'class' && value !== known[name],
  );
  const attributes = Object.fromEntries(said);
  const content = inside(element, look);
  const write = (/** @type {Look} */ more) =>
    tag(element.localName, { ...attributes, ...more }, content);
  // Few drawing programs know that a halo is painted before its letters: there it has to be a
  // text of its own, below them.
  const halo = look.stroke !== 'none' && getComputedStyle(element).paintOrder.startsWith('stroke');
  return halo
    ? write({ fill: look.stroke, 'data-halo': '' }) + write({ stroke: 'none' })
    : write({});
}

/** @param {Element} element @param {Look} look of the element @returns {string} */
const inside = (element, look) =>
  Array.from(element.childNodes, (node) => {
    // What is inside is not transparent because of what is around it.
    if (node instanceof Element) return copy(node, { ...look, opacity: '1' });
    return node instanceof Text ? escapeText(node.data) : '';
  }).join('');

/**
 * The charts that can be seen, and where; one behind a tab has no size.
 * @param {ParentNode | undefined} root
 * @param {string} panel
 */
const visible = (root, panel) =>
  [
    .../** @type {NodeListOf<SVGSVGElement>} */ (
      root?.querySelectorAll(`.body ${panel && `[data-panel="${CSS.escape(panel)}"] `}svg.chart`) ??
        []
    ),
  ]
    .map((chart) => ({ chart, box: chart.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 0);

/**
 * @param {HTMLElement & { renderRoot: ParentNode, sizes: { unit: number }, proof: string }} figure
 * @param {string} title
 * @param {string} panel the value of `data-panel` of a part of the figure; all of it where empty
 * @returns {string}
 * @throws {Error} with one sentence, if there is no chart
 */
export function svg(figure, title, panel) {
  const charts = visible(figure.renderRoot, panel);
  if (charts.length === 0) throw new Error('There is nothing on screen to save');
  // A deck may show the figure scaled: the document is as large as the figure is on its slide.
  const unit = charts[0].box.width / charts[0].chart.viewBox.baseVal.width;
  const all = (/** @type {'left' | 'top' | 'right' | 'bottom'} */ side) =>
    charts.map(({ box }) => box[side]);
  const left = Math.min(...all('left'));
  const top = Math.min(...all('top'));
  const width = Math.ceil((Math.max(...all('right')) - left) / unit + 2 * MARGIN);
  const height = Math.ceil((Math.max(...all('bottom')) - top) / unit + 2 * MARGIN);
  const look = lookOf(charts[0].chart);
  return tag(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width: Math.round(width * figure.sizes.unit),
      height: Math.round(height * figure.sizes.unit),
      // Said once, in full: from here on only what differs.
      ...look,
    },
    tag('title', {}, escapeText(title)) +
      tag(
        'desc',
        {},
        escapeText(
          charts.map(({ chart }) => chart.ariaLabel?.replace(/\.?$/, '. ')).join('') + figure.proof,
        ),
      ) +
      tag('rect', { width, height, fill: colourOf(figure, '--paper') }) +
      charts
        .map(({ chart, box }) => {
          const [x, y] = [box.left - left, box.top - top].map((n) => px(n / unit + MARGIN));
          return tag('g', { transform: `translate(${x},${y})` }, inside(chart, look));
        })
        .join(''),
  );
}
