// @ts-check
/**
 * The panel of maps: how digits lie in a hidden layer, for two rules, one above the other. It
 * redraws by itself while a map is under way, without the rest of the figure.
 */

import { html, nothing } from 'lit';
import { AsyncDirective } from 'lit/async-directive.js';
import { directive } from 'lit/directive.js';
import { fixed, short } from '../charts/frame.js';
import { keepingFocus } from '../elements/focus.js';
import { drawn } from '../elements/pieces.js';
import { compared, layerOf, shortName } from './panel.js';
import { ITERATIONS, projectorOf } from './projector.js';
import { scatter } from './scatter.js';

/** @typedef {import('./panel.js').Figure} Figure */
/** @typedef {import('./panel.js').Answer} Answer */
/** @typedef {import('./projector.js').Laid} Laid */

/** On a slide: what is above the maps, and what t-SNE is asked for beneath them, in pixels. */
const ABOVE = 84;
const ASKED = 44;
/** More digits would hide each other. */
const MOST = 500;

/** In the order of all rules: BP, which the others are compared with, comes first. @param {Figure} figure */
const inOrder = (figure) => {
  const rules = compared(figure);
  return figure.rules.flatMap(({ id }) => (rules.includes(id) ? [id] : []));
};

/** @param {Figure} figure @returns {import('./panel.js').Question[]} */
function asks(figure) {
  const layer = layerOf(figure);
  if (!layer) return [];
  const digits = Array.from({ length: Math.min(MOST, figure.digits.check) }, (_, i) => i);
  return inOrder(figure).map((rule) => ({
    rule,
    operations: (session) => [
      ['read', session, ['step_count']],
      ['call', session, 'activity', layer, MOST],
      ['call', 'digits', 'labels', digits],
    ],
  }));
}

/** What an answer to the present question says. @param {Figure} figure @param {Answer | undefined} answer */
function sights(figure, answer) {
  const fits = answer?.layer === layerOf(figure) && `${answer.rules}` === `${inOrder(figure)}`;
  return fits
    ? answer.results.map(([{ step_count }, points, classes], i) => ({
        rule: answer.rules[i],
        step: step_count,
        points,
        classes,
      }))
    : [];
}

class Maps extends AsyncDirective {
  /** @param {Figure} figure @param {Answer | undefined} answer */
  render(figure, answer) {
    const projector = projectorOf(figure);
    projector.onchange = () => {
      if (this.isConnected)
        keepingFocus(figure.renderRoot, () => this.setValue(panel(figure, projector)));
    };
    projector.see(sights(figure, answer), `${[figure.runs, layerOf(figure), inOrder(figure)]}`);
    return panel(figure, projector);
  }
}

/** @param {Figure} figure @param {import('./projector.js').Projector} projector */
function panel(figure, projector) {
  const layer = layerOf(figure);
  if (!layer) return html`<p>There is no hidden layer to map.</p>`;
  const { view, components, neighbours, run } = projector;
  const near = view === 'neighbours';
  const maps = near ? (run ?? neighbours)?.maps : components;
  const show = (/** @type {typeof view} */ next) => {
    projector.view = next;
    if (next === 'neighbours' && !neighbours && !run) projector.start();
    else projector.onchange();
  };
  const choice = (/** @type {typeof view} */ id, /** @type {string} */ label) => html`<button
    type="button"
    aria-pressed=${view === id}
    ?disabled=${components.length === 0}
    @click=${() => show(id)}
  >${label}</button>`;
  return html`<div class="map-head">
      <h3>Hidden layer ${layer}</h3>
      <div class="views" role="group" aria-label="Map by">
        ${choice('components', 'Principal components')} ${choice('neighbours', 't-SNE')}
      </div>
    </div>
    <div class="maps">
      ${inOrder(figure).map(
        (rule, i) => html`<div data-chart="map${i}">
          ${drawn(
            map(
              figure,
              i,
              rule,
              maps?.find((candidate) => candidate.rule === rule),
              near,
            ),
          )}
        </div>`,
      )}
    </div>
    ${near ? asked(projector) : nothing}
    <p class="map-words">${words(figure, projector, maps)}</p>`;
}

/** What t-SNE is asked for, and how far it is. @param {import('./projector.js').Projector} projector */
function asked(projector) {
  const { run } = projector;
  if (run)
    return html`<div class="map-head">
      <progress max=${ITERATIONS} value=${run.iteration} aria-label="t-SNE"></progress>
      <span>iteration ${run.iteration} of ${ITERATIONS}</span>
      <button type="button" @click=${() => projector.cancel()}>Cancel</button>
    </div>`;
  return html`<form
    class="map-head"
    @submit=${(/** @type {Event} */ event) => {
      event.preventDefault();
      projector.start();
    }}
  >
    <label>perplexity
      <input
        type="text"
        inputmode="decimal"
        aria-invalid=${projector.refused ? 'true' : nothing}
        .value=${projector.perplexity}
        @change=${(/** @type {any} */ event) => {
          projector.perplexity = event.target.value;
        }}
      />
    </label>
    <button>Map the newest step</button>
  </form>`;
}

/**
 * @param {Figure} figure
 * @param {number} i which place
 * @param {string} rule
 * @param {Laid | undefined} laid
 * @param {boolean} near
 */
function map(figure, i, rule, laid, near) {
  const width = figure.sizes.of(`map${i}`);
  const layer = layerOf(figure);
  const name = shortName(figure, rule);
  const shares = laid?.shares?.filter(Number.isFinite).map((share) => fixed(100 * share, 0));
  const of = near ? 't-SNE of step' : 'step';
  return scatter({
    width,
    height: Math.round(
      figure.sizes.slide
        ? Math.min(width, figure.sizes.room - ABOVE - (near ? ASKED : 0))
        : Math.max(270, Math.min(0.7 * width, 420)),
    ),
    title: name,
    rule,
    note: laid
      ? `${of} ${laid.step}${shares?.length ? `: ${shares.join(' % and ')} % of the variance` : ''}`
      : '',
    crossed: !near,
    places: laid?.places ?? [],
    classes: laid?.classes ?? [],
    label: laid
      ? `Map of ${laid.classes.length} validation digits by their activities in hidden layer ${layer} under ${name} at step ${laid.step}: ${
          near
            ? 'neighbours in the layer lie near each other, by t-SNE'
            : `their two principal components${shares?.length ? `, with ${shares.join(' and ')} percent of the variance` : ''}`
        }`
      : `A map of hidden layer ${layer} under ${name}, still empty`,
  });
}

/** @param {Figure} figure @param {import('./projector.js').Projector} projector @param {Laid[] | undefined} maps */
function words(figure, { view, run, neighbours, components }, maps) {
  if (!maps?.length) return 'The activities are on their way.';
  const [{ classes, step }] = maps;
  const why = maps.find((map) => map.why)?.why;
  if (why) return `There is no map: ${why}.`;
  const flat = maps.filter(({ shares }) => shares?.some(Number.isNaN));
  if (flat.length > 0)
    return `There is nothing to spread out under ${flat.map(({ rule }) => shortName(figure, rule)).join(' and ')}: in this layer the activities of all digits are equal, or they are no numbers any more.`;
  const each = `Each of the first ${classes.length} validation digits`;
  if (view === 'components')
    return `${each} stands where its activities put it along the two directions in which they differ most, the first across and the second up, on one scale.`;
  const done = run ?? neighbours;
  const far = run
    ? ''
    : ` What the maps miss of the neighbourhoods: ${maps
        .map(
          ({ rule, divergence = Number.NaN }) => `${shortName(figure, rule)} ${short(divergence)}`,
        )
        .join(', ')} nats.`;
  const newer =
    components[0]?.step > step ? ` The networks are at step ${components[0].step} by now.` : '';
  return `${each} stands near those whose activities are like its own, at perplexity ${done?.perplexity}. Axes, sizes of groups and distances between them mean nothing.${far}${newer}`;
}

/** @type {import('./panel.js').Panel} */
export const HIDDEN = {
  id: 'hidden',
  label: 'Map of a hidden layer',
  asks,
  body: directive(Maps),
};
