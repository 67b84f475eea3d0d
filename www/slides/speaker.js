// @ts-check
/**
 * The speaker's view: the notes, this slide and the next in small, and the time. It is the deck's
 * own document with nothing defined, so that figures are their posters. (reveal.js has such a
 * window as well; it writes its script into an empty page, which this site's policy forbids.)
 */

import { channel } from './channel.js';

/** @param {string} name of the deck that it belongs to */
export function speak(name) {
  document.documentElement.classList.add('speaker');
  document.title = 'Notes: feedback alignment, live';
  const slides = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.slides > section')]);
  const main = /** @type {HTMLElement} */ (document.querySelector('main'));
  const view = {
    where: element('h1', 'where'),
    clock: element('p', 'clock'),
    now: element('div', 'reveal now'),
    next: element('div', 'reveal next'),
    notes: element('div', 'said'),
  };
  const bar = element('nav', 'bar');
  const link = channel(name);
  const go = (/** @type {string} */ way) => link.postMessage({ go: way });
  let since = Date.now();
  bar.append(
    button('Back', () => go('back')),
    button('Next', () => go('next')),
    view.where,
    view.clock,
    button('Restart the clock', () => {
      since = Date.now();
      tick();
    }),
  );
  main.replaceChildren(bar, view.now, view.next, view.notes);

  const show = (/** @type {number} */ at) => {
    const heading = slides[at + 1]?.querySelector('h1, h2')?.textContent ?? 'the end';
    view.where.textContent = `Slide ${at + 1} of ${slides.length}. Next: ${heading}`;
    view.now.replaceChildren(inSmall(slides[at]));
    view.next.replaceChildren(...(slides[at + 1] ? [inSmall(slides[at + 1])] : []));
    const notes = slides[at].querySelector('.notes');
    view.notes.replaceChildren(...(notes?.cloneNode(true).childNodes ?? []));
  };
  const tick = () => {
    const seconds = Math.floor((Date.now() - since) / 1000);
    const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
    const time = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    view.clock.textContent = `${time}, ${two(Math.floor(seconds / 60))}:${two(seconds % 60)} gone`;
  };
  link.onmessage = ({ data }) => {
    if (slides[data.at]) show(data.at);
  };
  addEventListener('keydown', ({ key }) => {
    if (['ArrowRight', 'ArrowDown', 'PageDown', 'n'].includes(key)) go('next');
    if (['ArrowLeft', 'ArrowUp', 'PageUp', 'p'].includes(key)) go('back');
  });
  show(0);
  tick();
  setInterval(tick, 1000);
  // Where the deck is: it answers whatever it is sent.
  go('where');
}

/** A slide that is only looked at. @param {HTMLElement} slide */
function inSmall(slide) {
  const copy = element('div', 'slides');
  const section = /** @type {HTMLElement} */ (slide.cloneNode(true));
  for (const one of [section, ...section.querySelectorAll('[id]')]) one.removeAttribute('id');
  section.querySelector('.notes')?.remove();
  copy.inert = true;
  copy.append(section);
  return copy;
}

/** @param {string} tag @param {string} name */
function element(tag, name) {
  const made = document.createElement(tag);
  made.className = name;
  return made;
}

/** @param {string} label @param {() => void} press */
function button(label, press) {
  const made = /** @type {HTMLButtonElement} */ (element('button', ''));
  made.type = 'button';
  made.textContent = label;
  made.addEventListener('click', press);
  return made;
}
