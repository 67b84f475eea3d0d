// @ts-check
/** What is wrong with a setting: one sentence that names the constraint and the value. */

/** Of what somebody wrote, as much as a sentence can hold. @param {string} word */
export const clipped = (word) => (word.length > 60 ? `${word.slice(0, 59)}…` : word);

/**
 * @param {string} key
 * @param {string} wanted
 * @param {string} word
 */
export const wrong = (key, wanted, word) =>
  new Error(`${key} must be ${wanted}, but is “${clipped(word)}”`);

/**
 * @param {string} key
 * @param {number} most
 * @param {string} what
 * @param {number} number
 */
export const atMost = (key, most, what, number) =>
  new Error(`${key} must have at most ${most} ${what}, but has ${number}`);
