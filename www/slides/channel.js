// @ts-check
/** Between a deck and its speaker's view, which know each other by a name that they share. */

/** @param {string} name */
export const named = (name) => `feedback-alignment-slides-${name}`;

/** @param {string} name */
export const channel = (name) => new BroadcastChannel(named(name));
