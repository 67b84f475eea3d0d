// @ts-check
/** The page where it is not live: linked to, before its scripts, without them, and on paper. */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FIGURES, noFaults, open, origin } from './browser.js';

/** @typedef {import('playwright-core').Page} Page */

const site = process.env.SITE ?? 'dist';
const POSTERS = ['toy-wrong-way', 'linear-proof', 'mnist-same-start'];

/** The page as it is where no script runs: opened once, for it does not change. */
const still = open({ javaScriptEnabled: false });

/** The pictures in the figures: where from, whether seen, how large; where the figure is. @param {Page} page */
const pictures = (page) =>
  page.evaluate(
    (names) =>
      names.map((name) => {
        const image = /** @type {HTMLImageElement} */ (document.querySelector(`${name} > img`));
        const { width, height } = image.getBoundingClientRect();
        const top = image.parentElement?.getBoundingClientRect().top ?? Number.NaN;
        return {
          from: image.getAttribute('src'),
          loaded: image.complete && image.naturalWidth === 960,
          seen: image.checkVisibility() && width > 0,
          size: [width, height].map(Math.round),
          top: Math.round(top + scrollY),
        };
      }),
    /** @type {string[]} */ ([...FIGURES]),
  );

test('the head says what the page is, with a picture', async () => {
  const { page } = await still;
  const said = await page.evaluate(() =>
    Object.fromEntries(
      [...document.head.querySelectorAll('meta[property], meta[name], link[rel]')].map(
        (element) => [
          `${element.getAttribute('property') ?? element.getAttribute('name') ?? element.getAttribute('rel')}${element.getAttribute('media') ?? ''}`,
          element.getAttribute('content') ?? element.getAttribute('href'),
        ],
      ),
    ),
  );
  const title = await page.title();
  assert.equal(said['og:title'], title);
  assert.equal(said['twitter:title'], title);
  assert.ok(String(said.description).length > 50);
  for (const name of ['og:description', 'twitter:description'])
    assert.equal(said[name], said.description);
  assert.equal(said['og:type'], 'website');
  assert.equal(said['twitter:card'], 'summary_large_image');
  assert.deepEqual([said['og:image:width'], said['og:image:height']], ['1200', '630']);
  for (const name of ['og:image', 'twitter:image']) {
    assert.match(String(said[name]), /(^|\/)posters\/share\.png$/);
    assert.ok(String(said[`${name}:alt`]).length > 20);
  }
  for (const file of ['posters/share.png', String(said['apple-touch-icon']), String(said.icon)])
    assert.ok(existsSync(join(site, file)), file);
  const papers = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(papers, 'rgb(255, 255, 255)');
  assert.equal(said['theme-color(prefers-color-scheme: light)'], '#fff');
  assert.equal(said['theme-color(prefers-color-scheme: dark)'], '#121416');
});

test('the characters of the page are named within its first kilobyte', async () => {
  const html = await (await fetch(`${origin}/`)).text();
  assert.ok(html.indexOf('<meta charset="utf-8"') < 1000);
});

test('without JavaScript there is a picture of each figure, light and dark', async () => {
  const { page } = await still;
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await page.emulateMedia({ colorScheme });
    for (const [i, name] of FIGURES.entries()) {
      const image = page.locator(`${name} > img`);
      await image.scrollIntoViewIfNeeded();
      assert.ok(await image.isVisible(), name);
      assert.ok(((await image.boundingBox())?.width ?? 0) > 900, name);
      assert.equal(await image.getAttribute('src'), `posters/${POSTERS[i]}.svg`);
      assert.ok(((await image.getAttribute('alt')) ?? '').length > 40, name);
    }
    assert.ok(await page.locator('noscript .still').isVisible());
  }
  noFaults((await still).faults);
});

test('before the script has run the posters are there, in their final size; on paper it is black on white', async () => {
  /** @type {Awaited<ReturnType<typeof pictures>>} */
  let early = [];
  let start = early;
  const { page, faults, close } = await open({}, (opening) =>
    opening.route(/\/assets\/index-[^/]+\.js$/, async (route) => {
      await opening.waitForSelector('footer', { state: 'attached' });
      start = early = await pictures(opening);
      for (let tries = 0; tries < 600 && !early.every(({ loaded }) => loaded); tries++) {
        await opening.waitForTimeout(50);
        early = await pictures(opening);
      }
      await route.continue();
    }),
  );
  assert.deepEqual(
    early.map(({ from, loaded, seen, size }) => ({ from, loaded, seen, size })),
    POSTERS.map((name) => ({
      from: `posters/${name}.svg`,
      loaded: true,
      seen: true,
      size: [1080, 608],
    })),
  );
  // Their place was kept before they were there.
  assert.deepEqual(
    early.map(({ size, top }) => [size, top]),
    start.map(({ size, top }) => [size, top]),
  );
  await page.waitForFunction(
    () => /** @type {any} */ (document.querySelector('feedback-toy'))?.ready,
  );
  const [toy, linear] = await pictures(page);
  assert.ok(!toy.seen, 'the figure has taken the place of its picture');
  // What is below has not moved, to speak of.
  assert.ok(Math.abs(linear.top - early[1].top) < 50, `${linear.top}, not ${early[1].top}`);

  // On paper: in one piece, with nothing to press.
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const look = await page.evaluate(() => {
    const { color, backgroundColor } = getComputedStyle(document.body);
    const figures = ['feedback-toy', 'feedback-linear'].map((name) => {
      const element = /** @type {HTMLElement} */ (document.querySelector(name));
      const controls = [
        ...(element.shadowRoot?.querySelectorAll('button, input, select, textarea') ?? []),
      ].filter((control) => control.checkVisibility());
      return [
        getComputedStyle(element).breakInside,
        ...controls.map((control) => control.outerHTML.slice(0, 80)),
      ];
    });
    const link = /** @type {Element} */ (document.querySelector('footer a[href^="http"]'));
    return {
      color,
      backgroundColor,
      figures,
      after: getComputedStyle(link, '::after').content,
      href: link.getAttribute('href'),
    };
  });
  assert.equal(look.backgroundColor, 'rgb(255, 255, 255)');
  assert.equal(look.color, 'rgb(26, 26, 26)');
  assert.deepEqual(look.figures, [['avoid'], ['avoid']]);
  assert.ok(look.after.includes(String(look.href)), look.after);
  const pdf = await page.pdf({ format: 'A4' });
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  assert.ok(pdf.length > 50_000);
  noFaults(faults);
  await close();
});

test('a picture that is missing leaves its words', async () => {
  const { page, close } = await open({ javaScriptEnabled: false }, (opening) =>
    opening.route(/\/posters\//, (route) => route.abort()),
  );
  const image = page.locator('feedback-toy > img');
  const box = await image.boundingBox();
  assert.ok(box && box.width > 900 && box.height > 40, JSON.stringify(box));
  await close();
});
