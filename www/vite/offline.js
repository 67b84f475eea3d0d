// @ts-check
/** How everything gets into one file, which then needs neither server nor network. */

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { HOST } from '../src/workers/mirror.js';

/** @typedef {import('vite').Plugin} Plugin */

/** A module that yields bytes, packed, as text. @param {Uint8Array} bytes */
const packed = (bytes) =>
  `export default ${JSON.stringify(gzipSync(bytes, { level: 9 }).toString('base64'))}`;

/**
 * The first items of an IDX file: magic number, count, sizes of an item if it has any, items.
 * @param {Buffer} idx
 * @param {number} count
 */
export function firstItems(idx, count) {
  const dimensions = idx[3];
  const header = 4 + 4 * dimensions;
  let size = 1;
  for (let at = 8; at < header; at += 4) size *= idx.readUInt32BE(at);
  if (idx.readUInt32BE(4) < count) throw new Error(`there are fewer than ${count} items`);
  const part = Buffer.from(idx.subarray(0, header + count * size));
  part.writeUInt32BE(count, 4);
  return part;
}

/** @returns {Plugin[]} for the page's code and for that of its workers */
export const inOneFile = () => [
  {
    name: 'offline-twins',
    enforce: 'pre',
    // Where a file has a twin for this purpose, the twin is meant.
    async resolveId(source, importer) {
      if (!importer || !source.startsWith('.') || !source.endsWith('.js')) return;
      const found = await this.resolve(source, importer, { skipSelf: true });
      const twin = found?.id.replace(/\.js$/, '.offline.js');
      return twin && existsSync(twin) ? twin : found;
    },
  },
  {
    name: 'offline-bytes',
    enforce: 'pre',
    load(id) {
      const [file, query] = id.split('?');
      if (file.endsWith('.wasm') && query === 'url') return packed(readFileSync(file));
      const [, count] = /^first=(\d+)$/.exec(query ?? '') ?? [];
      if (count) return packed(firstItems(gunzipSync(readFileSync(file)), Number(count)));
    },
    transform: {
      // The glue could fetch its module by itself: here it never has to.
      filter: { id: /pkg\/\w+\.js$/ },
      handler: (glue) => glue.replace(/new URL\('\w+_bg\.wasm', import\.meta\.url\)/, 'undefined'),
    },
  },
];

/** What such a page may run is what is in it, by checksum. @param {string} script @param {string} style */
function policy(script, style) {
  const sum = (/** @type {string} */ text) =>
    `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    "default-src 'none'",
    `script-src ${sum(script)} 'wasm-unsafe-eval'`,
    `style-src ${sum(style)}`,
    'img-src data: blob:',
    'font-src data:',
    'worker-src blob:',
    `connect-src https://${HOST}`,
  ].join('; ');
}

/** The page's own files by the name it has for them, as addresses that hold them. @param {import('rolldown').OutputAsset} file */
const inlined = ({ fileName, source }) => {
  if (!fileName.endsWith('.svg')) throw new Error(`${fileName} has no place in one file`);
  return `data:image/svg+xml;base64,${Buffer.from(source).toString('base64')}`;
};

/**
 * Links to other pages of the site lead to where it is on the web; where nobody knows that, they
 * are no links.
 * @param {string} html
 * @param {string} site
 */
export const linksHome = (html, site) =>
  html.replace(/<a href="(?![#a-z]+:|#)([^"]*)"[^>]*>([\s\S]*?)<\/a>/g, (_, path, text) =>
    site ? `<a href="${new URL(path, site).href}">${text}</a>` : text,
  );

/**
 * Puts script, styles and icon into the page, under a policy of its own.
 * @param {string} fileName what the document is called
 * @param {string} site its address on the web, if known
 * @returns {Plugin}
 */
export const intoThePage = (fileName, site) => ({
  name: 'into-the-page',
  transformIndexHtml: {
    order: 'pre',
    // What is in the page need not be fetched before it.
    handler: (html) => html.replace(/\s*<link rel="preload"[^>]*>/g, ''),
  },
  generateBundle: {
    // After all that still writes into the code.
    order: 'post',
    handler(_options, bundle) {
      const all = Object.values(bundle);
      const code = all.find((file) => file.type === 'chunk');
      const assets = all.filter((file) => file.type === 'asset');
      const page = assets.find(({ fileName }) => fileName.endsWith('.html'));
      if (!page || !code) throw new Error('there is no page, or no code for it');
      const isStyle = ({ fileName = '' }) => fileName.endsWith('.css');
      const style = assets
        .filter(isStyle)
        .map(({ source }) => String(source))
        .join('');
      const script = code.code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
      const meta = `<meta http-equiv="Content-Security-Policy" content="${policy(script, style)}">`;
      let html = linksHome(String(page.source), site)
        // Posters stand for figures that are still to come: here they come at once.
        .replace(/<img[^>]*\bposters\/[^>]*>/g, '')
        .replace(/\s*<link rel="(?:stylesheet|modulepreload)"[^>]*>/g, '')
        .replace(/\s*<script type="module"[^>]*><\/script>/, '');
      for (const file of assets)
        if (file !== page && !isStyle(file))
          html = html
            .replaceAll(`../${file.fileName}`, inlined(file))
            .replaceAll(`./${file.fileName}`, inlined(file));
      // As functions, since `$` means something in what replaces text.
      html = html
        .replace('<head>', () => `<head>\n    ${meta}`)
        .replace('</head>', () => `<style>${style}</style>\n  </head>`)
        .replace('</body>', () => `<script type="module">${script}</script>\n  </body>`);
      for (const { fileName } of all) delete bundle[fileName];
      this.emitFile({ type: 'asset', fileName, source: html });
    },
  },
});
