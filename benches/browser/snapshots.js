/** What it costs to look at a run as often as the page does. */

import init, { Digits, Session } from '../../www/pkg/networks.js';
import { nextLook } from '../../www/src/workers/race.js';
import { FILES } from './digits.js';

await init();
const [trainImages, trainLabels, images, labels] = FILES;
const digits = new Digits(trainImages, trainLabels, images, labels);

/**
 * The time that the looks at a run take after the step `from`, as a share of the time that its steps take.
 * @param {import('./plan.js').Item} item
 */
export async function snapshots({ settings, from = 0, steps = 0 }) {
  return {
    measure() {
      const session = new Session(settings, digits);
      const spent = { steps: 0, looks: 0 };
      /** Does work on somebody's account. @param {'steps' | 'looks'} what @param {() => void} work */
      const spend = (what, work) => {
        const start = performance.now();
        work();
        spent[what] += performance.now() - start;
      };
      session.step(from);
      for (let step = from; step < steps; ) {
        const next = Math.min(steps, nextLook(step));
        spend('steps', () => session.step(next - step));
        spend('looks', () => {
          session.look(session.look_rows);
          session.fingerprint();
        });
        step = next;
      }
      session.free();
      return spent.looks / spent.steps;
    },
  };
}
