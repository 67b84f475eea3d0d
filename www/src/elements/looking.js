// @ts-check
/** A figure that shows what was seen of its runs, at the step that is looked at. */

import { Planned } from './planned.js';

/** @typedef {import('../workers/lane.js').Track} Track */

/** @abstract */
export class Looking extends Planned {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { k: { state: true }, tracks: { state: true } };

  constructor() {
    super();
    /** The step that is looked at; undefined stands for the newest. @type {number | undefined} */
    this.k = undefined;
    /** @type {Track[]} what was seen of each rule on screen */
    this.tracks = [];
  }

  get last() {
    return Math.max(this.now.budget, this.reached);
  }

  /** The newest step that was seen. */
  get reached() {
    return this.tracks.reduce(
      (step, track) => Math.max(step, track.snapshots.at(-1)?.step ?? 0),
      0,
    );
  }

  get looked() {
    return Math.min(this.k ?? this.reached, this.reached);
  }

  /** The rules have to be taken to any step but the first. */
  get moment() {
    return this.looked > 0 ? this.looked : undefined;
  }

  get done() {
    return this.ready && (this.reached >= this.last || this.over);
  }

  /** Whether no rule can go on. */
  get over() {
    return this.tracks.length > 0 && this.tracks.every(({ diverged }) => diverged !== undefined);
  }

  /** The steps at which any rule was looked at. @returns {number[]} */
  get steps() {
    const all = this.tracks.flatMap(({ snapshots }) => snapshots.map(({ step }) => step));
    return [...new Set(all)].sort((a, b) => a - b);
  }

  /** What a track shows at the step that is looked at. @param {Track} track */
  at = (track) => track.snapshots.findLast((snapshot) => snapshot.step <= this.looked);

  /** @param {number} k */
  seek(k) {
    if (!Number.isFinite(k)) return;
    const step = Math.max(0, Math.min(this.reached, Math.round(k)));
    this.k = step === this.reached ? undefined : step;
    this.emit('feedback-step', { step });
  }

  snapshot() {
    const numbers = this.tracks.map((track) => {
      // What a machine took is no number of the run.
      const { milliseconds, fingerprint, ...numbers } = this.at(track) ?? {
        milliseconds: 0,
        fingerprint: '',
      };
      return [track.rule, numbers];
    });
    return { step: this.looked, rules: Object.fromEntries(numbers) };
  }

  fingerprint() {
    return Object.fromEntries(
      this.tracks.map((track) => [track.rule, this.at(track)?.fingerprint ?? '']),
    );
  }
}
