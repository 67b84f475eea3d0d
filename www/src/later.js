// @ts-check
/**
 * The race of the networks is most of the page's code, and stands last on it: it is loaded when it
 * comes near the window, or when somebody asks for it. What measures the machine is for those who ask.
 */

/** @type {Record<string, () => Promise<CustomElementConstructor>>} */
const LATER = {
  'feedback-mnist': () => import('./elements/mnist.js').then((module) => module.FeedbackMnist),
  'feedback-machine': () => import('./panels/machine.js').then((module) => module.FeedbackMachine),
};

/** How near is near: as near as a figure begins to work. */
const NEAR = '1200px';

/** @type {Map<string, Promise<unknown>>} */
const waking = new Map();

/** Sees to it that an element is what its name says. @param {string} name */
export function wake(name) {
  if (customElements.get(name) || !LATER[name]) return customElements.whenDefined(name);
  if (!waking.has(name))
    waking.set(
      name,
      LATER[name]().then(
        (element) => customElements.get(name) ?? customElements.define(name, element),
        () => {
          // The next one who asks may be luckier.
          waking.delete(name);
          for (const element of document.querySelectorAll(name)) sayWhy(element);
        },
      ),
    );
  return customElements.whenDefined(name);
}

/** Says below what stands in its place why a figure is not there. @param {Element} element */
function sayWhy(element) {
  const why = element.querySelector('p') ?? element.appendChild(document.createElement('p'));
  why.textContent =
    'The code of this figure could not be loaded (is the network there?). Reload the page to try again.';
}

/** Wakes those that come near, and those whose button is pressed. */
export function watch() {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) wake(target.localName);
    },
    { rootMargin: NEAR },
  );
  for (const element of document.querySelectorAll(Object.keys(LATER).join())) {
    const button = element.querySelector('button');
    if (button) button.onclick = () => wake(element.localName);
    else observer.observe(element);
  }
}
