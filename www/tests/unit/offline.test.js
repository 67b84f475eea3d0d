// @ts-check
// What the builds make of files: one file, and the list of what is kept.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { firstItems, linksHome } from '../../vite/offline.js';
import { list } from '../../vite/precache.js';

test('the first items of an IDX file are one, of images as of labels', () => {
  const labels = Buffer.from([0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9]);
  assert.deepEqual([...firstItems(labels, 2)], [0, 0, 8, 1, 0, 0, 0, 2, 7, 8]);
  const size = [0, 0, 0, 2, 0, 0, 0, 1];
  const images = Buffer.from([0, 0, 8, 3, 0, 0, 0, 2, ...size, 1, 2, 3, 4]);
  assert.deepEqual([...firstItems(images, 1)], [0, 0, 8, 3, 0, 0, 0, 1, ...size, 1, 2]);
  assert.throws(() => firstItems(labels, 4), /fewer than 4 items/);
});

test('links within the site lead to where it is on the web, or are none', () => {
  const html =
    '<a href="#toy">1</a> <a class="x" href="https://a.org/">2</a> <a href="slides/">3 <b>4</b></a>';
  assert.equal(
    linksHome(html, 'https://b.org/fa/'),
    html.replace('slides/', 'https://b.org/fa/slides/'),
  );
  assert.equal(
    linksHome(html, ''),
    '<a href="#toy">1</a> <a class="x" href="https://a.org/">2</a> 3 <b>4</b>',
  );
});

test('what a page of the site shows is kept, what is for others is not; a change is another version', () => {
  const dist = mkdtempSync(join(tmpdir(), 'dist-'));
  const put = (/** @type {string} */ path, text = path) => {
    mkdirSync(dirname(join(dist, path)), { recursive: true });
    writeFileSync(join(dist, path), text);
  };
  put('index.html', '<img src="./posters/toy-zero.svg">');
  for (const path of ['assets/a.js', 'data/manifest.json', 'slides/index.html']) put(path);
  for (const path of ['posters/toy-zero.svg', 'posters/toy-zero.png', 'posters/toy-more.svg'])
    put(path);
  for (const path of ['embed/feedback-alignment.js', 'a.offline.html', 'sw.js', '.hidden'])
    put(path);
  const { version, files } = list(dist);
  assert.deepEqual(Object.keys(files), [
    'assets/a.js',
    'data/manifest.json',
    'index.html',
    'posters/toy-zero.svg',
    'slides/index.html',
  ]);
  put('embed/feedback-alignment.js', 'other');
  assert.equal(list(dist).version, version);
  put('assets/a.js', 'other');
  assert.notEqual(list(dist).version, version);
  rmSync(dist, { recursive: true });
});
