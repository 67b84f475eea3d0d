// @ts-check
/**
 * The one stylesheet of all figures: a file of its own, which a browser fetches beside the code. A
 * build of one file has `stylesheet.offline.js` in its place.
 */

import address from '../style/element.css?url';

export const sheet = new CSSStyleSheet();

/** Resolves when it is there; without it the figures still work. */
export const styled = fetch(address, { headers: { accept: 'text/css' } })
  .then((answer) => answer.text())
  .then((css) => sheet.replace(css))
  .catch(() => {});
