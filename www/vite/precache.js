// @ts-check
/**
 * Writes `dist/sw.js`: the service worker with the list of what it keeps. Runs when all is built:
 * `node vite/precache.js`.
 */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @param {string | Uint8Array} contents */
const checksum = (contents) => createHash('sha256').update(contents).digest('hex').slice(0, 16);

/** Paths of all files below a folder, in order, with slashes. @param {string} folder */
const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => path.replaceAll(sep, '/'))
    .sort();

/** For other people's pages, to which no service worker of ours belongs; or whole by themselves. */
const NOT_OURS = /^embed\/|\.(offline|slides)\.|^sw\.js$|(^|\/)\./;

/** Drawings of figures, of which there are many. */
const POSTER = /^posters\//;

/**
 * What is kept of a built site: all but what only other people's pages ask for, and of the posters
 * those that are on one of its pages.
 * @param {string} dist
 */
export function list(dist) {
  const all = filesBelow(dist).filter((path) => !NOT_OURS.test(path));
  const pages = all
    .filter((path) => path.endsWith('.html'))
    .map((path) => readFileSync(join(dist, path), 'utf8'))
    .join('');
  const shown = new Set(pages.match(/posters\/[\w-]+\.svg/g));
  const kept = all.filter((path) => !POSTER.test(path) || shown.has(path));
  const files = Object.fromEntries(
    kept.map((path) => [path, checksum(readFileSync(join(dist, path)))]),
  );
  return { version: checksum(JSON.stringify(files)), files };
}

/** @param {string} dist */
export function write(dist) {
  const source = fileURLToPath(new URL('../src/service/worker.js', import.meta.url));
  const site = list(dist);
  const code = `self.site = ${JSON.stringify(site)};\n${readFileSync(source, 'utf8')}`;
  writeFileSync(join(dist, 'sw.js'), code);
  return site;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  write(fileURLToPath(new URL('../dist', import.meta.url)));
