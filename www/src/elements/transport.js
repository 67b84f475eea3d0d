// @ts-check
/** The transport bar: the same in every figure. */

import { html, nothing, svg } from 'lit';
import { live } from 'lit/directives/live.js';

/** Icons on a 16×16 grid. */
const ICONS = {
  restart: svg`<path d="M3 3v10M13 3.5 6 8l7 4.5z" />`,
  back: svg`<path d="M11 3.5 4.5 8l6.5 4.5" />`,
  play: svg`<path class="solid" d="M4.5 2.8v10.4L13 8z" />`,
  pause: svg`<path class="solid" d="M4 3h3v10H4zM9 3h3v10H9z" />`,
  step: svg`<path d="M5 3.5 11.5 8 5 12.5" />`,
  seed: svg`<rect x="2.5" y="2.5" width="11" height="11" rx="2.5" /><path class="pips" d="M5.6 5.6h0M10.4 5.6h0M8 8h0M5.6 10.4h0M10.4 10.4h0" />`,
};

/** @param {keyof typeof ICONS} name */
const icon = (name) =>
  html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${ICONS[name]}</svg>`;

/** A slider's positions below "as fast as possible"; the last one is that. */
const POSITIONS = 100;
/** Steps per second at the last finite position where there is no limit. */
const FASTEST = 300;

/** Where the finite positions end. @param {number} max */
const topSpeed = (max) => (Number.isFinite(max) ? max : FASTEST);

/** @param {number} speed @param {number} max */
export function toPosition(speed, max) {
  if (speed === Number.POSITIVE_INFINITY) return POSITIONS + 1;
  return (POSITIONS * Math.log(speed)) / Math.log(topSpeed(max));
}

/** @param {number} position @param {number} max */
export function toSpeed(position, max) {
  if (position > POSITIONS) return Number.POSITIVE_INFINITY;
  const speed = topSpeed(max) ** (position / POSITIONS);
  return speed < 10 ? Math.round(speed) : Number(speed.toPrecision(2));
}

/** The fingerprint of a rule's run. @typedef {{ id: string, label: string, print: string }} Print */
/**
 * @typedef {object} Transport
 * @property {boolean} playing
 * @property {boolean} done at the end: Play begins again
 * @property {number} step that is looked at
 * @property {number} last
 * @property {string} unit what a step takes: step, or example
 * @property {number} speed steps per second
 * @property {number} fastest
 * @property {boolean} random whether there is a seed to renew
 * @property {boolean} hasty whether the speed can be changed
 * @property {boolean} mini
 * @property {Print[] | false} prints of the step that is looked at, if they are to be seen
 * @property {(name: 'restart' | 'back' | 'toggle' | 'step' | 'seed') => void} press
 * @property {(step: number) => void} seek
 * @property {(speed: number) => void} hurry
 */

/** @param {Transport} t */
export const transport = (t) => html`<div class="transport">
  <div class="buttons">
    ${button('restart', 'Restart', 'R', () => t.press('restart'))}
    ${t.mini ? nothing : button('back', 'Step back', '←', () => t.press('back'))}
    <button
      type="button"
      class="play"
      title="${t.playing ? 'Pause' : 'Play'} (Space)"
      @click=${() => t.press('toggle')}
    >
      ${icon(t.playing ? 'pause' : 'play')}${t.playing ? 'Pause' : t.done ? 'Replay' : 'Play'}
    </button>
    ${t.mini ? nothing : button('step', 'Step', '→', () => t.press('step'))}
    ${t.random && !t.mini ? button('seed', 'New seed', 'N', () => t.press('seed')) : nothing}
  </div>
  <div class="head">
    ${slider(
      html`${t.unit} <b>${t.step}</b> of ${t.last}`,
      `${t.unit[0].toUpperCase()}${t.unit.slice(1)} that is looked at`,
      nothing,
      t.last,
      t.step,
      t.seek,
    )}
    ${t.prints ? prints(t.prints) : nothing}
  </div>
  ${t.mini || !t.hasty ? nothing : speed(t)}
</div>`;

/** Fingerprints, the beginning of each; in full where somebody asks. @param {Print[]} all */
const prints = (all) => html`<details class="prints">
  <summary>fingerprint ${all.map(({ id, print }) => html`<code class="rule-${id}">${print.slice(0, 6)}</code>`)}</summary>
  <p>Same fingerprint after as many steps: same weights, to the last bit, in any browser.</p>
  <p>${all.map(({ id, label, print }) => html`<span class="rule-${id}">${label} <code>${print}</code></span>`)}</p>
</details>`;

/** @param {Transport} t */
function speed(t) {
  const text = Number.isFinite(t.speed) ? `${t.speed} steps/s` : 'max';
  return html`<div class="speed">
    ${slider(
      html`speed <b>${text}</b>`,
      'Speed',
      text,
      POSITIONS + (Number.isFinite(t.fastest) ? 0 : 1),
      Math.round(toPosition(t.speed, t.fastest)),
      (position) => t.hurry(toSpeed(position, t.fastest)),
    )}
  </div>`;
}

/**
 * @param {unknown} words beside it
 * @param {string} label
 * @param {unknown} said what its value is called, where that is no number
 * @param {number} max
 * @param {number} value
 * @param {(value: number) => void} move
 */
const slider = (words, label, said, max, value, move) => html`<label>
  <span>${words}</span>
  <input
    type="range"
    min="0"
    max=${max}
    step="1"
    aria-label=${label}
    aria-valuetext=${said}
    .value=${live(String(value))}
    @input=${(/** @type {any} */ event) => move(Number(event.target.value))}
  />
</label>`;

/**
 * @param {keyof typeof ICONS} name
 * @param {string} label
 * @param {string} key
 * @param {() => void} press
 */
const button = (name, label, key, press) => html`<button
  type="button"
  class="icon-button"
  aria-label=${label}
  title="${label} (${key})"
  @click=${press}
>${icon(name)}</button>`;
