// @ts-check
/**
 * Draws every poster: `node posters/draw.js <folder>...` writes an SVG and a PNG of each preset of
 * each figure into the folders. BASE_URL says where the built site is served, RUNS where runs that
 * take time are kept, so that nothing is trained twice.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRun } from '../src/state/run.js';
import { NETWORK } from '../src/state/network.js';
import { launch } from './chromium.js';
import { kept } from './kept.js';
import { POSTERS } from './list.js';
import { HEIGHT, poster, WIDTH } from './paper.js';
import { picture, recall, show, stage, train } from './stage.js';

const base = process.env.BASE_URL;
const folders = process.argv.slice(2);
if (!base || folders.length === 0) {
  console.error('usage: BASE_URL=<address of the built site> node posters/draw.js <folder>...');
  process.exit(1);
}

/** What a figure is called on its posters. @type {Record<string, string>} */
const KICKERS = {
  toy: 'Two neurons',
  linear: 'The linear network',
  mnist: 'Handwritten digits',
};

for (const folder of folders) mkdirSync(folder, { recursive: true });
/** @param {string} name @param {string | Uint8Array} content */
const write = (name, content) => {
  for (const folder of folders) writeFileSync(join(folder, name), content);
};

const browser = await launch();
try {
  const paper = await browser.newPage({
    viewport: { width: WIDTH, height: HEIGHT },
    deviceScaleFactor: 2,
  });
  /** @type {Record<string, import('playwright-core').Page>} */
  const stages = {};
  for (const { figure, name, label, state, step } of POSTERS) {
    stages[figure] ??= await stage(browser, base, figure);
    const page = stages[figure];
    const began = performance.now();
    await show(page, figure, state);
    if (step !== undefined) {
      const run = await kept(name, state, step, () => train(page, figure, step));
      await recall(page, figure, readRun(run, NETWORK));
    }
    const svg = poster(await picture(page, figure), label, KICKERS[figure]);
    write(`${name}.svg`, svg);
    await paper.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
    write(`${name}.png`, await paper.screenshot());
    if (process.env.VERBOSE) console.log(name, Math.round(performance.now() - began), 'ms');
  }
} finally {
  await browser.close();
}
