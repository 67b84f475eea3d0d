/** What is measured, in the order in which every round goes through it. */

/**
 * @typedef {object} Item
 * @property {string} id
 * @property {string} kind who is measured, or what
 * @property {'plain' | 'isolated' | 'race' | 'native'} place the page, or the program, that does it
 * @property {number} window milliseconds of one measurement
 * @property {any} [settings] of the core
 * @property {number} [check] steps after which it must have learned
 * @property {string} [sweep] what varies from item to item
 * @property {number} [chains]
 * @property {string} [form]
 * @property {number[]} [shape]
 * @property {string[]} [rules]
 * @property {number} [from] a step
 * @property {number} [steps]
 * @property {boolean} [once] the second measurement would be the first
 */

const NETS = [[100], [200, 100], [800], [800, 800]];
/** The nets on which the rules are compared. */
const RULED = ['200,100', '800,800'];
const OTHER_RULES = ['fa', 'dfa', 'ifa'];
export const RULES = ['bp', ...OTHER_RULES];

const CHAINS = [6, 8, 10, 12, 13];
const FORMS = ['forward', 'feedback', 'update'];
const SHAPES = [
  [64, 784, 800],
  [64, 800, 800],
];

const WIDTHS = [50, 100, 200, 400, 800];
const DEPTHS = [1, 2, 3, 5, 10];
const DEEP = 240;
const SIZES = [1, 2, 8, 32, 64, 128, 256, 512];

/** The network that the page shows first. */
const FIRST = [200, 100];
/** Steps after which its race stops, unless somebody asks for others. */
const BUDGET = 500;

/**
 * @param {boolean} quick
 * @returns {{ rounds: number, items: Item[] }}
 */
export function plan(quick) {
  const window = quick ? 40 : 200;
  const check = quick ? 30 : 125;
  /** @type {Item[]} */
  const items = [];
  /** @param {string} kind @param {Item['place']} place @param {Record<string, any>} more */
  const add = (kind, place, more) =>
    items.push({ id: String(items.length), kind, place, window, ...more });

  for (const hidden of NETS) {
    const settings = { rule: 'bp', hidden };
    add('native', 'native', { settings });
    for (const place of /** @type {const} */ (['plain', 'isolated']))
      for (const kind of ['ours', 'jax', 'tfjs']) add(kind, place, { settings, check });
    if (RULED.includes(String(hidden)))
      for (const rule of OTHER_RULES) add('ours', 'plain', { settings: { rule, hidden } });
  }
  for (const chains of CHAINS) add('peak', 'plain', { chains });
  for (const shape of SHAPES) for (const form of FORMS) add('product', 'plain', { form, shape });
  for (const form of ['sparse forward', 'sparse update'])
    add('product', 'plain', { form, shape: SHAPES[0] });

  /** @param {string} sweep @param {number} at @param {Record<string, any>} settings */
  const vary = (sweep, at, settings) =>
    add('ours', 'plain', { sweep, at, settings: { rule: 'bp', ...settings } });
  for (const width of WIDTHS) vary('width', width, { hidden: [width, width] });
  for (const depth of DEPTHS) vary('depth', depth, { hidden: Array(depth).fill(DEEP) });
  for (const batch of SIZES) vary('batch', batch, { hidden: FIRST, batch });

  const steps = quick ? 100 : BUDGET;
  for (const rules of [...RULES.map((rule) => [rule]), RULES])
    add('race', 'race', { rules, steps });
  for (const rule of quick ? ['dfa'] : RULES) {
    const settings = { rule, hidden: FIRST };
    // At first, when looks are dense, and from there on.
    add('snapshots', 'plain', { settings, from: 0, steps: BUDGET });
    add('snapshots', 'plain', { settings, from: BUDGET, steps: 2 * BUDGET });
  }
  for (const rules of [['bp'], RULES])
    add('memory', 'plain', { rules, settings: { hidden: FIRST }, steps: 25, once: true });
  return { rounds: quick ? 2 : 7, items };
}
