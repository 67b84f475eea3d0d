// @ts-check
/** The horizontal axis of the curves of `<feedback-mnist>`: steps, or what they cost. */

import { nice } from 'd3-array';

/** @typedef {import('./mnist.js').FeedbackMnist} Mnist */
/** @typedef {import('../charts/lines.js').Lines} Lines */

/**
 * The horizontal axis. It ends where training will: what is still to come has its place already.
 * Curves bend within the first tenth of it; 'log' gives that part its room, and as rules are
 * looked at after 1, 2, 4, 8, 16 steps, there it shows all that is known. It is a choice and
 * says so, because on it equal lengths are not equal work.
 * @param {Mnist} figure
 * @returns {Lines['x']}
 */
export function axis({ now, last, tracks, pinned }) {
  const newest = tracks[0]?.snapshots.at(-1);
  const linear = (/** @type {string} */ name, /** @type {number} */ each) => ({
    name,
    beyond: true,
    of: (/** @type {number} */ step) => step * each,
    domain: /** @type {[number, number]} */ ([0, last * each]),
  });
  // To within a minibatch: the last one of an epoch may be smaller.
  const rate = (/** @type {'samples' | 'epochs'} */ key, /** @type {number} */ before) =>
    newest?.step ? newest[key] / newest.step : before;
  switch (now.axis) {
    case 'samples':
      return linear('samples', rate('samples', now.batch));
    case 'epochs':
      return linear('epochs', rate('epochs', 1 / (tracks[0]?.stepsPerEpoch || last)));
    case 'time': {
      // How long the slowest will have taken, if it goes on as it has.
      const ends = [...tracks, ...(pinned?.tracks ?? [])].flatMap(({ snapshots }) => {
        const { step, milliseconds = 0 } = snapshots.at(-1) ?? { step: 0 };
        return step > 0 && milliseconds > 0 ? [((milliseconds / 1000) * last) / step] : [];
      });
      return {
        name: 'own seconds',
        beyond: true,
        domain: nice(0, Math.max(0.1, ...ends), 5),
      };
    }
    case 'log':
      return { ...linear('log step', 1), scale: 'log' };
    default:
      return linear('step', 1);
  }
}
