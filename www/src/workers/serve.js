// @ts-check
/**
 * What a worker does: it owns a core, with wasm handles by name, and answers messages, each a list of
 * operations that run in order; the first that fails ends the list.
 *
 *     ['make', name, type, ...args]     handles[name] = new core[type](...args); the handle of
 *                                       that name, if any, is freed once the new one exists
 *     ['call', name, method, ...args]   its result
 *     ['read', name, members]           an object of getters and argument-less methods
 *     ['core', function, ...args]       a free function of the core
 *     ['free', name]
 *     ['time']                          milliseconds, to measure how long a list takes
 *
 * An argument { handle: name } stands for that handle, and a blob for the bytes in it.
 */

import { code } from './code.js';

/** @typedef {[string, ...any[]]} Operation */

/**
 * @param {any} core as wasm-bindgen writes it
 * @param {string} wasm what an import of the compiled part yields
 */
export function serve(core, wasm) {
  /** @type {Map<string, any>} */
  const handles = new Map();
  const ready = code(wasm).then((module) => core.default({ module_or_path: module }));
  // Whoever asks will be told; without this the browser would report it once more by itself.
  ready.catch(() => {});

  /** @type {Record<string, (...args: any[]) => any>} */
  const operations = {
    make(name, type, ...args) {
      const made = new core[type](...args);
      handles.get(name)?.free();
      handles.set(name, made);
    },
    call: (name, method, ...args) => handle(name)[method](...args),
    read(name, /** @type {string[]} */ members) {
      const owner = handle(name);
      return Object.fromEntries(
        members.map((member) => {
          const value = owner[member];
          return [member, typeof value === 'function' ? value.call(owner) : value];
        }),
      );
    },
    core: (name, ...args) => core[name](...args),
    free(name) {
      handles.get(name)?.free();
      handles.delete(name);
    },
    time: () => performance.now(),
  };

  /** @param {string} name */
  function handle(name) {
    const found = handles.get(name);
    if (!found) throw new Error(`there is no ${name} in this worker`);
    return found;
  }

  /** @param {any} value */
  const resolve = (value) => {
    if (value instanceof Blob) return bytes(value);
    return typeof value?.handle === 'string' ? handle(value.handle) : value;
  };

  self.addEventListener('message', async ({ data: { id, list } }) => {
    try {
      await ready;
    } catch (error) {
      self.postMessage({
        id,
        error: `The core could not be loaded: ${reason(error)}`,
        fatal: true,
      });
      return;
    }
    try {
      const results = /** @type {Operation[]} */ (list).map(([operation, ...args]) =>
        operations[operation](...args.map(resolve)),
      );
      self.postMessage({ id, results }, { transfer: transferables(results) });
    } catch (error) {
      self.postMessage({ id, error: reason(error), fatal: isFatal(error) });
    }
  });
}

/** Only a worker may wait for them. @param {Blob} blob */
const bytes = (blob) =>
  new Uint8Array(new /** @type {any} */ (self).FileReaderSync().readAsArrayBuffer(blob));

/**
 * Arrays fresh from the core can change owner instead of being copied.
 * @param {any} value
 * @param {Transferable[]} found
 */
function transferables(value, found = []) {
  if (ArrayBuffer.isView(value)) found.push(/** @type {ArrayBuffer} */ (value.buffer));
  else if (value && typeof value === 'object')
    for (const part of Object.values(value)) transferables(part, found);
  return found;
}

/** A trap or a panic leaves the instance in a state that nobody should build on. */
const isFatal = (/** @type {any} */ error) =>
  error instanceof WebAssembly.RuntimeError || /^internal error/.test(error?.message ?? error);

/**
 * A panic brings its own sentence; a bare trap only a word of the engine's.
 * @param {any} error
 */
const reason = (error) =>
  error instanceof WebAssembly.RuntimeError
    ? `The core broke off, perhaps for want of memory (${error.message})`
    : String(error?.message ?? error);
