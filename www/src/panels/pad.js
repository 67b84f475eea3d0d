// @ts-check
/**
 * The image that the rules are asked about: a drawing, as the core makes an image of MNIST of it,
 * or a validation digit. One pad belongs to a figure, and ends its worker with it.
 */

import { px } from '../charts/frame.js';
import { Core, Ended, WorkerFailure } from '../workers/client.js';
import { maps } from '../workers/spawn.js';
import { canvas } from './pixels.js';

/** @typedef {import('./panel.js').Figure} Figure */
/** @typedef {{ rows: number, columns: number, validation_count: number }} Facts */

/** Sides of the pad and of what becomes of it, and the width of a stroke, in pixels. */
export const SIDE = 280;
export const FIELD = 28;
const BRUSH = 22;

/** @type {WeakMap<Figure, Pad>} */
const pads = new WeakMap();

/** The pad of a figure. @param {Figure} figure @returns {Pad} */
export function padOf(figure) {
  const pad = pads.get(figure) ?? new Pad(figure);
  pads.set(figure, pad);
  return pad;
}

/** How much of each pixel is ink, 0 to 1. @param {string[]} strokes */
export function inked(strokes) {
  const [, context] = canvas(SIDE, SIDE);
  Object.assign(context, { lineWidth: BRUSH, lineCap: 'round', lineJoin: 'round' });
  for (const stroke of strokes) context.stroke(new Path2D(stroke));
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  return Float32Array.from({ length: SIDE * SIDE }, (_, i) => data[4 * i + 3] / 255);
}

class Pad {
  /** Path data of what was drawn, on a square of `SIDE`. @type {string[]} */
  strokes = [];
  /** What the networks see. @type {Float32Array | undefined} */
  image;
  /** Which validation digit it is, and its class. @type {{ index: number, truth: number } | undefined} */
  taken;
  /** What is known of the digits in use. @type {Facts | undefined} */
  facts;
  /** What the live region says, and whether the next answers are to be said. */
  spoken = '';
  speaks = false;
  #core = new Core(maps);
  #figure;
  /** The race whose digits are known, or asked about. @type {unknown} */
  #race;
  /** The last thing that was wanted: what was before it does not count any more. */
  #turn = 0;

  /** @param {Figure} figure */
  constructor(figure) {
    this.#figure = figure;
    figure.addController(this);
  }

  hostUpdated() {
    if (!this.#figure.now.panels.includes('draw')) this.#core.end();
  }
  hostDisconnected() {
    this.#core.end();
  }

  /** What the rules can be asked about, if there is anything. */
  get question() {
    if (this.#race !== this.#figure.race) this.#learn();
    const { image, facts } = this;
    return image?.length === (facts && facts.rows * facts.columns) ? image : undefined;
  }

  /** Other digits may be of another size, and have other digits by the same number. */
  #learn() {
    this.#race = this.#figure.race;
    this.facts = undefined;
    if (this.taken) this.#show(undefined);
    this.#ask([['read', 'digits', ['rows', 'columns', 'validation_count']]], ([facts]) => {
      this.facts = facts;
    });
  }

  /**
   * Asks the worker of any rule about the digits, and tells the figure.
   * @param {import('./panel.js').Operation[]} operations
   * @param {(results: any[]) => void} then
   */
  async #ask(operations, then) {
    const figure = this.#figure;
    try {
      then(await figure.race.ask(figure.tracks[0]?.rule, () => operations));
      figure.answers.refresh();
      figure.requestUpdate();
    } catch (error) {
      // Of another race it will be asked again.
      if (!(error instanceof Ended)) figure.fail(/** @type {Error} */ (error));
      else if (this.#race === figure.race) this.#race = undefined;
    }
  }

  /** @param {Float32Array | undefined} image @param {Pad['taken']} [taken] */
  #show(image, taken) {
    this.image = image;
    this.taken = taken;
    this.#figure.answers.refresh();
    this.#figure.requestUpdate();
  }

  /** Sees the strokes as networks do. */
  async #see() {
    const turn = ++this.#turn;
    const pixels = inked(this.strokes);
    try {
      const [image] = await this.#core.run(
        [['core', 'normalise_drawing', pixels, SIDE]],
        [pixels.buffer],
      );
      if (turn === this.#turn) this.#show(image);
    } catch (error) {
      if (error instanceof Ended) return;
      if (error instanceof WorkerFailure) this.#core.restart();
      this.#figure.say(/** @type {Error} */ (error).message);
    }
  }

  /** @param {number} index of a validation digit that there is */
  take(index) {
    const turn = ++this.#turn;
    const which = [index];
    return this.#ask(
      [
        ['call', 'digits', 'images', which],
        ['call', 'digits', 'labels', which],
      ],
      ([image, [truth]]) => {
        if (turn !== this.#turn) return;
        this.strokes = [];
        this.speaks = true;
        this.#show(image, { index, truth });
      },
    );
  }

  clear() {
    this.#turn++;
    this.strokes = [];
    this.spoken = '';
    this.#show(undefined);
  }

  undo() {
    this.strokes = this.strokes.slice(0, -1);
    if (this.strokes.length > 0) this.#see();
    else this.clear();
  }

  /**
   * A stroke, from where a pointer goes down to where it leaves, however it leaves.
   * @param {PointerEvent & { currentTarget: HTMLElement }} event
   */
  draw(event) {
    if (!event.isPrimary || event.button !== 0) return;
    const place = event.currentTarget;
    place.setPointerCapture(event.pointerId);
    // A digit that was taken makes room.
    if (this.taken) this.clear();
    const box = () => place.getBoundingClientRect();
    const at = (/** @type {PointerEvent} */ { clientX, clientY }, { left, top, width } = box()) =>
      [clientX - left, clientY - top].map((along) => px((along * SIDE) / width));
    // A dot has to have a length to be seen.
    let stroke = `M${at(event)}h.1`;
    // Written past the figure, which need not be drawn anew for every point.
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('class', 'stroke');
    path.setAttribute('d', stroke);
    place.querySelector('svg')?.append(path);
    const over = new AbortController();
    const on = (/** @type {string} */ name, /** @type {(event: any) => void} */ listener) =>
      place.addEventListener(name, listener, { signal: over.signal });
    on('pointermove', (/** @type {PointerEvent} */ move) => {
      if (move.pointerId !== event.pointerId) return;
      const passed = move.getCoalescedEvents?.() ?? [];
      const here = box();
      for (const point of passed.length > 0 ? passed : [move]) stroke += `L${at(point, here)}`;
      path.setAttribute('d', stroke);
    });
    for (const name of ['pointerup', 'pointercancel', 'lostpointercapture'])
      on(name, ({ pointerId }) => {
        if (pointerId !== event.pointerId) return;
        over.abort();
        path.remove();
        this.strokes = [...this.strokes, stroke];
        this.speaks = true;
        this.#figure.requestUpdate();
        this.#see();
      });
  }
}
