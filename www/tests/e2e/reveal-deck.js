// @ts-check
/** A deck of somebody's own, on an origin of its own, made with reveal.js. */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { origin } from './browser.js';

const reveal = dirname(createRequire(import.meta.url).resolve('reveal.js'));
const TYPES = { '.mjs': 'text/javascript', '.css': 'text/css', '.html': 'text/html' };

/** @param {string} slides @param {string} head */
const page = (slides, head) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A deck</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/reveal.css">
<link rel="stylesheet" href="/theme/white.css">
${head}
</head><body>
<div class="reveal"><div class="slides">${slides}</div></div>
<script type="module">
import Reveal from '/reveal.mjs';
window.deck = new Reveal({ width: 960, height: 540, margin: 0, hash: true, transition: 'none' });
await window.deck.initialize();
document.body.dataset.deck = 'ready';
</script></body></html>`;

/**
 * Serves a deck with the elements in it.
 * @param {string} slides
 * @param {string} [head] more of it
 */
export async function deckOf(slides, head = '') {
  const elements = `<script type="module" src="${origin}/embed/feedback-alignment.js"></script>`;
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '', 'http://deck').pathname;
    const type = /** @type {any} */ (TYPES)[path.slice(path.lastIndexOf('.'))] ?? 'text/html';
    try {
      const body =
        path === '/' ? page(slides, elements + head) : await readFile(join(reveal, path));
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { address: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
