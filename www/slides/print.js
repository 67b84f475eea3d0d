// @ts-check
/**
 * A page for each slide. reveal.js has a print view of its own, which writes style elements; the
 * policy of this site forbids those, and the stylesheet does as well. The figures are never
 * defined here, so that what is printed is their posters. `?print-pdf&notes` is a hand-out: upright
 * pages, each with two slides and what is said to them.
 */

import { fitAll } from './fit.js';

/** How figures and the stylesheet know it. */
const PAGES = 'print-pdf';

/** All of the deck as pages. @param {boolean} notes whether what is said is printed, too */
export function print(notes) {
  document.documentElement.classList.add(PAGES);
  if (notes) handOut();
  fitAll();
}

/** Below each slide what is said to it. */
function handOut() {
  document.documentElement.classList.add('hand-out');
  for (const slide of document.querySelectorAll('.slides > section')) {
    const notes = slide.querySelector('.notes');
    if (!notes) continue;
    notes.role = 'note';
    slide.after(notes);
  }
}

/** Whoever prints the deck while it runs gets pages, too, with the figures as they are. */
export function printable() {
  addEventListener('beforeprint', () => document.documentElement.classList.add(PAGES));
  addEventListener('afterprint', () => document.documentElement.classList.remove(PAGES));
}
