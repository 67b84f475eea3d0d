// @ts-check
/** A picture as pixels. */

const LEAST = 0.1;
const MOST = 8;
/** No canvas may have a longer side, in any browser of today. */
const LONGEST = 16384;

/**
 * @param {string} svg
 * @param {unknown} scale pixels to a unit of the picture
 * @returns {Promise<Blob>}
 * @throws {Error} with one sentence, that says which scales will do
 */
export async function png(svg, scale) {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const { width, height } = image;
  const most = Math.min(MOST, Math.floor((10 * LONGEST) / Math.max(width, height)) / 10);
  if (typeof scale !== 'number' || !(scale >= LEAST && scale <= most))
    throw new Error(`scale must be between ${LEAST} and ${most}, but is ${scale}`);
  const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob();
}
