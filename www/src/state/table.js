// @ts-check
/**
 * A settings table: everything the page knows about the settings of one figure. What a setting
 * means, its type, default and range come from the core's schema; label, symbol, URL key and the
 * form of the control come from here. Attributes, controls and the `state` of the elements are
 * derived from it, and nothing else in the page knows a key.
 */

import { atMost, clipped, wrong } from './errors.js';
import { formatSizes, parseSizes } from './layers.js';

export { wrong };

/** The longest text that a setting may be. */
export const LONGEST_TEXT = 2000;

/**
 * What the core says about one of its settings.
 * @typedef {object} Field
 * @property {string} key
 * @property {string} doc
 * @property {string} kind "number", "integer", "choice", "sizes", "flag" or "text"
 * @property {any} default
 * @property {number} [min]
 * @property {number} [max]
 * @property {{ id: string, label: string }[]} [choices]
 */

/**
 * What the page adds.
 * @typedef {object} Look
 * @property {string} key
 * @property {string} short the key in URLs and the short attribute: never change one
 * @property {string} label
 * @property {string} [symbol] the letter it has in the equations
 * @property {boolean} [main] one of the few controls that are always in sight
 * @property {boolean} [hidden] no control: the figure has its own way to set it
 * @property {number} [low] where a slider starts, within the legal range
 * @property {number} [high] where it ends
 * @property {number} [step] of the slider
 * @property {'linear' | 'log'} [scale] of the slider
 * @property {boolean} [zero] the lowest position of a logarithmic slider is 0
 * @property {boolean} [random] "New seed" writes it
 * @property {boolean} [empty] of a list of names: there may be none
 * @property {boolean} [place] about the place that the figure stands in
 */

/** @typedef {Field & Look & { core: boolean }} Row */
/** @typedef {Row[]} Table */
/** @typedef {Record<string, any>} State */

/**
 * Joins the two. A look without a field is an error, so that a setting renamed in the core
 * breaks the build and not the page. `view` rows belong to the page alone and bring both halves.
 * @param {Field[]} fields
 * @param {Look[]} looks
 * @param {(Look & Omit<Field, 'key'>)[]} view
 * @returns {Table}
 */
export function defineTable(fields, looks, view) {
  const rows = looks.map((look) => {
    const field = fields.find((candidate) => candidate.key === look.key);
    if (!field) throw new Error(`the core has no setting ${look.key}`);
    return { ...field, ...look, core: true };
  });
  return [...rows, ...view.map((row) => ({ ...row, core: false }))];
}

/**
 * The row with a long or short key.
 * @param {Table} table
 * @param {string} name
 */
export const find = (table, name) => table.find((row) => row.key === name || row.short === name);

/**
 * @param {Table} table
 * @returns {State}
 */
export const defaults = (table) => Object.fromEntries(table.map((row) => [row.key, row.default]));

/** The same, but for what is a matter of the place. @param {Table} table */
export const usual = (table) => defaults(table.filter(({ place }) => !place));

/**
 * The settings object for the core: its own keys only. Keys that no table has go along, so that
 * it is the core which says what is wrong with them.
 * @param {Table} table
 * @param {State} state
 */
export const forCore = (table, state) =>
  Object.fromEntries(Object.entries(state).filter(([key]) => find(table, key)?.core ?? true));

/**
 * A patch with long keys, from one with long or short keys.
 * @param {Table} table
 * @param {State} patch
 */
export const withLongKeys = (table, patch) =>
  Object.fromEntries(
    Object.entries(patch).map(([name, value]) => [find(table, name)?.key ?? name, value]),
  );

/**
 * Reads a value as it stands in an attribute, a URL or a text field. Ranges of core settings are
 * the core's business; a page setting is checked here.
 * @param {Row} row
 * @param {string} text
 * @returns {any}
 * @throws {Error} with one sentence
 */
export function parse(row, text) {
  const word = text.trim();
  const entries = (/** @type {RegExp} */ between) => word.split(between).filter(Boolean);
  switch (row.kind) {
    case 'number':
    case 'integer': {
      if (word === 'max' && row.max === Number.POSITIVE_INFINITY) return row.max;
      // A comma may be all that a keyboard has; before three digits it may also part thousands.
      const point = word.replace(/^([-−]?(?:0?|\d*(?=,\d{1,2}$))),(?=\d+$)/, '$1.');
      const value = Number(point.replace('−', '-'));
      if (word === '' || Number.isNaN(value)) throw wrong(row.key, 'a number', word);
      return check(row, value, word);
    }
    case 'sizes':
      return parseSizes(row.key, word);
    case 'set': {
      const known = (row.choices ?? []).map((choice) => choice.id);
      const chosen = entries(/[\s,;]+/);
      if (chosen.length === 0 && !row.empty)
        throw new Error(`${row.key} must name at least one of ${known.join(', ')}`);
      if (!chosen.every((id) => known.includes(id)))
        throw wrong(row.key, `a list of ${several(known)}`, word);
      return known.filter((id) => chosen.includes(id));
    }
    case 'flag':
      return word !== 'false' && word !== '0';
    case 'text':
      if (word.length <= LONGEST_TEXT) return word;
      throw atMost(row.key, LONGEST_TEXT, 'characters', word.length);
    default:
      return check(row, word, word);
  }
}

/** Names, if they are not too many for a sentence. @param {string[]} names */
const several = (names) =>
  names.length > 20 ? `names such as ${names.slice(0, 3).join(', ')}` : names.join(', ');

/**
 * @param {Row} row
 * @param {any} value
 * @param {string} word
 */
function check(row, value, word) {
  if (row.core) return value;
  if (row.choices && !row.choices.some((choice) => choice.id === value))
    throw wrong(row.key, `one of ${row.choices.map((choice) => choice.id).join(', ')}`, word);
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = row;
  if (typeof value === 'number' && !(value >= min && value <= max))
    throw wrong(row.key, `between ${min} and ${max}`, word);
  if (row.kind === 'integer' && !Number.isInteger(value) && value !== row.max)
    throw wrong(row.key, 'a whole number', word);
  return value;
}

/** What a program may give, by the kind of a row. @type {Record<string, [string, (value: any) => boolean]>} */
const TYPES = {
  number: ['a number', (value) => typeof value === 'number'],
  integer: ['a number', (value) => typeof value === 'number'],
  sizes: ['a list of numbers', (value) => listOf(value, 'number')],
  set: ['a list of names', (value) => listOf(value, 'string')],
  choice: ['a name', (value) => typeof value === 'string'],
  flag: ['true or false', (value) => typeof value === 'boolean'],
  text: ['a text', (value) => typeof value === 'string'],
};

/** A key that no table knows is for the core to refuse, as long as it can be sent there. */
const ANYTHING = TYPES.number[0];

/** @param {any} value @param {string} type */
const listOf = (value, type) =>
  Array.isArray(value) && value.every((entry) => typeof entry === type);

/** @param {any} value */
const plain = (value) => ['number', 'string', 'boolean'].includes(typeof value);

/** What a value that will not do is called. @param {any} value */
const called = (value) => {
  if (typeof value === 'string') return `“${clipped(value)}”`;
  if (value === null || typeof value === 'boolean' || typeof value === 'number')
    return String(value);
  return Array.isArray(value) ? 'a list' : typeof value;
};

/**
 * A patch as a program gives it, with long or short keys: its settings, page settings as `parse`
 * would have them, and the step `k` that is to be looked at.
 * @param {Table} table
 * @param {any} patch
 * @returns {{ settings: State, k: number | undefined }}
 * @throws {Error} with one sentence
 */
export function read(table, patch) {
  if (Object.prototype.toString.call(patch) !== '[object Object]')
    throw new Error(`the state must be an object of settings, but is ${called(patch)}`);
  const { k, ...given } = withLongKeys(table, patch);
  if (k !== undefined && !Number.isFinite(k))
    throw new Error(`k must be a number, but is ${called(k)}`);
  const settings = Object.entries(given).map(([key, value]) => {
    const row = find(table, key);
    const [wanted, fits] = row
      ? TYPES[row.kind]
      : [ANYTHING, () => plain(value) || (Array.isArray(value) && value.every(plain))];
    if (!fits(value)) throw new Error(`${key} must be ${wanted}, but is ${called(value)}`);
    const ours = row && (!row.core || row.kind === 'text');
    return [key, ours ? parse(row, format(row, value)) : value];
  });
  return { settings: Object.fromEntries(settings), k };
}

/**
 * The value as text: `parse(row, format(row, value))` gives it back.
 * @param {Row} row
 * @param {any} value
 * @returns {string}
 */
export function format(row, value) {
  if (row.kind === 'sizes') return formatSizes(value);
  return value === Number.POSITIVE_INFINITY ? 'max' : String(value);
}

/**
 * The settings of a patch as texts, by key; what no table knows is left out.
 * @param {Table} table
 * @param {State} patch
 * @returns {Record<string, string>}
 */
export const inWords = (table, patch) =>
  Object.fromEntries(
    table.filter((row) => row.key in patch).map((row) => [row.key, format(row, patch[row.key])]),
  );

/** What an error names of a patch, or all where it names nothing. @param {State} patch @param {Error} error */
export function blamed(patch, { message }) {
  const named = Object.entries(patch).filter(([key]) => message.startsWith(`${key} `));
  return named.length > 0 ? Object.fromEntries(named) : patch;
}

/**
 * The attributes that set a row. HTML folds their case and owns some names, `hidden` among them:
 * such a row is set by its short key only.
 * @param {Row} row
 */
export const attributesOf = (row) =>
  [row.key.replaceAll('_', '-'), row.short.toLowerCase()].filter(
    (name, i, all) => !OWNED_BY_HTML.has(name) && all.indexOf(name) === i,
  );

/**
 * A patch but for what other attributes of an element say, so that their order does not matter.
 * @param {Table} table
 * @param {Element} element
 * @param {State} patch
 */
export const unsaid = (table, element, patch) =>
  Object.fromEntries(
    Object.entries(patch).filter(([key]) => {
      const row = find(table, key);
      return !(row && attributesOf(row).some((name) => element.hasAttribute(name)));
    }),
  );

const OWNED_BY_HTML = new Set(['hidden', 'title', 'lang', 'dir', 'style', 'class', 'id', 'slot']);
