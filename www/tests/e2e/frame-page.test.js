// @ts-check
// One figure as a page: as high as it is, beside others, outside of any frame, for every reader.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { noFaults, open, origin } from './browser.js';
import { command, framed, host, inFrame, is, NS } from './host.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

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

test('on a slide a figure fills its frame, at any height that is one, and asks for no other', async () => {
  const { page, faults, heard, hears, close } = await host(
    `${framed('v=1&d=linear&controls=mini', 'width="960" height="540"')}<script>
      addEventListener('message', ({ data }) => {
        if (data?.ev === 'size') document.querySelector('iframe').height = data.height;
      });
    </script>`,
  );
  await hears((data) => is(data, 'size'));
  for (const height of [540, 440, 360]) {
    await page.evaluate(`document.querySelector('iframe').height = ${height}`);
    await page.waitForTimeout(400);
    const bottom = await inFrame(page, 'figure.getBoundingClientRect().bottom');
    const { scrollHeight, innerHeight } = await inFrame(
      page,
      '({ scrollHeight: document.documentElement.scrollHeight, innerHeight })',
    );
    assert.deepEqual([scrollHeight, innerHeight], [height, height]);
    assert.ok(bottom > height - 60 && bottom <= height, `${bottom} of ${height}`);
  }
  // With less than that it asks for what it needs.
  await page.evaluate(`heard.length = 0; document.querySelector('iframe').height = 150`);
  const { data } = await hears((data) => is(data, 'size') && data.height > 300);
  await page.waitForTimeout(500);
  assert.ok((await heard()).filter(({ data }) => is(data, 'size')).length <= 4);
  assert.ok(data.height < 540, `${data.height}`);
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

for (const d of ['toy', 'linear', 'mnist'])
  test(`${d}: alone, it fits its frame and is read out well`, async () => {
    const { page, faults, close } = await open();
    for (const [controls, theme, width] of /** @type {const} */ ([
      ['mini', 'dark', 960],
      ['none', 'light', 960],
      ['full', 'dark', 390],
    ])) {
      await page.setViewportSize({ width, height: 540 });
      await page.goto('about:blank');
      await page.goto(`${origin}/embed.html#v=1&d=${d}&controls=${controls}&theme=${theme}`);
      await page.locator(`feedback-${d} svg.chart`).first().waitFor();
      await page.waitForFunction(
        (name) => /** @type {any} */ (document.querySelector(name))?.ready,
        `feedback-${d}`,
      );
      await page.waitForTimeout(200);
      const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(scrollWidth <= width, `${scrollWidth} px`);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => /** @type {any} */ (window).axe.run());
      assert.deepEqual(
        violations.map((/** @type {any} */ rule) => [rule.id, rule.nodes[0]?.html]),
        [],
      );
    }
    noFaults(faults);
    await close();
  });
