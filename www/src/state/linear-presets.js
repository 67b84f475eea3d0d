// @ts-check
/**
 * The presets of the linear figure: the proof as it stands, each of its assumptions broken, and
 * the experiment of the paper. The checklist of the theorem breaks its assumptions by the same
 * table; tests ask the core whether each of them then counts as broken.
 */

import { LINEAR, VIEWS } from './figures.js';
import { defaults } from './table.js';

/** @typedef {import('./table.js').State} State */

/**
 * The least that breaks an assumption of the theorem, by the name that the core has for it, and
 * what the network is then.
 * @type {Record<string, { label: string, breaks: State }>}
 */
export const BREAKS = {
  linear: { label: 'Hidden units that bend: tanh', breaks: { activation: 'tanh' } },
  white: { label: 'Inputs of unequal variance', breaks: { condition: 100 } },
  continuous: { label: 'One noisy example at a time', breaks: { scheme: 'online' } },
  zero: { label: 'A start away from zero', breaks: { initial_scale: 1 } },
  independent: { label: 'Wires that miss a direction', breaks: { feedback_rank_loss: 1 } },
  both: { label: 'An output layer that stands still', breaks: { output_rate: 0 } },
};

/** The settings of the experiment: Lillicrap et al. 2014, task 1. */
export const TASK_1 = {
  inputs: 30,
  hidden: 20,
  outputs: 10,
  activation: 'linear',
  scheme: 'online',
  learning_rate: 5e-3,
  input_rate: 1,
  output_rate: 1,
  steps: 2000,
  initial_scale: 0.01,
  feedback_scale: 0.5,
  feedback_distribution: 'uniform',
  feedback_rank_loss: 0,
  target_rank_loss: 0,
  condition: 1,
  seeds: 10,
  rules: ['bp', 'fa', 'shallow', 'pbp'],
};

/** All that a run depends on, and which of the rules are shown. */
const START = Object.fromEntries(
  Object.entries(defaults(LINEAR)).filter(
    ([key]) => ['view', 'rules'].includes(key) || LINEAR.some((row) => row.key === key && row.core),
  ),
);

/** @type {{ id: string, label: string, state: State }[]} */
export const PRESETS = [
  { id: 'proof', label: 'All as in the proof', state: START },
  ...Object.entries(BREAKS).map(([id, { label, breaks }]) => ({
    id: `not-${id}`,
    label,
    state: { ...START, ...breaks },
  })),
  { id: 'task-1', label: VIEWS[1].label, state: { ...START, ...TASK_1, view: VIEWS[1].id } },
];
