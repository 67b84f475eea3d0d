// @ts-check
/** The words of a line chart: names and values at the curves, notes, and what was changed when. */

import { px, tag, text } from './frame.js';
import { lastFinite, placeLabels, seenAt } from './series.js';

/** @typedef {import('./lines.js').Lines} Lines */
/** @typedef {import('./lines.js').Plot} Plot */

/** Width of a small letter, in pixels. */
const LETTER = 6.2;
/** Height of a line of text. */
const LINE = 14;
/** Between the labels of curves, in pixels. */
const GAP = 14;

/**
 * The names of band and reference lines.
 * @param {Lines} data
 * @param {Plot} plot
 */
export function names({ band, reference, mark, series, empty }, { box, across, y }) {
  const named = band ?? reference;
  const at = y([band?.high ?? reference?.value ?? 0].flat().at(-1) ?? 0);
  // A band that reaches out of the picture has its name inside.
  const above = box.top + at - 5;
  // Where the names of curves come that way, it stands at their left.
  const right = box.left + box.width - 4;
  const met = series
    .map((s) => ({ s, last: lastFinite(s, (v) => Number.isFinite(y(v))) }))
    .filter(({ last }) => last && Math.abs(box.top + y(last[1]) - above) < 2 * LINE)
    .map(({ s, last }) => box.left + across(last?.[0] ?? 0, s))
    .filter((x) => x > right - 100 && x < right - 30);
  const end = Math.min(right, ...met.map((x) => x - 8));
  const nothing = empty && !series.some((s) => lastFinite(s, (v) => Number.isFinite(y(v))));
  const middle = { 'text-anchor': 'middle' };
  return (
    (named?.label
      ? text(end, above < LINE ? box.top + LINE : above, named.label, 'note halo', {
          'text-anchor': 'end',
        })
      : '') +
    (mark ? text(box.left + across(mark.value) + 5, box.top + 12, mark.label, 'note halo') : '') +
    (nothing
      ? text(box.left + box.width / 2, box.top + box.height / 2, empty, 'note halo', middle)
      : '')
  );
}

/**
 * Which step is read, above its line.
 * @param {Lines} data
 * @param {Plot} plot
 * @param {number} step
 */
export function legend({ series, x: { point = 'step' } }, { box, across }, step) {
  const at = Math.max(...series.map((s) => across(step, s)).filter(Number.isFinite));
  if (!(at >= 0 && at <= box.width)) return '';
  return text(Math.max(at, 12), -5, `${point} ${step}`, 'now', { 'text-anchor': 'middle' });
}

/** Height of a row of words above the plot, and how many there may be. */
export const ROW = 13;
const MOST_ROWS = 3;

/**
 * Where the words stand that say what was changed when: above the line, in the lowest row in which
 * they run neither into the ones before them nor over the border. Those that fit in none are left out.
 * @param {Lines} data
 * @param {(step: number, s?: import('./series.js').Series) => number} across
 * @param {number} width of the plot
 * @returns {{ at: number, label: string, left: number, row: number }[]} row: -1 for none
 */
export function placeMarks({ series, marks: wanted = [] }, across, width) {
  const free = Array(MOST_ROWS).fill(Number.NEGATIVE_INFINITY);
  return [...wanted]
    .sort((a, b) => a.step - b.step)
    .flatMap(({ step, label }) => {
      // On axes of their own, where the slowest rule was.
      const at = Math.max(...series.map((s) => across(step, s)).filter(Number.isFinite));
      if (!(at >= 0 && at <= width)) return [];
      const long = label.length * LETTER;
      const left = Math.max(0, Math.min(at - long / 2, width - long));
      const row = left <= at ? free.findIndex((end) => left >= end) : -1;
      if (row >= 0) free[row] = left + long + 8;
      return [{ at, label, left, row }];
    });
}

/**
 * What was changed when: a line, and above the plot what it was. Words give way to those of the step
 * that is read.
 * @param {ReturnType<typeof placeMarks>} placed
 * @param {Plot} plot
 * @param {number | undefined} reading where a step is read, along x
 */
export const marks = (placed, { box }, reading) =>
  placed
    .map(({ at, label, left, row }) => {
      const d = `M${px(box.left + at)},${px(box.top - 3)}v${px(box.height + 3)}`;
      const under = reading !== undefined && row === 0;
      const hidden = under && reading > left - 34 && reading < left + label.length * LETTER + 34;
      const shown = row >= 0 && !hidden;
      return (
        tag('path', { class: 'change', d }) +
        (shown ? text(box.left + left, box.top - 6 - ROW * row, label, 'note') : '')
      );
    })
    .join('');

/**
 * Direct labels, moved apart where they would overlap. They stand at the ends of the curves; while
 * a step is read they stand beside it, with the values there, and those of ghosts on its other
 * side. A curve that leaves the picture below is named where it leaves, unless a note has named it
 * already. Of ghosts one stands for all.
 * @param {Lines} data
 * @param {Plot} plot
 * @param {number} [read] the step
 */
export function ends({ series, notes: said = [], value }, plot, read) {
  const { box, place, across, y } = plot;
  const inside = (/** @type {number} */ v) => y(v) <= box.height + 0.5;
  let named = false;
  const items = series.flatMap((s) => {
    const rule = s.rule ?? s.id;
    if (read !== undefined) {
      const i = seenAt(s, read);
      if (!inside(s.y[i])) return [];
      const number = value?.(s.y[i]) ?? '';
      const label = s.ghost ? number : `${s.label} ${number}`;
      return [{ s, rule, label, x: place(s, i), at: Math.max(y(s.y[i]), 0) }];
    }
    const last = lastFinite(s, inside);
    if (!last || (s.ghost && named)) return [];
    named ||= s.ghost === true;
    const item = { s, rule, x: across(last[0], s), at: Math.max(y(last[1]), 0), label: s.label };
    const left = lastFinite(s, (v) => Number.isFinite(y(v)))?.[0] !== last[0];
    return left && said.some((note) => note.series === s.id) ? [] : [item];
  });
  if (read === undefined) return labels(items, box, false);
  // Where there is no room for the ghosts' values on the left, the words below have them.
  const ghosts = items.filter(({ s, x }) => s.ghost && x > 40 && x <= box.width);
  return (
    labels(
      items.filter(({ s }) => !s.ghost),
      box,
      true,
    ) + labels(ghosts, box, true, -1)
  );
}

/**
 * @param {{ s: import('./series.js').Series, rule: string, label: string, x: number, at: number }[]} items
 * @param {import('./frame.js').Box} box
 * @param {boolean} reading
 * @param {1 | -1} [side]
 */
function labels(items, box, reading, side = 1) {
  const places = placeLabels(
    items.map((item) => item.at),
    GAP,
    4,
    box.height - 8,
  );
  // Values stand in one column, also where every rule has a place of its own.
  const column = side * Math.max(...items.map(({ x }) => side * Math.min(x, box.width)));
  return items
    .map(({ s, rule, label, x, at }, i) => {
      // Near the right border there is no room for a name but beyond it.
      const from = (reading ? column : x > box.width - 40 ? box.width : x) + 7 * side;
      const moved = !reading && Math.abs(places[i] - at) > 8;
      const path = `M${px(from - 6)},${px(at)}L${px(from - 1)},${px(places[i])}`;
      const leader = moved ? tag('path', { class: `leader rule-${rule}`, d: path }) : '';
      // The name of all ghosts has the colour of none.
      const look = s.ghost ? 'note' : 'name';
      const colour = s.ghost && !reading ? '' : `rule-${rule}`;
      const classes = `${look} ${colour} ${s.variant ?? ''}${reading ? ' halo' : ''}`;
      const anchor = { 'text-anchor': side < 0 ? 'end' : 'start' };
      return leader + text(from, places[i] + 4, label, classes, anchor);
    })
    .join('');
}

/**
 * Moments worth a word, their words moved apart.
 * @param {Lines} data
 * @param {Plot} plot
 */
export function notes({ series, notes: wanted = [], strict, width }, { box, across, y }) {
  const found = wanted.flatMap(({ series: id, x: step, label }) => {
    const s = series.find((candidate) => candidate.id === id);
    const at = y(s?.y[step] ?? Number.NaN);
    return Number.isFinite(at) && at <= box.height
      ? [{ rule: s?.rule ?? id, x: across(step), at, label }]
      : [];
  });
  const places = placeLabels(
    found.map(({ at }) => at - 4),
    16,
    8,
    box.height - 8,
  );
  const left = Math.max(...found.map((note) => note.x));
  return found
    .map(({ rule, x: across, at, label }, i) => {
      const near = left - across < 100 ? left : across;
      // Words that would be cut stand on the other side.
      const cut = strict && box.left + near + 12 + LETTER * label.length > width;
      const [from, anchor] = cut ? [across - 12, 'end'] : [near + 12, 'start'];
      return (
        tag('circle', { class: `moment rule-${rule}`, cx: across, cy: at, r: 4 }) +
        text(from, places[i] + 4, label, `note halo rule-${rule}`, { 'text-anchor': anchor })
      );
    })
    .join('');
}
