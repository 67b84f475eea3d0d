// @ts-check
/**
 * Figures on a slide: all of their text is read from the last row, they are no higher than there is
 * room under a title, nothing is cut or stands on something else, and a pointer means what it
 * points at, however a deck scales them. The three figures are made once; each test shows one at a
 * time, as it needs it.
 */

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { plotOf } from '../../src/charts/plane.js';
import { alone } from './alone.js';
import { ask as askOf, FIGURES, until as untilOf } from './browser.js';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {'full' | 'mini' | 'none'} Controls */

const [TOY, LINEAR, MNIST] = FIGURES;
/** The width of a figure on a slide of 960 × 540, and what height its title leaves. */
const WIDTH = 900;
const HEIGHT = 430;
/** The steps of a race: what it looks like does not depend on how long it is. */
const STEPS = 20;

const { page } = await alone(
  `<${TOY}></${TOY}><${LINEAR}></${LINEAR}>
  <${MNIST} layers="20,16" steps="${STEPS}"></${MNIST}>`,
  { viewport: { width: 1680, height: 1100 } },
);
afterEach(() => page.emulateMedia({ media: null, colorScheme: 'light' }));

const ask = askOf.bind(undefined, page);
const until = untilOf.bind(undefined, page);

/**
 * Shows a figure as it is on a slide, and no other.
 * @param {string} name
 * @param {Controls} controls
 * @param {number} [width]
 */
async function slide(name, controls, width = WIDTH) {
  await page.evaluate(
    ([name, controls, width]) => {
      for (const figure of /** @type {NodeListOf<HTMLElement>} */ (
        document.querySelectorAll('main > *')
      )) {
        figure.style.cssText = figure.localName === name ? `width: ${width}px` : 'display: none';
        figure.setAttribute('controls', controls);
      }
    },
    /** @type {const} */ ([name, controls, width]),
  );
  await until(name, `figure.ready && figure.state.controls === '${controls}'`);
  await settled(name);
}

/** Until a figure has found its size, and keeps it for some frames. @param {string} name */
const settled = (name) =>
  page.locator(name).evaluate(async (figure) => {
    const root = /** @type {ShadowRoot} */ (figure.shadowRoot);
    const sizes = () =>
      [figure, ...root.querySelectorAll('.body svg.chart')]
        .map(({ clientWidth, clientHeight }) => [clientWidth, clientHeight])
        .join();
    for (let [before, same] = ['', 0]; same < 3; ) {
      await new Promise((done) => requestAnimationFrame(done));
      const now = sizes();
      same = now === before ? same + 1 : 0;
      before = now;
    }
  });

/**
 * How large a figure and its texts are as they are seen, what reaches over its border, and what
 * stands on what.
 * @param {Element} figure
 */
function look(figure) {
  const root = /** @type {ShadowRoot} */ (figure.shadowRoot);
  const frame = figure.getBoundingClientRect();
  const scale = frame.width / /** @type {HTMLElement} */ (figure).offsetWidth;
  const shown = /** @type {HTMLElement} */ (root.querySelector('.figure'));
  const larger = shown.getBoundingClientRect().width / shown.offsetWidth / scale;
  /** @type {{ words: string, size: number, box: DOMRect }[]} */
  const texts = [];
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const element = /** @type {Element} */ (node.parentElement);
    const words = (node.textContent ?? '').trim();
    if (!words || element.closest('.unseen, style')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width === 0) continue;
    const matrix = element instanceof SVGGraphicsElement ? element.getScreenCTM() : undefined;
    const unit = matrix ? Math.hypot(matrix.a, matrix.b) / scale : larger;
    texts.push({ words, size: unit * Number.parseFloat(getComputedStyle(element).fontSize), box });
  }
  const over = texts
    .filter(
      ({ box }) =>
        box.left < frame.left - 2 ||
        box.right > frame.right + 2 ||
        box.top < frame.top - 2 ||
        box.bottom > frame.bottom + 2,
    )
    .map(({ words }) => words);
  const places = [...root.querySelectorAll('.body svg.chart, button, input')];
  over.push(
    ...places
      .filter((place) => {
        const { width, bottom } = place.getBoundingClientRect();
        // What is behind a tab is nowhere.
        return width > 0 && bottom > frame.bottom + 1;
      })
      .map(({ className }) => String(className)),
  );
  // Letters are less high than their lines.
  const letters = texts.map(({ words, box }) => ({
    words,
    box: new DOMRect(box.x + 1, box.y + 0.22 * box.height, box.width - 2, 0.56 * box.height),
  }));
  const on = letters.flatMap((a, i) =>
    letters
      .slice(i + 1)
      .filter(
        (b) =>
          a.box.left < b.box.right &&
          b.box.left < a.box.right &&
          a.box.top < b.box.bottom &&
          b.box.top < a.box.bottom,
      )
      .map((b) => `${a.words} on ${b.words}`),
  );
  const small = texts.filter(({ size }) => size < 18).map(({ words }) => words);
  const least = Math.min(...texts.map(({ size }) => size));
  return { width: frame.width, height: frame.height, least, small, over, on };
}

/** @param {string} name @param {string} what */
async function fits(name, what) {
  const { height, small, over, on } = await page.locator(name).evaluate(look);
  assert.deepEqual(small, [], `${what}: too small`);
  assert.deepEqual(over, [], `${what}: over the border`);
  assert.deepEqual(on, [], `${what}: on each other`);
  assert.ok(height > 300 && height <= HEIGHT, `${what}: ${height} px high`);
}

/** With few controls, and with none. @param {string} name @param {string} what */
async function fitsBoth(name, what) {
  for (const controls of /** @type {const} */ (['mini', 'none'])) {
    await slide(name, controls);
    await fits(name, `${what}, ${controls}`);
  }
}

/** The race, at its end. @param {object} state */
async function race(state) {
  await ask(MNIST, `figure.setState(${JSON.stringify(state)})`);
  await ask(MNIST, `figure.step(${STEPS} - figure.state.k)`);
  await until(MNIST, 'figure.done');
  await settled(MNIST);
}

const PRESETS = ['wrong-way', 'zero', 'long-detour', 'saddle', 'anti-aligned'];

test('the toy fits on a slide', async () => {
  for (const preset of PRESETS) {
    await ask(TOY, `figure.setAttribute('preset', '${preset}')`);
    for (const k of [250, 30]) {
      await ask(TOY, `figure.setState({ k: ${k} })`);
      await fitsBoth(TOY, `${preset}, step ${k}`);
    }
  }
});

test('the linear figure fits on a slide', async () => {
  await fitsBoth(LINEAR, 'proof');
  for (const state of ['{ initial_scale: 1 }', '{ hidden: 12, rules: ["fa", "shallow"] }']) {
    await ask(LINEAR, `figure.setState(${state})`);
    await fitsBoth(LINEAR, state);
  }
  await ask(LINEAR, "figure.setAttribute('preset', 'task-1')");
  await until(LINEAR, "figure.state.view === 'seeds' && figure.snapshot().reached > 200");
  await fitsBoth(LINEAR, 'seeds');
  await ask(LINEAR, "figure.setAttribute('preset', 'proof')");
  await until(LINEAR, "figure.state.view === 'proof'");
});

test('the race fits on a slide', async () => {
  const all = {
    panels: ['accuracy', 'loss', 'angles'],
    rules: ['bp', 'fa', 'dfa', 'ifa'],
    layer: 1,
  };
  for (const state of [
    { hidden: [200, 100] },
    { hidden: [50] },
    { hidden: Array(20).fill(16), panels: ['accuracy', 'ratio'] },
    { rules: ['bp', 'dfa'], panels: ['accuracy', 'training-accuracy'], label_noise: 0.5 },
    { hidden: [60, 40, 20], panels: ['angles'], layer: 2 },
    { panels: ['loss'] },
    { panels: ['loss', 'ratio'] },
  ]) {
    await race({ hidden: [20, 16], label_noise: 0, ...all, ...state });
    await fitsBoth(MNIST, JSON.stringify(state));
  }
});

test('whatever a slide shows of the race, it says how well every rule does', async () => {
  await slide(MNIST, 'none');
  await race({ panels: ['accuracy', 'loss', 'angles'], rules: ['bp', 'fa'] });
  const shown = () =>
    page
      .locator(`${MNIST} [data-panel]`)
      .evaluateAll((all) => all.map((panel) => /** @type {HTMLElement} */ (panel).dataset.panel));
  assert.deepEqual(await shown(), ['accuracy', 'angles']);
  const { rules } = await ask(MNIST, 'figure.snapshot()');
  const svg = await ask(MNIST, 'figure.exportSVG()');
  for (const [id, name] of [
    ['bp', 'BP'],
    ['fa', 'FA'],
  ]) {
    const score = `${(100 * rules[id].accuracy).toFixed(1)} %`;
    assert.ok(svg.includes(`>${score}<`), `${name} ${score}`);
  }
  await race({ panels: ['loss', 'training-loss'] });
  assert.deepEqual(await shown(), ['loss', 'training-loss']);
});

test('mini has Restart, Play and the playhead in a row; none has nothing to operate', async () => {
  for (const name of FIGURES) {
    await slide(name, 'mini');
    const bar = page.locator(`${name} .transport`);
    const boxes = await bar
      .locator('button, input')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
    assert.equal(boxes.length, 3, name);
    for (const { width, height } of boxes) assert.ok(Math.min(width, height) >= 24, name);
    const middles = boxes.map(({ top, bottom }) => (top + bottom) / 2);
    assert.ok(Math.max(...middles) - Math.min(...middles) < 6, `${name}: ${middles}`);
    await slide(name, 'none');
    const operable = page.locator(name).locator('button, input, select, summary, [tabindex]');
    assert.equal(await operable.locator('visible=true').count(), 0, name);
  }
});

/** Over which widths text grows, and how far. */
const LETTERS = [
  [360, 13],
  [640, 13],
  [820, 18],
  [1200, 22],
];

test('text is as large as the figure allows', async () => {
  for (const name of FIGURES)
    for (const [width, size] of LETTERS) {
      await slide(name, 'mini', width);
      const { least, over, on } = await page.locator(name).evaluate(look);
      assert.ok(least >= size, `${name}, ${width} px wide: ${least}`);
      assert.deepEqual([over, on], [[], []], `${name}, ${width} px wide`);
    }
});

test('a page may say how much room there is', async () => {
  for (const name of FIGURES)
    for (const room of [360, 520]) {
      await slide(name, 'mini');
      await ask(name, `figure.style.setProperty('--room', '${room}px')`);
      await ask(name, "figure.setAttribute('controls', 'none')");
      await until(name, "figure.state.controls === 'none'");
      await settled(name);
      const { height, over, on } = await page.locator(name).evaluate(look);
      assert.ok(height <= room && height > room - 4, `${name}: ${height} of ${room}`);
      assert.deepEqual([over, on], [[], []], name);
    }
});

/** Where a place of a chart is on screen. @param {any} chart @param {number[]} place */
function onScreen(chart, [x, y]) {
  const box = chart.getBoundingClientRect();
  const unit = box.width / chart.viewBox.baseVal.width;
  return { x: box.left + x * unit, y: box.top + y * unit };
}

for (const scale of [0.6, 1, 1.7])
  test(`a pointer means what it points at, scaled by ${scale}`, async () => {
    const scaled = async (/** @type {string} */ name) => {
      await slide(name, 'mini');
      await ask(
        name,
        `(figure.style.transform = 'scale(${scale})', figure.style.transformOrigin = '0 0')`,
      );
    };

    await scaled(TOY);
    const plane = page.locator(`${TOY} .plane > svg`);
    const size = await plane.evaluate(
      (chart) => /** @type {SVGSVGElement} */ (chart).viewBox.baseVal.width,
    );
    const { left, top, width, height } = plotOf(size);
    const weights = async (/** @type {number} */ a, /** @type {number} */ w) => {
      const place = [left + ((a + 2.6) / 5.2) * width, top + ((2.6 - w) / 5.2) * height];
      return plane.evaluate(onScreen, place);
    };
    /** To a pixel of the screen. @param {number} a @param {number} w */
    const near = (a, w) => {
      const off = (/** @type {string} */ key, /** @type {number} */ at) =>
        `Math.abs(figure.state.${key} - ${at}) < ${0.01 + 6 / (width * scale)}`;
      return until(TOY, `${off('input_weight', a)} && ${off('output_weight', w)}`);
    };
    const clicked = await weights(1, -1.5);
    await page.mouse.click(clicked.x, clicked.y);
    await near(1, -1.5);
    const dropped = await weights(-0.5, 2);
    await page.mouse.move(clicked.x, clicked.y);
    await page.mouse.down();
    await page.mouse.move(dropped.x, dropped.y, { steps: 3 });
    await page.mouse.up();
    await near(-0.5, 2);

    await scaled(LINEAR);
    const map = page.locator(`${LINEAR} .map > svg`).nth(1);
    const cell = await map.locator('rect.positive, rect.negative').nth(15).boundingBox();
    assert.ok(cell);
    await page.mouse.move(cell.x + 0.9 * cell.width, cell.y + 0.9 * cell.height);
    await page
      .locator(`${LINEAR} .cell-read`)
      .getByText(/row 3, column 4: \S+ and \S+/)
      .waitFor();

    await scaled(MNIST);
    await race({ panels: ['accuracy', 'angles'] });
    const chart = page.locator(`${MNIST} [data-chart=accuracy] > svg`);
    const middle = async (/** @type {import('playwright-core').Locator} */ place) => {
      const box = await place.boundingBox();
      assert.ok(box);
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    };
    const tick = (/** @type {string} */ step) =>
      middle(chart.getByText(step, { exact: true }).and(chart.locator('.tick')));
    const [{ x: start }, { x }] = [await tick('0'), await tick('10')];
    const { y } = await middle(chart);
    await page.mouse.move(x, y);
    const { x: reading } = await middle(chart.locator('.reading'));
    await page.mouse.click(x, y);
    const csv = await ask(MNIST, 'figure.exportCSV()');
    const steps = [...csv.matchAll(/^\d+/gm)].map(([step]) => Number(step));
    assert.ok(steps.length > 5, `${steps}`);
    const nearest = Math.min(...steps.map((step) => Math.abs(step - 10)));
    await until(MNIST, `Math.abs(figure.state.k - 10) === ${nearest}`);
    const read = start + ((await ask(MNIST, 'figure.state.k')) / 10) * (x - start);
    assert.ok(Math.abs(reading - read) < 3 * scale, `a line at ${reading}, and not at ${read}`);
  });

test('what is saved is as large as on the slide', async () => {
  for (const name of FIGURES) {
    await slide(name, 'none');
    const svg = await ask(name, 'figure.exportSVG()');
    const [, width, , units] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
    const [, box] = /viewBox="0 0 ([\d.]+)/.exec(svg) ?? [];
    assert.ok(Number(width) > 880 && Number(width) < 960, `${name}: ${width} ${units}`);
    const unit = Number(width) / Number(box);
    const sizes = [...svg.matchAll(/<text [^>]*font-size="([\d.]+)"/g)].map(([, size]) =>
      Number(size),
    );
    assert.ok(Math.min(...sizes) * unit >= 18, `${name}: ${Math.min(...sizes) * unit}`);
  }
});

test('a figure is printed in light colours, without what cannot be pressed', async () => {
  for (const name of FIGURES) {
    await page.emulateMedia({ media: null, colorScheme: 'dark' });
    await slide(name, 'full');
    const title = page.locator(`${name} .chart .title`).first();
    const fill = () => title.evaluate((element) => getComputedStyle(element).fill);
    assert.equal(await fill(), 'rgb(242, 242, 242)', `${name} is dark on screen`);
    await page.emulateMedia({ media: 'print' });
    // A chart that is being drawn anew for paper has no colour for a moment.
    for (const end = Date.now() + 30_000; (await fill()) !== 'rgb(26, 26, 26)'; )
      assert.ok(Date.now() < end, `${name} is printed in ${await fill()}`);
    // What a rule's switch says is a caption, too.
    const pressed = page.locator(name).locator('button:not(.rule), input').locator('visible=true');
    assert.equal(await pressed.count(), 0, name);
  }
});
