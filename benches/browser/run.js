/**
 * Measures everything once in one browser: `node run.js <file>` writes the measurements as JSON.
 * PLAIN and ISOLATED are addresses of the checkout, the second with cross-origin isolation; NATIVE
 * is the program that takes steps natively; QUICK makes it short.
 */

import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import { launch } from '../../www/posters/chromium.js';
import { native } from './native.js';
import { plan } from './plan.js';
import { race } from './race.js';

const { PLAIN = '', ISOLATED = '', NATIVE = '', QUICK = '' } = process.env;
const [out] = process.argv.slice(2);
if (!PLAIN || !ISOLATED || !NATIVE || !out) {
  console.error('usage: PLAIN=… ISOLATED=… NATIVE=… node run.js <file>');
  process.exit(1);
}

/** Nothing that is prepared takes longer. */
const PATIENCE_MS = 300_000;
/** A peer that does what we do loses about as much of its loss in as many steps: this share at the least. */
const LIKE_US = 0.7;

const PEERS = { jax: '@jax-js/jax', tfjs: '@tensorflow/tfjs-backend-wasm' };

const quick = QUICK !== '';
const { rounds, items } = plan(quick);
const browser = await launch();
const program = native(NATIVE);
try {
  // The page's service worker would keep files of the site in the browser's cache, and this is not it.
  const context = await browser.newContext({ serviceWorkers: 'block' });
  context.setDefaultTimeout(PATIENCE_MS);
  /** @type {Record<string, import('playwright-core').Page>} */
  const pages = { plain: await open(context, PLAIN), isolated: await open(context, ISOLATED) };
  if (!(await pages.isolated.evaluate('bench.isolated')))
    throw new Error('the browser does not isolate the page that asks for it');

  console.log(`preparing ${items.length} measurements`);
  const measured = [];
  for (const item of items) {
    const { facts, measure } = await prepare(item, context, pages);
    measured.push({ ...item, ...facts, rounds: [], measure });
  }
  compare(measured);
  for (let round = 1; round <= rounds; round++) {
    console.log(`round ${round} of ${rounds}`);
    for (const item of measured)
      if (round === 1 || !item.once) item.rounds.push(await item.measure());
  }
  const { density } = await pages.plain.evaluate('bench.digits');
  const report = {
    date: new Date().toISOString().slice(0, 10),
    cpu: os.cpus()[0].model.trim(),
    cores: os.cpus().length,
    browser: `${browser.browserType().name()} ${browser.version()}`,
    peers: Object.fromEntries(
      Object.entries(PEERS).map(([kind, name]) => [kind, { name, version: version(name) }]),
    ),
    quick,
    density,
    items: measured.map(({ measure, ...item }) => item),
  };
  writeFileSync(out, `${JSON.stringify(report, null, 1)}\n`);
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exitCode = 1;
} finally {
  program.end();
  await browser.close();
}

/** @param {import('playwright-core').BrowserContext} context @param {string} address */
async function open(context, address) {
  const page = await context.newPage();
  const failed = new Promise((_, reject) => page.on('pageerror', reject));
  await page.goto(`${address}/benches/browser/page.html`);
  await Promise.race([failed, page.waitForFunction('window.bench', null, { polling: 50 })]);
  failed.catch(() => {});
  return page;
}

/**
 * What is known of an item, and its measurement.
 * @param {import('./plan.js').Item} item
 * @param {import('playwright-core').BrowserContext} context
 * @param {Record<string, import('playwright-core').Page>} pages
 * @returns {Promise<{ facts?: any, measure: () => Promise<any> }>}
 */
async function prepare(item, context, pages) {
  if (item.place === 'native') {
    await program.measure(item);
    const { allocations } = await program.measure(item);
    const measure = async () => (await program.measure(item)).ms;
    return { facts: { allocations }, measure };
  }
  if (item.place === 'race') {
    const measure = await race(context, `${PLAIN}/www/dist/`, item);
    await measure();
    return { measure };
  }
  const page = pages[item.place];
  const ask = (/** @type {string} */ what, /** @type {any} */ arg) =>
    page.evaluate(([name, value]) => /** @type {any} */ (window).bench[name](value), [what, arg]);
  return { facts: await ask('prepare', item), measure: () => ask('measure', item.id) };
}

/** Who does not learn as we do takes other steps. @param {any[]} measured */
function compare(measured) {
  const lost = (/** @type {any} */ { loss }) => loss.before - loss.after;
  for (const item of measured.filter(({ loss }) => loss)) {
    const hidden = String(item.settings.hidden);
    const isOurs = (/** @type {any} */ { kind, loss, settings }) =>
      kind === 'ours' && loss && String(settings.hidden) === hidden;
    const [theirs, ours] = [lost(item), lost(measured.find(isOurs))];
    if (theirs > 0 && theirs >= LIKE_US * ours && ours >= LIKE_US * theirs) continue;
    throw new Error(
      `${item.kind}, ${item.place} page, hidden units ${hidden}: the validation loss should fall as ours does, by ${ours.toFixed(2)} in ${item.loss.steps} steps, but falls by ${theirs.toFixed(2)}`,
    );
  }
}

/** @param {string} name of a package beside this file */
function version(name) {
  return createRequire(import.meta.url)(`./node_modules/${name}/package.json`).version;
}
