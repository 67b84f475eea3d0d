// @ts-check
// The complete MNIST from the mirror, as MNIST_DIR has it: a folder with the four files. Whether the
// page stays free meanwhile is asked in timing/files.test.js.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { FILES, HOST, MIRROR } from '../../src/workers/mirror.js';
import { alone } from './alone.js';
import { ask, origin } from './browser.js';
import {
  BACK,
  button,
  clean,
  complete,
  counts,
  FETCH,
  focused,
  folder,
  forgive,
  inUse,
  KEPT,
  NAME,
  nameOf,
  ON_MIRROR,
  present,
  serve,
  started,
} from './sources.js';

/** @typedef {import('playwright-core').Route} Route */

if (!folder) console.log('MNIST_DIR is not set: what needs the complete set was not run');

test(
  'the complete MNIST is fetched, checked, trained on and kept, until it is forgotten',
  complete,
  async () => {
    /** @type {string[]} */
    const asked = [];
    const { page, faults, figure } = await started((route) => {
      asked.push(nameOf(route));
      return serve(route);
    });
    await ask(page, NAME, 'figure.seek(0)');
    const first = await ask(page, NAME, 'figure.fingerprint()');
    await button(figure, FETCH).click();
    await inUse(page, 'the complete MNIST');
    assert.deepEqual(
      asked,
      FILES.map(({ name }) => name),
    );
    forgive(faults);
    assert.deepEqual(await counts(figure), [60_000, 10_000]);
    await figure
      .locator('.unseen[role=status]')
      .getByText('Starts over with 60000 digits from the complete MNIST.')
      .waitFor({ state: 'attached' });
    const whole = await present(page);
    assert.equal(whole[0].step, 0, 'the race begins again');
    await clean(page, [NAME]);

    await button(figure, BACK).click();
    await inUse(page, 'this page');
    assert.deepEqual(await ask(page, NAME, 'figure.fingerprint()'), first, 'from the same seed');

    // The same four files from a person's disk are the same digits.
    const files = FILES.map(({ name }) => join(folder, name));
    await figure.locator('input[type=file][multiple]').setInputFiles(files);
    await inUse(page, 'your files');
    assert.deepEqual((await present(page)).slice(0, 2), whole.slice(0, 2));

    // The next visit needs no network.
    await page.unroute(ON_MIRROR);
    await page.route(ON_MIRROR, (route) => route.abort());
    await page.reload();
    const { figure: next } = await alone(`<${NAME} layers="16"></${NAME}>`);
    await button(next, KEPT).click();
    await inUse(page, 'the complete MNIST');
    assert.deepEqual(await counts(next), [60_000, 10_000]);
    assert.equal(asked.length, FILES.length);
    await button(next, 'Forget them').focus();
    await page.keyboard.press('Enter');
    await button(next, 'Forget them').waitFor({ state: 'detached' });
    assert.equal(await focused(page), BACK);
    assert.equal(await page.evaluate(() => caches.has('mnist-v1')), false);
    assert.deepEqual(await counts(next), [60_000, 10_000], 'what is in use stays');
    await button(next, BACK).click();
    await button(next, FETCH).waitFor();
  },
);

test(
  'a damaged entry of the cache is dropped and fetched anew, and it alone',
  complete,
  async () => {
    /** @type {string[]} */
    const asked = [];
    const { page } = await started((route) => {
      asked.push(nameOf(route));
      return serve(route);
    });
    /** What the browser keeps. @param {string[]} damaged names of files */
    const keep = (damaged) =>
      page.evaluate(
        async ([mirror, names, damaged]) => {
          const cache = await caches.open('mnist-v1');
          for (const name of names) {
            const url = `${mirror}${name}`;
            if (damaged.includes(name)) await cache.put(url, new Response('rubbish'));
            else if (!(await cache.match(url))) await cache.put(url, await fetch(url));
          }
        },
        /** @type {const} */ ([MIRROR, FILES.map(({ name }) => name), damaged]),
      );
    await keep([FILES[2].name]);
    asked.length = 0;
    const { figure, faults } = await alone(`<${NAME} layers="16"></${NAME}>`);
    await button(figure, KEPT).click();
    await inUse(page, 'the complete MNIST');
    assert.deepEqual(asked, [FILES[2].name]);

    // Where it cannot be fetched, it is not said to be there.
    await keep([FILES[2].name]);
    await button(figure, BACK).click();
    await inUse(page, 'this page');
    await page.unroute(ON_MIRROR);
    await page.route(ON_MIRROR, (route) => route.abort());
    await button(figure, KEPT).click();
    await figure.getByText(`${FILES[2].name} cannot be fetched`).waitFor();
    await button(figure, FETCH).waitFor();
    forgive(faults, /raw\.githubusercontent|net::ERR/);
  },
);

test(
  'digits for which the browser has no room are used, and said not to be kept',
  complete,
  async () => {
    const { page, figure, faults } = await started(serve);
    const session = await page.context().newCDPSession(page);
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 5_000_000 });
    try {
      await button(figure, FETCH).click();
      await inUse(page, 'the complete MNIST');
      await figure
        .getByText('They were not kept for the next visit: this browser has no room for them.')
        .waitFor();
      assert.equal(await button(figure, 'Forget them').count(), 0);
      assert.equal(await page.evaluate(() => caches.has('mnist-v1')), false);
    } finally {
      await session.send('Storage.overrideQuotaForOrigin', { origin });
      await session.detach();
    }
    forgive(faults);
  },
);

test('a download is seen to proceed and can be cancelled half-way', complete, async () => {
  const { page, figure, faults } = await started((route) =>
    nameOf(route) === FILES[3].name ? new Promise(() => {}) : serve(route),
  );
  const before = await present(page);
  await button(figure, FETCH).click();
  await figure.getByText(`Fetching from ${HOST}: 1.6 of 11.3 MB`).waitFor();
  assert.match((await figure.locator('progress').getAttribute('value')) ?? '', /^0\.14/);
  await clean(page, [NAME]);
  await button(figure, 'Cancel').click();
  await button(figure, FETCH).waitFor();
  assert.deepEqual(await present(page), before);
  forgive(faults);
});
