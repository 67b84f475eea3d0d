// @ts-check
// What is passed on: links that can be checked, states as JSON, and figures with parts hidden.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, FIGURES, noFaults, open, origin, ready, until } from './browser.js';
import { follow } from './links.js';

const [TOY, LINEAR, MNIST] = FIGURES;

/** Notices on the page. @param {import('playwright-core').Page} page */
const alerts = (page) => page.getByRole('alert');

for (const [name, first] of /** @type {const} */ ([
  [TOY, 'figure.setState({ eta: 0.1, k: 30 })'],
  [LINEAR, 'figure.setState({ seed: 5, k: 30 })'],
  [MNIST, 'figure.setState({ layers: [16], rules: ["bp", "dfa"], k: 12 })'],
]))
  test(`a copied link of ${name} says which run it means, and is believed only if it is that`, async () => {
    const { page, faults, close } = await open();
    await ready(page, name);
    await ask(page, name, first);
    await until(page, name, 'figure.looked === (figure.localName === "feedback-mnist" ? 12 : 30)');
    const link = await ask(page, name, 'figure.link(true)');
    const rules = await ask(page, name, 'figure.now.rules.length');
    const prints = new URLSearchParams(new URL(link).hash.slice(1)).get('fp')?.split(',') ?? [];
    assert.ok(prints.length > 0 && prints.length <= rules);
    for (const print of prints) assert.match(print, /^[0-9a-f]{16}$/);
    assert.equal(await ask(page, name, 'figure.link()'), link.replace(/&fp=.*/, ''));

    const hash = new URL(link).hash;
    await follow(page, hash);
    await until(page, name, `figure.ready && figure.link(true) === ${JSON.stringify(link)}`);
    await page.waitForTimeout(200);
    assert.equal(await alerts(page).count(), 0);
    // Nothing was changed by hand: the address is as it came.
    assert.equal(await page.evaluate(() => location.hash), hash);

    await follow(
      page,
      hash.replace(/fp=(.)/, (_, digit) => `fp=${digit === '0' ? '1' : '0'}`),
    );
    await page
      .locator(name)
      .getByText(/^The weights are not those of whoever made the link/)
      .waitFor();
    noFaults(faults);
    await close();
  });

test('the fingerprint is that of the moment that is looked at', async () => {
  const { page, close } = await open();
  await ready(page, MNIST);
  await ask(page, MNIST, 'figure.setState({ layers: [16], rules: ["fa"], k: 4 })');
  await until(page, MNIST, 'figure.reached === 4');
  const at4 = await ask(page, MNIST, 'figure.fingerprint().fa');
  await ask(page, MNIST, 'figure.step(1)');
  await until(page, MNIST, 'figure.reached === 5');
  assert.notEqual(await ask(page, MNIST, 'figure.fingerprint().fa'), at4);
  await ask(page, MNIST, 'figure.seek(4)');
  assert.equal(await ask(page, MNIST, 'figure.fingerprint().fa'), at4);
  await close();
});

for (const name of FIGURES)
  test(`${name} as JSON can be read, and set again`, async () => {
    const { page, faults, close } = await open();
    await ready(page, name);
    const text = await ask(page, name, 'figure.exportJSON()');
    const { format, version, figure, link, state, numbers, fingerprint } = JSON.parse(text);
    assert.deepEqual(
      [format, version, figure, link],
      ['feedback-alignment state', 1, name, await ask(page, name, 'figure.link()')],
    );
    assert.equal(await ask(page, name, `figure.setState(${JSON.stringify(state)})`), true);
    assert.equal(typeof numbers.step, 'number');
    assert.deepEqual(fingerprint, await ask(page, name, 'figure.fingerprint()'));
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator(name).getByRole('group', { name: 'Save as' }).getByText('JSON').click(),
    ]);
    assert.match(download.suggestedFilename(), new RegExp(`^${name}-step-\\d+\\.json$`));
    noFaults(faults);
    await close();
  });

test('what is hidden has no control, and what the run shows stays', async () => {
  const { page, faults, close } = await open();
  await follow(page, '#v=1&d=toy&hide=B,eta,presets,rules,save,speed,caption');
  await until(page, TOY, 'figure.ready');
  const figure = page.locator(TOY);
  for (const label of [/^Feedback wire/, /^Learning rate/, /^Speed$/])
    assert.equal(await figure.getByLabel(label).count(), 0, String(label));
  for (const group of ['Starts', 'Rules on screen', 'Save as'])
    assert.equal(await figure.getByRole('group', { name: group }).count(), 0, group);
  assert.ok((await figure.getByLabel(/^Target slope/).count()) > 0);
  assert.ok((await figure.locator('svg.chart').count()) >= 5);
  await follow(page, '#v=1&d=mnist&hide=presets,save,panels,more,rules&theme=dark');
  await ready(page, MNIST);
  assert.equal(await page.locator(MNIST).getByLabel('Experiment', { exact: true }).count(), 0);
  assert.equal(await page.locator(MNIST).getByRole('button', { name: 'Save run' }).count(), 0);
  assert.ok((await page.locator(MNIST).locator('svg.chart').count()) >= 3);
  assert.equal(await page.locator(MNIST).getByRole('button', { name: 'DFA' }).count(), 0);
  assert.equal(await page.locator(MNIST).locator('.lane .rule').count(), 4);
  assert.equal(
    await page.locator(MNIST).evaluate((element) => getComputedStyle(element).color),
    'rgb(242, 242, 242)',
  );
  // Another link shows all again.
  await page.evaluate(() => {
    location.hash = '#v=1&d=mnist';
  });
  await until(page, MNIST, 'figure.now.hide.length === 0 && figure.now.theme === "auto"');
  noFaults(faults);
  await close();
});

test('an element shows the moment that its attribute names', async () => {
  const { page, faults, close } = await open();
  await ready(page, MNIST);
  await page.evaluate(() => {
    document.body.innerHTML =
      '<feedback-toy k="12"></feedback-toy><feedback-mnist k="5" layers="8" rules="fa"></feedback-mnist>';
  });
  await until(page, TOY, 'figure.ready && figure.looked === 12 && !figure.playing');
  await until(page, MNIST, 'figure.ready && figure.looked === 5 && !figure.playing');
  await ask(page, TOY, 'figure.setAttribute("k", "30")');
  await until(page, TOY, 'figure.looked === 30');
  await ask(page, TOY, 'figure.setAttribute("k", "-1")');
  await until(page, TOY, 'figure.notice === "k must be a whole number from 0 on, but is “-1”"');
  assert.equal(await ask(page, TOY, 'figure.looked'), 30);
  noFaults(faults);
  await close();
});

test('a figure told where home is links to it, with all its controls', async () => {
  const { page, close } = await open();
  await ready(page, TOY);
  await ask(page, TOY, 'figure.setState({ controls: "mini", theme: "dark", eta: 0.1 })');
  assert.equal(
    await ask(page, TOY, 'figure.link()'),
    `${origin}/#v=1&d=toy&eta=0.1&controls=mini&theme=dark`,
  );
  await ask(page, TOY, '(figure.constructor.home = () => "https://example.org/page/")');
  assert.equal(
    await ask(page, TOY, 'figure.link()'),
    'https://example.org/page/#v=1&d=toy&eta=0.1',
  );
  assert.equal(
    await ask(page, TOY, 'figure.hash()'),
    '#v=1&d=toy&eta=0.1&controls=mini&theme=dark',
  );
  await close();
});
