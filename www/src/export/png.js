// @ts-check
/** A picture as pixels. */

const LEAST = 0.1;
const MOST = 8;
/** No canvas may have a longer side, in any browser of today. */
const LONGEST = 16384;

/** Where the header of a PNG file ends. */
const HEADER = 33;

/**
 * @param {string} svg
 * @param {unknown} scale pixels to a unit of the picture
 * @param {string} words about it, for the file, in ASCII
 * @returns {Promise<Blob>}
 * @throws {Error} with one sentence, that says which scales will do
 */
export async function png(svg, scale, words) {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const { width, height } = image;
  const most = Math.min(MOST, Math.floor((10 * LONGEST) / Math.max(width, height)) / 10);
  if (typeof scale !== 'number' || !(scale >= LEAST && scale <= most))
    throw new Error(`scale must be between ${LEAST} and ${most}, but is ${scale}`);
  const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const file = await canvas.convertToBlob();
  return new Blob([file.slice(0, HEADER), ...chunk(words), file.slice(HEADER)]);
}

/**
 * The part of a PNG file that holds a description: length, name and text, checksum.
 * @param {string} words
 */
function chunk(words) {
  const text = new TextEncoder().encode(`tEXtDescription\0${words}`);
  let sum = -1;
  for (const byte of text) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 && 0xedb88320);
  }
  const word = (/** @type {number} */ n) => Uint8Array.of(n >> 24, n >> 16, n >> 8, n);
  return [word(text.length - 4), text, word(~sum)];
}
