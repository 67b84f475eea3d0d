// @ts-check
/**
 * Reads files of digits away from the page; answers as a core worker does, and between question
 * and answer tells how far it has come.
 */

import { given, mirror, page } from './files.js';

/** @type {Record<string, (...args: any[]) => Promise<any>>} */
const sources = { page, mirror, given };

/** Nobody can read faster changes than this. */
const TELL_MS = 100;

let told = 0;

/** @type {import('./files.js').Tell} */
function tell(got, of) {
  const now = performance.now();
  if (now - told < TELL_MS && got < of) return;
  told = now;
  self.postMessage({ got, of });
}

self.addEventListener('message', async ({ data: { id, list } }) => {
  try {
    const results = [];
    for (const [source, ...args] of list) results.push(await sources[source](tell, ...args));
    self.postMessage({ id, results });
  } catch (error) {
    self.postMessage({ id, error: /** @type {Error} */ (error).message });
  }
});
