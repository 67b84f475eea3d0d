// @ts-check
// The curve panels of the race, on a run made up for the purpose.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { svg } from '../../src/charts/frame.js';
import { CURVES, seenStep } from '../../src/elements/mnist-curves.js';
import { caption, reading } from '../../src/elements/mnist-words.js';
import { NETWORK, PANELS } from '../../src/state/network.js';
import { SHALLOW_RULES } from '../../src/state/rules.js';
import { defaults, find, parse } from '../../src/state/table.js';

/** @param {number} step @param {number} depth @param {number} shift @returns {any} */
const snapshot = (step, depth, shift) => ({
  step,
  samples: 64 * step,
  epochs: step / 125,
  accuracy: (step + shift) / 200,
  loss: 2 / (1 + step + shift),
  training_accuracy: (step + shift) / 150,
  training_loss: 1 / (1 + step + shift),
  angles: Array.from({ length: depth }, (_, i) => 90 - i - shift),
  magnitude_ratios: Array.from({ length: depth }, (_, i) => 2 + i),
});

/** @param {number[]} hidden @param {Record<string, any>} [change] @returns {any} */
function figure(hidden, change = {}) {
  const tracks = ['bp', 'fa'].map((rule, shift) => ({
    rule,
    stepsPerEpoch: 125,
    snapshots: [0, 1, 2, 4, 8, 16, 25].map((step) => snapshot(step, hidden.length, shift)),
  }));
  const now = { ...defaults(NETWORK), hidden, budget: 100 };
  return {
    now,
    tracks,
    rules: SHALLOW_RULES,
    marks: [],
    last: 100,
    looked: 25,
    digits: { train: 8000 },
    sizes: { of: (/** @type {string} */ _, before = 400) => before },
    at: (/** @type {any} */ track) =>
      track.snapshots.findLast((/** @type {any} */ s) => s.step <= (change.looked ?? 25)),
    ...change,
    ...(change.now && { now: { ...now, ...change.now } }),
  };
}

/** @param {any} f @param {string} id */
const charts = (f, id) =>
  CURVES.find((curve) => curve.id === id)?.charts(f, false) ?? assert.fail(id);
/** @param {any} f @param {string} id */
const markup = (f, id) =>
  charts(f, id)
    .map(({ chart }) => svg(chart))
    .join('');

test('every panel that is listed is one, and any choice of them can be written in an address', () => {
  const row = /** @type {any} */ (find(NETWORK, 'panels'));
  assert.deepEqual(
    CURVES.map(({ id }) => id),
    PANELS.map(({ id }) => id).filter((id) => CURVES.some((curve) => curve.id === id)),
  );
  assert.equal(CURVES.length, 8);
  assert.deepEqual(parse(row, 'ratio,loss'), ['loss', 'ratio']);
  assert.throws(() => parse(row, 'los'), /panels must be a list of accuracy, loss/);
});

for (const hidden of [[10], [10, 9], [10, 9, 8, 7], [10, 9, 8, 7, 6], Array(30).fill(10)])
  for (const axis of ['steps', 'log', 'samples', 'epochs', 'time'])
    test(`with ${hidden.length} layers all panels are drawn over ${axis}, and none at NaN`, () => {
      const f = figure(hidden, { now: { axis }, reading: { step: 8 } });
      for (const { id, whole } of CURVES) {
        const drawn = charts(f, id);
        const many = ['angles', 'code', 'weights', 'ratio'].includes(id);
        const expected = many && hidden.length <= 4 ? hidden.length : 1;
        assert.equal(drawn.length, expected, id);
        assert.equal(whole(f), expected > 1, id);
        assert.equal(new Set(drawn.map(({ place }) => place)).size, drawn.length);
        for (const { chart } of drawn) {
          assert.doesNotMatch(svg(chart), /NaN|undefined|Infinity/, id);
          assert.ok(chart.label.length > 20);
        }
      }
    });

test('what no snapshot has yet is said to be missing; what no rule has is told from it', () => {
  const f = figure([10]);
  assert.match(markup(f, 'weights'), /no numbers yet/);
  assert.doesNotMatch(markup(f, 'angles'), /no numbers yet/);
  assert.match(markup(figure([10], { now: { axis: 'time' } }), 'accuracy'), /no numbers yet/);
  /** The same run with an angle at the end. @param {number} value */
  const measured = (value) => ({
    ...f,
    tracks: f.tracks.map((/** @type {any} */ track) => ({
      ...track,
      snapshots: track.snapshots.map((/** @type {any} */ seen) => ({
        ...seen,
        weight_angles: [seen.step === 25 ? value : Number.NaN],
      })),
    })),
  });
  assert.match(markup(measured(Number.NaN), 'weights'), /no rule on screen has one/);
  assert.doesNotMatch(markup(measured(45), 'weights'), /no rule|no numbers/);
});

test('training and validation have panels of their own, and say how many digits', () => {
  const f = figure([10]);
  assert.match(markup(f, 'loss'), />Validation loss</);
  assert.match(markup(f, 'training-loss'), />Loss on 256 training digits</);
  assert.match(
    markup(figure([10], { digits: { train: 80 } }), 'training-accuracy'),
    />Accuracy on 80 /,
  );
  const [, bp] = CURVES.find(({ id }) => id === 'training-loss')?.columns(f) ?? [];
  assert.equal(bp.name, 'BP training loss');
  assert.deepEqual(
    bp.values,
    f.tracks[0].snapshots.map((/** @type {any} */ s) => s.training_loss),
  );
});

test('the file of a panel has a column for every rule and layer', () => {
  const columns = CURVES.find(({ id }) => id === 'angles')?.columns(figure([10, 9])) ?? [];
  assert.deepEqual(
    columns.map(({ name }) => name),
    [
      'step',
      'BP angle (degrees) 1',
      'BP angle (degrees) 2',
      'FA angle (degrees) 1',
      'FA angle (degrees) 2',
    ],
  );
  assert.equal(columns[4].values[6], 88);
});

test('over many layers the step that is looked at is drawn, or the one that is read', () => {
  const hidden = [10, 9, 8, 7, 6];
  assert.match(
    markup(figure(hidden, { looked: 10 }), 'angles'),
    />Angle to BP, by hidden layer, step 8</,
  );
  assert.match(markup(figure(hidden, { reading: { step: 2 } }), 'angles'), /, step 2</);
  const read = markup(figure(hidden, { reading: { layer: 3 } }), 'angles');
  assert.match(read, />layer 3</);
  assert.match(read, />BP 88°</);
});

test('between two looks the playhead stands at the one before, and so do the words', () => {
  const f = figure([10], { looked: 20 });
  assert.equal(seenStep(f), 16);
  assert.match(markup(f, 'accuracy'), />BP 8\.0</);
  assert.equal(reading(f), 'Step 16, validation accuracy: BP\u00a08.0\u00a0%, FA\u00a08.5\u00a0%');
  assert.match(reading({ ...f, reading: { step: 8 } }), /^Step 8, .*BP\u00a04\.0/);
});

test('a pinned run is drawn below and said in the words', () => {
  const f = figure([10]);
  const pinned = { label: 'η 0.05', tracks: [f.tracks[1]] };
  const drawn = markup({ ...f, pinned }, 'accuracy');
  assert.equal(drawn.match(/>pinned</g)?.length, 1);
  assert.match(reading({ ...f, pinned }), /; pinned \(η 0\.05\): FA\u00a013\.0\u00a0%$/);
});

test('a rule that diverged is drawn to its last number, and the caption says when', () => {
  const f = figure([10]);
  f.tracks[0].diverged = 16;
  f.tracks[0].snapshots.splice(5, 2, { ...snapshot(16, 1, 0), loss: Number.NaN });
  const [d] = [...markup(f, 'loss').matchAll(/class="curve[^"]*rule-bp" d="([^"]*)"/g)].map(
    ([, path]) => path,
  );
  assert.equal(d.split('L').length, 5, 'the numbers before it');
  assert.match(caption(f), /^BP diverged at step 16: its loss is no number any more\./);
});

test('changes are told in words, as above the curves there may be no room', () => {
  const marks = [{ step: 4, label: 'η 0.01' }];
  assert.match(caption(figure([10], { marks })), /Changed at step 4: η 0\.01\./);
  assert.match(markup(figure([10], { marks }), 'loss'), /class="change"/);
});
