/** How much memory the core of one worker takes. */

import { FILES } from './digits.js';

/**
 * A core of its own that has the digits and trains networks as a lane of the race does.
 * @param {import('./plan.js').Item} item
 */
export async function memory({ rules, settings, steps }) {
  const core = await import(`../../www/pkg/networks.js?rules=${rules.join()}`);
  const { memory } = await core.default();
  const [trainImages, trainLabels, images, labels] = FILES;
  const digits = new core.Digits(trainImages, trainLabels, images, labels);
  const sessions = rules.map((rule) => new core.Session({ ...settings, rule }, digits));
  for (const session of sessions) {
    session.step(steps);
    session.look(session.look_rows);
    session.fingerprint();
  }
  return { measure: () => memory.buffer.byteLength };
}
