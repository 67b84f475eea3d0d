// @ts-check
/** The one stylesheet of all figures where all is in one file. */

import css from '../style/element.css?inline';

export const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

export const styled = Promise.resolve();
