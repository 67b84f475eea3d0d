// @ts-check
/** States at random, the same in every run. */

/** @typedef {import('../../src/state/table.js').Row} Row */

/** Numbers between 0 and 1, the same in every run. */
export function dice(seed = 1) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** @param {() => number} random @param {number} n a whole number below it */
export const below = (random, n) => Math.floor(random() * n);

const LETTERS = [
  ...'aZ0 ,;:*&=#+%?/\\"\'<>()[]{}−×é漢😀\t\n',
  '%2C',
  '%25',
  '__proto__',
  '&d=toy&k=3',
];

/** @param {() => number} random @param {number} most */
const words = (random, most) =>
  Array.from({ length: below(random, most) }, () => LETTERS[below(random, LETTERS.length)]).join(
    '',
  );

/** A value that the row allows. @param {Row} row @param {() => number} random @returns {any} */
export function allowed(row, random) {
  const { kind, min = -1e9, max = 1e9 } = row;
  const top = Math.min(max, 1e12);
  // Few digits as well as many, the ends, and no value twice as often as others.
  const number = [min, max, 0 || min, min + random() * (top - min)][below(random, 4)];
  const whole = [min, top, min + below(random, top - min)][below(random, 3)];
  const ids = (row.choices ?? []).map(({ id }) => id);
  switch (kind) {
    case 'number':
      return random() < 0.3 ? Math.min(Number(number.toPrecision(2)), max) : number;
    case 'integer':
      return whole;
    case 'sizes': {
      const same = random() < 0.4;
      return Array.from({ length: below(random, 129) }, () =>
        same ? Math.min(240, max) : min + below(random, random() < 0.5 ? 3 : max - min + 1),
      );
    }
    case 'choice':
      return ids[below(random, ids.length)];
    case 'set': {
      const some = ids.filter(() => random() < 0.5);
      return some.length > 0 ? some : ids;
    }
    case 'flag':
      return random() < 0.5;
    case 'text':
      return words(random, 200).trim();
    default:
      throw new Error(`a kind without values: ${kind}`);
  }
}
