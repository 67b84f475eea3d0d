// @ts-check
/**
 * The digits, from the page's own origin, from a public mirror or from a person's IDX files, as
 * blobs: those change thread by name, and the page never holds or copies what is in them.
 */

import { Core } from './client.js';
import { files as spawn } from './spawn.js';

/** @typedef {{ kind: string, count: number, rows: number, columns: number }} Summary */
/** @typedef {{ name: string, bytes: Blob, summary: Summary }} IdxFile */

/**
 * Has files read, unpacked and checked by a worker that lives only as long as that takes.
 * @param {'page' | 'mirror' | 'given'} source a function of files.js
 * @param {any[]} args
 * @param {import('./files.js').Tell} tell
 * @param {AbortSignal} signal ends the worker, and with it every request
 * @returns {Promise<import('./files.js').Answer>}
 */
export async function read(source, args, tell, signal) {
  signal.throwIfAborted();
  const core = new Core(() => {
    const worker = spawn();
    worker.addEventListener('message', ({ data: { got, of } }) => of && tell(got, of));
    return worker;
  });
  const end = () => core.end();
  signal.addEventListener('abort', end);
  try {
    const [answer] = await core.run([[source, ...args]]);
    return answer;
  } catch (error) {
    // Should this worker fail, the figure's others are as well as before.
    throw core.failure ? new Error(core.failure.message) : error;
  } finally {
    end();
    signal.removeEventListener('abort', end);
  }
}

/**
 * Asks the core what the files hold. Files that are no IDX are left out when `strict` is off, with
 * the reason: a folder may hold other things.
 * @param {import('./files.js').Read[]} files
 * @param {import('./client.js').Core} core
 * @param {boolean} strict
 * @returns {Promise<{ files: IdxFile[], reasons: string[] }>}
 */
export async function summarise(files, core, strict) {
  const known = [];
  const reasons = [];
  for (const { name, bytes, why } of files) {
    if (!bytes) {
      reasons.push(`${name}: ${why}`);
      continue;
    }
    try {
      const [summary] = await core.run([['core', 'idx_summary', bytes]]);
      known.push({ name, bytes, summary });
    } catch (error) {
      if (core.failure) throw error;
      const { message } = /** @type {Error} */ (error);
      if (strict) throw new Error(`${name} is damaged: ${message}`);
      reasons.push(`${name}: ${message}`);
    }
  }
  return { files: known, reasons };
}

/** Of more files than this a sentence does not say what is wrong with them. */
const MOST_REASONS = 3;

/**
 * Training images, training labels, validation images, validation labels. Images and labels
 * belong together when there are equally many; of the two pairs the larger is for training.
 * @param {IdxFile[]} files
 * @param {string[]} reasons why other files were left out
 * @returns {IdxFile[]}
 * @throws {Error} with one sentence
 */
export function sortDigits(files, reasons = []) {
  const of = (/** @type {string} */ kind) => files.filter((file) => file.summary.kind === kind);
  /** @type {Map<number, [IdxFile, IdxFile]>} */
  const pairs = new Map();
  for (const images of of('images')) {
    const labels = of('labels').find((file) => file.summary.count === images.summary.count);
    // A folder may hold the same set twice, packed and unpacked: the first will do.
    if (labels && !pairs.has(images.summary.count))
      pairs.set(images.summary.count, [images, labels]);
  }
  if (pairs.size !== 2)
    throw new Error(
      [
        `two sets of images with their labels are needed, of different size, but there ${pairs.size === 1 ? 'is one' : `are ${pairs.size}`}`,
        ...reasons.slice(0, MOST_REASONS),
        ...(reasons.length > MOST_REASONS ? [`and ${reasons.length - MOST_REASONS} more`] : []),
      ].join('; '),
    );
  return [...pairs.entries()].sort(([a], [b]) => b - a).flatMap(([, pair]) => pair);
}

/**
 * The files of a drop, folders opened.
 * @param {DataTransfer} transfer
 * @returns {Promise<File[]>}
 */
export async function droppedFiles(transfer) {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return [...transfer.files];
  return (await Promise.all(entries.map(filesOf))).flat();
}

/** @param {FileSystemEntry} entry @returns {Promise<File[]>} */
async function filesOf(entry) {
  if (entry.isFile)
    return new Promise((resolve, reject) =>
      /** @type {FileSystemFileEntry} */ (entry).file((file) => resolve([file]), reject),
    );
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  const children = [];
  // A folder is told in parts, and is at its end when a part is empty.
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) break;
    children.push(...part);
  }
  return (await Promise.all(children.map(filesOf))).flat();
}
