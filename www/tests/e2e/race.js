// @ts-check
/** What the tests of `<feedback-mnist>` share: a race that takes a moment, and what is asked of it. */

import { alone } from './alone.js';
import { ask, until } from './browser.js';

export const NAME = 'feedback-mnist';

/** @typedef {import('playwright-core').Page} Page */

/**
 * Two rules on a network so small that a run takes a second.
 * @param {Record<string, string | number>} [attributes] others, or other values
 * @param {Parameters<typeof alone>[1]} [options]
 */
export function smallRace(attributes = {}, options = {}) {
  const all = { layers: '16,12', rules: 'bp,fa', steps: 120, ...attributes };
  const written = Object.entries(all).map(([name, value]) => `${name}="${value}"`);
  return alone(`<${NAME} ${written.join(' ')}></${NAME}>`, options);
}

/** Plays to the end. @param {Page} page */
export async function playToEnd(page) {
  await ask(page, NAME, 'figure.play()');
  await until(page, NAME, 'figure.done && !figure.playing', 120_000);
}

/** All that determines a run, and what came of it. @param {Page} page */
export const outcome = (page) =>
  ask(page, NAME, '[figure.snapshot(), figure.fingerprint(), figure.state]');

/** The curves of a run, as its file has them. @param {Page} page @returns {Promise<any[]>} */
export const tracks = async (page) =>
  JSON.parse(await ask(page, NAME, 'figure.exportRun()')).tracks;

/**
 * Evaluates an expression of `figure` as soon as a sentence is on screen, before it can go again.
 * @param {Page} page
 * @param {string} words
 * @param {string} expression
 */
export const whenSaid = (page, words, expression) =>
  ask(
    page,
    NAME,
    `new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(${JSON.stringify(`never said: ${words}`)})), 60_000);
      const observer = new MutationObserver(() => {
        if (!figure.shadowRoot.textContent.includes(${JSON.stringify(words)})) return;
        observer.disconnect();
        clearTimeout(late);
        resolve(${expression});
      });
      observer.observe(figure.shadowRoot, { subtree: true, childList: true, characterData: true });
    })`,
  );

/** An IDX file. @param {number[]} sizes @param {(i: number) => number} byte */
function idx(sizes, byte) {
  const length = sizes.reduce((product, size) => product * size);
  const header = [0, 0, 8, sizes.length, ...sizes.flatMap((n) => [0, 0, n >> 8, n & 255])];
  return Buffer.from([...header, ...Array.from({ length }, (_, i) => byte(i))]);
}

/** Images and labels as a file picker takes them. @param {string} name @param {number} n */
const set = (name, n) => [
  { name: `${name}-images`, mimeType: '', buffer: idx([n, 4, 4], (i) => (i * 37) % 256) },
  { name: `${name}-labels`, mimeType: '', buffer: idx([n], (i) => i % 10) },
];

/** A hundred digits of 4 × 4 pixels, of which 80 are trained on. */
export const OWN_DIGITS = [...set('t', 20), ...set('train', 80)];
