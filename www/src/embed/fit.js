// @ts-check
/** How high a figure is in its frame. */

/** @typedef {import('../elements/figure.js').Figure} Figure */

/** The height of a frame that a figure fills, by its width: a strip is no slide, nor is a column. */
const LOWEST = 0.35;
const HIGHEST = 0.62;
/** The least width at which a figure is laid out for a slide. */
const NARROWEST = 580;
/** What the frame needs for itself: the same as in the stylesheet. */
const MARGINS = 8;

/**
 * With few controls or none a figure is made to fit the frame, and asks for no other. Otherwise it is as
 * high as it is, and the page around the frame hears how high.
 * @param {Figure} figure
 * @param {HTMLElement} place around it
 */
export function fit(figure, place) {
  const fits =
    figure.controls !== 'full' && innerWidth >= NARROWEST && innerHeight >= LOWEST * innerWidth;
  const most = Math.floor(Math.min(innerHeight, HIGHEST * innerWidth)) - MARGINS;
  const room = fits ? `${most}px` : '';
  // What is as high as its frame must not ask for less: the frame might follow, and so on down.
  place.classList.toggle('fits', fits);
  if (figure.style.getPropertyValue('--room') === room) return;
  figure.style.setProperty('--room', room);
  figure.requestUpdate();
}
