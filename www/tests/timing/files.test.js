// @ts-check
// Digits that are many or large do not hold the page up: reading, checking and handing them on is
// other threads' work. Processor time of the longest task on the main thread, against 50 ms.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import {
  button,
  complete,
  FETCH,
  forgive,
  idx,
  inUse,
  longestTask,
  present,
  serve,
  started,
} from '../e2e/sources.js';

const MOST_TASK_MS = 50;

test('files of hundreds of megabytes do not stop the page; beyond the limit they are refused', async () => {
  const top = mkdtempSync(join(tmpdir(), 'digits-'));
  try {
    const paths = [250_000, 350_000].map((n) => {
      const path = join(top, `${n}.gz`);
      writeFileSync(path, gzipSync(idx(n, 28, 28), { level: 1 }));
      return path;
    });
    const { page, figure } = await started(() => {});
    const before = await present(page);
    const longest = await longestTask(page, async () => {
      await figure.locator('input[type=file][multiple]').setInputFiles(paths);
      await figure.getByText('Reading your files').waitFor();
      await figure.getByRole('alert').waitFor({ timeout: 120_000 });
    });
    const sentence = /there are 0; 350000\.gz: it holds more than 256 MB/;
    assert.match((await figure.getByRole('alert').textContent()) ?? '', sentence);
    assert.deepEqual(await present(page), before);
    assert.ok(longest <= MOST_TASK_MS, `a task of ${longest} ms`);
  } finally {
    rmSync(top, { recursive: true });
  }
});

test('the complete MNIST comes without stopping the page', complete, async () => {
  const { page, figure, faults } = await started(serve);
  const longest = await longestTask(page, async () => {
    await button(figure, FETCH).click();
    await inUse(page, 'the complete MNIST');
  });
  assert.ok(longest <= MOST_TASK_MS, `a task of ${longest} ms`);
  forgive(faults);
});
