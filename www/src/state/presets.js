// @ts-check
/**
 * The toy's presets. A sentence is a function of the run, so that no number in it can go stale;
 * it may say only what the run says.
 */

/**
 * @typedef {object} ToyRun what the sentences speak about
 * @property {number} solvedAt first step with |E| small enough, NaN if there is none
 * @property {ArrayLike<number>} loss
 * @property {ArrayLike<number>} a
 * @property {ArrayLike<number>} w
 */

/**
 * @typedef {object} Preset
 * @property {string} id
 * @property {string} label
 * @property {Record<string, number>} state
 * @property {string} lead what to look for; the numbers follow by themselves
 */

/** All that a run depends on, so that what a lead says of its end is so. @param {number} input_weight @param {number} output_weight */
const start = (input_weight, output_weight) => ({
  input_weight,
  output_weight,
  feedback_weight: 1,
  target: 1,
  learning_rate: 0.05,
  steps: 250,
});

/** @type {Preset[]} */
export const PRESETS = [
  {
    id: 'wrong-way',
    label: 'Wrong way first',
    state: start(-0.5, -0.5),
    lead: 'W is negative and the wire B positive, so FA pushes A the wrong way and the loss rises. Once A is positive it pulls W up after it, until W agrees with B.',
  },
  {
    id: 'zero',
    label: 'Zero',
    state: start(0, 0),
    lead: 'At zero nothing reaches the hidden weight through W = 0, so BP has no direction to go. B is there from the start.',
  },
  {
    id: 'long-detour',
    label: 'Long detour',
    state: start(-1.5, -0.3),
    lead: 'FA leaves a low loss, climbs over a ridge and comes down on the other branch of solutions.',
  },
  {
    id: 'saddle',
    label: 'Saddle',
    state: start(1, -1),
    lead: 'On this diagonal BP slides into the saddle at the origin, where its gradient ends. FA crosses the diagonal.',
  },
  {
    id: 'anti-aligned',
    label: 'Anti-aligned',
    state: start(-2, -0.2),
    lead: 'FA ends where B and W have opposite signs: it never aligns, and the error still goes to zero.',
  },
];
