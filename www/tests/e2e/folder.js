// @ts-check
/** Folders served otherwise than BASE_URL does it: below a path, by another name, changed. */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** The built site. */
export const SITE = process.env.SITE ?? new URL('../../dist', import.meta.url).pathname;

/**
 * Serves folders by the paths below which they lie, and pages that are written out.
 * @param {Record<string, string>} folders by a path that ends in a slash
 * @param {Record<string, string>} [pages] by their path
 */
export async function serve(folders, pages = {}) {
  /** @type {string[]} */
  const asked = [];
  const network = { silent: false };
  const server = createServer(async (request, response) => {
    if (network.silent) return;
    const { pathname } = new URL(request.url ?? '', 'http://here');
    asked.push(pathname);
    // Folders are public, as static sites are; the pages are somebody's own.
    const send = (/** @type {string} */ type, /** @type {string | Uint8Array} */ body) =>
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' }).end(body);
    if (pages[pathname]) return send(TYPES['.html'], pages[pathname]);
    const below = Object.keys(folders).find((path) => pathname.startsWith(path));
    const file = below && pathname.slice(below.length).replace(/(^|\/)$/, '$1index.html');
    try {
      if (!below || !file) throw new Error('there is no such folder');
      response.setHeader('access-control-allow-origin', '*');
      const body = await readFile(join(folders[below], file));
      send(TYPES[extname(file)] ?? 'application/octet-stream', body);
    } catch {
      response.writeHead(404).end();
    }
  });
  // A test that fails does not get to close it.
  server.unref();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    /** Paths that were asked for, oldest first. */
    asked,
    /** While it is silent, nobody gets an answer. */
    network,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
