// @ts-check
// The fingerprints under the step: those of the moment that is looked at, and nothing moves for them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32 } from 'node:zlib';
import { ask, FIGURES, noFaults, open, ready, until } from './browser.js';
import { follow } from './links.js';

const [TOY, LINEAR, MNIST] = FIGURES;

/** @typedef {import('playwright-core').Page} Page */

/** What stands under the step: short, and in full. @param {Page} page @param {string} name */
const written = async (page, name) => {
  await ask(page, name, 'figure.updateComplete');
  const prints = page.locator(name).locator('.prints');
  return {
    short: await prints.locator('summary code').allTextContents(),
    full: await prints.locator('p span').allTextContents(),
  };
};

/** What should. @param {Page} page @param {string} name */
async function expected(page, name) {
  const all = Object.entries(await ask(page, name, 'figure.fingerprint()'));
  const on = await ask(page, name, 'figure.now.rules');
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
  await until(page, name, `figure.looked === ${k} && !figure.stepping`);
}

for (const name of FIGURES)
  test(`${name} shows the fingerprints of the moment that is looked at`, async () => {
    const { page, faults, close } = await open();
    await ready(page, name);
    await go(page, name, 4);
    const early = await written(page, name);
    assert.ok(early.short.length >= 2);
    assert.deepEqual(early, await expected(page, name));
    await go(page, name, 8);
    const late = await written(page, name);
    assert.deepEqual(late, await expected(page, name));
    for (const print of late.short) assert.ok(!early.short.includes(print), print);
    // Looking back is the same moment again; a rule that is switched off takes its own along.
    await go(page, name, 4);
    assert.deepEqual(await written(page, name), early);
    await ask(page, name, 'figure.setState({ rules: ["fa"] })');
    await go(page, name, 4);
    assert.deepEqual((await written(page, name)).short, [early.short[1]]);
    noFaults(faults);
    await close();
  });

test('a run that stands still has another fingerprint after every step, and a replay the same', async () => {
  const { page, close } = await open();
  await ready(page, LINEAR);
  // Back-propagation from zero never moves: only the step is another.
  await go(page, LINEAR, 4);
  const at4 = (await ask(page, LINEAR, 'figure.fingerprint()')).bp;
  await go(page, LINEAR, 5);
  assert.notEqual((await ask(page, LINEAR, 'figure.fingerprint()')).bp, at4);
  await ask(page, LINEAR, 'figure.setState({ steps: 60, k: 4 })');
  assert.equal((await ask(page, LINEAR, 'figure.fingerprint()')).bp, at4);
  await close();
});

for (const width of [1280, 390])
  test(`nothing moves while fingerprints change, and nobody is told, ${width} px`, async () => {
    const { page, faults, close } = await open({ viewport: { width, height: 900 } });
    await ready(page, MNIST);
    const layout = () =>
      page.evaluate(() => {
        const root = /** @type {ShadowRoot} */ (
          document.querySelector('feedback-mnist')?.shadowRoot
        );
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
      });
    const before = { layout: await layout(), prints: await written(page, MNIST) };
    const [, left, , wide] = before.layout[0];
    for (const [tag, x, , w] of before.layout)
      assert.ok(Number(x) + Number(w) <= Number(left) + Number(wide) + 0.5, `${tag} sticks out`);
    const codes = before.layout.filter(([tag, , , w]) => tag === 'code' && Number(w) > 0);
    assert.equal(new Set(codes.map(([, , y]) => y)).size, 1, 'one line');
    /** What live regions say. */
    const heard = await page.evaluateHandle(() => {
      /** @type {string[]} */
      const all = [];
      const root = /** @type {ShadowRoot} */ (document.querySelector('feedback-mnist')?.shadowRoot);
      new MutationObserver((records) => {
        for (const { target } of records) {
          const element = target instanceof Element ? target : target.parentElement;
          const live = element?.closest('[role=status], [role=alert], [aria-live]');
          if (live) all.push(live.textContent ?? '');
        }
      }).observe(root, { subtree: true, childList: true, characterData: true });
      return all;
    });
    await ask(page, MNIST, 'figure.play()');
    await until(page, MNIST, 'figure.looked >= 50');
    assert.deepEqual(await layout(), before.layout);
    await ask(page, MNIST, 'figure.pause()');
    await until(page, MNIST, '!figure.playing && figure.spoken !== ""');
    const after = await written(page, MNIST);
    after.short.forEach((print, i) => {
      assert.notEqual(print, before.prints.short[i]);
    });
    const said = (await heard.jsonValue()).filter((text) => text.trim());
    for (const text of said) assert.doesNotMatch(text, /[0-9a-f]{6}/);
    noFaults(faults);
    await close();
  });

test('there are none where there are few controls or none, nor where they are hidden', async () => {
  const { page, close } = await open();
  await ready(page, TOY);
  const prints = page.locator(TOY).locator('.prints');
  assert.equal(await prints.count(), 1);
  for (const patch of [
    '{ controls: "mini" }',
    '{ controls: "none" }',
    '{ controls: "full", hide: ["fingerprint"] }',
  ]) {
    await ask(page, TOY, `figure.setState(${patch})`);
    await ask(page, TOY, 'figure.updateComplete');
    assert.equal(await prints.count(), 0, patch);
  }
  await close();
});

test('one sentence and all digits are unfolded by keyboard, and can be copied', async () => {
  const { page, close } = await open();
  await ready(page, TOY);
  const prints = page.locator(TOY).locator('.prints');
  await prints.locator('summary').focus();
  await page.keyboard.press('Enter');
  await prints
    .getByText(
      'Same fingerprint after as many steps: same weights, to the last bit, in any browser.',
    )
    .waitFor();
  const code = prints.locator('p code').last();
  await code.dblclick();
  const { fa } = await ask(page, TOY, 'figure.fingerprint()');
  const selected = await ask(page, TOY, 'String(figure.shadowRoot.getSelection())');
  assert.equal(selected.trim(), fa);
  await close();
});

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

for (const name of FIGURES)
  test(`every file of ${name} says which run it is`, async () => {
    const { page, close } = await open();
    await ready(page, name);
    await go(page, name, 8);
    const { full } = await expected(page, name);
    const words = `Fingerprint: ${full.join(', ')}. `;
    const svg = await ask(page, name, 'figure.exportSVG()');
    assert.ok(svg.includes(`${words}</desc>`));
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
    await close();
  });

test('a link to the second view is judged once its examples have been seen', async () => {
  const { page, faults, close } = await open();
  await follow(
    page,
    '#v=1&d=linear&view=seeds&seeds=2&units=4&inputs=4&outputs=2&scheme=online&steps=400',
  );
  await until(page, LINEAR, 'figure.ready && figure.seeds.reached === 400');
  for (const k of [400, 100]) {
    await ask(page, LINEAR, `figure.seek(${k})`);
    const link = await ask(page, LINEAR, 'figure.link(true)');
    const { hash } = new URL(link);
    assert.match(hash, /fp=[0-9a-f]{16},/);
    await follow(page, hash);
    await until(page, LINEAR, 'figure.ready && figure.seeds.reached === 400');
    await page.waitForTimeout(300);
    assert.equal(await page.getByRole('alert').count(), 0);
    await follow(
      page,
      hash.replace(/fp=(.)/, (_, digit) => `fp=${digit === '0' ? '1' : '0'}`),
    );
    await page
      .locator(LINEAR)
      .getByText(/^The weights are not those of whoever made the link/)
      .waitFor();
  }
  noFaults(faults);
  await close();
});
