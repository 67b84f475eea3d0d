/** The digits that the product trains on, as it reads them and as its peers take them. */

export const INPUTS = 784;
export const CLASSES = 10;
export const BATCH = 64;
/** Images and labels follow a header of so many bytes. */
const HEADER = { images: 16, labels: 8 };

/** Training images, training labels, validation images, validation labels: IDX, unpacked. */
export const FILES = await Promise.all(
  ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1'].map(unpacked),
);

/** @param {string} name */
async function unpacked(name) {
  const response = await fetch(`../../data/${name}-ubyte.gz`);
  if (!response.ok) throw new Error(`data/${name}-ubyte.gz is missing (status ${response.status})`);
  const stream = /** @type {ReadableStream} */ (response.body);
  const plain = stream.pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}

/** Pixels 0…1, and targets, one-hot. @typedef {{ x: Float32Array, y: Float32Array, rows: number }} Batch */

/** @param {Uint8Array} images @param {Uint8Array} labels @param {number} first @param {number} rows @returns {Batch} */
function batch(images, labels, first, rows) {
  const pixels = images.subarray(HEADER.images + first * INPUTS).subarray(0, rows * INPUTS);
  const y = new Float32Array(rows * CLASSES);
  for (let i = 0; i < rows; i++) y[i * CLASSES + labels[HEADER.labels + first + i]] = 1;
  return { x: Float32Array.from(pixels, (pixel) => pixel / 255), y, rows };
}

const [trainImages, trainLabels, images, labels] = FILES;

/** One epoch, in the order of the file. */
export const BATCHES = Array.from(
  { length: Math.floor((trainLabels.length - HEADER.labels) / BATCH) },
  (_, i) => batch(trainImages, trainLabels, i * BATCH, BATCH),
);

/** The share of pixels that are not zero. */
export const DENSITY =
  trainImages.subarray(HEADER.images).reduce((count, pixel) => count + (pixel ? 1 : 0), 0) /
  (trainImages.length - HEADER.images);

export const VALIDATION = batch(images, labels, 0, labels.length - HEADER.labels);
