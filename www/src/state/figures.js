// @ts-check
/** The settings tables of the two figures of the theory, and what all tables share. */

import schema from '../../pkg/schema.json' with { type: 'json' };
import { DISTINCT, LEARNERS } from './rules.js';
import { embeddable } from './surroundings.js';
import { defineTable } from './table.js';

/** The error below which the toy counts as solved. */
export const SOLVED = schema.solved;

/** @param {{ id: string, label: string }[]} choices @param {{ id: string }[]} [on] at first */
export const rules = (choices, on = choices) => ({
  key: 'rules',
  short: 'rules',
  label: 'Rules',
  doc: 'The rules on screen.',
  kind: 'set',
  default: on.map((choice) => choice.id),
  choices,
  hidden: true,
});

/** @param {number} start @param {number} max */
export const speed = (start, max) => ({
  key: 'speed',
  short: 'speed',
  label: 'Speed',
  doc: 'Steps per second while playing.',
  kind: 'number',
  default: start,
  min: 1,
  max,
  hidden: true,
});

/** What the plane of the toy can show under the runs. */
const LAND = [
  { id: 'loss', label: 'loss' },
  { id: 'field', label: 'arrows' },
  { id: 'uphill', label: 'uphill' },
  { id: 'basin', label: 'anti-aligned starts' },
  { id: 'conserved', label: 'conserved' },
];

const toy = defineTable(
  schema.toy,
  [
    {
      key: 'feedback_weight',
      short: 'B',
      symbol: 'B',
      label: 'Feedback wire',
      main: true,
      low: -2,
      high: 2,
      step: 0.1,
    },
    {
      key: 'learning_rate',
      short: 'eta',
      symbol: 'η',
      label: 'Learning rate',
      main: true,
      low: 0.005,
      high: 0.5,
      scale: 'log',
    },
    {
      key: 'target',
      short: 'T',
      symbol: 'T',
      label: 'Target slope',
      main: true,
      low: -2,
      high: 2,
      step: 0.1,
    },
    { key: 'scheme', short: 'scheme', label: 'The weights take', main: true },
    {
      key: 'input_weight',
      short: 'A',
      symbol: 'A',
      label: 'Start, input weight',
      low: -2.6,
      high: 2.6,
      step: 0.05,
    },
    {
      key: 'output_weight',
      short: 'W',
      symbol: 'W',
      label: 'Start, output weight',
      low: -2.6,
      high: 2.6,
      step: 0.05,
    },
    { key: 'steps', short: 'steps', label: 'Steps', low: 50, high: 1000, step: 10 },
  ],
  [
    rules(DISTINCT),
    {
      key: 'field',
      short: 'field',
      label: 'Arrows show the flow of',
      doc: 'The rule whose direction of motion the arrows show at every point of the plane.',
      kind: 'choice',
      default: DISTINCT[1].id,
      choices: DISTINCT,
    },
    {
      key: 'show',
      short: 'show',
      label: 'Show',
      doc: 'What the plane shows besides the runs and the solutions.',
      kind: 'set',
      default: LAND.map(({ id }) => id),
      choices: LAND,
      hidden: true,
    },
    speed(60, 1000),
  ],
);

export const TOY = embeddable(toy);

/** The views of the linear figure. */
export const VIEWS = [
  { id: 'proof', label: 'The proof' },
  { id: 'seeds', label: 'Lillicrap’s task 1' },
];

const linear = defineTable(
  schema.linear,
  [
    {
      key: 'learning_rate',
      short: 'eta',
      symbol: 'η',
      label: 'Learning rate',
      main: true,
      low: 0.005,
      high: 0.5,
      scale: 'log',
    },
    {
      key: 'initial_scale',
      short: 'init',
      symbol: 's₀',
      label: 'Initial weights',
      main: true,
      low: 0.01,
      high: 2,
      scale: 'log',
      zero: true,
    },
    {
      key: 'feedback_scale',
      short: 'bscale',
      symbol: 's',
      label: 'Feedback scale',
      main: true,
      low: 0,
      high: 3,
      step: 0.1,
    },
    {
      key: 'hidden',
      short: 'units',
      label: 'Hidden units',
      main: true,
      low: 1,
      high: 32,
      step: 1,
    },
    { key: 'inputs', short: 'inputs', label: 'Inputs', low: 1, high: 32, step: 1 },
    { key: 'outputs', short: 'outputs', label: 'Outputs', low: 1, high: 32, step: 1 },
    { key: 'activation', short: 'f', symbol: 'f', label: 'Hidden units are' },
    { key: 'scheme', short: 'scheme', label: 'The weights take' },
    {
      key: 'input_rate',
      short: 'rho_a',
      symbol: 'ρ_A',
      label: 'Rate of A',
      low: 0,
      high: 3,
      step: 0.1,
    },
    {
      key: 'output_rate',
      short: 'rho_w',
      symbol: 'ρ_W',
      label: 'Rate of W',
      low: 0,
      high: 3,
      step: 0.1,
    },
    {
      key: 'condition',
      short: 'cond',
      symbol: 'κ',
      label: 'Condition of the inputs',
      low: 1,
      high: 1000,
      scale: 'log',
    },
    { key: 'feedback_distribution', short: 'bdist', label: 'Feedback drawn' },
    {
      key: 'feedback_rank_loss',
      short: 'bloss',
      label: 'Ranks that B lacks',
      low: 0,
      high: 8,
      step: 1,
    },
    {
      key: 'target_rank_loss',
      short: 'tloss',
      label: 'Ranks that T lacks',
      low: 0,
      high: 8,
      step: 1,
    },
    { key: 'steps', short: 'steps', label: 'Steps', low: 50, high: 2000, step: 50 },
    { key: 'seed', short: 'seed', label: 'Seed', random: true },
    { key: 'seeds', short: 'seeds', label: 'Seeds in task 1', low: 1, high: 30, step: 1 },
  ],
  [
    {
      key: 'view',
      short: 'view',
      label: 'View',
      doc: 'The proof with everything that it speaks of, or many seeds of a published experiment.',
      kind: 'choice',
      default: VIEWS[0].id,
      choices: VIEWS,
      hidden: true,
    },
    rules(LEARNERS, DISTINCT),
    speed(60, 1000),
  ],
);

export const LINEAR = embeddable(linear);
