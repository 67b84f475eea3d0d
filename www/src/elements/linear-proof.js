// @ts-check
/** The proof in five lines; what a line speaks of lights up in the picture. */

import { html } from 'lit';
import { math } from './pieces.js';

/** @typedef {import('./linear.js').FeedbackLinear} Linear */

/** Something that can be pointed at in the picture. @param {string} term @param {string} text */
const term = (term, text) =>
  html`<span class="term" tabindex="0" data-term=${term}>${math(text)}</span>`;

/** @type {{ term: string, claim: unknown, why: unknown }[]} */
const LINES = [
  {
    term: 'gap',
    claim: html`The flow conserves ${math('C = BW + WᵀBᵀ − AAᵀ')}`,
    why: html`<p>
      With ${math('Ẇ = EAᵀ')} the first two terms change by ${math('BEAᵀ + (BEAᵀ)ᵀ')}, and with
      ${math('Ȧ = BE')} so does ${math('AAᵀ')}. From zero weights ${term('gap', 'C')} is zero: the
      two square maps are ${term('gap', 'BW + WᵀBᵀ = AAᵀ')}.
    </p>`,
  },
  {
    term: 'v v_dot',
    claim: html`${math('V = ‖BE‖²')} can only fall`,
    why: html`<p>
      ${math('Ė = −EAᵀA − WBE')}, so ${term('v', 'V')} has the slope
      ${math('V̇ = −2‖BEAᵀ‖²')} ${math('− tr(EᵀBᵀ (BW + WᵀBᵀ) BE)')}. By line 1 the bracket is
      ${term('gap', 'AAᵀ')}, and ${term('v_dot', 'V̇ = −2‖BEAᵀ‖² − ‖AᵀBE‖² ≤ 0')}.
    </p>`,
  },
  {
    term: 'v_dot',
    claim: html`The fall comes to an end: ${math('V̇ → 0')}`,
    why: html`<p>
        ${term('v', 'V')} falls and is never below 0, so it has a limit; and its slope
        ${term('v_dot', 'V̇')} goes to zero if that changes at a bounded rate (Barbalat’s lemma). It
        does, since E, A and W are bounded:
      </p>
      <p>
        ${term('error', 'E')}, because ${math('E = B⁺BE')} and ${math('‖BE‖² = V')}.
        A, because by line 1 ${math('‖A‖²')} has the slope ${math('2 tr(AᵀBT) − ‖AᵀA‖²')}, negative
        once A is large. ${term('weights', 'W')}, because ${math('½‖W‖² + ∫‖E‖²dt = tr(TᵀB⁺A)')}.
      </p>`,
  },
  {
    term: 'v_dot weights',
    claim: html`W slows to rest: ${math('EAᵀ → 0')}`,
    why: html`<p>
      ${term('v_dot', '−V̇')} is a sum of squares, so ${math('BEAᵀ → 0')}. The columns of B are
      independent, ${math('B⁺B = I')}: so ${math('EAᵀ → 0')}, and that is how
      ${term('weights', 'W')} moves.
    </p>`,
  },
  {
    term: 'error',
    claim: html`The error vanishes: ${math('E → 0')}`,
    why: html`<p>
      ${math('EAᵀ')} has the slope ${math('EEᵀBᵀ − (EAᵀ)AAᵀ')} ${math('− WB(EAᵀ)')}, which goes to zero with it
      (Barbalat again). The last two terms do so by line 4; hence so does the first,
      ${math('EEᵀBᵀ')}, and by ${math('B⁺B = I')} ${math('EEᵀ')} and ${term('error', 'E')}. In words:
      while there is an error, A goes on moving by ${math('BE')}.
    </p>`,
  },
];

/** @param {Linear} figure */
export function proof(figure) {
  const point = (/** @type {Event} */ event) => {
    const target = /** @type {Element} */ (event.target);
    figure.lit = target.closest('[data-term]')?.getAttribute('data-term') ?? '';
  };
  const leave = () => {
    figure.lit = '';
  };
  return html`<div
    class="proof"
    @pointerover=${point}
    @focusin=${point}
    @click=${point}
    @pointerleave=${leave}
    @focusout=${leave}
  >
    <h3>The proof, in five lines</h3>
    ${LINES.map(
      ({ term, claim, why }, i) => html`<details>
        <summary data-term=${term}>${i + 1}. ${claim}</summary>
        ${why}
      </details>`,
    )}
  </div>`;
}
