// @ts-check
/**
 * What lies under the runs in the weight plane, and stays while the playhead moves: loss as
 * terrain, the flow of one rule as arrows, and what the theory says. Lines come from the core as
 * pairs A, W, with NaN where they break.
 */

import { ticks } from 'd3-array';
import { axes, clipped, fixed, px, tag, text } from './frame.js';
import { along, writer } from './labels.js';
import { path, scales, trace, trail } from './plane.js';
import { drawable } from './series.js';

/**
 * @typedef {{ side: number, values: ArrayLike<number> }} Grid rows upwards, each left to right
 * @typedef {{ line: Pairs, middle: boolean }} Level where the error has one value, and whether it is
 *   larger in the middle of the plane, not in the corners
 * @typedef {import('./plane.js').Pairs} Pairs
 * @typedef {import('./plane.js').Run} Run
 * @typedef {import('./plane.js').Scales} Scales
 * @typedef {import('./labels.js').Place} Place
 * @typedef {import('./frame.js').Box} Box
 */

/**
 * @typedef {object} Region all that lies beyond a border: below it, or above
 * @property {Pairs} border evenly spread in A from −half to half; no part of the region at NaN
 * @property {string[]} label lines
 */

/**
 * @typedef {object} Land
 * @property {number} size of the square picture in pixels, or less where it is narrow
 * @property {number} half the axes go from −half to half
 * @property {string} [title]
 * @property {Level[]} levels
 * @property {Grid & { rule: string }} [flow] pairs (Ȧ, Ẇ)
 * @property {{ stable: Pairs, unstable: Pairs }} solutions
 * @property {{ rule: string, above: boolean, uphill?: Region, basin?: Region }} [wire] where a
 *   rule with a fixed wire walks uphill, and where what starts ends anti-aligned
 * @property {Run[]} runs
 */

/**
 * @param {Land} data
 * @returns {string[]} layers
 */
export function land(data) {
  const at = scales(data);
  const { box } = at;
  const marked = (/** @type {(value: number) => number} */ along) =>
    ticks(-data.half, data.half, 5).map((value) => ({ at: along(value), text: fixed(value, 0) }));
  return [
    clipped(box, terrain(data.levels, at)),
    clipped(box, regions(data, at) + solutions(data, at)),
    clipped(box, data.flow ? arrows(data.flow, box) : ''),
    axes(box, marked(at.x), marked(at.y), '', false) +
      text(0, 14, data.title ?? 'Output weight W ↑ over input weight A →', 'title'),
    clipped(box, data.runs.map((run) => path(run, at, run.a.length - 1, 'casing')).join('')),
    clipped(box, kept(data, at) + names(data, at)),
    clipped(box, data.runs.map((run) => path(run, at, run.a.length - 1, 'ahead')).join('')),
  ];
}

/**
 * Each level as a wash over all that lies beyond it, so that washes add up.
 * @param {Level[]} levels
 * @param {Scales} at
 */
function terrain(levels, { places, box: { width, height } }) {
  const before = washes.get(levels);
  if (before?.width === width) return before.drawn;
  const drawn = levels
    .map(({ line, middle }) => {
      const branches = trace(places(line)).split('M').slice(1);
      const beyond = branches.map((branch) => {
        // It comes from above or below and leaves at a side: between them lies its corner.
        const ends = branch.split(/[,L]/);
        return `M${branch}L${ends[ends.length - 2]},${ends[1]}Z`;
      });
      const all = middle ? `M0,0H${px(width)}V${px(height)}H0Z` : '';
      return tag('path', { class: 'terrain', 'fill-rule': 'evenodd', d: all + beyond.join('') });
    })
    .join('');
  washes.set(levels, { width, drawn });
  return drawn;
}

/** What stays while the start moves. @type {WeakMap<Level[], { width: number, drawn: string }>} */
const washes = new WeakMap();

/** @param {Land} data @param {Scales} at */
function solutions({ solutions: { stable, unstable } }, { places }) {
  const draw = (/** @type {string} */ classes, /** @type {Pairs} */ pairs) => {
    const d = trace(places(pairs));
    return d && tag('path', { class: `solutions ${classes}`, d });
  };
  return draw('', stable) + draw('unstable', unstable);
}

/**
 * The border as it can be drawn: where it is out of sight, just out of sight.
 * @param {Region} region
 * @param {Scales} at
 */
function border(region, { places, box }) {
  const near = (/** @type {number} */ y) =>
    Math.min(Math.max(y, -0.1 * box.height), 1.1 * box.height);
  return places(region.border)
    .filter(([, y]) => !Number.isNaN(y))
    .map(([x, y]) => /** @type {Place} */ ([x, near(y)]));
}

/**
 * Where a rule with a fixed wire walks uphill: a wash. Where it starts to end anti-aligned: a
 * border with teeth into it.
 * @param {Land} data
 * @param {Scales} at
 */
function regions({ wire }, at) {
  if (!wire) return '';
  const far = (wire.above ? -0.2 : 1.2) * at.box.height;
  let drawn = '';
  const uphill = wire.uphill ? border(wire.uphill, at) : [];
  if (uphill.length > 0) {
    const floor = [uphill[uphill.length - 1], uphill[0]].map(([x]) => `L${px(x)},${px(far)}`);
    const d = `${trace(uphill)}${floor.join('')}Z`;
    drawn += tag('path', { class: `uphill rule-${wire.rule}`, d });
  }
  const basin = wire.basin ? border(wire.basin, at) : [];
  if (basin.length > 0) {
    const inwards = wire.above ? -TOOTH : TOOTH;
    const teeth = along(basin, 9).map(([x, y, dx, dy]) => {
      const side = dx < 0 ? -inwards : inwards;
      return `M${px(x)},${px(y)}l${px(-dy * side)},${px(dx * side)}`;
    });
    drawn +=
      tag('path', { class: `hatch rule-${wire.rule}`, d: hatch(basin, far) }) +
      tag('path', { class: `basin rule-${wire.rule}`, d: trace(basin) + teeth.join('') });
  }
  return drawn;
}

/** Upright lines from a border to the far side. @param {Place[]} line @param {number} far */
const hatch = (line, far) =>
  line
    .filter((_, i) => i % 2 === 0)
    .map(([x, y]) => `M${px(x)},${px(y)}V${px(far)}`)
    .join('');

/** Length of a tooth of a border, in pixels. */
const TOOTH = 6;

/** @param {NonNullable<Land['flow']>} flow @param {import('./frame.js').Box} box */
function arrows({ side, values, rule }, box) {
  // In a small picture every other arrow has room.
  const every = box.width < 400 ? 2 : 1;
  const cell = (every * box.width) / (side - 1);
  let strongest = 0;
  for (let i = 0; i < values.length; i += 2)
    strongest = Math.max(strongest, Math.hypot(values[i], values[i + 1]));
  let d = '';
  for (let row = 0; row < side; row += every)
    for (let column = 0; column < side; column += every) {
      const at = 2 * (row * side + column);
      const strength = Math.hypot(values[at], values[at + 1]);
      if (strength < 1e-9 * strongest || strongest === 0) continue;
      // A root of the speed: the flow spans decades, and its direction is what matters.
      const length = 0.78 * cell * Math.max(0.22, (strength / strongest) ** 0.4);
      const [dx, dy] = [(values[at] / strength) * length, (-values[at + 1] / strength) * length];
      const [px0, py0] = [
        (column * cell) / every - dx / 2,
        box.height - (row * cell) / every - dy / 2,
      ];
      const barb = Math.min(4, length / 2.4) / length;
      const wing = (/** @type {number} */ s) =>
        `l${px(-dx * barb + s * dy * barb * 0.6)},${px(-dy * barb - s * dx * barb * 0.6)}`;
      const tip = `M${px(px0 + dx)},${px(py0 + dy)}`;
      d += `M${px(px0)},${px(py0)}l${px(dx)},${px(dy)}${tip}${wing(1)}${tip}${wing(-1)}`;
    }
  return tag('path', { class: `flow rule-${rule}`, d });
}

/** What the flow from the start keeps to, and a cross where it ends. @param {Land} data @param {Scales} at */
const kept = ({ runs }, { places }) =>
  runs
    .flatMap(({ id, flow }) => {
      if (!flow) return [];
      const cross = places(flow.end)
        .filter(([x, y]) => drawable(x, y))
        .map(([x, y]) => `M${px(x - 4)},${px(y - 4)}l8,8m0,-8l-8,8`);
      return [
        tag('path', { class: `kept rule-${id}`, d: trace(places(flow.curve)) }),
        tag('path', { class: `goal rule-${id}`, d: cross.join('') }),
      ];
    })
    .join('');

/**
 * The names of regions, curves and start, where they cover no line.
 * @param {Land} data
 * @param {Scales} at
 */
function names({ wire, runs, solutions }, at) {
  const { box, places, x, y } = at;
  const curves = runs.flatMap(({ flow }) => (flow ? [places(flow.curve), places(flow.end)] : []));
  const trails = runs.map((run) => trail(run, at, run.a.length - 1));
  // The names of rules will stand beside the ends.
  const ends = trails.map((places) => {
    const [x, y] = places[places.length - 1];
    return /** @type {Place[]} */ ([
      [x, y],
      [x + 36, y],
    ]);
  });
  const write = writer(box, [
    ...trails,
    ...ends,
    ...curves,
    wire?.basin ? border(wire.basin, at) : [],
    places(solutions.stable),
    places(solutions.unstable),
  ]);
  const never = Number.POSITIVE_INFINITY;
  const drawn = runs.slice(0, 1).map(({ a, w }) =>
    write(['start'], 'note halo', ([left, top, right, bottom]) => {
      const [across, down] = [x(a[0]) - (left + right) / 2, y(w[0]) - (top + bottom) / 2];
      const far = Math.hypot(across, 1.5 * down);
      // On the right of points stand the names of rules.
      return far > 48 || (across < 0 && Math.abs(down) < 14) ? never : far - across / 4;
    }),
  );
  for (const region of [wire?.basin, wire?.uphill])
    if (wire && region) {
      const beyond = (/** @type {number} */ across, /** @type {number} */ down) => {
        const i = Math.round((across / box.width) * (region.border.length / 2 - 1));
        const edge = y(region.border[2 * i + 1]);
        return wire.above ? down < edge : down > edge;
      };
      // Where it is widest, and towards the middle.
      const cost = (/** @type {import('./labels.js').Rect} */ [left, top, right, bottom]) => {
        const near = wire.above ? bottom : top;
        const far = wire.above ? top : box.height - bottom;
        const inside = beyond(left, near) && beyond(right, near);
        return inside ? 3 * far + Math.abs((left + right - box.width) / 2) : never;
      };
      const classes = `note halo rule-${wire.rule}`;
      // Where all of it finds no room, its last line may.
      drawn.push(
        write(region.label, classes, cost) || write(region.label.slice(-1), classes, cost),
      );
    }
  for (const { id, flow } of runs)
    if (flow) {
      // As far out as can be.
      const cost = (/** @type {number[]} */ [left, top, right, bottom]) =>
        Math.min(left, top, box.width - right, box.height - bottom);
      drawn.push(write([flow.label], `note halo rule-${id}`, cost, places(flow.curve)));
    }
  return drawn.join('');
}
