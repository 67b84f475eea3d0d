// @ts-check
/**
 * A page for each slide. reveal.js has a print view of its own, which writes style elements; the
 * policy of this site forbids those, and the stylesheet does as well. The figures are never
 * defined here, so that what is printed is their posters.
 */

export function print() {
  document.documentElement.classList.add('reveal-print', 'print-pdf');
  for (const slide of document.querySelectorAll('.slides > section')) {
    const page = document.createElement('div');
    page.className = 'pdf-page';
    slide.before(page);
    page.append(slide);
  }
}
