// @ts-check
/** Files that a build of one file carries in itself, as text. */

/** @param {string} text in base 64 */
export const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
