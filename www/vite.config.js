// @ts-check
import { cpSync, existsSync } from 'node:fs';
import { defineConfig } from 'vite';
import { HOST } from './src/workers/mirror.js';
import { sharing } from './vite/sharing.js';
import { sourceLink } from './vite/source.js';

/**
 * What the page may load and run: only what it ships, and the complete MNIST for those who ask for
 * it. The server sends the same policy as a
 * header; the meta tag keeps it true on servers that do not. Only in the build, because the
 * development server injects styles.
 */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "worker-src 'self' blob:",
  `connect-src 'self' https://${HOST}`,
].join('; ');

export default defineConfig({
  base: './',
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    outDir: 'dist',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['index.html', 'embed.html', 'slides/index.html'].filter(existsSync),
      output: {
        // What every page needs of the two figures that stand first: one file, since many small
        // ones are larger.
        codeSplitting: {
          groups: [
            // What loads other code is needed before any of it: frames listen from the first moment.
            { name: 'preload', test: /preload-helper/, priority: 1 },
            { name: 'figures', test: /src[\\/](address|elements[\\/](toy|linear))\.js$/ },
          ],
        },
      },
    },
  },
  plugins: [
    sharing(),
    sourceLink(),
    {
      name: 'licence-beside-the-fonts',
      apply: 'build',
      closeBundle: () => cpSync('fonts/LICENCE.txt', 'dist/assets/fonts-licence.txt'),
    },
    {
      name: 'content-security-policy',
      apply: 'build',
      transformIndexHtml: () => [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: policy },
          injectTo: 'head-prepend',
        },
      ],
    },
  ],
});
