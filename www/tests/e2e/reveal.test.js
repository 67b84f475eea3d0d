// @ts-check
// Figures in somebody's own deck: what reveal.js does to what is on its slides.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { origin, strange } from './browser.js';
import { deckOf } from './reveal-deck.js';

/** @typedef {import('playwright-core').Page} Page */

const POSTER =
  'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" width="960" height="540"/>';
const hash = '#v=1&d=toy&controls=mini&speed=20';

const deck = await deckOf(`
  <section><h2>One</h2></section>
  <section><feedback-toy id="plays" preset="zero" controls="mini" speed="20" autoplay="on-slide"><img src='${POSTER}' alt="A poster"></feedback-toy></section>
  <section><feedback-toy id="waits" controls="mini" speed="20"></feedback-toy></section>
  <section><section><h2>Above</h2></section><section><feedback-linear id="below" controls="mini" autoplay="on-slide" speed="5"></feedback-linear></section></section>
  <section><iframe id="kept" width="900" height="460" src="${origin}/embed.html${hash}&autoplay=on-slide"></iframe></section>
  <section><iframe id="lazy" width="900" height="460" data-src="${origin}/embed.html${hash}&k=9"></iframe></section>
  <section><h2>End</h2></section>`);
after(() => deck.close());

/** @param {import('playwright-core').BrowserContextOptions} [options] */
const show = (options, query = '') =>
  strange(`${deck.address}${query}`, options, async (page) => {
    await page.locator('body[data-deck=ready]').waitFor();
  });

/** Goes to a slide. @param {Page} page @param {number} h @param {number} [v] */
const turn = (page, h, v = 0) =>
  page.evaluate(([a, b]) => /** @type {any} */ (window).deck.slide(a, b), [h, v]);
const slideOf = (/** @type {Page} */ page) =>
  page.evaluate(() => /** @type {any} */ (window).deck.getIndices().h);

/** Waits for a condition on a figure in the deck, or in one of its frames. @param {Page} page @param {string} id @param {string} condition */
async function until(page, id, condition) {
  const end = Date.now() + 20_000;
  while (!(await tell(page, id, condition))) {
    if (Date.now() > end) throw new Error(`${id} was never: ${condition}`);
    await page.waitForTimeout(20);
  }
}
/** @param {Page} page @param {string} id @param {string} expression of `figure` */
const tell = (page, id, expression) =>
  page.evaluate(
    `(() => { const figure = document.getElementById('${id}'); return ${expression}; })()`,
  );
/** The same in a frame. @param {Page} page @param {string} id @param {string} expression */
async function framed(page, id, expression) {
  const frame = await (await page.$(`#${id}`))?.contentFrame();
  return frame?.evaluate(
    `(() => { const figure = document.querySelector('feedback-toy'); return figure && ${expression}; })()`,
  );
}

test('a figure begins with its slide, plays there if it is to, and stops off it', async () => {
  const { page, faults, close } = await show();
  for (const id of ['plays', 'waits', 'below'])
    assert.equal(await tell(page, id, 'figure.ready'), false);
  await turn(page, 1);
  await until(page, 'plays', 'figure.ready && figure.playing && figure.k > 2');
  assert.equal(await tell(page, 'waits', 'figure.ready'), false, 'the next slide waits');
  await turn(page, 2);
  await page.waitForTimeout(100);
  const k = await tell(page, 'plays', 'figure.k');
  assert.equal(await tell(page, 'plays', 'figure.playing'), false);
  await until(page, 'waits', 'figure.ready');
  await page.waitForTimeout(300);
  assert.equal(await tell(page, 'plays', 'figure.k'), k);
  assert.equal(await tell(page, 'waits', 'figure.playing'), false, 'nobody has pressed Play');
  // Whoever plays and leaves finds it playing.
  await page
    .locator('#waits')
    .getByRole('button', { name: 'Play', exact: true })
    .or(page.locator('#waits').getByRole('button', { name: 'Replay' }))
    .click();
  await until(page, 'waits', 'figure.k > 1');
  await turn(page, 3);
  await page.waitForTimeout(100);
  assert.equal(await tell(page, 'waits', 'figure.playing'), false);
  assert.equal(
    await tell(page, 'below', 'figure.ready'),
    false,
    'another of the same stack is shown',
  );
  await turn(page, 2);
  await until(page, 'waits', 'figure.playing');
  await turn(page, 3, 1);
  await until(page, 'below', 'figure.ready && figure.playing');
  await turn(page, 3, 0);
  await page.waitForTimeout(100);
  assert.equal(await tell(page, 'below', 'figure.playing'), false);
  assert.deepEqual(faults, []);
  await close();
});

test('arrow keys turn the slide, but for those of a slider; page keys always do', async () => {
  const { page, faults, close } = await show();
  await turn(page, 2);
  await until(page, 'waits', 'figure.ready');
  const figure = page.locator('#waits');
  await figure.getByRole('button', { name: 'Restart' }).click();
  await page.keyboard.press('ArrowRight');
  assert.equal(await slideOf(page), 3, 'after a click in the figure');
  await page.keyboard.press('ArrowLeft');
  assert.equal(await slideOf(page), 2);
  const slider = figure.getByRole('slider').first();
  await slider.focus();
  const before = await tell(page, 'waits', 'figure.looked');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  assert.deepEqual(
    [await slideOf(page), await tell(page, 'waits', 'figure.looked')],
    [2, before + 2],
  );
  await page.keyboard.press('PageDown');
  assert.deepEqual(
    [await slideOf(page), await tell(page, 'waits', 'figure.looked')],
    [3, before + 2],
  );
  await page.keyboard.press('PageUp');
  assert.equal(await slideOf(page), 2);
  // Space presses the button that has the focus, and turns nothing.
  await figure.getByRole('button', { name: /Play/ }).focus();
  await page.keyboard.press(' ');
  assert.equal(await slideOf(page), 2);
  await until(page, 'waits', 'figure.playing');
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).deck.isOverview()), true);
  assert.deepEqual(faults, []);
  await close();
});

test('keys="off" leaves the keys to the figure', async () => {
  const { page, close } = await show();
  await turn(page, 2);
  await until(page, 'waits', 'figure.ready');
  await tell(page, 'waits', "figure.setAttribute('keys', 'off')");
  await until(page, 'waits', "figure.now.keys === 'off'");
  await page.locator('#waits').getByRole('button', { name: 'Restart' }).click();
  await page.keyboard.press('ArrowRight');
  assert.deepEqual([await slideOf(page), await tell(page, 'waits', 'figure.looked')], [2, 1]);
  await close();
});

for (const viewport of [
  { width: 576, height: 324 },
  { width: 1632, height: 918 },
])
  test(`a pointer is where it seems to be, in a deck of ${viewport.width} pixels`, async () => {
    const { page, close } = await show({ viewport });
    await turn(page, 2);
    await until(page, 'waits', 'figure.ready');
    await tell(page, 'waits', 'figure.updateComplete');
    const place = await page.locator('#waits .plane > svg.chart').boundingBox();
    assert.ok(place);
    // Two places, whose distance in the plane is known from that in pixels.
    const starts = [];
    for (const part of [0.35, 0.65]) {
      await page.mouse.click(place.x + part * place.width, place.y + 0.5 * place.height);
      await page.waitForTimeout(300);
      starts.push(await tell(page, 'waits', 'figure.wanted.input_weight'));
    }
    const handle = await page.locator('#waits .handle').boundingBox();
    assert.ok(handle);
    const off = handle.x + handle.width / 2 - (place.x + 0.65 * place.width);
    assert.ok(Math.abs(off) < 4, `the handle is ${off} pixels from where the pointer was`);
    assert.ok(starts[1] - starts[0] > 1, `${starts}`);
    await close();
  });

test('a frame with src starts and stops with its slide, and keeps its state', async () => {
  const { page, faults, close } = await show();
  await page.waitForTimeout(1000);
  assert.ok(!(await framed(page, 'kept', 'figure.playing')), 'not on a hidden slide');
  await turn(page, 4);
  const playing = async () => {
    const end = Date.now() + 20_000;
    while (!(await framed(page, 'kept', 'figure.playing && figure.k > 2'))) {
      assert.ok(Date.now() < end, 'the frame never played');
      await page.waitForTimeout(20);
    }
  };
  await playing();
  await turn(page, 6);
  await page.waitForTimeout(100);
  const k = await framed(page, 'kept', 'figure.k');
  await page.waitForTimeout(300);
  assert.deepEqual(await framed(page, 'kept', '[figure.playing, figure.k]'), [false, k]);
  await turn(page, 4);
  await playing();
  assert.ok((await framed(page, 'kept', 'figure.k')) >= k);
  assert.deepEqual(faults, []);
  await close();
});

test('a frame with data-src comes as its address says', async () => {
  const { page, faults, close } = await show();
  await turn(page, 5);
  const frame = page.frameLocator('#lazy');
  await frame.locator('feedback-toy svg').first().waitFor();
  await page.waitForTimeout(300);
  assert.deepEqual(await framed(page, 'lazy', '[figure.playing, figure.looked]'), [false, 9]);
  // Keys go to the deck, though the frame has the focus.
  await frame.getByRole('button', { name: 'Restart' }).click();
  await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(200);
  assert.equal(await slideOf(page), 6);
  assert.deepEqual(faults, []);
  await close();
});

test('printed, the figures are their posters', async () => {
  const { page, faults, close } = await show({}, '?print-pdf');
  const poster = page.locator('#plays img');
  await poster.waitFor({ state: 'visible' });
  assert.equal(await tell(page, 'plays', 'figure.ready'), false);
  assert.ok((await page.pdf()).length > 1000);
  assert.deepEqual(faults, []);
  await close();
});
