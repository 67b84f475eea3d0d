// @ts-check
/**
 * The second view of `<feedback-linear>`: the linear regression of Lillicrap et al. 2014 (task 1),
 * every learner from several seeds at once. It takes seconds, so it is computed piece by piece
 * while the page lives on, and what there is so far is on screen.
 */

import { short } from '../charts/frame.js';
import { LEARNERS } from '../state/rules.js';
import { forCore } from '../state/table.js';
import { Ended } from '../workers/client.js';
import { body, columns, numbers } from './linear-seeds-charts.js';
import { FIRST, LIST_MS, MEMBERS, paced, Sweep, seenAt, track } from './linear-seeds-sweep.js';
import { how } from './linear-seeds-words.js';

/** Whether a learner takes a pseudo-inverse for every example. @param {Learner} learner */
const needsInverse = (learner) => learner.settings.signal === 'pseudo';

/**
 * @typedef {import('./linear-seeds-sweep.js').Track} Track
 * @typedef {import('../state/rules.js').Learner} Learner
 * @typedef {{ learners: Learner[], n: number }} Lane learners in lockstep, `n` examples a list
 * @typedef {{ id: number, key: string, settings: Record<string, any>, lanes: Lane[],
 *   tracks: Record<string, Track>, sweep: Sweep, working: boolean, lost: boolean }} Run `lost`
 *   when the worker has forgotten it
 */

export class SeedsView {
  #figure;
  #runs = 0;
  /** Whether a question about other settings waits for its answer. */
  #asking = false;
  /** What is on screen. @type {Run | undefined} */
  run = undefined;

  /** @param {import('./linear.js').FeedbackLinear} figure */
  constructor(figure) {
    this.#figure = figure;
  }

  /** The learner that the angles are about: the first that has a fixed wire. */
  wired = LEARNERS.find(({ hops }) => hops.some(({ via }) => via === 'fixed')) ?? LEARNERS[0];
  /** The learner that the second angle is to. */
  pseudo = LEARNERS.find(needsInverse) ?? LEARNERS[0];

  /** The learners on screen. */
  get shown() {
    return LEARNERS.filter(({ id }) => this.#figure.now.rules.includes(id));
  }

  /** What the sweep has found. */
  get sweep() {
    return /** @type {Run} */ (this.run).sweep.ends;
  }

  get tracks() {
    return this.run?.tracks ?? {};
  }

  /** Whether there is a range of seeds to show. */
  get several() {
    return this.#figure.now.seeds > 1;
  }

  get last() {
    return this.#figure.now.steps;
  }

  /** What a step takes. */
  get unit() {
    return this.#figure.now.scheme === 'online' ? 'example' : 'step';
  }

  /** The track that has come furthest. */
  get ahead() {
    return this.tracks[LEARNERS[0].id];
  }

  /** The look at the playhead, in examples. */
  get looked() {
    return this.ahead.looks[this.at(this.ahead)];
  }

  /** Examples that all learners have seen. */
  get reached() {
    return Math.min(...Object.values(this.tracks).map(({ taken }) => taken));
  }

  /** Whether all that is to be computed has been. */
  get complete() {
    return this.reached === this.last && this.run?.sweep.complete === true;
  }

  // ── Computing ────────────────────────────────────────────────────────────────────────────

  /**
   * Makes the learners, and takes the first steps. What the core refuses, it refuses here. A run
   * of the same settings goes on as it is.
   * @param {import('../state/table.js').State} next
   * @returns {Promise<Run>}
   */
  async compute(next) {
    const settings = forCore(this.#figure.table, next);
    const key = JSON.stringify(settings);
    if (this.run?.key === key && !this.run.lost) return this.run;
    const run = this.#newRun(key, settings);
    this.#asking = true;
    try {
      await this.#advance(
        run,
        LEARNERS.map((learner) => [
          'make',
          handle(run, learner),
          'Ensemble',
          { ...settings, ...learner.settings },
        ]),
      );
    } finally {
      this.#asking = false;
    }
    return run;
  }

  /** @param {string} key @param {Record<string, any>} settings @returns {Run} */
  #newRun(key, settings) {
    // A pseudo-inverse costs several times as much as the rest of an example: who needs one runs
    // behind the others, and holds nobody up.
    const quick = LEARNERS.filter((learner) => !needsInverse(learner));
    const lanes = [quick, LEARNERS.filter(needsInverse)].map((learners) => ({
      learners,
      n: FIRST,
    }));
    const sweep = new Sweep({ ...settings, ...this.wired.settings });
    const same = this.run?.sweep.key === sweep.key;
    return {
      id: this.#runs++,
      key,
      settings,
      lanes,
      tracks: {},
      // A sweep that depends on nothing that has changed goes on.
      sweep: same && this.run ? this.run.sweep : sweep,
      working: false,
      lost: false,
    };
  }

  /** @param {Run} run */
  accept(run) {
    const before = this.run;
    this.run = run;
    if (before && before !== run && !before.lost) this.#free(before);
    if (run.working || this.complete) return;
    this.#figure.arrival = new Promise((arrived) => this.#work(run, () => arrived(undefined)));
  }

  /** @param {Run} run */
  #free(run) {
    this.#figure.core
      .run(LEARNERS.map((learner) => ['free', handle(run, learner)]))
      .catch(() => {});
  }

  /**
   * Goes on with a run, list by list, for as long as it is what is wanted.
   * @param {Run} run
   * @param {() => void} arrived told when all examples have been seen, or are not wanted any more
   */
  async #work(run, arrived) {
    run.working = true;
    try {
      while (await this.#mayGoOn(run)) {
        if (this.reached === this.last) arrived();
        const news =
          this.reached < this.last
            ? await this.#advance(run)
            : await run.sweep.advance(this.#figure.core);
        if (news && run === this.run) this.#figure.requestUpdate();
      }
    } catch (error) {
      run.lost = true;
      run.sweep.lost();
      if (!(error instanceof Ended)) this.#figure.fail(/** @type {Error} */ (error));
    }
    arrived();
    run.working = false;
  }

  /** Waits for the answers to questions; whether there is more to do then. @param {Run} run */
  async #mayGoOn(run) {
    const figure = this.#figure;
    do await figure.settled;
    while (this.#asking || figure.pending);
    return run === this.run && !run.lost && !this.complete && figure.now.view === 'seeds';
  }

  /**
   * A list of steps: every lane that has not arrived gets the same time.
   * @param {Run} run
   * @param {import('../workers/client.js').Operation[]} [first]
   * @returns {Promise<boolean>} whether there is something new to see
   */
  async #advance(run, first = []) {
    const list = [...first];
    const lanes = run.lanes.filter(({ learners }) =>
      learners.some(({ id }) => !(run.tracks[id]?.taken >= run.settings.steps)),
    );
    const starts = lanes.map(({ learners, n }) => {
      const names = learners.map((learner) => handle(run, learner));
      const steps = names.map((name) => ['call', name, 'step', n]);
      const reads = names.map((name) => ['read', name, MEMBERS]);
      const start = list.push(['time']);
      list.push(.../** @type {any} */ ([...steps, ['time'], ...reads]));
      return start;
    });
    const answers = await this.#figure.core.run(list);
    lanes.forEach((lane, i) => {
      const start = starts[i];
      const end = start + lane.learners.length;
      lane.learners.forEach(({ id }, j) => {
        run.tracks[id] = track(answers[end + 1 + j]);
      });
      lane.n = paced(lane.n, answers[end] - answers[start - 1], LIST_MS / lanes.length);
    });
    return lanes.length > 0;
  }

  /** The worker ends, and with it what was under way. */
  end() {
    if (!this.run || this.complete) return;
    this.run.lost = true;
    this.run.sweep.lost();
  }

  // ── What is there ────────────────────────────────────────────────────────────────────────

  /** The look at the playhead, or the last before it. @param {Track} track */
  at({ looks }) {
    return looks.findLastIndex((step) => step <= this.#figure.looked);
  }

  snapshot() {
    const seen = Object.entries(this.tracks).map(([id, track]) => {
      const i = this.at(track);
      return [id, { step: track.looks[i], ...seenAt(track, i) }];
    });
    return {
      step: this.#figure.looked,
      reached: this.reached,
      complete: this.complete,
      rules: Object.fromEntries(seen),
      sweep: this.run?.sweep.ends,
    };
  }

  summary() {
    const parts = this.shown.map(({ id, label }) => {
      const { nse, looks } = this.tracks[id];
      const i = this.at(this.tracks[id]);
      return `${label} ${short(nse.mid[i])} after ${looks[i]} examples`;
    });
    return `Error, median of ${this.#figure.now.seeds} seeds: ${parts.join(', ')}.`;
  }

  fingerprint() {
    const tracks = Object.entries(this.tracks);
    return Object.fromEntries(
      tracks.map(([id, track]) => [id, track.fingerprints[this.at(track)]]),
    );
  }

  columns() {
    return columns(this);
  }
  body() {
    return body(this, this.#figure);
  }
  numbers() {
    return numbers(this);
  }
  how() {
    return how(this);
  }
}

/** The name of a learner in the worker. @param {Run} run @param {Learner} learner */
const handle = (run, learner) => `seeds ${run.id} ${learner.id}`;
