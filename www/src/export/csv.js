// @ts-check
/** Numbers as a table that every program reads: RFC 4180, lines ended by CRLF, decimal points. */

/** @typedef {{ name: string, values: ArrayLike<number | string | undefined> }} Column */

/** A heading, in quotes where it has to be. @param {string} name */
const heading = (name) => (/[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);

/**
 * As few digits as give the same number back; nothing where there is none.
 * @param {number | string | undefined} value
 */
const cell = (value) => String(value ?? '').replace('NaN', '');

/** @param {Column[]} columns the first is the step, and as long as the table */
export const csv = (columns) =>
  [
    columns.map(({ name }) => heading(name)),
    ...Array.from(columns[0].values, (_, i) => columns.map(({ values }) => cell(values[i]))),
  ]
    .map((line) => `${line.join()}\r\n`)
    .join('');

/**
 * The step, and a column for every rule on screen and every quantity, named like `FA loss`.
 * @param {{ last: number, shown: { id: string, short: string }[], runs: Record<string, any> }} figure
 * @param {Record<string, string>} quantities keys of the runs, and what they are called
 * @returns {Column[]}
 */
export const perRule = ({ last, shown, runs }, quantities) => [
  { name: 'step', values: [...Array(last + 1).keys()] },
  ...shown.flatMap(({ id, short }) =>
    Object.entries(quantities).map(([key, label]) => ({
      name: `${short} ${label}`,
      values: runs[id][key],
    })),
  ),
];
