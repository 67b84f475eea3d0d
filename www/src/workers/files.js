// @ts-check
/**
 * Files of digits, from any of three sources: fetched, unpacked and checked. Runs in a worker of
 * its own, so that the page does not notice how large they are.
 */

import { CACHE, FILES, HOST, MIRROR, size } from './mirror.js';

/** What came of a file: its contents, or why not. @typedef {{ name: string, bytes?: Blob, why?: string }} Read */
/** @typedef {{ files: Read[], note: string }} Answer what the person should know goes into `note` */
/** Bytes that have arrived, of how many. @typedef {(got: number, of: number) => void} Tell */
/** @typedef {{ name: string, bytes: number, sha256: string }} Entry a file as it should be */

/** As much as the core would accept: a small file can hold a thousand times its size. */
const MOST_BYTES = 256 * 2 ** 20;

/** Refuses more than that. @param {number} bytes */
function limit(bytes) {
  if (bytes > MOST_BYTES) throw new RangeError('it holds more than 256 MB');
}

const reason = (/** @type {unknown} */ error) => /** @type {Error} */ (error).message;

/**
 * The files that `data/manifest.json` lists, or those that the page brings with it.
 * @param {Tell} tell
 * @param {string | File[]} base the folder in which `data/` lies
 * @returns {Promise<Answer>}
 */
export async function page(tell, base) {
  if (typeof base !== 'string') return given(tell, base);
  const path = 'data/manifest.json';
  const manifest = await (await get(new URL(path, base).href, path)).json().catch(() => {
    throw new Error(`${path} is damaged`);
  });
  if (!Array.isArray(manifest?.files)) throw new Error(`${path} lists no files`);
  const files = await all(manifest.files, tell, async (entry, told) => {
    const where = `data/${entry.name}`;
    const packed = await download(await get(new URL(where, base).href, where), entry, told);
    return sound(packed, entry);
  });
  return { files, note: '' };
}

/**
 * The complete MNIST: from the cache what is there and sound, the rest from the mirror.
 * @param {Tell} tell
 * @returns {Promise<Answer>}
 */
export async function mirror(tell) {
  /** @type {[string, Blob][]} */
  const fresh = [];
  const files = await all(FILES, tell, async (entry, told) => {
    const url = MIRROR + entry.name;
    const present = await fromCache(url, entry);
    if (present) return present;
    // What is cached by the browser itself might be what was refused a moment ago.
    const options = /** @type {const} */ ({ cache: 'no-store', referrerPolicy: 'no-referrer' });
    const response = await get(url, entry.name, ` from ${HOST}`, options);
    const packed = await download(response, entry, told);
    const file = await sound(packed, entry);
    fresh.push([url, packed]);
    return file;
  });
  const note = files.every(({ verified }) => verified)
    ? await keep(fresh)
    : 'Their checksums were not verified: browsers compute them only for pages from a secure origin.';
  return { files, note };
}

/**
 * A person's files. Those that cannot be read are left out, with the reason: a folder may hold
 * other things.
 * @param {Tell} _tell
 * @param {File[]} files
 * @returns {Promise<Answer>}
 */
export async function given(_tell, files) {
  const read = [];
  for (const file of files)
    try {
      read.push({ name: file.name, bytes: await unpack(file) });
    } catch (error) {
      read.push({ name: file.name, why: reason(error) });
    }
  return { files: read, note: '' };
}

/**
 * One file after the other.
 * @template T
 * @param {Entry[]} entries
 * @param {Tell} tell
 * @param {(entry: Entry, told: (got: number) => void) => Promise<T>} one
 */
async function all(entries, tell, one) {
  const total = size(entries);
  const done = [];
  let before = 0;
  for (const entry of entries) {
    // A server may unpack .gz on the way, and then more arrives than was announced.
    done.push(await one(entry, (got) => tell(before + Math.min(got, entry.bytes), total)));
    before += entry.bytes;
    tell(before, total);
  }
  return done;
}

/** @param {string} url @param {string} name @param {string} from @param {RequestInit} options */
async function get(url, name, from = '', options = {}) {
  let response;
  try {
    response = await fetch(url, options);
  } catch {
    const offline = globalThis.navigator?.onLine === false ? ': this device is offline' : '';
    throw new Error(`${name} cannot be fetched${from}${offline}`);
  }
  if (!response.ok) throw new Error(`${name} is missing${from} (status ${response.status})`);
  return response;
}

/** @param {Response} response @param {Entry} entry @param {(got: number) => void} told */
async function download(response, { name, bytes }, told) {
  let got = 0;
  try {
    return await collect(response.body, (length) => {
      limit(length);
      got = length;
      told(got);
    });
  } catch (error) {
    throw new Error(
      error instanceof RangeError
        ? `${name} is damaged: ${error.message}`
        : `${name} broke off after ${got} of ${bytes} bytes`,
    );
  }
}

/** @param {ReadableStream<Uint8Array<ArrayBuffer>> | null} stream @param {(got: number) => void} told */
async function collect(stream, told) {
  const parts = [];
  let length = 0;
  const reader = stream?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || !value) break;
    parts.push(value);
    length += value.length;
    try {
      told(length);
    } catch (error) {
      reader?.cancel().catch(() => {});
      throw error;
    }
  }
  return new Blob(parts);
}

/**
 * The contents of a gzip file, or the bytes as they are: the first two tell, not the name. The
 * browser unpacks, so that the core need not be able to.
 * @param {Blob} file
 */
export async function unpack(file) {
  limit(file.size);
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  // A copy, since a person may change the file while it is used.
  if (first !== 0x1f || second !== 0x8b) return new Blob([await file.arrayBuffer()]);
  try {
    return await collect(file.stream().pipeThrough(new DecompressionStream('gzip')), limit);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new Error('it is no complete gzip file');
  }
}

/**
 * The file unpacked, and whether its checksum could be verified.
 * @param {Blob} packed
 * @param {Entry} entry
 */
async function sound(packed, { name, sha256 }) {
  try {
    const bytes = await unpack(packed);
    return { name, bytes, verified: await verify(bytes, sha256) };
  } catch (error) {
    throw new Error(`${name} is damaged: ${reason(error)}`);
  }
}

/** Only pages from secure origins can tell. @param {Blob} file @param {string} wanted */
async function verify(file, wanted) {
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle) return false;
  const hash = new Uint8Array(await subtle.digest('SHA-256', await file.arrayBuffer()));
  const hex = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const begin = (/** @type {string} */ text) => text.slice(0, 8);
  if (hex !== wanted)
    throw new Error(`its SHA-256 must begin with ${begin(wanted)}, but does with ${begin(hex)}`);
  return true;
}

/** What the cache has, if it is sound; what is not is dropped. @param {string} url @param {Entry} entry */
async function fromCache(url, entry) {
  try {
    const found = await caches.match(url, { cacheName: CACHE });
    return found && (await sound(await found.blob(), entry));
  } catch {
    // No cache at all, or a damaged entry.
    await globalThis.caches
      ?.open(CACHE)
      .then((cache) => cache.delete(url))
      .catch(() => {});
  }
}

/** Keeps verified files, packed, for the next visit. Says so if it cannot. @param {[string, Blob][]} files */
async function keep(files) {
  if (!globalThis.caches || files.length === 0) return '';
  try {
    const cache = await caches.open(CACHE);
    for (const [url, packed] of files) await cache.put(url, new Response(packed));
    return '';
  } catch (error) {
    // A part of them would be of no use.
    await caches.delete(CACHE).catch(() => {});
    const full = /** @type {Error} */ (error).name === 'QuotaExceededError';
    const why = full ? 'this browser has no room for them' : reason(error);
    return `They were not kept for the next visit: ${why}.`;
  }
}
