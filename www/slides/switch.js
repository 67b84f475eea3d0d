// @ts-check
/**
 * Buttons beside a heading that set the figure of their slide, and let it play:
 * `data-set="preset=zero"` sets an attribute, and takes away what other buttons have set.
 */

/** What a button sets, if anything. @param {HTMLElement} button */
const asked = (button) => (button.dataset.set ?? '').split('=');

export function switches() {
  for (const group of document.querySelectorAll('.switch')) {
    const figure = /** @type {import('../src/elements/figure.js').Figure} */ (
      group.closest('section')?.querySelector('feedback-toy, feedback-linear, feedback-mnist')
    );
    const buttons = /** @type {HTMLElement[]} */ ([...group.querySelectorAll('button')]);
    for (const button of buttons)
      button.addEventListener('click', () => set(figure, buttons, button));
    // The space bar presses the button, and should not turn the slide as well.
    group.addEventListener('keydown', (event) => {
      if (/** @type {KeyboardEvent} */ (event).key === ' ') event.stopPropagation();
    });
  }
}

/**
 * @param {import('../src/elements/figure.js').Figure} figure
 * @param {HTMLElement[]} buttons
 * @param {HTMLElement} pressed
 */
async function set(figure, buttons, pressed) {
  for (const button of buttons) {
    button.setAttribute('aria-pressed', String(button === pressed));
    const [name] = asked(button);
    if (name) figure.removeAttribute(name);
  }
  const [name, value] = asked(pressed);
  if (name) figure.setAttribute(name, value);
  await figure.settled;
  figure.pause();
  await figure.restart();
  figure.play();
}
