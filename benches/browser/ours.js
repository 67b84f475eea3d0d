/** Our own steps: the core that the page loads, as its workers use it. */

import init, { Digits, Session } from '../../www/pkg/networks.js';
import { FILES } from './digits.js';

await init();
const [trainImages, trainLabels, images, labels] = FILES;
const digits = new Digits(trainImages, trainLabels, images, labels);

/** @param {import('./plan.js').Item} item @returns {Promise<import('./steps.js').Learner>} */
export async function ours({ settings }) {
  const session = new Session(settings, digits);
  return {
    step: () => session.step(1),
    loss: () => session.look(session.look_rows).loss,
  };
}
