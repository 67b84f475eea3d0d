// @ts-check
/** The experiments of the laboratory, as states of the figure: the core has them as data. */

import list from '../../pkg/presets.json' with { type: 'json' };
import { NETWORK } from './network.js';
import { usual } from './table.js';

/**
 * @typedef {object} Experiment
 * @property {string} id
 * @property {string} label
 * @property {string} chapter
 * @property {string} sentence what to look for, and why it happens
 * @property {boolean} slow
 * @property {import('./claims.js').Claim[]} claims
 * @property {Record<string, any>} state all that a run depends on, and what to look at
 */

/** What a person has chosen to look at, whatever the experiment. */
const KEPT = ['speed', 'axis', 'goal', 'focus', 'versus', 'layer'];

const START = Object.fromEntries(
  Object.entries(usual(NETWORK)).filter(([key]) => !KEPT.includes(key)),
);

/** @type {Experiment[]} */
export const EXPERIMENTS = list.map(
  ({ id, label, chapter, sentence, slow, claims, settings, rules, rates, panels, steps }) => ({
    id,
    label,
    chapter,
    sentence,
    slow,
    claims: /** @type {any} */ (claims),
    state: {
      ...START,
      ...Object.fromEntries(/** @type {any} */ (settings)),
      rules,
      panels,
      budget: steps,
      rates: rates.map(([rule, rate]) => `${rule} ${rate}`).join(', '),
    },
  }),
);

/** The experiment that is on screen: the one of the same run. @param {Record<string, any>} state */
export const experimentOf = (state) =>
  EXPERIMENTS.find((experiment) =>
    Object.entries(experiment.state).every(
      ([key, value]) => key === 'panels' || JSON.stringify(value) === JSON.stringify(state[key]),
    ),
  );
