// @ts-check
/**
 * One figure for a frame, or the page on which to put one together: the hash says which. Whoever
 * embeds the frame may speak at once, so the ear is open before anything else is loaded.
 */

import { read } from './messages.js';

/** @typedef {import('./messages.js').Command} Command */

/** More commands than anybody has a use for before there is a figure. */
const MOST_KEPT = 1000;

/** @type {Command[]} */
const early = [];
/** Who acts on commands, once there is somebody. @type {((command: Command) => void) | undefined} */
let actor;

/** @param {Command} command */
function take(command) {
  if (actor) actor(command);
  else if (early.length < MOST_KEPT) early.push(command);
}

/**
 * Names who acts from now on, or nobody: then commands wait.
 * @param {((command: Command) => void) | undefined} next
 */
function hand(next) {
  actor = next;
  if (next) for (const command of early.splice(0)) take(command);
}

addEventListener('message', ({ data, source }) => {
  // From who embeds or has opened this page, or from itself; frames beside this one have no say.
  if (!source || ![parent, opener, window].includes(source)) return;
  const command = read(data);
  if (command) take(command);
});

/** A link names a figure; the builder keeps its own choices after a word of its own. @param {string} hash */
const linked = (hash) => hash.includes('=') && !/^#build\b/.test(hash);

const alone = linked(location.hash);
document.documentElement.classList.add(alone ? 'alone' : 'building');
addEventListener('hashchange', ({ newURL }) => {
  if (linked(new URL(newURL).hash) !== alone) location.reload();
});

if (alone) {
  const { begin } = await import('./single.js');
  begin(hand);
} else {
  const { build } = await import('./builder.js');
  build();
}
