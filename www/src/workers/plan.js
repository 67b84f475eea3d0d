// @ts-check
/**
 * What a race is to do, from its first step to its last: the settings at the start, learning rates
 * of single rules, and the live settings that change on the way. Together with the digits it
 * determines every number.
 */

/** From a step on, live settings have other values. @typedef {{ step: number, settings: Record<string, any> }} Change */
/**
 * @typedef {object} Plan
 * @property {Record<string, any>} settings for the core
 * @property {Record<string, number>} [rates] learning rates by rule
 * @property {Change[]} [changes] in order of the step
 */

/**
 * The settings of a rule after so many steps.
 * @param {Plan} plan
 * @param {string} rule
 * @param {number} step
 */
export const settingsAt = ({ settings, rates = {}, changes = [] }, rule, step) =>
  Object.assign(
    { ...settings, rule },
    rule in rates ? { learning_rate: rates[rule] } : {},
    ...changes.filter((change) => change.step <= step).map((change) => change.settings),
  );

/** The step after `step` at which something changes. @param {Plan} plan @param {number} step */
export const nextChange = ({ changes = [] }, step) =>
  changes.find((change) => change.step > step)?.step ?? Number.POSITIVE_INFINITY;

/** Whether two plans are one up to a step. @param {Plan} a @param {Plan} b @param {number} step */
export function sameUntil(a, b, step) {
  const past = (/** @type {Plan} */ { settings, rates = {}, changes = [] }) =>
    JSON.stringify([settings, rates, changes.filter((change) => change.step < step)]);
  return past(a) === past(b);
}
