// @ts-check
/** What the core says about the rules, and who learns in the figures of the theory. */

import schema from '../../pkg/schema.json' with { type: 'json' };

/**
 * A hop of the error, as the core describes it.
 * @typedef {{ from: number, to: number, via: string, receiver: string, matrix: string,
 *   sender: string, slope: string, equation: string }} Hop
 * @typedef {{ id: string, name: string, short: string, citation: string, summary: string,
 *   hops: Hop[] }} Rule
 */

/** @type {Record<string, Rule[]>} The rules by number of hidden layers, as far as bundled. */
export const KNOWN_RULES = schema.rules;

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
export const DISTINCT = sameRules(SHALLOW_RULES).map(([rule]) => ({
  id: rule.id,
  label: rule.short,
}));

/**
 * Who learns in the figures of the theory: a rule, or a reference that is none, with the settings
 * that make the core learn so.
 * @typedef {Rule & { label: string, settings: Record<string, string> }} Learner
 */

/** @type {Learner[]} */
export const LEARNERS = [
  ...DISTINCT.flatMap(({ id, label }) =>
    SHALLOW_RULES.filter((rule) => rule.id === id).map((rule) => ({
      ...rule,
      label,
      settings: { rule: id },
    })),
  ),
  {
    id: 'shallow',
    name: 'Shallow learning',
    short: 'Shallow',
    label: 'Shallow',
    citation: '',
    summary: '',
    hops: [],
    settings: { signal: 'none' },
  },
  {
    id: 'pbp',
    name: 'Pseudo-backprop',
    short: 'PBP',
    label: 'PBP',
    citation: '',
    summary: '',
    hops: [],
    settings: { signal: 'pseudo' },
  },
];
