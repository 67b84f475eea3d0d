// @ts-check
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import Reporter from '../reporter.js';

const FIRST = `
import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
test('one is one', () => assert.equal(1, 1));
test('lists agree', () => assert.deepEqual(['same', 'mine'], ['same', 'yours']));
test('waits', { skip: 'waits for --full' }, () => {});
test('waits, too', { skip: 'waits for --full' }, () => {});
describe('together', () => {
  test('inner', () => { throw new Error('outside', { cause: new Error('inside') }); });
});
test('slow', () => new Promise((resolve) => setTimeout(resolve, 100)));
`;
const SECOND = `
import { after, afterEach, test } from 'node:test';
afterEach(() => { throw new Error('left behind'); });
after(() => { throw new Error('not closed'); });
test('passes, but for what comes after it', () => {});
`;
const BROKEN = `
console.error('a word before the end');
process.exit(3);
`;
const ONLY_GOOD = `
import { test } from 'node:test';
test('good', () => {});
`;

const folder = mkdtempSync(join(tmpdir(), 'reporter-'));
after(() => rmSync(folder, { recursive: true }));

/** Runs files of tests through the reporter. @param {Record<string, string>} files */
async function report(files) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const reporter = fileURLToPath(new URL('../reporter.js', import.meta.url));
  const { NODE_TEST_CONTEXT, ...env } = process.env;
  const child = spawn(
    process.execPath,
    ['--test', '--test-reporter', reporter, '--test-concurrency=2', ...Object.keys(files)],
    { cwd: folder, env: { ...env, DURATIONS: 'durations.json' } },
  );
  let text = '';
  child.stdout.on('data', (data) => {
    text += data;
  });
  const [code] = await once(child, 'close');
  const durations = JSON.parse(readFileSync(join(folder, 'durations.json'), 'utf8'));
  return { text, code, durations };
}

test('failures are told in full, passing tests in numbers, skipped ones by reason', async () => {
  const files = { 'a.mjs': FIRST, 'b.mjs': SECOND, 'c.mjs': BROKEN, 'd.mjs': ONLY_GOOD };
  const { text, code, durations } = await report(files);
  assert.equal(code, 1);

  const failure = text.slice(text.indexOf('✖ lists agree (a.mjs:5)'));
  assert.match(failure, /^ {4}\+ {3}'mine'\n {4}- {3}'yours'$/m);
  assert.match(failure, /^ +at .*a\.mjs:5:\d+/m);
  assert.match(
    text,
    /✖ inner \(a\.mjs:9\)[\s\S]*Error: outside\n[\s\S]*Caused by: Error: inside\n +at .*a\.mjs:9/,
  );
  assert.match(text, /✖ passes, but for what comes after it \(b\.mjs:5\)[\s\S]*Error: left behind/);
  assert.match(text, /✖ b\.mjs as a whole[\s\S]*Error: not closed/);
  assert.match(text, /c\.mjs: a word before the end/);
  assert.match(text, /✖ c\.mjs as a whole[\s\S]*its process ended with code 3/);
  assert.doesNotMatch(text, /node:internal/);

  const TIME = '[\\d.]+ m?s';
  assert.match(text, new RegExp(`^✖ a\\.mjs: 2 passed, 2 failed, 2 skipped, ${TIME}$`, 'm'));
  assert.match(text, new RegExp(`^✖ b\\.mjs: 0 passed, 2 failed, ${TIME}$`, 'm'));
  assert.match(text, new RegExp(`^✔ d\\.mjs: 1 passed, ${TIME}$`, 'm'));

  const [before, end] = text.split(/^3 passed, 5 failed, 2 skipped$/m);
  assert.ok(end, 'the counts stand alone on a line');
  assert.doesNotMatch(before, /one is one|good/);
  assert.match(
    end,
    new RegExp(`^\\s*The slowest tests:\n +${TIME} {2}slow \\(a\\.mjs:11\\)$`, 'm'),
  );
  assert.match(
    end,
    /^2 skipped: waits for --full\n {2}waits \(a\.mjs:6\)\n {2}waits, too \(a\.mjs:7\)$/m,
  );
  assert.match(end, /^What failed:\n {2}lists agree \(a\.mjs:5\)\n {2}inner /m);

  assert.deepEqual(
    durations.map((/** @type {any} */ { name, file }) => `${file}: ${name}`),
    [
      'a.mjs: one is one',
      'a.mjs: lists agree',
      'a.mjs: inner',
      'a.mjs: slow',
      'b.mjs: passes, but for what comes after it',
      'd.mjs: good',
    ],
  );
  const slow = durations.find((/** @type {any} */ { name }) => name === 'slow');
  assert.ok(slow.ms >= 99, `${slow.ms} ms`);
});

test('where all is well a file is a line', async () => {
  const { text, code } = await report({ 'd.mjs': ONLY_GOOD });
  assert.equal(code, 0);
  const [file, empty, counts, ...end] = text.split('\n');
  assert.match(file, /^✔ d\.mjs: 1 passed, /);
  assert.deepEqual([empty, counts], ['', '1 passed, 0 failed, 0 skipped']);
  assert.doesNotMatch(end.join('\n'), /skipped|failed/);
});

test('in silence it names what is running, again and again', async () => {
  const reporter = new Reporter({ silence: 60, tick: 10 });
  const at = { nesting: 0, line: 1, column: 1 };
  for (const name of ['a.mjs', 'b.mjs']) {
    const path = join(process.cwd(), name);
    reporter.write({ type: 'test:dequeue', data: { ...at, name: path, file: path } });
  }
  const file = join(process.cwd(), 'a.mjs');
  reporter.write({ type: 'test:dequeue', data: { ...at, name: 'a long one', file } });
  for (let round = 0; round < 3; round += 1) {
    const [text] = await once(reporter, 'data');
    assert.match(
      String(text),
      /^ {2}… running: a\.mjs in “a long one” \(\d+ ms\), b\.mjs \(\d+ ms\)\n$/,
    );
  }
  reporter.destroy();
});
