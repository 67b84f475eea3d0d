// @ts-check
/**
 * The toy's presets: a state, and what to look for in it. The sentences name no numbers; those
 * follow in the caption, from the run itself. Tests ask the core whether each sentence is true.
 */

/**
 * @typedef {object} Preset
 * @property {string} id
 * @property {string} label
 * @property {Record<string, number | string>} state
 * @property {string} lead what to look for
 */

/** All that a run depends on, so that what a lead says of its end is so. @param {number} input_weight @param {number} output_weight */
const start = (input_weight, output_weight) => ({
  input_weight,
  output_weight,
  feedback_weight: 1,
  target: 1,
  learning_rate: 0.05,
  scheme: 'euler',
  steps: 250,
});

/** @type {Preset[]} */
export const PRESETS = [
  {
    id: 'wrong-way',
    label: 'Wrong way first',
    state: start(-0.5, -0.5),
    lead: 'W and the wire B have opposite signs, so FA first pushes A the wrong way, uphill through the shaded region. Once A is positive it pulls W up after it, until W agrees with B, on the other branch of solutions from BP.',
  },
  {
    id: 'zero',
    label: 'Zero',
    state: start(0, 0),
    lead: 'At zero W brings A no error and A brings W no input, so BP has no direction to go. B is there from the start: it moves A, A moves W, and both climb the curve that FA keeps to.',
  },
  {
    id: 'long-detour',
    label: 'Long detour',
    state: start(-1.5, -0.3),
    lead: 'The start lies just outside the toothed border. FA leaves a low loss, climbs over a ridge and comes down aligned, on the other branch from BP; from a little lower it would have stayed here and ended anti-aligned.',
  },
  {
    id: 'saddle',
    label: 'Saddle',
    state: start(1, -1),
    lead: 'On this diagonal BP slides into the saddle at the origin, where its gradient ends. FA leaves the diagonal: its wire tells A of the error even where W is zero.',
  },
  {
    id: 'anti-aligned',
    label: 'Anti-aligned',
    state: start(-2, -0.2),
    lead: 'Beyond the toothed border W ends opposed to the wire B. FA still goes downhill all the way, because W learns faster than A is misled.',
  },
];
