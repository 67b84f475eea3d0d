// @ts-check
/** The settings table of a race of networks. */

import schema from '../../pkg/schema.json' with { type: 'json' };
import { rules, speed } from './figures.js';
import { SHALLOW_RULES } from './rules.js';
import { embeddable } from './surroundings.js';
import { defineTable } from './table.js';

/** What `<feedback-mnist>` can show below its rules, in this order. */
export const PANELS = [
  { id: 'accuracy', label: 'Accuracy' },
  { id: 'loss', label: 'Loss' },
  { id: 'training-accuracy', label: 'Training accuracy' },
  { id: 'training-loss', label: 'Training loss' },
  { id: 'angles', label: 'Angles' },
  { id: 'code', label: 'Class codes' },
  { id: 'weights', label: 'W and B' },
  { id: 'ratio', label: 'Length of δ' },
  { id: 'confusion', label: 'Confusion matrix' },
  { id: 'mistakes', label: 'Mistakes' },
  { id: 'fields', label: 'Receptive fields' },
  { id: 'hidden', label: 'Map of a hidden layer' },
  { id: 'diagram', label: 'A step in phases' },
  { id: 'draw', label: 'Draw a digit' },
];

/** What its curves can be drawn over. */
const AXES = [
  { id: 'steps', label: 'steps' },
  { id: 'log', label: 'steps, logarithmic' },
  { id: 'samples', label: 'samples' },
  { id: 'epochs', label: 'epochs' },
  { id: 'time', label: 'compute time' },
];

const ALL = schema.network
  .flatMap((field) => (field.key === 'rule' && field.choices) || [])
  .map(({ id }) => ({ id, label: SHALLOW_RULES.find((rule) => rule.id === id)?.short ?? id }));

/** A line in a notation of its own, empty at first. @param {string} key @param {string} short @param {string} label @param {string} doc */
const line = (key, short, label, doc) => ({ key, short, label, doc, kind: 'text', default: '' });

const network = defineTable(
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
    { key: 'optimizer', short: 'opt', label: 'Optimizer' },
    {
      key: 'momentum',
      short: 'mu',
      symbol: 'μ',
      label: 'Momentum',
      low: 0,
      high: 0.99,
      step: 0.01,
    },
    { key: 'batch', short: 'batch', label: 'Minibatch', low: 1, high: 512, step: 1 },
    { key: 'decay', short: 'decay', label: 'Weight decay' },
    {
      key: 'decay_rate',
      short: 'lambda',
      symbol: 'λ',
      label: 'Decay strength',
      low: 1e-6,
      high: 0.01,
      scale: 'log',
      zero: true,
    },
    { key: 'learns', short: 'learns', label: 'Layers that learn' },
    { key: 'initial_weights', short: 'init', label: 'Initial weights' },
    {
      key: 'initial_std',
      short: 'std',
      label: 'Their deviation, if normal',
      low: 0.001,
      high: 2,
      scale: 'log',
      zero: true,
    },
    { key: 'feedback_distribution', short: 'bdist', label: 'Feedback B is' },
    { key: 'sign_after', short: 'sign', label: 'Sign layers after' },
    {
      key: 'dropout_input',
      short: 'dropin',
      label: 'Dropout, inputs',
      low: 0,
      high: 0.9,
      step: 0.05,
    },
    {
      key: 'dropout_hidden',
      short: 'drop',
      label: 'Dropout, hidden units',
      low: 0,
      high: 0.9,
      step: 0.05,
    },
    {
      key: 'adversarial',
      short: 'adv',
      symbol: 'ε',
      label: 'Adversarial step',
      low: 0,
      high: 0.3,
      step: 0.01,
    },
    { key: 'label_noise', short: 'noise', label: 'Label noise', low: 0, high: 1, step: 0.05 },
    {
      key: 'examples',
      short: 'train',
      label: 'Training digits (0: all)',
      low: 0,
      high: 8000,
      step: 100,
    },
    { key: 'seed', short: 'seed', label: 'Seed', random: true },
  ],
  [
    rules(ALL),
    line(
      'rates',
      'rates',
      'Learning rates of single rules',
      'Rules that have a learning rate of their own, such as bp 0.1, fa 0.05.',
    ),
    line(
      'changes',
      'live',
      'Changes on the way',
      'Learning rate, decay and which layers learn may change while the race runs; here is at which step, such as 500 eta 0.01; 800 learns hidden.',
    ),
    {
      key: 'budget',
      short: 'steps',
      label: 'Stop after',
      doc: 'Steps after which the run is done.',
      kind: 'integer',
      default: 500,
      min: 1,
      max: 1000000,
      low: 250,
      high: 5000,
      step: 50,
    },
    {
      key: 'goal',
      short: 'goal',
      label: 'Time to accuracy, %',
      doc: 'Validation accuracy in percent of which it is said when each rule reaches it.',
      kind: 'number',
      default: 85,
      min: 0,
      max: 100,
      low: 50,
      high: 99,
      step: 1,
    },
    {
      key: 'axis',
      short: 'axis',
      label: 'Curves run over',
      doc: 'What the horizontal axis of the curves counts. Compute time is that of a rule’s own worker.',
      kind: 'choice',
      default: AXES[0].id,
      choices: AXES,
    },
    {
      key: 'panels',
      short: 'panels',
      label: 'Panels',
      doc: 'What is shown of the race.',
      kind: 'set',
      default: ['accuracy', 'loss', 'angles'],
      choices: PANELS,
      hidden: true,
    },
    {
      key: 'focus',
      short: 'focus',
      label: 'Panels show',
      doc: 'The rule that panels about one rule are about.',
      kind: 'choice',
      default: 'dfa',
      choices: ALL,
      hidden: true,
    },
    {
      key: 'versus',
      short: 'versus',
      label: 'beside',
      doc: 'The rule that it is compared with, where a panel has room for two.',
      kind: 'choice',
      default: 'bp',
      choices: [{ id: 'none', label: 'nothing' }, ...ALL],
      hidden: true,
    },
    {
      key: 'layer',
      short: 'layer',
      label: 'Layer',
      doc: 'The hidden layer that panels about one layer are about.',
      kind: 'integer',
      default: 1,
      min: 1,
      max: 128,
      hidden: true,
    },
    speed(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY),
  ],
);

export const NETWORK = embeddable(network);
