// @ts-check
/** What can be chosen in the builder, as it is kept in its own address, and what it comes to. */

import { EXPERIMENTS } from '../state/experiments.js';
import { LINEAR, TOY } from '../state/figures.js';
import { PRESETS as PROOFS } from '../state/linear-presets.js';
import { NETWORK } from '../state/network.js';
import { PRESETS as STARTS } from '../state/presets.js';
import { find, format, parse } from '../state/table.js';
import { read } from '../state/url.js';
import { NAMES } from './names.js';
import { FORMS } from './snippets.js';

/** @typedef {import('../state/table.js').State} State */
/** @typedef {{ id: string, label: string, chapter?: string, state: State }} Preset */

/** @type {Record<string, { label: string, table: import('../state/table.js').Table, presets: Preset[] }>} */
export const FIGURES = {
  toy: { label: NAMES.toy, table: TOY, presets: STARTS },
  linear: { label: NAMES.linear, table: LINEAR, presets: PROOFS },
  mnist: { label: NAMES.mnist, table: NETWORK, presets: EXPERIMENTS },
};

/** In the place of a preset's name: the settings are those of a link. */
export const FROM_LINK = 'link';

/** What parts of a figure are called, where that is no setting's name. @type {Record<string, string>} */
export const PARTS = {
  presets: 'Presets',
  more: 'More settings',
  numbers: 'Numbers',
  how: 'How this is computed',
  save: 'Save and copy',
  caption: 'Caption',
  fingerprint: 'Fingerprint',
};

export const CONTROLS = [
  { id: 'mini', label: 'Play and playhead' },
  { id: 'full', label: 'All' },
  { id: 'none', label: 'None' },
];
export const THEMES = [
  { id: 'auto', label: 'As the reader has it' },
  { id: 'light', label: 'Light' },
  { id: 'dark', label: 'Dark' },
];
export const AUTOPLAY = [
  { id: 'off', label: 'When somebody presses Play' },
  { id: 'on-slide', label: 'When its slide comes' },
];

export const SIZES = ['960x540', '1280x720', '800x450', '640x480'];
/** Limits of either side, in pixels. */
const LEAST = 200;
const MOST = 4000;

/**
 * All choices, as texts; `rules`, `panels` and `hide` are lists of names.
 * @typedef {{ d: string, preset: string, link: string, k: string, controls: string, theme: string,
 *   autoplay: string, rules: string, panels: string, hide: string, size: string, form: string }} Choices
 */

/** @type {Choices} */
export const FIRST = {
  d: 'toy',
  preset: STARTS[0].id,
  link: '',
  k: '',
  controls: 'mini',
  theme: 'auto',
  autoplay: 'off',
  rules: '',
  panels: '',
  hide: '',
  size: SIZES[0],
  form: FORMS[0].id,
};

/** The settings that are chosen by their rows of the table. */
const ROWS = /** @type {const} */ (['controls', 'theme', 'autoplay', 'rules', 'panels', 'hide']);

/** @param {string} size @returns {number[] | undefined} */
export function sidesOf(size) {
  const sides = /^(\d{1,4})x(\d{1,4})$/.exec(size)?.slice(1).map(Number);
  return sides?.every((side) => side >= LEAST && side <= MOST) ? sides : undefined;
}

/** What the address of the builder says; what does not hold is as it is at first. @param {string} hash */
export function readChoices(hash) {
  const params = new URLSearchParams(hash.replace(/^#/, ''));
  const given = (/** @type {keyof Choices} */ key) => params.get(key) ?? FIRST[key];
  const d = Object.hasOwn(FIGURES, given('d')) ? given('d') : FIRST.d;
  const { table, presets } = FIGURES[d];
  const choices = { ...FIRST, d, preset: presets[0].id };
  const preset = given('preset');
  if (preset === FROM_LINK || presets.some(({ id }) => id === preset)) choices.preset = preset;
  if (/^\d{0,9}$/.test(given('k'))) choices.k = given('k');
  if (sidesOf(given('size'))) choices.size = given('size');
  if (FORMS.some(({ id }) => id === given('form'))) choices.form = given('form');
  choices.link = given('link');
  for (const key of ROWS)
    try {
      const row = find(table, key);
      if (row && params.has(key)) choices[key] = format(row, parse(row, given(key)));
    } catch {
      // As it is at first.
    }
  return choices;
}

/** @param {Choices} choices */
export function writeChoices(choices) {
  const others = Object.entries(choices).filter(
    ([key, value]) => value !== FIRST[/** @type {keyof Choices} */ (key)],
  );
  const text = new URLSearchParams(others).toString().replaceAll('%2C', ',');
  return text ? `#build&${text}` : '';
}

/** @param {Choices} choices @returns {Preset | undefined} */
export const presetOf = ({ d, preset }) => FIGURES[d].presets.find(({ id }) => id === preset);

/**
 * What a link of a figure says, wherever it leads.
 * @param {string} link
 */
function readLink(link) {
  const hash = link.includes('#') ? link.slice(link.indexOf('#')) : '';
  if (hash.includes('=')) return read(hash, FIGURES);
  const notices = link.trim()
    ? [
        'a link must have settings after a #, as “Copy link” of a figure gives it, but this one has none',
      ]
    : [];
  return { figure: undefined, patch: {}, k: undefined, notices };
}

/**
 * What was chosen, for snippets.
 * @param {Choices} choices
 * @param {string} base address of the folder of the site
 * @returns {{ choice: import('./snippets.js').Choice, notices: string[] }}
 */
export function resolve(choices, base) {
  const linked = choices.preset === FROM_LINK;
  const link = linked ? readLink(choices.link) : undefined;
  const name = link?.figure ?? choices.d;
  const { label, table, presets } = FIGURES[name];
  const preset = linked ? undefined : (presetOf(choices) ?? presets[0]);
  /** @type {State} */
  const basis = preset ? preset.state : (link?.patch ?? {});
  const deck = FORMS.find(({ id }) => id === choices.form)?.keys;
  const texts = { ...choices, keys: deck ? 'on' : 'off' };
  /** @type {State} */
  const own = {};
  for (const key of /** @type {const} */ ([...ROWS, 'keys'])) {
    const row = find(table, key);
    const text = texts[key];
    if (!row || !text) continue;
    if (text !== format(row, basis[key] ?? row.default)) own[key] = parse(row, text);
  }
  const differs = Object.entries({ ...basis, ...own }).filter(([key, value]) => {
    const row = find(table, key);
    return row && format(row, value) !== format(row, row.default);
  });
  const [width, height] = sidesOf(choices.size) ?? [960, 540];
  const k = choices.k === '' ? link?.k : Number(choices.k);
  // The site has pictures of presets as they are, at their ends.
  const drawn =
    preset && k === undefined && !Object.keys(own).some((key) => !find(table, key)?.place);
  return {
    choice: {
      base,
      name,
      title: `Feedback alignment, live. ${label}${preset ? `: ${preset.label}` : ''}`,
      table,
      preset: preset?.id,
      state: Object.fromEntries(differs),
      own,
      k,
      poster: drawn ? `${name}-${preset.id}` : undefined,
      width,
      height,
    },
    notices: link?.notices ?? [],
  };
}
