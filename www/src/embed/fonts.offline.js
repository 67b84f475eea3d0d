// @ts-check
/** The fonts of the figures where all is in one file. */

import css from '../../fonts/fonts.css?inline';

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
