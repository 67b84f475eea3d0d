// @ts-check
// The first second of a visit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noFaults, open, ready } from './browser.js';

const [TOY] = /** @type {const} */ (['feedback-toy']);

/** Milliseconds from the first byte asked for until the toy has moved because somebody pressed Play. */
async function visit() {
  const { page, faults, close } = await open({}, (page) =>
    page.addInitScript(() => {
      addEventListener('feedback-ready', ({ target }) => {
        const figure = /** @type {any} */ (target);
        if (figure.localName !== 'feedback-toy') return;
        // As soon as there is a button to press.
        figure.updateComplete.then(() => figure.renderRoot.querySelector('.play').click());
      });
      addEventListener('feedback-step', () => {
        /** @type {any} */ (window).moved ??= performance.now();
      });
    }),
  );
  await ready(page, TOY);
  await page.waitForFunction('window.moved');
  const moved = /** @type {number} */ (await page.evaluate('window.moved'));
  noFaults(faults);
  await close();
  return moved;
}

test('the first figure answers within a second', async () => {
  // The best of some visits: the machine may have other things to do.
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5 && best >= 1000; i++) best = Math.min(best, await visit());
  assert.ok(best < 1000, `${best} ms`);
});
