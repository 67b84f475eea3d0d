// @ts-check
// What is on screen, as files.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { alone } from './alone.js';
import { ask, until } from './browser.js';

/** @typedef {import('playwright-core').Page} Page */

const TOY = 'feedback-toy';
const LINEAR = 'feedback-linear';
const MNIST = 'feedback-mnist';
const ELEMENTS = {
  [TOY]: `<${TOY}></${TOY}>`,
  [LINEAR]: `<${LINEAR}></${LINEAR}>`,
  [MNIST]: `<${MNIST} hidden="16"></${MNIST}>`,
};

/**
 * The document of a figure, once charts have found the width of their places: that takes a frame,
 * and another for places that come with it.
 * @param {Page} page @param {string} name @returns {Promise<string>}
 */
const svgOf = (page, name) =>
  ask(
    page,
    name,
    `(async () => {
       for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
       return figure.exportSVG();
     })()`,
  );

/** Width and height of a document. @param {string} svg */
const sizeOf = (svg) => (svg.match(/ width="(\d+)" height="(\d+)"/) ?? []).slice(1).map(Number);

/** Fonts do not travel with a picture: both are looked at without. @param {import('playwright-core').Page} page */
async function withoutFonts(page) {
  // They come once, and those that are taken away do not come back.
  await page.waitForFunction(() => 'fontless' in document || document.fonts.size >= 5);
  await page.evaluate(() => {
    Object.assign(document, { fontless: true });
    document.fonts.clear();
  });
}

/**
 * How every shape and word inside `roots` looks, and where it is, in a browser's own judgement.
 * Runs in the page: it must not use anything from here.
 * @param {string} where `page tag` or `document`
 */
function looks(where) {
  const root = where === 'document' ? document : document.querySelector(where)?.shadowRoot;
  const charts = [
    ...(root?.querySelectorAll(where === 'document' ? 'svg > g' : '.body svg.chart') ?? []),
  ].filter((chart) => chart.getBoundingClientRect().width > 0);
  const origin = charts[0].querySelector('text')?.getBoundingClientRect() ?? new DOMRect();
  return (
    charts
      .flatMap((chart) => [...chart.querySelectorAll('path, rect, circle, text')])
      // In a file the halo of a text is a text of its own.
      .filter((element) => !element.matches('[data-halo]'))
      .map((element) => {
        const style = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        return {
          is: `${element.localName} ${element.textContent}`,
          at: [box.left - origin.left, box.top - origin.top, box.width, box.height],
          style: [
            ...['fill', 'fill-opacity', 'stroke-dasharray', 'opacity', 'text-anchor'],
            ...['font-family', 'font-size', 'font-weight', 'font-style'],
            ...(element.matches('text') ? [] : ['stroke', 'stroke-width', 'stroke-linejoin']),
          ].map((property) => style.getPropertyValue(property)),
        };
      })
  );
}

for (const [name, element] of Object.entries(ELEMENTS))
  test(`the SVG of ${name} looks by itself as it does on the page`, async () => {
    const { page } = await alone(element);
    await withoutFonts(page);
    if (name === MNIST) await ask(page, name, 'figure.step(4)');
    const svg = await svgOf(page, name);
    const parsed = await page.evaluate((text) => {
      const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
      const texts = (/** @type {string} */ tag) =>
        [...root.querySelectorAll(tag)].map((element) => element.textContent);
      return {
        root: root.localName,
        title: texts('title'),
        desc: texts('desc'),
        text: texts('text'),
      };
    }, svg);
    assert.equal(parsed.root, 'svg');
    assert.match(parsed.title.join(), new RegExp(`^${name}, step \\d+$`));
    assert.match(parsed.desc.join(), /\w+.*\. $/);
    for (const word of ['step', 'BP', 'FA'])
      assert.ok(
        parsed.text.some((text) => text?.startsWith(word)),
        `no ${word}`,
      );
    const start = /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 \d+ \d+"/;
    assert.match(svg.slice(0, 100), start);
    const foreign =
      / (class|style|role|aria-\w+|href)=|<(style|script|foreignObject|!--)|var\(|NaN|undefined/;
    assert.equal(svg.match(foreign)?.[0], undefined);

    const onPage = await page.evaluate(looks, name);
    const picture = await page.context().newPage();
    const [width, height] = sizeOf(svg);
    await picture.setViewportSize({ width, height });
    await picture.goto(`data:image/svg+xml,${encodeURIComponent(svg)}`);
    const byItself = await picture.evaluate(looks, 'document');
    await picture.close();
    assert.equal(byItself.length, onPage.length);
    byItself.forEach(({ is, at, style }, i) => {
      assert.equal(is, onPage[i].is);
      assert.deepEqual(style, onPage[i].style, is);
      const off = at.map((value, side) => Math.abs(value - onPage[i].at[side]));
      assert.ok(Math.max(...off) < 0.6, `${is} is off by ${off}`);
    });
  });

test('the SVG has the colours of the screen, with controls or without', async () => {
  const paper = /<rect width="\d+" height="\d+" fill="([^"]+)"/;
  /** @type {(string | undefined)[]} */
  const papers = [];
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    const { page } = await alone(ELEMENTS[TOY], { colorScheme });
    const full = await svgOf(page, TOY);
    papers.push(full.match(paper)?.[1]);
    assert.ok(full.includes(colorScheme === 'light' ? 'rgb(17, 54, 129)' : 'rgb(86, 128, 193)'));
    for (const controls of ['mini', 'none']) {
      await page
        .locator(TOY)
        .evaluate((figure, value) => figure.setAttribute('controls', value), controls);
      const slide = await svgOf(page, TOY);
      assert.equal(slide.match(paper)?.[1], papers.at(-1), controls);
      for (const colour of full.match(/rgb\([^)]*\)/g) ?? [])
        assert.ok(slide.includes(colour), `${controls}: ${colour}`);
    }
  }
  assert.deepEqual(papers, ['rgb(255, 255, 255)', 'rgb(18, 20, 22)']);
});

test('a figure that a slide shows scaled is saved in its own size', async () => {
  const { page } = await alone(ELEMENTS[TOY]);
  const before = await svgOf(page, TOY);
  await page.locator(TOY).evaluate((figure) => {
    figure.style.transform = 'scale(0.5)';
    figure.style.transformOrigin = '0 0';
  });
  assert.equal(await svgOf(page, TOY), before);
});

test('patterns survive, and what is hidden stays so', async () => {
  const { page } = await alone(ELEMENTS[TOY]);
  await page.locator(TOY).evaluate((figure) => {
    const chart = /** @type {Element} */ (figure.shadowRoot?.querySelector('.body svg.chart'));
    const space = 'http://www.w3.org/2000/svg';
    const pattern = document.createElementNS(space, 'pattern');
    pattern.id = 'hatch';
    pattern.append(document.createElementNS(space, 'line'));
    const [filled, hidden] = chart.querySelectorAll('text');
    filled.style.fill = 'url(#hatch)';
    hidden.setAttribute('display', 'none');
    hidden.textContent = 'Not seen';
    chart.append(pattern);
  });
  const svg = await svgOf(page, TOY);
  assert.match(svg, /<pattern id="hatch"><line><\/line><\/pattern>/);
  assert.match(svg, /<text [^>]*fill="url\(#hatch\)"/);
  assert.ok(!svg.includes('Not seen'));
});

test('on a phone the chart that is shown is saved, not those behind tabs', async () => {
  const { page } = await alone(ELEMENTS[TOY], { viewport: { width: 390, height: 800 } });
  const svg = await svgOf(page, TOY);
  assert.ok(svg.includes('>Loss ½E²<') && !svg.includes('>Angle to back-propagation'));
  // No chart is wider than the window; around it there is paper.
  assert.ok(sizeOf(svg)[0] <= 390 + 2 * 16, `${sizeOf(svg)}`);
});

test('a PNG has the size that was asked for, and something on it', async () => {
  // Pixels are painted by the processor: the few of a slide will do.
  const { page } = await alone(`<${TOY} controls="mini"></${TOY}>`, {
    viewport: { width: 600, height: 800 },
  });
  const [width, height] = sizeOf(await svgOf(page, TOY));
  for (const [scale, asked] of [
    [1, '1'],
    [0.5, '0.5'],
    [2, ''],
  ]) {
    const head = Buffer.from(
      await ask(
        page,
        TOY,
        `[...new Uint8Array(await (await figure.exportPNG(${asked})).slice(0, 24).arrayBuffer())]`,
      ),
    );
    assert.equal(head.subarray(0, 8).toString('latin1'), '\x89PNG\r\n\x1a\n');
    const size = [head.readUInt32BE(16), head.readUInt32BE(20)];
    const wanted = [width, height].map((side) => Math.round(side * Number(scale)));
    assert.deepEqual(size, wanted);
  }
  const colours = await ask(
    page,
    TOY,
    `createImageBitmap(await figure.exportPNG(1)).then((image) => {
       const canvas = new OffscreenCanvas(image.width, image.height);
       const context = canvas.getContext('2d');
       context.drawImage(image, 0, 0);
       return new Set(new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer)).size;
     })`,
  );
  assert.ok(colours > 50, `${colours} colours`);
});

test('a bad scale is refused in a sentence', async () => {
  const { page } = await alone(ELEMENTS[TOY]);
  const message = (/** @type {string} */ scale) =>
    ask(page, TOY, `figure.exportPNG(${scale}).then(() => '', (error) => error.message)`);
  for (const scale of ['0', '9', '-1', 'NaN', 'Infinity', 'null', '"2"'])
    assert.equal(
      await message(scale),
      `scale must be between 0.1 and 8, but is ${scale.replaceAll('"', '')}`,
    );
  // No canvas is as wide as this would be.
  await page.locator(TOY).evaluate((figure) => {
    figure.style.width = '3000px';
  });
  await until(page, TOY, '/ width="2[0-9]{3}"/.test(await figure.exportSVG())');
  assert.match(await message('8'), /^scale must be between 0.1 and \d\.?\d?, but is 8$/);
});

/** The table in a file. @param {string} csv @returns {Record<string, string>[]} */
function rowsOf(csv) {
  const [head, ...lines] = csv.split('\r\n').map((line) => line.split(','));
  assert.deepEqual(lines.pop(), [''], 'every line is ended');
  assert.equal(head[0], 'step');
  for (const line of lines) assert.equal(line.length, head.length);
  return lines.map((line) => Object.fromEntries(line.map((word, i) => [head[i], word])));
}

/** The rows of a figure's file. @param {Page} page @param {string} name */
const table = async (page, name) => rowsOf(await ask(page, name, 'figure.exportCSV()'));

test('the CSV of the toy has every step and the numbers of the snapshot', async () => {
  const { page } = await alone(ELEMENTS[TOY]);
  const rows = await table(page, TOY);
  assert.equal(rows.length, 251);
  const { bp, fa } = (await ask(page, TOY, '(figure.seek(63), figure.snapshot())')).rules;
  assert.equal(rows[63].step, '63');
  assert.equal(Number(rows[63]['FA loss']), fa.loss);
  assert.equal(Number(rows[63]['FA A']), fa.a);
  assert.equal(Number(rows[63]['BP W']), bp.w);
  assert.equal(Number(rows[63]['FA angle (degrees)']), fa.angle);
  // From zero back-propagation has no direction: nothing is written where there is no angle.
  await ask(page, TOY, 'figure.setState({ A: 0, W: 0, rules: ["bp"], steps: 50 })');
  const stuck = await table(page, TOY);
  assert.equal(stuck.length, 51);
  assert.equal(stuck[50]['BP loss'], '0.5');
  assert.equal(stuck[50]['BP angle (degrees)'], '');
  assert.ok(!('FA loss' in stuck[0]), 'a hidden rule is left out');
});

test('the CSV of the linear network has every step and the numbers of the snapshot', async () => {
  const { page } = await alone(ELEMENTS[LINEAR]);
  const rows = await table(page, 'feedback-linear');
  assert.equal(rows.length, 201);
  const { fa } = (await ask(page, 'feedback-linear', '(figure.seek(100), figure.snapshot())'))
    .rules;
  assert.equal(Number(rows[100]['FA squared error']), fa.error_norm2);
  assert.equal(Number(rows[100]['FA V']), fa.v);
});

test('the CSV of the race has the steps that were looked at', async () => {
  const { page } = await alone(ELEMENTS[MNIST]);
  await ask(page, MNIST, 'figure.step(12)');
  const rows = await table(page, MNIST);
  assert.deepEqual(
    rows.map(({ step }) => Number(step)),
    [0, 1, 2, 4, 8, 12],
  );
  const { dfa } = (await ask(page, MNIST, '(figure.seek(8), figure.snapshot())')).rules;
  assert.equal(Number(rows[4]['DFA accuracy']), dfa.accuracy);
  assert.equal(Number(rows[4]['DFA training loss']), dfa.training_loss);
  assert.equal(Number(rows[4]['DFA angle (degrees) 2']), dfa.angles[1]);
  assert.equal(Number(rows[4]['DFA ratio 1']), dfa.magnitude_ratios[0]);
});

test('buttons and the S key save files named after the figure and its step', async () => {
  const { page, figure: toy } = await alone(ELEMENTS[TOY], {
    viewport: { width: 600, height: 800 },
  });
  await ask(page, TOY, 'figure.seek(63)');
  /** @param {() => Promise<unknown>} act */
  const saved = async (act) => {
    const [download] = await Promise.all([page.waitForEvent('download'), act()]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  };
  const by = (/** @type {string} */ kind) => () =>
    toy.getByRole('group', { name: 'Save as' }).getByRole('button', { name: kind }).click();
  const svg = await saved(by('SVG'));
  assert.equal(svg.name, 'feedback-toy-step-63.svg');
  assert.equal(svg.bytes.toString(), await svgOf(page, TOY));
  const png = await saved(by('PNG'));
  assert.equal(png.name, 'feedback-toy-step-63.png');
  assert.equal(png.bytes.subarray(1, 4).toString(), 'PNG');
  const csv = await saved(by('CSV'));
  assert.equal(csv.name, 'feedback-toy-step-63.csv');
  assert.equal(rowsOf(csv.bytes.toString()).length, 251);
  await toy.locator('.figure').focus();
  const key = await saved(() => page.keyboard.press('s'));
  assert.deepEqual(key, svg);
  await toy.getByText('Saved feedback-toy-step-63.svg').waitFor({ state: 'attached' });
});

test('where there is nothing to save a notice says so', async () => {
  const { page } = await alone('<p></p>', { wait: false });
  await page.route('**/data/manifest.json', (route) => route.fulfill({ status: 404 }));
  const { figure } = await alone(ELEMENTS[MNIST], { wait: false });
  await figure.getByText('The digits are not here').waitFor();
  for (const kind of ['SVG', 'PNG', 'CSV']) {
    await figure.getByRole('button', { name: kind }).click();
    await figure.getByText('There is nothing on screen to save').waitFor();
    await figure.getByRole('button', { name: 'Close' }).click();
  }
  await page.unroute('**/data/manifest.json');
});
