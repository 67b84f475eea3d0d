// @ts-check
/** Every panel that is no curve, in the order in which they are offered. */

/** @type {import('./panel.js').Panel[]} */
export const MORE = [];
