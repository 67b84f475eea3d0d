// @ts-check
// A state is a link: what is changed goes into the address, and nothing else does.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { alone } from './alone.js';
import { ask, FIGURES, noFaults, open, origin, ready, until } from './browser.js';
import { addressed, counted, countsOf, hashOf, visit } from './links.js';

const [TOY, LINEAR, MNIST] = FIGURES;

/** One page for all, which counts what it writes into its history. */
const { page, faults } = await open({}, counted);
afterEach(() => noFaults(faults.splice(0)));

/** Long enough for the address to be written, should it be. */
const settled = () => page.waitForTimeout(700);

/** What has been written since. @param {{ pushState: number, replaceState: number }} before */
async function written(before) {
  const { pushState, replaceState } = await countsOf(page);
  return [pushState - before.pushState, replaceState - before.replaceState];
}

/** The toy as it is at first: a link is no change. */
async function toyAsAtFirst() {
  const toy = await ready(page, TOY);
  await visit(page, '#v=1&d=toy&eta=0.06');
  await until(page, TOY, 'figure.state.learning_rate === 0.06');
  await visit(page, '#v=1&d=toy');
  await until(page, TOY, 'figure.state.learning_rate === 0.05');
  return toy;
}

test('a figure at its defaults has the shortest link, and opening the page writes none', async () => {
  await page.goto('about:blank');
  await page.goto(origin);
  for (const name of FIGURES) {
    await ready(page, name);
    assert.equal(
      await ask(page, name, 'figure.link()'),
      `${origin}/#v=1&d=${name.replace('feedback-', '')}`,
    );
  }
  await settled();
  assert.deepEqual(await countsOf(page), { pushState: 0, replaceState: 0 });
  assert.equal(await hashOf(page), '');
});

test('what is changed goes into the address, as does the moment, of the figure changed last', async () => {
  const toy = await toyAsAtFirst();
  const before = await countsOf(page);
  await toy.getByLabel('Learning rate', { exact: false }).last().fill('0.1');
  await page.keyboard.press('Enter');
  await addressed(page, '#v=1&d=toy&eta=0.1');
  const length = await page.evaluate(() => history.length);
  await ask(page, TOY, 'figure.seek(54)');
  await addressed(page, '#v=1&d=toy&eta=0.1&k=54');
  await toy.getByRole('button', { name: 'Step back' }).click();
  await addressed(page, '#v=1&d=toy&eta=0.1&k=53');
  await ask(page, TOY, 'figure.seek(figure.state.steps)');
  await addressed(page, '#v=1&d=toy&eta=0.1');
  // Two in one go: the last one has the address.
  await ready(page, LINEAR);
  await ask(page, TOY, 'figure.setState({ eta: 0.2 })');
  await ask(page, LINEAR, 'figure.setState({ seed: 5 })');
  await addressed(page, '#v=1&d=linear&seed=5');
  // What is refused is no change.
  await ask(page, TOY, 'figure.setState({ eta: 99 })');
  await settled();
  assert.equal(await hashOf(page), '#v=1&d=linear&seed=5');
  await ask(page, LINEAR, 'figure.setState({ seed: 1 })');
  await addressed(page, '#v=1&d=linear');
  assert.equal((await written(before))[0], 0);
  assert.equal(await page.evaluate(() => history.length), length, 'no new entries');
});

test('frames of playing are no changes; where it comes to rest is one', async () => {
  const toy = await toyAsAtFirst();
  const before = await countsOf(page);
  await page.evaluate((name) => {
    Object.assign(window, { changes: 0 });
    document.querySelector(name)?.addEventListener('feedback-change', () => {
      /** @type {any} */ (window).changes++;
    });
  }, TOY);
  await ask(page, TOY, 'figure.setState({ speed: 5 })');
  await toy.getByRole('button', { name: 'Replay' }).click();
  await addressed(page, '#v=1&d=toy&speed=5');
  const seen = await ask(page, TOY, 'figure.state.k');
  await until(page, TOY, `figure.state.k > ${seen} + 2`);
  assert.ok(await ask(page, TOY, 'figure.playing'));
  assert.equal(await hashOf(page), '#v=1&d=toy&speed=5', 'no moment while it plays');
  await toy.getByRole('button', { name: 'Pause' }).click();
  const k = await ask(page, TOY, 'figure.state.k');
  await addressed(page, `#v=1&d=toy&speed=5&k=${k}`);
  assert.ok(/** @type {number} */ (await page.evaluate('window.changes')) <= 4);
  assert.ok((await written(before))[1] <= 3);
});

test('a link to a race leads to the moment that is looked at', async () => {
  await ready(page, MNIST);
  await ask(page, MNIST, 'figure.setState({ layers: [8, 8], rules: ["bp", "fa"] })');
  await ask(page, MNIST, 'figure.step(8)');
  await addressed(page, '#v=1&d=mnist&layers=8,8&rules=bp,fa&k=8');
  await ask(page, MNIST, 'figure.step(-1)');
  await addressed(page, '#v=1&d=mnist&layers=8,8&rules=bp,fa&k=4');
  await ask(page, MNIST, 'figure.step(1)');
  await addressed(page, '#v=1&d=mnist&layers=8,8&rules=bp,fa&k=8');
});

test('quick moves of a slider write the address at most twice a second', async () => {
  const toy = await toyAsAtFirst();
  const before = await countsOf(page);
  const slider = toy.getByRole('slider', { name: /^Feedback wire/ });
  await slider.evaluate(async (input) => {
    for (let i = 0; i < 40; i++) {
      /** @type {HTMLInputElement} */ (input).value = String(-2 + i / 10);
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });
  await addressed(page, '#v=1&d=toy&B=1.9');
  const [pushed, replaced] = await written(before);
  assert.equal(pushed, 0);
  assert.ok(replaced > 0);
  // However long the moves took: it waits for half a second without a change.
  const times = /** @type {number[]} */ (await page.evaluate('window.times')).slice(-replaced);
  for (const [i, time] of times.slice(1).entries())
    assert.ok(time - times[i] > 480, `written at ${times} ms`);
});

test('a browser that has had enough of changes is left alone', async () => {
  await toyAsAtFirst();
  const hash = await hashOf(page);
  await page.evaluate(() => {
    const { replaceState } = history;
    const tried = { times: 0, restore: () => Object.assign(history, { replaceState }) };
    Object.assign(window, { tried });
    history.replaceState = () => {
      tried.times++;
      throw new DOMException('too many', 'SecurityError');
    };
  });
  await ask(page, TOY, 'figure.setState({ eta: 0.1 })');
  await until(page, TOY, 'window.tried.times > 0');
  await page.evaluate('void window.tried.restore()');
  assert.equal(await ask(page, TOY, 'figure.state.learning_rate'), 0.1);
  assert.equal(await hashOf(page), hash);
  // The next change may do.
  await ask(page, TOY, 'figure.setState({ eta: 0.2 })');
  await addressed(page, '#v=1&d=toy&eta=0.2');
});

const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] };

test('“Copy link” copies it, and says so', async () => {
  const { page, figure: toy } = await alone(`<${TOY} eta="0.07" k="9"></${TOY}>`, CLIPBOARD);
  await toy.getByRole('button', { name: 'Copy link' }).click();
  await toy.getByRole('button', { name: 'Copied' }).waitFor();
  await toy.getByText(/^Copied the link to step 9$/).waitFor({ state: 'attached' });
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(link, await ask(page, TOY, 'figure.link(true)'));
  assert.match(link, /#v=1&d=toy&eta=0.07&k=9&fp=[0-9a-f]{16},[0-9a-f]{16}$/);
  assert.equal(await toy.getByRole('textbox', { name: 'Link' }).count(), 0);
  await toy.getByRole('button', { name: 'Copy link' }).waitFor();
});

test('where copying is not allowed the link is there, selected', async () => {
  for (const refuse of [
    () => Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true }),
    () => {
      const writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'));
      Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
    },
  ]) {
    const { page, figure: toy } = await alone(`<${TOY}></${TOY}>`, CLIPBOARD);
    await page.evaluate(refuse);
    await toy.getByRole('button', { name: 'Copy link' }).press('Enter');
    const field = toy.getByRole('textbox', { name: 'Link' });
    await field.waitFor();
    assert.equal(await field.inputValue(), await ask(page, TOY, 'figure.link(true)'));
    const selected = await field.evaluate((input) => {
      const { selectionStart, selectionEnd, value } = /** @type {HTMLInputElement} */ (input);
      const root = /** @type {ShadowRoot} */ (input.getRootNode());
      return root.activeElement === input && selectionStart === 0 && selectionEnd === value.length;
    });
    assert.ok(selected);
    await toy.getByText(/does not let the page copy/).waitFor({ state: 'attached' });
    await page.evaluate('delete navigator.clipboard');
  }
});
