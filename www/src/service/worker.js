// @ts-check
/**
 * The service worker: keeps the site, so that after the first visit it needs no network. What a
 * page consists of is named by its contents and comes from what is kept; the pages themselves
 * come from the network while there is one, so that what is new is seen at the next visit.
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

/** What a page says to a worker that is to begin. */
const BEGIN = 'begin';

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

/** A newer version begins when no page needs what only this one has. */
async function yieldToNewer() {
  const { waiting } = worker.registration;
  // The page that is being left still counts.
  const pages = await worker.clients.matchAll({ type: 'window' });
  if (waiting && pages.length < 2) waiting.postMessage(BEGIN);
}

/** @param {any} event @param {string} path */
async function visit(event, path) {
  const network = fetch(event.request);
  const page = await kept(path);
  /** @type {Promise<never>} */
  const late = new Promise((_, reject) => {
    if (page) setTimeout(reject, PATIENCE_MS);
  });
  try {
    const answer = await Promise.race([network, late]);
    event.waitUntil(yieldToNewer());
    return answer;
  } catch (error) {
    network.catch(() => {});
    if (page) return page;
    // As servers do: the addresses in a page are relative to its folder.
    if (await kept(`${path}/index.html`)) return Response.redirect(`${event.request.url}/`);
    throw error;
  }
}

worker.addEventListener('install', (/** @type {any} */ event) => event.waitUntil(fill()));
worker.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(tidy()));
worker.addEventListener('message', (/** @type {any} */ event) => {
  if (event.data === BEGIN) worker.skipWaiting();
});
worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const { request } = event;
  const path = pathOf(request.url);
  if (request.method !== 'GET' || path === undefined) return;
  if (request.mode === 'navigate') event.respondWith(visit(event, path));
  else if (Object.hasOwn(files, path))
    event.respondWith(kept(path).then((found) => found ?? fetch(request)));
});
