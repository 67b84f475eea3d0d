// @ts-check
/** The digits: fetched from the page's own origin, or given by the person as IDX files. */

/** @typedef {{ kind: string, count: number, rows: number, columns: number }} Summary */
/** @typedef {{ name: string, bytes: Uint8Array<ArrayBuffer>, summary: Summary }} IdxFile */
/**
 * A file that has not been looked into: its bytes, when it is its turn, and what the SHA-256 of
 * what it holds should be.
 * @typedef {{ name: string, bytes: () => Promise<Uint8Array<ArrayBuffer>>, sha256?: string }} Source
 */

/** Bytes that have arrived, of how many (NaN while unknown). @typedef {(got: number, of: number) => void} Progress */

/**
 * Loads the files that `data/manifest.json` lists, relative to the page.
 * @param {Progress} progress
 * @param {AbortSignal} signal
 * @returns {Promise<Source[]>}
 */
export async function fetchDigits(progress, signal) {
  const manifest = await (await get('data/manifest.json', signal)).json().catch(() => {
    throw new Error('data/manifest.json is damaged');
  });
  if (!Array.isArray(manifest?.files)) throw new Error('data/manifest.json lists no files');
  const total = manifest.files.reduce(
    (/** @type {number} */ sum, /** @type {{ bytes: number }} */ file) => sum + file.bytes,
    0,
  );
  const files = [];
  let before = 0;
  for (const { name, bytes: size, sha256 } of manifest.files) {
    // A server may unpack .gz on the way, and then more arrives than the manifest says.
    const bytes = await body(await get(`data/${name}`, signal), (got) =>
      progress(before + Math.min(got, size), total),
    );
    before += size;
    files.push({ name, bytes: async () => bytes, sha256 });
  }
  return files;
}

/** @param {string} path @param {AbortSignal} signal */
async function get(path, signal) {
  let response;
  try {
    response = await fetch(new URL(path, document.baseURI), { signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Error(`${path} cannot be fetched`);
  }
  if (!response.ok) throw new Error(`${path} is missing (status ${response.status})`);
  return response;
}

/** @param {Response} response @param {(got: number) => void} progress */
async function body(response, progress) {
  const parts = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || !value) break;
    parts.push(value);
    length += value.length;
    progress(length);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** As much as the core would accept: a small file can hold a thousand times its size. */
const MOST_BYTES = 256 * 2 ** 20;

/**
 * The contents of a gzip file, or the bytes as they are: the first two tell, not the name. The
 * browser unpacks, so that the core need not be able to.
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
async function unpack(bytes) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  try {
    return await body(new Response(stream), limit);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new Error('it is no complete gzip file');
  }
}

/** Refuses more than that. @param {number} size */
function limit(size) {
  if (size > MOST_BYTES) throw new RangeError('it holds more than 256 MB');
}

/** A file that a person has given. @param {File} file @returns {Source} */
export const given = (file) => ({
  name: file.name,
  async bytes() {
    limit(file.size);
    return new Uint8Array(await file.arrayBuffer());
  },
});

/** Only pages from secure origins can tell. @param {Uint8Array<ArrayBuffer>} bytes @param {string} wanted */
async function compare(bytes, wanted) {
  if (!globalThis.crypto?.subtle) return;
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (hex !== wanted) throw new Error('it is not the file that data/manifest.json describes');
}

/**
 * Reads one file after the other and asks the core what it holds. Files that are no IDX are left
 * out when `strict` is off, with the reason: a folder may hold other things.
 * @param {Source[]} files
 * @param {import('./client.js').Core} core
 * @param {boolean} strict
 * @returns {Promise<{ files: IdxFile[], reasons: string[] }>}
 */
export async function summarise(files, core, strict) {
  const read = [];
  const reasons = [];
  for (const { name, bytes: packed, sha256 } of files) {
    try {
      const bytes = await unpack(await packed());
      if (sha256) await compare(bytes, sha256);
      const [summary] = await core.run([['core', 'idx_summary', bytes]]);
      read.push({ name, bytes, summary });
    } catch (error) {
      if (core.failure) throw error;
      const why = /** @type {Error} */ (error).message;
      if (strict) throw new Error(`${name} is damaged: ${why}`);
      reasons.push(`${name}: ${why}`);
    }
  }
  return { files: read, reasons };
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
