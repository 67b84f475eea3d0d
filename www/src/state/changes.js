// @ts-check
/**
 * Notations of what is not the same for a whole race: learning rates of single rules, and live
 * settings that change on the way.
 *
 *     rates     bp 0.1, fa 0.05
 *     changes   500 eta 0.01; 800 learns hidden*90, all
 */

import { find, format, parse, wrong } from './table.js';

/** @typedef {import('./table.js').Table} Table */
/** @typedef {import('../workers/plan.js').Change} Change */

/**
 * @param {string} text
 * @param {string[]} rules ids
 * @returns {Record<string, number>}
 * @throws {Error} with one sentence
 */
export function readRates(text, rules) {
  const entries = text.split(/[,;]/).map((entry) => entry.trim());
  return Object.fromEntries(
    entries.filter(Boolean).map((entry) => {
      const [rule, number, ...rest] = entry.split(/[\s:=]+/);
      const rate = Number(number);
      if (!rules.includes(rule) || !number || Number.isNaN(rate) || rest.length > 0)
        throw wrong('rates', `rules with their learning rates, such as ${rules[0]} 0.1`, entry);
      return [rule, rate];
    }),
  );
}

/**
 * @param {string} text
 * @param {Table} table
 * @param {string[]} live keys that may change on the way
 * @returns {Change[]}
 * @throws {Error} with one sentence
 */
export function readChanges(text, table, live) {
  const changes = text
    .split(';')
    .map((entry) => entry.trim())
    .filter(Boolean)
    .map((entry) => {
      const [, digits, name, value] = /^(\d+)\s+(\w+)\s+(.+)$/.exec(entry) ?? [];
      const row = name ? find(table, name) : undefined;
      if (!row || !live.includes(row.key) || !Number.isSafeInteger(Number(digits)))
        throw wrong('changes', 'steps with live settings, such as 500 eta 0.01', entry);
      try {
        return { step: Number(digits), settings: { [row.key]: parse(row, value) } };
      } catch (error) {
        throw new Error(`changes at step ${digits}: ${/** @type {Error} */ (error).message}`);
      }
    });
  return changes.sort((a, b) => a.step - b.step);
}

/**
 * Where a schedule of the layers that learn, such as hidden*90, output*30, all, goes from one phase to
 * the next, and who learns then.
 * @param {string} schedule as the core has accepted it
 */
export function bordersOf(schedule) {
  const phases = schedule.split(',').map((phase) => phase.trim().split('*'));
  let step = 0;
  return phases.slice(1).map(([layers], i) => {
    step += Number(phases[i][1]);
    return { step, label: `${layers} learn${/^(\d+|output|none)$/.test(layers) ? 's' : ''}` };
  });
}

/** @param {Change[]} changes @param {Table} table */
export const writeChanges = (changes, table) =>
  changes
    .flatMap(({ step, settings }) =>
      Object.entries(settings).map(([key, value]) => {
        const row = find(table, key);
        return row ? `${step} ${row.short} ${format(row, value)}` : [];
      }),
    )
    .join('; ');

/**
 * Changes with one more; what was to change at the same step gives way.
 * @param {Change[]} changes
 * @param {number} step
 * @param {Record<string, any>} settings
 */
export function withChange(changes, step, settings) {
  const others = changes.flatMap((change) => {
    if (change.step !== step) return [change];
    const kept = Object.entries(change.settings).filter(([key]) => !(key in settings));
    return kept.length > 0 ? [{ step, settings: Object.fromEntries(kept) }] : [];
  });
  const one = Object.entries(settings).map(([key, value]) => ({
    step,
    settings: { [key]: value },
  }));
  return [...others, ...one].sort((a, b) => a.step - b.step);
}
