// @ts-check
/**
 * Layer sizes as text: "200, 100" or "200-100"; a count and a cross before a size stand for so
 * many equal layers, as in "2x800, 100" and in the tables of the literature, "7x240".
 */

import { atMost, wrong } from './errors.js';

/** The longest list that the core takes. */
export const MOST_LAYERS = 128;

/** Runs of equal sizes are written with a count from this length on. */
const A_RUN = 3;

/**
 * Counts are added up before anything is made of them.
 * @param {string} key
 * @param {string} word
 * @returns {number[]}
 */
export function parseSizes(key, word) {
  const runs = word
    // Only from the first of several spaces: from each of them it would take for ever.
    .replace(/(?<!\s)\s*[×x]\s*/gi, 'x')
    // A hyphen parts two numbers; before one alone it is a sign.
    .split(/(?<=\d)(?:[-–]|\s+[-–]\s+)(?=\d)|[\s,;]+/)
    .filter(Boolean)
    .map((entry) => (entry.includes('x') ? entry : `1x${entry}`).split('x'))
    .map((parts) => parts.map((part) => (part ? Number(part) : Number.NaN)));
  const known = runs.every(
    ([count, size, ...more]) =>
      Number.isInteger(count) && count > 0 && !Number.isNaN(size) && more.length === 0,
  );
  if (!known) throw wrong(key, 'a list of numbers such as 200, 100 or 7x240', word);
  const layers = runs.reduce((sum, [count]) => sum + count, 0);
  if (layers > MOST_LAYERS) throw atMost(key, MOST_LAYERS, 'entries', layers);
  return runs.flatMap(([count, size]) => Array(count).fill(size));
}

/**
 * `parseSizes` gives them back.
 * @param {number[]} sizes
 */
export function formatSizes(sizes) {
  const entries = [];
  for (let i = 0, n = 1; i < sizes.length; i += n) {
    n = 1;
    while (sizes[i + n] === sizes[i]) n++;
    if (n < A_RUN) n = 1;
    entries.push(n === 1 ? sizes[i] : `${n}x${sizes[i]}`);
  }
  return entries.join(', ');
}
