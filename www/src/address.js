// @ts-check
/**
 * The address of the page and its figures: a link in the hash sets a figure, and what is changed
 * by hand goes into the hash, so that it can be kept and passed on. The history stays as it is.
 */

import { wake } from './later.js';
import { LINEAR, TOY } from './state/figures.js';
import { NETWORK } from './state/network.js';
import { defaults } from './state/table.js';
import { nameOf, read } from './state/url.js';

/** @typedef {import('./elements/figure.js').Figure} Figure */

/** What links can say of each figure, whether or not its code is there yet. */
const TABLES = { toy: { table: TOY }, linear: { table: LINEAR }, mnist: { table: NETWORK } };

/** How long the address waits for more changes: Safari refuses more than 100 in half a minute. */
const PATIENCE_MS = 500;

/** So many notices are shown; of the others only the number. */
const MOST_NOTICES = 5;

/** Where fingerprints are not those of a link. */
const OTHERS =
  'The weights are not those of whoever made the link (with other digits, or another version of this page)';

/** What shows that somebody has begun to look around. */
const HANDS = ['wheel', 'touchmove', 'keydown', 'pointerdown'];

/** The link that is being applied: what it changes is no news to the address. @type {{ figure: Figure } | undefined} */
let current;
let timer = 0;

/** Applies the link in the address, and follows from now on. */
export function follow() {
  // By the time of the event the address may already say something else.
  addEventListener('hashchange', ({ newURL }) => apply(new URL(newURL).hash));
  document.addEventListener('feedback-change', ({ target }) => {
    if (target === current?.figure) return;
    clearTimeout(timer);
    timer = window.setTimeout(note, PATIENCE_MS, target);
  });
  apply(location.hash);
}

/** @param {Figure} figure */
function note(figure) {
  try {
    history.replaceState(history.state, '', figure.hash());
  } catch {
    // Too many for this browser: the next one may do.
  }
}

/**
 * Sets the figure that a link names as the link has it.
 * @param {string} hash
 * @param {boolean} [bring] it into view
 */
export async function apply(hash, bring = true) {
  // Of several figures of a kind the first: in the object the last one stays.
  const all = /** @type {NodeListOf<Figure>} */ (
    document.querySelectorAll('feedback-toy, feedback-linear, feedback-mnist')
  );
  const named = Object.fromEntries([...all].reverse().map((one) => [nameOf(one), one]));
  const known = Object.entries(TABLES).filter(([name]) => name in named);
  const link = read(hash, Object.fromEntries(known));
  if (link.figure) await open(named[link.figure], link, bring);
  else if (link.notices.length > 0) all[0]?.say(inOne(link.notices));
}

/**
 * @param {Figure} figure
 * @param {ReturnType<typeof read>} link
 * @param {boolean} bring
 */
async function open(figure, { patch, k, prints, notices }, bring) {
  const mine = { figure };
  current = mine;
  clearTimeout(timer);
  const show = bring ? shower(figure) : () => {};
  show();
  await wake(figure.localName);
  if (current !== mine) return;
  figure.pause();
  // What a link leaves out is as it is at first, and its moment the newest.
  notices.push(...(await set(figure, { ...defaults(figure.table), ...patch, k })));
  if (current !== mine) return;
  if (k === undefined) figure.k = undefined;
  if (prints.length > 0) {
    // To be compared, the moment has to be reached.
    await figure.arrival;
    if (current !== mine) return;
    if (figure.prints.join() !== prints.join()) notices.push(OTHERS);
  }
  current = undefined;
  if (notices.length > 0) figure.say(inOne(notices), 'The rest of the link is on screen');
  await figure.updateComplete;
  show();
}

/**
 * Sets all that the core takes.
 * @param {Figure} figure
 * @param {Record<string, any>} patch
 * @returns {Promise<string[]>} why it does not take the rest
 */
async function set(figure, patch) {
  if (await figure.setState(patch)) return [];
  const fine = Object.entries(patch).filter(([key]) => !(key in figure.refused));
  if (fine.length === Object.keys(patch).length) return [];
  const { notice } = figure;
  return [notice, ...(await set(figure, Object.fromEntries(fine)))];
}

/**
 * Brings a figure into view, and again once those above have their height, unless somebody has
 * begun to look around.
 * @param {Figure} figure
 */
function shower(figure) {
  let idle = true;
  const stop = () => {
    idle = false;
  };
  for (const type of HANDS) addEventListener(type, stop, { once: true, passive: true });
  return () => {
    if (idle) (figure.closest('section') ?? figure).scrollIntoView();
  };
}

/** @param {string[]} notices */
function inOne(notices) {
  const more = notices.length - MOST_NOTICES;
  return [...notices.slice(0, MOST_NOTICES), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
