// @ts-check
// How soon a figure in a frame stops when its slide goes: the best of several times.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forget, hears, is, page, say, show } from '../e2e/host.js';

const LIMIT_MS = 100;
const TIMES = 5;

for (const [what, hash] of [
  ['a run that is played back', 'v=1&d=toy&speed=20&autoplay=on-slide'],
  ['a race', 'v=1&d=mnist&steps=100000&autoplay=on-slide&controls=mini'],
])
  test(`${what} stops within ${LIMIT_MS} ms of its slide`, async () => {
    await show(hash);
    /** @type {number[]} */
    const took = [];
    for (let i = 0; i < TIMES; i++) {
      await say('slide:stop');
      await forget();
      await say('slide:start');
      await hears((data) => is(data, 'state') && data.playing && data.k > 0);
      await forget();
      const sent = /** @type {number} */ (
        await page.evaluate("(say('slide:stop'), performance.now())")
      );
      const { at } = await hears((data) => is(data, 'state') && !data.playing);
      took.push(at - sent);
    }
    assert.ok(Math.min(...took) < LIMIT_MS, `${took.map(Math.round)} ms`);
  });
