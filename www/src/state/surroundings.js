// @ts-check
/**
 * What every figure can be told of the place it stands in: somebody's own page, a frame or a slide.
 * None of it changes a run, and links to the page leave it out.
 */

/** @typedef {import('./table.js').Table} Table */

/** Parts of a figure that are no setting's control. */
const PARTS = ['presets', 'more', 'numbers', 'how', 'save', 'caption', 'fingerprint'];

const named = (/** @type {string[]} */ ids) => ids.map((id) => ({ id, label: id }));

/** @param {string} key @param {string} label @param {string} doc @param {string[]} ids the first is usual */
const choice = (key, label, doc, ids) => ({
  key,
  label,
  doc,
  kind: 'choice',
  default: ids[0],
  choices: named(ids),
});

/**
 * A table with the rows that all figures share.
 * @param {Table} table
 * @returns {Table}
 */
export const embeddable = (table) => [
  ...table,
  ...[
    choice(
      'controls',
      'Controls',
      'All of them, only play, restart and the playhead, or none; less than all is of the size of a slide.',
      ['full', 'mini', 'none'],
    ),
    {
      key: 'hide',
      label: 'Hidden controls',
      doc: 'Controls that are not shown: settings by their short names, or parts of the figure.',
      kind: 'set',
      default: [],
      choices: named([...table.map(({ short }) => short), ...PARTS]),
      empty: true,
    },
    choice('theme', 'Theme', 'The colours: those of the reader’s setting, or for one paper.', [
      'auto',
      'light',
      'dark',
    ]),
    choice('autoplay', 'Autoplay', 'Whether it plays by itself when its slide comes.', [
      'off',
      'on-slide',
    ]),
    choice('keys', 'Keys', 'Whether the keys of a deck go to the deck while the figure is used.', [
      'on',
      'off',
    ]),
  ].map((row) => ({ ...row, short: row.key, core: false, hidden: true, place: true })),
];
