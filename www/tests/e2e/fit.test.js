// @ts-check
/**
 * Whether the slides have room, in whatever font they are drawn: ours, and where ours are not
 * loaded, three that readers have.
 */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { browser, origin } from './browser.js';
import { misfits } from './misfits.js';

const { resolve } = createRequire(import.meta.url);

/** Packages that have the fonts, or others of the same measures. */
const SETS = {
  DejaVu: ['dejavu-serif', 'dejavu-sans'],
  Noto: ['noto-serif', 'noto-sans'],
  Liberation: ['tinos', 'arimo'],
};

/** @type {Record<string, RegExp>} */
const FAMILIES = { DejaVu: /DejaVu/, Noto: /Noto/, Liberation: /Tinos|Arimo/ };

/** @param {string} font @param {number} weight */
const bytes = (font, weight) =>
  readFileSync(resolve(`@fontsource/${font}/files/${font}-latin-${weight}-normal.woff2`)).toString(
    'base64',
  );

/** The deck, drawn in another pair of fonts where one is named. @param {string[]} fonts @param {{ width: number, height: number }} [viewport] */
async function deck(fonts, viewport = { width: 960, height: 540 }) {
  const context = await browser.newContext({ viewport, serviceWorkers: 'block' });
  const page = await context.newPage();
  if (fonts.length > 0) {
    await page.route(/\.woff2$/, (route) => route.abort());
    const faces = fonts.flatMap((font, i) =>
      [400, 700].map((weight) => ({
        name: ['Other Serif', 'Other Sans'][i],
        weight,
        data: bytes(font, weight),
      })),
    );
    await page.addInitScript((faces) => {
      for (const { name, weight, data } of faces) {
        const face = new FontFace(
          name,
          Uint8Array.from(atob(data), (c) => c.charCodeAt(0)),
          {
            weight: String(weight),
          },
        );
        document.fonts.add(face);
        face.load();
      }
      const dress = () => {
        document.documentElement.style.setProperty('--serif', '"Other Serif", serif');
        document.documentElement.style.setProperty('--sans', '"Other Sans", sans-serif');
      };
      if (document.documentElement) dress();
      else
        new MutationObserver((_, observer) => {
          if (!document.documentElement) return;
          dress();
          observer.disconnect();
        }).observe(document, { childList: true });
    }, faces);
  }
  return { page, close: () => context.close() };
}

/** What slides have, by their names, where it is not empty. @param {Awaited<ReturnType<typeof misfits>>} all */
const found = (all) =>
  Object.fromEntries(
    all.flatMap(({ id, ...faults }) => {
      const kinds = Object.entries(faults).filter(([, list]) => list.length > 0);
      return kinds.length > 0 ? [[id, Object.fromEntries(kinds)]] : [];
    }),
  );

for (const [name, fonts] of Object.entries({ 'our own fonts': [], ...SETS }))
  test(`in ${name} every slide has room for its words`, async () => {
    const { page, close } = await deck(fonts);
    await page.goto(`${origin}/slides/?print-pdf`);
    await page.evaluate(() => document.fonts.ready);
    // They are fitted once the fonts are there.
    await page.evaluate(
      'new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))',
    );
    const all = await misfits(page, '.slides > section');
    assert.ok(all.length > 30);
    assert.deepEqual(found(all), {});
    const drawn = await page.evaluate(
      (count) =>
        [...document.fonts].filter(
          ({ family, status }) => status === 'loaded' && family.includes('Other'),
        ).length === count,
      2 * fonts.length,
    );
    assert.ok(drawn, 'the fonts are those that were asked for');
    const session = await page.context().newCDPSession(page);
    await session.send('DOM.enable');
    await session.send('CSS.enable');
    const { root } = await session.send('DOM.getDocument', { depth: 0 });
    for (const selector of ['h1', '.source']) {
      const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector });
      const { fonts: used } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
      const [most] = used.sort((one, other) => other.glyphCount - one.glyphCount);
      assert.match(most.familyName, name === 'our own fonts' ? /STIX|Inter/ : FAMILIES[name]);
    }
    await close();
  });

for (const [width, height] of [
  [1280, 720],
  [1920, 1080],
  [1024, 768],
])
  test(`on a screen of ${width} by ${height} slides are as large as it allows`, async () => {
    const { page, close } = await deck([], { width, height });
    for (const id of ['title', 'theorem', 'table', 'summary']) {
      await page.goto(`${origin}/slides/#/${id}`);
      await page.locator(`section.present#${id}`).waitFor();
      await page.evaluate(() => document.fonts.ready);
      const [slide] = await misfits(page, 'section.present');
      assert.deepEqual(found([slide]), {});
      const box = await page.locator('section.present').boundingBox();
      const scale = Math.min(width / 960, height / 540);
      assert.ok(box && Math.abs(box.width / (960 * scale) - 1) < 0.005, JSON.stringify(box));
    }
    await close();
  });

const LINKS = ['d=toy', 'd=linear', 'd=linear&view=seeds', 'd=mnist'];

for (const width of [320, 390, 768, 1280])
  test(`the page is no wider than a window of ${width} px, whatever figure a link opens`, async () => {
    const { page, close } = await deck([], { width, height: 900 });
    for (const link of LINKS) {
      await page.goto('about:blank');
      await page.goto(`${origin}/#v=1&${link}`);
      const name = `feedback-${link.split(/[=&]/)[1]}`;
      await page.locator(`${name} svg.chart`).first().waitFor();
      const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
      for (let i = 0; i < 40 && (await wide()) > width; i++) await page.waitForTimeout(50);
      assert.equal(await wide(), width, link);
    }
    await close();
  });

test('a slide with a race comes up at its first step, not with the picture of its last', async () => {
  const { page, close } = await deck([]);
  // The code of the race is held back for as long as it takes to look.
  let letGo = () => {};
  const held = new Promise((resolve) => {
    letGo = () => resolve(undefined);
  });
  await page.route(/mnist-[\w-]+\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${origin}/slides/#/race`);
  const image = page.locator('section.present#race img');
  await image.waitFor({ state: 'attached' });
  await page.locator('.turns').waitFor();
  assert.equal(await image.isVisible(), false);
  letGo();
  const figure = page.locator('section.present feedback-mnist');
  await figure.locator('svg.chart').first().waitFor();
  await close();
});
