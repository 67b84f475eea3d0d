// @ts-check
/** What the toy says in a table and in paragraphs. */

import { html, nothing } from 'lit';
import { SOLVED } from '../state/figures.js';
import { math } from './pieces.js';
import { outcomeOf, readings } from './toy-words.js';

/** @typedef {import('./toy-words.js').Named} Named */

/**
 * What the runs came to: a row for each rule, or a column where there is no room for rows.
 * @param {{ id: string }[]} rules
 * @param {Named[]} runs of the rules
 * @param {number} k the step that is looked at
 * @param {boolean} wide
 */
export function readout(rules, runs, k, wide) {
  const rows = readings(k, (runs[0]?.a.length ?? 1) - 1);
  const names = [
    'at the end',
    ...rows.map(([name, formula]) => html`${name} ${formula ? math(formula) : nothing}`),
  ];
  const cells = runs.map((run) => {
    const { sign, word } = outcomeOf(run);
    const end = html`<span aria-hidden="true">${sign}</span> ${word}`;
    return [end, ...rows.map(([, , value]) => value(run))].map((cell) => html`<td>${cell}</td>`);
  });
  const head = (/** @type {string} */ scope) => ({
    rules: runs.map(
      ({ name }, i) => html`<th scope=${scope} class="rule-name rule-${rules[i].id}">${name}</th>`,
    ),
    names: names.map((name) => html`<th scope=${scope}>${name}</th>`),
  });
  const [columns, lines] = [head('col'), head('row')];
  const body = wide
    ? cells.map((row, i) => html`<tr>${lines.rules[i]}${row}</tr>`)
    : names.map((_, j) => html`<tr>${lines.names[j]}${cells.map((row) => row[j])}</tr>`);
  return html`<table class="readout" aria-label="What the runs came to">
    <thead><tr><td></td>${wide ? columns.names : columns.rules}</tr></thead>
    <tbody>${body}</tbody>
  </table>`;
}

/** How the numbers come about. @param {string} field the rule that the arrows belong to */
export const how = (field) => html`<p>
      The network is ${math('y = W A x')}, to learn ${math('y = T x')}; its error is
      ${math('E = T − W A')}. Every step takes ${math('W ← W + η E A')} and
      ${math('A ← A + η M E')}, where ${math('M = W')} for back-propagation and
      ${math('M = B')}, which never changes, for feedback alignment. Solved means
      ${math(`|E| < ${SOLVED}`)}. With one hidden layer direct and indirect feedback alignment are
      the same rule as feedback alignment.
    </p>
    <p>
      The terrain is the loss: more shade, more loss. Every point of the grey curve
      ${math('W A = T')} is a solution. The arrows show where
      ${field} moves the
      weights, longer where it is faster (as a root of the speed).
    </p>
    <p>
      With a fixed wire the loss falls at the rate ${math('E² (A² + B W)')}. In the shaded region
      ${math('A² + B W < 0')}: there feedback alignment walks uphill, more than 90° off
      back-propagation, and does not stay on the dashed solutions.
    </p>
    <p>
      Ever smaller steps become a flow. Back-propagation’s keeps ${math('W² − A²')}, feedback
      alignment’s ${math('2 B W − A²')}: the dotted curves, with a cross where the flow ends; feedback
      alignment’s from zero ends where ${math('A³ = 2 B T')}, ${math('W = A² / (2 B)')}. Steps drift off the
      curve in proportion to η; choose the flow itself to see runs that do not.
    </p>
    <p>
      Feedback alignment goes along its curve to the first solution. That is aligned where
      ${math('B W > 0')}: then ${math('eᵀ W B e > 0')}, and the wire agrees with
      back-propagation. With ${math('s')} the sign of ${math('B T ≠ 0')} and
      ${math('α³ = |B T|')}, the hatched starts behind the toothed border end anti-aligned:
      ${math('s A ≤ −α')} with ${math('B W < (A² − 3 α²) / 2')}, and
      ${math('−α < s A < 0')} with ${math('B W < B T / A')}. They fail to align, not to learn: the
      error goes to zero as well.
    </p>`;
