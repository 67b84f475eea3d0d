// @ts-check
// The toy: its start point, its presets, its plane, and the words that tell its runs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PRESETS } from '../../src/state/presets.js';
import { alone } from './alone.js';
import { ask, until } from './browser.js';

const TOY = 'feedback-toy';
const ELEMENT = `<${TOY}></${TOY}>`;
const PHONE = { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true };

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */

/** Where in the window something has its middle. @param {Locator} place */
async function middle(place) {
  const box = await place.boundingBox();
  assert.ok(box);
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** Accepted settings and what the core made of them agree. @param {Page} page */
async function follows(page) {
  const { input_weight, output_weight } = await ask(page, TOY, 'figure.state');
  const { a, w } = await ask(page, TOY, '(figure.seek(0), figure.snapshot().rules.fa)');
  assert.deepEqual([a, w], [input_weight, output_weight]);
  return [input_weight, output_weight];
}

/** Waits for the answers to all that was asked so far: they come in the order of the questions. @param {Page} page */
const answered = (page) => ask(page, TOY, 'figure.setState({ speed: figure.state.speed })');

/** What is written in the figure, in and beside the charts. @param {Page} page */
const written = (page) => ask(page, TOY, 'figure.shadowRoot.querySelector(".figure").textContent');

for (const [name, options] of /** @type {const} */ ([
  ['wide', {}],
  ['390 px wide', { viewport: { width: 390, height: 800 } }],
]))
  test(`the start is dragged by the pointer, and the whole run follows, ${name}`, async () => {
    const { page, figure: toy } = await alone(ELEMENT, options);
    await toy.locator('.plane').scrollIntoViewIfNeeded();
    const before = await ask(page, TOY, 'figure.fingerprint().fa');
    const [x, y] = await middle(toy.locator('.handle'));
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 60, y - 40, { steps: 5 });
    await page.mouse.up();
    await until(page, TOY, `figure.fingerprint().fa !== '${before}'`);
    await answered(page);
    const [a, w] = await follows(page);
    assert.ok(a > -0.5 && w > -0.5, `${a}, ${w}`);
    // The handle is where the pointer let go of it.
    const [left, top] = await middle(toy.locator('.handle'));
    assert.ok(Math.hypot(left - x - 60, top - y + 40) < 3, `${left}, ${top}`);
  });

test('on a phone a finger drags the start, and the page stays where it is', async () => {
  const { page, figure: toy } = await alone(ELEMENT, PHONE);
  await toy.locator('.plane').evaluate((plane) => plane.scrollIntoView({ block: 'center' }));
  const scrolled = () => page.evaluate(() => window.scrollY);
  const before = await scrolled();
  const [x, y] = await middle(toy.locator('.handle'));
  const finger = await page.context().newCDPSession(page);
  const touch = (/** @type {string} */ type, /** @type {number[][]} */ ...at) =>
    finger.send('Input.dispatchTouchEvent', {
      type: /** @type {any} */ (type),
      touchPoints: at.map(([x, y]) => ({ x, y })),
    });
  await touch('touchStart', [x, y]);
  for (let i = 1; i <= 8; i++) await touch('touchMove', [x + 8 * i, y - 10 * i]);
  await touch('touchEnd');
  await until(page, TOY, 'figure.state.output_weight > 0');
  await answered(page);
  assert.equal(await scrolled(), before);
  await follows(page);
  const [left, top] = await middle(toy.locator('.handle'));
  assert.ok(Math.hypot(left - x - 64, top - y + 80) < 3, `${left - x}, ${top - y}`);
});

test('on a phone a tap sets the start, and a finger beside the handle scrolls', async () => {
  const { page, figure: toy } = await alone(ELEMENT, PHONE);
  const plane = toy.locator('.plane');
  await plane.tap({ position: { x: 250, y: 80 } });
  await until(page, TOY, 'figure.state.input_weight > 0 && figure.state.output_weight > 0');
  await follows(page);
  const handle = await toy.locator('.handle').boundingBox();
  assert.ok(handle && handle.width >= 44 && handle.height >= 44);
  assert.equal(await plane.evaluate((place) => getComputedStyle(place).touchAction), 'auto');
});

test('arrow keys move the start, with Shift further, and the number fields set it', async () => {
  const { page, figure: toy } = await alone(ELEMENT);
  await toy.locator('.handle').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  await until(page, TOY, 'figure.state.output_weight === -1');
  assert.deepEqual(await follows(page), [-0.45, -1]);
  assert.match((await toy.locator('.handle').getAttribute('aria-label')) ?? '', /A −0.45, W −1.00/);
  await toy.getByText('More settings', { exact: true }).click();
  const field = toy.getByLabel('Start, input weight A', { exact: true });
  await field.fill('1.5');
  await field.press('Enter');
  await until(page, TOY, 'figure.state.input_weight === 1.5');
  await follows(page);
});

/** What the table under the plane says of FA at the end. @type {Record<string, [bp: string, fa: string]>} */
const ENDS = {
  'wrong-way': ['aligned', 'aligned'],
  zero: ['stuck', 'aligned'],
  'long-detour': ['aligned', 'aligned'],
  saddle: ['stuck', 'aligned'],
  'anti-aligned': ['aligned', 'anti-aligned'],
};

test('each preset says in words what its runs came to, in numbers of these runs', async () => {
  const { page, figure: toy } = await alone(ELEMENT);
  assert.deepEqual(
    PRESETS.map(({ id }) => id),
    Object.keys(ENDS),
  );
  await ask(page, TOY, 'figure.setState({ scheme: "flow", B: -1, T: 2, steps: 60 })');
  for (const { id, label, lead } of PRESETS) {
    await toy.getByRole('button', { name: label, exact: true }).click();
    await toy.getByRole('button', { name: label, exact: true, pressed: true }).waitFor();
    await answered(page);
    const { bp, fa } = (await ask(page, TOY, 'figure.snapshot()')).rules;
    assert.deepEqual([bp.outcome, fa.outcome], ENDS[id], id);
    const row = async (/** @type {string} */ name) =>
      (await toy.locator('.readout').getByRole('row', { name }).textContent()) ?? '';
    for (const [name, run] of /** @type {const} */ ([
      ['BP', bp],
      ['FA', fa],
    ])) {
      assert.ok((await row(name)).includes(` ${run.outcome}`), id);
      assert.ok((await row(name)).includes(String(run.solved_at ?? 'not in 250')), id);
    }
    const caption = (await toy.locator('.caption').textContent()) ?? '';
    assert.ok(caption.startsWith(lead), caption);
    if (bp.solved_at === undefined) {
      assert.match(caption, new RegExp(`FA solves it at step ${fa.solved_at}\\.`));
      assert.match(caption, /BP is stuck/);
    } else
      assert.ok(
        caption.includes(`BP and FA solve it, at steps ${bp.solved_at} and ${fa.solved_at}.`),
      );
    assert.equal(/fails to align, not to learn/.test(caption), id === 'anti-aligned');
  }
});

test('the flow itself does not drift, steps do', async () => {
  const { page, figure: toy } = await alone(ELEMENT);
  const drift = async () =>
    Math.abs((await ask(page, TOY, '(figure.seek(250), figure.snapshot())')).rules.fa.drift);
  assert.ok((await drift()) > 0.05);
  await toy.getByLabel('The weights take', { exact: true }).selectOption('flow');
  await until(page, TOY, 'figure.state.scheme === "flow"');
  assert.ok((await drift()) < 1e-9);
  const { a, flow_end } = (await ask(page, TOY, 'figure.snapshot()')).rules.fa;
  assert.ok(Math.abs(a - flow_end[0]) < 1e-6);
});

test('a step that is too large is shown as such, in words and never as NaN', async () => {
  const { page, figure: toy } = await alone(ELEMENT);
  await ask(page, TOY, 'figure.setState({ eta: 0.5 })');
  const { diverged_at } = (await ask(page, TOY, 'figure.snapshot()')).rules.fa;
  const caption = (await toy.locator('.caption').textContent()) ?? '';
  assert.ok(
    caption.includes(`FA diverges at step ${diverged_at}: the step is too large.`),
    caption,
  );
  const text = await written(page);
  assert.match(text, /FA diverges/);
  assert.ok(text.includes(`diverged at step ${diverged_at}`) && text.includes('out of bounds'));
  await toy.getByText('Numbers', { exact: true }).click();
  await toy.locator('.scroll table').waitFor();
  assert.doesNotMatch(await written(page), /NaN|Infinity|undefined/);
  await ask(page, TOY, 'figure.setState({ eta: 2, A: 2, W: 2 })');
  assert.doesNotMatch(await written(page), /NaN|Infinity|undefined/);
  assert.match((await toy.locator('.caption').textContent()) ?? '', /^BP and FA diverge/);
});

test('what the plane shows is chosen, and the last of it stays', async () => {
  const { page, figure: toy } = await alone(ELEMENT);
  const group = toy.getByRole('group', { name: 'Show in the plane' });
  for (const name of ['arrows', 'uphill', 'anti-aligned starts', 'conserved'])
    await group.getByLabel(name, { exact: true }).uncheck();
  await until(page, TOY, 'figure.state.show.join() === "loss"');
  assert.ok(await group.getByLabel('loss', { exact: true }).isDisabled());
  for (const name of ['flow', 'uphill', 'basin', 'hatch', 'kept'])
    assert.equal(await toy.locator(`.plane svg .${name}`).count(), 0, name);
  await page.evaluate(() => document.querySelector('feedback-toy')?.setAttribute('show', 'basin'));
  await until(page, TOY, 'figure.state.show.join() === "basin"');
  assert.match(await written(page), /starts here end/);
});

test('the playhead looks at all charts at once, and the table follows it', async () => {
  const { page, figure: toy } = await alone(ELEMENT);
  await ask(page, TOY, 'figure.seek(20)');
  const lines = toy.locator('.curves .playhead');
  await lines.first().waitFor({ state: 'attached' });
  const across = await lines.evaluateAll((all) =>
    all.map((line) => line.getBoundingClientRect().x),
  );
  assert.equal(across.length, 4);
  assert.ok(
    across.every((x) => Math.abs(x - across[0]) < 0.6),
    String(across),
  );
  const row = toy.locator('.readout').getByRole('row', { name: 'FA' });
  assert.match((await row.textContent()) ?? '', /− opposes/);
  await ask(page, TOY, 'figure.seek(250)');
  assert.match((await row.textContent()) ?? '', /\+ agrees/);
  // The charts are as high as the plane.
  const ends = async (/** @type {string} */ part) => {
    const box = await toy.locator(part).boundingBox();
    return (box?.y ?? 0) + (box?.height ?? 0);
  };
  assert.ok(Math.abs((await ends('.plane')) - (await ends('.curves'))) < 4);
});
