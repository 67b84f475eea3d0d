// @ts-check
/** Buttons beside a heading: each sets the figure of their slide to a preset, and lets it play. */

/** @typedef {import('../src/elements/figure.js').Figure} Figure */

export function switches() {
  for (const group of document.querySelectorAll('.switch')) {
    const figure = /** @type {Figure} */ (
      group.closest('section')?.querySelector('feedback-toy, feedback-linear, feedback-mnist')
    );
    const buttons = [...group.querySelectorAll('button')];
    for (const button of buttons)
      button.addEventListener('click', () => {
        for (const one of buttons) one.setAttribute('aria-pressed', String(one === button));
        set(figure, button.dataset.preset ?? '', button.dataset.layer);
      });
    // The space bar presses the button, and should not turn the slide as well.
    group.addEventListener('keydown', (event) => {
      if (/** @type {KeyboardEvent} */ (event).key === ' ') event.stopPropagation();
    });
  }
}

/** @param {Figure} figure @param {string} preset @param {string} [layer] the hidden layer that is shown */
async function set(figure, preset, layer = '1') {
  // An attribute that stays as it was would not undo what was changed by hand.
  figure.removeAttribute('preset');
  figure.setAttribute('preset', preset);
  if (figure.localName === 'feedback-mnist') figure.setAttribute('layer', layer);
  await figure.settled;
  figure.pause();
  await figure.restart();
  figure.play();
}
