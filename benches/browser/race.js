/** The race of the rules, on the built page as a visitor has it. */

const NAME = 'feedback-mnist';

/**
 * A page whose race begins with some rules, and its measurement: milliseconds from Play to the end
 * of so many steps.
 * @param {import('playwright-core').BrowserContext} context
 * @param {string} address of the site
 * @param {import('./plan.js').Item} item
 */
export async function race(context, address, { rules, steps }) {
  const page = await context.newPage();
  await page.goto(address);
  await page.locator(NAME).scrollIntoViewIfNeeded();
  await page.waitForFunction(
    (name) => /** @type {any} */ (document.querySelector(name))?.ready,
    NAME,
    { polling: 50 },
  );
  const accepted = await page.evaluate(
    ([name, state]) => /** @type {any} */ (document.querySelector(name)).setState(state),
    /** @type {any} */ ([NAME, { rules, budget: steps }]),
  );
  if (!accepted) throw new Error(`the page refuses to race ${rules} for ${steps} steps`);
  return async () => {
    // A page that nobody sees draws nothing.
    await page.bringToFront();
    return page.evaluate(async (name) => {
      const figure = /** @type {any} */ (document.querySelector(name));
      figure.restart();
      await figure.settled;
      const done = new Promise((resolve) =>
        figure.addEventListener('feedback-done', resolve, { once: true }),
      );
      const start = performance.now();
      figure.play();
      await done;
      return performance.now() - start;
    }, NAME);
  };
}
