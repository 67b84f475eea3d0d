// @ts-check
// One figure in a frame on a slide: it comes and goes with the slide, and the deck has its keys.
// How soon it stops is measured in ../timing/slide-stop.test.js.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  command,
  forget,
  frame,
  heard,
  hears,
  inFrame,
  is,
  page,
  say,
  show,
  untilFrame,
} from './host.js';

const playing = (/** @type {any} */ data) => is(data, 'state') && data.playing;
const stopped = (/** @type {any} */ data) => is(data, 'state') && !data.playing;

test('autoplay waits for its slide, stops with it, and goes on with it', async () => {
  await show('v=1&d=toy&speed=20&autoplay=on-slide');
  await page.waitForTimeout(150);
  assert.equal(await inFrame('figure.playing'), false);
  await say('slide:start');
  await hears((data) => playing(data) && data.k > 2);
  await forget();
  await say('slide:stop');
  const { k } = (await hears(stopped)).data;
  await page.waitForTimeout(150);
  assert.equal(await inFrame('figure.state.k'), k);
  await forget();
  await say('slide:stop');
  await say('slide:start');
  await hears(playing);
  // Said twice, it does not undo what the user has done in between.
  await say(command('pause'));
  await say('slide:start');
  await page.waitForTimeout(150);
  assert.equal(await inFrame('figure.playing'), false);
});

test('without autoplay a slide changes nothing, but for a figure that was playing', async () => {
  await show('v=1&d=toy&speed=20');
  await say('slide:stop');
  await say('slide:start');
  await page.waitForTimeout(150);
  assert.equal(await inFrame('figure.playing'), false);
  await say(command('play'));
  await hears(playing);
  await say('slide:stop');
  await hears((data) => stopped(data) && data.k < 250);
  await forget();
  await say('slide:start');
  await hears(playing);
});

test('a race stops with its slide, too, and goes on with it', async () => {
  await show(
    'v=1&d=mnist&layers=8&rules=bp,fa&steps=100000&speed=200&autoplay=on-slide&controls=mini',
  );
  await say('slide:stop');
  await say('slide:start');
  await hears((data) => playing(data) && data.k > 0);
  await forget();
  await say('slide:stop');
  await hears(stopped);
  // The step that it was at is taken to its end.
  await page.waitForTimeout(150);
  const k = await inFrame('figure.state.k');
  await page.waitForTimeout(150);
  assert.deepEqual(await inFrame('[figure.playing, figure.state.k]'), [false, k]);
  await say('slide:start');
  await hears((data) => playing(data) && data.k > k);
});

/** What the frame asked of its deck since this was called last. */
async function askedOfDeck() {
  const all = await heard();
  await forget();
  return all
    .filter(({ data }) => typeof data === 'string')
    .map(({ data }) => JSON.parse(data).method);
}

/** Presses keys in the frame, and waits until the deck has heard of them all. @param {string[]} keys */
async function press(...keys) {
  for (const key of keys) await page.keyboard.press(key);
  // Messages of one frame arrive in their order.
  await inFrame("parent.postMessage({ last: true }, '*')");
  await hears((data) => data?.last);
}

test('keys of a deck go to the deck, unless the figure has a use for them', async () => {
  assert.equal((await show('v=1&d=toy&k=9')).k, 9);
  await frame().locator('feedback-toy .figure').focus();
  await press('ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'PageDown', 'PageUp', 'Escape');
  assert.deepEqual(await askedOfDeck(), [
    ...['right', 'left', 'up', 'down', 'next', 'prev', 'toggleOverview'],
  ]);
  assert.equal(await inFrame('figure.state.k'), 9);
  await press('Home', 'End', 'Shift+ArrowRight', 'Control+ArrowLeft', 'x');
  assert.deepEqual(await askedOfDeck(), []);
  await frame().getByRole('slider', { name: 'Step that is looked at' }).focus();
  await press('ArrowRight', 'ArrowUp');
  assert.deepEqual(await askedOfDeck(), [], 'the slider has the arrows');
  assert.equal(await inFrame('figure.state.k'), 11);
  await press('PageDown', 'PageUp');
  assert.deepEqual(await askedOfDeck(), ['next', 'prev']);
  assert.equal(await inFrame('figure.state.k'), 11, 'and the deck has the pages');
  await frame()
    .getByRole('button', { name: /^Start point/ })
    .focus();
  await press('ArrowRight');
  assert.deepEqual(await askedOfDeck(), [], 'the handle is moved by arrows');
  await frame().locator('select').first().focus();
  await press('ArrowDown');
  assert.deepEqual(await askedOfDeck(), []);
  await frame().getByRole('button', { name: 'Play', exact: true }).focus();
  await press('ArrowRight');
  assert.deepEqual(await askedOfDeck(), ['right'], 'a button has no use for arrows');
});

test('with keys=off the keys are the figure’s, as on the page', async () => {
  assert.equal((await show('v=1&d=toy&k=9&keys=off')).k, 9);
  await frame().locator('feedback-toy .figure').focus();
  await press('ArrowRight', 'ArrowRight', 'PageDown', 'Escape');
  await untilFrame('figure.state.k === 11');
  assert.deepEqual(await askedOfDeck(), []);
});
