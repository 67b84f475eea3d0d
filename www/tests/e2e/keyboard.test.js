// @ts-check
/** The race with the keyboard alone: real keys, and at every stop the focus is in sight. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alone } from './alone.js';
import { ask, until } from './browser.js';
import {
  button,
  FETCH,
  fewDigits,
  forgive,
  MAPPED,
  NAME,
  ON_DIGITS,
  ON_MIRROR,
  PANELS,
} from './sources.js';

/** @typedef {import('playwright-core').Page} Page */

/**
 * Where the focus is, and whether that can be seen.
 * @param {Page} page
 */
const here = (page) =>
  page.evaluate(() => {
    const host = document.activeElement;
    const element = /** @type {any} */ (host?.shadowRoot?.activeElement ?? host);
    const mark = element.matches('.pick input') ? element.nextElementSibling : element;
    const { outlineStyle, outlineWidth } = getComputedStyle(mark);
    const { left, right, top, bottom } = mark.getBoundingClientRect();
    let opacity = 1;
    for (let e = mark; e; e = e.parentElement) opacity *= Number(getComputedStyle(e).opacity);
    const name = element.ariaLabel ?? element.labels?.[0]?.textContent ?? element.textContent;
    return {
      host: host?.localName,
      name: name.replace(/\s+/g, ' ').trim(),
      ring: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1 && opacity === 1,
      inView: right > 0 && bottom > 0 && left < innerWidth && top < innerHeight && right > left,
    };
  });

/**
 * Goes on until the focus is on what has that name; at every stop it is in sight.
 * @param {Page} page @param {string | RegExp} name @param {string} [key]
 */
async function to(page, name, key = 'Tab') {
  /** @type {string[]} */
  const passed = [];
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press(key);
    const stop = await here(page);
    assert.equal(stop.host, NAME, `${name} is not on the way: ${passed.join(' | ')}`);
    assert.ok(stop.ring && stop.inView, `the focus cannot be seen: ${JSON.stringify(stop)}`);
    if (typeof name === 'string' ? stop.name === name : name.test(stop.name)) return;
    passed.push(stop.name);
  }
  assert.fail(`${name} is never reached: ${passed.join(' | ')}`);
}

/** The focus is still somewhere in the figure, in sight. @param {Page} page */
async function kept(page) {
  const stop = await here(page);
  assert.equal(stop.host, NAME, 'the focus is lost');
  assert.ok(stop.ring, `the focus cannot be seen: ${JSON.stringify(stop)}`);
}

/**
 * A race that is small enough to wait for, entered by Tab.
 * @param {string} attributes
 */
async function entered(attributes) {
  const options = { permissions: ['clipboard-read', 'clipboard-write'] };
  const { page } = await alone('<p></p>', { ...options, wait: false });
  for (const route of [ON_DIGITS, ON_MIRROR]) await page.unroute(route);
  await page.route(ON_MIRROR, () => {});
  // As many as make t-SNE take longer than a hand on the keys.
  await fewDigits(page, 600, 300);
  const html = `<${NAME} ${attributes}></${NAME}><button>What comes after</button>`;
  const opened = await alone(html, options);
  const press = (/** @type {string} */ key) => page.keyboard.press(key);
  await press('Tab');
  await kept(page);
  return { ...opened, press };
}

test('Tab goes through everything, in sight, and out at the end; Shift+Tab comes back', async () => {
  const { page, press } = await entered(`layers="16,12" panels="${PANELS}"`);
  const names = [];
  for (;;) {
    const { host, ring, inView, name } = await here(page);
    if (host !== NAME) break;
    assert.ok(ring && inView, name);
    assert.ok(names.push(name) < 120, `trapped: ${names.slice(-5)}`);
    await press('Tab');
  }
  assert.equal((await here(page)).name, 'What comes after');
  assert.ok(names.length > 50, `${names.length} stops`);
  await press('Shift+Tab');
  assert.equal((await here(page)).name, names.at(-1));
  // What is pressed, chosen or typed into is on the way, all of it.
  const expected = await ask(
    page,
    NAME,
    `[...figure.shadowRoot.querySelectorAll('button:enabled, select, input, summary')]
      .filter((e) => e.checkVisibility()).length`,
  );
  const others = names.filter((name) => /^(Interactive figure|Confusion matrix, )/.test(name));
  assert.equal(others.length, 2);
  assert.equal(names.length - others.length, expected);
});

test('by keyboard: step, experiment, pause, look back, speed, settings, rules', async () => {
  const { page, figure, press } = await entered('layers="16" panels="accuracy"');
  await to(page, 'Step');
  await press('Enter');
  await until(page, NAME, 'figure.state.k === 1');
  await to(page, 'Experiment');
  await press('ArrowDown');
  await until(page, NAME, 'figure.playing && figure.state.k > 1');
  await figure.locator('.findings p').getByText('From one start').waitFor();
  assert.equal((await here(page)).name, 'Experiment');
  await to(page, 'Pause', 'Shift+Tab');
  await press('Space');
  await until(page, NAME, '!figure.playing');
  await to(page, 'Step that is looked at');
  await press('Home');
  await until(page, NAME, 'figure.state.k === 0');
  await to(page, 'Speed');
  await press('Home');
  await until(page, NAME, 'figure.state.speed === 1');
  await to(page, /^Activation/);
  await press('ArrowDown');
  await until(page, NAME, 'figure.state.activation !== "tanh"');
  await to(page, /^Learning rate.*slider/);
  const before = await ask(page, NAME, 'figure.state.learning_rate');
  await press('ArrowRight');
  await until(page, NAME, `figure.state.learning_rate > ${before}`);
  await to(page, /^Learning rate/);
  await press('Control+a');
  await page.keyboard.type('-1');
  await press('Enter');
  await figure.getByRole('alert').waitFor();
  await to(page, 'Close', 'Shift+Tab');
  await press('Enter');
  await kept(page);
  await to(page, 'IFA');
  await press('Space');
  await until(page, NAME, '!figure.state.rules.includes("ifa")');
  await kept(page);
});

test('by keyboard: panels, whom they show, an entry, a map, a phase, a digit', async () => {
  const { page, figure, press } = await entered('layers="16,12" panels="accuracy" steps="2"');
  for (const name of ['Confusion matrix', 'Map of a hidden layer', 'A step in phases']) {
    await to(page, name);
    await press('Space');
  }
  await to(page, 'Draw a digit');
  await press('Space');
  await until(page, NAME, 'figure.state.panels.length === 5');
  await to(page, /^Panels show/);
  await press('ArrowUp');
  await until(page, NAME, 'figure.state.focus === "fa"');
  await to(page, /^Confusion matrix, 10 by 10/);
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await press(key);
  await figure.getByText('1 for a 2: ').waitFor();
  await figure.getByText('step 0: ').first().waitFor();
  await to(page, 't-SNE');
  await press('Enter');
  await to(page, 'Cancel');
  await press('Enter');
  await kept(page);
  await to(page, 't-SNE');
  await press('Enter');
  await to(page, 'Cancel');
  // When there is nothing to cancel any more, the focus is still there.
  await figure.getByLabel('perplexity').waitFor(MAPPED);
  await kept(page);
  await to(page, 'Map the newest step');
  await press('Enter');
  await kept(page);
  await to(page, 'Forward');
  for (const next of ['Feedback', 'Update', 'Forward', 'Feedback', 'Update']) {
    await press('Enter');
    await button(figure, next).waitFor();
    await kept(page);
  }
  await press('Enter');
  await until(page, NAME, 'figure.done');
  await kept(page);
  await to(page, 'Next digit');
  await press('Enter');
  await figure.getByText('It is a ').waitFor();
  assert.equal((await here(page)).name, 'Next digit');
});

test('by keyboard: digits, pin, save a run, load it, more settings, the link', async () => {
  const { page, figure, faults, press } = await entered('layers="16" panels="accuracy"');
  // The browser has to be told beforehand that somebody waits for its dialogue.
  const chosen = page.waitForEvent('filechooser');
  await ask(page, NAME, 'figure.step(3)');
  await to(page, /^Fetch all 70,000 digits/);
  await Promise.all([page.waitForRequest(ON_MIRROR), press('Enter')]);
  await kept(page);
  assert.equal((await here(page)).name, 'Cancel');
  await press('Enter');
  await button(figure, FETCH).waitFor();
  await kept(page);
  await to(page, /^Use your own IDX files/);
  await to(page, 'Pin to compare');
  await press('Enter');
  await to(page, /^Unpin/);
  await press('Enter');
  await figure.getByRole('button', { name: 'Unpin' }).waitFor({ state: 'detached' });
  await kept(page);
  await to(page, 'Save run');
  const [saved] = await Promise.all([page.waitForEvent('download'), press('Enter')]);
  await to(page, /^Load run/);
  await press('Space');
  const chooser = await chosen;
  await chooser.setFiles(await saved.path());
  await button(figure, 'Unpin “from a file”').waitFor();
  assert.equal(await figure.locator('.curve.ghost').count(), 4);
  await to(page, 'More settings');
  await press('Enter');
  await to(page, /^Seed/);
  await press('Control+a');
  await page.keyboard.type('7');
  await press('Enter');
  await until(page, NAME, 'figure.state.seed === 7');
  await to(page, 'Copy link');
  await press('Enter');
  await button(figure, 'Copied').waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /#v=1&d=mnist.*seed=7/);
  forgive(faults);
});
