// @ts-check
/** The posters: whether all are there, complete, and legible on a slide. */

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { POSTERS } from '../../posters/list.js';
import { noFaults, open } from './browser.js';

const folder = join(process.env.SITE ?? 'dist', 'posters');

/** Words on a slide are to be read from the last row. */
const LEGIBLE = 18;
/** Exponents and indices. */
const RAISED = 12;

/** @param {string} name */
const svgOf = (name) => readFileSync(join(folder, `${name}.svg`), 'utf8');

test('every preset of every figure has a poster, as SVG and as PNG, and nothing else has', () => {
  assert.ok(existsSync(folder), `${folder} is missing: the posters have not been drawn`);
  const files = POSTERS.flatMap(({ name }) => [`${name}.svg`, `${name}.png`]);
  assert.equal(new Set(files).size, files.length);
  assert.deepEqual(readdirSync(folder).sort(), [...files, 'share.png', 'touch-icon.png'].sort());
  for (const name of ['toy-wrong-way', 'linear-proof', 'mnist-same-start'])
    assert.ok(files.includes(`${name}.svg`), name);
});

test('a poster is one document of 16 to 9 that needs nothing beside it', () => {
  for (const { name, label } of POSTERS) {
    const svg = svgOf(name);
    assert.match(
      svg,
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 960 540" width="960" height="540">/,
    );
    assert.ok(svg.includes(`>${label}</text>`), `${name} has no title`);
    const foreign =
      / (class|style|on\w+|href|xlink:href|src)=|<(style|script|foreignObject|image|use|!--)|var\(|NaN|undefined|https?:\/\/(?!www\.w3\.org\/2000\/svg)/;
    assert.equal(svg.match(foreign)?.[0], undefined, name);
  }
});

test('all on a poster is inside of it, and large enough to be read', async () => {
  const { page, faults, close } = await open({ viewport: { width: 960, height: 540 } });
  await page.goto('about:blank');
  for (const { name } of POSTERS) {
    const texts = await page.evaluate((source) => {
      const { documentElement } = new DOMParser().parseFromString(source, 'image/svg+xml');
      if (documentElement.querySelector('parsererror')) return;
      document.body.style.margin = '0';
      document.body.replaceChildren(document.importNode(documentElement, true));
      return [...document.querySelectorAll('text')].map((element) => {
        const { a } = /** @type {DOMMatrix} */ (element.getScreenCTM());
        const { left, top, right, bottom } = element.getBoundingClientRect();
        return {
          words: element.textContent,
          size: a * Number.parseFloat(getComputedStyle(element).fontSize),
          box: [left, top, right, bottom],
        };
      });
    }, svgOf(name));
    assert.ok(texts, `${name} is no well-formed XML`);
    assert.ok(texts.length > 5, `${name} says too little`);
    for (const { words, size, box } of texts) {
      const least = /^[⁻⁰-⁹−\d]$/.test(words ?? '') ? RAISED : LEGIBLE;
      assert.ok(size >= least, `${name}: “${words}” is ${size.toFixed(1)} px`);
      const inside = box[0] >= 0 && box[1] >= 0 && box[2] <= 960 && box[3] <= 540;
      assert.ok(inside, `${name}: “${words}” reaches over the edge, ${box.map(Math.round)}`);
    }
  }
  noFaults(faults);
  await close();
});

test('a PNG has twice the size, and something on it, but nothing at its edge', async () => {
  const { page, faults, close } = await open();
  for (const [name, width, height, least] of /** @type {[string, number, number, number][]} */ ([
    ...POSTERS.map((poster) => [poster.name, 1920, 1080, 50]),
    ['share', 1200, 630, 50],
    ['touch-icon', 180, 180, 3],
  ])) {
    const url = `data:image/png;base64,${readFileSync(join(folder, `${name}.png`)).toString('base64')}`;
    const seen = await page.evaluate(async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const { width, height } = image;
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d', { willReadFrequently: true });
      context?.drawImage(image, 0, 0);
      const colours = (/** @type {[number, number, number, number]} */ ...box) =>
        new Set(new Uint32Array(context?.getImageData(...box).data.buffer ?? new ArrayBuffer(0)));
      // Every tenth row says whether something is there.
      const seen = new Set();
      for (let y = 0; y < height; y += 10) for (const c of colours(0, y, width, 1)) seen.add(c);
      const edge = [
        ...colours(0, 0, width, 1),
        ...colours(0, height - 1, width, 1),
        ...colours(0, 0, 1, height),
        ...colours(width - 1, 0, 1, height),
      ];
      return { width, height, colours: seen.size, edge };
    }, url);
    assert.deepEqual([seen.width, seen.height], [width, height], name);
    assert.ok(seen.colours >= least, `${name} has ${seen.colours} colours`);
    assert.deepEqual([...new Set(seen.edge)], [0xffffffff], `${name} is white at its edge`);
  }
  noFaults(faults);
  await close();
});
