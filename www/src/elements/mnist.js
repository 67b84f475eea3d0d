// @ts-check
/** `<feedback-mnist>`: the rules race on handwritten digits, from one start. */

import { fixed } from '../charts/frame.js';
import { Answers } from '../panels/answers.js';
import { MORE } from '../panels/index.js';
import { NETWORK } from '../state/figures.js';
import { Ended, Unavailable, WorkerFailure } from '../workers/client.js';
import { droppedFiles } from '../workers/digits.js';
import { Race } from '../workers/race.js';
import { DigitSource, NOTHING } from './digit-source.js';
import { Live } from './live.js';
import * as view from './mnist-view.js';

export class FeedbackMnist extends Live {
  static table = NETWORK;
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { digits: { state: true } };

  /** How often files have been given: only the last ones count. */
  #orders = 0;
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
    this.tab = 'accuracy';
    this.addEventListener('dragover', (event) => event.preventDefault());
    this.addEventListener('drop', this.#drop);
  }

  end() {
    this.#source.stop();
    this.answers.stop();
    super.end();
  }

  // ── Digits ───────────────────────────────────────────────────────────────────────────────

  async prepare() {
    const there = () => this.digits.state === 'ready';
    if (there()) return;
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

  /**
   * Trains on a person's own IDX files. Should they not do, what is there stays.
   * @param {File[]} files
   */
  async useFiles(files) {
    let race = new Race();
    const order = ++this.#orders;
    const overtaken = () => order !== this.#orders || !this.isConnected;
    try {
      if (this.helper.failure) this.helper.restart();
      const { digits, facts } = await this.#source.read(files);
      race = new Race(digits);
      await this.turns.take(async () => {
        if (!overtaken()) await race.start(this.now.rules, this.plan(this.now));
        if (overtaken()) return race.end();
        this.#source.stop();
        this.replaceRace(race);
        this.digits = facts;
        this.notice = this.failure = '';
        this.k = undefined;
      });
      // What was asked for while there were no digits can be answered now.
      if (!overtaken()) await this.ask({});
    } catch (error) {
      race.end();
      if (overtaken()) return;
      this.say(`These files will not do: ${/** @type {Error} */ (error).message}`);
      if (this.playing) this.train();
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
    if (run.fresh) {
      this.runs++;
      this.answers.forget();
    }
    super.accept(run);
  }

  seen() {
    this.answers.refresh();
  }

  /** The chosen panels that are no curves. */
  morePanels() {
    return MORE.filter(({ id }) => this.now.panels.includes(id)).map(({ id, label, body }) => ({
      id,
      label,
      body: body(this, this.answers.of(id)),
    }));
  }

  // ── What it looks like ───────────────────────────────────────────────────────────────────

  summary() {
    const parts = this.tracks.map((track) => {
      const name = this.rules.find((rule) => rule.id === track.rule)?.short;
      return `${name} ${fixed(100 * (this.at(track)?.accuracy ?? Number.NaN), 1)} percent`;
    });
    return `Step ${this.looked}. Validation accuracy: ${parts.join(', ')}.`;
  }

  /** The rules and their equations are true before there are digits. */
  get drawable() {
    return true;
  }
  body() {
    return view.body(this);
  }
  numbers() {
    return view.numbers(this);
  }
  columns() {
    return view.columns(this);
  }
  how() {
    return view.how(this);
  }
}
