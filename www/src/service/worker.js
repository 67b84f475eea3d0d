// @ts-check
/**
 * The service worker: keeps the site, so that after the first visit it needs no network. Code and
 * styles are named by their contents and come from what is kept; the pages themselves come from
 * the network while there is one, so that what is new is seen at the next visit. What is kept
 * changes when the last page that might need the old has closed, as browsers do it unasked: a
 * change of workers under a page that is loading is asking for trouble. Digits and posters, which
 * keep their names, are until then those that the oldest page has.
 *
 * The build puts `self.site` before this: what is kept, and a name for all of it (vite/precache.js).
 */

/** @type {any} there are no types for this kind of worker beside those of a page */
const worker = self;

/** Files by path, each with the beginning of its checksum. @type {{ version: string, files: Record<string, string> }} */
const { version, files } = worker.site;

/** @type {string} the folder that is kept */
const scope = worker.registration.scope;

/** Other sites may be on the same origin, and the digits of the complete MNIST are not ours. */
const OURS = `feedback-alignment ${new URL(scope).pathname} `;
const NAME = OURS + version;

/** So long a page is waited for that is also kept. */
const PATIENCE_MS = 3000;

/** A folder's page has the folder's address. @param {string} path */
const address = (path) => new URL(path.replace(/(^|\/)index\.html$/, '$1'), scope);

/** Under what a file is kept: another content is another file. @param {string} path */
function key(path) {
  const url = new URL(path, scope);
  url.searchParams.set('sha256', files[path]);
  return url.href;
}

/** The path of a file below the scope, if an address is there. @param {string} url */
function pathOf(url) {
  const { origin, pathname } = new URL(url);
  const bare = origin + pathname;
  if (!bare.startsWith(scope)) return;
  return bare.slice(scope.length).replace(/(^|\/)$/, '$1index.html');
}

/** @param {string} path @returns {Promise<Response | undefined>} */
async function kept(path) {
  if (Object.hasOwn(files, path)) return caches.match(key(path), { cacheName: NAME });
}

const ours = async () => (await caches.keys()).filter((name) => name.startsWith(OURS));

/** Keeps all files of this version: those of an earlier one that have not changed, others anew. */
async function fill() {
  const cache = await caches.open(NAME);
  const names = await ours();
  await Promise.all(
    Object.keys(files).map(async (path) => {
      for (const cacheName of names) {
        const same = await caches.match(key(path), { cacheName });
        if (same) return cacheName === NAME || cache.put(key(path), same);
      }
      const fresh = await fetch(address(path), { cache: 'no-cache' });
      if (!fresh.ok) throw new Error(`${path} is missing (status ${fresh.status})`);
      // A copy, since a browser refuses to show what it was led to from elsewhere.
      const { headers } = fresh;
      return cache.put(key(path), new Response(await fresh.blob(), { headers }));
    }),
  );
}

async function tidy() {
  for (const name of await ours()) if (name !== NAME) await caches.delete(name);
  await worker.clients.claim();
}

/** @param {Request} request @param {string} path */
async function visit(request, path) {
  const network = fetch(request);
  const page = await kept(path);
  /** @type {Promise<never>} */
  const late = new Promise((_, reject) => {
    if (page) setTimeout(reject, PATIENCE_MS);
  });
  try {
    return await Promise.race([network, late]);
  } catch (error) {
    network.catch(() => {});
    if (page) return page;
    // As servers do: the addresses in a page are relative to its folder.
    if (await kept(`${path}/index.html`)) return Response.redirect(`${request.url}/`);
    throw error;
  }
}

worker.addEventListener('install', (/** @type {any} */ event) => event.waitUntil(fill()));
worker.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(tidy()));
worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const { request } = event;
  const path = pathOf(request.url);
  if (request.method !== 'GET' || path === undefined) return;
  if (request.mode === 'navigate') event.respondWith(visit(request, path));
  else if (Object.hasOwn(files, path))
    event.respondWith(kept(path).then((found) => found ?? fetch(request)));
});
