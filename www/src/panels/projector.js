// @ts-check
/**
 * Lays the activities of a layer out in a plane, in a worker that starts when the first map is
 * wanted and ends with its figure: by principal components whenever there are new ones, by t-SNE
 * when somebody asks for it, in pieces between which the worker listens.
 */

import { wrong } from '../state/errors.js';
import { Core, Ended, WorkerFailure } from '../workers/client.js';
import { REQUEST_MS } from '../workers/lane.js';
import { maps } from '../workers/spawn.js';

/** @typedef {import('./panel.js').Figure} Figure */

/** By then a map of some hundred points has come to rest. */
export const ITERATIONS = 1000;
/** Nobody sees more maps than this follow each other. */
const SHOW_MS = 80;

/**
 * The activities of some digits under one rule.
 * @typedef {{ rule: string, step: number, points: Float32Array, classes: Uint32Array }} Sight
 */

/**
 * A map of them; `why` where there is none.
 * @typedef {Sight & { places: ArrayLike<number>, shares?: number[], divergence?: number,
 *   why?: string }} Laid
 */

/**
 * Maps by t-SNE, under way or complete.
 * @typedef {{ perplexity: number, iteration: number, maps: Laid[] }} Neighbours
 */

export class Projector {
  #core = new Core(maps);
  #figure;
  /** What everything is of: a run, a layer, rules. */
  #of = '';
  /** What the maps by principal components are to show, and what they show. */
  #wanted = '';
  #laid = '';
  /** @type {Sight[]} */
  #sights = [];
  #laying = false;
  /** @type {Laid[]} */
  components = [];
  /** The last ones that are complete. @type {Neighbours | undefined} */
  neighbours;
  /** Those under way. @type {Neighbours | undefined} */
  run;
  /** How many there have been: what the worker holds for one is never another's. */
  #runs = 0;
  /** @type {'components' | 'neighbours'} */
  view = 'components';
  perplexity = '30';
  refused = false;
  /** There is something else to show. */
  onchange = () => {};

  /** @param {Figure} figure */
  constructor(figure) {
    this.#figure = figure;
    figure.addController(this);
  }

  /** The worker ends with the figure, and what it was about with it. */
  hostDisconnected() {
    this.#core.restart();
    this.run = this.neighbours = undefined;
    this.components = [];
    this.#wanted = this.#laid = '';
    this.view = 'components';
  }

  /**
   * What there is to be seen. Maps by t-SNE stay while the same networks learn on.
   * @param {Sight[]} sights none while they are not known
   * @param {string} of what they are of: the run, the layer and the rules
   */
  see(sights, of) {
    if (!this.#figure.isConnected) return;
    if (this.#of !== of) {
      this.run = this.neighbours = undefined;
      this.view = 'components';
    }
    this.#of = of;
    const wanted = sights.length > 0 ? `${of} ${sights.map(({ step }) => step)}` : '';
    if (!wanted) this.components = [];
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#sights = sights;
    this.#lay();
  }

  /** Lays out the newest there is; what became old meanwhile is not shown. */
  async #lay() {
    if (this.#laying) return;
    this.#laying = true;
    while (this.#wanted && this.#laid !== this.#wanted) {
      const wanted = this.#wanted;
      const laid = await Promise.all(this.#sights.map((sight) => this.#principal(sight)));
      this.#laid = wanted;
      if (this.#wanted !== wanted) continue;
      this.components = laid;
      this.onchange();
    }
    this.#laying = false;
  }

  /** @param {Sight} sight @returns {Promise<Laid>} */
  async #principal(sight) {
    const name = `components ${sight.rule}`;
    try {
      const [, { pca, explained }] = await this.#ask([
        ['make', name, 'Projection', sight.points, sight.points.length / sight.classes.length],
        ['read', name, ['pca', 'explained']],
        ['free', name],
      ]);
      return { ...sight, places: pca, shares: [...explained] };
    } catch (error) {
      return { ...sight, places: [], why: /** @type {Error} */ (error).message };
    }
  }

  /** A worker that has failed is not asked again; the next question has a new one. @param {import('../workers/serve.js').Operation[]} list */
  #ask(list) {
    if (this.#core.failure) this.#core.restart();
    return this.#core.run(list);
  }

  /** Maps by t-SNE of what is seen now. */
  async start() {
    const text = this.perplexity;
    const perplexity = Number(text.replace(',', '.'));
    const maps = this.components.map((map) => ({ ...map, shares: undefined, places: [] }));
    if (maps.length === 0) return;
    const run = { perplexity, iteration: 0, maps };
    this.#runs += 1;
    const names = maps.map(({ rule }) => `neighbours ${this.#runs} ${rule}`);
    let held = names;
    this.run = run;
    this.view = 'neighbours';
    this.refused = false;
    this.onchange();
    try {
      if (Number.isNaN(perplexity)) throw wrong('perplexity', 'a number', text);
      for (const [i, { points, classes }] of maps.entries()) {
        if (this.run !== run) return;
        await this.#ask([
          ['make', names[i], 'Projection', points, points.length / classes.length],
          ['call', names[i], 'start_tsne', perplexity],
        ]);
      }
      await this.#iterate(run, names);
      if (this.run === run) await this.#complete(run, names);
    } catch (error) {
      // Then the worker has ended, and what it held with it.
      if (error instanceof Ended || error instanceof WorkerFailure) held = [];
      if (this.run !== run) return;
      this.cancel();
      if (error instanceof Ended) return;
      // A worker that fails takes no setting's blame.
      this.refused = !(error instanceof WorkerFailure);
      this.#figure.say(/** @type {Error} */ (error).message);
    } finally {
      if (held.length > 0) this.#core.run(held.map((name) => ['free', name])).catch(() => {});
    }
  }

  /** Pieces of work until a run has come to rest or is not wanted any more. @param {Neighbours} run @param {string[]} names */
  async #iterate(run, names) {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    let count = 1;
    let shown = performance.now();
    while (this.run === run && run.iteration < ITERATIONS) {
      const [before, ...results] = await this.#ask([
        ['time'],
        ...names.map((name) => /** @type {any} */ (['call', name, 'step', count])),
        ['time'],
        ...names.map((name) => /** @type {any} */ (['call', name, 'places'])),
      ]);
      if (this.run !== run) return;
      run.iteration += count;
      const took = results[names.length] - before;
      const places = results.slice(names.length + 1);
      // Pieces grow slowly, so that one is never much too long.
      count = Math.max(1, Math.min(Math.floor((count * REQUEST_MS) / took / 1.5), 4 * count));
      count = Math.min(count, ITERATIONS - run.iteration);
      if (performance.now() - shown < SHOW_MS && count > 0) continue;
      shown = performance.now();
      if (!still || count === 0)
        run.maps = run.maps.map((map, i) => ({ ...map, places: places[i] }));
      this.onchange();
    }
  }

  /** How far the maps are from what they show. @param {Neighbours} run @param {string[]} names */
  async #complete(run, names) {
    const far = await this.#ask(
      names.map((name) => /** @type {any} */ (['call', name, 'divergence'])),
    );
    if (this.run !== run) return;
    run.maps = run.maps.map((map, i) => ({ ...map, divergence: far[i] }));
    this.neighbours = run;
    this.run = undefined;
    this.#figure.spoken = `t-SNE of step ${run.maps[0].step} is complete.`;
    this.onchange();
  }

  /** The maps under way are not wanted after all; complete ones of before are there again. */
  cancel() {
    this.run = undefined;
    if (!this.neighbours) this.view = 'components';
    this.onchange();
  }
}

/** @type {WeakMap<Figure, Projector>} */
const projectors = new WeakMap();

/** The one of a figure. @param {Figure} figure */
export function projectorOf(figure) {
  const projector = projectors.get(figure) ?? new Projector(figure);
  projectors.set(figure, projector);
  return projector;
}
