// @ts-check
// One figure in a frame on a slide: it comes and goes with the slide, and the deck has its keys.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noFaults } from './browser.js';
import { command, framed, host, inFrame, is, ready } from './host.js';

test('autoplay waits for its slide, stops with it within 100 ms, and goes on with it', async () => {
  const { page, faults, say, hears, close } = await host(
    framed('v=1&d=toy&speed=20&autoplay=on-slide'),
  );
  await hears(ready);
  await page.waitForTimeout(300);
  assert.equal(await inFrame(page, 'figure.playing'), false);
  await say('slide:start');
  await hears((data) => is(data, 'state') && data.playing && data.k > 2);
  const stop = async () => {
    await page.evaluate('heard.length = 0');
    const sent = await page.evaluate(`(say('slide:stop'), performance.now())`);
    const { at } = await hears((data) => is(data, 'state') && !data.playing);
    assert.ok(at - sent < 100, `${at - sent} ms`);
    const k = await inFrame(page, 'figure.state.k');
    await page.waitForTimeout(300);
    assert.equal(await inFrame(page, 'figure.state.k'), k);
  };
  await stop();
  await say('slide:stop');
  await say('slide:start');
  await hears((data) => is(data, 'state') && data.playing);
  // Said twice, it does not undo what somebody has done in between.
  await say(command('pause'));
  await say('slide:start');
  await page.waitForTimeout(200);
  assert.equal(await inFrame(page, 'figure.playing'), false);
  noFaults(faults());
  await close();
});

test('without autoplay a slide changes nothing, but for a figure that was playing', async () => {
  const { page, faults, say, hears, close } = await host(framed('v=1&d=toy&speed=20'));
  await hears(ready);
  await say('slide:start');
  await page.waitForTimeout(200);
  assert.equal(await inFrame(page, 'figure.playing'), false);
  await say(command('play'));
  await hears((data) => is(data, 'state') && data.playing);
  await say('slide:stop');
  await hears((data) => is(data, 'state') && !data.playing && data.k < 250);
  await page.evaluate('heard.length = 0');
  await say('slide:start');
  await hears((data) => is(data, 'state') && data.playing);
  noFaults(faults());
  await close();
});

test('a race stops with its slide, too, within 100 ms', async () => {
  const { page, faults, say, hears, close } = await host(
    framed('v=1&d=mnist&layers=16&steps=100000&autoplay=on-slide&controls=mini'),
  );
  await hears(ready, 30_000);
  await say('slide:start');
  await hears((data) => is(data, 'state') && data.playing && data.k > 0);
  await page.evaluate('heard.length = 0');
  const sent = await page.evaluate(`(say('slide:stop'), performance.now())`);
  const { at } = await hears((data) => is(data, 'state') && !data.playing);
  assert.ok(at - sent < 100, `${at - sent} ms`);
  await say('slide:start');
  await hears((data) => is(data, 'state') && data.playing);
  noFaults(faults());
  await close();
});

test('keys of a deck go to the deck, unless the figure has a use for them', async () => {
  const { page, faults, heard, frame, hears, close } = await host(framed('v=1&d=toy&k=9'));
  await hears(ready);
  await hears((data) => is(data, 'state') && data.k === 9);
  const methods = async () => {
    const all = await heard();
    await page.evaluate('heard.length = 0');
    return all.filter(({ data }) => typeof data === 'string').map(({ data }) => JSON.parse(data));
  };
  const press = async (/** @type {string[]} */ keys) => {
    for (const key of keys) await page.keyboard.press(key);
    await page.waitForTimeout(100);
  };
  await frame().locator('feedback-toy .figure').focus();
  await press(['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'PageDown', 'PageUp', 'Escape']);
  assert.deepEqual(
    (await methods()).map(({ method }) => method),
    ['right', 'left', 'up', 'down', 'next', 'prev', 'toggleOverview'],
  );
  assert.equal(await inFrame(page, 'figure.state.k'), 9);
  await press(['Home', 'End', 'Shift+ArrowRight', 'Control+ArrowLeft', 'x']);
  assert.deepEqual(await methods(), []);
  await frame().getByRole('slider', { name: 'Step that is looked at' }).focus();
  await press(['ArrowRight', 'ArrowUp']);
  assert.deepEqual(await methods(), [], 'the slider has the arrows');
  assert.equal(await inFrame(page, 'figure.state.k'), 11);
  await press(['PageDown', 'PageUp']);
  assert.deepEqual(await methods(), [{ method: 'next' }, { method: 'prev' }]);
  assert.equal(await inFrame(page, 'figure.state.k'), 11, 'and the deck has the pages');
  await frame()
    .getByRole('button', { name: /^Start point/ })
    .focus();
  await press(['ArrowRight']);
  assert.deepEqual(await methods(), [], 'the handle is moved by arrows');
  await frame().locator('select').first().focus();
  await press(['ArrowDown']);
  assert.deepEqual(await methods(), []);
  await frame().getByRole('button', { name: 'Play', exact: true }).focus();
  await press(['ArrowRight']);
  assert.deepEqual(await methods(), [{ method: 'right' }], 'a button has no use for arrows');
  noFaults(faults());
  await close();
});

test('with keys=off the keys are the figure’s, as on the page', async () => {
  const { page, faults, heard, frame, hears, close } = await host(framed('v=1&d=toy&k=9&keys=off'));
  await hears(ready);
  await hears((data) => is(data, 'state') && data.k === 9);
  await frame().locator('feedback-toy .figure').focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'PageDown', 'Escape'])
    await page.keyboard.press(key);
  await page.waitForTimeout(100);
  assert.equal(await inFrame(page, 'figure.state.k'), 11);
  assert.deepEqual(
    (await heard()).filter(({ data }) => typeof data === 'string'),
    [],
  );
  noFaults(faults());
  await close();
});
