// @ts-check
/**
 * Images as pixels: many small ones side by side as one picture, a PNG in a data URL, so that it
 * needs nothing beside it, in a file neither.
 */

import { svg } from 'lit';
import { px, tag } from '../charts/frame.js';
import { colourOf } from '../export/colour.js';

/** White is ink, as in the files of MNIST. @typedef {{ kind: 'grey' }} Grey */
/**
 * Hue says the sign, strength the size, next to the largest of the same image; zero is nothing.
 * @typedef {{ kind: 'signs', positive: number[], negative: number[] }} Signs
 */

/**
 * @typedef {object} Sheet
 * @property {ArrayLike<number>} values one image after the other, row by row
 * @property {number} rows of an image
 * @property {number} columns of an image
 * @property {number} count of images
 * @property {number} across images in a line
 * @property {[number, number]} gap pixels between them, beside and below: transparent
 */

/**
 * Red, green, blue and opacity of every pixel of a sheet; each 0 to 255.
 * @param {Sheet} sheet
 * @param {Grey | Signs} paint
 */
export function pixels({ values, rows, columns, count, across, gap: [beside, below] }, paint) {
  const width = across * (columns + beside) - beside;
  const height = Math.ceil(count / across) * (rows + below) - below;
  const data = new Uint8ClampedArray(4 * width * height);
  const [plus, minus] = paint.kind === 'signs' ? [paint.positive, paint.negative] : [];
  // Thousands of them, many times a second: plain loops.
  for (let image = 0; image < count; image++) {
    let from = image * rows * columns;
    let most = 0;
    for (let i = from; i < from + rows * columns; i++) most = Math.max(most, Math.abs(values[i]));
    const left = (image % across) * (columns + beside);
    const top = Math.floor(image / across) * (rows + below);
    for (let row = top; row < top + rows; row++)
      for (let at = 4 * (row * width + left), end = at + 4 * columns; at < end; at += 4) {
        const value = values[from++];
        const colour = value < 0 ? minus : plus;
        for (let k = 0; k < 3; k++) data[at + k] = colour?.[k] ?? 255 * value;
        // Where all is zero there is no largest, and nothing.
        data[at + 3] = colour ? (255 * Math.abs(value)) / (most || 1) : 255;
      }
  }
  return { data, width, height };
}

/** To paint on, out of sight. @param {number} width @param {number} height */
export function canvas(width, height) {
  const element = Object.assign(document.createElement('canvas'), { width, height });
  // Nothing is painted on screen: a graphics card would only be asked for it all back.
  const context = element.getContext('2d', { willReadFrequently: true });
  return /** @type {const} */ ([element, /** @type {CanvasRenderingContext2D} */ (context)]);
}

/**
 * Pictures that were made, by what they show.
 * @type {WeakMap<object, { key: string, url: string, width: number, height: number }>}
 */
const made = new WeakMap();

/** What a picture depends on besides its values. @param {Sheet} sheet @param {Grey | Signs} paint */
const keyOf = (sheet, paint) => JSON.stringify([{ ...sheet, values: 0 }, paint]);

/**
 * Makes the picture of a sheet before it is drawn: to pack it as PNG takes longer than all other
 * work of a redraw, so the browser does that by itself, while nothing waits for it.
 * @param {Sheet} sheet
 * @param {Grey | Signs} paint
 */
export async function prepare(sheet, paint) {
  const { data, width, height } = pixels(sheet, paint);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.putImageData(new ImageData(data, width, height), 0, 0);
  const file = await canvas.convertToBlob();
  const reader = new FileReader();
  const read = new Promise((resolve) => reader.addEventListener('load', resolve));
  reader.readAsDataURL(file);
  await read;
  const url = /** @type {string} */ (reader.result);
  made.set(/** @type {object} */ (sheet.values), { key: keyOf(sheet, paint), url, width, height });
}

/**
 * A sheet in a chart, `scale` pixels to a pixel of it. Its picture is made here unless it is known.
 * @param {Sheet} sheet
 * @param {Grey | Signs} paint
 * @param {{ x: number, y: number, scale: number }} place
 */
export function picture(sheet, paint, { x, y, scale }) {
  const key = keyOf(sheet, paint);
  const values = /** @type {object} */ (sheet.values);
  let known = made.get(values);
  if (known?.key !== key) {
    const { data, width, height } = pixels(sheet, paint);
    const [element, context] = canvas(width, height);
    context.putImageData(new ImageData(data, width, height), 0, 0);
    known = { key, url: element.toDataURL(), width, height };
    made.set(values, known);
  }
  const [width, height] = [known.width * scale, known.height * scale];
  // As markup the address, as long as a page, would be copied, searched and parsed with every redraw.
  return svg`<image
    x=${px(x)}
    y=${px(y)}
    width=${px(width)}
    height=${px(height)}
    href=${known.url}
    preserveAspectRatio="none"
    image-rendering="pixelated"
  ></image>`;
}

/**
 * Where an image of a sheet that is drawn like that has its corner.
 * @param {Sheet} sheet
 * @param {{ x: number, y: number, scale: number }} place
 * @param {number} i
 */
export const corner = ({ rows, columns, across, gap }, { x, y, scale }, i) => [
  x + (i % across) * (columns + gap[0]) * scale,
  y + Math.floor(i / across) * (rows + gap[1]) * scale,
];

/**
 * Frames around its images.
 * @param {Sheet} sheet
 * @param {{ x: number, y: number, scale: number }} place
 */
export function frames(sheet, place) {
  const [w, h] = [sheet.columns, sheet.rows].map((side) => px(side * place.scale));
  const one = (/** @type {unknown} */ _, /** @type {number} */ i) =>
    `M${corner(sheet, place, i).map(px)}h${w}v${h}h-${w}Z`;
  return tag('path', { class: 'frame', d: Array.from({ length: sheet.count }, one).join('') });
}

const POSITIVE = '--positive';
const NEGATIVE = '--negative';

/**
 * The colours of figures that have asked for them, with what these were worked out from, and the
 * theme that the reader prefers.
 * @type {WeakMap<object, { theme: MediaQueryList, from: string, signs: Signs }>}
 */
const known = new WeakMap();

/**
 * The colours of the signs in the theme that a figure is in, and will be in. To find out what
 * colour a name stands for the browser has to lay out the figure, so it is asked again only where
 * the theme or the names have changed.
 * @param {import('./panel.js').Figure} figure
 * @returns {Signs}
 */
export function signs(figure) {
  const before = known.get(figure);
  const theme = before?.theme ?? matchMedia('(prefers-color-scheme: dark)');
  const style = getComputedStyle(figure);
  const named = [POSITIVE, NEGATIVE].map((name) => style.getPropertyValue(name));
  const from = [theme.matches, style.colorScheme, named].join();
  if (before?.from === from) return before.signs;
  if (!before) {
    const again = () => figure.requestUpdate();
    figure.addController({
      hostConnected: () => theme.addEventListener('change', again),
      hostDisconnected: () => theme.removeEventListener('change', again),
    });
  }
  const [, context] = canvas(1, 1);
  const colour = (/** @type {string} */ name) => {
    context.fillStyle = colourOf(figure, name);
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };
  /** @type {Signs} */
  const signs = { kind: 'signs', positive: colour(POSITIVE), negative: colour(NEGATIVE) };
  known.set(figure, { theme, from, signs });
  return signs;
}
