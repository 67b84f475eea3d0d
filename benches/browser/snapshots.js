/** What it costs to look at a run as often as the page does. */

import init, { Digits, Session } from '../../www/pkg/networks.js';
import { nextLook } from '../../www/src/workers/race.js';
import { FILES } from './digits.js';

await init();
const [trainImages, trainLabels, images, labels] = FILES;
const digits = new Digits(trainImages, trainLabels, images, labels);

/**
 * The time that the looks at a run take, as a share of the time that its steps take.
 * @param {import('./plan.js').Item} item
 */
export async function snapshots({ settings, steps }) {
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
      for (let step = 0; step < steps; ) {
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
