// @ts-check
/**
 * `<feedback-machine>`: how fast this machine trains, and whether its browser computes the same bits as
 * everybody's. Its code is loaded when somebody asks for it, and then it begins by itself. How it went
 * stands in its attributes: `data-state`, and of the golden runs `data-agree` and `data-of`.
 */

import { html, LitElement, nothing } from 'lit';
import { DigitSource } from '../elements/digit-source.js';
import { drawn } from '../elements/pieces.js';
import { Sizes } from '../elements/sizes.js';
import { sheet, styled } from '../elements/stylesheet.js';
import { KNOWN_RULES } from '../state/rules.js';
import { Core, Ended, WorkerFailure } from '../workers/client.js';
import { networks } from '../workers/spawn.js';
import { agrees, bars, verdict } from './machine-words.js';
import { goldenRuns, paces } from './measure.js';

/** @typedef {import('./measure.js').Pace} Pace */
/** @typedef {import('./measure.js').Golden} Golden */

/** Sizes of hidden layers: a small net and a large one. */
const NETS = [[100], [800, 800]];
const BATCH = 64;
/** Milliseconds for all rules on one of them. */
const TIME = 1000;
/** What would take a part of the time for itself. */
const FIGURES = 'feedback-toy, feedback-linear, feedback-mnist';

/** @param {number[]} hidden */
const named = (hidden) => `784-${hidden.join('-')}-10`;

export class FeedbackMachine extends LitElement {
  static styles = [sheet];
  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    state: { state: true },
    doing: { state: true },
    trouble: { state: true },
    paces: { state: true },
    golden: { state: true },
  };

  controls = 'full';
  sizes = new Sizes(/** @type {any} */ (this));
  #core = new Core(networks);
  #source = new DigitSource(this.#core, () => {});

  constructor() {
    super();
    /** @type {'' | 'running' | 'complete' | 'cancelled' | 'failed'} */
    this.state = '';
    /** What is under way, or what was done. */
    this.doing = '';
    /** What went wrong, a sentence. */
    this.trouble = '';
    /** By network. @type {Pace[][]} */
    this.paces = [];
    /** @type {{ runs: Golden[], of: number }} */
    this.golden = { runs: [], of: 0 };
  }

  async scheduleUpdate() {
    await styled;
    return super.scheduleUpdate();
  }

  connectedCallback() {
    super.connectedCallback();
    if (!this.state) this.measure();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.cancel();
  }

  /** Measures, from the beginning. */
  async measure() {
    if (this.state === 'running') return;
    this.state = 'running';
    this.trouble = '';
    this.paces = [];
    this.golden = { runs: [], of: 0 };
    for (const figure of document.querySelectorAll(FIGURES)) /** @type {any} */ (figure).pause?.();
    this.#core.restart();
    try {
      await this.#train();
      this.doing = 'Repeating the golden runs…';
      await goldenRuns(this.#core, (runs, of) => {
        this.golden = { runs: [...runs], of };
      });
      this.state = 'complete';
      this.doing = `${BATCH} digits a step, one thread.`;
    } catch (error) {
      this.state = error instanceof Ended ? 'cancelled' : 'failed';
      this.doing = error instanceof Ended ? 'Cancelled.' : '';
      if (this.state === 'failed') this.#complain('This machine cannot be measured', error);
    } finally {
      this.#core.end();
    }
  }

  /** Each network by all rules; without digits there is nothing to train on, and the rest goes on. */
  async #train() {
    this.doing = 'Loading the digits…';
    try {
      await this.#core.run([['make', 'digits', 'Digits', ...(await this.#source.fetch())]]);
    } catch (error) {
      if (error instanceof Ended || error instanceof WorkerFailure) throw error;
      return this.#complain('The digits are not here', error);
    }
    for (const [i, hidden] of NETS.entries()) {
      this.doing = `Training ${named(hidden)}…`;
      const rules = KNOWN_RULES[hidden.length].map(({ id }) => id);
      await paces(this.#core, { rules, hidden, batch: BATCH }, TIME, (known) => {
        this.paces = Object.assign([...this.paces], { [i]: known });
      });
    }
  }

  /** @param {string} what @param {unknown} error */
  #complain(what, error) {
    this.trouble = `${what}: ${/** @type {Error} */ (error).message}.`;
  }

  /** Nobody wants to know any more. */
  cancel() {
    this.#source.stop();
    this.#core.end();
  }

  // ── What it looks like ───────────────────────────────────────────────────────────────────

  /** The button that was pressed is gone: who pressed it with the keyboard is at the one in its place. */
  firstUpdated() {
    if (this.contains(document.activeElement)) this.renderRoot.querySelector('button')?.focus();
  }

  updated() {
    const { runs, of } = this.golden;
    const agree = String(runs.filter(agrees).length);
    Object.assign(this.dataset, { state: this.state, agree, of: String(of) });
  }

  render() {
    const running = this.state === 'running';
    const same = this.#same();
    return html`<div class="figure" role="group" aria-label="Your machine">
      <div class="digits">
        <p>${this.doing}</p>
        <button type="button" @click=${() => (running ? this.cancel() : this.measure())}>${running ? 'Cancel' : 'Measure again'}</button>
      </div>
      <div class="body layers of2">${NETS.map((hidden, i) => this.#chart(hidden, i))}</div>
      <p class="caption">
        Times are the quickest of several. Multiply-adds count the matrix products in full, though zeros of the
        digits are left out.
      </p>
      <div class="row">
        <p class="finding ${same.word}">
          <span class="sign" aria-hidden="true">${same.sign}</span><span>${same.said}</span>
        </p>
      </div>
      ${this.trouble ? html`<p class="notice">${this.trouble}</p>` : nothing}
      <div class="unseen" role="status">${running ? '' : `${this.doing} ${same.said} ${this.trouble}`}</div>
    </div>`;
  }

  /** @param {number[]} hidden @param {number} i */
  #chart(hidden, i) {
    const known = this.paces[i] ?? [];
    const all = KNOWN_RULES[hidden.length].map(({ id: rule, short: name }) => {
      const nothing = { rule, milliseconds: Number.NaN, multiplyAdds: 0 };
      return { ...nothing, ...known.find((pace) => pace.rule === rule), name };
    });
    const place = `pace ${i}`;
    const chart = bars(this.sizes.of(place, 320), named(hidden), all, BATCH);
    return html`<div data-chart=${place}>${drawn(chart)}</div>`;
  }

  /** Whether the bits are the same, as a word, a sign and a sentence. */
  #same() {
    const { runs, of } = this.golden;
    const complete = of > 0 && runs.length === of;
    if (!complete) {
      const count = of > 0 ? `${runs.length} of ${of}` : 'none';
      const said = `Short runs with fingerprints that were found elsewhere: ${count} repeated.`;
      return { word: 'undefined', sign: '·', said };
    }
    const all = runs.every(agrees);
    return { word: String(all), sign: all ? '✓' : '✗', said: verdict(runs) };
  }
}
