// @ts-check
/** Which posters there are, and which moment of which run each of them shows. */

import { readFileSync } from 'node:fs';
import experiments from '../pkg/presets.json' with { type: 'json' };
import { EXPERIMENTS } from '../src/state/experiments.js';
import { PRESETS as LINEAR } from '../src/state/linear-presets.js';
import { PRESETS as TOY } from '../src/state/presets.js';

/**
 * @typedef {object} Poster
 * @property {string} figure `toy`, `linear` or `mnist`
 * @property {string} id of the preset
 * @property {string} name of the files, without an ending
 * @property {string} label
 * @property {Record<string, any>} state all that a run depends on, and what to look at
 * @property {number} [step] of an experiment's recorded run: the one that is shown
 * @property {number} [trained] the step to which its networks learn for it, since the curves of a
 *   recorded run are not all that is shown
 */

/** The step that shows the point of an experiment, where that is not its end. @param {string} id */
const early = (id) => experiments.find((one) => one.id === id)?.poster_step;

/**
 * The panels that are drawn from the curves of a run alone, and what claims call what they show;
 * the others would need its networks again.
 */
const CURVES = Object.entries({
  accuracy: 'accuracy',
  loss: 'loss',
  'training-accuracy': 'training_accuracy',
  angles: 'angles',
  code: 'codes',
  weights: 'weight_angles',
  ratio: 'magnitude_ratios',
});
/** As many panels as can be read on a slide. */
const MOST = 2;

/**
 * How well the rules do, and what else an experiment's claims speak of most, in the layer that
 * they come to.
 * @param {import('../src/state/experiments.js').Experiment} experiment
 */
function telling({ state, claims }) {
  const said = (/** @type {string} */ quantity) =>
    claims.filter(({ left }) => left.quantity === quantity);
  const chosen = CURVES.filter(([panel]) => state.panels.includes(panel))
    .sort(([, one], [, other]) => said(other).length - said(one).length)
    .sort(([one], [other]) => Number(other === 'accuracy') - Number(one === 'accuracy'))
    .slice(0, MOST);
  return {
    panels: chosen.map(([panel]) => panel),
    layer: Math.max(
      1,
      ...chosen.flatMap(([, quantity]) => said(quantity).map(({ left }) => left.layer)),
    ),
  };
}

/**
 * The races of the deck, each with what its slide asks for: what is printed is what is projected.
 * @returns {(Omit<Poster, 'name'> & { slide: string })[]}
 */
function slides() {
  const deck = readFileSync(new URL('../slides/index.html', import.meta.url), 'utf8');
  const races = deck.matchAll(
    /<section id="([^"]+)"(?:(?!<\/section>)[\s\S])*?<feedback-mnist ([^>]*)>/g,
  );
  return [...races].map(([, slide, attributes]) => {
    const said = (/** @type {string} */ name) =>
      new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';
    const list = (/** @type {string} */ name) => said(name).split(',').filter(Boolean);
    const of = EXPERIMENTS.find(({ id }) => id === said('preset'));
    if (!of) throw new Error(`slide ${slide} shows “${said('preset')}”, which is no experiment`);
    const { id, label, state } = of;
    const end = early(id) ?? state.budget;
    const [panels, rules] = [list('panels'), list('rules')];
    const curves = panels.every((panel) => CURVES.some(([curve]) => curve === panel));
    return {
      figure: 'mnist',
      id,
      slide,
      label,
      ...(curves ? { step: end } : { trained: end }),
      state: { ...state, panels, rules: rules.length > 0 ? rules : state.rules, budget: end },
    };
  });
}

/** @type {Poster[]} */
export const POSTERS = [
  ...TOY.map((preset) => ({ figure: 'toy', ...preset })),
  ...LINEAR.map((preset) => ({ figure: 'linear', ...preset })),
  ...EXPERIMENTS.map((experiment) => {
    const { id, label, state } = experiment;
    const step = early(id) ?? state.budget;
    // Curves go from one end to the other.
    const moment = { ...state, ...telling(experiment), budget: step };
    return { figure: 'mnist', id, label, step, state: moment };
  }),
  ...slides(),
].map(({ figure, id, label, state, ...more }) => {
  const { slide, ...moment } = /** @type {{ slide?: string, step?: number, trained?: number }} */ (
    more
  );
  const name = slide ? `slide-${slide}` : `${figure}-${id}`;
  return { figure, id, name, label, state, ...moment };
});
