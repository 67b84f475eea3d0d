// @ts-check
// One figure in a frame on somebody else's page: what it says, and what it can be told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { origin } from './browser.js';
import {
  command,
  forget,
  frame,
  framed,
  heard,
  hears,
  host,
  inFrame,
  is,
  NS,
  page,
  ready,
  say,
  show,
} from './host.js';

const START = 'v=1&d=toy&A=-0.5&controls=mini&theme=dark&k=54';

test('a hash that names a figure: that figure alone, as the link has it', async () => {
  /** @type {string[]} */
  const asked = [];
  const note = (/** @type {import('playwright-core').Request} */ request) =>
    void asked.push(request.url());
  page.on('request', note);
  await host(framed(START));
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
  page.off('request', note);
  assert.ok(asked.some((url) => /toy/.test(url)));
  assert.deepEqual(
    asked.filter((url) => /mnist|builder|linear-[^p]|networks/.test(url)),
    [],
    'only the code of this figure',
  );
});

test('every command does what the method of its name does', async () => {
  await show('v=1&d=toy&speed=30');
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
  assert.equal(await inFrame('document.documentElement.dataset.theme'), 'dark');
  await forget();
  await say(command('get'));
  const answer = (await hears((data) => is(data, 'state'))).data;
  assert.equal(answer.k, 20);
  assert.equal(answer.snapshot.step, 20);
});

test('what the figure refuses is a notice in the frame and an error outside', async () => {
  await show('v=1&d=toy&eta=99&nonsense=1');
  const link = (await hears((data) => is(data, 'error'))).data;
  assert.match(link.message, /nonsense/);
  assert.match(link.message, /learning_rate must be between/);
  await forget();
  await say(command('set', { state: { eta: -1 } }));
  const { data } = await hears((data) => is(data, 'error'));
  assert.match(data.message, /^learning_rate must be/);
  assert.equal(data.fatal, false);
  assert.match(
    (await frame().getByRole('alert').textContent()) ?? '',
    new RegExp(`^\\s*${data.message}`),
  );
});

test('rubbish is ignored', async () => {
  assert.equal((await show('v=1&d=toy&k=7')).k, 7);
  await page.waitForTimeout(150);
  await forget();
  const rubbish = [
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
  ];
  await page.evaluate((all) => {
    for (const data of all) /** @type {any} */ (window).say(data);
  }, rubbish);
  await page.evaluate(`{
    const ns = '${NS}';
    const round = { ns, cmd: 'play ' };
    round.self = round;
    say(round);
    say({ ns, cmd: 'set', state: { hidden: Array(1001).fill(1) } });
    say({ ns, cmd: 'set', state: Object.fromEntries(Array.from({ length: 101 }, (_, i) => ['k' + i, i])) });
    say({ ns, cmd: 'seek', k: 10n });
    say(new Map([['ns', ns], ['cmd', 'play']]));
    say(new Uint8Array(1e6));
    say('x'.repeat(1e6));
    say(new Date());
    say(new Error(ns));
  }`);
  // From inside, where messages are not copied.
  await inFrame(`(() => {
    const trap = () => { throw new Error('trap') };
    const traps = [{ get ns() { trap() } }, { ns: '${NS}', get cmd() { trap() } }, new Proxy({}, { get: trap })];
    for (const [list, source] of [[[...traps, { ns: '${NS}', cmd: 'play' }], null], [traps, window]])
      for (const data of list) dispatchEvent(new MessageEvent('message', { data, source }));
  })()`);
  await page.waitForTimeout(150);
  assert.deepEqual(await heard(), []);
  assert.deepEqual(await inFrame('[figure.state.k, figure.playing]'), [7, false]);
  assert.equal(await frame().getByRole('alert').count(), 0);
  await say(command('get'));
  await hears((data) => is(data, 'state') && data.k === 7);
});

test('a frame has no say in another one, nor does it hear what another one is told', async () => {
  await host(
    framed('v=1&d=toy&k=1') + framed('v=1&d=linear&k=2&controls=none') + framed('v=1&d=toy&k=3'),
  );
  for (const [i, figure] of ['toy', 'linear', 'toy'].entries())
    await hears((data, from) => is(data, 'ready') && from === i && data.figure === figure);
  await inFrame(`parent.frames[0].postMessage({ ns: '${NS}', cmd: 'seek', k: 9 }, '*')`, 2);
  await say(command('seek', { k: 40 }), 1);
  await hears((data, from) => is(data, 'state') && from === 1 && data.k === 40);
  await page.waitForTimeout(100);
  assert.deepEqual(
    [await inFrame('figure.state.k', 0), await inFrame('figure.state.k', 2)],
    [1, 3],
  );
});

test('what is said before there is a figure is remembered', async () => {
  let release = () => {};
  const held = new Promise((resolve) => {
    release = () => resolve(undefined);
  });
  const code = /\/assets\/.*\.js/;
  await page.route(code, async (route) => {
    // What listens comes with the page; the figure takes its time.
    if (!/embed|messages|preload/.test(route.request().url())) await held;
    await route.continue();
  });
  // The page is not loaded before the frame in it is.
  const loaded = host(framed('v=1&d=toy&speed=20&autoplay=on-slide'));
  await page.frameLocator('iframe').locator('html.alone').waitFor({ state: 'attached' });
  await say('slide:start');
  await say(command('seek', { k: 30 }));
  release();
  await loaded;
  await hears((data) => is(data, 'state') && data.playing && data.k >= 30);
  await page.unroute(code);
});

test('while it plays, at most about ten reports a second, and one at the stop', async () => {
  assert.equal((await show('v=1&d=toy&speed=30&steps=50&k=0')).k, 0);
  await forget();
  const begun = await page.evaluate('performance.now()');
  await say(command('play'));
  await hears((data) => is(data, 'state') && !data.playing && data.k === 50);
  const states = (await heard()).filter(({ data }) => is(data, 'state'));
  const seconds = (states[states.length - 1].at - begun) / 1000;
  assert.ok(states.length >= 3, 'it is told of');
  assert.ok(states.length <= 10 * seconds + 3, `${states.length} in ${seconds} s`);
  assert.ok(states.slice(0, -1).every(({ data }) => data.playing && !('snapshot' in data)));
  assert.equal(states.at(-1)?.data.snapshot.step, 50);
});

test('the frame follows its hash, to another figure, too', async () => {
  await show('v=1&d=toy&k=1');
  const go = (/** @type {string} */ hash) =>
    page.evaluate(
      ([address]) => document.querySelector('iframe')?.setAttribute('src', address),
      [`${origin}/embed.html#${hash}`],
    );
  await go('v=1&d=toy&k=20&theme=light');
  await hears((data) => is(data, 'state') && data.k === 20);
  assert.equal(await inFrame('document.documentElement.dataset.theme'), 'light');
  await go('v=1&d=linear&k=30');
  await say(command('step'));
  await hears((data) => is(data, 'ready') && data.figure === 'linear');
  await hears((data) => is(data, 'state') && data.k === 31);
  assert.equal(await inFrame('document.querySelectorAll("main > :not(hgroup)").length'), 1);
  await go('v=1&d=toi');
  const { data } = await hears((data) => is(data, 'error') && data.fatal);
  assert.equal(data.message, 'd must be one of toy, linear, mnist, but is “toi”');
  await go('v=1&d=toy&k=5');
  await hears((data) => is(data, 'state') && data.k === 5);
});
