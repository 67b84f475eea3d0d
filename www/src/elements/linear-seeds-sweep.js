// @ts-check
/**
 * What the core's ensembles say, and the sweep over the scale of the initial weights: one learner,
 * at each scale from the start to where its angles hardly change any more.
 */

/** The smaller η of the sweep, and examples enough for it. */
export const SWEEP = { scheme: 'online', learning_rate: 1e-3, steps: 10000 };
/** Scales at which learning with that η converges. */
export const SCALES = [0.01, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5];

/** A list of operations takes about this long: what comes next never waits longer. */
export const LIST_MS = 80;
/** Examples of the first list, before anything is known about the speed. */
export const FIRST = 10;
/** What is read of an ensemble. */
export const MEMBERS = [
  'step_count',
  'looks',
  'nse',
  'angle_to_bp',
  'angle_to_pinv',
  'fingerprints',
];

/** What the bands are of. */
export const QUANTITIES = /** @type {const} */ (['nse', 'angle_to_bp', 'angle_to_pinv']);

/**
 * @typedef {(typeof QUANTITIES)[number]} Quantity
 * @typedef {{ low: number[], mid: number[], high: number[] }} Band of the seeds at every look:
 *   lowest, median, highest
 * @typedef {{ taken: number, looks: number[], fingerprints: string[] } & Record<Quantity, Band>} Track
 */

/** @template T @param {(quantity: Quantity) => T} of @returns {Record<Quantity, T>} */
const ofEach = (of) =>
  /** @type {any} */ (Object.fromEntries(QUANTITIES.map((quantity) => [quantity, of(quantity)])));

/** @param {any} read what the core says about an ensemble @returns {Track} */
export const track = ({ step_count, looks, fingerprints, ...read }) => ({
  taken: step_count,
  looks,
  fingerprints,
  ...ofEach((quantity) => {
    // Three of the same length, one after the other.
    const all = read[quantity];
    const n = looks.length;
    return { low: all.subarray(0, n), mid: all.subarray(n, 2 * n), high: all.subarray(2 * n) };
  }),
});

/** All that was seen at a look: lowest, median, highest. @param {Track} track @param {number} i */
export const seenAt = (track, i) =>
  ofEach((quantity) => {
    const { low, mid, high } = track[quantity];
    return [low[i], mid[i], high[i]];
  });

/**
 * Examples of the next list, from how long the last one took.
 * @param {number} n
 * @param {number} ms
 * @param {number} wanted
 */
export const paced = (n, ms, wanted) =>
  Math.max(1, Math.round(n * Math.max(0.25, Math.min(4, wanted / Math.max(1, ms)))));

export class Sweep {
  /** What the runs end with, by scale. @type {Track} */
  ends = {
    taken: 0,
    looks: [],
    fingerprints: [],
    ...ofEach(() => ({ low: [], mid: [], high: [] })),
  };
  #n = FIRST;
  /** Whether the worker has an ensemble of the present point. */
  #open = false;
  #settings;

  /** @param {Record<string, any>} settings those of the run, and the learner's own */
  constructor(settings) {
    this.#settings = { ...settings, ...SWEEP, initial_scale: 0 };
    /** What it depends on. */
    this.key = JSON.stringify(this.#settings);
  }

  get complete() {
    return this.ends.looks.length === SCALES.length;
  }

  /** The worker has forgotten it. */
  lost() {
    this.#open = false;
  }

  /**
   * A list of steps.
   * @param {import('../workers/client.js').Core} core
   * @returns {Promise<boolean>} whether a scale is done
   */
  async advance(core) {
    const initial_scale = SCALES[this.ends.looks.length];
    /** @type {import('../workers/client.js').Operation[]} */
    const list = [
      ['time'],
      ['call', 'sweep', 'step', this.#n],
      ['time'],
      ['read', 'sweep', MEMBERS],
    ];
    if (!this.#open)
      list.unshift(['make', 'sweep', 'Ensemble', { ...this.#settings, initial_scale }]);
    const answers = await core.run(list);
    const [start, , end, read] = answers.slice(-4);
    this.#n = paced(this.#n, end - start, LIST_MS);
    this.#open = read.step_count < SWEEP.steps;
    if (!this.#open) this.#add(initial_scale, track(read));
    return !this.#open;
  }

  /** @param {number} scale @param {Track} seen */
  #add(scale, seen) {
    this.ends.looks.push(scale);
    for (const [quantity, values] of Object.entries(seenAt(seen, seen.looks.length - 1))) {
      const { low, mid, high } = this.ends[/** @type {Quantity} */ (quantity)];
      [low, mid, high].forEach((part, i) => void part.push(values[i]));
    }
  }
}
