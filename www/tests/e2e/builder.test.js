// @ts-check
// The page on which figures for slides are put together, and what it gives to paste. It is opened
// in one window; what it gives is pasted into another.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, test } from 'node:test';
import { accessible, legible } from './accessibility.js';
import { ask, browser, noFaults, origin, until, witness } from './browser.js';
import { hears, host, is, page as there } from './host.js';

const OTHERS = '#build&d=linear&preset=task-1&theme=dark&controls=full&form=picture&hide=caption';

const context = await browser.newContext({
  viewport: { width: 1280, height: 900 },
  serviceWorkers: 'block',
  permissions: ['clipboard-read', 'clipboard-write'],
});
const page = await context.newPage();
const faults = witness(page);
afterEach(() => noFaults(faults.splice(0)));

/** Opens the page as it is at first, or as its address says. */
async function builder(hash = '') {
  // With another hash alone the page would stay.
  await page.goto('about:blank');
  await page.goto(`${origin}/embed.html${hash}`);
  await page.getByRole('heading', { name: 'A figure for your slides' }).waitFor();
}

const snippet = () => page.getByRole('textbox', { name: 'Snippet to copy' }).inputValue();

/** @param {string} group @param {string} name */
const choose = (group, name) =>
  page.getByRole('radiogroup', { name: group }).getByRole('radio', { name, exact: true }).check();

/** The figure in the preview is there. @param {string} name */
const previewed = (name) =>
  page.frameLocator('iframe').locator(`feedback-${name} svg.chart`).first().waitFor();

test('without a hash the page shows the first choice, and its preview', async () => {
  await builder();
  assert.match(await snippet(), /<feedback-toy preset="wrong-way" controls="mini">/);
  assert.ok((await snippet()).includes(`src="${origin}/embed/feedback-alignment.js"`));
  await previewed('toy');
  assert.equal(await page.evaluate('location.hash'), '');
});

test('what is chosen is in the snippet, the preview and the address at once', async () => {
  await builder();
  await previewed('toy');
  const pages = await page.evaluate('history.length');
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
  await previewed('linear');
  const inside = page.frames().find((frame) => frame.parentFrame());
  assert.ok(inside);
  await inside.waitForFunction(
    () => /** @type {any} */ (document.querySelector('feedback-linear'))?.state?.k === 40,
  );
  assert.equal(await inside.evaluate('document.documentElement.dataset.theme'), 'dark');
  // Kept in the address, without a page for Back.
  const hash = await page.evaluate('location.hash');
  assert.equal(await page.evaluate('history.length'), pages);
  await page.reload();
  await previewed('linear');
  assert.equal(await snippet(), text);
  assert.equal(await page.evaluate('location.hash'), hash);
});

test('a link from a figure gives a snippet of the same', async () => {
  await builder();
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
  await page.getByRole('alert').getByText('a link must have settings after a #').waitFor();
  assert.match(await snippet(), /<iframe src="[^"]+"/);
  await field.fill(`${origin}/#v=1&d=nothing&k=3`);
  await page.getByRole('alert').getByText('d must be one of toy, linear, mnist').waitFor();
});

test('every form of HTML works where it is pasted', async () => {
  await builder('#build&preset=zero&theme=dark&controls=none&k=12');
  const element = await snippet();
  const frames = [];
  for (const form of ['iframe', 'reveal.js', 'Quarto', 'Marp, Markdown']) {
    await choose('For', form);
    frames.push((await snippet()).replace(/^```.*$/gm, ''));
  }
  await host([element, ...frames].join('\n'));
  const states = [];
  for (const [i] of frames.entries()) {
    const { data } = await hears((data, from) => from === i && is(data, 'state') && data.k === 12);
    states.push(data.state);
  }
  await until(there, 'feedback-toy', 'figure?.state?.k === 12');
  states.push(await ask(there, 'feedback-toy', 'figure.state'));
  for (const { input_weight, output_weight, theme, controls } of states)
    assert.deepEqual([input_weight, output_weight, theme, controls], [0, 0, 'dark', 'none']);
});

test('pictures and links lead to the page with the same figure', async () => {
  await builder('#build&d=toy&preset=saddle&k=9');
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
    'feedback-toy.png',
    'Feedback alignment, live. Two weights: Saddle',
  ]);
  // The site has the preset's end, not step 9: that is saved from the preview.
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save feedback-toy.svg' }).click(),
  ]);
  assert.equal(saved.suggestedFilename(), 'feedback-toy.svg');
  assert.match(readFileSync(await saved.path(), 'utf8'), /^<svg [\s\S]*step 9\b/);
  await choose('For', 'Picture in Markdown');
  await page.getByRole('button', { name: 'Save feedback-toy.png' }).waitFor();
  assert.ok((await snippet()).endsWith(`](${link})`));
  await page.goto('about:blank');
  await page.goto(link);
  await until(page, 'feedback-toy', 'figure?.state?.k === 9');
});

test('Copy copies; where the browser forbids it, the snippet is selected', async () => {
  await builder();
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('status').getByText('Copied').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await snippet());
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'));
  });
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('status').getByText('selected').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.localName), 'textarea');
});

test('all of it can be chosen with the keyboard', async () => {
  await builder();
  await previewed('toy');
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
});

test('a figure that is higher than its frame is said to be', async () => {
  await builder('#build&controls=full&form=iframe');
  const button = page.getByRole('button', { name: 'Take that height' });
  await button.click();
  await button.waitFor({ state: 'detached' });
  const [, height] = /height="(\d+)"/.exec(await snippet()) ?? [];
  assert.ok(Number(height) > 540, height);
});

test('it fits wide and narrow windows and is read out well, in both themes', async () => {
  for (const hash of ['', OTHERS]) {
    await builder(hash);
    await previewed(hash ? 'linear' : 'toy');
    await page.evaluate(() => {
      for (const fold of document.querySelectorAll('details')) fold.open = true;
    });
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await page.evaluate(
        'new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))',
      );
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${wide} px in ${width} px, ${hash}`);
    }
    await accessible(page, hash);
    await page.emulateMedia({ colorScheme: 'dark' });
    await legible(page, `dark ${hash}`);
    await page.emulateMedia({ colorScheme: 'light' });
  }
});

test('the picture in a snippet is that of what was chosen, and never the preset’s for another', async () => {
  await builder('#build&d=mnist&preset=same-start');
  assert.match(await snippet(), /posters\/mnist-same-start\.svg"/);
  await page.getByRole('checkbox', { name: 'Class codes' }).check();
  assert.match(await snippet(), /panels="[^"]*code[^"]*"/);
  assert.match(await snippet(), /<img src="feedback-mnist\.svg"/);
  await page.getByRole('button', { name: 'Save feedback-mnist.svg' }).waitFor();
});

test('what is moved in the preview changes the code, and the preview stays as it is', async () => {
  await builder('#build&d=toy&preset=zero&controls=full');
  const figure = page.frameLocator('iframe').locator('feedback-toy');
  // What is typed before the preset is there would be overwritten by it.
  await figure.locator('svg.chart').first().waitFor();
  const field = figure.getByRole('textbox', { name: 'Learning rate' });
  await field.fill('0.2');
  await field.press('Enter');
  await page.waitForFunction(
    'document.querySelector("textarea")?.value.includes(`learning-rate="0.2"`)',
  );
  assert.match(await snippet(), /input-weight="0" output-weight="0"/);
  assert.equal(await page.locator('select').first().inputValue(), 'link');
  assert.equal(await field.inputValue(), '0.2', 'it was not loaded anew');
});
