/** What it costs to look at a run as often as the page does. */

import { nextLook } from '../../www/src/workers/race.js';
import init, { Digits, Session } from '../../www/pkg/networks.js';
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
      let now = performance.now();
      const lap = () => -now + (now = performance.now());
      for (let step = 0; step < steps; ) {
        const next = Math.min(steps, nextLook(step));
        session.step(next - step);
        spent.steps += lap();
        session.look(session.look_rows);
        session.fingerprint();
        spent.looks += lap();
        step = next;
      }
      session.free();
      return spent.looks / spent.steps;
    },
  };
}
