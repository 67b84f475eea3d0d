// @ts-check
/** What is shown of the site where somebody links to it, and its icon on a telephone. */

import { readFileSync } from 'node:fs';
import { tag } from '../src/charts/frame.js';
import { line, placed, SANS, SERIF, SOFT, sheet } from './paper.js';

const WIDTH = 1200;
const HEIGHT = 630;
const EDGE = 56;
const ICON = 180;
const RIM = 22;

/**
 * One chart of a document alone. Runs in the page: it must not use anything from here.
 * @param {[svg: string, which: number, edge: number]} of
 */
function cut([svg, which, edge]) {
  const { documentElement } = new DOMParser().parseFromString(svg, 'image/svg+xml');
  const root = document.importNode(documentElement, true);
  // A figure that was shown larger says so in its size; here its own units count.
  const [, , wide, high] = (root.getAttribute('viewBox') ?? '').split(' ');
  root.setAttribute('width', wide);
  root.setAttribute('height', high);
  document.body.append(root);
  const charts = [...root.querySelectorAll(':scope > g')];
  const chart = charts[which];
  for (const other of charts) if (other !== chart) other.remove();
  root.querySelector(':scope > rect')?.remove();
  const from = root.getBoundingClientRect();
  const box = chart.getBoundingClientRect();
  const [x, y] = [edge + from.left - box.left, edge + from.top - box.top];
  const [width, height] = [box.width + 2 * edge, box.height + 2 * edge].map(Math.ceil);
  chart.setAttribute('transform', `translate(${x},${y}) ${chart.getAttribute('transform')}`);
  root.setAttribute('viewBox', `0 0 ${width} ${height}`);
  root.setAttribute('width', String(width));
  root.setAttribute('height', String(height));
  root.remove();
  return new XMLSerializer().serializeToString(root);
}

/**
 * @param {import('playwright-core').Page} paper
 * @param {{ plane: string, angles: string }} pictures documents as figures export them
 */
export async function share(paper, { plane, angles }) {
  await paper.setContent('<body>');
  const [land, curves] = [
    await paper.evaluate(cut, /** @type {[string, number, number]} */ ([plane, 0, 2])),
    await paper.evaluate(cut, /** @type {[string, number, number]} */ ([angles, 0, 2])),
  ];
  const svg = sheet(
    WIDTH,
    HEIGHT,
    line(EDGE, 108, 'Feedback alignment, live', {
      'font-family': SERIF,
      'font-size': 68,
      'font-weight': 600,
    }) +
      line(
        EDGE,
        162,
        'Networks that learn though their error comes back through fixed random wires',
        {
          'font-family': SANS,
          'font-size': 27,
          fill: SOFT,
        },
      ) +
      placed(land, { left: 40, top: 192, width: 420, height: 420 }) +
      placed(curves, { left: 580, top: 192, width: 560, height: 420 }),
  );
  return drawn(paper, svg, WIDTH, HEIGHT);
}

/** The icon of the page on the white that telephones want under it. @param {import('playwright-core').Page} paper */
export function touchIcon(paper) {
  const icon = readFileSync(new URL('../src/style/icon.svg', import.meta.url), 'utf8');
  const side = ICON - 2 * RIM;
  // On no sheet: the icon's styles would be those of the sheet as well.
  const svg = tag(
    'svg',
    { viewBox: `0 0 ${ICON} ${ICON}`, width: ICON, height: ICON },
    icon.replace('<svg ', `<svg x="${RIM}" y="${RIM}" width="${side}" height="${side}" `),
  );
  return drawn(paper, svg, ICON, ICON);
}

/** @param {import('playwright-core').Page} paper @param {string} svg @param {number} width @param {number} height */
async function drawn(paper, svg, width, height) {
  await paper.setViewportSize({ width, height });
  await paper.setContent(
    `<style>body { margin: 0; background: #fff } svg { display: block }</style>${svg}`,
  );
  return paper.screenshot();
}
