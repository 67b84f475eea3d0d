// @ts-check
/**
 * How workers begin: the only place that knows where their code lies. A build of one file has
 * `spawn.offline.js` in its place.
 */

/** What imports a worker's code, by where that lies. @type {Map<string, string>} */
const loaders = new Map();

/**
 * A browser begins a worker only with code of the page's own origin, but that code may import
 * from anywhere that allows it.
 * @param {URL} code a module
 */
function reachable(code) {
  if (code.origin === self.origin) return code.href;
  const loader =
    loaders.get(code.href) ??
    URL.createObjectURL(
      new Blob([`import ${JSON.stringify(code.href)};`], { type: 'text/javascript' }),
    );
  loaders.set(code.href, loader);
  return loader;
}

/**
 * The browser's own, for code from anywhere. It has the browser's name because a bundler looks
 * for exactly the words `new Worker(new URL(`, each written out.
 */
class Worker extends (globalThis.Worker ?? Object) {
  /** @param {URL} code @param {WorkerOptions} options */
  constructor(code, options) {
    super(reachable(code), options);
  }
}

/** The parts of the core. */
export const theory = () =>
  new Worker(new URL('./theory.worker.js', import.meta.url), { type: 'module', name: 'theory' });
export const networks = () =>
  new Worker(new URL('./networks.worker.js', import.meta.url), {
    type: 'module',
    name: 'networks',
  });
export const maps = () =>
  new Worker(new URL('./maps.worker.js', import.meta.url), { type: 'module', name: 'maps' });

/** What reads files of digits. */
export const files = () =>
  new Worker(new URL('./files.worker.js', import.meta.url), { type: 'module', name: 'files' });
