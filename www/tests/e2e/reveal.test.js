// @ts-check
// Figures in somebody's own deck: what reveal.js does to what is on its slides. One window serves
// all tests.
import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { browser, noFaults, origin, witness } from './browser.js';
import { deckOf } from './reveal-deck.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Frame} Frame */

const POSTER =
  'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" width="960" height="540"/>';
const hash = '#v=1&d=toy&controls=mini&speed=20';

const elements = await deckOf(`
  <section><h2>One</h2></section>
  <section><feedback-toy id="plays" preset="zero" controls="mini" speed="20" autoplay="on-slide"><img src='${POSTER}' alt="A poster"></feedback-toy></section>
  <section><feedback-toy id="waits" controls="mini" speed="20"></feedback-toy></section>
  <section><section><h2>Above</h2></section><section><feedback-linear id="below" controls="mini" autoplay="on-slide" speed="5"></feedback-linear></section></section>
  <section><h2>End</h2></section>`);
const frames = await deckOf(`
  <section><h2>One</h2></section>
  <section><iframe id="kept" width="900" height="460" src="${origin}/embed.html${hash}&autoplay=on-slide"></iframe></section>
  <section><iframe id="lazy" width="900" height="460" data-src="${origin}/embed.html${hash}&k=9"></iframe></section>
  <section><h2>End</h2></section>`);
for (const deck of [elements, frames]) after(deck.close);

const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
const page = await context.newPage();
const faults = witness(
  page,
  [origin, elements.address, frames.address].map((address) => new URL(address).origin),
);
afterEach(() => noFaults(faults.splice(0)));

/** Loads a deck. @param {string} address */
async function load(address) {
  await page.goto('about:blank');
  await page.goto(address);
  await page.locator('body[data-deck=ready]').waitFor();
}

/** The figure that plays when it is told to, in the deck of elements. */
async function waiting() {
  if (!page.url().startsWith(elements.address)) await load(elements.address);
  await turn(2);
  await until('waits', 'figure.ready');
  await tell('waits', 'figure.pause()');
  return page.locator('#waits');
}

/** Goes to a slide. @param {number} h @param {number} [v] */
const turn = (h, v = 0) =>
  page.evaluate(([a, b]) => /** @type {any} */ (window).deck.slide(a, b), [h, v]);
const slide = () => page.evaluate(() => /** @type {any} */ (window).deck.getIndices().h);

/** @param {string} id of a figure, or of the frame that it is in @param {string} expression of `figure` */
async function tell(id, expression) {
  const element = await page.$(`#${id}`);
  const frame = await element?.contentFrame();
  const figure = frame ? "querySelector('feedback-toy')" : `getElementById('${id}')`;
  return (frame ?? page).evaluate(
    `(() => { const figure = document.${figure}; return figure && ${expression}; })()`,
  );
}

/** @param {string} id @param {string} condition of `figure` */
async function until(id, condition) {
  for (const end = Date.now() + 60_000; !(await tell(id, condition)); ) {
    if (Date.now() > end) throw new Error(`${id} was never: ${condition}`);
    await new Promise((go) => setTimeout(go, 20));
  }
}

/** Whether a figure has stopped, and moves no more. @param {string} id */
async function rests(id) {
  assert.equal(await tell(id, 'figure.playing'), false, `${id} goes on off its slide`);
  const k = await tell(id, 'figure.state.k');
  await page.waitForTimeout(150);
  assert.equal(await tell(id, 'figure.state.k'), k);
  return k;
}

test('a figure begins with its slide, plays there if it is to, and stops off it', async () => {
  await load(elements.address);
  for (const id of ['plays', 'waits', 'below']) assert.equal(await tell(id, 'figure.ready'), false);
  await turn(1);
  await until('plays', 'figure.ready && figure.playing && figure.state.k > 2');
  assert.equal(await tell('waits', 'figure.ready'), false, 'the next slide waits');
  await turn(2);
  await rests('plays');
  await until('waits', 'figure.ready');
  await page.waitForTimeout(150);
  assert.equal(await tell('waits', 'figure.playing'), false, 'nobody has pressed Play');
  // Whoever plays and leaves finds it playing.
  await page
    .locator('#waits')
    .getByRole('button', { name: /^(Play|Replay)$/ })
    .click();
  await until('waits', 'figure.playing && figure.state.k > 1');
  await turn(3);
  assert.equal(await tell('waits', 'figure.playing'), false);
  assert.equal(await tell('below', 'figure.ready'), false, 'another of the same stack is shown');
  await turn(2);
  await until('waits', 'figure.playing');
  await turn(3, 1);
  await until('below', 'figure.ready && figure.playing');
  await turn(3, 0);
  assert.equal(await tell('below', 'figure.playing'), false);
});

test('arrow keys turn the slide, but for those of a slider; page keys always do', async () => {
  const figure = await waiting();
  await figure.getByRole('button', { name: 'Restart' }).click();
  await page.keyboard.press('ArrowRight');
  assert.equal(await slide(), 3, 'after a click in the figure');
  await page.keyboard.press('ArrowLeft');
  assert.equal(await slide(), 2);
  const slider = figure.getByRole('slider').first();
  await slider.focus();
  const before = await tell('waits', 'figure.state.k');
  const now = async () => [await slide(), (await tell('waits', 'figure.state.k')) - before];
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  assert.deepEqual(await now(), [2, 2]);
  await page.keyboard.press('PageDown');
  assert.deepEqual(await now(), [3, 2]);
  await page.keyboard.press('PageUp');
  assert.equal(await slide(), 2);
  // Space presses the button that has the focus, and turns nothing.
  await figure.getByRole('button', { name: /Play/ }).focus();
  await page.keyboard.press(' ');
  assert.equal(await slide(), 2);
  await until('waits', 'figure.playing');
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).deck.isOverview()), true);
  await page.keyboard.press('Escape');
  await figure.getByRole('button', { name: 'Restart' }).click();
  // With keys="off" they are the figure's.
  await tell('waits', "figure.setAttribute('keys', 'off')");
  await until('waits', "figure.state.keys === 'off'");
  await tell('waits', '(figure.pause(), figure.seek(5))');
  await page.keyboard.press('ArrowRight');
  assert.deepEqual([await slide(), await tell('waits', 'figure.state.k')], [2, 6]);
  await tell('waits', "figure.removeAttribute('keys')");
});

test('a pointer is where it seems to be, in a small deck and a large one', async () => {
  const figure = await waiting();
  for (const viewport of [
    { width: 576, height: 324 },
    { width: 1632, height: 918 },
  ]) {
    await page.setViewportSize(viewport);
    await page.evaluate(
      'new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))',
    );
    const place = await figure.locator('.plane > svg.chart').boundingBox();
    assert.ok(place);
    // Two places, whose distance in the plane is known from that in pixels.
    const starts = [];
    for (const part of [0.35, 0.65]) {
      const before = await tell('waits', 'figure.state.input_weight');
      await page.mouse.click(place.x + part * place.width, place.y + 0.5 * place.height);
      await until('waits', `figure.state.input_weight !== ${before}`);
      starts.push(await tell('waits', 'figure.state.input_weight'));
    }
    const handle = await figure.locator('.handle').boundingBox();
    assert.ok(handle);
    const off = handle.x + handle.width / 2 - (place.x + 0.65 * place.width);
    assert.ok(Math.abs(off) < 4, `the handle is ${off} pixels from where the pointer was`);
    assert.ok(starts[1] - starts[0] > 1, `${starts}`);
  }
  await page.setViewportSize({ width: 1280, height: 720 });
});

test('a frame with src starts and stops with its slide, and keeps its state', async () => {
  await load(frames.address);
  await until('kept', 'figure.ready');
  await page.waitForTimeout(150);
  assert.equal(await tell('kept', 'figure.playing'), false, 'not on a hidden slide');
  await turn(1);
  await until('kept', 'figure.playing && figure.state.k > 2');
  await turn(3);
  await until('kept', '!figure.playing');
  const k = await rests('kept');
  await turn(1);
  await until('kept', `figure.playing && figure.state.k >= ${k}`);
});

test('a frame with data-src comes as its address says', async () => {
  if (!page.url().startsWith(frames.address)) await load(frames.address);
  await turn(2);
  await until('lazy', 'figure.ready && figure.state.k === 9');
  await page.waitForTimeout(150);
  assert.deepEqual(await tell('lazy', '[figure.playing, figure.state.k]'), [false, 9]);
  // Keys go to the deck, though the frame has the focus.
  await page.frameLocator('#lazy').getByRole('button', { name: 'Restart' }).click();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => /** @type {any} */ (window).deck.getIndices().h === 3);
});

test('printed, the figures are their posters', async () => {
  await load(`${elements.address}?print-pdf`);
  const poster = page.locator('#plays img');
  await poster.waitFor({ state: 'visible' });
  assert.equal(await tell('plays', 'figure.ready'), false);
  assert.ok((await page.pdf()).length > 1000);
});
