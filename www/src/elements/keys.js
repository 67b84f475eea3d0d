// @ts-check
/** Shortcuts, while the figure has the focus. */

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

/**
 * @param {import('./figure.js').Figure} figure
 * @param {KeyboardEvent} event
 */
export function press(figure, event) {
  const target = /** @type {HTMLElement} */ (event.composedPath()[0]);
  // A deck around the figure would take the arrow keys of our sliders for its own.
  if (target.matches('input, select, textarea')) return event.stopPropagation();
  if (event.ctrlKey || event.metaKey || event.altKey || figure.controls === 'none') return;
  if (event.key === ' ' && target.matches('button, summary, a')) return;
  // A table that scrolls needs the keys that scroll it.
  if (target.matches('.scroll') && /^( |Arrow.*)$/.test(event.key)) return event.stopPropagation();
  const action = actionOf(figure, event.key);
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
  if (rule) return () => figure.toggleRule(rule.id);
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
