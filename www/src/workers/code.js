// @ts-check
/**
 * The compiled core, from the address that an import of it yields: the browser compiles it while it
 * arrives. A build of one file has `code.offline.js` in its place.
 */

/** @param {string} address */
export const code = async (address) => new URL(address, import.meta.url);
