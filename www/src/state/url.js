// @ts-check
/**
 * The state of a figure as the hash of an address, `#v=1&d=toy&eta=0.1&k=54`, and back. Defaults
 * are left out. A link may come from anybody and from any time: what holds is read, what does not
 * becomes a notice, and nothing makes it throw.
 */

import { atMost, clipped, wrong } from './errors.js';
import { find, format, parse } from './table.js';

/** @typedef {import('./table.js').Table} Table */

/**
 * Each takes the keys and values of one version to the next, from the first version on.
 * @type {((pairs: [string, string][]) => [string, string][])[]}
 */
const MIGRATIONS = [];
export const VERSION = MIGRATIONS.length + 1;

/** More than is ever written: three texts with nine characters for each of theirs. */
export const LONGEST = 65_536;

/** The page's own ranges are for the person who types; a link is clamped to them. */
const UNLIMITED = { core: false, min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };

/** What a figure is called in links. @param {Element} element */
export const nameOf = (element) => element.localName.replace('feedback-', '');

/**
 * @param {string} name of the figure
 * @param {Table} table
 * @param {import('./table.js').State} state
 * @param {number} [k] the playhead
 * @param {string[]} [prints] fingerprints of the rules on screen
 */
export function write(name, table, state, k, prints = []) {
  const params = new URLSearchParams({ v: String(VERSION), d: name });
  for (const row of table) {
    const text = format(row, state[row.key]);
    if (text !== format(row, row.default))
      params.set(row.short, row.kind === 'sizes' ? text.replaceAll(' ', '') : text);
  }
  if (k !== undefined) params.set('k', String(k));
  if (prints.length > 0) params.set('fp', prints.join());
  // A hash may have commas as they are, and people read it.
  return `#${params}`.replaceAll('%2C', ',');
}

/**
 * A hash without any `=` is the name of a place on the page: no link, and nothing wrong with it.
 * @param {string} hash
 * @param {Record<string, { table: Table }>} figures by their names
 * @returns {{ figure?: string, patch: Record<string, any>, k?: number, prints: string[], notices: string[] }}
 */
export function read(hash, figures) {
  /** @type {Record<string, any>} */
  const patch = {};
  const notices = new Set();
  /** @type {number | undefined} */
  let k;
  /** @type {string[]} */
  let prints = [];
  const pairs = pairsOf(hash, notices);
  const name = pairs.findLast(([key]) => key === 'd')?.[1] ?? '';
  const figure = Object.hasOwn(figures, name) ? name : undefined;
  if (!figure) {
    if (hash.includes('='))
      notices.add(wrong('d', `one of ${Object.keys(figures).join(', ')}`, name).message);
    return { figure, patch, k, prints, notices: [...notices] };
  }
  const { table } = figures[figure];
  const texts = new Map();
  for (const [key, text] of pairs) {
    const long = find(table, key)?.key ?? key;
    if (texts.has(long)) notices.add(`${clipped(long)} is in the link twice, and the last counts`);
    texts.set(long, text);
  }
  for (const [key, text] of texts)
    try {
      const row = find(table, key);
      if (row) patch[key] = within(row, parse({ ...row, ...UNLIMITED }, text), notices);
      else if (key === 'k') k = moment(text);
      else if (key === 'fp') prints = fingerprints(text);
      else if (key !== 'v' && key !== 'd')
        notices.add(`the link has “${clipped(key)}”, which this figure does not know`);
    } catch (error) {
      notices.add(/** @type {Error} */ (error).message);
    }
  return { figure, patch, k, prints, notices: [...notices] };
}

/**
 * The keys and values of a hash, as they are called today.
 * @param {string} hash
 * @param {Set<string>} notices
 */
function pairsOf(hash, notices) {
  let text = hash.replace(/^#/, '');
  if (text.length > LONGEST) {
    notices.add(
      `${atMost('the link', LONGEST, 'characters', text.length).message}: the rest is cut`,
    );
    // Part of a value would be another value.
    text = text.slice(0, Math.max(0, text.lastIndexOf('&', LONGEST)));
  }
  const pairs = [...new URLSearchParams(text)];
  const version = pairs.findLast(([key]) => key === 'v')?.[1] ?? String(VERSION);
  const migrations = /^[1-9]\d*$/.test(version) && +version <= VERSION && MIGRATIONS;
  if (!migrations)
    notices.add(wrong('v', `a version that this page knows, up to ${VERSION}`, version).message);
  return (migrations || []).slice(+version - 1).reduce((old, migrate) => migrate(old), pairs);
}

/**
 * A number that is out of range, brought to the limit.
 * @param {import('./table.js').Row} row
 * @param {any} value
 * @param {Set<string>} notices
 */
function within({ key, kind, min = UNLIMITED.min, max = UNLIMITED.max }, value, notices) {
  const clamp = (/** @type {any} */ entry) =>
    typeof entry === 'number' ? Math.min(Math.max(entry, min), max) : entry;
  const clamped = Array.isArray(value) ? value.map(clamp) : clamp(value);
  if (kind === 'sizes' && !clamped.every(Number.isInteger))
    throw wrong(key, 'a list of whole numbers', value.join(', '));
  const off = [value].flat().find((entry) => clamp(entry) !== entry);
  if (off !== undefined)
    notices.add(`${key} must be between ${min} and ${max}, but is ${off}: ${clamp(off)} is taken`);
  return clamped;
}

/** The playhead, as it stands in a link or an attribute. @param {string} text */
export function moment(text) {
  if (/^\d+$/.test(text) && Number.isSafeInteger(+text)) return +text;
  throw wrong('k', 'a whole number from 0 on', text);
}

/** @param {string} text */
function fingerprints(text) {
  if (/^[0-9a-f]{16}(,[0-9a-f]{16})*$/.test(text)) return text.split(',');
  throw wrong('fp', 'fingerprints of 16 hexadecimal digits each', text);
}
