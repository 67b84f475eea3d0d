// @ts-check
/** `<feedback-mnist>`: the rules race on handwritten digits, from one start. */

import { fixed } from '../charts/frame.js';
import { NETWORK } from '../state/figures.js';
import { forCore } from '../state/table.js';
import { Ended, Unavailable, WorkerFailure } from '../workers/client.js';
import { droppedFiles } from '../workers/digits.js';
import { Race } from '../workers/race.js';
import { DigitSource, NOTHING } from './digit-source.js';
import { Live } from './live.js';
import { panelColumns } from './mnist-charts.js';
import * as view from './mnist-view.js';

export class FeedbackMnist extends Live {
  static table = NETWORK;
  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    digits: { state: true },
    reading: { state: true },
    marks: { state: true },
    pinned: { state: true },
  };

  /** How often files have been given: only the last ones count. */
  #orders = 0;
  #source = new DigitSource(this.helper, (facts) => {
    this.digits = facts;
  });

  constructor() {
    super();
    /** @type {import('./digit-source.js').Facts} */
    this.digits = NOTHING;
    this.tab = 'accuracy';
    /** What is read off the curves with a pointer. @type {{ step?: number, layer?: number } | undefined} */
    this.reading = undefined;
    /** What was changed while it ran. @type {{ step: number, label: string }[]} */
    this.marks = [];
    /** A run to compare with. @type {{ tracks: import('../workers/race.js').Track[], label: string } | undefined} */
    this.pinned = undefined;
    this.addEventListener('dragover', (event) => event.preventDefault());
    this.addEventListener('drop', this.#drop);
  }

  end() {
    this.#source.stop();
    super.end();
  }

  // ── Digits ───────────────────────────────────────────────────────────────────────────────

  async prepare() {
    const there = () => this.digits.state === 'ready';
    if (there()) return;
    try {
      this.race.digits = await this.#source.fetch();
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
    const race = new Race();
    const order = ++this.#orders;
    const overtaken = () => order !== this.#orders || !this.isConnected;
    try {
      if (this.helper.failure) this.helper.restart();
      const { digits, facts } = await this.#source.read(files);
      race.digits = digits;
      await this.turns.take(async () => {
        if (!overtaken()) await race.start(this.now.rules, forCore(this.table, this.now));
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
  /** @param {string} [panel] */
  columns(panel) {
    return panel ? panelColumns(this, panel) : view.columns(this);
  }
  /** Panels that are not made of curves. @returns {import('./mnist-charts.js').Panel[]} */
  morePanels() {
    return [];
  }
  how() {
    return view.how(this);
  }
}
