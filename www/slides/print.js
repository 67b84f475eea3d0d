// @ts-check
/**
 * A page for each slide. reveal.js has a print view of its own, which writes style elements; the
 * policy of this site forbids those, and the stylesheet does as well. The figures are never
 * defined here, so that what is printed is their posters.
 */

import { fitAll } from './fit.js';

/** How figures and the stylesheet know it. */
const PAGES = 'print-pdf';

/** All of the deck as pages. */
export function print() {
  document.documentElement.classList.add(PAGES);
  fitAll();
}

/** Whoever prints the deck while it runs gets pages, too, with the figures as they are. */
export function printable() {
  addEventListener('beforeprint', () => document.documentElement.classList.add(PAGES));
  addEventListener('afterprint', () => document.documentElement.classList.remove(PAGES));
}
