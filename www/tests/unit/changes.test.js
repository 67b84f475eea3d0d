// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bordersOf,
  readChanges,
  readRates,
  withChange,
  writeChanges,
} from '../../src/state/changes.js';
import { evidence, judge } from '../../src/state/claims.js';
import { NETWORK } from '../../src/state/network.js';

const LIVE = ['learning_rate', 'decay', 'decay_rate', 'learns'];

test('changes on the way are read by step and written back', () => {
  const text = '40 eta 0.01; 800 learns hidden*90, all; 800 decay l2';
  const changes = readChanges(text, NETWORK, LIVE);
  assert.deepEqual(changes[0], { step: 40, settings: { learning_rate: 0.01 } });
  assert.equal(writeChanges(changes, NETWORK), text);
  assert.deepEqual(readChanges('', NETWORK, LIVE), []);
  assert.equal(readChanges('9 eta 1; 3 eta 2', NETWORK, LIVE)[0].step, 3, 'in order');
});

test('what may not change on the way, or is no change, is refused in words', () => {
  for (const text of [
    '40',
    'eta 0.1',
    '40 seed 3',
    '-1 eta 0.1',
    '1.5 eta 1',
    '9e99 eta 1',
    '<b>',
    '4 __proto__ 1',
  ])
    assert.throws(
      () => readChanges(text, NETWORK, LIVE),
      /changes must be steps with live settings/,
      text,
    );
  assert.throws(() => readChanges('4 eta many', NETWORK, LIVE), /learning_rate must be a number/);
});

test('a change at a step takes the place of the one there', () => {
  const changes = withChange(readChanges('4 eta 1; 9 eta 2', NETWORK, LIVE), 4, {
    learning_rate: 3,
  });
  assert.equal(writeChanges(changes, NETWORK), '4 eta 3; 9 eta 2');
  assert.equal(
    writeChanges(withChange(changes, 4, { decay: 'l2' }), NETWORK),
    '4 eta 3; 4 decay l2; 9 eta 2',
  );
});

test('rates are read by rule', () => {
  assert.deepEqual(readRates('bp 0.1, fa=0.05; dfa: 2', ['bp', 'fa', 'dfa']), {
    bp: 0.1,
    fa: 0.05,
    dfa: 2,
  });
  assert.deepEqual(readRates(' ', ['bp']), {});
  for (const text of ['bp', 'xx 1', 'bp one', 'bp 1 2'])
    assert.throws(
      () => readRates(text, ['bp']),
      /rates must be rules with their learning rates/,
      text,
    );
});

test('the borders of a schedule say who learns from there on', () => {
  assert.deepEqual(bordersOf('hidden*90, output*30, 1-2*30, all'), [
    { step: 90, label: 'output learns' },
    { step: 120, label: '1-2 learn' },
    { step: 150, label: 'all learn' },
  ]);
  assert.deepEqual(bordersOf('all'), []);
});

/** @param {number[]} accuracies at steps 0, 10, 20, … */
const track = (accuracies) =>
  /** @type {any} */ ({
    rule: 'bp',
    snapshots: accuracies.map((accuracy, i) => ({
      step: 10 * i,
      accuracy,
      angles: [90 - i, Number.NaN],
    })),
  });

test('claims are judged when their moments have come, by what was seen', () => {
  const term = (/** @type {any} */ moment, quantity = 'accuracy', layer = 0) => ({
    rule: 'bp',
    quantity,
    layer,
    moment,
  });
  const claim = (
    /** @type {any} */ left,
    more = true,
    plus = 50,
    /** @type {any} */ other = null,
  ) => ({ text: '', left, more, right: { term: other, plus } });
  const tracks = [track([0.1, 0.9, 0.6])];
  const at = (/** @type {any} */ one, step = 20, done = true) => judge(one, tracks, step, done);
  assert.deepEqual(at(claim(term('end'))), { left: 60, right: 50, holds: true });
  assert.equal(at(claim(term('end')), 20, false).holds, undefined, 'not before the end');
  assert.equal(
    at(claim(term('start'), false), 0, false).holds,
    true,
    'the start is settled at once',
  );
  assert.equal(at(claim(term({ step: 10 }), true, 80), 10, false).holds, true);
  assert.equal(at(claim(term({ step: 10 }), true, 80), 5, false).holds, undefined);
  assert.equal(at(claim(term('peak'), true, 20, term('end'))).holds, true, '90 > 60 + 20');
  assert.equal(at(claim(term('lowest'), false, 11)).holds, true);
  assert.equal(at(claim(term('end', 'angles', 1), false, 90)).left, 88);
  assert.equal(
    at(claim(term('end', 'angles', 2), false, 90)).holds,
    false,
    'no number makes no claim true',
  );
  assert.equal(judge(claim(term('end')), [], 0, true).holds, false);
});

test('what a claim compares is said with quantity, layer, step, rules, values and units', () => {
  const look = (/** @type {number} */ step, /** @type {number} */ accuracy) => ({
    step,
    accuracy,
    loss: 1 - accuracy,
    angles: [90 - step, Number.NaN],
    codes: [accuracy / 2],
  });
  const tracks = /** @type {any} */ ([
    { rule: 'bp', snapshots: [look(0, 0.1), look(75, 0.4), look(100, 0.857)] },
    { rule: 'fa', snapshots: [look(0, 0.1), look(75, 0.6), look(100, 0.823)] },
  ]);
  const term = (
    /** @type {string} */ rule,
    /** @type {any} */ moment,
    quantity = 'accuracy',
    layer = 0,
  ) => ({ rule, quantity, layer, moment });
  const name = (/** @type {string} */ rule) => rule.toUpperCase();
  const said = (
    /** @type {any} */ left,
    /** @type {boolean} */ more,
    /** @type {any} */ other,
    plus = 0,
    ripe = true,
  ) =>
    evidence({ text: '', left, more, right: { term: other, plus } }, tracks, {
      ripe,
      end: 100,
      name,
    });
  const at75 = { step: 75 };
  for (const [found, expected] of [
    [
      said(term('fa', at75, 'loss'), false, term('bp', at75, 'loss'), -0.05),
      'validation loss at step 75: FA 0.40, BP 0.60; at least 0.05 less',
    ],
    [
      said(term('fa', at75, 'loss'), false, term('bp', at75, 'loss'), -0.05, false),
      'validation loss at step 75: FA at least 0.05 less than BP',
    ],
    [
      said(term('fa', 'end'), false, term('bp', 'end'), -2),
      'validation accuracy at step 100: FA 82.3 %, BP 85.7 %; at least 2 points less',
    ],
    [
      said(term('fa', 'end'), true, null, 80),
      'validation accuracy at step 100: FA 82.3 %, more than 80 %',
    ],
    [
      said(term('fa', 'end'), true, null, 80, false),
      'validation accuracy at step 100: FA more than 80 %',
    ],
    [
      said(term('fa', at75, 'angles', 1), false, null, 55),
      'angle to BP in hidden layer 1 at step 75: FA 15°, less than 55°',
    ],
    [
      said(term('fa', at75, 'angles', 2), false, null, 55),
      'angle to BP in hidden layer 2 at step 75: FA none, less than 55°',
    ],
    [
      said(term('fa', 'end'), false, term('fa', 'peak'), -3),
      'validation accuracy at step 100: FA 82.3 %; at its highest, step 100: FA 82.3 %; at least 3 points less',
    ],
    [
      said(term('fa', 'end', 'codes', 1), true, term('fa', 'start', 'codes', 1), 0.2),
      'class codes written in hidden layer 1 at step 100: FA 0.41; at step 0: FA 0.05; at least 0.20 more',
    ],
    [
      said(term('bp', 'end'), true, term('fa', 'end'), 0, false),
      'validation accuracy at step 100: BP more than FA',
    ],
  ])
    assert.equal(found, expected);
});
