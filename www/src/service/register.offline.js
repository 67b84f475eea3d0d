// @ts-check
/** Where all is in one file, there is nothing left to keep. */

export function keepSite() {}
