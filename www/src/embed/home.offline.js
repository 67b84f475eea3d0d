// @ts-check
/**
 * The site that this classic script is part of: the one on the web, if that was known when it was
 * built, or the one that it was loaded from. A copy on a memory stick has only the page it is on.
 */

const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
const web = /^https?:/.test(script?.src ?? '');

export const home =
  import.meta.env.SITE || (web ? new URL('../', script?.src).href : location.href);
