// @ts-check
/**
 * Attributes of a figure: its settings by their long and short keys, a preset by its name, and the
 * step that is looked at.
 */

import { attributesOf, parse, unsaid, wrong } from '../state/table.js';
import { moment } from '../state/url.js';

/** @typedef {import('../state/table.js').Table} Table */
/** A state with a name. @typedef {{ id: string, state: import('../state/table.js').State }} Preset */

/** @param {Table} table @param {Preset[]} presets */
export const observed = (table, presets) => [
  ...table.flatMap(attributesOf),
  'k',
  ...(presets.length > 0 ? ['preset'] : []),
];

/**
 * What an attribute asks for, if anything.
 * @param {Element & { table: Table, presets: Preset[] }} figure
 * @param {string} name
 * @param {string | null} value
 * @returns {import('../state/table.js').State | undefined}
 * @throws {Error} with one sentence
 */
export function asked(figure, name, value) {
  const { table, presets } = figure;
  if (name === 'preset' && presets.length > 0) {
    if (value === null) return undefined;
    const preset = presets.find(({ id }) => id === value);
    if (!preset) throw wrong('preset', `one of ${presets.map(({ id }) => id).join(', ')}`, value);
    return unsaid(table, figure, preset.state);
  }
  if (name === 'k') return value === null ? undefined : { k: moment(value) };
  const row = table.find((candidate) => attributesOf(candidate).includes(name));
  return row && { [row.key]: value === null ? row.default : parse(row, value) };
}
