// @ts-check
/**
 * Draws every poster: `node posters/draw.js <folder>...` writes an SVG and a PNG of each preset of
 * each figure into the folders. BASE_URL says where the built site is served, RUNS where the
 * recorded runs of the experiments lie (`cargo run --release --bin experiments -- --out <folder>`).
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NETWORK } from '../src/state/network.js';
import { readRun } from '../src/state/run.js';
import { launch } from './chromium.js';
import { POSTERS } from './list.js';
import { HEIGHT, poster, WIDTH } from './paper.js';
import { share, touchIcon } from './share.js';
import { picture, recall, show, stage, train } from './stage.js';

const { BASE_URL: base = '', RUNS: runs = '' } = process.env;
const folders = process.argv.slice(2);
if (base === '' || runs === '' || folders.length === 0) {
  console.error(
    'usage: BASE_URL=<address of the built site> RUNS=<recorded runs> node posters/draw.js <folder>...',
  );
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

/** Two at once, because one alone leaves a core idle at times. */
const AT_ONCE = 2;

/** @typedef {import('./list.js').Poster} Poster */
/** A page for each figure. @typedef {Record<string, import('playwright-core').Page>} Stages */

/** What takes longest is begun first: nothing is left to wait for at the end. */
const LONGEST = 'linear-task-1';
const waiting = [...POSTERS].sort(
  (one, other) => Number(other.name === LONGEST) - Number(one.name === LONGEST),
);

/** How often it is said how far it has come. */
const NEWS_MS = 5_000;
let said = performance.now();

const browser = await launch();
try {
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  await rest();
} finally {
  await browser.close();
}

/** Draws what nobody else does, until nothing is left. */
async function lane() {
  /** @type {Stages} */
  const stages = {};
  const paper = await browser.newPage({
    viewport: { width: WIDTH, height: HEIGHT },
    deviceScaleFactor: 2,
  });
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const svg = poster(await taken(stages, next), next.label, KICKERS[next.figure]);
    write(`${next.name}.svg`, svg);
    await paper.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
    write(`${next.name}.png`, await paper.screenshot());
    if (performance.now() < said + NEWS_MS) continue;
    said = performance.now();
    console.log(`${POSTERS.length - waiting.length} of ${POSTERS.length} posters`);
  }
}

/** What stands for all of the site. */
async function rest() {
  const [toy, race] = ['toy', 'mnist'].map((figure) =>
    POSTERS.find((one) => one.figure === figure),
  );
  if (!toy || !race) return;
  // Of each as much as can be seen in a small picture.
  const plane = await taken(
    {},
    { ...toy, state: { ...toy.state, show: ['loss', 'field', 'uphill'] } },
  );
  const angles = await taken(
    {},
    { ...race, state: { ...race.state, panels: ['angles'] } },
    'angles',
  );
  const paper = await browser.newPage();
  write('share.png', await share(paper, { plane, angles }));
  write('touch-icon.png', await touchIcon(paper));
}

/**
 * What a figure shows at the moment of a poster.
 * @param {Stages} stages
 * @param {Poster} of
 * @param {string} [panel]
 */
async function taken(stages, { figure, id, state, step, trained }, panel) {
  stages[figure] ??= await stage(browser, base, figure);
  const page = stages[figure];
  await show(page, figure, state);
  if (step !== undefined) await recall(page, figure, recorded(id, step, state.rules));
  if (trained !== undefined) await train(page, figure, trained);
  return picture(page, figure, panel);
}

/**
 * What was seen of an experiment up to a step.
 * @param {string} id
 * @param {number} step
 * @param {string[]} rules that are shown
 */
function recorded(id, step, rules) {
  const { tracks } = readRun(readFileSync(join(runs, `${id}.json`), 'utf8'), NETWORK);
  return tracks
    .filter(({ rule }) => rules.includes(rule))
    .map((track) => ({
      ...track,
      snapshots: track.snapshots.filter((snapshot) => snapshot.step <= step),
    }));
}
