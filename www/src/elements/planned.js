// @ts-check
/**
 * A figure whose runs follow a plan: settings from the start on, and live ones that change on the
 * way, where somebody turned a knob while the rules learned.
 */

import schema from '../../pkg/schema.json' with { type: 'json' };
import { bordersOf, readChanges, readRates, withChange, writeChanges } from '../state/changes.js';
import { atMost } from '../state/errors.js';
import { find, forCore, format, LONGEST_TEXT } from '../state/table.js';
import { Race } from '../workers/race.js';
import { Figure } from './figure.js';

/** @typedef {import('../workers/plan.js').Plan} Plan */
/** @typedef {import('../state/table.js').State} State */

/** What may change while networks learn. @type {string[]} */
const LIVE = schema.live;

const PATIENCE_MS = 500;

/** @abstract */
export class Planned extends Figure {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { busy: { state: true } };

  race = new Race();

  constructor() {
    super();
    /** What keeps the others waiting. */
    this.busy = '';
  }

  /**
   * Says what is under way, should it take longer than anybody likes to wait without a word.
   * @param {string} word
   * @param {Promise<void>} work
   */
  async whileBusy(word, work) {
    const timer = setTimeout(() => {
      this.busy = word;
    }, PATIENCE_MS);
    try {
      await work;
    } finally {
      clearTimeout(timer);
      this.busy = '';
    }
  }

  /** Puts another race in the place of the present one. @param {Race} race */
  replaceRace(race) {
    this.race.end();
    this.race = race;
  }

  /** The newest step that was seen. */
  get reached() {
    return 0;
  }

  /** @param {State} state @returns {Plan} */
  plan(state) {
    const known = find(this.table, 'rules')?.choices?.map(({ id }) => id) ?? [];
    return {
      settings: forCore(this.table, state),
      rates: readRates(state.rates, known),
      changes: readChanges(state.changes, this.table, LIVE),
    };
  }

  /**
   * Live settings that are asked for in the middle of a run change from here on. At its start and
   * once it is done they are settings like all others, of the next run.
   * @param {State} next
   * @param {State} asked
   */
  tuneOnTheWay(next, asked) {
    const same = (/** @type {string} */ key) =>
      JSON.stringify(asked[key]) === JSON.stringify(this.now[key]);
    const decides = (/** @type {string} */ key) => find(this.table, key)?.core || key === 'rates';
    // Who says what is to change on the way asks for a whole plan.
    if ('changes' in asked) return;
    const live = LIVE.filter((key) => key in asked);
    // Whoever is behind comes to it, and nobody has gone beyond it.
    const step = this.race.furthest(this.now.rules);
    const others = Object.keys(asked).filter((key) => decides(key) && !LIVE.includes(key));
    if (live.length === 0 || !others.every(same)) return;
    if (step === 0 || this.done) {
      next.changes = '';
      return;
    }
    const wanted = live.filter((key) => asked[key] !== this.current(key, this.now));
    const settings = Object.fromEntries(wanted.map((key) => [key, asked[key]]));
    const changes = readChanges(this.now.changes, this.table, LIVE);
    next.changes = writeChanges(withChange(changes, step, settings), this.table);
    const { length } = next.changes;
    if (length > LONGEST_TEXT) throw atMost('changes', LONGEST_TEXT, 'characters', length);
    for (const key of live) next[key] = this.now[key];
  }

  /** The value in force at the newest step. @param {string} key @param {State} [state] */
  current(key, state = this.wanted) {
    const open = state === this.wanted && state[key] !== this.now[key];
    if (!LIVE.includes(key) || key in this.refused || open) return state[key];
    const newest = Math.max(this.reached, this.race.furthest(this.now.rules));
    const past = this.changes().filter(({ step }) => step <= newest);
    return past.reduce((value, { settings }) => settings[key] ?? value, state[key]);
  }

  changes() {
    return readChanges(this.now.changes, this.table, LIVE);
  }

  /** What changes on the way, by a schedule or by hand, for the axes of the curves. */
  get marks() {
    const byHand = this.changes().flatMap(({ step, settings }) =>
      Object.entries(settings).map(([key, value]) => {
        const row = find(this.table, key);
        return { step, label: row ? `${row.symbol ?? row.label} ${format(row, value)}` : '' };
      }),
    );
    return [...bordersOf(this.now.learns), ...byHand];
  }
}
