// @ts-check
/** Asks the workers what the chosen panels have to know, no more often than it can be seen. */

import { Ended } from '../workers/client.js';
import { MORE } from './index.js';
import { layerOf } from './panel.js';

/** @typedef {import('./panel.js').Figure} Figure */
/** @typedef {import('./panel.js').Answer} Answer */

/** While the rules learn, panels are asked this often at most. */
const EVERY_MS = 500;

export class Answers {
  /** @type {Record<string, Answer>} by panel */
  #found = {};
  /** What each was the answer to. @type {Record<string, string>} */
  #asked = {};
  #due = 0;
  #timer = 0;
  #figure;

  /** @param {Figure} figure */
  constructor(figure) {
    this.#figure = figure;
  }

  /** @param {string} panel */
  of(panel) {
    return this.#found[panel];
  }

  /** Asks again, soon, where there may be another answer than before. */
  refresh() {
    if (this.#timer) return;
    const { playing, race } = this.#figure;
    const wait = playing || race.starting ? Math.max(0, this.#due - performance.now()) : 0;
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      this.#due = performance.now() + EVERY_MS;
      this.#ask();
    }, wait);
  }

  async #ask() {
    const figure = this.#figure;
    const { runs } = figure;
    // Its networks are not the ones any more that are on screen.
    if (figure.race.starting) return this.refresh();
    const shown = MORE.filter(({ id }) => figure.now.panels.includes(id));
    await Promise.all(
      shown.map(async ({ id, asks, follow }) => {
        const questions = figure.tracks.length > 0 ? (asks?.(figure) ?? []) : [];
        const layer = layerOf(figure);
        const key = JSON.stringify([
          runs,
          figure.race.step(figure.now.rules),
          figure.phase,
          questions.map(({ rule, operations }) => [rule, operations('')]),
        ]);
        if (questions.length === 0 || this.#asked[id] === key) return;
        this.#asked[id] = key;
        try {
          const results = await Promise.all(
            questions.map(({ rule, operations }) => figure.race.ask(rule, operations)),
          );
          const rules = questions.map(({ rule }) => rule);
          const step = figure.race.step(figure.now.rules);
          /** @type {Answer} */
          const answer = { step, rules, layer, results, questions };
          if (follow) answer.more = await follow(figure, answer);
          if (runs !== figure.runs) return;
          this.#found = { ...this.#found, [id]: answer };
          figure.requestUpdate();
        } catch (error) {
          delete this.#asked[id];
          if (!(error instanceof Ended)) figure.fail(/** @type {Error} */ (error));
        }
      }),
    );
  }

  /** What belonged to another run. */
  forget() {
    this.#found = {};
    this.#asked = {};
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }
}
