// @ts-check
/**
 * Where the digits are that come with this code: beside it, whatever page it is on. A build of one
 * file has `shipped.offline.js` in its place.
 */

import manifest from '/data/manifest.json?url';

/** What the function `page` of files.js is told: the folder in which `data/` lies. */
export const shipped = async () => new URL('..', new URL(manifest, import.meta.url)).href;
