// @ts-check
/** The race with the keyboard alone: real keys, and at every stop the focus is in sight. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOST } from '../../src/workers/mirror.js';
import { ask, noFaults, open, ready, until } from './browser.js';
import { EVERY_PANEL, NAME, ON_MIRROR } from './sources.js';

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

/** From the figure before by Tab, as anybody would come. @param {Page} page */
async function enter(page) {
  await page.locator('feedback-linear').getByRole('button', { name: 'Copy link' }).focus();
  for (let i = 0; i < 20 && (await here(page)).host !== NAME; i++) await page.keyboard.press('Tab');
  await kept(page);
}

/** A page whose race is small enough to wait for. @param {string} state */
async function small(state) {
  const opened = await open({ permissions: ['clipboard-read', 'clipboard-write'] }, (page) =>
    page.route(ON_MIRROR, () => {}),
  );
  const { page } = opened;
  for (const name of ['feedback-linear', NAME]) await ready(page, name);
  await ask(page, NAME, `figure.setState(${state})`);
  return { ...opened, press: (/** @type {string} */ key) => page.keyboard.press(key) };
}

test('Tab goes through everything, in sight, and out at the end; Shift+Tab comes back', async () => {
  const { page, close } = await small(`{ hidden: [16, 12], panels: ${EVERY_PANEL} }`);
  await enter(page);
  const names = [];
  for (;;) {
    const { host, ring, inView, name } = await here(page);
    if (host !== NAME) break;
    assert.ok(ring && inView, name);
    assert.ok(names.push(name) < 120, `trapped: ${names.slice(-5)}`);
    await page.keyboard.press('Tab');
  }
  assert.ok(names.length > 50, `${names.length} stops`);
  await page.keyboard.press('Shift+Tab');
  assert.equal((await here(page)).name, names.at(-1));
  // What is pressed, chosen or typed into is on the way, all of it.
  const missed = await ask(
    page,
    NAME,
    `[...figure.shadowRoot.querySelectorAll('button:enabled, select, input, summary')]
      .filter((e) => e.checkVisibility()).length`,
  );
  const others = names.filter((name) => /^(Interactive figure|Confusion matrix, )/.test(name));
  assert.equal(names.length - others.length, missed);
  await close();
});

test('by keyboard: experiment, play, pause, step, look back, speed, settings, rules', async () => {
  const { page, faults, close, press } = await small('{ hidden: [16, 12], budget: 100 }');
  await enter(page);
  await to(page, 'Experiment');
  await press('ArrowDown');
  await until(page, NAME, 'figure.reached > 0');
  assert.ok((await page.locator(`${NAME} .findings p`).textContent())?.includes('From one start'));
  assert.equal((await here(page)).name, 'Experiment');
  await to(page, 'Pause', 'Shift+Tab');
  await press('Space');
  await until(page, NAME, '!figure.playing && !figure.busy');
  await until(page, NAME, 'figure.looked === figure.race.step(figure.now.rules)');
  const at = await ask(page, NAME, 'figure.looked');
  await to(page, 'Step');
  await press('Enter');
  await until(page, NAME, `figure.looked === ${at + 1} && !figure.stepping`);
  await to(page, 'Step that is looked at');
  await press('Home');
  assert.equal(await ask(page, NAME, 'figure.looked'), 0);
  await to(page, 'Speed');
  await press('Home');
  await until(page, NAME, 'figure.now.speed === 1');
  await to(page, /^Activation/);
  await press('ArrowDown');
  await until(page, NAME, 'figure.now.activation !== "tanh"');
  await to(page, /^Learning rate.*slider/);
  const before = await ask(page, NAME, 'figure.now.learning_rate');
  await press('ArrowRight');
  await until(page, NAME, `figure.now.learning_rate > ${before}`);
  await to(page, /^Learning rate/);
  await press('Control+a');
  await page.keyboard.type('-1');
  await press('Enter');
  await page.locator(`${NAME} [role=alert]`).waitFor();
  await to(page, 'Close', 'Shift+Tab');
  await press('Enter');
  await kept(page);
  await to(page, 'IFA');
  await press('Space');
  await until(page, NAME, '!figure.now.rules.includes("ifa")');
  await kept(page);
  noFaults(faults);
  await close();
});

test('by keyboard: panels, whom they show, an entry, a map, a phase, a digit', async () => {
  const { page, faults, close, press } = await small(
    '{ hidden: [16, 12], panels: ["accuracy"], budget: 2 }',
  );
  await enter(page);
  for (const name of ['Confusion matrix', 'Map of a hidden layer', 'A step in phases']) {
    await to(page, name);
    await press('Space');
  }
  await to(page, 'Draw a digit');
  await press('Space');
  await until(page, NAME, 'figure.now.panels.length === 5');
  await to(page, /^Panels show/);
  await press('ArrowUp');
  await until(page, NAME, 'figure.now.focus === "fa"');
  await to(page, /^Confusion matrix, 10 by 10/);
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await press(key);
  await page.locator(NAME).getByText('1 for a 2: ').waitFor();
  await page.locator(NAME).getByText('step 0: ').first().waitFor();
  await to(page, 't-SNE');
  await press('Enter');
  await to(page, 'Cancel');
  await press('Enter');
  await kept(page);
  await to(page, 't-SNE');
  await press('Enter');
  await to(page, 'Cancel');
  // When there is nothing to cancel any more, the focus is still there.
  await page.locator(NAME).getByLabel('perplexity').waitFor({ timeout: 60_000 });
  await kept(page);
  await to(page, 'Map the newest step');
  await press('Enter');
  await kept(page);
  await to(page, 'Forward');
  for (const phase of ['feedback', 'update', 'forward', 'feedback', 'update']) {
    await press('Enter');
    await until(page, NAME, `!figure.stepping && figure.phase !== '${phase}'`);
    await kept(page);
  }
  await press('Enter');
  await until(page, NAME, 'figure.done && !figure.stepping');
  await kept(page);
  await to(page, 'Next digit');
  await press('Enter');
  await page.locator(NAME).getByText('It is a ').waitFor();
  assert.equal((await here(page)).name, 'Next digit');
  noFaults(faults);
  await close();
});

test('by keyboard: digits, pin, save a run, load it, more settings, the link', async () => {
  const { page, faults, close, press } = await small('{ hidden: [16, 12], panels: ["accuracy"] }');
  await ask(page, NAME, 'figure.step(3)');
  await until(page, NAME, 'figure.reached === 3 && !figure.stepping');
  await enter(page);
  await to(page, /^Fetch all 70,000 digits/);
  await Promise.all([page.waitForRequest(ON_MIRROR), press('Enter')]);
  await kept(page);
  assert.equal((await here(page)).name, 'Cancel');
  await press('Enter');
  await until(page, NAME, 'figure.underway === undefined');
  await kept(page);
  await to(page, /^Use your own IDX files/);
  await to(page, 'Pin to compare');
  await press('Enter');
  await to(page, /^Unpin/);
  await press('Enter');
  await until(page, NAME, 'figure.pinned === undefined');
  await kept(page);
  await to(page, 'Save run');
  const [saved] = await Promise.all([page.waitForEvent('download'), press('Enter')]);
  await to(page, /^Load run/);
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press('Space')]);
  await chooser.setFiles(await saved.path());
  await until(page, NAME, 'figure.pinned?.tracks.length === 4');
  await to(page, 'More settings');
  await press('Enter');
  await to(page, /^Seed/);
  await press('Control+a');
  await page.keyboard.type('7');
  await press('Enter');
  await until(page, NAME, 'figure.now.seed === 7');
  await to(page, 'Copy link');
  await press('Enter');
  await page.locator(NAME).getByRole('button', { name: 'Copied' }).waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /#v=1&d=mnist.*seed=7/);
  assert.deepEqual(faults, [`request to https://${HOST}`], 'which was asked for');
  await close();
});
