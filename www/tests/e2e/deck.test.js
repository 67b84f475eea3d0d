// @ts-check
/**
 * The seminar deck: every slide of it, its figures, its pages and its speaker's view. It is opened
 * once, and walked through once: what several tests ask about every slide is collected on that walk.
 */

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { accessible, COLOURS, inState, legible, STATES, violations } from './accessibility.js';
import { browser, noFaults, origin, witness } from './browser.js';
import { misfits } from './misfits.js';

/** @typedef {import('playwright-core').Page} Page */

const FIGURE = 'section.present :is(feedback-toy, feedback-linear, feedback-mnist)';

const context = await browser.newContext({
  viewport: { width: 960, height: 540 },
  serviceWorkers: 'block',
});
/** @type {string[][]} by page */
const faults = [];
afterEach(() => noFaults(faults.flatMap((all) => all.splice(0))));

/** Opens the deck in a window of its own. @param {string} query */
async function open(query) {
  const page = await context.newPage();
  faults.push(witness(page));
  await page.goto(`${origin}/slides/${query}`);
  return page;
}

/** @template T @param {() => Promise<T>} work */
function once(work) {
  /** @type {Promise<T> | undefined} */
  let done;
  return () => (done ??= work());
}

/** The deck as pages, and the deck. */
const pages = once(() => open('?print-pdf'));
const deck = once(async () => {
  const page = await open('');
  await page.locator('.turns').waitFor();
  await page.waitForFunction(() => customElements.get('feedback-mnist'));
  // Slowly, so that no figure is done before it has been looked at.
  await page.evaluate(() => {
    for (const figure of document.querySelectorAll('.live > [preset]'))
      figure.setAttribute('speed', '20');
  });
  return page;
});

/** The slide that is shown. @param {Page} page */
const shown = (page) => page.locator('section.present').getAttribute('id');

/** The deck at a slide, with nothing in focus. @param {string} id */
async function at(id) {
  const page = await deck();
  // Where it was turned to a moment ago it writes its address a second later.
  await page.waitForFunction(() =>
    ['', `#/${document.querySelector('section.present')?.id}`].includes(location.hash),
  );
  await page.evaluate((hash) => {
    /** @type {HTMLElement | null} */ (document.activeElement)?.blur();
    location.hash = hash;
  }, `#/${id}`);
  await page.locator(`section.present#${id}`).waitFor();
  return page;
}

/** @param {string} expression of `figure`, that of the slide that is shown */
const ask = async (expression) =>
  (await deck()).evaluate(
    `(() => { const figure = document.querySelector('${FIGURE}'); return ${expression}; })()`,
  );

/** @param {string} condition */
async function until(condition) {
  for (const end = Date.now() + 120_000; !(await ask(condition)); ) {
    if (Date.now() > end)
      throw new Error(`on ${await shown(await deck())} it was never: ${condition}`);
    await new Promise((go) => setTimeout(go, 50));
  }
}

/** What there is to see, from all slides. @param {Page} page */
const slides = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.slides > section')].map((slide) => {
      const figure = slide.querySelector(':scope.live > [preset]');
      const parts = ['view', 'panels'].map((name) => figure?.getAttribute(name));
      return {
        id: slide.id,
        live: slide.matches('.live'),
        heading: slide.querySelector('h1, h2')?.textContent ?? '',
        notes: slide.querySelector('.notes')?.textContent?.trim() ?? '',
        buttons: slide.querySelectorAll('.switch button').length,
        /** Figures of one kind are drawn by the same code. */
        kind: figure && [figure.localName, ...parts].join(' ').trim(),
      };
    }),
  );

/** Two frames on, all that was asked for is drawn. @param {Page} page */
const drawn = (page) =>
  page.evaluate('new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))');

/** Through all slides by keyboard: what is seen of each, with its figure some steps in. */
const walk = once(async () => {
  const page = await at('title');
  const all = await slides(page);
  // Axe looks at one figure of each kind, one with buttons beside the heading if there is one.
  const kinds = [...new Set(all.flatMap(({ kind }) => kind ?? []))];
  const chosen = kinds.map((kind) => {
    const [first, ...others] = all.filter((slide) => slide.kind === kind);
    return [first, ...others].find(({ buttons }) => buttons > 0) ?? first;
  });
  assert.ok(chosen.length >= 6);
  const seen = [];
  for (const [i, slide] of all.entries()) {
    const { id, live } = slide;
    assert.equal(await shown(page), id, `slide ${i + 1}`);
    if (live) {
      await until('figure.ready && figure.playing && figure.state.k > 0');
      await ask('figure.pause()');
      await drawn(page);
    }
    const [{ out, small }] = await misfits(page, 'section.present');
    /** @type {string[]} */
    const axe = [];
    if (chosen.includes(slide)) {
      const within = 'section.present';
      axe.push(...(await violations(page, { within })));
      await page.emulateMedia({ colorScheme: 'dark' });
      await drawn(page);
      const colours = async () => {
        axe.push(...(await violations(page, { within, rules: COLOURS })));
      };
      await colours();
      await page.emulateMedia({ colorScheme: 'light' });
      for (const state of STATES) await inState(page, state, colours);
    }
    if (live) await ask('figure.play()');
    await page.keyboard.press('ArrowRight');
    const playing = await page.evaluate(
      (id) => /** @type {any} */ (document.querySelector(`#${id} > [preset]`))?.playing ?? false,
      id,
    );
    seen.push({ id, live, out, small, axe, playing });
  }
  for (const { id } of seen.slice(-6).reverse()) {
    assert.equal(await shown(page), id, 'on the way back');
    await page.keyboard.press('ArrowLeft');
  }
  return seen;
});

/** What slides have, by their names, where it is not empty. @param {[string, string[]][]} all */
const found = (all) => Object.fromEntries(all.filter(([, list]) => list.length > 0));

test('every slide has a name, a heading and something to say', async () => {
  const all = await slides(await pages());
  assert.ok(all.length >= 25);
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
  assert.equal(new Set(all.map(({ heading }) => heading)).size, all.length);
  for (const { id, heading, notes } of all) {
    assert.ok(heading.length > 4, id);
    const sentences = notes.split(/[.?!:](?:\s|$)/).length;
    assert.ok(sentences > 2, `${id} has ${sentences} sentences of notes`);
  }
});

test('through all slides by keyboard: figures play on theirs, and off them stop at once', async () => {
  const all = await walk();
  assert.ok(all.filter(({ live }) => live).length >= 13);
  // The last slide, on which one stays, has no figure.
  assert.deepEqual(
    all.filter(({ playing }) => playing).map(({ id }) => id),
    [],
    'these play on off their slides',
  );
});

test('every slide fits and can be read', async () => {
  const all = await walk();
  assert.deepEqual(found(all.map(({ id, small }) => [id, small])), {}, 'too small');
  assert.deepEqual(found(all.map(({ id, out }) => [id, out])), {}, 'without room');
  assert.deepEqual(found(all.map(({ id, axe }) => [id, axe])), {}, 'axe');
  await accessible(await at('title'), 'the deck around the slides');
});

test('keys turn slides from within a figure, but for those of a slider', async () => {
  const page = await at('wrong-way');
  await until('figure.ready');
  const figure = page.locator(FIGURE);
  await figure.getByRole('button', { name: 'Restart' }).click();
  await page.keyboard.press('ArrowRight');
  assert.equal(await shown(page), 'zero');
  await page.keyboard.press('ArrowLeft');
  const slider = figure.getByRole('slider').first();
  await slider.focus();
  await ask('figure.pause()');
  const before = await ask('figure.state.k');
  await page.keyboard.press('ArrowRight');
  assert.equal(await shown(page), 'wrong-way');
  assert.equal(await ask('figure.state.k'), before + 1);
  await page.keyboard.press('PageDown');
  assert.equal(await shown(page), 'zero');
});

test('buttons beside a heading set the figure, and let it play', async () => {
  const page = await at('broken');
  await until('figure.ready');
  const press = (/** @type {string} */ name) =>
    page.locator('section.present').getByRole('button', { name, exact: true }).click();
  const settings = () => ask('[figure.state.feedback_rank_loss, figure.state.output_rate]');
  await press('The proof');
  await until('figure.state.feedback_rank_loss === 0 && figure.playing');
  const first = await settings();
  await press('Rank of B');
  await until('figure.state.feedback_rank_loss === 1 && figure.playing && figure.state.k > 0');
  await press('W fixed');
  await until('figure.state.output_rate === 0');
  assert.equal((await settings())[0], first[0], 'what another button has set is taken back');
  // The space bar presses the button once more, and turns nothing.
  await page.keyboard.press(' ');
  assert.equal(await shown(page), 'broken');
  await press('The proof');
  await until('figure.state.output_rate === 1 && figure.playing');
  assert.deepEqual(await settings(), first);
  // Pressed again within a frame it plays no faster: a frame moves it once.
  const most = await page.locator(FIGURE).evaluate(async (/** @type {any} */ figure) => {
    await figure.setState({ speed: 600 });
    for (let i = 0; i < 5; i++) for (const name of ['pause', 'restart', 'play']) figure[name]();
    let [count, most] = [0, 0];
    figure.addEventListener('feedback-step', () => count++);
    for (let i = 0; i < 10; i++) {
      count = 0;
      await new Promise((go) => requestAnimationFrame(go));
      most = Math.max(most, count);
    }
    await figure.setState({ speed: 20 });
    return most;
  });
  assert.equal(most, 1);
  await page.keyboard.press('ArrowRight');
  assert.equal(await shown(page), 'task-1');

  await at('zero');
  await until('figure.ready');
  await press('Saddle');
  await until('figure.state.input_weight === 1 && figure.playing');
  await press('Zero');
  await until('figure.state.input_weight === 0');
});

test('links: to a slide, and from a figure to the page', async () => {
  const page = await at('zero');
  await until('figure.ready');
  await ask('figure.pause()');
  const link = new URL(await ask('figure.link()'));
  assert.equal(link.origin + link.pathname, `${origin}/`);
  assert.match(link.hash, /^#v=1&d=toy/);
  assert.doesNotMatch(link.hash, /controls|autoplay/);
  assert.equal(new URL(page.url()).hash, '#/zero');
  await at('agenda');
  await page.getByRole('link', { name: /For and against/ }).click();
  assert.equal(await shown(page), 'balance');
});

test('posters open large, and close', async () => {
  const page = await at('hundred');
  await page.locator('section.present img').first().click();
  await page.locator('.r-overlay img, .overlay img').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.r-overlay img, .overlay img').waitFor({ state: 'detached' });
  assert.equal(await shown(page), 'hundred');
  await page.locator('section.present img').first().click();
  await page.locator('.r-overlay img, .overlay img').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.locator('section.present#balance').waitFor();
  assert.equal(await page.locator('.r-overlay').count(), 0);
});

test('the speaker’s view has the notes, and turns with the deck', async () => {
  const page = await at('two-weights');
  const opens = page.waitForEvent('popup');
  await page.keyboard.press('s');
  const notes = await opens;
  faults.push(witness(notes));
  const said = notes.locator('.said');
  await said.getByText('A teaching example from the first paper').waitFor();
  await notes.getByText('Next: FA may walk uphill').waitFor();
  await notes.getByRole('button', { name: 'Back' }).click();
  await said.getByText('The condition is nothing but the sign').waitFor();
  assert.equal(await shown(page), 'idea');
  await notes.keyboard.press('ArrowRight');
  await said.getByText('A teaching example from the first paper').waitFor();
  await page.keyboard.press('ArrowRight');
  await said.getByText('It starts by itself').waitFor();
  // A figure is its poster there.
  await notes.locator('.now feedback-toy img').waitFor();
  await accessible(notes);
  await notes.close();
});

test('printed, it has a page for each slide, posters on them, and can be read in both themes', async () => {
  const page = await pages();
  const count = (await slides(page)).length;
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
  const images = await page.locator('.slides img').evaluateAll((all) =>
    all.map((image) => {
      const { src, naturalWidth, alt } = /** @type {HTMLImageElement} */ (image);
      return { src, alt, fine: naturalWidth > 0 && image.checkVisibility() };
    }),
  );
  assert.ok(images.length >= 13);
  assert.deepEqual(
    images.filter(({ fine, alt }) => !fine || alt.length < 20).map(({ src }) => src),
    [],
  );
  const begun = await page.evaluate(
    () =>
      [...document.querySelectorAll('feedback-toy, feedback-linear, feedback-mnist')].filter(
        (figure) => /** @type {any} */ (figure).ready || figure.shadowRoot?.querySelector('canvas'),
      ).length,
  );
  assert.equal(begun, 0);
  // All slides are in view here, those without a figure as they are in the deck.
  await accessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await legible(page, 'dark');
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  assert.equal((pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length, count);
});

test('a hand-out has two slides a page, each with what is said to it', async () => {
  const page = await open('?print-pdf&notes');
  const count = await page.locator('.slides > section').count();
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
  const notes = page.locator('.slides > .notes');
  assert.equal(await notes.count(), count);
  assert.deepEqual(
    await notes.evaluateAll((all) => all.filter((one) => !one.checkVisibility()).length),
    0,
  );
  await accessible(page);
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  const sheets = (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length;
  assert.equal(sheets, Math.ceil(count / 2));
  await page.close();
});
