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
  const alone = await page.context().newPage();
  for (const { name } of POSTERS) {
    const svg = svgOf(name);
    const wellFormed = await page.evaluate(
      (text) =>
        new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror') ===
        null,
      svg,
    );
    assert.ok(wellFormed, name);
    await alone.goto(`data:image/svg+xml,${encodeURIComponent(svg)}`);
    const texts = await alone.evaluate(() =>
      [...document.querySelectorAll('text')].map((element) => {
        const { a } = /** @type {DOMMatrix} */ (element.getScreenCTM());
        const { left, top, right, bottom } = element.getBoundingClientRect();
        return {
          words: element.textContent,
          size: a * Number.parseFloat(getComputedStyle(element).fontSize),
          box: [left, top, right, bottom],
        };
      }),
    );
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
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0);
      const { width, height } = image;
      const colours = (/** @type {[number, number, number, number]} */ ...box) =>
        new Set(new Uint32Array(context?.getImageData(...box).data.buffer ?? new ArrayBuffer(0)));
      const edge = [
        ...colours(0, 0, width, 1),
        ...colours(0, height - 1, width, 1),
        ...colours(0, 0, 1, height),
        ...colours(width - 1, 0, 1, height),
      ];
      return { width, height, colours: colours(0, 0, width, height).size, edge };
    }, url);
    assert.deepEqual([seen.width, seen.height], [width, height], name);
    assert.ok(seen.colours >= least, `${name} has ${seen.colours} colours`);
    assert.deepEqual([...new Set(seen.edge)], [0xffffffff], `${name} is white at its edge`);
  }
  noFaults(faults);
  await close();
});
