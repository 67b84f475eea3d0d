// @ts-check
/** The seminar deck: every slide of it, its figures, its pages and its speaker's view. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noFaults, origin, strange } from './browser.js';
import { clean } from './sources.js';

/** @typedef {import('playwright-core').Page} Page */

const SIZE = { width: 960, height: 540 };
const FIGURE = 'section.present :is(feedback-toy, feedback-linear, feedback-mnist)';

/** Opens the deck at a slide. @param {string} [where] @param {import('playwright-core').BrowserContextOptions} [options] */
async function open(where = '', options = {}) {
  const opened = await strange('about:blank', { viewport: SIZE, ...options });
  const { page, faults } = opened;
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && !['data:', 'blob:'].includes(url.protocol))
      faults.push(`request to ${url.origin}`);
  });
  await page.goto(`${origin}/slides/${where}`);
  if (!where.startsWith('?')) {
    await page.locator('.turns').waitFor();
    await page.waitForFunction(() => customElements.get('feedback-mnist'));
  }
  return opened;
}

/** The slide that is shown. @param {Page} page */
const shown = (page) => page.locator('section.present').getAttribute('id');

/** @param {Page} page @param {string} expression of `figure`, that of the slide that is shown */
const ask = (page, expression) =>
  page.evaluate(
    `(() => { const figure = document.querySelector('${FIGURE}'); return ${expression}; })()`,
  );

/** @param {Page} page @param {string} condition */
async function until(page, condition) {
  const end = Date.now() + 60_000;
  while (!(await ask(page, condition))) {
    if (Date.now() > end) throw new Error(`on ${await shown(page)} it was never: ${condition}`);
    await page.waitForTimeout(20);
  }
}

/** What there is to see, from all slides. @param {Page} page */
const slides = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.slides > section')].map((slide) => ({
      id: slide.id,
      live: slide.matches('.live'),
      heading: slide.querySelector('h1, h2')?.textContent ?? '',
      notes: slide.querySelector('.notes')?.textContent?.trim() ?? '',
    })),
  );

test('every slide has a name, a heading and something to say', async () => {
  const { page, close } = await open('?print-pdf');
  const all = await slides(page);
  assert.ok(all.length >= 25);
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
  assert.equal(new Set(all.map(({ heading }) => heading)).size, all.length);
  for (const { id, heading, notes } of all) {
    assert.ok(heading.length > 4, id);
    const sentences = notes.split(/[.?!:](?:\s|$)/).length;
    assert.ok(sentences > 2, `${id} has ${sentences} sentences of notes`);
  }
  await close();
});

test('through all slides by keyboard: figures play on theirs, and off them stop at once', async () => {
  const { page, faults, close } = await open();
  const all = await slides(page);
  for (const [i, { id, live }] of all.entries()) {
    assert.equal(await shown(page), id);
    if (live) await until(page, 'figure.ready && figure.playing && figure.looked > 0');
    await page.keyboard.press('ArrowRight');
    if (!live || i === all.length - 1) continue;
    await page.waitForTimeout(100);
    const playing = await page.evaluate(
      (name) => /** @type {any} */ (document.querySelector(`#${name} > [preset]`)).playing,
      id,
    );
    assert.equal(playing, false, `${id} goes on off its slide`);
  }
  for (const { id } of [...all].reverse()) {
    assert.equal(await shown(page), id);
    await page.keyboard.press('ArrowLeft');
  }
  noFaults(faults);
  await close();
});

test('keys turn slides from within a figure, but for those of a slider', async () => {
  const { page, faults, close } = await open('#/wrong-way');
  await until(page, 'figure.ready');
  const figure = page.locator(FIGURE);
  await figure.getByRole('button', { name: 'Restart' }).click();
  await page.keyboard.press('ArrowRight');
  assert.equal(await shown(page), 'zero');
  await page.keyboard.press('ArrowLeft');
  const slider = figure.getByRole('slider').first();
  await slider.focus();
  await ask(page, 'figure.pause()');
  const before = await ask(page, 'figure.looked');
  await page.keyboard.press('ArrowRight');
  assert.equal(await shown(page), 'wrong-way');
  assert.equal(await ask(page, 'figure.looked'), before + 1);
  await page.keyboard.press('PageDown');
  assert.equal(await shown(page), 'zero');
  noFaults(faults);
  await close();
});

test('buttons beside a heading set the figure, and let it play', async () => {
  const { page, faults, close } = await open('#/broken');
  await until(page, 'figure.ready');
  const press = (/** @type {string} */ name) =>
    page.locator('section.present').getByRole('button', { name, exact: true }).click();
  const now = () => ask(page, '[figure.now.feedback_rank_loss, figure.now.output_rate]');
  const first = await now();
  await press('Rank of B');
  await until(page, 'figure.now.feedback_rank_loss === 1 && figure.playing && figure.looked > 0');
  await press('W fixed');
  await until(page, 'figure.now.output_rate === 0');
  assert.equal((await now())[0], first[0], 'what another button has set is taken back');
  // The space bar presses the button once more, and turns nothing.
  await page.keyboard.press(' ');
  assert.equal(await shown(page), 'broken');
  await press('The proof');
  await until(page, 'figure.now.output_rate === 1 && figure.playing');
  assert.deepEqual(await now(), first);
  await page.keyboard.press('ArrowRight');
  assert.equal(await shown(page), 'task-1');

  await page.evaluate(() => location.assign('#/zero'));
  await until(page, 'figure.ready');
  await press('Saddle');
  await until(page, 'figure.now.input_weight === 1 && figure.playing');
  await press('Zero');
  await until(page, 'figure.now.input_weight === 0');
  noFaults(faults);
  await close();
});

test('links: to a slide, and from a figure to the page', async () => {
  const { page, faults, close } = await open('#/zero');
  assert.equal(await shown(page), 'zero');
  await until(page, 'figure.ready');
  await ask(page, 'figure.pause()');
  const link = new URL(await ask(page, 'figure.link()'));
  assert.equal(link.origin + link.pathname, `${origin}/`);
  assert.match(link.hash, /^#v=1&d=toy/);
  assert.doesNotMatch(link.hash, /controls|autoplay/);
  assert.equal(new URL(page.url()).hash, '#/zero');
  await page.evaluate(() => location.assign('#/agenda'));
  await page.getByRole('link', { name: /For and against/ }).click();
  assert.equal(await shown(page), 'balance');
  noFaults(faults);
  await close();
});

/** What stands out of a slide, or is too small to be read, in figures, too. @param {Page} page */
const misfits = (page) =>
  page.evaluate(() => {
    const slide = /** @type {HTMLElement} */ (document.querySelector('section.present'));
    const frame = slide.getBoundingClientRect();
    /** @type {string[]} */
    const found = [];
    if (slide.scrollHeight > 540) found.push(`is ${slide.scrollHeight} high`);
    const look = (/** @type {Element | ShadowRoot} */ root) => {
      for (const one of root.querySelectorAll('*')) {
        if (one.closest('.notes, .unseen, details:not([open]) > :not(summary)')) continue;
        if (one.shadowRoot) look(one.shadowRoot);
        if (!one.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        const box = one.getBoundingClientRect();
        const name = `${one.localName} “${one.textContent?.trim().slice(0, 30)}”`;
        // What a drawing cuts off is cut off.
        const part = one instanceof SVGElement && one.ownerSVGElement && one.localName !== 'text';
        const out = part ? 0 : Math.max(box.right - frame.right, box.bottom - frame.bottom);
        if (out > 1 && box.width > 0) found.push(`${name} stands out by ${Math.round(out)}`);
        const words = [...one.childNodes].some(
          (node) => node.nodeType === 3 && node.nodeValue?.trim(),
        );
        // In a formula an index is small.
        if (!words || one.closest('math')) continue;
        // A figure says how much larger it is shown than it is laid out.
        const style = getComputedStyle(one);
        const unit = Number(style.getPropertyValue('--unit')) || 1;
        const drawn = one instanceof SVGGraphicsElement ? one.getScreenCTM()?.a : undefined;
        const size = Number.parseFloat(style.fontSize) * (drawn ?? unit);
        if (size < 17.9) found.push(`${name} has ${size.toFixed(1)} px`);
      }
    };
    look(slide);
    return found.slice(0, 5);
  });

for (const colorScheme of /** @type {const} */ (['light', 'dark']))
  test(`every slide fits and can be read, ${colorScheme}`, async () => {
    const { page, faults, close } = await open('', { colorScheme });
    /** @type {Record<string, string[]>} */
    const found = {};
    for (const { id, live } of await slides(page)) {
      assert.equal(await shown(page), id);
      if (live) {
        await until(page, 'figure.ready && figure.looked > 0');
        await ask(page, '(figure.pause(), figure.updateComplete)');
        await page.waitForTimeout(100);
      }
      const here = await misfits(page);
      await clean(page).catch(({ message }) => here.push(message));
      if (here.length > 0) found[id] = here;
      await page.keyboard.press('ArrowRight');
    }
    assert.deepEqual(found, {});
    noFaults(faults);
    await close();
  });

for (const colorScheme of /** @type {const} */ (['light', 'dark']))
  test(`printed, it has a page for each slide, and posters on them, ${colorScheme}`, async () => {
    const { page, faults, close } = await open('?print-pdf', { colorScheme });
    const count = (await slides(page)).length;
    await page.waitForLoadState('networkidle');
    const images = await page.locator('.slides img').evaluateAll((all) =>
      all.map((image) => {
        const { src, naturalWidth, alt } = /** @type {HTMLImageElement} */ (image);
        return { src, alt, fine: naturalWidth > 0 && image.checkVisibility() };
      }),
    );
    assert.ok(images.length >= 13);
    assert.deepEqual(
      images.filter(({ fine, alt }) => !fine || alt.length < 20).map(({ src }) => src),
      [],
    );
    const begun = await page.evaluate(
      () =>
        [...document.querySelectorAll('feedback-toy, feedback-linear, feedback-mnist')].filter(
          (figure) =>
            /** @type {any} */ (figure).ready || figure.shadowRoot?.querySelector('canvas'),
        ).length,
    );
    assert.equal(begun, 0);
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? [];
    assert.equal(pages.length, count);
    noFaults(faults);
    await close();
  });

test('the speaker’s view has the notes, and turns with the deck', async () => {
  const { page, faults, close } = await open('#/paths');
  const opens = page.waitForEvent('popup');
  await page.keyboard.press('s');
  const notes = await opens;
  const said = notes.locator('.said');
  notes.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  await said.getByText('Read it column by column').waitFor();
  await notes.getByText('Next: One start, four rules').waitFor();
  await notes.getByRole('button', { name: 'Back' }).click();
  await said.getByText('A schedule in four parts').waitFor();
  assert.equal(await shown(page), 'layerwise');
  await notes.keyboard.press('ArrowRight');
  await said.getByText('Read it column by column').waitFor();
  await page.keyboard.press('ArrowRight');
  await said.getByText('The same weights, the same digits').waitFor();
  await clean(notes);
  noFaults(faults);
  await close();
});

test('posters open large, and close', async () => {
  const { page, faults, close } = await open('#/hundred');
  await page.locator('section.present img').first().click();
  await page.locator('.r-overlay img, .overlay img').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.r-overlay img, .overlay img').waitFor({ state: 'detached' });
  assert.equal(await shown(page), 'hundred');
  noFaults(faults);
  await close();
});
