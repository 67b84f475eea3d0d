// @ts-check
/**
 * Figures on a slide: all of their text is read from the last row, they are no higher than there is
 * room under a title, nothing is cut or stands on something else, and a pointer means what it
 * points at, however a deck scales them.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plotOf } from '../../src/charts/plane.js';
import { ask, FIGURES, noFaults, open, ready, until } from './browser.js';

/** @typedef {import('playwright-core').Page} Page */

const [TOY, LINEAR, MNIST] = FIGURES;
/** The width of a figure on a slide of 960 × 540, and what height its title leaves. */
const WIDTH = 900;
const HEIGHT = 430;

/**
 * A figure as it is on a slide.
 * @param {Page} page
 * @param {string} name
 * @param {'mini' | 'none'} controls
 * @param {number} [width]
 */
async function slide(page, name, controls, width = WIDTH) {
  await ready(page, name);
  await ask(
    page,
    name,
    `(figure.style.width = '${width}px', figure.setAttribute('controls', '${controls}'))`,
  );
  await settled(page, name);
}

/** Until it has found its size, and keeps it. @param {Page} page @param {string} name */
async function settled(page, name) {
  const sizes = () =>
    ask(
      page,
      name,
      `(await figure.settled, await figure.updateComplete,
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
        await figure.updateComplete,
        [figure, ...figure.shadowRoot.querySelectorAll('.body svg.chart')]
          .map((part) => [part.clientWidth, part.clientHeight]).join())`,
    );
  let [before, now] = ['', await sizes()];
  while (before !== now) [before, now] = [now, await sizes()];
}

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

/** @param {Page} page @param {string} name @param {string} what */
async function fits(page, name, what) {
  const { height, small, over, on } = await page.locator(name).evaluate(look);
  assert.deepEqual(small, [], `${what}: too small`);
  assert.deepEqual(over, [], `${what}: over the border`);
  assert.deepEqual(on, [], `${what}: on each other`);
  assert.ok(height > 300 && height <= HEIGHT, `${what}: ${height} px high`);
}

/** The race, some steps in. @param {Page} page @param {string} state */
async function race(page, state) {
  await ask(page, MNIST, `figure.setState({ budget: 20, ...${state} })`);
  await ask(page, MNIST, 'figure.play()');
  await until(page, MNIST, 'figure.done && !figure.playing', 60_000);
  await settled(page, MNIST);
}

const PRESETS = ['wrong-way', 'zero', 'long-detour', 'saddle', 'anti-aligned'];

for (const controls of /** @type {const} */ (['mini', 'none'])) {
  test(`the toy fits on a slide, controls="${controls}"`, async () => {
    const { page, faults, close } = await open();
    await slide(page, TOY, controls);
    for (const preset of PRESETS) {
      await ask(page, TOY, `figure.setAttribute('preset', '${preset}')`);
      await settled(page, TOY);
      for (const k of [250, 30]) {
        await ask(page, TOY, `figure.seek(${k})`);
        await settled(page, TOY);
        await fits(page, TOY, `${preset}, step ${k}`);
      }
    }
    noFaults(faults);
    await close();
  });

  test(`the linear figure fits on a slide, controls="${controls}"`, async () => {
    const { page, faults, close } = await open();
    await slide(page, LINEAR, controls);
    await fits(page, LINEAR, 'proof');
    for (const state of ['{ initial_scale: 1 }', '{ hidden: 12, rules: ["fa", "shallow"] }']) {
      await ask(page, LINEAR, `figure.setState(${state})`);
      await settled(page, LINEAR);
      await fits(page, LINEAR, state);
    }
    await ask(page, LINEAR, 'figure.show("seeds")');
    await until(page, LINEAR, 'figure.snapshot().complete || figure.snapshot().reached > 500');
    await settled(page, LINEAR);
    await fits(page, LINEAR, 'seeds');
    noFaults(faults);
    await close();
  });

  test(`the race fits on a slide, controls="${controls}"`, async () => {
    const { page, faults, close } = await open();
    await slide(page, MNIST, controls);
    await race(page, '{}');
    for (const state of [
      '{}',
      '{ hidden: [50] }',
      '{ hidden: Array(20).fill(16), panels: ["accuracy", "ratio"] }',
      '{ rules: ["bp", "dfa"], panels: ["accuracy", "training-accuracy"], label_noise: 0.5 }',
      '{ hidden: [60, 40, 20], panels: ["angles"], layer: 2 }',
      '{ panels: ["loss"] }',
      '{ panels: ["loss", "ratio"] }',
    ]) {
      await race(page, state);
      await fits(page, MNIST, state);
    }
    noFaults(faults);
    await close();
  });
}

test('whatever a slide shows of the race, it says how well every rule does', async () => {
  const { page, close } = await open();
  await slide(page, MNIST, 'none');
  await race(page, '{ panels: ["accuracy", "loss", "angles"], rules: ["bp", "fa"] }');
  const shown = () =>
    page
      .locator(`${MNIST} [data-panel]`)
      .evaluateAll((all) => all.map((panel) => /** @type {HTMLElement} */ (panel).dataset.panel));
  assert.deepEqual(await shown(), ['accuracy', 'angles']);
  const rules = (await ask(page, MNIST, 'figure.snapshot()')).rules;
  const svg = await ask(page, MNIST, 'figure.exportSVG()');
  for (const [id, name] of [
    ['bp', 'BP'],
    ['fa', 'FA'],
  ]) {
    const score = `${(100 * rules[id].accuracy).toFixed(1)} %`;
    assert.ok(svg.includes(`>${score}<`), `${name} ${score}`);
  }
  await race(page, '{ panels: ["loss", "training-loss"] }');
  assert.deepEqual(await shown(), ['loss', 'training-loss']);
  await close();
});

test('mini has Restart, Play and the playhead in a row; none has nothing to operate', async () => {
  const { page, close } = await open();
  for (const name of FIGURES) {
    await slide(page, name, 'mini');
    const bar = page.locator(`${name} .transport`);
    const boxes = await bar
      .locator('button, input')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
    assert.equal(boxes.length, 3, name);
    for (const { width, height } of boxes) assert.ok(Math.min(width, height) >= 24, name);
    const middles = boxes.map(({ top, bottom }) => (top + bottom) / 2);
    assert.ok(Math.max(...middles) - Math.min(...middles) < 6, `${name}: ${middles}`);
    await ask(page, name, "figure.setAttribute('controls', 'none')");
    await settled(page, name);
    const operable = page.locator(name).locator('button, input, select, summary, [tabindex]');
    assert.equal(await operable.locator('visible=true').count(), 0, name);
  }
  await close();
});

/** Over which widths text grows, and how far. */
const LETTERS = [
  [360, 13],
  [640, 13],
  [820, 18],
  [1200, 22],
];

test('text is as large as the figure allows', async () => {
  const { page, faults, close } = await open({ viewport: { width: 1280, height: 800 } });
  for (const name of FIGURES)
    for (const [width, size] of LETTERS) {
      await slide(page, name, 'mini', width);
      const { least, over, on } = await page.locator(name).evaluate(look);
      assert.ok(least >= size, `${name}, ${width} px wide: ${least}`);
      assert.deepEqual([over, on], [[], []], `${name}, ${width} px wide`);
    }
  noFaults(faults);
  await close();
});

test('a page may say how much room there is', async () => {
  const { page, close } = await open();
  for (const name of FIGURES) {
    await slide(page, name, 'none');
    for (const room of [360, 520]) {
      await ask(
        page,
        name,
        `(figure.style.setProperty('--room', '${room}px'), figure.requestUpdate())`,
      );
      await settled(page, name);
      const { height, over, on } = await page.locator(name).evaluate(look);
      assert.ok(height <= room && height > room - 4, `${name}: ${height} of ${room}`);
      assert.deepEqual([over, on], [[], []], name);
    }
  }
  await close();
});

/** Where a place of a chart is on screen. @param {any} chart @param {number[]} place */
function onScreen(chart, [x, y]) {
  const box = chart.getBoundingClientRect();
  const unit = box.width / chart.viewBox.baseVal.width;
  return { x: box.left + x * unit, y: box.top + y * unit };
}

for (const scale of [0.6, 1, 1.7])
  test(`a pointer means what it points at, scaled by ${scale}`, async () => {
    const { page, faults, close } = await open({ viewport: { width: 1680, height: 1100 } });
    const scaled = async (/** @type {string} */ name) => {
      await slide(page, name, 'mini');
      await ask(
        page,
        name,
        `(figure.style.transform = 'scale(${scale})', figure.style.transformOrigin = '0 0',
          figure.scrollIntoView())`,
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
    const near = async (/** @type {number} */ a, /** @type {number} */ w) => {
      await settled(page, TOY);
      const { input_weight, output_weight } = await ask(page, TOY, 'figure.state');
      const off = Math.max(Math.abs(input_weight - a), Math.abs(output_weight - w));
      // A pixel of the screen.
      assert.ok(off < 0.01 + 6 / (width * scale), `${input_weight}, ${output_weight}`);
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
    await settled(page, LINEAR);
    const said = await page.locator(`${LINEAR} .cell-read`).textContent();
    assert.match(said ?? '', /row 3, column 4: \S+ and \S+/);

    await scaled(MNIST);
    await race(page, '{}');
    const chart = page.locator(`${MNIST} [data-chart=accuracy] > svg`);
    const tick = await chart.locator('text.tick').filter({ hasText: /^10$/ }).boundingBox();
    const plot = await chart.boundingBox();
    assert.ok(tick && plot);
    await page.mouse.move(tick.x + tick.width / 2, plot.y + plot.height / 2);
    const read = await ask(page, MNIST, 'figure.reading?.step');
    const steps = await ask(page, MNIST, 'figure.steps');
    const nearest = Math.min(...steps.map((/** @type {number} */ step) => Math.abs(step - 10)));
    assert.equal(Math.abs(read - 10), nearest, `step ${read} of ${steps}`);
    await page.mouse.click(tick.x + tick.width / 2, plot.y + plot.height / 2);
    assert.equal(await ask(page, MNIST, 'figure.looked'), read);
    noFaults(faults);
    await close();
  });

test('what is saved is as large as on the slide', async () => {
  const { page, close } = await open();
  for (const name of FIGURES) {
    await slide(page, name, 'none');
    const svg = await ask(page, name, 'figure.exportSVG()');
    const [, width, , units] = /width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
    const [, box] = /viewBox="0 0 ([\d.]+)/.exec(svg) ?? [];
    assert.ok(Number(width) > 880 && Number(width) < 960, `${name}: ${width} ${units}`);
    const unit = Number(width) / Number(box);
    const sizes = [...svg.matchAll(/<text [^>]*font-size="([\d.]+)"/g)].map(([, size]) =>
      Number(size),
    );
    assert.ok(Math.min(...sizes) * unit >= 18, `${name}: ${Math.min(...sizes) * unit}`);
  }
  await close();
});

test('a figure is printed in light colours, without what cannot be pressed', async () => {
  const { page, close } = await open({ colorScheme: 'dark' });
  for (const name of FIGURES) {
    await ready(page, name);
    await page.emulateMedia({ media: 'print' });
    const title = page.locator(`${name} .chart .title`).first();
    // A chart that is being drawn anew for paper has no colour for a moment.
    let fill = '';
    for (let i = 0; i < 40 && fill === ''; i++)
      fill = await title.evaluate((e) => getComputedStyle(e).fill);
    assert.equal(fill, 'rgb(26, 26, 26)');
    // What a rule's switch says is a caption, too.
    const pressed = page.locator(name).locator('button:not(.rule), input').locator('visible=true');
    assert.equal(await pressed.count(), 0, name);
    await page.emulateMedia({ media: 'screen' });
  }
  await close();
});
