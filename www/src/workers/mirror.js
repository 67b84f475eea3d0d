// @ts-check
/** The complete MNIST: where a public copy is, what it must be, and what of it this browser keeps. */

/** The only foreign host that the page may ask, and only when a person has pressed a button. */
export const HOST = 'raw.githubusercontent.com';

export const MIRROR = `https://${HOST}/fgnt/mnist/master/`;

/**
 * What is fetched: bytes as it is sent, SHA-256 as it is unpacked. The small files come first, so
 * that most that can go wrong does so early.
 * @type {{ name: string, bytes: number, sha256: string }[]}
 */
export const FILES = [
  {
    name: 't10k-labels-idx1-ubyte.gz',
    bytes: 4540,
    sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
  },
  {
    name: 'train-labels-idx1-ubyte.gz',
    bytes: 28902,
    sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  },
  {
    name: 't10k-images-idx3-ubyte.gz',
    bytes: 1602073,
    sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  },
  {
    name: 'train-images-idx3-ubyte.gz',
    bytes: 9630634,
    sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  },
];

/** @param {{ bytes: number }[]} files */
export const size = (files) => files.reduce((sum, { bytes }) => sum + bytes, 0);

export const CACHE = 'mnist-v1';

/** Whether this browser has all of them. Pages from insecure origins have no cache. */
export async function kept() {
  try {
    return (
      (await caches.has(CACHE)) && (await (await caches.open(CACHE)).keys()).length >= FILES.length
    );
  } catch {
    return false;
  }
}

export const forget = () => caches.delete(CACHE);
