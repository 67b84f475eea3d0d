// @ts-check
// The first second of a visit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noFaults, open } from '../e2e/browser.js';

/** Milliseconds from the first byte asked for until the toy has moved because its Play was pressed. */
async function visit() {
  const { page, faults, close } = await open({}, (page) =>
    page.addInitScript(() => {
      addEventListener('feedback-ready', ({ target }) => {
        const figure = /** @type {HTMLElement} */ (target);
        if (figure.localName !== 'feedback-toy') return;
        // As soon as there is a button to press.
        const press = () => {
          const play = /** @type {HTMLElement | null} */ (
            figure.shadowRoot?.querySelector('.play')
          );
          if (play) play.click();
          else requestAnimationFrame(press);
        };
        press();
      });
      const moved = new Promise((resolve) => {
        addEventListener('feedback-step', () => resolve(performance.now()));
      });
      Object.assign(window, { moved });
    }),
  );
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
