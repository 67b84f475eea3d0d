// @ts-check
/** Words in a picture: where there is room for them, or not at all. */

import { text } from './frame.js';

/** @typedef {[number, number]} Place in pixels */

/** Longer steps than this, in pixels, are jumps and not parts of a line. */
const JUMP = 4000;
/** Width of a letter and height of a line, in pixels. */
const LETTER = 7.6;
const LINE = 15;

/**
 * Places along a line, `gap` pixels apart, each with the direction of the line there. The line
 * breaks at NaN.
 * @param {Place[]} line
 * @param {number} gap
 */
export function along(line, gap) {
  /** @type {[x: number, y: number, dx: number, dy: number][]} */
  const found = [];
  let next = 0;
  for (let i = 1; i < line.length; i++) {
    const [[x, y], [x1, y1]] = [line[i - 1], line[i]];
    const length = Math.hypot(x1 - x, y1 - y);
    if (!(length < JUMP)) next = 0;
    else if (length > 0) {
      const [dx, dy] = [(x1 - x) / length, (y1 - y) / length];
      for (; next < length; next += gap) found.push([x + next * dx, y + next * dy, dx, dy]);
      next -= length;
    }
  }
  return found;
}

/** Left, top, right, bottom of words. @typedef {[number, number, number, number]} Rect */

/** The picture as coarse squares, of which some are marked. @param {{ width: number, height: number }} box */
function squares({ width, height }) {
  const side = 6;
  const [columns, rows] = [Math.ceil(width / side), Math.ceil(height / side)];
  const marks = new Uint8Array(columns * rows);
  /** How many marks there are above and left of each corner: a rectangle is four look-ups. */
  const sums = new Uint16Array((columns + 1) * (rows + 1));
  let summed = false;
  const sum = () => {
    for (let row = 0, at = columns + 2; row < rows; row++, at++)
      for (let i = 0; i < columns; i++, at++)
        sums[at] =
          marks[row * columns + i] + sums[at - 1] + sums[at - columns - 1] - sums[at - columns - 2];
    summed = true;
  };
  const within = (/** @type {number} */ v, /** @type {number} */ count) =>
    Math.min(Math.max(Math.floor(v / side), 0), count - 1);
  const mark = (/** @type {Rect} */ [left, top, right, bottom]) => {
    for (let row = within(top, rows); row <= within(bottom, rows); row++)
      marks.fill(
        1,
        row * columns + within(left, columns),
        row * columns + within(right, columns) + 1,
      );
    summed = false;
  };
  return {
    mark,
    follow: (/** @type {Place[]} */ line) => {
      for (const [x, y] of along(line, side))
        if (x >= 0 && x < width && y >= 0 && y < height) mark([x, y, x, y]);
    },
    /** Whether there is a mark in a place or so near to it. @param {Rect} rect @param {number} near */
    marked: ([left, top, right, bottom], near) => {
      if (!summed) sum();
      const [from, to] = [within(left - near, columns), within(right + near, columns) + 1];
      const high = within(top - near, rows) * (columns + 1);
      const low = (within(bottom + near, rows) + 1) * (columns + 1);
      return sums[low + to] - sums[low + from] !== sums[high + to] - sums[high + from];
    },
  };
}

/**
 * A picture to write into. Each call writes lines of words where the cost is least, and finite,
 * among the places where they cover nothing that is taken; what one call writes is taken for the
 * next. Words may have to stand beside a line.
 * @param {{ width: number, height: number }} box
 * @param {Place[][]} lines that no word may cover
 */
export function writer(box, lines) {
  const taken = squares(box);
  lines.forEach(taken.follow);
  /**
   * @param {string[]} words line by line
   * @param {string} classes
   * @param {(rect: Rect) => number} cost
   * @param {Place[]} [line]
   */
  return (words, classes, cost, line) => {
    const wide = LETTER * Math.max(...words.map((part) => part.length));
    const high = LINE * words.length;
    const beside = squares(box);
    if (line) beside.follow(line);
    /** @type {Rect | undefined} */
    let best;
    let least = Number.POSITIVE_INFINITY;
    for (let y = 4; y + high < box.height - 3; y += 4)
      for (let x = 4; x + wide < box.width - 3; x += 4) {
        const rect = /** @type {Rect} */ ([x, y, x + wide, y + high]);
        const costs = cost(rect);
        if (costs >= least || taken.marked(rect, 2) || (line && !beside.marked(rect, 6))) continue;
        [least, best] = [costs, rect];
      }
    if (!best) return '';
    taken.mark(best);
    const [x, y] = best;
    return words.map((part, i) => text(x, y + 12 + LINE * i, part, classes)).join('');
  };
}
