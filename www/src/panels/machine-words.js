// @ts-check
/** What is said of a machine: how long its steps take, drawn, and whether its bits are everybody's. */

import { fixed, short, tag, text } from '../charts/frame.js';

/** @typedef {import('./measure.js').Pace & { name: string }} Named with the rule's abbreviation */
/** @typedef {import('./measure.js').Golden} Golden */

/** Room for a name before a bar, and for a number behind the longest. */
const LEFT = 40;
const RIGHT = 64;
const HEAD = 14;
/** What a rule takes: a bar, and a line under it. */
const ROW = 42;
const BAR = 14;
/** Of more runs that differ than this a sentence tells the number. */
const MOST_TOLD = 3;

/** A large number, as far as a measurement has digits. @param {number} n */
const round = (n) => Number(n.toPrecision(3)).toLocaleString('en');

/** @param {Named} pace @param {number} batch */
function rates({ milliseconds, multiplyAdds }, batch) {
  if (!(milliseconds > 0)) return '';
  const a_second = 1000 / milliseconds;
  const billions = round((multiplyAdds * a_second) / 1e9);
  return `${round(batch * a_second)} digits/s, ${billions}·10⁹ multiply-adds/s`;
}

/**
 * A bar for each rule.
 * @param {number} width
 * @param {string} network
 * @param {Named[]} paces
 * @param {number} batch
 * @returns {import('../charts/frame.js').Chart}
 */
export function bars(width, network, paces, batch) {
  const longest = Math.max(...paces.map(({ milliseconds }) => milliseconds || 0)) || 1;
  const rows = paces.map((pace, i) => {
    const { rule, name, milliseconds } = pace;
    const y = HEAD + 10 + i * ROW;
    const length = ((width - LEFT - RIGHT) * (milliseconds || 0)) / longest;
    const number = milliseconds < 1 ? fixed(milliseconds, 2) : short(milliseconds);
    return tag(
      'g',
      { class: `rule-${rule}` },
      text(0, y + 12, name, 'name') +
        tag('rect', { class: 'bar', x: LEFT, y, width: length, height: BAR }) +
        text(LEFT + length + 6, y + 12, milliseconds > 0 ? `${number} ms` : number, 'now') +
        text(LEFT, y + BAR + 15, rates(pace, batch), 'tick'),
    );
  });
  const said = paces.map(({ name, milliseconds }) => `${name} ${short(milliseconds)}`).join(', ');
  return {
    width,
    height: HEAD + 10 + paces.length * ROW,
    label: `Milliseconds per step of ${network}: ${said}.`,
    layers: [text(0, HEAD - 3, `Time of a step, ${network}`, 'title'), rows.join('')],
  };
}

/** Whether a run came out as it should. @param {Golden} run */
export const agrees = ({ expected, found }) => found === expected;

/**
 * What golden runs say, once all have been repeated.
 * @param {Golden[]} runs
 */
export function verdict(runs) {
  const others = runs.filter((run) => !agrees(run));
  const counted = `${runs.length - others.length} of ${runs.length} fingerprints are those of the table`;
  if (others.length === 0) return `${counted}: this browser computes the same bits.`;
  const told = others
    .slice(0, MOST_TOLD)
    .map(
      ({ network, rule, optimizer, expected, found }) =>
        `${network} by ${rule} with ${optimizer} has ${found} in the place of ${expected}`,
    );
  const more = others.length - told.length;
  return `${counted}. Here ${told.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`;
}
