// @ts-check
/** What is on screen for programs: a state, and the numbers and fingerprints that came of it. */

const FORMAT = 'feedback-alignment state';
const VERSION = 1;

/** Lists of the core's are lists; what is no number is null. @param {string} _key @param {any} value */
const plain = (_key, value) =>
  ArrayBuffer.isView(value) ? [.../** @type {any} */ (value)] : value;

/** @param {import('../elements/figure.js').Figure} figure */
export const json = (figure) =>
  JSON.stringify(
    {
      format: FORMAT,
      version: VERSION,
      figure: figure.localName,
      link: figure.link(),
      // Without what has no number, such as a speed without a limit.
      state: Object.fromEntries(
        Object.entries(figure.state).filter(([, value]) => value !== Number.POSITIVE_INFINITY),
      ),
      numbers: figure.snapshot(),
      fingerprint: figure.fingerprint(),
    },
    plain,
    1,
  );
