// @ts-check
/**
 * What to paste where. Everything in a snippet that came from a person or a link is escaped: the
 * snippet will stand in somebody's page.
 */

import { attributesOf, find, format } from '../state/table.js';
import { write } from '../state/url.js';

/** @typedef {import('../state/table.js').State} State */

/**
 * What was chosen.
 * @typedef {object} Choice
 * @property {string} base address of the folder of the site
 * @property {string} name of the figure in links
 * @property {string} title
 * @property {import('../state/table.js').Table} table
 * @property {State} state all that is not as it is at first
 * @property {string} [preset] its name, and then
 * @property {State} own what is chosen besides
 * @property {number} [k] the step to show
 * @property {string} [poster] the name of the site's picture of it, if the site has one
 * @property {number} width
 * @property {number} height
 */

/** For an attribute, on one line. @param {string} text */
export const escaped = (text) =>
  text.replace(/[&<>"'\n\r\t]/g, (letter) =>
    `&#${letter.charCodeAt(0)};`.replace('&#38;', '&amp;'),
  );

/** @param {Record<string, string | number | undefined>} attributes */
const inTag = (attributes) =>
  Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');

/** @param {Choice} choice */
const hash = ({ name, table, state, k }) => {
  const all = Object.fromEntries(table.map((row) => [row.key, state[row.key] ?? row.default]));
  return write(name, table, all, k);
};

/** Settings of a figure, without those of its place, as a link of the page. @param {Choice} choice @param {State} state */
export const linkOf = ({ base, name, table }, state) =>
  base +
  write(
    name,
    table,
    Object.fromEntries(table.map((row) => [row.key, row.place ? row.default : state[row.key]])),
  );

/** The figure alone. @param {Choice} choice */
export const frameAddress = (choice) => `${choice.base}embed.html${hash(choice)}`;

/** The page, with the figure as it is; how it is embedded does not matter there. @param {Choice} choice */
export const pageAddress = (choice) => {
  const state = Object.fromEntries(
    Object.entries(choice.state).filter(([key]) => !find(choice.table, key)?.place),
  );
  return choice.base + hash({ ...choice, state });
};

/**
 * Of the site's picture of it; else of one that is saved beside the page it is for.
 * @param {Choice} choice
 * @param {'svg' | 'png'} ending
 */
export const posterAddress = ({ base, name, poster }, ending) =>
  poster ? `${base}posters/${poster}.${ending}` : `feedback-${name}.${ending}`;

/** @param {Choice} choice @param {Record<string, string>} [more] attributes */
const frame = (choice, more = {}) =>
  `<iframe${inTag({
    src: frameAddress(choice),
    title: choice.title,
    width: choice.width,
    height: choice.height,
    style: 'border: 0; max-width: 100%',
    ...more,
  })}></iframe>`;

/** @param {Choice} choice @param {'svg' | 'png'} ending @param {number | undefined} [width] */
const picture = (choice, ending, width = choice.width) =>
  `<img${inTag({ src: posterAddress(choice, ending), alt: choice.title, width })}>`;

/** @param {Choice} choice */
function element(choice) {
  const { name, table, preset, state, own, k } = choice;
  const said = Object.entries(preset ? own : state).flatMap(([key, value]) => {
    const row = find(table, key);
    return row ? [[attributesOf(row)[0], format(row, value)]] : [];
  });
  const attributes = inTag({ preset, ...Object.fromEntries(said), k });
  return `<script type="module"${inTag({ src: `${choice.base}embed/feedback-alignment.js` })}></script>
<feedback-${name}${attributes}>
  ${picture(choice, 'svg')}
</feedback-${name}>`;
}

/** Text in Markdown. @param {string} text */
const inMarkdown = (text) => text.replace(/[\\[\]`*_<>&!#]/g, '\\$&').replace(/\s+/g, ' ');

/** An address in Markdown, where a parenthesis would end it. @param {string} address */
const inParentheses = (address) =>
  address.replace(/[()]/g, (letter) => `%${letter === '(' ? 28 : 29}`);

/**
 * @typedef {object} Form
 * @property {string} id
 * @property {string} label
 * @property {string} note where it goes, and what to know
 * @property {boolean} [keys] whether there is a deck that understands keys passed on to it
 * @property {(choice: Choice) => string} text
 */

/** @type {Form[]} */
export const FORMS = [
  {
    id: 'element',
    label: 'Custom element',
    note: 'For a page or a reveal.js deck of your own. The script is needed once, however many figures there are. Until a figure is there, in print, and without JavaScript, its picture is.',
    keys: true,
    text: element,
  },
  {
    id: 'iframe',
    label: 'iframe',
    note: 'For any page, a course system or a blog that lets you write HTML.',
    text: (choice) => frame(choice, { loading: 'lazy' }),
  },
  {
    id: 'reveal',
    label: 'reveal.js',
    note: 'With src, the figure keeps its state when its slide goes and comes. Write data-src for one that is loaded when its slide comes, and starts over each time; in a PDF that one is blank.',
    keys: true,
    text: (choice) => `<section>\n  ${frame(choice)}\n</section>`,
  },
  {
    id: 'quarto',
    label: 'Quarto',
    note: 'Raw HTML, for format: revealjs and format: html; other formats leave it out. The last attribute keeps the address where the output is one file (embed-resources: true).',
    keys: true,
    text: (choice) => `\`\`\`{=html}\n${frame(choice, { 'data-external': '1' })}\n\`\`\``,
  },
  {
    id: 'marp',
    label: 'Marp, Markdown',
    note: 'Marp shows it with marp --html, in HTML output; where Markdown is not allowed HTML, take the link. After a click into the figure, click beside it before turning the slide with a key.',
    text: (choice) => frame(choice),
  },
  {
    id: 'picture',
    label: 'Picture with link',
    note: 'For PowerPoint, Keynote and Google Slides, which show no page on a slide.',
    text: (choice) =>
      `<a${inTag({ href: pageAddress(choice) })}>\n  ${picture(choice, 'png')}\n</a>`,
  },
  {
    id: 'markdown',
    label: 'Picture in Markdown',
    note: 'For a README or a wiki that takes no HTML: the picture leads to the live figure.',
    text: (choice) =>
      `[![${inMarkdown(choice.title)}](${inParentheses(posterAddress(choice, 'png'))})](${inParentheses(pageAddress(choice))})`,
  },
  {
    id: 'link',
    label: 'Link',
    note: 'The page, with these settings and at this moment.',
    text: pageAddress,
  },
];
