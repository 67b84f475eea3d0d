// @ts-check
// The builds of one file: opened from the disk, without server or network, in two browsers.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ask, browser, FIGURES, noFaults, ready, witness } from './browser.js';
import { firefox } from './firefox.js';
import { SITE } from './folder.js';

const PAGE = join(SITE, 'feedback-alignment.offline.html');
const DECK = join(SITE, 'feedback-alignment.slides.html');
const SCRIPT = join(SITE, 'embed/feedback-alignment.offline.js');
/** So many steps are trained. */
const STEPS = 5;

/** As on a memory stick: each file alone, away from the rest of the site. */
const stick = mkdtempSync(join(tmpdir(), 'stick-'));
after(() => rmSync(stick, { recursive: true }));
cpSync(PAGE, join(stick, 'page.html'));
cpSync(DECK, join(stick, 'deck.html'));
cpSync(SCRIPT, join(stick, 'figures.js'));
writeFileSync(
  join(stick, 'mine.html'),
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Mine</title>
  <link rel="icon" href="data:,"><script src="figures.js"></script>
  ${FIGURES.map((name) => `<${name}></${name}>`).join('')}</html>`,
);
const address = (/** @type {string} */ file) => pathToFileURL(join(stick, file)).href;

const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
await context.setOffline(true);

test('each file is smaller than 2 MB, the deck than 2.2', () => {
  for (const [file, most] of /** @type {const} */ ([
    [PAGE, 2_000_000],
    [SCRIPT, 2_000_000],
    [DECK, 2_200_000],
  ]))
    assert.ok(statSync(file).size < most, `${file} has ${statSync(file).size} bytes`);
});

for (const file of [PAGE, DECK])
  test(`${basename(file)} allows what is in it, and nothing else to be run or asked`, () => {
    const html = readFileSync(file, 'utf8').replace(/<script[\s\S]*?<\/script>/g, '');
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    assert.match(policy, /default-src 'none'; script-src 'sha256-\S+' 'wasm-unsafe-eval'; /);
    // Whatever is named is somewhere on the web, further down on the page, or in it.
    for (const [, named] of html.matchAll(/<(?:a|link|img)\b[^>]*\b(?:href|src)="([^"]*)"/g))
      assert.match(named, /^(https?:|#|data:)/);
  });

test('Chromium, from the disk: the deck turns, its figures play on their slides, and it asks for nothing', async () => {
  const page = await context.newPage();
  const faults = witness(page, ['null']);
  /** @type {string[]} */
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${address('deck.html')}#/wrong-way`);
  for (const [id, name] of [
    ['wrong-way', 'feedback-toy'],
    ['two-maps', 'feedback-linear'],
    ['written', 'feedback-mnist'],
  ]) {
    await page.evaluate((id) => {
      location.hash = `#/${id}`;
    }, id);
    const slide = page.locator(`section.present#${id}`);
    await slide.waitFor();
    await slide.locator(name).getByRole('button', { name: 'Pause' }).waitFor();
    await slide.locator(`${name} svg.chart`).first().waitFor();
  }
  await page.keyboard.press('ArrowRight');
  await page.locator('section.present#paths').waitFor();
  const outside = asked.filter((url) => !/^(data|blob):/.test(url));
  assert.deepEqual(new Set(outside), new Set([address('deck.html')]));
  noFaults(faults);
  await page.close();
});

/** A window of a Chromium without a network, with all figures and some training. @param {string} file */
async function trained(file) {
  const page = await context.newPage();
  const faults = witness(page, ['null']);
  /** @type {string[]} */
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(address(file));
  for (const name of FIGURES) await ready(page, name);
  await ask(page, 'feedback-mnist', `figure.step(${STEPS})`);
  return { page, faults, asked };
}
/** Each is opened once. @type {Record<string, ReturnType<typeof trained>>} */
const windows = {};
const offline = (/** @type {string} */ file) => (windows[file] ??= trained(file));

for (const [file, own] of /** @type {[string, string[]][]} */ ([
  ['page.html', ['page.html']],
  ['mine.html', ['mine.html', 'figures.js']],
]))
  test(`Chromium, from the disk: ${file} works whole, training included, and asks for nothing`, async () => {
    const { page, faults, asked } = await offline(file);
    for (const name of FIGURES)
      assert.ok((await page.locator(`${name} svg.chart`).count()) > 1, `${name} has no charts`);
    const { step, rules } = await ask(page, 'feedback-mnist', 'figure.snapshot()');
    assert.equal(step, STEPS);
    for (const [rule, { accuracy }] of Object.entries(/** @type {any} */ (rules)))
      assert.ok(accuracy > 0 && accuracy < 1, `${rule}: ${accuracy}`);
    assert.match(
      (await page.locator('feedback-mnist .digits').textContent()) ?? '',
      /4000 digits from this page; accuracy and loss on 1000 others/,
    );
    const outside = asked.filter((/** @type {string} */ url) => !/^(data|blob):/.test(url));
    assert.deepEqual(outside, own.map(address));
    noFaults(faults);
  });

test('Firefox, from the disk: both work whole, and compute the same numbers', async () => {
  const window = await firefox({ offline: true });
  try {
    /** @type {any[]} */
    const seen = [];
    for (const file of ['page.html', 'mine.html']) {
      await window.go(address(file));
      seen.push(
        await window.run(`
          const ready = (figure) => new Promise((resolve, reject) => {
            const end = Date.now() + 60000;
            const alert = () => figure.shadowRoot?.querySelector('[role=alert]')?.textContent;
            (function look() {
              if (figure.ready) resolve();
              else if (Date.now() < end) setTimeout(look, 20);
              else reject(new Error(figure.localName + ' was never ready: ' + alert()));
            })();
          });
          for (const name of ${JSON.stringify(FIGURES)}) {
            const figure = document.querySelector(name);
            figure.scrollIntoView();
            await ready(figure);
          }
          const figure = document.querySelector('feedback-mnist');
          await figure.step(${STEPS});
          const resources = performance.getEntriesByType('resource').map(({ name }) => name);
          const { step, rules } = figure.snapshot();
          return {
            step,
            accuracies: Object.values(rules).map(({ accuracy }) => accuracy),
            prints: figure.fingerprint(),
            resources: resources.filter((name) => !/^(data|blob):/.test(name)),
          };`),
      );
    }
    const [page, mine] = seen;
    assert.equal(page.step, STEPS);
    for (const accuracy of page.accuracies) assert.ok(accuracy > 0 && accuracy < 1);
    assert.deepEqual(page.resources, []);
    assert.deepEqual(mine.prints, page.prints);
    assert.ok(mine.resources.every((/** @type {string} */ name) => name === address('figures.js')));
    const { page: chromium } = await offline('page.html');
    assert.deepEqual(await ask(chromium, 'feedback-mnist', 'figure.fingerprint()'), page.prints);
  } finally {
    await window.close();
  }
});

test('without a network the complete MNIST is not to be had, and a sentence says so', async () => {
  const { page } = await offline('page.html');
  await page.getByRole('button', { name: /Fetch all 70,000 digits/ }).click();
  await page
    .locator('feedback-mnist')
    .getByRole('alert')
    .getByText(
      /not to be had: t10k-labels-idx1-ubyte\.gz cannot be fetched from raw\.githubusercontent\.com/,
    )
    .waitFor();
});
