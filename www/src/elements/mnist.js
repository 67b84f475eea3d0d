// @ts-check
/** `<feedback-mnist>`: the rules race on handwritten digits, from one start. */

import { fixed } from '../charts/frame.js';
import { Answers } from '../panels/answers.js';
import { MORE } from '../panels/index.js';
import { drawWaiting, staggered } from '../panels/staggered.js';
import { EXPERIMENTS } from '../state/experiments.js';
import { NETWORK } from '../state/network.js';
import { Ended, Unavailable, WorkerFailure } from '../workers/client.js';
import { droppedFiles } from '../workers/digits.js';
import { forget, kept } from '../workers/mirror.js';
import { Race } from '../workers/race.js';
import { DigitSource, NOTHING } from './digit-source.js';
import { Live } from './live.js';
import { panelColumns } from './mnist-charts.js';
import { keepFocus } from './mnist-digits.js';
import { opening } from './mnist-experiments.js';
import { columns, numbers } from './mnist-numbers.js';
import { runOf, useRun } from './mnist-runs.js';
import * as view from './mnist-view.js';

/** How a sentence begins that says why digits will not do. */
const REFUSED = {
  given: 'These files will not do',
  mirror: 'The complete MNIST is not to be had',
  page: "This page's digits are not to be had",
};

export class FeedbackMnist extends Live {
  static table = NETWORK;
  static presets = EXPERIMENTS;
  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    digits: { state: true },
    underway: { state: true },
    kept: { state: true },
    reading: { state: true },
    pinned: { state: true },
  };

  /** Ends when other digits are asked for: only the last ones count. */
  #taking = new AbortController();
  /** How often a run has begun: what was asked of one says nothing of the next. */
  runs = 0;
  answers = new Answers(this);
  #source = new DigitSource(this.helper, (facts) => {
    this.digits = facts;
  });

  constructor() {
    super();
    /** @type {import('./digit-source.js').Facts} */
    this.digits = NOTHING;
    /** @type {import('./digit-source.js').Underway | undefined} */
    this.underway = undefined;
    /** Whether this browser keeps the complete MNIST. */
    this.kept = false;
    this.tab = 'accuracy';
    /** What is read off the curves with a pointer. @type {{ step?: number, layer?: number } | undefined} */
    this.reading = undefined;
    /** A run to compare with. @type {import('./mnist-runs.js').Pinned | undefined} */
    this.pinned = undefined;
    this.addEventListener('dragover', (event) => event.preventDefault());
    this.addEventListener('drop', this.#drop);
  }

  end() {
    this.#source.stop();
    this.answers.stop();
    this.#taking.abort();
    this.underway = undefined;
    super.end();
  }

  // ── Digits ───────────────────────────────────────────────────────────────────────────────

  async prepare() {
    const there = () => this.digits.state === 'ready';
    if (there()) return;
    this.#lookForKept();
    try {
      this.replaceRace(new Race(await this.#source.fetch()));
    } catch (error) {
      // A person's own have come in the meantime.
      if (error instanceof Ended && there()) return;
      throw error instanceof WorkerFailure || error instanceof Ended
        ? error
        : new Unavailable(/** @type {Error} */ (error).message);
    }
  }

  /** Trains on a person's own IDX files. @param {File[]} files */
  useFiles(files) {
    return this.#use('given', files);
  }

  /** Trains on the complete MNIST, kept from an earlier visit or fetched from a public mirror. */
  useMirror() {
    return this.#use('mirror');
  }

  /** Trains on the digits that come with the page. */
  usePage() {
    return this.#use('page');
  }

  /**
   * Starts over with other digits. Should they not do, what is there stays.
   * @param {import('./digit-source.js').Source} source
   * @param {any[]} args
   */
  async #use(source, ...args) {
    if (!this.isConnected) return;
    this.#taking.abort();
    this.#taking = new AbortController();
    const { signal } = this.#taking;
    let race = new Race();
    // Who has lost interest does not wait for workers to start.
    signal.onabort = () => race.end();
    const tell = (got = 0, of = Number.NaN) => {
      if (!signal.aborted) this.underway = { source, got, of };
    };
    tell();
    keepFocus(this);
    try {
      if (this.helper.failure) this.helper.restart();
      const { digits, facts } = await this.#source.take(source, args, tell, signal);
      race = new Race(digits);
      await this.turns.take(async () => {
        signal.throwIfAborted();
        await race.start(this.now.rules, this.plan(this.now));
        signal.throwIfAborted();
        signal.onabort = null;
        this.#source.stop();
        this.replaceRace(race);
        // What was reached with the others is not to be caught up with.
        this.tracks = race.tracks(this.now.rules);
        this.digits = facts;
        this.notice = this.failure = '';
        this.k = undefined;
      });
      // What was asked for while there were no digits can be answered now.
      if (await this.ask({}))
        this.spoken = `Starts over with ${facts.train} digits from ${facts.from}.`;
    } catch (error) {
      race.end();
      // Whoever ended it knows; what failed is said.
      if (!signal.aborted && !(error instanceof Ended))
        this.say(`${REFUSED[source]}: ${/** @type {Error} */ (error).message}`);
      if (this.playing) this.train();
    } finally {
      if (signal === this.#taking.signal) {
        this.underway = undefined;
        keepFocus(this);
        this.#lookForKept();
      }
    }
  }

  /** Other digits are not wanted after all. */
  cancelDownload() {
    this.#taking.abort();
  }

  async #lookForKept() {
    this.kept = await kept();
    keepFocus(this);
  }

  /** Deletes what this browser keeps of the complete MNIST; what is in use stays so. */
  async forgetDigits() {
    await forget();
    await this.#lookForKept();
  }

  // ── Runs ─────────────────────────────────────────────────────────────────────────────────

  /** The run on screen as JSON: settings, curves, fingerprints. */
  exportRun() {
    if (!this.ready) throw new Error('There is nothing on screen to save');
    return runOf(this);
  }

  /**
   * Pins a run that was saved, and sets what determines it. Resolves to whether it was accepted.
   * @param {string} json
   */
  async loadRun(json) {
    try {
      return await useRun(this, json);
    } catch (error) {
      this.say(`This run cannot be loaded: ${/** @type {Error} */ (error).message}`);
      return false;
    }
  }

  /** Files may be dropped anywhere on the figure. @param {DragEvent} event */
  #drop = async (event) => {
    event.preventDefault();
    try {
      if (event.dataTransfer) await this.useFiles(await droppedFiles(event.dataTransfer));
    } catch (error) {
      this.say(`What was dropped cannot be read: ${/** @type {Error} */ (error).message}`);
    }
  };

  // ── Panels ───────────────────────────────────────────────────────────────────────────────

  /** @param {{ fresh: boolean, rules: import('../state/rules.js').Rule[] }} run */
  accept(run) {
    if (run.fresh) this.#anew();
    super.accept(run);
  }

  /** @param {Race} race */
  replaceRace(race) {
    super.replaceRace(race);
    this.#anew();
  }

  #anew() {
    this.runs++;
    this.answers.forget();
  }

  seen() {
    this.answers.refresh();
  }

  /** The chosen panels that are no curves. @returns {import('./mnist-charts.js').Panel[]} */
  morePanels() {
    const chosen = MORE.filter(({ id }) => this.now.panels.includes(id));
    return chosen.map(({ id, label, whole = false, body, columns }) => {
      const answer = this.answers.of(id);
      return {
        id,
        label,
        whole,
        body: staggered(this, () => body(this, this.answers.of(id))),
        columns: columns?.bind(null, this, answer),
      };
    });
  }

  /** Who waits for a redraw waits for its panels. */
  async getUpdateComplete() {
    const complete = await super.getUpdateComplete();
    drawWaiting(this);
    return complete;
  }

  // ── What it looks like ───────────────────────────────────────────────────────────────────

  summary() {
    const parts = this.tracks.map((track) => {
      const name = this.rules.find((rule) => rule.id === track.rule)?.short;
      if (track.diverged !== undefined) return `${name} diverged at step ${track.diverged}`;
      return `${name} ${fixed(100 * (this.at(track)?.accuracy ?? Number.NaN), 1)} percent`;
    });
    return `Step ${this.looked}. Validation accuracy: ${parts.join(', ')}.`;
  }

  /** The rules and their equations are true before there are digits; a poster shows more. */
  get drawable() {
    return this.ready || this.digits.state === 'missing' || !this.firstElementChild;
  }
  opening() {
    return opening(this);
  }
  body() {
    return view.body(this);
  }
  numbers() {
    return numbers(this);
  }
  /** @param {string} [panel] */
  columns(panel) {
    return panel ? panelColumns(this, panel) : columns(this);
  }
  how() {
    return view.how(this);
  }
}
