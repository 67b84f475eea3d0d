// @ts-check
/**
 * What a rule answers to what: a row for each true class, a column for each answer. With a second
 * rule, how much more often the first one does so. Right answers are by far the most, so the
 * colours are for the mistakes alone.
 */

import { html, nothing } from 'lit';
import { fixed, tag, text } from '../charts/frame.js';
import { drawn } from '../elements/pieces.js';
import { beside, inFocus, shortName } from './panel.js';

/** @typedef {import('./panel.js').Figure} Figure */
/** @typedef {import('../workers/lane.js').Snapshot} Snapshot */
/** @typedef {{ row: number, column: number }} Cell */
/** @typedef {{ name: string, seen: Snapshot }} Seen a rule at the step that is looked at */

const LEFT = 40;
const TOP = 54;
/** The largest side of a tile. */
const MOST = 42;
/** The strongest colour on which the numbers can still be read well, in light and in dark. */
const STRONGEST = 0.55;
/** Of more mistakes than this a sentence tells only the most frequent. */
const MOST_TOLD = 3;

/** @type {Record<string, [number, number]>} */
const MOVES = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The entry that is pointed at. @type {WeakMap<Figure, Cell>} */
const cells = new WeakMap();

/** A count with its sign where it is a difference. @param {number} n @param {boolean} signed */
const signed = (n, signed) => `${signed && n > 0 ? '+' : ''}${fixed(n, 0)}`;

/** Side of a tile. @param {number} width @param {number} classes */
const sideOf = (width, classes) => Math.floor(Math.min(MOST, (width - LEFT) / classes));

/**
 * What is in the tiles.
 * @param {Seen} first
 * @param {Seen} [second]
 */
export const entries = ({ seen }, second) =>
  second ? seen.confusion.map((n, i) => n - second.seen.confusion[i]) : seen.confusion;

/** Where the mistakes are, the most frequent first. @param {number[]} values @param {number} classes */
const mistakes = (values, classes) =>
  values
    .map((value, i) => ({
      value,
      size: Math.abs(value),
      row: Math.floor(i / classes),
      column: i % classes,
    }))
    .filter(({ row, column, size }) => row !== column && size > 0)
    .sort((a, b) => b.size - a.size);

/**
 * What the matrix shows, in a sentence or two.
 * @param {Seen} first
 * @param {Seen} [second]
 */
export function sentence(first, second) {
  const { step, accuracy, classes } = first.seen;
  const values = entries(first, second);
  const told = mistakes(values, classes)
    .slice(0, MOST_TOLD)
    .map(({ value, size, row, column }) => {
      const more = second ? (value > 0 ? 'more ' : 'fewer ') : '';
      return `${column} for a ${row} on ${size} ${more}digit${size > 1 ? 's' : ''}`;
    });
  const list = told.join(', ');
  if (second)
    return `Confusion matrix of ${first.name} minus that of ${second.name} at step ${step}. ${
      list
        ? `Next to ${second.name}, ${first.name} answers ${list}`
        : `${first.name} makes each mistake as often as ${second.name}`
    }.`;
  return `Confusion matrix of ${first.name} at step ${step}: ${fixed(100 * accuracy, 1)} percent right. ${
    list ? `The most frequent mistakes: it answers ${list}` : 'It makes no mistake'
  }.`;
}

/**
 * @param {number} width
 * @param {Seen} first
 * @param {Seen} [second] whose counts are taken off
 * @param {Cell} [cell]
 * @returns {import('../charts/frame.js').Chart}
 */
export function matrix(width, first, second, cell) {
  const { classes } = first.seen;
  const side = sideOf(width, classes);
  const values = entries(first, second);
  const most = mistakes(values, classes)[0]?.size ?? 0;
  const fits = (/** @type {string} */ word) => 7 * word.length + 3 <= side;
  const tiles = values.map((value, i) => {
    const [row, column] = [Math.floor(i / classes), i % classes];
    const [x, y] = [LEFT + column * side, TOP + row * side];
    const right = row === column;
    const word = signed(value, second !== undefined);
    return (
      tag('rect', {
        class: right ? 'band' : value < 0 ? 'negative' : 'positive',
        x: x + 0.5,
        y: y + 0.5,
        width: side - 1,
        height: side - 1,
        ...(right
          ? {}
          : { 'fill-opacity': (most && (STRONGEST * Math.abs(value)) / most).toFixed(3) }),
      }) +
      (value !== 0 && fits(word)
        ? text(x + side / 2, y + side / 2 + 4, word, right ? 'count right' : 'count')
        : '')
    );
  });
  // Classes of letters may be too many for a name each.
  const every = Math.ceil((7 * `${classes - 1}`.length + 3) / side);
  const names = Array.from({ length: Math.ceil(classes / every) }, (_, i) => {
    const at = (i * every + 0.5) * side;
    const name = String(i * every);
    return (
      text(LEFT + at, TOP - 6, name, 'tick', { 'text-anchor': 'middle' }) +
      text(LEFT - 8, TOP + at + 4, name, 'tick', { 'text-anchor': 'end' })
    );
  });
  const size = classes * side;
  const who = second ? `${first.name} minus ${second.name}` : first.name;
  return {
    width,
    height: TOP + size + 1,
    label: sentence(first, second),
    layers: [
      text(0, 14, `Answers of ${who}, step ${first.seen.step}`, 'title') +
        text(LEFT + size / 2, TOP - 22, 'answer', 'tick', { 'text-anchor': 'middle' }) +
        text(0, TOP - 6, 'truth', 'tick') +
        names.join('') +
        tag('rect', { class: 'frame', x: LEFT, y: TOP, width: size, height: size }),
      tiles.join(''),
      cell
        ? tag('rect', {
            class: 'cell',
            x: LEFT + cell.column * side,
            y: TOP + cell.row * side,
            width: side,
            height: side,
          })
        : '',
    ],
  };
}

/** @param {Cell} cell @param {Seen} first @param {Seen} [second] */
export function reading({ row, column }, first, second) {
  const at = row * first.seen.classes + column;
  const counts = [first, ...(second ? [second] : [])].map(
    ({ name, seen }) => `${name} ${seen.confusion[at]}`,
  );
  const difference = second ? `; difference ${signed(entries(first, second)[at], true)}` : '';
  return `${column} for a ${row}${row === column ? ', which is right' : ''}: ${counts.join(', ')}${difference}`;
}

/** @param {Figure} figure @param {string | undefined} rule @returns {Seen | undefined} */
function seenOf(figure, rule) {
  const track = figure.tracks.find((candidate) => candidate.rule === rule);
  const seen = track && figure.at(track);
  return seen && { name: shortName(figure, rule), seen };
}

/** @param {Figure} figure */
function body(figure) {
  const first = seenOf(figure, inFocus(figure));
  const second = seenOf(figure, beside(figure));
  if (!first) return nothing;
  const { classes } = first.seen;
  const width = figure.sizes.of('confusion', 340);
  const side = sideOf(width, classes);
  const within = (/** @type {number} */ at) => Math.min(Math.max(at, 0), classes - 1);
  const point = (/** @type {Cell | undefined} */ cell) => {
    const known = cells.get(figure);
    if (cell?.row === known?.row && cell?.column === known?.column) return;
    if (cell) cells.set(figure, cell);
    else cells.delete(figure);
    figure.requestUpdate();
  };
  const aim = (/** @type {MouseEvent} */ { offsetX, offsetY }) => {
    const [row, column] = [offsetY - TOP, offsetX - LEFT].map((at) => Math.floor(at / side));
    point(within(row) === row && within(column) === column ? { row, column } : undefined);
  };
  const move = (/** @type {KeyboardEvent} */ event) => {
    const by = MOVES[event.key];
    if (!by) return;
    // Here they move through the matrix, and not through the run.
    event.preventDefault();
    event.stopPropagation();
    const { row, column } = cells.get(figure) ?? { row: 0, column: 0 };
    point({ row: within(row + by[0]), column: within(column + by[1]) });
  };
  const known = cells.get(figure);
  const cell = known && { row: within(known.row), column: within(known.column) };
  const chart = matrix(width, first, second, cell);
  return html`
    <div data-chart="confusion">
      <div
        class="matrix"
        tabindex="0"
        role="application"
        aria-label="Confusion matrix, ${classes} by ${classes}. Arrow keys read the entries."
        @focus=${() => point(cell ?? { row: 0, column: 0 })}
        @blur=${() => point(undefined)}
        @pointermove=${aim}
        @pointerleave=${() => point(undefined)}
        @click=${aim}
        @keydown=${move}
      >${drawn({ ...chart, width: LEFT + classes * side + 1 })}</div>
    </div>
    <p class="below" role="status" aria-live=${figure.playing ? 'off' : 'polite'}>${
      cell ? reading(cell, first, second) : hint(first, second)
    }.</p>`;
}

/** @param {Seen} first @param {Seen} [second] */
function hint(first, second) {
  const most = mistakes(entries(first, second), first.seen.classes)[0]?.size ?? 0;
  const colours = second
    ? `+ is more often by ${first.name}, − more often by ${second.name}`
    : `${first.name} against the truth`;
  return `${colours}. Only mistakes have a colour, the strongest at ${most}; right answers, on the diagonal, would drown them. Point at an entry or use the arrow keys to read it`;
}

/** @type {import('./panel.js').Panel} */
export const confusion = { id: 'confusion', label: 'Confusion matrix', body };
