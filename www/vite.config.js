// @ts-check
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { defineConfig } from 'vite';
import { HOST } from './src/workers/mirror.js';
import { sharing } from './vite/sharing.js';

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

/**
 * Where the source of this copy of the page is: SOURCE_URL, or what GitHub says while it builds,
 * or where the checkout came from. A copy of unknown origin has no link rather than a wrong one.
 */
function source() {
  const { SOURCE_URL, GITHUB_SERVER_URL, GITHUB_REPOSITORY } = process.env;
  if (SOURCE_URL) return SOURCE_URL;
  if (GITHUB_REPOSITORY) return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`;
  try {
    const git = ['config', '--get', 'remote.origin.url'];
    const origin = execFileSync('git', git, { encoding: 'utf8', stdio: 'pipe' }).trim();
    return origin.replace(/^git@([^:]+):/, 'https://$1/').replace(/\.git$/, '');
  } catch {
    return '';
  }
}

/** @param {string} html */
function withSource(html) {
  const url = URL.canParse(source()) ? new URL(source()) : undefined;
  const safe = url?.protocol === 'https:' && !url.username && !url.password;
  const link = safe ? `<a href="${url.href.replaceAll('"', '%22')}">Source code</a>.` : '';
  return html.replace('<!--source-->', link);
}

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
    { name: 'source-link', transformIndexHtml: withSource },
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
