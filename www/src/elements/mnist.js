// @ts-check
/** `<feedback-mnist>`: the rules race on handwritten digits, from one start. */

import { unsafeCSS } from 'lit';
import { fixed } from '../charts/frame.js';
import { NETWORK } from '../state/figures.js';
import { forCore } from '../state/table.js';
import raceCss from '../style/race.css?inline';
import { Unavailable, WorkerFailure } from '../workers/client.js';
import { droppedFiles } from '../workers/digits.js';
import { Race } from '../workers/race.js';
import { DigitSource, NOTHING } from './digit-source.js';
import { Live } from './live.js';
import * as view from './mnist-view.js';

export class FeedbackMnist extends Live {
  static table = NETWORK;
  static styles = [...Live.styles, unsafeCSS(raceCss)];
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { digits: { state: true } };

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
    super.end();
  }

  // ── Digits ───────────────────────────────────────────────────────────────────────────────

  async prepare() {
    if (this.digits.state === 'ready') return;
    try {
      this.race.digits = await this.#source.fetch();
    } catch (error) {
      throw error instanceof WorkerFailure
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
    try {
      const { digits, facts } = await this.#source.read(files);
      race.digits = digits;
      await this.turns.take(async () => {
        await race.start(this.now.rules, forCore(this.table, this.now));
        this.replaceRace(race);
      });
      this.digits = facts;
      this.ready = true;
      this.notice = this.failure = '';
      this.accept({ fresh: true, rules: this.rules });
    } catch (error) {
      race.end();
      if (this.helper.failure) this.helper.restart();
      this.say(`These files will not do: ${/** @type {Error} */ (error).message}`);
      if (this.playing) this.train();
    }
  }

  /** Files may be dropped anywhere on the figure. @param {DragEvent} event */
  #drop = async (event) => {
    event.preventDefault();
    if (event.dataTransfer) this.useFiles(await droppedFiles(event.dataTransfer));
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
  how() {
    return view.how(this);
  }
}
