// @ts-check
/** The figure that a link names, alone in its frame, and what the page around it can tell it. */

import { apply } from '../address.js';
import { wrong } from '../state/errors.js';
import { nameOf, VERSION } from '../state/url.js';
import { passKeysOn } from './deck-keys.js';
import { fit } from './fit.js';
import { tell } from './messages.js';
import { NAMES } from './names.js';
import { Teller } from './teller.js';

/** @typedef {import('../elements/figure.js').Figure} Figure */
/** @typedef {import('./messages.js').Command} Command */

/** Only the one that is asked for is loaded. @type {Record<string, () => Promise<any>>} */
const ELEMENTS = {
  toy: () => import('../elements/toy.js').then((module) => module.FeedbackToy),
  linear: () => import('../elements/linear.js').then((module) => module.FeedbackLinear),
  mnist: () => import('../elements/mnist.js').then((module) => module.FeedbackMnist),
};

const framed = parent !== window;
const place = /** @type {HTMLElement} */ (document.querySelector('main'));

/** @type {Figure | undefined} */
let figure;
/** The link that is being followed. */
let followed = '';
/** Says who acts on commands. @type {(actor?: (command: Command) => void) => void} */
let hand = () => {};
/** Whether the slide is there, if anybody has said so. @type {boolean | undefined} */
let present;

const teller = new Teller();

/**
 * Shows what the address says, and follows it.
 * @param {typeof hand} handTo
 */
export function begin(handTo) {
  hand = handTo;
  addEventListener('hashchange', ({ newURL }) => show(new URL(newURL).hash));
  addEventListener('resize', paint);
  document.addEventListener('feedback-ready', paint);
  document.addEventListener('feedback-change', paint);
  document.addEventListener('feedback-error', (event) => {
    const { message, fatal } = /** @type {CustomEvent} */ (event).detail;
    tell('error', { message, fatal });
  });
  if (framed) passKeysOn(() => figure?.guest ?? true);
  show(location.hash);
}

/** @param {string} hash */
async function show(hash) {
  followed = hash;
  const link = new URLSearchParams(hash.slice(1));
  const name = link.getAll('d').at(-1) ?? '';
  paper(link.get('theme'));
  hand();
  if (!(figure && nameOf(figure) === name) && !(await mount(name, hash))) return;
  await Promise.race([set(), apply(hash, false)]);
  // As its link has it, and no other was asked for in the meantime.
  if (followed === hash) hand(act);
}

/**
 * The figure has its settings. The moment that the link leads to may be far away, and a slide does
 * not wait for it.
 */
async function set() {
  await new Promise((resolve) =>
    figure?.addEventListener('feedback-change', resolve, { once: true }),
  );
  // It sets out for its moment first.
  await new Promise((resolve) => setTimeout(resolve));
}

/** @param {string} name @param {string} hash @returns {Promise<boolean>} whether it is still wanted */
async function mount(name, hash) {
  teller.stop();
  figure = undefined;
  if (!Object.hasOwn(ELEMENTS, name)) {
    refuse(wrong('d', `one of ${Object.keys(ELEMENTS).join(', ')}`, name).message);
    return false;
  }
  const element = await ELEMENTS[name]().catch(() => undefined);
  if (followed !== hash) return false;
  if (!element) {
    refuse('The code of this figure could not be loaded (is the network there?)');
    return false;
  }
  // Links from here lead to the page, and not to its bare figure.
  element.home = () => new URL('./', location.href).href;
  const tag = `feedback-${name}`;
  if (!customElements.get(tag)) customElements.define(tag, element);
  figure = /** @type {Figure} */ (document.createElement(tag));
  figure.framed = framed;
  teller.follow(figure, place, VERSION);
  fit(figure, place);
  place.replaceChildren(heading(NAMES[name]), figure);
  document.title = `${NAMES[name]} · Feedback alignment, live`;
  return true;
}

/** For readers who do not see the slide around it; those in the figure come below. @param {string} name */
function heading(name) {
  const group = document.createElement('hgroup');
  group.className = 'unseen';
  for (const [level, text] of [
    ['h1', 'Feedback alignment, live'],
    ['h2', name],
  ])
    group.append(Object.assign(document.createElement(level), { textContent: text }));
  return group;
}

/** @param {string} message */
function refuse(message) {
  const text = document.createElement('p');
  const link = document.createElement('a');
  Object.assign(link, { href: './embed.html', textContent: 'Put one together', target: '_blank' });
  text.append(`${message}. `, link);
  place.replaceChildren(text);
  tell('error', { message, fatal: true });
}

/** Around the figure it looks as in the figure. */
function paint() {
  if (!figure) return;
  paper(figure.wanted.theme);
  fit(figure, place);
}

/** @param {unknown} theme */
function paper(theme) {
  const { dataset } = document.documentElement;
  if (theme === 'light' || theme === 'dark') dataset.theme = theme;
  else delete dataset.theme;
}

/** @param {Command} command */
function act(command) {
  if (!figure) return;
  switch (command.cmd) {
    case 'slide:start':
      return enter(figure);
    case 'slide:stop':
      return leave(figure);
    case 'play':
      return figure.play();
    case 'pause':
      return figure.pause();
    case 'restart':
      return figure.restart();
    case 'step':
      return void figure.step(command.n);
    case 'seek':
      return figure.seek(command.k);
    case 'set':
      return void figure.setState(command.state);
    case 'get':
      return teller.say(true);
  }
}

/** The slide comes. @param {Figure} figure */
function enter(figure) {
  // A deck may say so twice, and in between somebody may have pressed Pause.
  if (present) return;
  present = true;
  figure.slideStart();
}

/** The slide goes. @param {Figure} figure */
function leave(figure) {
  // Said twice, it would not be known any more that the figure was playing.
  if (present === false) return figure.pause();
  present = false;
  figure.slideStop();
}
