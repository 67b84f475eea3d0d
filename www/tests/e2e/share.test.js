// @ts-check
// What is passed on: links that can be checked, states as JSON, and figures with parts hidden.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { alone } from './alone.js';
import { ask, FIGURES, noFaults, open, origin, ready, until } from './browser.js';
import { follow, hashOf, visit } from './links.js';

const [TOY, LINEAR, MNIST] = FIGURES;

/** One page for all that is about its address. */
const { page, faults } = await open();
afterEach(() => noFaults(faults.splice(0)));
const alerts = page.getByRole('alert');

/** @param {string} name */
const shown = (name) => ask(page, name, '[figure.state, figure.fingerprint()]');

for (const { name, patch, k, rules } of [
  { name: TOY, patch: { eta: 0.1 }, k: 30, rules: 2 },
  { name: LINEAR, patch: { seed: 5 }, k: 30, rules: 2 },
  { name: MNIST, patch: { layers: [16], rules: ['bp', 'dfa'] }, k: 12, rules: 2 },
])
  test(`a copied link of ${name} says which run it means, and is believed only if it is that`, async () => {
    await ready(page, name);
    await ask(page, name, `figure.setState(${JSON.stringify({ ...patch, k })})`);
    await until(page, name, `figure.state.k === ${k}`);
    const link = await ask(page, name, 'figure.link(true)');
    const prints = new URLSearchParams(new URL(link).hash.slice(1)).get('fp')?.split(',') ?? [];
    assert.equal(prints.length, rules);
    for (const print of prints) assert.match(print, /^[0-9a-f]{16}$/);
    assert.equal(await ask(page, name, 'figure.link()'), link.replace(/&fp=.*/, ''));
    const before = await shown(name);

    const hash = new URL(link).hash;
    await follow(page, hash);
    await until(page, name, `figure.ready && figure.link(true) === ${JSON.stringify(link)}`);
    assert.deepEqual(await shown(name), before);
    await page.waitForTimeout(200);
    assert.equal(await alerts.count(), 0);
    // Nothing was changed by hand: the address is as it came.
    assert.equal(await hashOf(page), hash);

    await visit(
      page,
      hash.replace(/fp=(.)/, (_, digit) => `fp=${digit === '0' ? '1' : '0'}`),
    );
    await page
      .locator(name)
      .getByText(/^The weights are not those of whoever made the link/)
      .waitFor();
  });

test('a link shows what it does not hide, whatever was hidden before', async () => {
  await ready(page, TOY);
  const toy = page.locator(TOY);
  await visit(page, '#v=1&d=toy&hide=B,presets&theme=dark');
  await toy.getByRole('group', { name: 'Starts' }).waitFor({ state: 'detached' });
  assert.equal(await toy.getByLabel(/^Feedback wire/).count(), 0);
  const colour = () => toy.evaluate((element) => getComputedStyle(element).color);
  assert.equal(await colour(), 'rgb(242, 242, 242)');
  await visit(page, '#v=1&d=toy');
  await toy.getByRole('group', { name: 'Starts' }).waitFor();
  assert.ok((await toy.getByLabel(/^Feedback wire/).count()) > 0);
  assert.notEqual(await colour(), 'rgb(242, 242, 242)');
});

test('on the page a link has all, elsewhere it leads home, with all controls', async () => {
  const state = '{ controls: "mini", theme: "dark", eta: 0.1 }';
  await visit(page, '#v=1&d=toy');
  await ready(page, TOY);
  await ask(page, TOY, `figure.setState(${state})`);
  assert.equal(
    await ask(page, TOY, 'figure.link()'),
    `${origin}/#v=1&d=toy&eta=0.1&controls=mini&theme=dark`,
  );
  const { page: bare } = await alone(`<${TOY}></${TOY}>`);
  await ask(bare, TOY, `figure.setState(${state})`);
  assert.equal(await ask(bare, TOY, 'figure.link()'), `${origin}/#v=1&d=toy&eta=0.1`);
});

test('the fingerprint is that of the moment that is looked at', async () => {
  const { page } = await alone(`<${MNIST} layers="16" rules="fa" k="4"></${MNIST}>`);
  await until(page, MNIST, 'figure.state.k === 4');
  const print = () => ask(page, MNIST, 'figure.fingerprint().fa');
  const at4 = await print();
  await ask(page, MNIST, 'figure.step(1)');
  assert.equal(await ask(page, MNIST, 'figure.state.k'), 5);
  assert.notEqual(await print(), at4);
  await ask(page, MNIST, 'figure.seek(4)');
  assert.equal(await print(), at4);
});

for (const [name, element] of [
  [TOY, `<${TOY}></${TOY}>`],
  [LINEAR, `<${LINEAR}></${LINEAR}>`],
  [MNIST, `<${MNIST} layers="16"></${MNIST}>`],
])
  test(`${name} as JSON can be read, and set again`, async () => {
    const { page, figure: shown } = await alone(element);
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
      shown.getByRole('group', { name: 'Save as' }).getByText('JSON').click(),
    ]);
    assert.match(download.suggestedFilename(), new RegExp(`^${name}-step-\\d+\\.json$`));
  });

test('what is hidden has no control, and what the run shows stays', async () => {
  const { figure: toy } = await alone(
    `<${TOY} hide="B,eta,presets,rules,save,speed,caption"></${TOY}>`,
  );
  for (const label of [/^Feedback wire/, /^Learning rate/, /^Speed$/])
    assert.equal(await toy.getByLabel(label).count(), 0, String(label));
  for (const group of ['Starts', 'Rules on screen', 'Save as'])
    assert.equal(await toy.getByRole('group', { name: group }).count(), 0, group);
  assert.ok((await toy.getByLabel(/^Target slope/).count()) > 0);
  assert.ok((await toy.locator('svg.chart').count()) >= 5);
  const { figure: race } = await alone(
    `<${MNIST} hide="presets,save,panels,more,rules" layers="16"></${MNIST}>`,
  );
  assert.equal(await race.getByLabel('Experiment', { exact: true }).count(), 0);
  assert.equal(await race.getByRole('button', { name: 'Save run' }).count(), 0);
  assert.ok((await race.locator('svg.chart').count()) >= 3);
  assert.equal(await race.getByRole('button', { name: 'DFA' }).count(), 0);
  assert.equal(await race.locator('.lane .rule').count(), 4);
});

test('an element shows the moment that its attribute names', async () => {
  const { page, figure: toy } = await alone(
    `<${TOY} k="12"></${TOY}><${MNIST} k="5" layers="8" rules="fa"></${MNIST}>`,
  );
  await until(page, TOY, 'figure.state.k === 12 && !figure.playing');
  await until(page, MNIST, 'figure.ready && figure.state.k === 5 && !figure.playing');
  await ask(page, TOY, 'figure.setAttribute("k", "30")');
  await until(page, TOY, 'figure.state.k === 30');
  await ask(page, TOY, 'figure.setAttribute("k", "-1")');
  await toy.getByText('k must be a whole number from 0 on, but is “-1”').waitFor();
  assert.equal(await ask(page, TOY, 'figure.state.k'), 30);
});
