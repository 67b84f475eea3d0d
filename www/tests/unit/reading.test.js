// @ts-check
// Reading values off a line chart, other horizontal axes, earlier runs and moments of change.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { svg } from '../../src/charts/frame.js';
import { lines } from '../../src/charts/lines.js';
import { xAxis } from '../../src/charts/scales.js';
import { seenAt } from '../../src/charts/series.js';

/** @typedef {import('../../src/charts/lines.js').Lines} Lines */

const x = [0, 1, 2, 4, 8, 25, 50];
const fa = { id: 'fa', label: 'FA', x, y: [0.1, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8] };
const bp = { id: 'bp', label: 'BP', x, y: [0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9] };

/** @param {Partial<Lines>} change */
const chart = (change) =>
  lines({
    width: 400,
    height: 200,
    right: 80,
    title: 'Accuracy',
    series: [bp, fa],
    x: { name: 'step', domain: [0, 100] },
    y: { scale: 'linear', domain: [0, 1] },
    value: (v) => (100 * v).toFixed(0),
    label: 'Accuracy',
    ...change,
  });

/** @param {Partial<Lines>} change */
const drawn = (change) => svg(chart(change));

/** Words and where they stand. @param {string} markup */
const words = (markup) =>
  [...markup.matchAll(/<text x="([-\d.]+)" y="([-\d.]+)" class="([^"]*)"[^>]*>([^<]*)</g)].map(
    ([, x, y, classes, text]) => ({ x: Number(x), y: Number(y), classes, text }),
  );

/** @param {string} markup @param {string} name */
const paths = (markup, name) =>
  [...markup.matchAll(/<path class="([^"]*)" d="([^"]*)"/g)]
    .filter(([, classes]) => classes.split(' ').includes(name))
    .map(([, , d]) => d);

const AXES = /** @type {Record<string, Lines['x']>} */ ({
  steps: { name: 'step', domain: [0, 100] },
  logarithmic: { name: 'log step', domain: [0, 100], scale: 'log' },
  samples: { name: 'samples', domain: [0, 6400], of: (step) => 64 * step },
});

for (const [name, axis] of Object.entries(AXES))
  test(`a place on the axis of ${name} is read back as the step next to it`, () => {
    const { plot, stepAt } = chart({ x: axis });
    const { at } = xAxis(axis, plot.width);
    const { of = (step) => step } = axis;
    for (const [i, step] of x.entries()) {
      const place = plot.left + at(of(step));
      assert.equal(stepAt(place), step);
      const next = plot.left + at(of(x[i + 1] ?? step));
      assert.equal(stepAt(place + 0.49 * (next - place)), step);
    }
    assert.equal(stepAt(-1000), 0);
    assert.equal(stepAt(1000), 50);
    assert.equal(chart({ x: axis, series: [] }).stepAt(100), undefined);
  });

test('the step that is read has a line, its number, and every value beside the line', () => {
  const markup = drawn({ reading: 8 });
  const { plot } = chart({});
  const across = (8 / 100) * plot.width;
  assert.deepEqual(paths(markup, 'reading'), [`M${Math.round(10 * across) / 10},0v${plot.height}`]);
  const found = words(markup);
  assert.ok(found.some(({ text }) => text === 'step 8'));
  const labels = found.filter(({ classes }) => classes.startsWith('name'));
  assert.deepEqual(
    labels.map(({ text }) => text),
    ['BP 70', 'FA 60'],
  );
  for (const label of labels) assert.ok(label.x > across && label.x < across + 12, label.text);
  assert.equal(markup.match(/<circle class="dot /g)?.length, 2);
});

test('without a step to read the curves are named at their ends, and have no values', () => {
  for (const change of [{}, { playhead: 50 }])
    assert.deepEqual(
      words(drawn(change))
        .filter(({ classes }) => classes.startsWith('name'))
        .map(({ text }) => text),
      ['BP', 'FA'],
    );
});

test('looking back shows the values at the playhead; a pointer elsewhere, those under it', () => {
  assert.match(drawn({ playhead: 4 }), />BP 60</);
  const both = drawn({ playhead: 4, reading: 25 });
  assert.match(both, />BP 80</);
  assert.doesNotMatch(both, />BP 60</);
  assert.equal(paths(both, 'playhead').length, 1);
  // A chart that cannot write its values keeps the names at the ends.
  assert.match(drawn({ playhead: 4, value: undefined }), />BP</);
});

test('a rule has no value at a step that it never came to', () => {
  const short = { ...fa, x: x.slice(0, 3), y: fa.y.slice(0, 3) };
  assert.equal(seenAt(short, 2), 2);
  assert.equal(seenAt(short, 4), -1);
  const markup = drawn({ series: [bp, short], reading: 8 });
  assert.match(markup, />BP 70</);
  assert.doesNotMatch(markup, />FA/);
});

test('where every rule has seconds of its own, a step has a place on each curve', () => {
  const own = (/** @type {number} */ each) => x.map((step) => step * each);
  const series = [
    { ...bp, own: own(0.1) },
    { ...fa, own: own(0.2) },
  ];
  /** @type {Partial<Lines>} */
  const change = { series, x: { name: 'own seconds', domain: [0, 10] } };
  const markup = drawn({ ...change, reading: 25 });
  assert.equal(paths(markup, 'reading').length, 0);
  const { plot, stepAt } = chart(change);
  const starts = paths(markup, 'drop').map((d) => Number(d.match(/^M([\d.]+)/)?.[1]));
  assert.deepEqual(
    starts,
    [2.5, 5].map((seconds) => Math.round(seconds * plot.width) / 10),
  );
  assert.equal(stepAt(plot.left + plot.width), 50);
});

test('a logarithmic axis says steps, in even distances, beginning with none', () => {
  const { at, ticks } = xAxis({ domain: [0, 1250], scale: 'log' }, 400);
  assert.equal(at(0), 0);
  assert.equal(at(1250), 400);
  assert.ok(ticks.some(({ text }) => text === '0') && ticks.some(({ text }) => text === '1000'));
  for (const { at: place, text } of ticks) assert.equal(place, at(Number(text)));
  const gaps = ticks.slice(1).map(({ at: place }, i) => place - ticks[i].at);
  assert.ok(Math.min(...gaps) > 20, String(gaps));
});

test('between layers there is nothing: the axis has whole numbers only', () => {
  const { ticks } = xAxis({ domain: [1, 3], whole: true }, 700);
  assert.deepEqual(
    ticks.map(({ text }) => text),
    ['1', '2', '3'],
  );
});

test('thousands stand apart from five digits on', () => {
  const said = xAxis({ domain: [0, 80_000] }, 400).ticks.map(({ text }) => text);
  assert.ok(said.includes('40\u202f000'), String(said));
});

test('a band may follow the points of the curves', () => {
  const markup = drawn({
    series: [{ ...bp, x: [1, 2, 3], y: [0.5, 0.5, 0.5] }],
    x: { name: 'layer', domain: [1, 3] },
    band: { low: [0.2, 0.3, 0.4], high: [0.8, 0.7, 0.6], label: 'chance' },
  });
  const corners = [...paths(markup, 'band')[0].matchAll(/([\d.]+),([\d.]+)/g)].map(([, , y]) =>
    Number(y),
  );
  const { height } = chart({}).plot;
  const expected = [0.8, 0.7, 0.6, 0.4, 0.3, 0.2].map(
    (v) => Math.round(10 * (1 - v) * height) / 10,
  );
  assert.deepEqual(corners, expected);
});

const ghost = {
  id: 'pinned-fa',
  rule: 'fa',
  label: 'pinned',
  plain: true,
  ghost: true,
  x: [...x, 75],
  y: [...fa.y, 0.85].map((v) => v / 2),
};

test('an earlier run lies beneath, is named once, and does not count for where training is', () => {
  const series = [ghost, { ...ghost, id: 'pinned-bp', rule: 'bp' }, bp, fa];
  const markup = drawn({ series, playhead: 50 });
  assert.equal(paths(markup, 'ghost').length, 2);
  assert.ok(markup.indexOf('ghost rule-fa') < markup.indexOf('class="curve   rule-bp'));
  assert.equal(markup.match(/>pinned</g)?.length, 1);
  assert.equal(paths(markup, 'ahead').length, 0, 'the newest step is not a look back');
  assert.equal(chart({ series }).stepAt(1000), 50);
});

test('values of an earlier run stand on the other side of the line', () => {
  const found = words(drawn({ series: [ghost, bp, fa], reading: 25 }));
  const across = (25 / 100) * chart({}).plot.width;
  const old = found.find(({ text }) => text === '35');
  assert.ok(old && old.x < across, JSON.stringify(found));
});

test('words on changes never meet, and stay over the plot', () => {
  const marks = [0, 3, 40, 41, 42, 65, 99.5].map((step) => ({ step, label: `rate ${step}` }));
  const markup = drawn({ marks });
  assert.equal(paths(markup, 'change').length, marks.length, 'every change has its line');
  const { plot } = chart({ marks });
  const said = words(markup).filter(({ text }) => text.startsWith('rate '));
  assert.equal(said.length, marks.length, 'in up to three rows there is room for all');
  /** Where the words of each row end. @type {Map<number, number>} */
  const ends = new Map();
  for (const { x: from, y, text } of said) {
    const end = ends.get(y) ?? plot.left;
    assert.ok(from >= end, `${text} begins at ${from}, before ${end}`);
    assert.ok(y < plot.top && y > 14 + 10, 'between the title and the plot');
    ends.set(y, from + 6 * text.length);
  }
  assert.ok(ends.size > 1 && Math.max(...ends.values()) <= plot.left + plot.width);
  const beside = words(drawn({ marks, reading: 8 })).map(({ text }) => text);
  assert.ok(
    !beside.includes('rate 0') && beside.includes('step 8'),
    'they give way to what is read',
  );
  assert.ok(beside.includes('rate 65'), 'where they would meet it');
  const many = Array.from({ length: 40 }, (_, i) => ({ step: 2 * i, label: `rate ${2 * i}` }));
  const crowd = drawn({ marks: many });
  assert.equal(paths(crowd, 'change').length, many.length);
  assert.ok(words(crowd).filter(({ text }) => text.startsWith('rate ')).length < many.length);
});

test('a chart without numbers says so, and one with numbers does not', () => {
  const empty = 'no numbers yet';
  const none = { ...bp, y: x.map(() => Number.NaN) };
  assert.match(drawn({ empty, series: [none] }), /no numbers yet/);
  assert.match(drawn({ empty, series: [] }), /no numbers yet/);
  assert.doesNotMatch(drawn({ empty, series: [none, fa] }), /no numbers yet/);
  assert.doesNotMatch(drawn({ series: [none], reading: 4 }), /NaN|undefined/);
});
