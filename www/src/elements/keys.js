// @ts-check
/** Shortcuts, while the figure has the focus. In a deck the keys that a deck knows are left to it. */

import { find } from '../state/table.js';
import { save } from './save.js';

/** What the list of shortcuts says. */
export const SHORTCUTS = [
  ['Space', 'play or pause'],
  ['← →', 'one step back or on'],
  ['R', 'restart from the same start'],
  ['N', 'new seed, where there is one'],
  ['1–4', 'show or hide a rule'],
  ['S', 'save the picture as SVG'],
  ['?', 'this list'],
];

/** What takes keys for itself. */
const FIELDS = 'input, select, textarea';
/** What is pressed by these. */
const PRESSED = 'button, summary, a';
const PRESS = [' ', 'Enter'];
/** What turns a page, whatever has the focus; Escape shows all pages. */
const TURNS = ['PageUp', 'PageDown', 'Escape'];
/** What a deck knows, of that which a figure knows too. */
const DECKS = ['arrowleft', 'arrowright', 'n', 's', '?'];

/**
 * @param {import('./figure.js').Figure} figure
 * @param {KeyboardEvent} event
 */
export function press(figure, event) {
  const target = /** @type {HTMLElement} */ (event.composedPath()[0]);
  if (figure.guest && TURNS.includes(event.key)) {
    // What a presenter's remote sends turns the page, and not a slider on it as well.
    if (target.matches(FIELDS)) event.preventDefault();
    return;
  }
  // A deck around the figure would take the keys of our sliders and buttons for its own.
  if (target.matches(FIELDS) || (PRESS.includes(event.key) && target.matches(PRESSED)))
    return event.stopPropagation();
  if (event.ctrlKey || event.metaKey || event.altKey || figure.controls === 'none') return;
  // A table that scrolls needs the keys that scroll it.
  if (target.matches('.scroll') && /^( |Arrow.*)$/.test(event.key)) return event.stopPropagation();
  const action =
    figure.guest && DECKS.includes(event.key.toLowerCase())
      ? undefined
      : actionOf(figure, event.key);
  if (!action) return;
  event.preventDefault();
  event.stopPropagation();
  // A key held down steps on, but no faster than steps are taken; it does nothing else twice.
  if (event.repeat && (figure.stepping || !event.key.startsWith('Arrow'))) return;
  action();
}

/**
 * @param {import('./figure.js').Figure} figure
 * @param {string} key
 * @returns {(() => void) | undefined}
 */
function actionOf(figure, key) {
  const rule = find(figure.table, 'rules')?.choices?.[Number(key) - 1];
  if (rule) return figure.hides('rules') ? undefined : () => figure.toggleRule(rule.id);
  /** @type {Record<string, () => void>} */
  const actions = {
    ' ': () => figure.toggle(),
    arrowleft: () => figure.step(-1),
    arrowright: () => figure.step(1),
    r: () => figure.restart(),
    n: () => figure.renewSeed(),
    s: () => save(figure),
    '?': () => {
      figure.help = !figure.help;
    },
  };
  return actions[key.toLowerCase()];
}
