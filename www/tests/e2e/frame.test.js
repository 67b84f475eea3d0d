// @ts-check
// One figure in a frame on somebody else's page: what it says, and what it can be told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noFaults, open, origin } from './browser.js';
import { framed, host, inFrame, is } from './host.js';

const START = 'v=1&d=toy&A=-0.5&controls=mini&theme=dark&k=54';
const NS = 'feedback-alignment';

/** @param {string} cmd @param {object} [rest] */
const command = (cmd, rest = {}) => ({ ns: NS, cmd, ...rest });
const ready = (/** @type {any} */ data) => is(data, 'ready');

test('a hash that names a figure: that figure alone, as the link has it', async () => {
  /** @type {string[]} */
  const asked = [];
  const { page, faults, hears, close } = await host(framed(START), {}, async (page) => {
    page.on('request', (request) => asked.push(request.url()));
  });
  const { data } = await hears(ready);
  assert.deepEqual(data, { ns: NS, ev: 'ready', figure: 'toy', version: 1 });
  const state = (await hears((data) => is(data, 'state') && data.k === 54)).data;
  assert.deepEqual(Object.keys(state).sort(), [
    'ev',
    'fingerprint',
    'k',
    'ns',
    'playing',
    'snapshot',
    'state',
  ]);
  assert.equal(state.playing, false);
  assert.equal(state.state.input_weight, -0.5);
  assert.equal(state.snapshot.step, 54);
  assert.match(state.fingerprint.fa, /^[0-9a-f]{16}$/);
  const look = await inFrame(
    page,
    `(() => {
      const box = figure.getBoundingClientRect();
      const { colorScheme } = getComputedStyle(document.documentElement);
      const paper = getComputedStyle(document.body).backgroundColor;
      const { scrollWidth } = document.documentElement;
      return { left: box.left, right: innerWidth - box.right, scrollWidth, paper, colorScheme };
    })()`,
  );
  assert.ok(look.left <= 10 && look.right <= 25, JSON.stringify(look));
  assert.ok(look.scrollWidth <= 960);
  assert.equal(look.colorScheme, 'dark');
  assert.equal(look.paper, 'rgb(18, 20, 22)');
  const figures = asked.slice(asked.findIndex((url) => url.includes('embed.html')));
  assert.deepEqual(
    figures.filter((url) => /mnist|builder|linear-[^p]|networks/.test(url)),
    [],
    'only the code of this figure',
  );
  noFaults(faults());
  await close();
});

test('every command does what the method of its name does', async () => {
  const { page, faults, say, hears, close } = await host(framed('v=1&d=toy&speed=30'));
  await hears(ready);
  await say(command('seek', { k: 10 }));
  await hears((data) => is(data, 'state') && data.k === 10);
  await say(command('step', { n: 5 }));
  await hears((data) => is(data, 'state') && data.k === 15);
  await say(command('step'));
  await hears((data) => is(data, 'state') && data.k === 16);
  await say(command('step', { n: -6 }));
  await hears((data) => is(data, 'state') && data.k === 10 && data.state.k === 10);
  await say(command('play'));
  await hears((data) => is(data, 'state') && data.playing && data.k > 12);
  await say(command('pause'));
  await hears((data) => is(data, 'state') && !data.playing && data.k > 12);
  await say(command('restart'));
  await hears((data) => is(data, 'state') && data.k === 0);
  await say(command('set', { state: { eta: 0.1, k: 20, theme: 'dark' } }));
  const { data } = await hears((data) => is(data, 'state') && data.state.learning_rate === 0.1);
  assert.equal(data.state.theme, 'dark');
  await hears((data) => is(data, 'state') && data.k === 20);
  assert.equal(await inFrame(page, 'document.documentElement.dataset.theme'), 'dark');
  await page.evaluate('heard.length = 0');
  await say(command('get'));
  const answer = (await hears((data) => is(data, 'state'))).data;
  assert.equal(answer.k, 20);
  assert.equal(answer.snapshot.step, 20);
  noFaults(faults());
  await close();
});

test('what the figure refuses is a notice in the frame and an error outside', async () => {
  const { page, faults, say, hears, close } = await host(framed('v=1&d=toy&eta=99&nonsense=1'));
  await hears(ready);
  const link = (await hears((data) => is(data, 'error'))).data;
  assert.match(link.message, /nonsense/);
  assert.match(link.message, /learning_rate must be between/);
  await page.evaluate('heard.length = 0');
  await say(command('set', { state: { eta: -1 } }));
  const { data } = await hears((data) => is(data, 'error'));
  assert.match(data.message, /^learning_rate must be/);
  assert.equal(data.fatal, false);
  assert.equal(await inFrame(page, 'figure.notice'), data.message);
  noFaults(faults());
  await close();
});

test('rubbish is ignored', async () => {
  const { page, faults, heard, say, hears, close } = await host(framed('v=1&d=toy&k=7'));
  await hears(ready);
  await hears((data) => is(data, 'state') && data.k === 7);
  await page.evaluate('heard.length = 0');
  for (const data of [
    null,
    0,
    true,
    '',
    'play',
    'slide:',
    'slide:start ',
    '{"method":"next"}',
    [],
    ['slide:start'],
    JSON.stringify(command('play')),
    {},
    { ns: NS },
    { cmd: 'play' },
    { ns: 'other', cmd: 'play' },
    { ns: [NS], cmd: 'play' },
    command('PLAY'),
    command('slide:start'),
    command('toString'),
    command('__proto__'),
    command('constructor'),
    command('exportSVG'),
    command('remove'),
    { ns: NS, cmd: ['play'] },
    command('seek'),
    command('seek', { k: '3' }),
    command('seek', { k: Number.NaN }),
    command('step', { n: 1.5 }),
    command('step', { n: '1' }),
    command('step', { n: 1e300 }),
    command('step', { n: null }),
    command('set'),
    command('set', { state: 'eta' }),
    command('set', { state: [1] }),
    command('set', { state: null }),
    command('set', { state: { hidden: Array(100_000).fill(1) } }),
  ])
    await say(data);
  await page.evaluate(`{
    const ns = '${NS}';
    const round = { ns, cmd: 'play ' };
    round.self = round;
    say(round);
    say({ ns, cmd: 'set', state: Object.fromEntries(Array.from({ length: 200000 }, (_, i) => ['k' + i, i])) });
    say({ ns, cmd: 'seek', k: 10n });
    say(new Map([['ns', ns], ['cmd', 'play']]));
    say(new Uint8Array(1e7));
    say('x'.repeat(1e7));
    say(new Date());
    say(new Error(ns));
  }`);
  // From inside, where messages are not copied.
  await inFrame(
    page,
    `[{ get ns() { throw new Error('trap') } }, { ns: '${NS}', get cmd() { throw new Error('trap') } },
      new Proxy({}, { get() { throw new Error('trap') } }), { ns: '${NS}', cmd: 'play' }]
      .forEach((data) => dispatchEvent(new MessageEvent('message', { data, source: null })))`,
  );
  await inFrame(
    page,
    `[{ get ns() { throw new Error('trap') } }, { ns: '${NS}', get cmd() { throw new Error('trap') } },
      new Proxy({}, { get() { throw new Error('trap') } })]
      .forEach((data) => dispatchEvent(new MessageEvent('message', { data, source: window })))`,
  );
  await page.waitForTimeout(300);
  assert.deepEqual(await heard(), []);
  assert.deepEqual(await inFrame(page, '[figure.state.k, figure.playing, figure.notice]'), [
    7,
    false,
    '',
  ]);
  noFaults(faults());
  await close();
});

test('a frame beside this one has no say', async () => {
  const { page, faults, hears, close } = await host(framed('v=1&d=toy&k=7') + framed('v=1&d=toy'));
  await hears((data, from) => is(data, 'ready') && from === 0);
  await hears((data, from) => is(data, 'ready') && from === 1);
  await inFrame(page, `parent.frames[0].postMessage({ ns: '${NS}', cmd: 'seek', k: 3 }, '*')`, 1);
  await page.waitForTimeout(200);
  assert.equal(await inFrame(page, 'figure.state.k'), 7);
  noFaults(faults());
  await close();
});

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

test('what is said before there is a figure is remembered', async () => {
  let release = () => {};
  const held = new Promise((resolve) => {
    release = () => resolve(undefined);
  });
  const { page, faults, say, hears, close } = await host(
    framed('v=1&d=toy&speed=20&autoplay=on-slide'),
    {},
    (page) =>
      page.route(/\/assets\/.*\.js/, async (route) => {
        // The ear comes with the page; the figure takes its time.
        if (!/embed|messages|preload/.test(route.request().url())) await held;
        await route.continue();
      }),
  );
  await page.frameLocator('iframe').locator('html.alone').waitFor({ state: 'attached' });
  await say('slide:start');
  await say(command('seek', { k: 30 }));
  release();
  await hears((data) => is(data, 'state') && data.playing && data.k >= 30);
  noFaults(faults());
  await close();
});

test('while it plays, at most about ten reports a second, and one at the stop', async () => {
  const { page, faults, heard, say, hears, close } = await host(framed('v=1&d=toy&speed=100'));
  await hears(ready);
  await page.waitForTimeout(300);
  await page.evaluate('heard.length = 0');
  await say(command('play'));
  await hears((data) => is(data, 'state') && !data.playing && data.k === 250);
  const states = (await heard()).filter(({ data }) => is(data, 'state'));
  const seconds = (states[states.length - 1].at - states[0].at) / 1000;
  assert.ok(states.length > 5, 'it is told of');
  assert.ok(states.length <= 11 * seconds + 3, `${states.length} in ${seconds} s`);
  assert.ok(states.slice(1, -1).every(({ data }) => !('snapshot' in data)));
  assert.equal(states.at(-1)?.data.snapshot.step, 250);
  noFaults(faults());
  await close();
});

test('the height is told when it changes, and settles when the page follows it', async () => {
  const { page, faults, heard, hears, close } = await host(
    `${framed('v=1&d=toy', 'width="900" height="200"')}<script>
      addEventListener('message', ({ data }) => {
        if (data?.ev === 'size') document.querySelector('iframe').height = data.height;
      });
    </script>`,
  );
  await hears((data) => is(data, 'size'));
  await page.waitForTimeout(500);
  const all = (await heard()).filter(({ data }) => is(data, 'size'));
  assert.ok(all.length <= 4, JSON.stringify(all));
  const overflow = 'document.documentElement.scrollHeight - innerHeight';
  assert.equal(await inFrame(page, overflow), 0, 'nothing to scroll');
  await page.evaluate(`heard.length = 0; document.querySelector('iframe').width = 420`);
  await hears((data) => is(data, 'size'));
  await page.waitForTimeout(500);
  assert.ok((await heard()).filter(({ data }) => is(data, 'size')).length <= 4);
  assert.equal(await inFrame(page, overflow), 0);
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

test('several frames at once do not hear each other’s commands', async () => {
  const { page, faults, say, hears, close } = await host(
    framed('v=1&d=toy&k=1') + framed('v=1&d=linear&k=2&controls=none') + framed('v=1&d=toy&k=3'),
  );
  for (const [i, figure] of ['toy', 'linear', 'toy'].entries())
    await hears((data, from) => is(data, 'ready') && from === i && data.figure === figure);
  await say(command('seek', { k: 40 }), 1);
  await hears((data, from) => is(data, 'state') && from === 1 && data.k === 40);
  assert.equal(await inFrame(page, 'figure.state.k', 0), 1);
  assert.equal(await inFrame(page, 'figure.state.k', 2), 3);
  noFaults(faults());
  await close();
});

test('the frame follows its hash, to another figure, too', async () => {
  const { page, faults, say, hears, close } = await host(framed('v=1&d=toy&k=1'));
  await hears(ready);
  const go = (/** @type {string} */ hash) =>
    page.evaluate(
      ([address]) => document.querySelector('iframe')?.setAttribute('src', address),
      [`${origin}/embed.html#${hash}`],
    );
  await go('v=1&d=toy&k=20&theme=light');
  await hears((data) => is(data, 'state') && data.k === 20);
  assert.equal(await inFrame(page, 'document.documentElement.dataset.theme'), 'light');
  await go('v=1&d=linear&k=30');
  await say(command('step'));
  await hears((data) => is(data, 'ready') && data.figure === 'linear');
  await hears((data) => is(data, 'state') && data.k === 31);
  assert.equal(await inFrame(page, 'document.querySelectorAll("main > *").length'), 1);
  await go('v=1&d=toi');
  const { data } = await hears((data) => is(data, 'error') && data.fatal);
  assert.equal(data.message, 'd must be one of toy, linear, mnist, but is “toi”');
  await go('v=1&d=toy&k=5');
  await hears((data) => is(data, 'state') && data.k === 5);
  noFaults(faults());
  await close();
});

test('outside of a frame it works as well, sends nothing, and its keys are its own', async () => {
  const { page, faults, close } = await open();
  await page.addInitScript(
    `window.sent = []; addEventListener('message', (e) => sent.push(e.data))`,
  );
  await page.goto(`${origin}/embed.html#v=1&d=toy&k=12&controls=mini`);
  await page.waitForFunction(
    () => /** @type {any} */ (document.querySelector('feedback-toy'))?.state?.k === 12,
  );
  await page.locator('feedback-toy .figure').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('PageDown');
  const figure = /** @type {any} */ (page.locator('feedback-toy'));
  assert.equal(await figure.evaluate((/** @type {any} */ figure) => figure.state.k), 13);
  assert.equal(
    await figure.evaluate((/** @type {any} */ figure) => figure.link()),
    `${origin}/#v=1&d=toy&k=13`,
  );
  assert.equal(await page.evaluate('sent.length'), 0);
  // A page that was opened from here, or the console, can speak to it.
  await page.evaluate(`postMessage({ ns: '${NS}', cmd: 'seek', k: 3 }, '*')`);
  await page.waitForFunction(
    () => /** @type {any} */ (document.querySelector('feedback-toy')).state.k === 3,
  );
  noFaults(faults);
  await close();
});
