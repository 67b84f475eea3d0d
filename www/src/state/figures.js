// @ts-check
/** The settings tables of the three figures, and what the core says about the rules. */

import schema from '../../pkg/schema.json' with { type: 'json' };
import { defineTable } from './table.js';

/**
 * A hop of the error, as the core describes it.
 * @typedef {{ from: number, to: number, via: string, receiver: string, matrix: string,
 *   sender: string, slope: string, equation: string }} Hop
 * @typedef {{ id: string, name: string, short: string, citation: string, summary: string,
 *   hops: Hop[] }} Rule
 */

/** @type {Record<string, Rule[]>} The rules by number of hidden layers, as far as bundled. */
export const KNOWN_RULES = schema.rules;

/** The error below which the toy counts as solved. */
export const SOLVED = schema.solved;

/** The rules as they are with one hidden layer. */
export const SHALLOW_RULES = KNOWN_RULES[1];

/**
 * Groups of rules that send the error the same way: with one hidden layer FA, DFA and IFA do.
 * @param {Rule[]} rules
 * @returns {Rule[][]}
 */
export function sameRules(rules) {
  /** @type {Map<string, Rule[]>} */
  const groups = new Map();
  for (const rule of rules) {
    const path = JSON.stringify([...rule.hops].sort((a, b) => a.to - b.to));
    groups.set(path, [...(groups.get(path) ?? []), rule]);
  }
  return [...groups.values()];
}

/** The rules that differ with one hidden layer, the first of each group. */
const DISTINCT = sameRules(SHALLOW_RULES).map(([rule]) => ({ id: rule.id, label: rule.short }));

/** @param {{ id: string, label: string }[]} choices */
const rules = (choices) => ({
  key: 'rules',
  short: 'rules',
  label: 'Rules',
  doc: 'The rules on screen.',
  kind: 'set',
  default: choices.map((choice) => choice.id),
  choices,
  hidden: true,
});

/** @param {number} start @param {number} max */
const speed = (start, max) => ({
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

export const TOY = defineTable(
  schema.toy,
  [
    {
      key: 'input_weight',
      short: 'A',
      symbol: 'A',
      label: 'Start, input weight',
      main: true,
      low: -2.6,
      high: 2.6,
      step: 0.05,
    },
    {
      key: 'output_weight',
      short: 'W',
      symbol: 'W',
      label: 'Start, output weight',
      main: true,
      low: -2.6,
      high: 2.6,
      step: 0.05,
    },
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
    { key: 'target', short: 'T', symbol: 'T', label: 'Target slope', low: -2, high: 2, step: 0.1 },
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
    speed(60, 1000),
  ],
);

export const LINEAR = defineTable(
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
      low: 0,
      high: 1,
      step: 0.05,
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
      high: 12,
      step: 1,
    },
    { key: 'inputs', short: 'inputs', label: 'Inputs', low: 1, high: 12, step: 1 },
    { key: 'outputs', short: 'outputs', label: 'Outputs', low: 1, high: 12, step: 1 },
    { key: 'steps', short: 'steps', label: 'Steps', low: 50, high: 2000, step: 50 },
    { key: 'seed', short: 'seed', label: 'Seed', random: true },
  ],
  [rules(DISTINCT), speed(60, 1000)],
);

const ALL = schema.network
  .flatMap((field) => (field.key === 'rule' && field.choices) || [])
  .map(({ id }) => ({ id, label: SHALLOW_RULES.find((rule) => rule.id === id)?.short ?? id }));

export const NETWORK = defineTable(
  schema.network,
  [
    { key: 'hidden', short: 'layers', label: 'Hidden layers', main: true },
    { key: 'activation', short: 'f', symbol: 'f', label: 'Activation', main: true },
    {
      key: 'learning_rate',
      short: 'eta',
      symbol: 'η',
      label: 'Learning rate',
      main: true,
      low: 0.005,
      high: 1,
      scale: 'log',
    },
    {
      key: 'feedback_scale',
      short: 'bscale',
      symbol: 's',
      label: 'Feedback scale',
      main: true,
      low: 0.1,
      high: 10,
      scale: 'log',
      zero: true,
    },
    { key: 'output', short: 'output', label: 'Output and loss' },
    { key: 'batch', short: 'batch', label: 'Minibatch', low: 1, high: 512, step: 1 },
    {
      key: 'momentum',
      short: 'mu',
      symbol: 'μ',
      label: 'Momentum',
      low: 0,
      high: 0.95,
      step: 0.05,
    },
    { key: 'decay', short: 'decay', label: 'Weight decay' },
    {
      key: 'decay_rate',
      short: 'lambda',
      symbol: 'λ',
      label: 'Decay strength',
      low: 0,
      high: 0.01,
      step: 0.0001,
    },
    { key: 'initial_weights', short: 'init', label: 'Initial weights' },
    {
      key: 'initial_std',
      short: 'std',
      label: 'Their deviation, if normal',
      low: 0,
      high: 1,
      step: 0.01,
    },
    { key: 'feedback_distribution', short: 'bdist', label: 'Feedback drawn' },
    { key: 'seed', short: 'seed', label: 'Seed', random: true },
  ],
  [
    rules(ALL),
    {
      key: 'budget',
      short: 'steps',
      label: 'Stop after',
      doc: 'Steps after which the run is done.',
      kind: 'integer',
      default: 1250,
      min: 1,
      max: 1000000,
      low: 250,
      high: 5000,
      step: 50,
    },
    speed(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY),
  ],
);
