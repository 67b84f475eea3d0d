// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import schema from '../../pkg/schema.json' with { type: 'json' };
import { LINEAR, TOY } from '../../src/state/figures.js';
import { MOST_LAYERS } from '../../src/state/layers.js';
import { NETWORK } from '../../src/state/network.js';
import { PRESETS } from '../../src/state/presets.js';
import { SHALLOW_RULES, sameRules } from '../../src/state/rules.js';
import {
  attributesOf,
  blamed,
  defaults,
  defineTable,
  find,
  forCore,
  format,
  parse,
  read,
  withLongKeys,
} from '../../src/state/table.js';

const tables = { toy: TOY, linear: LINEAR, network: NETWORK };

for (const [name, table] of Object.entries(tables)) {
  const fields = schema[/** @type {keyof typeof tables} */ (name)];

  test(`${name}: every setting of the core can be set, but for those that tell racers apart`, () => {
    const missing = fields
      .map((field) => field.key)
      .filter((key) => !['rule', 'signal'].includes(key) && !find(table, key));
    assert.deepEqual(missing, []);
  });

  test(`${name}: sliders stay within the legal range and contain the default`, () => {
    for (const { key, low, high, min = -Infinity, max = Infinity, zero, default: value } of table)
      if (low !== undefined && high !== undefined) {
        assert.ok(low >= min && high <= max && low < high, key);
        const within = (low <= value && value <= high) || (zero && value === 0);
        assert.ok(within, `${key}: ${value} is outside its slider`);
      }
  });

  test(`${name}: keys and attributes are unique, and none belongs to HTML`, () => {
    const keys = table.flatMap((row) => [...new Set([row.key, row.short])]);
    const shadowed = table.filter((row) => keys.filter((key) => key === row.key).length > 1);
    assert.deepEqual(shadowed, []);
    const attributes = table.flatMap(attributesOf);
    assert.equal(new Set(attributes).size, attributes.length);
    assert.ok(!attributes.includes('hidden'), 'the attribute `hidden` hides the element');
    for (const row of table) assert.ok(attributesOf(row).length > 0, `${row.key} has no attribute`);
  });

  test(`${name}: what is written can be read again`, () => {
    for (const row of table) assert.deepEqual(parse(row, format(row, row.default)), row.default);
  });

  test(`${name}: four main controls at most`, () => {
    assert.ok(table.filter((row) => row.main).length <= 4);
  });

  test(`${name}: the core gets its own keys, and the page's stay here`, () => {
    const sent = Object.keys(forCore(table, defaults(table)));
    assert.deepEqual(
      sent.filter((key) => !fields.some((field) => field.key === key)),
      [],
    );
    assert.ok(!sent.includes('rules') && !sent.includes('speed'));
  });
}

test('a key that nobody knows goes to the core, which says so', () => {
  assert.deepEqual(forCore(TOY, { lerning_rate: 1, rules: [] }), { lerning_rate: 1 });
});

test('short keys stand for long ones', () => {
  assert.deepEqual(withLongKeys(TOY, { A: 1, eta: 2, nonsense: 3 }), {
    input_weight: 1,
    learning_rate: 2,
    nonsense: 3,
  });
});

test('a setting that the core no longer has stops the build', () => {
  assert.throws(
    () => defineTable([], [{ key: 'gone', short: 'g', label: 'Gone' }], []),
    /no setting gone/,
  );
});

const row = (/** @type {string} */ key, table = NETWORK) =>
  /** @type {import('../../src/state/table.js').Row} */ (find(table, key));

test('text is read as what it means', () => {
  assert.equal(parse(row('learning_rate'), ' −0.5 '), -0.5);
  assert.deepEqual(parse(row('hidden'), '200, 100;50'), [200, 100, 50]);
  assert.deepEqual(parse(row('hidden'), '200, 100,'), [200, 100]);
  assert.deepEqual(parse(row('rules'), 'ifa,bp'), ['bp', 'ifa'], 'in the order of the rules');
  assert.equal(parse(row('speed'), 'max'), Number.POSITIVE_INFINITY);
});

test('layer sizes are read with and without counts, and written so that they can be read again', () => {
  const hidden = row('hidden');
  const of = (/** @type {number} */ n, /** @type {number} */ size) => Array(n).fill(size);
  for (const [text, sizes, again] of /** @type {[string, number[], string][]} */ ([
    ['100x240', of(100, 240), '100x240'],
    ['100×240', of(100, 240), '100x240'],
    [' 7 x 240 ', of(7, 240), '7x240'],
    ['7  ×240', of(7, 240), '7x240'],
    ['7X240', of(7, 240), '7x240'],
    ['2x800, 100', [800, 800, 100], '800, 800, 100'],
    ['100, 2 x 800;3x5', [100, 800, 800, 5, 5, 5], '100, 800, 800, 3x5'],
    ['5 5 5 4 5', [5, 5, 5, 4, 5], '3x5, 4, 5'],
    ['200, 100', [200, 100], '200, 100'],
    ['200-100', [200, 100], '200, 100'],
    ['200 – 100', [200, 100], '200, 100'],
    ['784-200-100-10', [784, 200, 100, 10], '784, 200, 100, 10'],
    ['2x800-100', [800, 800, 100], '800, 800, 100'],
    ['128x1', of(128, 1), '128x1'],
    ['200, -5', [200, -5], '200, -5'],
    ['3x-5', [-5, -5, -5], '3x-5'],
    ['1e-3', [0.001], '0.001'],
    ['', [], ''],
  ])) {
    assert.deepEqual(parse(hidden, text), sizes, text);
    assert.equal(format(hidden, sizes), again);
    assert.deepEqual(parse(hidden, again), sizes, again);
  }
});

test('a list of layers that the core would not take is refused before it is made', () => {
  const limit = readFileSync(new URL('../../../src/settings/setting.rs', import.meta.url), 'utf8');
  assert.match(limit, new RegExp(`MOST_LAYERS: usize = ${MOST_LAYERS};`), 'the core’s limit');
  for (const [text, number] of [
    ['200x100', 200],
    ['129x1', 129],
    ['100x5, 29x6', 129],
    ['1e9x1', 1e9],
    ['1e300x1, 1e300x1', '2e+300'],
    [Array(129).fill(7).join(), 129],
  ])
    assert.throws(() => parse(row('hidden'), String(text)), {
      message: `hidden must have at most 128 entries, but has ${number}`,
    });
  for (const text of ['0x5', '-2x5', '2.5x5', 'x5', '5x', 'x', '2x3x4', 'NaNx5', 'infinityx5', '-'])
    assert.throws(() => parse(row('hidden'), text), /must be a list of numbers such as/, text);
});

test('spaces without end do not take time without end', () => {
  const spaces = ' '.repeat(1e6);
  const before = performance.now();
  assert.deepEqual(parse(row('hidden'), `200${spaces}100`), [200, 100]);
  assert.throws(() => parse(row('hidden'), `2${spaces}many`));
  assert.ok(performance.now() - before < 1000);
});

test('a text is trimmed, and may be long but not endless', () => {
  const fields = [{ key: 'learns', doc: '', kind: 'text', default: 'all' }];
  const ours = { ...fields[0], key: 'changes', short: 'ch', label: 'Changes' };
  const table = defineTable(fields, [{ key: 'learns', short: 'ln', label: 'Learns' }], [ours]);
  for (const one of table) {
    assert.equal(parse(one, ' hidden*90, output*30 '), 'hidden*90, output*30');
    assert.equal(format(one, 'hidden*90, output*30'), 'hidden*90, output*30');
    assert.equal(parse(one, 'é'.repeat(2000)).length, 2000);
    const message = `${one.key} must have at most 2000 characters, but has 2001`;
    assert.throws(() => parse(one, 'x'.repeat(2001)), { message });
    assert.deepEqual(read(table, { [one.short]: ' a b ' }).settings, { [one.key]: 'a b' });
    assert.throws(() => read(table, { [one.key]: 'x'.repeat(2001) }), { message });
    assert.throws(() => read(table, { [one.key]: 5 }), {
      message: `${one.key} must be a text, but is 5`,
    });
  }
});

test('a decimal comma is understood, and what may part thousands is not guessed at', () => {
  const eta = find(TOY, 'eta');
  assert.ok(eta);
  for (const [text, value] of /** @type {[string, number][]} */ ([
    ['1,5', 1.5],
    ['−0,25', -0.25],
    ['0,005', 0.005],
    [',5', 0.5],
    ['1.5', 1.5],
  ]))
    assert.equal(parse(eta, text), value, text);
  for (const text of ['1,000', '1,5,2', '1,', ',', '1,5e3', '12,345'])
    assert.throws(() => parse(eta, text), /must be a number/, text);
});

test('an error is blamed on what it names', () => {
  const patch = { hidden: 2, hidden_rate: 99 };
  assert.deepEqual(blamed(patch, new Error('hidden_rate must be less')), { hidden_rate: 99 });
  assert.equal(blamed(patch, new Error('there is no room')), patch);
});

test('text that means nothing is refused in one sentence that names the key', () => {
  for (const [key, text, sentence] of [
    ['learning_rate', 'fast', 'learning_rate must be a number, but is “fast”'],
    ['learning_rate', '', 'learning_rate must be a number, but is “”'],
    [
      'hidden',
      '200, many',
      'hidden must be a list of numbers such as 200, 100 or 7x240, but is “200, many”',
    ],
    ['budget', '0', 'budget must be between 1 and 1000000, but is “0”'],
    ['budget', '2.5', 'budget must be a whole number, but is “2.5”'],
    ['rules', '', 'rules must name at least one of bp, fa, dfa, ifa'],
    [
      'learning_rate',
      'x'.repeat(99),
      `learning_rate must be a number, but is “${'x'.repeat(59)}…”`,
    ],
    ['rules', 'bp,xx', 'rules must be a list of bp, fa, dfa, ifa, but is “bp,xx”'],
  ])
    assert.throws(() => parse(row(key), text), { message: sentence });
});

test('a program gives values of the right type, and page settings come back in order', () => {
  assert.deepEqual(read(NETWORK, { rules: ['fa', 'bp', 'fa'], eta: 1, k: 3 }), {
    settings: { rules: ['bp', 'fa'], learning_rate: 1 },
    k: 3,
  });
  for (const [patch, sentence] of /** @type {[any, string][]} */ ([
    [null, 'the state must be an object of settings, but is null'],
    [5, 'the state must be an object of settings, but is 5'],
    [[1], 'the state must be an object of settings, but is a list'],
    [{ k: 'abc' }, 'k must be a number, but is “abc”'],
    [{ k: Infinity }, 'k must be a number, but is Infinity'],
    [{ eta: 1n }, 'learning_rate must be a number, but is bigint'],
    [{ eta: Symbol('a') }, 'learning_rate must be a number, but is symbol'],
    [{ nonsense: () => 1 }, 'nonsense must be a number, but is function'],
    [{ hidden: [1n] }, 'hidden must be a list of numbers, but is a list'],
    [{ rules: 'bp' }, 'rules must be a list of names, but is “bp”'],
    [{ rules: [] }, 'rules must name at least one of bp, fa, dfa, ifa'],
    [{ speed: '60' }, 'speed must be a number, but is “60”'],
    [{ speed: [60] }, 'speed must be a number, but is a list'],
    [{ activation: 3 }, 'activation must be a name, but is 3'],
  ]))
    assert.throws(() => read(NETWORK, patch), { message: sentence });
});

test('with one hidden layer the rules that send the same way are one group', () => {
  const groups = sameRules(SHALLOW_RULES).map((group) => group.map((rule) => rule.id));
  assert.deepEqual(groups, [['bp'], ['fa', 'dfa', 'ifa']]);
  assert.equal(sameRules(schema.rules[2]).length, 4);
});

test('presets set only what the toy has', () => {
  assert.equal(new Set(PRESETS.map((preset) => preset.id)).size, PRESETS.length);
  for (const { id, state } of PRESETS)
    for (const key of Object.keys(state)) assert.ok(find(TOY, key), `${id}: ${key}`);
});
