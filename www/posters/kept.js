// @ts-check
/**
 * Runs that take time are kept, in the folder that RUNS names, under what they follow from: the
 * core, the digits, the settings and the step.
 */

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.RUNS;
const www = new URL('..', import.meta.url);

/** What no poster's run is without. */
const INPUTS = ['pkg/networks_bg.wasm', 'public/data/manifest.json'];

/** What says nothing about a run up to a step. */
const LOOKS = ['panels', 'layer', 'budget'];

/** @param {Record<string, any>} state @param {number} step */
function keyOf(state, step) {
  const hash = createHash('sha256');
  for (const input of INPUTS) hash.update(readFileSync(new URL(input, www)));
  const settings = Object.entries(state).filter(([key]) => !LOOKS.includes(key));
  return hash
    .update(JSON.stringify([settings, step]))
    .digest('hex')
    .slice(0, 16);
}

/**
 * A run that is kept; else it is made, and takes the place of the one that was kept by its name.
 * @param {string} name
 * @param {Record<string, any>} state
 * @param {number} step
 * @param {() => Promise<string>} make
 */
export async function kept(name, state, step, make) {
  if (!folder) return make();
  const file = `${name}.${keyOf(state, step)}.json`;
  try {
    return readFileSync(join(folder, file), 'utf8');
  } catch {}
  const run = await make();
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder)) if (old.startsWith(`${name}.`)) rmSync(join(folder, old));
  // A run that was broken off in the middle of being written is none.
  writeFileSync(join(folder, `.${file}`), run);
  renameSync(join(folder, `.${file}`), join(folder, file));
  return run;
}
