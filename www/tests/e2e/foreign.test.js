// @ts-check
// The embed module in somebody else's page, on another origin than the site.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ask, browser, FIGURES, noFaults, origin, ready, until, witness } from './browser.js';
import { SITE, serve } from './folder.js';

const MODULE = `${origin}/embed/feedback-alignment.js`;
const TOY = 'feedback-toy';
const LINEAR = 'feedback-linear';
const MNIST = 'feedback-mnist';

/** Copies of the folder alone, below a path of their own. */
const mirror = await serve({ '/somebody/else/': join(SITE, 'embed') });
after(mirror.close);
const COPY = `${mirror.origin}/somebody/else/feedback-alignment.js`;

/** @param {string} body @param {string} head */
const html = (body, head) => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Somebody's lecture</title><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`;

const script = (/** @type {string} */ src) => `<script type="module" src="${src}"></script>`;

/**
 * Opens somebody's page.
 * @param {string} body
 * @param {string} [head]
 */
async function lecture(body, head = script(MODULE)) {
  const server = await serve({}, { '/': html(body, head) });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const faults = witness(page, [origin, mirror.origin, server.origin]);
  await page.goto(server.origin);
  const close = async () => {
    await context.close();
    server.close();
  };
  return { page, faults, server, close };
}

for (const [where, src] of [
  ['from the site', MODULE],
  ['from a copy of the folder', COPY],
])
  test(`all figures work in a foreign page, two of a kind at once: ${where}`, async () => {
    const body = `<feedback-toy eta="0.1" steps="90" controls="mini"></feedback-toy>
      <feedback-toy preset="zero"></feedback-toy>
      <feedback-linear></feedback-linear><feedback-mnist rules="bp,dfa" seed="7"></feedback-mnist>`;
    const { page, faults, server, close } = await lecture(body, script(src));
    for (const name of FIGURES) {
      await page.locator(name).first().scrollIntoViewIfNeeded();
      await until(page, name, 'figure.ready');
    }
    const { learning_rate, steps } = await ask(page, TOY, 'figure.state');
    assert.deepEqual([learning_rate, steps], [0.1, 90]);
    const second = `document.querySelectorAll('${TOY}')[1]`;
    await until(page, TOY, `${second}.ready`);
    assert.equal(await ask(page, TOY, `${second}.state.input_weight`), 0);
    await ask(page, MNIST, 'figure.step(3)');
    await until(page, MNIST, 'figure.state.k === 3');
    assert.deepEqual(Object.keys(await ask(page, MNIST, 'figure.snapshot().rules')), ['bp', 'dfa']);
    // Nothing is asked of the page's own server but the page.
    assert.deepEqual(server.asked, ['/']);
    noFaults(faults);
    await close();
  });

test('the digits are those beside the module, and its links lead to the site', async () => {
  const { page, close } = await lecture('<feedback-mnist></feedback-mnist>');
  await ready(page, MNIST);
  assert.equal(await ask(page, MNIST, 'figure.digits.train'), 8000);
  assert.equal(await ask(page, MNIST, 'figure.link().split("#")[0]'), `${origin}/`);
  await ask(page, MNIST, 'figure.usePage()');
  assert.equal(await ask(page, MNIST, 'figure.notice'), '');
  await close();
});

test('attributes, methods and events are those of the page', async () => {
  const { page, faults, close } = await lecture('<main></main>');
  await page.evaluate(() => {
    const heard = /** @type {string[]} */ ([]);
    Object.assign(window, { heard });
    for (const name of ['ready', 'step', 'done', 'error', 'change'])
      document.addEventListener(`feedback-${name}`, ({ type }) => heard.push(type));
    const main = /** @type {HTMLElement} */ (document.querySelector('main'));
    main.innerHTML = '<feedback-toy steps="60" preset="zero"></feedback-toy>';
  });
  await until(page, TOY, 'figure.ready');
  const k = () => ask(page, TOY, 'figure.state.k');
  await ask(page, TOY, 'figure.seek(0)');
  await ask(page, TOY, 'figure.step(5)');
  assert.equal(await k(), 5);
  await ask(page, TOY, 'figure.setState({ eta: 0.1, k: 9 })');
  assert.deepEqual(await ask(page, TOY, '[figure.state.learning_rate, figure.state.k]'), [0.1, 9]);
  await page.locator(TOY).evaluate((figure) => figure.setAttribute('eta', '0.07'));
  await until(page, TOY, 'figure.state.learning_rate === 0.07');
  await ask(page, TOY, '(figure.seek(0), figure.play())');
  await until(page, TOY, 'figure.state.k > 2');
  await ask(page, TOY, 'figure.pause()');
  assert.equal(await ask(page, TOY, 'figure.playing'), false);
  await ask(page, TOY, 'figure.seek(60)');
  const { rules } = await ask(page, TOY, 'figure.snapshot()');
  assert.ok(Object.keys(rules).length > 1);
  for (const print of Object.values(await ask(page, TOY, 'figure.fingerprint()')))
    assert.match(String(print), /^[0-9a-f]+$/);
  assert.match(await ask(page, TOY, 'figure.exportSVG()'), /^<svg[^>]*>/);
  assert.ok((await ask(page, TOY, 'figure.exportPNG(1).then(({ size }) => size)')) > 1000);
  assert.match(await ask(page, TOY, 'figure.exportCSV()'), /^\W*step,/);
  assert.ok(JSON.parse(await ask(page, TOY, 'figure.exportJSON()')));
  assert.match(await ask(page, TOY, 'figure.link()'), /#v=1&d=toy&/);
  await ask(page, TOY, 'figure.setState({ A: 99 })');
  await ask(page, TOY, 'figure.restart()');
  assert.equal(await k(), 0);
  await ask(page, TOY, '(figure.seek(55), figure.play())');
  await until(page, TOY, 'figure.state.k === 60 && !figure.playing');
  const heard = await page.evaluate(() => [...new Set(/** @type {any} */ (window).heard)].sort());
  assert.deepEqual(
    heard,
    ['change', 'done', 'error', 'ready', 'step'].map((name) => `feedback-${name}`),
  );
  noFaults(faults);
  await close();
});

test('in a shadow root, added later, moved, and taken out and put back', async () => {
  const { page, faults, close } = await lecture('<div id="host"></div><div id="other"></div>');
  await page.evaluate(() => {
    const root = /** @type {HTMLElement} */ (document.getElementById('host')).attachShadow({
      mode: 'open',
    });
    root.innerHTML = '<feedback-linear></feedback-linear><feedback-mnist></feedback-mnist>';
    Object.assign(window, { all: [...root.children] });
  });
  const state = (/** @type {string} */ expression) =>
    page.evaluate(`window.all.map((figure) => ${expression}).join()`);
  const reach = async (/** @type {string} */ expression, /** @type {string} */ wanted) => {
    for (const end = Date.now() + 30_000; (await state(expression)) !== wanted; )
      assert.ok(
        Date.now() < end,
        `${expression} was never ${wanted}, but ${await state(expression)}`,
      );
  };
  await page.evaluate(() => /** @type {any} */ (window).all[1].scrollIntoView());
  await reach('figure.ready', 'true,true');
  await page.evaluate(() => {
    for (const figure of /** @type {any} */ (window).all) figure.remove();
  });
  await reach('figure.playing', 'false,false');
  await page.waitForTimeout(200);
  assert.equal(page.workers().length, 0);
  await page.evaluate(() => {
    for (const figure of /** @type {any} */ (window).all)
      document.getElementById('other')?.append(figure);
  });
  await page.evaluate(() =>
    Promise.all(
      /** @type {any} */ (window).all.map((/** @type {any} */ one) => one.setState({ seed: 3 })),
    ),
  );
  await reach('figure.state.seed', '3,3');
  await page.evaluate(() => /** @type {any} */ (window).all[1].step(2));
  await reach('figure.state.k > 1', 'true,true');
  noFaults(faults);
  await close();
});

test('several copies of the module get along, in any order', async () => {
  const head = [MODULE, MODULE, `${MODULE}?again`, COPY].map(script).join('');
  const { page, faults, close } = await lecture('<feedback-toy></feedback-toy>', head);
  await ready(page, TOY);
  const again = (/** @type {string} */ src) =>
    page.evaluate((address) => import(address).then(() => true), src);
  assert.ok(await again(`${COPY}?late`));
  await page.evaluate(() => document.body.append(document.createElement('feedback-linear')));
  await ready(page, LINEAR);
  noFaults(faults);
  await close();
});

test('a page with a strict policy of its own has to allow this much', async () => {
  const policy = [
    "default-src 'none'",
    `script-src ${origin} 'wasm-unsafe-eval'`,
    `worker-src blob: ${origin}`,
    `connect-src ${origin}`,
    'img-src data:',
  ].join('; ');
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  const figures = FIGURES.map((name) => `<${name}></${name}>`).join('');
  const { page, faults, close } = await lecture(figures, meta + script(MODULE));
  for (const name of FIGURES) await ready(page, name);
  noFaults(faults);
  await close();
});
