// @ts-check
/** The site that this classic script is part of; a module on a page of its own has only that page. */

const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);

export const home = script?.src ? new URL('../', script.src).href : location.href;
