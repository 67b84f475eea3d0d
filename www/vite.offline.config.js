// @ts-check
/**
 * Builds of one file each, for a memory stick or a lecture hall without a network:
 * `--mode page` is the whole page, `--mode deck` the slides, `--mode script` a classic script with the
 * three elements.
 */
import { defineConfig } from 'vite';
import { inOneFile, intoThePage } from './vite/offline.js';
import { home } from './vite/sharing.js';
import { sourceLink } from './vite/source.js';

/** The site's address on the web, for links out of files that are copied away from it. */
const site = home(process.env);

/** What becomes one document, and its name. @type {Record<string, { input: string, file: string }>} */
const DOCUMENTS = {
  page: { input: 'index.html', file: 'feedback-alignment.offline.html' },
  deck: { input: 'slides/index.html', file: 'feedback-alignment.slides.html' },
};

export default defineConfig(({ mode }) => {
  const page = DOCUMENTS[mode];
  return {
    base: './',
    define: { 'import.meta.env.SITE': JSON.stringify(site) },
    publicDir: false,
    worker: {
      format: 'iife',
      plugins: inOneFile,
      rolldownOptions: { checks: { pluginTimings: false } },
    },
    build: {
      target: 'es2022',
      outDir: 'dist',
      emptyOutDir: false,
      // Icons and the like, as part of what names them.
      assetsInlineLimit: () => true,
      cssCodeSplit: false,
      modulePreload: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2000,
      rolldownOptions: {
        checks: { pluginTimings: false },
        input: page?.input ?? 'src/embed/module.js',
        output: {
          format: page ? 'es' : 'iife',
          codeSplitting: false,
          entryFileNames: page ? 'page.js' : 'embed/feedback-alignment.offline.js',
        },
      },
    },
    plugins: [inOneFile(), page ? [sourceLink(), intoThePage(page.file, site)] : []],
  };
});
