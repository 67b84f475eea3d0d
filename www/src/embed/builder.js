// @ts-check
/** The page on which a figure for somebody's slides is put together. */

import { html, nothing, render } from 'lit';
import { live } from 'lit/directives/live.js';
import { find, format, usual } from '../state/table.js';
import {
  AUTOPLAY,
  CONTROLS,
  FIGURES,
  FROM_LINK,
  PARTS,
  readChoices,
  resolve,
  SIZES,
  sidesOf,
  THEMES,
  writeChoices,
} from './choices.js';
import { anyOf, oneOf } from './fields.js';
import { Preview } from './preview.js';
import { FORMS, frameAddress, linkOf, pageAddress, posterAddress } from './snippets.js';

/** @typedef {import('./choices.js').Choices} Choices */
/** @typedef {import('./fields.js').Option} Option */

const BASE = new URL('./', location.href).href;
const place = /** @type {HTMLElement} */ (document.querySelector('main'));

/** How long “Copied” is to be read. */
const SAID_MS = 2000;

/** @type {Choices} */
let choices = readChoices('');
let said = '';
/** Whether the preview has come to what was chosen: from then on other settings are somebody's. */
let arrived = false;
/** How high the figure is at the chosen width. */
let needed = 0;
const preview = new Preview(
  (height) => {
    needed = height;
    show();
  },
  // What is moved in the preview is meant: from then on the settings are those of its link.
  (state) => {
    const { choice } = resolve({ ...choices, form: 'iframe' }, BASE);
    // The figure before may still have something to say.
    if (!choice.table.every(({ key }) => key in state)) return;
    const link = linkOf(choice, state);
    if (link === linkOf(choice, { ...usual(choice.table), ...choice.state })) arrived = true;
    else if (arrived) moved(choice, link, state);
  },
);

/** @param {import('./snippets.js').Choice} choice @param {string} link @param {Record<string, any>} state */
function moved(choice, link, state) {
  const rows = ['rules', 'panels'].flatMap((key) => find(choice.table, key) ?? []);
  const lists = Object.fromEntries(rows.map((row) => [row.key, format(row, state[row.key])]));
  choices = { ...choices, d: choice.name, preset: FROM_LINK, link, ...lists };
  preview.keep(frameAddress(resolve({ ...choices, form: 'iframe' }, BASE).choice));
  choose({});
  arrived = true;
}

export function build() {
  const follow = () => {
    choices = readChoices(location.hash);
    arrived = false;
    show();
  };
  addEventListener('hashchange', follow);
  follow();
}

/** @param {Partial<Choices>} change */
function choose(change) {
  choices = { ...choices, ...change };
  arrived = false;
  said = '';
  try {
    history.replaceState(null, '', writeChoices(choices) || location.pathname);
  } catch {
    // Too many for this browser: the choices are on screen all the same.
  }
  show();
}

function show() {
  render(page(), place);
  const { choice } = resolve({ ...choices, form: 'iframe' }, BASE);
  preview.show(frameAddress(choice), choice.width, choice.height);
}

/** @param {HTMLTextAreaElement | null} field */
async function copy(field) {
  if (!field) return;
  try {
    await navigator.clipboard.writeText(field.value);
    said = 'Copied';
  } catch {
    field.select();
    said = 'The browser does not let the page copy: the snippet is selected, for you to copy';
  }
  show();
  setTimeout(() => {
    said = '';
    show();
  }, SAID_MS);
}

// ── What it looks like ───────────────────────────────────────────────────────────────────────

const page = () => {
  const { choice, notices } = resolve(choices, BASE);
  return html`<header>
      <h1>A figure for your slides</h1>
      <p>
        Choose a figure, and copy what your slides or your page need. All of
        <a href="./">Feedback alignment, live</a> works from here; nothing has to be installed.
      </p>
    </header>
    <form class="choices" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
      ${what(notices)} ${how(choice.name)}
    </form>
    <div class="result">
      <section aria-label="Preview"><div class="stage" ${preview.here()}></div></section>
      ${result(choice)}
    </div>`;
};

/** @param {string[]} notices */
const what = (notices) => html`<fieldset>
  <legend>What it shows</legend>
  ${oneOf(
    'Figure',
    'd',
    Object.entries(FIGURES).map(([id, { label }]) => ({ id, label })),
    choices.d,
    (d) => choose({ d, preset: FIGURES[d].presets[0].id, k: '', rules: '', panels: '', hide: '' }),
  )}
  <label class="field">
    <span>Preset</span>
    <select @change=${(/** @type {any} */ event) => choose({ preset: event.target.value, rules: '', panels: '' })}>
      ${options()}
      <option value=${FROM_LINK} .selected=${choices.preset === FROM_LINK}>As in a link…</option>
    </select>
  </label>
  ${
    choices.preset === FROM_LINK
      ? html`<label class="field">
        <span>Link, as “Copy link” of a figure gives it</span>
        <input
          type="url"
          spellcheck="false"
          autocomplete="off"
          .value=${live(choices.link)}
          @input=${(/** @type {any} */ event) => choose({ link: event.target.value })}
        />
        ${notices.length > 0 ? html`<small role="alert">${notices.slice(0, 5).join('; ')}</small>` : nothing}
      </label>`
      : nothing
  }
  <label class="field short">
    <span>At step</span>
    <input
      type="text"
      inputmode="numeric"
      placeholder="the newest"
      .value=${live(choices.k)}
      @input=${(/** @type {any} */ event) => choose({ k: event.target.value.replace(/\D/g, '').slice(0, 9) })}
    />
  </label>
</fieldset>`;

/** The presets, by chapter where there are chapters. */
function options() {
  const { presets } = FIGURES[choices.d];
  const option = (/** @type {import('./choices.js').Preset} */ { id, label }) =>
    html`<option value=${id} .selected=${id === choices.preset}>${label}</option>`;
  const chapters = [...new Set(presets.map(({ chapter = '' }) => chapter))];
  if (chapters.length < 2) return presets.map(option);
  return chapters.map(
    (chapter) => html`<optgroup label=${chapter}>
      ${presets.filter((preset) => preset.chapter === chapter).map(option)}
    </optgroup>`,
  );
}

/** @param {string} name of the figure */
function how(name) {
  const { table } = FIGURES[name];
  const rules = find(table, 'rules');
  const panels = find(table, 'panels');
  const hide = find(table, 'hide');
  return html`<fieldset>
    <legend>How it is shown</legend>
    ${chosen('Controls', 'controls', CONTROLS)} ${chosen('Theme', 'theme', THEMES)}
    ${chosen('It plays', 'autoplay', AUTOPLAY)}
    ${
      rules
        ? anyOf(
            'Rules',
            rules.choices ?? [],
            listed(rules),
            (on) => choose({ rules: on.join() }),
            true,
          )
        : nothing
    }
    ${
      panels
        ? anyOf(
            'Panels',
            panels.choices ?? [],
            listed(panels),
            (on) => choose({ panels: on.join() }),
            true,
          )
        : nothing
    }
    ${
      hide && choices.controls === 'full'
        ? html`<details>
          <summary>Hide parts of it</summary>
          ${anyOf('Hidden', hidable(table, hide.choices ?? []), listOf(choices.hide), (on) =>
            choose({ hide: on.join() }),
          )}
        </details>`
        : nothing
    }
    ${sizes()}
  </fieldset>`;
}

/** @param {string} text */
const listOf = (text) => text.split(',').filter(Boolean);

/** What is chosen of rules or panels. @param {import('../state/table.js').Row} row @returns {string[]} */
function listed(row) {
  const key = /** @type {'rules' | 'panels'} */ (row.key);
  const { choice } = resolve({ ...choices, form: 'iframe' }, BASE);
  return choices[key] ? listOf(choices[key]) : (choice.state[key] ?? row.default);
}

/**
 * Settings and parts by the names that people see.
 * @param {import('../state/table.js').Table} table
 * @param {{ id: string }[]} all
 */
const hidable = (table, all) =>
  all.map(({ id }) => ({ id, label: PARTS[id] ?? find(table, id)?.label ?? id }));

/** One choice of the builder. @param {string} legend @param {keyof Choices} key @param {Option[]} all */
const chosen = (legend, key, all) =>
  oneOf(legend, key, all, choices[key], (id) => choose({ [key]: id }));

function sizes() {
  const [width, height] = sidesOf(choices.size) ?? [];
  const side = (
    /** @type {string} */ label,
    /** @type {number} */ i,
  ) => html`<label class="field side">
    <span>${label}</span>
    <input
      type="number"
      min="200"
      max="4000"
      .value=${live(String(i === 0 ? width : height))}
      @change=${(/** @type {any} */ event) => {
        const next = i === 0 ? `${event.target.value}x${height}` : `${width}x${event.target.value}`;
        choose(sidesOf(next) ? { size: next } : {});
      }}
    />
  </label>`;
  return html`<div class="group sizes" role="group" aria-label="Size in pixels">
    <span class="name" aria-hidden="true">Size</span>
    ${side('Width', 0)} ${side('Height', 1)}
    ${SIZES.map(
      (size) => html`<button
        type="button"
        aria-pressed=${size === choices.size}
        @click=${() => choose({ size })}
      >${size.replace('x', ' × ')}</button>`,
    )}
    ${needed > Number(height) ? higher(Number(width)) : nothing}
  </div>`;
}

/** The figure would have to be scrolled. @param {number} width */
const higher = (width) => html`<p class="hint">
  At this width the figure is ${needed} px high.
  <button type="button" @click=${() => choose({ size: `${width}x${needed}` })}>
    Take that height
  </button>
</p>`;

/** @param {import('./snippets.js').Choice} choice */
function result(choice) {
  const form = FORMS.find(({ id }) => id === choices.form) ?? FORMS[0];
  const text = form.text(choice);
  return html`<section aria-label="Snippet" class="snippet">
    ${chosen('For', 'form', FORMS)}
    <p>
      ${form.note}
      ${form.id === 'picture' ? picture(choice) : nothing}
    </p>
    <textarea
      readonly
      spellcheck="false"
      aria-label="Snippet to copy"
      rows=${text.split('\n').length + 1}
      .value=${text}
    ></textarea>
    ${choice.poster ? nothing : PICTURES.filter((ending) => text.includes(posterAddress(choice, ending))).map((ending) => beside(choice, ending))}
    <div class="row">
      <button
        type="button"
        class="copy"
        @click=${() => copy(place.querySelector('textarea'))}
      >Copy</button>
      <a href=${frameAddress(choice)} target="_blank" rel="noopener">Open the figure alone</a>
      <span role="status">${said}</span>
    </div>
  </section>`;
}

/** @param {import('./snippets.js').Choice} choice */
const picture = (choice) =>
  choice.poster
    ? html`Save the
  <a href=${posterAddress(choice, 'png')} download>PNG</a> or the
  <a href=${posterAddress(choice, 'svg')} download>SVG</a>, insert it, and link it to
  <a href=${pageAddress(choice)}>this address</a>. In HTML it is as follows.`
    : html`Save the picture of the preview, insert it, and link it to
  <a href=${pageAddress(choice)}>this address</a>. In HTML it is as follows. ${beside(choice, 'svg')}`;

/** What pictures can be. */
const PICTURES = /** @type {const} */ (['svg', 'png']);

/** The picture of exactly this is not on the site. @param {import('./snippets.js').Choice} choice @param {'svg' | 'png'} ending */
const beside = (choice, ending) => html`<span class="beside">
  <button type="button" @click=${() => savePicture(posterAddress(choice, ending), ending)}>
    Save ${posterAddress(choice, ending)}
  </button>
  the picture of the preview as it is now, to lie beside your page
</span>`;

/** @param {string} name @param {'svg' | 'png'} ending */
async function savePicture(name, ending) {
  try {
    const url = URL.createObjectURL(await preview.picture(ending));
    const link = Object.assign(document.createElement('a'), { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), SAID_MS);
    said = `${name} is saved`;
  } catch (error) {
    said = /** @type {Error} */ (error).message;
  }
  show();
}
