// @ts-check
// A state is a link: what is changed goes into the address, and nothing else does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, FIGURES, noFaults, open, origin, ready, until } from './browser.js';
import { addressed, counted, countsOf, hashOf } from './links.js';

const [TOY, LINEAR, MNIST] = FIGURES;

test('a figure at its defaults has the shortest link, and opening the page writes none', async () => {
  const { page, faults, close } = await open({}, counted);
  for (const name of FIGURES) {
    await ready(page, name);
    assert.equal(
      await ask(page, name, 'figure.link()'),
      `${origin}/#v=1&d=${name.replace('feedback-', '')}`,
    );
  }
  await page.waitForTimeout(700);
  assert.deepEqual(await countsOf(page), { pushState: 0, replaceState: 0 });
  assert.equal(await hashOf(page), '');
  noFaults(faults);
  await close();
});

test('what is changed goes into the address, as does the moment, of the figure changed last', async () => {
  const { page, faults, close } = await open({}, counted);
  const toy = await ready(page, TOY);
  await toy.getByLabel('Learning rate', { exact: false }).last().fill('0.1');
  await page.keyboard.press('Enter');
  await addressed(page, '#v=1&d=toy&eta=0.1');
  await ask(page, TOY, 'figure.seek(54)');
  await addressed(page, '#v=1&d=toy&eta=0.1&k=54');
  await toy.getByRole('button', { name: 'Step back' }).click();
  await addressed(page, '#v=1&d=toy&eta=0.1&k=53');
  await ask(page, TOY, 'figure.seek(figure.last)');
  await addressed(page, '#v=1&d=toy&eta=0.1');
  // Two in one go: the last one has the address.
  await ready(page, LINEAR);
  await ask(page, TOY, 'figure.setState({ eta: 0.2 })');
  await ask(page, LINEAR, 'figure.setState({ seed: 5 })');
  await addressed(page, '#v=1&d=linear&seed=5');
  // What is refused is no change.
  await ask(page, TOY, 'figure.setState({ eta: 99 })');
  await page.waitForTimeout(700);
  assert.equal(await hashOf(page), '#v=1&d=linear&seed=5');
  await ask(page, LINEAR, 'figure.setState({ seed: 1 })');
  await addressed(page, '#v=1&d=linear');
  const { pushState } = await countsOf(page);
  assert.equal(pushState, 0);
  assert.equal(await page.evaluate(() => history.length), 2, 'about:blank and the page');
  noFaults(faults);
  await close();
});

test('frames of playing are no changes; where it comes to rest is one', async () => {
  const { page, faults, close } = await open({}, counted);
  const toy = await ready(page, TOY);
  await ask(
    page,
    TOY,
    `(figure.changes = 0, figure.addEventListener('feedback-change', () => figure.changes++),
      figure.setState({ speed: 100 }))`,
  );
  await toy.getByRole('button', { name: 'Replay' }).click();
  await until(page, TOY, 'figure.state.k > 90');
  assert.equal(await hashOf(page), '#v=1&d=toy&speed=100', 'no moment while it plays');
  await toy.getByRole('button', { name: 'Pause' }).click();
  const k = await ask(page, TOY, 'figure.state.k');
  await addressed(page, `#v=1&d=toy&speed=100&k=${k}`);
  assert.ok((await ask(page, TOY, 'figure.changes')) <= 4);
  assert.ok((await countsOf(page)).replaceState <= 3);
  noFaults(faults);
  await close();
});

test('a link to a race leads to the moment that is looked at', async () => {
  const { page, faults, close } = await open();
  await ready(page, MNIST);
  await ask(page, MNIST, 'figure.setState({ layers: [8, 8], rules: ["bp", "fa"] })');
  await ask(page, MNIST, 'figure.step(8)');
  await until(page, MNIST, 'figure.state.k === 8');
  await addressed(page, '#v=1&d=mnist&layers=8,8&rules=bp,fa&k=8');
  await ask(page, MNIST, 'figure.step(-1)');
  await addressed(page, '#v=1&d=mnist&layers=8,8&rules=bp,fa&k=4');
  await ask(page, MNIST, 'figure.step(1)');
  await addressed(page, '#v=1&d=mnist&layers=8,8&rules=bp,fa&k=8');
  noFaults(faults);
  await close();
});

test('two hundred quick moves of a slider write the address once or twice', async () => {
  const { page, faults, close } = await open({}, counted);
  const toy = await ready(page, TOY);
  const slider = toy.getByRole('slider', { name: /^Feedback wire/ });
  await slider.evaluate(async (input) => {
    for (let i = 0; i < 200; i++) {
      /** @type {HTMLInputElement} */ (input).value = String(-2 + (i % 40) / 10);
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });
  await addressed(page, '#v=1&d=toy&B=1.9');
  const { pushState, replaceState } = await countsOf(page);
  assert.equal(pushState, 0);
  assert.ok(replaceState >= 1 && replaceState <= 2, `${replaceState}`);
  noFaults(faults);
  await close();
});

test('a browser that has had enough of changes is left alone', async () => {
  const { page, faults, close } = await open({}, (page) =>
    page.addInitScript(() => {
      history.replaceState = () => {
        throw new DOMException('too many', 'SecurityError');
      };
    }),
  );
  await ready(page, TOY);
  await ask(page, TOY, 'figure.setState({ eta: 0.1 })');
  await page.waitForTimeout(700);
  assert.equal(await ask(page, TOY, 'figure.state.learning_rate'), 0.1);
  noFaults(faults);
  await close();
});

for (const name of FIGURES)
  test(`${name}: “Copy link” copies what opens the same again`, async () => {
    const { page, faults, close } = await open({
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const figure = await ready(page, name);
    await ask(page, name, 'figure.setState({ eta: 0.07 })');
    const button = figure.getByRole('button', { name: 'Copy link' });
    await button.click();
    await figure.getByRole('button', { name: 'Copied' }).waitFor();
    assert.match(await ask(page, name, 'figure.spoken'), /^Copied the link to step \d+$/);
    const link = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(link, await ask(page, name, 'figure.link(true)'));
    assert.equal(await figure.getByRole('textbox', { name: 'Link' }).count(), 0);
    const before = await ask(page, name, '[figure.state, figure.fingerprint()]');
    await page.goto('about:blank');
    await page.goto(link);
    await until(page, name, 'figure.ready');
    assert.deepEqual(await ask(page, name, '[figure.state, figure.fingerprint()]'), before);
    await figure.getByRole('button', { name: 'Copy link' }).waitFor();
    noFaults(faults);
    await close();
  });

test('where copying is not allowed the link is there, selected', async () => {
  for (const refuse of [
    () => Object.defineProperty(navigator, 'clipboard', { value: undefined }),
    () => {
      navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'));
    },
  ]) {
    const { page, faults, close } = await open({}, (page) => page.addInitScript(refuse));
    const toy = await ready(page, TOY);
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
    assert.match(await ask(page, TOY, 'figure.spoken'), /does not let the page copy/);
    noFaults(faults);
    await close();
  }
});
