// @ts-check
// One figure as a page: as high as it is, outside of any frame, for every reader.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, legible } from './accessibility.js';
import { origin } from './browser.js';
import { framed, heard, hears, host, inFrame, is, NS, page, untilFrame } from './host.js';

/** A page that follows the height that its frame asks for. */
const FOLLOWS = `<script>
  addEventListener('message', ({ data }) => {
    if (data?.ev === 'size') document.querySelector('iframe').height = data.height;
  });
</script>`;
const OVERFLOW = 'document.documentElement.scrollHeight - innerHeight';

const size = (/** @type {any} */ data) => is(data, 'size');
/** What the frame asked for, once it asks for nothing more. */
async function sizes() {
  await page.waitForTimeout(200);
  return (await heard()).filter(({ data }) => size(data)).map(({ data }) => data.height);
}

/** @param {string} expression @param {string | number} value */
const set = (expression, value) =>
  page.evaluate(`heard.length = 0; document.querySelector('iframe').${expression} = ${value}`);

test('the height is told when it changes, and settles when the page follows it', async () => {
  await host(framed('v=1&d=toy', 'width="900" height="200"') + FOLLOWS);
  await hears(size);
  await untilFrame(`${OVERFLOW} === 0`);
  assert.ok((await sizes()).length <= 4, JSON.stringify(await sizes()));
  assert.equal(await inFrame(OVERFLOW), 0, 'nothing to scroll');
  await set('width', 420);
  await hears(size);
  await untilFrame(`${OVERFLOW} === 0`);
  assert.ok((await sizes()).length <= 4);
  assert.equal(await inFrame(OVERFLOW), 0);
});

test('on a slide a figure fills its frame, at any height that is one, and asks for no other', async () => {
  await host(framed('v=1&d=linear&controls=mini', 'width="960" height="540"') + FOLLOWS);
  await hears(size);
  for (const height of [540, 440, 360]) {
    await set('height', height);
    const bottom = 'figure.getBoundingClientRect().bottom';
    await untilFrame(`innerHeight === ${height} && ${bottom} > ${height - 60}
      && ${bottom} <= ${height}`);
    assert.ok((await sizes()).every((asked) => asked === height));
    assert.deepEqual(
      await inFrame('[document.documentElement.scrollHeight, innerHeight]'),
      [height, height],
      'nothing to scroll',
    );
  }
  // With less than that it asks for what it needs.
  await set('height', 150);
  const { data } = await hears((data) => size(data) && data.height > 300);
  assert.ok((await sizes()).length <= 4);
  assert.ok(data.height < 540, `${data.height}`);
});

/** Opens a figure as a page, or follows a link to it from another one. @param {string} hash */
const alone = (hash) => page.goto(`${origin}/embed.html#v=1&${hash}`);

/** @param {string} condition of `figure` */
const until = (condition) => untilFrame(`figure && ${condition}`);

test('outside of a frame it works as well, sends nothing, and its keys are its own', async () => {
  await alone('d=toy&k=12&controls=mini');
  await page.evaluate("window.sent = []; addEventListener('message', (e) => sent.push(e.data))");
  await until('figure.state.k === 12');
  await page.locator('feedback-toy .figure').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('PageDown');
  await until('figure.state.k === 13');
  assert.equal(await inFrame('figure.link()'), `${origin}/#v=1&d=toy&k=13`);
  assert.deepEqual(await page.evaluate('sent'), []);
  // A page that was opened from here, or the console, can speak to it.
  await page.evaluate(`postMessage({ ns: '${NS}', cmd: 'seek', k: 3 }, '*')`);
  await until('figure.state.k === 3');
});

/** @param {string} where */
async function fitsWindow(where) {
  const [scrollWidth, width] = await inFrame('[document.documentElement.scrollWidth, innerWidth]');
  assert.ok(scrollWidth <= width, `${where}: ${scrollWidth} px of ${width}`);
}

// What is in the figures is looked at on the page and in the deck; here it is what is around them.
for (const d of ['toy', 'linear', 'mnist'])
  test(`${d}: alone, it fits its window and is read out well`, async () => {
    await page.setViewportSize({ width: 960, height: 540 });
    await alone(`d=${d}&controls=mini&theme=dark`);
    await until(`figure.localName === 'feedback-${d}' && figure.ready`);
    await until("figure.state.theme === 'dark'");
    await page.locator(`feedback-${d} svg.chart`).first().waitFor();
    await fitsWindow('mini');
    await accessible(page, 'mini');
    await alone(`d=${d}&controls=none&theme=light`);
    await until("figure.state.controls === 'none'");
    await fitsWindow('none');
    await legible(page, 'none');
    await page.setViewportSize({ width: 390, height: 540 });
    await alone(`d=${d}&controls=full&theme=dark`);
    await until("figure.state.controls === 'full'");
    await page.locator(`feedback-${d} .controls`).first().waitFor();
    await fitsWindow('full');
    if (d === 'toy') await accessible(page, 'full');
    await page.setViewportSize({ width: 1280, height: 900 });
  });
