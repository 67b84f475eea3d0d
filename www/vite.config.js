// @ts-check
import { existsSync } from 'node:fs';
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

/** The worker that the first figure needs. */
const AT_ONCE = /^theory/;

export default defineConfig({
  base: './',
  worker: {
    format: 'es',
    rolldownOptions: {
      output: {
        entryFileNames: ({ name }) =>
          `assets/${AT_ONCE.test(name) ? '' : 'later/'}[name]-[hash].js`,
      },
    },
  },
  build: {
    target: 'es2022',
    outDir: 'dist',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What is loaded when somebody comes to it lies apart: it has a budget of its own.
    rolldownOptions: {
      input: ['index.html', 'embed.html', 'slides/index.html'].filter(existsSync),
      output: { chunkFileNames: 'assets/later/[name]-[hash].js' },
    },
  },
  plugins: [
    sharing(),
    sourceLink(),
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
