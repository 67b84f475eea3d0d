// @ts-check
/**
 * A frame that was clicked into has the keyboard, and the deck around it no longer hears the keys
 * that turn its slides: they are passed on. Home and End are not, since reveal.js would leave for the
 * first or the last slide; nor are letters and Space, which the figure uses.
 */

import { askDeck } from './messages.js';

/** The keys of every presenter: never the figure's, not even where a slider has the focus. */
const PAGES = { PageUp: 'prev', PageDown: 'next' };

/** The deck's, unless something in the figure uses them. */
const OTHERS = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Escape: 'toggleOverview',
};

/** What uses arrow keys itself. */
const USERS = 'input, select, textarea, [contenteditable]';

/** @param {() => boolean} wanted whether keys are to be passed on now */
export function passKeysOn(wanted) {
  addEventListener('keydown', (event) => pass(event, PAGES), { capture: true });
  // Last of all: what the figure has made use of does not come here, or is marked.
  addEventListener('keydown', (event) => {
    const target = /** @type {Element} */ (event.composedPath()[0]);
    if (!event.defaultPrevented && !target.matches?.(USERS)) pass(event, OTHERS);
  });

  /** @param {KeyboardEvent} event @param {Record<string, string>} methods */
  function pass(event, methods) {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (ctrlKey || metaKey || altKey || shiftKey || !Object.hasOwn(methods, key) || !wanted())
      return;
    event.preventDefault();
    event.stopPropagation();
    askDeck(methods[key]);
  }
}
