// @ts-check
/** The deck itself: reveal.js turns the slides, and figures do what their slides ask for. */

import Reveal from 'reveal.js';
import { Figure } from '../src/elements/figure.js';
import { FeedbackLinear } from '../src/elements/linear.js';
import { FeedbackToy } from '../src/elements/toy.js';
import { wake } from '../src/later.js';
import { channel, named } from './channel.js';
import { fit, fitAll } from './fit.js';
import { printable } from './print.js';
import { switches } from './switch.js';

export async function present() {
  const deck = new Reveal({
    width: 960,
    height: 540,
    margin: 0,
    center: false,
    controls: false,
    display: 'flex',
    hash: true,
    postMessage: false,
    // A small screen gets small slides, and not a long page of all figures at once.
    scrollActivationWidth: undefined,
    transition: 'none',
    viewDistance: 2,
  });
  await deck.initialize();
  // It calls itself an application, which takes headings and lists from those who listen.
  deck.getRevealElement()?.removeAttribute('role');

  // Links lead to the page, which has all the controls.
  Figure.home = () => new URL('../', document.baseURI).href;
  for (const [name, element] of /** @type {const} */ ([
    ['feedback-toy', FeedbackToy],
    ['feedback-linear', FeedbackLinear],
  ]))
    if (!customElements.get(name)) customElements.define(name, element);
  wake('feedback-mnist');

  deck.on('slidechanged', (/** @type {any} */ { currentSlide }) => fit(currentSlide));
  fitAll();
  bare();
  enlarged(deck);
  switches();
  turns(deck);
  speaker(deck);
  printable();
}

/** A figure comes up at its first step: its picture, which shows the last, is for paper, and for one that fails. */
function bare() {
  document.documentElement.classList.add('live-deck');
  document.addEventListener('feedback-error', (event) => {
    const { target, detail } = /** @type {CustomEvent} */ (event);
    if (detail.fatal && target instanceof HTMLElement) target.dataset.failed = '';
  });
}

/** Keys that turn slides. @type {Record<string, 'next' | 'prev'>} */
const TURNING = {
  ArrowRight: 'next',
  PageDown: 'next',
  ' ': 'next',
  ArrowLeft: 'prev',
  PageUp: 'prev',
};

/** They turn them from a picture that is shown large, too. @param {any} deck */
function enlarged(deck) {
  const turn = (/** @type {KeyboardEvent} */ event) => {
    const way = TURNING[event.key];
    if (!way || !document.querySelector('.r-overlay')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    deck.hidePreview();
    deck[way]();
  };
  document.addEventListener('keydown', turn, { capture: true });
}

/** Where one is, between two buttons. @param {any} deck */
function turns(deck) {
  const nav = document.createElement('nav');
  nav.className = 'turns';
  nav.setAttribute('aria-label', 'Slides');
  const where = document.createElement('span');
  const button = (
    /** @type {string} */ name,
    /** @type {string} */ sign,
    /** @type {() => void} */ turn,
  ) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = sign;
    made.setAttribute('aria-label', name);
    made.addEventListener('click', turn);
    return made;
  };
  const back = button('Previous slide', '‹', () => deck.prev());
  const on = button('Next slide', '›', () => deck.next());
  nav.append(back, where, on);
  deck.getRevealElement().append(nav);
  const show = () => {
    where.textContent = `${deck.getSlidePastCount() + 1} / ${deck.getTotalSlides()}`;
    back.disabled = deck.isFirstSlide();
    on.disabled = deck.isLastSlide();
  };
  deck.on('slidechanged', show);
  show();
}

/** S opens the notes in a window of their own, which turns with the deck and turns it. @param {any} deck */
function speaker(deck) {
  const name = crypto.randomUUID();
  const link = channel(name);
  const tell = () => link.postMessage({ at: deck.getIndices().h });
  link.onmessage = ({ data }) => {
    if (data.go === 'next') deck.next();
    if (data.go === 'back') deck.prev();
    tell();
  };
  deck.on('slidechanged', tell);
  const open = () => window.open(`?speaker=${name}`, named(name), 'popup,width=1200,height=760');
  deck.addKeyBinding({ keyCode: 83, key: 'S', description: 'Speaker’s view' }, open);
}
