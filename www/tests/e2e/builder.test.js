// @ts-check
// The page on which figures for slides are put together, and what it gives to paste.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { noFaults, open, origin } from './browser.js';
import { host, is } from './host.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const OTHERS = '#build&d=linear&preset=task-1&theme=dark&controls=full&form=picture&hide=caption';

/** @param {string} hash @param {import('playwright-core').BrowserContextOptions} [options] */
async function builder(hash = '', options = {}) {
  const opened = await open(options);
  const { page } = opened;
  await page.goto(`${origin}/embed.html${hash}`);
  await page.getByRole('heading', { name: 'A figure for your slides' }).waitFor();
  const field = page.getByRole('textbox', { name: 'Snippet to copy' });
  const choose = (/** @type {string} */ group, /** @type {string} */ name) =>
    page.getByRole('radiogroup', { name: group }).getByRole('radio', { name, exact: true }).check();
  return { ...opened, choose, snippet: () => field.inputValue() };
}

/** The figure in the preview. @param {import('playwright-core').Page} page @param {string} name */
const previewed = (page, name) =>
  page.frameLocator('iframe').locator(`feedback-${name} svg.chart`).first();

test('without a hash the page shows the first choice, and its preview', async () => {
  const { page, faults, snippet, close } = await builder();
  assert.match(await snippet(), /<feedback-toy preset="wrong-way" controls="mini">/);
  assert.ok((await snippet()).includes(`src="${origin}/embed/feedback-alignment.js"`));
  await previewed(page, 'toy').waitFor();
  assert.equal(await page.evaluate('location.hash'), '');
  noFaults(faults);
  await close();
});

test('what is chosen is in the snippet, the preview and the address at once', async () => {
  const { page, faults, choose, snippet, close } = await builder();
  await previewed(page, 'toy').waitFor();
  await choose('For', 'reveal.js');
  await choose('Figure', 'Linear network');
  await page.getByLabel('Preset').selectOption({ label: 'Wires that miss a direction' });
  await page.getByLabel('At step').fill('40');
  await choose('Theme', 'Dark');
  await choose('It plays', 'When its slide comes');
  await choose('Controls', 'None');
  await page.getByRole('checkbox', { name: 'BP', exact: true }).uncheck();
  await page.getByRole('button', { name: '1280 × 720' }).click();
  const text = await snippet();
  for (const part of [
    'd=linear',
    'bloss=1',
    'k=40',
    'theme=dark',
    'autoplay=on-slide',
    'controls=none',
    'rules=fa',
  ])
    assert.ok(text.replaceAll('&amp;', '&').includes(`${part}`), `${part} in ${text}`);
  assert.match(text, /width="1280" height="720"/);
  assert.doesNotMatch(text, /keys=/);
  await previewed(page, 'linear').waitFor();
  const inside = page.frames().find((frame) => frame.parentFrame());
  await inside?.waitForFunction(
    () => /** @type {any} */ (document.querySelector('feedback-linear'))?.state?.k === 40,
  );
  assert.equal(await inside?.evaluate('document.documentElement.dataset.theme'), 'dark');
  // Kept in the address, without a page for Back.
  const hash = await page.evaluate('location.hash');
  assert.equal(await page.evaluate('history.length'), 3, 'about:blank, the page and the builder');
  await page.reload();
  await previewed(page, 'linear').waitFor();
  assert.equal(await snippet(), text);
  assert.equal(await page.evaluate('location.hash'), hash);
  noFaults(faults);
  await close();
});

test('a link from a figure gives a snippet of the same', async () => {
  const { page, faults, choose, snippet, close } = await builder();
  await choose('For', 'iframe');
  await page.getByLabel('Preset').selectOption({ label: 'As in a link…' });
  const field = page.getByLabel('Link, as “Copy link” of a figure gives it');
  await field.fill(`${origin}/#v=1&d=mnist&layers=8,8&k=3`);
  assert.match(
    await snippet(),
    /#v=1&amp;d=mnist&amp;layers=8,8&amp;controls=mini&amp;keys=off&amp;k=3"/,
  );
  await field.fill(`https://example.org/#v=1&d=toy&eta=hot&"><script>alert(1)</script>`);
  await page.getByRole('alert').getByText('learning_rate must be a number').waitFor();
  assert.doesNotMatch(await snippet(), /script|hot/);
  await field.fill('nothing');
  assert.match(await snippet(), /<iframe src="[^"]+"/);
  noFaults(faults);
  await close();
});

test('every form of HTML works where it is pasted', async () => {
  const { faults, choose, snippet, close } = await builder('#build&controls=none&k=12');
  for (const form of ['iframe', 'reveal.js', 'Quarto', 'Marp, Markdown']) {
    await choose('For', form);
    const html = (await snippet()).replace(/^```.*$/gm, '');
    const there = await host(html);
    const { data } = await there.hears((data) => is(data, 'state') && data.k === 12);
    assert.equal(data.state.controls, 'none');
    noFaults(there.faults());
    await there.close();
  }
  noFaults(faults);
  await close();
});

test('the custom element works where it is pasted', async () => {
  const { snippet, close } = await builder('#build&d=toy&preset=zero&theme=dark');
  const text = await snippet();
  const there = await host(text);
  await there.page.waitForFunction(
    () => /** @type {any} */ (document.querySelector('feedback-toy'))?.ready,
  );
  const state = await there.page.evaluate(
    () => /** @type {any} */ (document.querySelector('feedback-toy')).state,
  );
  assert.deepEqual(
    [state.input_weight, state.output_weight, state.theme, state.controls],
    [0, 0, 'dark', 'mini'],
  );
  await there.close();
  await close();
});

test('pictures and links lead to the page with the same figure', async () => {
  const { page, faults, choose, snippet, close } = await builder('#build&d=toy&preset=saddle&k=9');
  await choose('For', 'Link');
  const link = await snippet();
  await choose('For', 'Picture with link');
  const parsed = await page.evaluate(
    (html) => {
      const { body } = new DOMParser().parseFromString(html, 'text/html');
      const image = body.querySelector('a > img');
      return [
        body.querySelector('a')?.href,
        image?.getAttribute('src'),
        image?.getAttribute('alt'),
      ];
    },
    await snippet(),
  );
  assert.deepEqual(parsed, [
    link,
    `${origin}/posters/toy-saddle.png`,
    'Feedback alignment, live. Two weights: Saddle',
  ]);
  const png = page.getByRole('link', { name: 'PNG' });
  assert.equal(await png.getAttribute('href'), `${origin}/posters/toy-saddle.png`);
  await choose('For', 'Picture in Markdown');
  assert.ok((await snippet()).endsWith(`](${link})`));
  await page.goto('about:blank');
  await page.goto(link);
  await page.waitForFunction(
    () => /** @type {any} */ (document.querySelector('feedback-toy'))?.state?.k === 9,
  );
  noFaults(faults);
  await close();
});

test('Copy copies; where the browser forbids it, the snippet is selected', async () => {
  const { page, faults, snippet, close } = await builder('', {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('status').getByText('Copied').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await snippet());
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'));
  });
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('status').getByText('selected').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.localName), 'textarea');
  noFaults(faults);
  await close();
});

test('all of it can be chosen with the keyboard', async () => {
  const { page, faults, snippet, close } = await builder();
  await previewed(page, 'toy').waitFor();
  const reach = async (/** @type {string} */ name) => {
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      const label = await page.evaluate(() => {
        const at = /** @type {any} */ (document.activeElement);
        return at?.labels?.[0]?.textContent?.trim() || at?.textContent?.trim();
      });
      if (label?.startsWith(name)) return;
    }
    assert.fail(`${name} is not reached`);
  };
  await reach('Two weights');
  await page.keyboard.press('ArrowRight');
  await reach('Play and playhead');
  await page.keyboard.press('ArrowRight');
  await reach('BP');
  await page.keyboard.press('Space');
  await reach('1280');
  await page.keyboard.press('Enter');
  await reach('Custom element');
  await page.keyboard.press('ArrowRight');
  assert.match(await snippet(), /d=linear.*rules=fa.*keys=off.*width="1280"/);
  noFaults(faults);
  await close();
});

test('a figure that is higher than its frame is said to be', async () => {
  const { page, faults, snippet, close } = await builder('#build&controls=full&form=iframe');
  const button = page.getByRole('button', { name: 'Take that height' });
  await button.click();
  await button.waitFor({ state: 'detached' });
  const [, height] = /height="(\d+)"/.exec(await snippet()) ?? [];
  assert.ok(Number(height) > 540, height);
  noFaults(faults);
  await close();
});

for (const colorScheme of /** @type {const} */ (['light', 'dark']))
  for (const width of [1280, 390])
    test(`it fits ${width} px and is read out well, ${colorScheme}`, async () => {
      for (const hash of ['', OTHERS]) {
        const { page, faults, close } = await builder(hash, {
          colorScheme,
          viewport: { width, height: 800 },
        });
        await previewed(page, hash ? 'linear' : 'toy').waitFor();
        await page.evaluate(() => {
          for (const fold of document.querySelectorAll('details')) fold.open = true;
        });
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => /** @type {any} */ (window).axe.run());
        assert.deepEqual(
          violations.map((/** @type {any} */ rule) => [rule.id, rule.nodes[0]?.html]),
          [],
        );
        noFaults(faults);
        await close();
      }
    });
