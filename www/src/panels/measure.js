// @ts-check
/** How long a step takes on this machine, and whether its bits are everybody's. */

import { paced } from '../elements/linear-seeds-sweep.js';

/** @typedef {import('../workers/client.js').Core} Core */
/**
 * A rule on a network: milliseconds that a step takes, NaN before the first, and multiply–adds.
 * @typedef {{ rule: string, milliseconds: number, multiplyAdds: number }} Pace
 */
/** A golden run, and the fingerprint that it has here. @typedef {{ network: string, rule: string, optimizer: string, expected: string, found: string }} Golden */

/** A list of steps takes about this long: the clocks of some browsers know whole milliseconds only. */
const LIST_MS = 40;
/** What stays clear of divergence in so few steps: numbers that are none would be another matter. */
const CALM = 0.01;

const DIGITS = { handle: 'digits' };

/**
 * Trains a network by each rule, list by list in turn. The quickest list counts, as the one that was
 * disturbed least; short ones, from which is learned how many steps are to be in one, do not count once
 * there are longer ones.
 * @param {Core} core that has the digits
 * @param {{ rules: string[], hidden: number[], batch: number }} what
 * @param {number} milliseconds in all
 * @param {(paces: Pace[]) => void} tell what is known so far
 * @returns {Promise<Pace[]>}
 */
export async function paces(core, { rules, hidden, batch }, milliseconds, tell) {
  const lanes = rules.map((rule) => ({ rule, n: 1, lists: /** @type {number[][]} */ ([]) }));
  const settings = { hidden, batch, learning_rate: CALM };
  const made = await core.run(
    rules.flatMap((rule) => [
      ['make', rule, 'Session', { ...settings, rule }, DIGITS],
      ['read', rule, ['multiply_adds']],
    ]),
  );
  const known = () =>
    lanes.map(({ rule, lists }, i) => {
      const long = lists.filter(([took]) => took > LIST_MS / 2);
      const steps = (long.length > 0 ? long : lists).map(([took, n]) => took / n);
      const { multiply_adds: multiplyAdds } = made[2 * i + 1];
      return { rule, milliseconds: Math.min(...steps), multiplyAdds };
    });
  const end = performance.now() + milliseconds;
  do {
    for (const lane of lanes) {
      const [before, , after, { diverged }] = await core.run([
        ['time'],
        ['call', lane.rule, 'step', lane.n],
        ['time'],
        ['read', lane.rule, ['diverged']],
      ]);
      if (diverged) throw new Error(`${lane.rule} diverged, and takes no more steps`);
      lane.lists.push([after - before, lane.n]);
      lane.n = paced(lane.n, after - before, LIST_MS);
    }
    tell(known());
  } while (performance.now() < end);
  await core.run(rules.map((rule) => ['free', rule]));
  return known();
}

/**
 * Repeats the golden runs.
 * @param {Core} core
 * @param {(found: Golden[], of: number) => void} tell
 * @returns {Promise<Golden[]>}
 */
export async function goldenRuns(core, tell) {
  const [runs] = await core.run([['core', 'golden_runs']]);
  /** @type {Golden[]} */
  const done = [];
  for (const [i, run] of runs.entries()) {
    const [found] = await core.run([['core', 'golden_fingerprint', i]]);
    done.push({ ...run, found });
    tell(done, runs.length);
  }
  return done;
}
