// @ts-check
/**
 * Slides are laid out for the fonts that come with them. Where a reader's browser has others, text
 * that would stand out of its slide is drawn a little smaller. A figure fits itself.
 */

const WIDTH = 960;
const HEIGHT = 540;
/** What is 18 px large stays legible from the last row. */
const LEAST = 0.78;
const STEP = 0.97;

/** @param {HTMLElement} slide that is shown */
export function fit(slide) {
  if (slide.matches('.live')) return;
  for (let scale = 1; ; scale *= STEP) {
    slide.style.zoom = scale === 1 ? '' : String(scale);
    slide.style.width = scale === 1 ? '' : `${WIDTH / scale}px`;
    slide.style.height = scale === 1 ? '' : `${HEIGHT / scale}px`;
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = slide;
    const fits = scrollWidth <= clientWidth && scrollHeight <= clientHeight;
    if (fits || scale * STEP < LEAST) return;
  }
}

/** All slides that are shown, once their fonts are there. */
export async function fitAll() {
  await document.fonts.ready;
  for (const slide of document.querySelectorAll('.slides > section'))
    if (slide.checkVisibility()) fit(/** @type {HTMLElement} */ (slide));
}
