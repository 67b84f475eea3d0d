// @ts-check
/**
 * `dist/embed/`: the three elements for anybody's page, in a folder that can be copied alone. What
 * the module needs lies beside it and is found from there, whatever page it is on.
 */
import { cpSync } from 'node:fs';
import { defineConfig } from 'vite';

const FOLDER = 'dist/embed';

export default defineConfig({
  base: './',
  worker: {
    format: 'es',
    rolldownOptions: { output: { entryFileNames: 'assets/[name]-[hash].js' } },
  },
  build: {
    target: 'es2022',
    outDir: FOLDER,
    // Of what is served beside the site only the digits.
    copyPublicDir: false,
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      input: 'src/embed/module.js',
      output: { entryFileNames: 'feedback-alignment.js' },
    },
  },
  plugins: [
    {
      name: 'digits-beside-the-module',
      closeBundle: () => cpSync('public/data', `${FOLDER}/data`, { recursive: true }),
    },
    {
      name: 'licence-beside-the-fonts',
      closeBundle: () => cpSync('fonts/LICENCE.txt', `${FOLDER}/assets/fonts-licence.txt`),
    },
  ],
});
