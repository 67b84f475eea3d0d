// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csv, perRule } from '../../src/export/csv.js';

test('numbers keep all their digits, and none stands where there is none', () => {
  const values = [0.1 + 0.2, 1e-300, Number.NaN, undefined];
  assert.equal(
    csv([
      { name: 'step', values: [0, 1, 2, 25, 50] },
      { name: 'FA loss', values },
    ]),
    'step,FA loss\r\n0,0.30000000000000004\r\n1,1e-300\r\n2,\r\n25,\r\n50,\r\n',
  );
});

test('headings are quoted where they have to be', () => {
  const names = ['step', 'a "b"', 'c,d', 'e'];
  const [head] = csv(names.map((name) => ({ name, values: [] }))).split('\r\n');
  assert.equal(head, 'step,"a ""b""","c,d",e');
});

test('every rule on screen has a column for every quantity', () => {
  const shown = ['BP', 'FA'].map((short) => ({ id: short.toLowerCase(), short }));
  const runs = { bp: { v: [1, 2] }, fa: { v: [3, 4] } };
  assert.equal(
    csv(perRule({ last: 1, shown, runs }, { v: 'V' })),
    'step,BP V,FA V\r\n0,1,3\r\n1,2,4\r\n',
  );
});
