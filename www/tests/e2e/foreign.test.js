// @ts-check
// The embed module in somebody else's page, on another origin than the site.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, test } from 'node:test';
import {
  ask as askOf,
  browser,
  FIGURES,
  noFaults,
  origin,
  ready as readyOf,
  until as untilOf,
  witness,
} from './browser.js';
import { SITE, serve } from './folder.js';

const MODULE = `${origin}/embed/feedback-alignment.js`;
const [TOY, LINEAR, MNIST] = FIGURES;

/** Copies of the folder alone, below a path of their own. */
const mirror = await serve({ '/somebody/else/': join(SITE, 'embed') });
after(mirror.close);
const COPY = `${mirror.origin}/somebody/else/feedback-alignment.js`;

/** Somebody's page, which each test writes anew, in one window. @type {Record<string, string>} */
const pages = {};
const server = await serve({}, pages);
after(server.close);
const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
const page = await context.newPage();
const faults = witness(page, [origin, mirror.origin, server.origin]);
afterEach(() => noFaults(faults.splice(0)));

const ask = askOf.bind(undefined, page);
const until = untilOf.bind(undefined, page);
const ready = readyOf.bind(undefined, page);

const script = (/** @type {string} */ src) => `<script type="module" src="${src}"></script>`;

/**
 * Opens somebody's page.
 * @param {string} body
 * @param {string} [head]
 */
async function lecture(body, head = script(MODULE)) {
  pages['/'] = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Somebody's lecture</title><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`;
  server.asked.length = 0;
  await page.goto(server.origin);
}

/** The least that a policy has to allow. */
const POLICY = [
  "default-src 'none'",
  `script-src ${origin} 'wasm-unsafe-eval'`,
  `worker-src blob: ${origin}`,
  `connect-src ${origin}`,
  'img-src data:',
].join('; ');

/** Four files of blank digits, as an expression in a page. */
const BLANK = `[80, 20].flatMap((n) => [[n, 4, 4], [n]].map((sizes) => {
  const head = [(8 << 8) | sizes.length, ...sizes].flatMap((size) => [24, 16, 8, 0].map((by) => (size >> by) & 255));
  const bytes = new Uint8Array(head.length + sizes.reduce((a, b) => a * b));
  bytes.set(head);
  return new File([bytes], (n > 20 ? 'train-' : 't10k-') + (sizes.length > 1 ? 'images' : 'labels'));
}))`;

test('all figures work in a foreign page, two of a kind at once, under a policy that allows no more than it must', async () => {
  await lecture(
    `<feedback-toy eta="0.1" steps="90" controls="mini"></feedback-toy>
    <feedback-toy preset="zero"></feedback-toy>
    <feedback-linear></feedback-linear>
    <feedback-mnist rules="bp,dfa" seed="7" layers="8"></feedback-mnist>`,
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">${script(MODULE)}`,
  );
  for (const name of FIGURES) {
    await page.locator(name).first().scrollIntoViewIfNeeded();
    await until(name, 'figure.ready');
  }
  const { learning_rate, steps } = await ask(TOY, 'figure.state');
  assert.deepEqual([learning_rate, steps], [0.1, 90]);
  const second = `document.querySelectorAll('${TOY}')[1]`;
  await until(TOY, `${second}.ready`);
  assert.equal(await ask(TOY, `${second}.state.input_weight`), 0);
  await ask(MNIST, 'figure.step(3)');
  await until(MNIST, 'figure.state.k === 3');
  assert.deepEqual(Object.keys(await ask(MNIST, 'figure.snapshot().rules')), ['bp', 'dfa']);
  // Nothing is asked of the page's own server but the page.
  assert.deepEqual(server.asked, ['/']);

  // Its links lead to the site, and its digits are those beside the module.
  assert.equal(await ask(MNIST, 'figure.link().split("#")[0]'), `${origin}/`);
  const figure = page.locator(MNIST);
  await figure.getByText(/Trained on 8000 digits from this page/).waitFor();
  await ask(MNIST, `figure.useFiles(${BLANK})`);
  await figure.getByText(/Trained on 80 digits from your files/).waitFor();
  await figure.getByRole('button', { name: "Use this page's digits again" }).click();
  await figure.getByText(/Trained on 8000 digits from this page/).waitFor();
  assert.equal(await figure.getByRole('alert').count(), 0);
});

test('all figures work from a copy of the folder, which asks nothing of the site', async () => {
  /** @type {string[]} */
  const asked = [];
  const note = (/** @type {import('playwright-core').Request} */ request) =>
    void asked.push(request.url());
  page.on('request', note);
  await lecture(
    `<${TOY}></${TOY}><${LINEAR}></${LINEAR}><${MNIST} layers="8"></${MNIST}>`,
    script(COPY),
  );
  for (const name of FIGURES) await ready(name);
  await ask(MNIST, 'figure.step(3)');
  await until(MNIST, 'figure.state.k === 3');
  page.off('request', note);
  assert.ok(asked.some((url) => url.startsWith(mirror.origin) && /wasm/.test(url)));
  assert.deepEqual(
    asked.filter((url) => url.startsWith(origin)),
    [],
  );
});

test('attributes, methods and events are those of the page', async () => {
  await lecture('<main></main>');
  await page.evaluate(() => {
    const heard = /** @type {string[]} */ ([]);
    Object.assign(window, { heard });
    for (const name of ['ready', 'step', 'done', 'error', 'change'])
      document.addEventListener(`feedback-${name}`, ({ type }) => heard.push(type));
    const main = /** @type {HTMLElement} */ (document.querySelector('main'));
    main.innerHTML = '<feedback-toy steps="60" preset="zero"></feedback-toy>';
  });
  await until(TOY, 'figure.ready');
  const k = () => ask(TOY, 'figure.state.k');
  await ask(TOY, 'figure.seek(0)');
  await ask(TOY, 'figure.step(5)');
  assert.equal(await k(), 5);
  await ask(TOY, 'figure.setState({ eta: 0.1, k: 9 })');
  assert.deepEqual(await ask(TOY, '[figure.state.learning_rate, figure.state.k]'), [0.1, 9]);
  await page.locator(TOY).evaluate((figure) => figure.setAttribute('eta', '0.07'));
  await until(TOY, 'figure.state.learning_rate === 0.07');
  await ask(TOY, '(figure.seek(0), figure.play())');
  await until(TOY, 'figure.state.k > 2');
  await ask(TOY, 'figure.pause()');
  assert.equal(await ask(TOY, 'figure.playing'), false);
  await ask(TOY, 'figure.seek(60)');
  const { rules } = await ask(TOY, 'figure.snapshot()');
  assert.ok(Object.keys(rules).length > 1);
  for (const print of Object.values(await ask(TOY, 'figure.fingerprint()')))
    assert.match(String(print), /^[0-9a-f]+$/);
  assert.match(await ask(TOY, 'figure.exportSVG()'), /^<svg[^>]*>/);
  assert.ok((await ask(TOY, 'figure.exportPNG(1).then(({ size }) => size)')) > 1000);
  assert.match(await ask(TOY, 'figure.exportCSV()'), /^\W*step,/);
  assert.ok(JSON.parse(await ask(TOY, 'figure.exportJSON()')));
  assert.match(await ask(TOY, 'figure.link()'), /#v=1&d=toy&/);
  await ask(TOY, 'figure.setState({ A: 99 })');
  await ask(TOY, 'figure.restart()');
  assert.equal(await k(), 0);
  await ask(TOY, '(figure.seek(55), figure.play())');
  await until(TOY, 'figure.state.k === 60 && !figure.playing');
  const heard = await page.evaluate(() => [...new Set(/** @type {any} */ (window).heard)].sort());
  assert.deepEqual(
    heard,
    ['change', 'done', 'error', 'ready', 'step'].map((name) => `feedback-${name}`),
  );
});

test('in a shadow root, added later, moved, and taken out and put back', async () => {
  await lecture('<div id="host"></div><div id="other"></div>');
  await page.evaluate(() => {
    const root = /** @type {HTMLElement} */ (document.getElementById('host')).attachShadow({
      mode: 'open',
    });
    root.innerHTML =
      '<feedback-linear></feedback-linear><feedback-mnist layers="8"></feedback-mnist>';
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
  for (const end = Date.now() + 30_000; page.workers().length > 0; await page.waitForTimeout(20))
    assert.ok(Date.now() < end, `${page.workers().length} workers go on`);
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
});

test('several copies of the module get along, in any order', async () => {
  const head = [MODULE, MODULE, `${MODULE}?again`, COPY].map(script).join('');
  await lecture('<feedback-toy></feedback-toy>', head);
  await ready(TOY);
  const again = (/** @type {string} */ src) =>
    page.evaluate((address) => import(address).then(() => true), src);
  assert.ok(await again(`${COPY}?late`));
  await page.evaluate(() => document.body.append(document.createElement('feedback-linear')));
  await ready(LINEAR);
});
