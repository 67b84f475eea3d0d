// @ts-check
/** The start point of the toy, moved by mouse, finger or keyboard. */

import { plotOf } from '../charts/plane.js';

/** @typedef {[number, number]} Weights A and W */

/**
 * @typedef {object} Ground what it moves on
 * @property {number} half the plane goes from −half to half
 * @property {() => number} size of the picture in pixels
 * @property {() => boolean} enabled
 * @property {() => Weights} at
 * @property {(weights: Weights) => void} move
 */

/** How far an arrow key moves it, and with Shift. */
const NUDGE = 0.05;
const SHOVE = 0.5;

/** @type {Record<string, Weights>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** Hundredths: what a hand can aim at, and what the fields show. @param {number} value */
const round = (value) => Number(value.toFixed(2));

/** @param {number} fraction */
const within = (fraction) => Math.min(Math.max(fraction, 0), 1);

export class StartPoint {
  /** @type {number | undefined} the pointer that drags */
  #pointer;
  #ground;

  /** @param {Ground} ground */
  constructor(ground) {
    this.#ground = ground;
  }

  /**
   * Puts the handle where the start is. Through the style object: the page's policy allows no
   * style attributes.
   * @param {ParentNode} root
   */
  place(root) {
    const handle = /** @type {HTMLElement | null} */ (root.querySelector('.handle'));
    if (!handle) return;
    const { half, size, at } = this.#ground;
    const box = plotOf(size());
    const [across, up] = at().map((value) => within((value / half + 1) / 2));
    handle.style.left = `${box.left + across * box.width}px`;
    handle.style.top = `${box.top + (1 - up) * box.height}px`;
  }

  /**
   * offsetX and offsetY are right also where a slide deck has scaled the page. They count from
   * the target, so only events whose target is the plane itself come here.
   * @param {MouseEvent} event
   */
  #follow({ offsetX, offsetY }) {
    const { half, size, move } = this.#ground;
    const box = plotOf(size());
    const weight = (/** @type {number} */ fraction) => round(half * (2 * within(fraction) - 1));
    move([weight((offsetX - box.left) / box.width), weight(1 - (offsetY - box.top) / box.height)]);
  }

  /** @param {PointerEvent} event */
  grab = (event) => {
    if (!event.isPrimary || event.button !== 0 || !this.#ground.enabled()) return;
    const plane = /** @type {HTMLElement} */ (event.currentTarget);
    const onPlane = event.target === plane;
    // A finger beside the handle may want to scroll the page: it moves the start by a tap only.
    if (event.pointerType === 'touch' && onPlane) return;
    event.preventDefault();
    /** @type {HTMLElement} */ (plane.querySelector('.handle')).focus({ preventScroll: true });
    plane.setPointerCapture(event.pointerId);
    this.#pointer = event.pointerId;
    if (onPlane) this.#follow(event);
  };

  /** @param {PointerEvent} event */
  drag = (event) => {
    if (event.pointerId === this.#pointer && event.target === event.currentTarget)
      this.#follow(event);
  };

  /** @param {PointerEvent} event */
  release = (event) => {
    if (event.pointerId === this.#pointer) this.#pointer = undefined;
  };

  /** @param {PointerEvent} event */
  tap = (event) => {
    const finger = event.pointerType === 'touch' && event.target === event.currentTarget;
    if (finger && this.#ground.enabled()) this.#follow(event);
  };

  /** @param {KeyboardEvent} event */
  nudge = (event) => {
    const way = WAYS[event.key];
    if (!way || !this.#ground.enabled()) return;
    event.preventDefault();
    event.stopPropagation();
    const length = event.shiftKey ? SHOVE : NUDGE;
    const [a, w] = this.#ground.at();
    this.#ground.move([round(a + way[0] * length), round(w + way[1] * length)]);
  };
}
