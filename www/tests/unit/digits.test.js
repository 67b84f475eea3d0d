// @ts-check
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { droppedFiles, sortDigits, summarise } from '../../src/workers/digits.js';
import { given, mirror, page, unpack } from '../../src/workers/files.js';
import { FILES, MIRROR, size } from '../../src/workers/mirror.js';

/** @param {string} kind @param {number} count @param {string} [name] */
const file = (kind, count, name = `${kind}-${count}`) => ({
  name,
  bytes: new Blob(),
  summary: { kind, count, rows: 28, columns: 28 },
});

test('four files in any order are sorted by what they hold; the larger pair is for training', () => {
  const files = [file('labels', 10), file('images', 60), file('images', 10), file('labels', 60)];
  assert.deepEqual(
    sortDigits(files).map(({ name }) => name),
    ['images-60', 'labels-60', 'images-10', 'labels-10'],
  );
});

test('the same files twice, packed and unpacked, are no trouble', () => {
  const once = [file('labels', 10), file('images', 60), file('images', 10), file('labels', 60)];
  assert.equal(sortDigits([...once, file('images', 60, 'copy')]).length, 4);
});

test('files that are no two pairs are refused in words', () => {
  assert.throws(() => sortDigits([file('images', 60), file('labels', 60)]), /there is one$/);
  assert.throws(() => sortDigits([file('images', 60), file('labels', 59)]), /there are 0$/);
});

test('why other files were left out is said, three of them by name', async () => {
  const core = /** @type {any} */ ({ run: () => Promise.reject(new Error('no IDX')) });
  const broken = new File([new Uint8Array([0x1f, 0x8b, 8])], 'a');
  const whole = ['b', 'c', 'd'].map((name) => new File(['no'], name));
  const answer = await given(() => {}, [broken, ...whole]);
  const { files, reasons } = await summarise(answer.files, core, false);
  assert.throws(() => sortDigits(files, reasons), {
    message: /there are 0; a: it is no complete gzip file; b: no IDX; c: no IDX; and 1 more$/,
  });
});

test('what a file holds is told by its first two bytes', async () => {
  const text = new TextEncoder().encode('digits');
  for (const packed of [text, gzipSync(text)])
    assert.equal(await (await unpack(new Blob([new Uint8Array(packed)]))).text(), 'digits');
  const torn = gzipSync(text).subarray(0, -6);
  await assert.rejects(unpack(new Blob([new Uint8Array(torn)])), {
    message: 'it is no complete gzip file',
  });
  assert.equal((await unpack(new Blob())).size, 0);
});

test('256 MB are unpacked and not a byte more, packed or not', async () => {
  const most = 256 * 2 ** 20;
  const zeros = new Uint8Array(most + 1);
  const sentence = { message: 'it holds more than 256 MB' };
  const packed = (/** @type {number} */ bytes) =>
    new Blob([new Uint8Array(gzipSync(zeros.subarray(0, bytes), { level: 1 }))]);
  assert.equal((await unpack(packed(most))).size, most);
  await assert.rejects(unpack(packed(most + 1)), sentence);
  await assert.rejects(unpack(new Blob([zeros])), sentence);
});

/**
 * Answers `fetch` from a table of addresses; an address without an entry is offline.
 * @param {import('node:test').TestContext} t
 * @param {Record<string, () => Response>} answers
 */
function network(t, answers) {
  /** @type {string[]} */
  const asked = [];
  t.mock.method(globalThis, 'fetch', async (/** @type {string} */ url) => {
    asked.push(url);
    if (!answers[url]) throw new TypeError('Failed to fetch');
    return answers[url]();
  });
  return asked;
}

/** @param {string} text */
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const BASE = 'https://example.org/deep/';

/** @param {string} sum of the file that a manifest describes */
const served = (sum) => ({
  [`${BASE}data/manifest.json`]: () =>
    Response.json({ files: [{ name: 'a.gz', bytes: 30, sha256: sum }] }),
  [`${BASE}data/a.gz`]: () => new Response(new Uint8Array(gzipSync('digits'))),
});

test('a file that is not what the manifest describes is refused by name', async (t) => {
  network(t, served(sha256('digits')));
  const { files, note } = await page(() => {}, BASE);
  assert.equal(await files[0].bytes?.text(), 'digits');
  assert.equal(note, '');
  t.mock.reset();
  network(t, served(sha256('digit')));
  await assert.rejects(
    page(() => {}, BASE),
    {
      message: `a.gz is damaged: its SHA-256 must begin with ${sha256('digit').slice(0, 8)}, but does with ${sha256('digits').slice(0, 8)}`,
    },
  );
});

test('progress never goes back and ends at the whole', async (t) => {
  network(t, served(sha256('digits')));
  /** @type {number[]} */
  const told = [];
  await page((got, of) => {
    assert.equal(of, 30);
    told.push(got);
  }, BASE);
  assert.deepEqual(
    told,
    [...told].sort((a, b) => a - b),
  );
  assert.equal(told.at(-1), 30);
});

for (const [
  what,
  answer,
  sentence,
] of /** @type {[string, (() => Response) | undefined, string][]} */ ([
  ['offline', undefined, 'cannot be fetched from raw.githubusercontent.com'],
  [
    'no such file',
    () => new Response('', { status: 404 }),
    'is missing from raw.githubusercontent.com (status 404)',
  ],
  [
    'another file',
    () => new Response('<html>'),
    'is damaged: its SHA-256 must begin with ff7bcfd4, but does with b7d082ee',
  ],
  [
    'half a file',
    () => new Response(new Uint8Array(gzipSync('digits').subarray(0, 20))),
    'is damaged: it is no complete gzip file',
  ],
  [
    'a line that breaks',
    () => {
      let pulls = 0;
      const pull = (/** @type {any} */ stream) =>
        pulls++
          ? stream.error(new TypeError('network error'))
          : stream.enqueue(new Uint8Array(1000));
      return new Response(new ReadableStream({ pull }, { highWaterMark: 0 }));
    },
    'broke off after 1000 of 4540 bytes',
  ],
]))
  test(`the mirror fails in a sentence that names the file: ${what}`, async (t) => {
    const asked = network(t, answer ? { [MIRROR + FILES[0].name]: answer } : {});
    await assert.rejects(
      mirror(() => {}),
      { message: `${FILES[0].name} ${sentence}` },
    );
    assert.deepEqual(asked, [MIRROR + FILES[0].name], 'and nothing else is asked for');
  });

test('the mirror has four files of MNIST, as large as is said before', () => {
  assert.equal(size(FILES), 11_266_149);
  assert.deepEqual(FILES.map(({ name }) => name).sort(), [
    't10k-images-idx3-ubyte.gz',
    't10k-labels-idx1-ubyte.gz',
    'train-images-idx3-ubyte.gz',
    'train-labels-idx1-ubyte.gz',
  ]);
  for (const { sha256: sum } of FILES) assert.match(sum, /^[0-9a-f]{64}$/);
});

test('a dropped folder is opened to the bottom, in as many parts as it is told in', async () => {
  const leaf = (/** @type {string} */ name) => ({
    isFile: true,
    file: (/** @type {any} */ resolve) => resolve(new File([], name)),
  });
  const folder = (/** @type {any[][]} */ ...parts) => ({
    isFile: false,
    createReader() {
      const left = [...parts];
      return { readEntries: (/** @type {any} */ resolve) => resolve(left.shift() ?? []) };
    },
  });
  const entries = [folder([leaf('a'), folder([leaf('b')])], [leaf('c')]), leaf('d')];
  const items = entries.map((entry) => ({ webkitGetAsEntry: () => entry }));
  const files = await droppedFiles(/** @type {any} */ ({ items, files: [] }));
  assert.deepEqual(
    files.map(({ name }) => name),
    ['a', 'b', 'c', 'd'],
  );
});
