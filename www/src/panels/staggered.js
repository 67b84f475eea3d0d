// @ts-check
/**
 * While a figure plays, its panels are drawn one after the other, a frame for each: all of them at
 * once would keep the page from scrolling and from answering for as long.
 */

import { noChange } from 'lit';
import { AsyncDirective } from 'lit/async-directive.js';
import { directive } from 'lit/directive.js';
import { keepingFocus } from '../elements/focus.js';

/** @typedef {import('./panel.js').Figure} Figure */

/** Panels that wait for their turn, by figure. @type {Set<Staggered>} */
const waiting = new Set();
let scheduled = false;

/** Draws the next panel after the frame that shows the one before it. */
function schedule() {
  if (scheduled || waiting.size === 0) return;
  scheduled = true;
  requestAnimationFrame(() =>
    setTimeout(() => {
      scheduled = false;
      const [first] = waiting;
      first?.draw();
      schedule();
    }),
  );
}

class Staggered extends AsyncDirective {
  #drawn = false;
  /** @type {Figure | undefined} */
  figure;
  draw = () => {};

  /** @param {Figure} figure @param {() => unknown} body */
  render(figure, body) {
    this.figure = figure;
    this.draw = () => {
      waiting.delete(this);
      keepingFocus(figure.renderRoot, () => this.setValue(body()));
    };
    waiting.delete(this);
    if (!figure.playing || !this.#drawn) {
      this.#drawn = true;
      return body();
    }
    waiting.add(this);
    schedule();
    return noChange;
  }

  disconnected() {
    waiting.delete(this);
  }
}

export const staggered = directive(Staggered);

/** Draws at once what waits. @param {Figure} figure */
export function drawWaiting(figure) {
  for (const panel of [...waiting]) if (panel.figure === figure) panel.draw();
}
