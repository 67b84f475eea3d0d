// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entries, matrix, reading, sentence } from '../../src/panels/confusion.js';
import { bars } from '../../src/panels/draw.js';
import { layout } from '../../src/panels/fields.js';
import { largest } from '../../src/panels/mistakes.js';
import { corner, pixels } from '../../src/panels/pixels.js';

/** A rule that was seen, with three classes. @param {string} name @param {number[]} confusion */
const seen = (name, confusion) => ({
  name,
  seen: /** @type {any} */ ({ step: 7, accuracy: 0.8, classes: 3, confusion }),
});
const dfa = seen('DFA', [50, 0, 2, 0, 40, 9, 1, 0, 30]);
const bp = seen('BP', [49, 3, 0, 0, 48, 1, 1, 0, 30]);

test('a difference is by sign and adds up to nothing, class by class', () => {
  const all = entries(dfa, bp);
  assert.deepEqual(all, [1, -3, 2, 0, -8, 8, 0, 0, 0]);
  for (const row of [0, 1, 2])
    assert.equal(
      all.slice(3 * row, 3 * row + 3).reduce((sum, n) => sum + n),
      0,
    );
});

test('the sentence tells the most frequent mistakes first, with the sign in words', () => {
  assert.match(
    sentence(dfa),
    /^Confusion matrix of DFA at step 7: 80\.0 percent right\. .*2 for a 1 on 9 digits, 2 for a 0 on 2 digits, 0 for a 2 on 1 digit\.$/,
  );
  assert.match(
    sentence(dfa, bp),
    /Next to BP, DFA answers 2 for a 1 on 8 more digits, 1 for a 0 on 3 fewer digits, 2 for a 0 on 2 more digits\.$/,
  );
  assert.match(sentence(dfa, dfa), /DFA makes each mistake as often as DFA/);
  assert.match(sentence(seen('BP', [1, 0, 0, 0, 1, 0, 0, 0, 1])), /It makes no mistake\.$/);
});

test('right answers have no colour, the most frequent mistake the strongest', () => {
  const [, tiles] = matrix(340, dfa).layers;
  const opacities = [
    ...tiles.matchAll(/class="(\w+)"[^>]*?(?:fill-opacity="([\d.]+)")?><\/rect>/g),
  ];
  assert.equal(opacities.length, 9);
  assert.deepEqual(
    opacities.map(([, kind, strength]) => [kind, strength]),
    [
      ['band', undefined],
      ['positive', '0.000'],
      ['positive', '0.122'],
      ['positive', '0.000'],
      ['band', undefined],
      ['positive', '0.550'],
      ['positive', '0.061'],
      ['positive', '0.000'],
      ['band', undefined],
    ],
  );
  const [, signed] = matrix(340, dfa, bp).layers;
  assert.ok(signed.includes('class="negative"') && signed.includes('>−3<'));
  assert.ok(signed.includes('>+8<'));
});

test('an entry is read with what both rules answer', () => {
  const cell = { row: 1, column: 2 };
  assert.equal(reading(cell, dfa), '2 for a 1: DFA 9');
  assert.equal(reading(cell, dfa, bp), '2 for a 1: DFA 9, BP 1; difference +8');
  assert.match(reading({ row: 0, column: 0 }, dfa), /which is right/);
});

test('many classes have room for names, but not for counts', () => {
  const many = Array.from({ length: 40 * 40 }, () => 3);
  const letters = {
    name: 'BP',
    seen: /** @type {any} */ ({ step: 0, accuracy: 0, classes: 40, confusion: many }),
  };
  const { layers, height } = matrix(340, letters);
  assert.ok(!layers[1].includes('<text'));
  const names = [...layers[0].matchAll(/text-anchor="end">(\d+)</g)].map(([, name]) =>
    Number(name),
  );
  assert.ok(names.length > 5 && names.length < 40, names.join());
  assert.ok(height < 380);
});

const IMAGES = {
  rows: 2,
  columns: 3,
  count: 3,
  across: 2,
  gap: /** @type {[number, number]} */ ([1, 2]),
  values: [0, 0.2, 0.4, 0.6, 0.8, 1, 1, 0, 0, 0, 0, 0, -2, 0, 0, 0, 0, 4],
};

test('images stand in a sheet, row by row, whatever their shape', () => {
  const { data, width, height } = pixels(IMAGES, { kind: 'grey' });
  assert.deepEqual([width, height], [7, 6]);
  const at = (/** @type {number} */ x, /** @type {number} */ y) => [
    ...data.slice(4 * (y * width + x), 4 * (y * width + x) + 4),
  ];
  assert.deepEqual(at(2, 1), [255, 255, 255, 255]);
  assert.deepEqual(at(1, 0), [51, 51, 51, 255]);
  assert.deepEqual(at(3, 0), [0, 0, 0, 0], 'between two');
  assert.deepEqual(at(4, 0), [255, 255, 255, 255], 'the second');
  assert.deepEqual(at(2, 5), [255, 255, 255, 255], 'the third, below');
  assert.deepEqual(corner(IMAGES, { x: 10, y: 20, scale: 2 }, 2), [10, 28]);
  assert.deepEqual(corner(IMAGES, { x: 10, y: 20, scale: 2 }, 1), [18, 20]);
});

test('signs have their colours, each image next to its own largest', () => {
  const { data, width } = pixels(IMAGES, {
    kind: 'signs',
    positive: [200, 100, 0],
    negative: [0, 100, 200],
  });
  const at = (/** @type {number} */ x, /** @type {number} */ y) => [
    ...data.slice(4 * (y * width + x), 4 * (y * width + x) + 4),
  ];
  assert.deepEqual(at(2, 1), [200, 100, 0, 255]);
  assert.deepEqual(at(2, 5), [200, 100, 0, 255]);
  assert.deepEqual(at(0, 4), [0, 100, 200, 128]);
  assert.equal(at(1, 4)[3], 0, 'zero is nothing');
});

test('receptive fields fill whole lines, in any width and of any shape', () => {
  for (const width of [120, 350, 520, 1080])
    for (const size of [
      { rows: 28, columns: 28 },
      { rows: 7, columns: 30 },
      { rows: 64, columns: 16 },
    ])
      for (const count of [1, 3, 40]) {
        const { across, count: shown, scale } = layout(width, size, count);
        assert.ok(shown > 0 && shown <= count && shown % across === 0);
        assert.ok((across * (size.columns + 2) - 2) * scale <= width + 1e-9);
      }
  for (const width of [350, 520])
    assert.equal(layout(width, { rows: 28, columns: 28 }, 40).count, 40);
});

test('the answer is the first that is largest, as in the core', () => {
  assert.equal(largest([0.1, 0.4, 0.4]), 1);
  assert.equal(largest(new Float32Array([-3, -2, -1])), 2);
});

test('bars say what they are, and nothing where there is no number', () => {
  const outputs = [0.1, 0.7, 0.2];
  assert.match(
    bars(120, 'fa', 'FA', 'softmax', outputs).label,
    /^FA answers 1\. 1 70\.0 %, 2 20\.0 %/,
  );
  assert.match(
    bars(120, 'fa', 'FA', 'logistic', outputs).label,
    /^FA answers 1\. 1 0\.70, 2 0\.20/,
  );
  assert.equal(bars(120, 'fa', 'FA', 'softmax', undefined).label, 'FA has no answer');
  const lost = bars(120, 'fa', 'FA', 'softmax', [Number.NaN, Number.NaN]);
  assert.equal(lost.label, 'FA has no answer');
  assert.ok(!lost.layers.join('').includes('NaN'));
  const linear = bars(120, 'fa', 'FA', 'identity', [-1, 4, 2]).layers.join('');
  assert.ok(!linear.includes('height="-'));
  assert.match(linear, /height="46"/);
});
