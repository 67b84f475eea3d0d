// @ts-check
/**
 * `fonts/`: the fonts that the site ships, cut down to the characters that it can show, and the
 * stylesheet that names them. Runs before a build, and does nothing where they are there:
 * `node vite/fonts.js`.
 *
 * Text is laid out for these, whatever the reader has: STIX Two Text, Inter for figures, STIX Two
 * Math for formulas, all under the SIL Open Font License, which reserves no name of theirs and
 * wants to be with them.
 */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { convert } from 'fontverter';
import { Blob, Face } from 'harfbuzzjs';
import subset from 'subset-font';

const { resolve } = createRequire(import.meta.url);

/** @param {number} from @param {number} to the last one */
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
/** @param {string} text */
const points = (text) => [...text].map((letter) => letter.codePointAt(0) ?? 0);

/** What is written: letters, those of the names that are cited, Greek, and signs. */
export const WORDS = [
  ...range(0x20, 0x7e),
  ...points('\u00a0°±²³·¹×½ÄÖÜßäöüåæéèçñø'),
  ...points('ŷĖȦẆẋẎẏ˙\u0304\u0307–—‖‘’“”…′‹›\u2009\u202f'),
  ...points('ΔΘΛΣΩαβγδεζηθκλμνξπρστφχψω'),
  ...points('⁰⁴⁵⁶⁷⁸⁹⁺⁻ⁿᵀ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₖₜᵢᵪ⅓⅔'),
  ...points('←↑→↓↗∂−√∝∠∪∫∼≈≠≤≥⊙⋮─■✓✗⟨⟩∇∈∞∑⟂'),
];
/** What formulas have besides: italic letters, to which browsers turn single ones. */
const ITALIC = [...range(0x1d434, 0x1d467), 0x210e, ...range(0x1d6fc, 0x1d714)];

/** A file of a package, and the face that it is a part of. */
const FACES = [
  ['Serif', 400, 'normal', 'stix-two-text', 'latin'],
  ['Serif', 700, 'normal', 'stix-two-text', 'latin'],
  ...['latin', 'greek'].map((part) => ['Serif', 400, 'italic', 'stix-two-text', part]),
  ...['latin', 'latin-ext', 'greek'].map((part) => ['Sans', 400, 'normal', 'inter', part]),
  ['Sans', 600, 'normal', 'inter', 'latin'],
  ['Math', 400, 'normal', 'stix-two-math', 'latin'],
].map(([family, weight, style, name, part]) => ({
  family: `Feedback ${family}`,
  weight,
  style,
  file: resolve(`@fontsource/${name}/files/${name}-${part}-${weight}-${style}.woff2`),
  licence: resolve(`@fontsource/${name}/LICENSE`),
  name: `${family}-${weight}-${style}-${part}`.toLowerCase(),
  characters: family === 'Math' ? [...WORDS, ...ITALIC] : WORDS,
}));

/** U+20-7E, and so on. @param {number[]} sorted */
function unicodeRange(sorted) {
  /** @type {[number, number][]} */
  const runs = [];
  for (const point of sorted) {
    const last = runs.at(-1);
    if (last && point === last[1] + 1) last[1] = point;
    else runs.push([point, point]);
  }
  const hex = (/** @type {number} */ point) => point.toString(16);
  return runs.map(([a, b]) => `U+${hex(a)}${a === b ? '' : `-${hex(b)}`}`).join(',');
}

/** The characters of a font. @param {Buffer} font */
const charactersOf = async (font) =>
  new Set(new Face(new Blob(Uint8Array.from(await convert(font, 'sfnt')))).collectUnicodes());

/** What browsers and our styles ask of a font: spacing, ligatures, figures of one width, and formulas. */
const FEATURES = ['kern', 'mark', 'liga', 'tnum', 'ssty', 'rtlm'];

/** @param {string} folder */
export async function write(folder) {
  const inputs = [fileURLToPath(import.meta.url), ...FACES.map(({ file }) => file)];
  const sum = createHash('sha256');
  for (const input of inputs) sum.update(readFileSync(input));
  const stamp = `/* ${sum.digest('hex')} */`;
  const sheet = `${folder}/fonts.css`;
  if (existsSync(sheet) && readFileSync(sheet, 'utf8').startsWith(stamp)) return;

  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const rules = [];
  /** @type {Map<string, string>} */
  const ranges = new Map();
  /** What the parts of a face before this one have. @type {Map<string, Set<number>>} */
  const covered = new Map();
  for (const { family, weight, style, file, name, characters } of FACES) {
    const whole = readFileSync(file);
    const there = await charactersOf(whole);
    const face = `${family} ${weight} ${style}`;
    const before = covered.get(face) ?? new Set();
    const own = [...new Set(characters)]
      .filter((point) => there.has(point) && !before.has(point))
      .sort((a, b) => a - b);
    covered.set(face, new Set([...before, ...own]));
    const cut = await subset(whole, String.fromCodePoint(...own), {
      targetFormat: 'woff2',
      keepFeatures: FEATURES,
      noHinting: true,
    });
    writeFileSync(`${folder}/${name}.woff2`, cut);
    ranges.set(name, unicodeRange(own));
    rules.push(`@font-face {
  font-family: "${family}";
  font-weight: ${weight};
  font-style: ${style};
  font-display: optional;
  src: url("./${name}.woff2") format("woff2");${before.size > 0 ? `\n  unicode-range: ${unicodeRange(own)};` : ''}
}`);
  }
  const licences = new Set(FACES.map(({ licence }) => readFileSync(licence, 'utf8')));
  writeFileSync(`${folder}/LICENCE.txt`, [...licences].join('\n\n'));
  // On other people's pages the figures fetch theirs, which no policy forbids that lets them work.
  const fetched = FACES.filter(({ family }) => family !== 'Feedback Serif').map(
    ({ family, weight, style, name }) =>
      `{ family: '${family}', weight: '${weight}', style: '${style}', range: '${ranges.get(name)}', file: new URL('./${name}.woff2', import.meta.url).href }`,
  );
  writeFileSync(`${folder}/faces.js`, `export const FACES = [\n${fetched.join(',\n')},\n];\n`);
  writeFileSync(sheet, `${[stamp, ...rules].join('\n')}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await write(fileURLToPath(new URL('../fonts', import.meta.url)));
