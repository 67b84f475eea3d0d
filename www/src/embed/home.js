// @ts-check
/**
 * The site that this code is part of: links of a figure lead there. A build of one file has
 * `home.offline.js` in its place.
 */

export const home = new URL(/* @vite-ignore */ '../', import.meta.url).href;
