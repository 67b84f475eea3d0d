// @ts-check
// The complete MNIST from the mirror, as MNIST_DIR has it: a folder with the four files.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { FILES, HOST, MIRROR } from '../../src/workers/mirror.js';
import { ask, origin, ready, until } from './browser.js';
import {
  BACK,
  button,
  clean,
  complete,
  FETCH,
  focused,
  folder,
  inUse,
  KEPT,
  longestTask,
  NAME,
  nameOf,
  ON_MIRROR,
  present,
  serve,
  started,
} from './sources.js';

if (!folder) console.log('MNIST_DIR is not set: what needs the complete set was not run');

test(
  'the complete MNIST is fetched, checked, trained on and kept; there is a way back',
  complete,
  async () => {
    /** @type {string[]} */
    const asked = [];
    const { page, faults, figure, close } = await started((route) => {
      asked.push(nameOf(route));
      return serve(route);
    });
    await ask(page, NAME, 'figure.restart()');
    await until(page, NAME, 'figure.reached === 0');
    const first = await ask(page, NAME, 'figure.fingerprint()');
    await ask(page, NAME, 'figure.step(3)');
    const longest = await longestTask(page, async () => {
      await button(figure, FETCH).click();
      await inUse(page, 'the complete MNIST');
    });
    assert.ok(longest <= 50, `a task of ${longest} ms`);
    assert.deepEqual(
      asked,
      FILES.map(({ name }) => name),
    );
    assert.deepEqual([...new Set(faults)], [`request to https://${HOST}`]);
    const line = figure.locator('.digits');
    assert.match((await line.textContent()) ?? '', /Trained on 60000 digits.*on 10000 others/s);
    await clean(page);
    const spoken = 'Starts over with 60000 digits from the complete MNIST.';
    assert.equal(await ask(page, NAME, 'figure.spoken'), spoken);
    const whole = await present(page);
    assert.equal(whole[0].step, 0, 'the race begins again');

    await button(figure, BACK).click();
    await inUse(page, 'this page');
    assert.deepEqual(await ask(page, NAME, 'figure.fingerprint()'), first, 'from the same seed');

    // The same four files from a person's disk are the same digits.
    const files = FILES.map(({ name }) => join(folder, name));
    await figure.locator('input[type=file][multiple]').setInputFiles(files);
    await inUse(page, 'your files');
    const own = await present(page);
    assert.deepEqual(own.slice(0, 2), whole.slice(0, 2));
    assert.equal(asked.length, FILES.length);
    await close();
  },
);

test('the next visit needs no network, until the person forgets them', complete, async () => {
  const { page, figure, close } = await started(serve);
  await button(figure, FETCH).click();
  await inUse(page, 'the complete MNIST');
  await page.unroute(ON_MIRROR);
  await page.close();

  const next = await figure.page().context().newPage();
  await next.route(ON_MIRROR, (route) => route.abort());
  await next.goto(`${origin}/`);
  const again = await ready(next, NAME);
  await button(again, KEPT).click();
  await inUse(next, 'the complete MNIST');
  assert.equal(await ask(next, NAME, 'figure.digits.train'), 60_000);
  await button(again, 'Forget them').focus();
  await next.keyboard.press('Enter');
  await until(next, NAME, '!figure.kept');
  assert.equal((await focused(next))?.trim(), BACK);
  assert.equal(await next.evaluate(() => caches.has('mnist-v1')), false);
  assert.equal(await ask(next, NAME, 'figure.digits.train'), 60_000, 'what is in use stays');
  await button(again, BACK).click();
  await button(again, FETCH).waitFor();
  await close();
});

test(
  'a damaged entry of the cache is dropped and fetched anew, and it alone',
  complete,
  async () => {
    /** @type {string[]} */
    const asked = [];
    const { page, figure, close } = await started((route) => {
      asked.push(nameOf(route));
      return serve(route);
    });
    await button(figure, FETCH).click();
    await inUse(page, 'the complete MNIST');
    const damage = () =>
      page.evaluate(
        async (url) => (await caches.open('mnist-v1')).put(url, new Response('rubbish')),
        MIRROR + FILES[2].name,
      );
    await damage();
    await button(figure, BACK).click();
    await inUse(page, 'this page');
    await button(figure, KEPT).click();
    await inUse(page, 'the complete MNIST');
    assert.deepEqual(asked.slice(FILES.length), [FILES[2].name]);

    // Where it cannot be fetched, it is not said to be there.
    await damage();
    await button(figure, BACK).click();
    await inUse(page, 'this page');
    await page.route(ON_MIRROR, (route) => route.abort());
    await button(figure, KEPT).click();
    await figure.getByText(`${FILES[2].name} cannot be fetched`).waitFor();
    await button(figure, FETCH).waitFor();
    await close();
  },
);

test(
  'digits for which the browser has no room are used, and said not to be kept',
  complete,
  async () => {
    const { page, figure, close } = await started(serve);
    const session = await page.context().newCDPSession(page);
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 5_000_000 });
    await button(figure, FETCH).click();
    await inUse(page, 'the complete MNIST');
    await figure
      .getByText('They were not kept for the next visit: this browser has no room for them.')
      .waitFor();
    assert.equal(await ask(page, NAME, 'figure.kept'), false);
    assert.equal(await page.evaluate(() => caches.has('mnist-v1')), false);
    await close();
  },
);

test('a download is seen to proceed and can be cancelled half-way', complete, async () => {
  const { page, figure, close } = await started((route) =>
    nameOf(route) === FILES[3].name ? new Promise(() => {}) : serve(route),
  );
  const before = await present(page);
  await button(figure, FETCH).click();
  await figure.getByText(`Fetching from ${HOST}: 1.6 of 11.3 MB`).waitFor();
  assert.match((await figure.locator('progress').getAttribute('value')) ?? '', /^0\.14/);
  await clean(page);
  await button(figure, 'Cancel').click();
  await button(figure, FETCH).waitFor();
  assert.deepEqual(await present(page), before);
  await close();
});
