// @ts-check
// The fingerprints under the step: those of the moment that is looked at, and nothing moves for them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import { alone } from './alone.js';
import { ask, FIGURES, noFaults, open, origin, ready, until } from './browser.js';
import { smallRace } from './race.js';

const [TOY, LINEAR, MNIST] = FIGURES;

/** @typedef {import('playwright-core').Page} Page */

/** Waits for two frames: in the first a figure learns how wide it is. @param {Page} page */
const drawn = (page) =>
  page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );

/** What stands under the step: short, and in full. @param {Page} page @param {string} name */
const written = async (page, name) => {
  await drawn(page);
  const prints = page.locator(name).locator('.prints');
  return {
    short: await prints.locator('summary code').allTextContents(),
    full: await prints.locator('p span').allTextContents(),
  };
};

/** What should. @param {Page} page @param {string} name */
async function expected(page, name) {
  const all = Object.entries(await ask(page, name, 'figure.fingerprint()'));
  const on = await ask(page, name, 'figure.state.rules');
  const shown = all.filter(([id]) => on.includes(id));
  for (const [, print] of shown) assert.match(print, /^[0-9a-f]{16}$/);
  return {
    short: shown.map(([, print]) => print.slice(0, 6)),
    full: shown.map(([id, print]) => `${id.toUpperCase()} ${print}`),
  };
}

/** @param {Page} page @param {string} name @param {number} k */
async function go(page, name, k) {
  await ask(page, name, `figure.setState({ k: ${k} })`);
  await until(page, name, `figure.state.k === ${k}`);
}

/** The texts of a PNG file, by their names; every checksum is right. @param {Buffer} file */
function textsOf(file) {
  /** @type {Record<string, string>} */
  const texts = {};
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const part = file.subarray(at + 4, at + 8 + length);
    assert.equal(file.readUInt32BE(at + 8 + length), crc32(part));
    if (part.toString('latin1', 0, 4) === 'tEXt') {
      const [name, text] = part.toString('latin1', 4).split('\0');
      texts[name] = text;
    }
    at += 12 + length;
  }
  return texts;
}

/** Every file says which run it is. @param {Page} page @param {string} name @param {string[]} full */
async function filesSay(page, name, full) {
  const words = `Fingerprint: ${full.join(', ')}. `;
  assert.ok((await ask(page, name, 'figure.exportSVG()')).includes(`${words}</desc>`));
  const bytes = 'new Uint8Array(await (await figure.exportPNG(1)).arrayBuffer())';
  const png = Buffer.from(await ask(page, name, `[...${bytes}]`));
  assert.deepEqual(textsOf(png), { Description: words });
  const [head, ...lines] = (await ask(page, name, 'figure.exportCSV()'))
    .split('\r\n')
    .map((/** @type {string} */ line) => line.split(','));
  const row = lines.find((/** @type {string[]} */ [step]) => step === '8');
  for (const [id, print] of full.map((one) => one.split(' ')))
    assert.equal(row?.[head.indexOf(`${id} fingerprint`)], print);
  const json = JSON.parse(await ask(page, name, 'figure.exportJSON()'));
  assert.deepEqual(json.fingerprint, await ask(page, name, 'figure.fingerprint()'));
}

for (const name of FIGURES)
  test(`${name} shows the fingerprints of the moment that is looked at, and its files say them`, async () => {
    const { page } = await (name === MNIST ? smallRace() : alone(`<${name}></${name}>`));
    await go(page, name, 4);
    const early = await written(page, name);
    assert.ok(early.short.length >= 2);
    assert.deepEqual(early, await expected(page, name));
    await go(page, name, 8);
    const late = await written(page, name);
    assert.deepEqual(late, await expected(page, name));
    for (const print of late.short) assert.ok(!early.short.includes(print), print);
    await filesSay(page, name, late.full);
    // Looking back is the same moment again; a rule that is switched off takes its own along.
    await go(page, name, 4);
    assert.deepEqual(await written(page, name), early);
    await ask(page, name, 'figure.setState({ rules: ["fa"] })');
    await go(page, name, 4);
    assert.deepEqual((await written(page, name)).short, [early.short[1]]);
  });

test('a run that stands still has another fingerprint after every step, and a replay the same', async () => {
  const { page } = await alone(`<${LINEAR}></${LINEAR}>`);
  // Back-propagation from zero never moves: only the step is another.
  await go(page, LINEAR, 4);
  const at4 = (await ask(page, LINEAR, 'figure.fingerprint()')).bp;
  await go(page, LINEAR, 5);
  assert.notEqual((await ask(page, LINEAR, 'figure.fingerprint()')).bp, at4);
  await ask(page, LINEAR, 'figure.setState({ steps: 60, k: 4 })');
  assert.equal((await ask(page, LINEAR, 'figure.fingerprint()')).bp, at4);
});

/** Where all that stands in the transport is, relative to its top. @param {Page} page */
const layout = (page) =>
  page.evaluate((name) => {
    const root = /** @type {ShadowRoot} */ (document.querySelector(name)?.shadowRoot);
    const inside = [
      ...root.querySelectorAll(
        '.transport, .transport label > *, .prints summary, .prints summary *',
      ),
    ];
    const top = inside[0].getBoundingClientRect().top;
    return inside.map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [element.localName, x, y - top, width, height];
    });
  }, MNIST);

test('nothing moves while fingerprints change, on a wide screen and a narrow one, and nobody is told', async () => {
  const { page, figure } = await smallRace({ rules: 'bp,fa,dfa,ifa', steps: 1000 });
  /** What live regions say. */
  const heard = await page.evaluateHandle((name) => {
    /** @type {string[]} */
    const all = [];
    const root = /** @type {ShadowRoot} */ (document.querySelector(name)?.shadowRoot);
    new MutationObserver((records) => {
      for (const { target } of records) {
        const element = target instanceof Element ? target : target.parentElement;
        const live = element?.closest('[role=status], [role=alert], [aria-live]');
        if (live) all.push(live.textContent ?? '');
      }
    }).observe(root, { subtree: true, childList: true, characterData: true });
    return all;
  }, MNIST);
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    // A step of one digit becomes one of several.
    await ask(page, MNIST, 'figure.seek(0)');
    const before = { prints: await written(page, MNIST), layout: await layout(page) };
    const [, left, , wide] = before.layout[0];
    for (const [tag, x, , w] of before.layout)
      assert.ok(Number(x) + Number(w) <= Number(left) + Number(wide) + 0.5, `${tag} sticks out`);
    const codes = before.layout.filter(([tag, , , w]) => tag === 'code' && Number(w) > 0);
    assert.equal(new Set(codes.map(([, , y]) => y)).size, 1, 'one line');
    await ask(page, MNIST, 'figure.play()');
    await until(page, MNIST, 'figure.state.k >= 50');
    assert.deepEqual(await layout(page), before.layout, `${width} px`);
    await ask(page, MNIST, 'figure.pause()');
    await figure
      .locator('.unseen[role=status]')
      .getByText(/^Step \d/)
      .waitFor();
    const after = await written(page, MNIST);
    after.short.forEach((print, i) => {
      assert.notEqual(print, before.prints.short[i]);
    });
  }
  const said = (await heard.jsonValue()).filter((text) => text.trim());
  assert.ok(said.length > 0);
  for (const text of said) assert.doesNotMatch(text, /[0-9a-f]{6}/);
});

test('one sentence and all digits are unfolded by keyboard, and can be copied; where controls are hidden there are none', async () => {
  const { page, figure } = await alone(`<${TOY}></${TOY}>`);
  const prints = figure.locator('.prints');
  await prints.locator('summary').focus();
  await page.keyboard.press('Enter');
  await prints
    .getByText(
      'Same fingerprint after as many steps: same weights, to the last bit, in any browser.',
    )
    .waitFor();
  await prints.locator('p code').last().dblclick();
  const { fa } = await ask(page, TOY, 'figure.fingerprint()');
  const selected = await ask(page, TOY, 'String(figure.shadowRoot.getSelection())');
  assert.equal(selected.trim(), fa);
  for (const patch of [
    '{ controls: "mini" }',
    '{ controls: "none" }',
    '{ controls: "full", hide: ["fingerprint"] }',
  ]) {
    await ask(page, TOY, `figure.setState(${patch})`);
    await prints.waitFor({ state: 'detached' });
    await ask(page, TOY, 'figure.setState({ controls: "full", hide: [] })');
    await prints.waitFor();
  }
});

test('a link to the second view is judged once its examples have been seen', async () => {
  /** The hash of a link to a moment of a small run of the second view. @param {number} seeds @param {number} k */
  const hashOf = async (seeds, k) => {
    const run = 'view="seeds" units="4" inputs="4" outputs="2" scheme="online" steps="400"';
    const { page } = await alone(`<${LINEAR} ${run} seeds="${seeds}"></${LINEAR}>`);
    await until(page, LINEAR, 'figure.snapshot().reached === 400');
    await ask(page, LINEAR, `figure.seek(${k})`);
    const { hash } = new URL(await ask(page, LINEAR, 'figure.link(true)'));
    assert.match(hash, /fp=[0-9a-f]{16},/);
    return hash;
  };
  /** @param {string} hash */
  const tampered = (hash) =>
    hash.replace(/fp=(.)/, (_, digit) => `fp=${digit === '0' ? '1' : '0'}`);
  const first = await hashOf(2, 400);
  const second = await hashOf(3, 100);

  // Each link leads to other settings than the one before, but for the last: so it begins anew.
  const { page, faults, close } = await open({}, undefined, first);
  const figure = await ready(page, LINEAR);
  const others = figure.getByText(/^The weights are not those of whoever made the link/);
  /** @param {number} seeds @param {number} k */
  const seen = (seeds, k) =>
    until(
      page,
      LINEAR,
      `figure.state.seeds === ${seeds} && figure.state.k === ${k} && figure.snapshot().reached === 400`,
    );
  await seen(2, 400);
  await page.waitForTimeout(200);
  assert.equal(await page.getByRole('alert').count(), 0);
  await page.goto(`${origin}/${tampered(second)}`);
  await others.waitFor();
  await seen(3, 100);
  await page.goto(`${origin}/${tampered(first)}`);
  await seen(2, 400);
  await others.waitFor();
  await page.goto(`${origin}/${first}`);
  await others.waitFor({ state: 'detached' });
  noFaults(faults);
  await close();
});
