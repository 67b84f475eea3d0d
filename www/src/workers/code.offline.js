// @ts-check
/** The compiled core where all is in one file: an import of it yields its bytes, packed, as text. */

import { bytes } from './packed.js';

/** @param {string} packed */
export const code = (packed) =>
  new Response(
    new Blob([bytes(packed)]).stream().pipeThrough(new DecompressionStream('gzip')),
  ).arrayBuffer();
