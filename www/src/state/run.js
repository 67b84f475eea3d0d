// @ts-check
/**
 * A run as a file: the settings that determine it, what was seen of it, and the fingerprints by
 * which anybody can tell whether the same run came out once more.
 */

import { clipped } from './errors.js';
import { read, usual } from './table.js';

/** @typedef {import('../workers/lane.js').Track} Track */
/** @typedef {import('./table.js').Table} Table */

/**
 * @typedef {object} Run
 * @property {Record<string, any>} settings those that differ from the defaults
 * @property {string} digits where they came from
 * @property {Track[]} tracks
 */

const FORMAT = 'feedback-alignment run';
const VERSION = 1;

/** A file may be larger than any that was written here, but not by much. */
export const MOST_BYTES = 64 * 2 ** 20;
const MOST_LOOKS = 10_000;
const MOST_NUMBERS = 1024;

/** Numbers of a look, and lists of them. */
const NUMBERS = [
  ...['step', 'samples', 'epochs', 'loss', 'accuracy', 'training_loss', 'training_accuracy'],
  ...['classes', 'milliseconds'],
];
const LISTS = ['angles', 'magnitude_ratios', 'weight_angles', 'codes', 'confusion'];
/** What files of an earlier program do not have. */
const ADDED = ['codes'];

/** JSON has no word for what is no number: it becomes null, and comes back. */
const number = (/** @type {unknown} */ value) => (value === null ? Number.NaN : value);

/**
 * @param {Table} table
 * @param {Record<string, any>} state
 * @param {Track[]} tracks
 * @param {string} digits
 */
export function writeRun(table, state, tracks, digits) {
  const unchanged = usual(table);
  const settings = Object.fromEntries(
    Object.entries(state).filter(
      ([key, value]) =>
        key in unchanged && JSON.stringify(value) !== JSON.stringify(unchanged[key]),
    ),
  );
  return JSON.stringify({ format: FORMAT, version: VERSION, digits, settings, tracks }, null, 1);
}

/**
 * @param {string} text
 * @param {Table} table
 * @returns {Run}
 * @throws {Error} with one sentence
 */
export function readRun(text, table) {
  const file = parse(text);
  if (file?.format !== FORMAT)
    throw new Error(`a run must say that its format is “${FORMAT}”, but this file does not`);
  if (file.version !== VERSION)
    throw new Error(`version must be ${VERSION}, but is ${clipped(JSON.stringify(file.version))}`);
  const { settings } = read(table, file.settings);
  const unknown = Object.keys(settings).find((key) => !table.some((row) => row.key === key));
  if (unknown) throw new Error(`settings has ${clipped(unknown)}, which is no setting`);
  const known = table.find(({ key }) => key === 'rules')?.choices?.map(({ id }) => id) ?? [];
  if (!Array.isArray(file.tracks) || file.tracks.length > known.length)
    throw new Error(`tracks must be a list of at most ${known.length} rules`);
  return {
    settings,
    digits: typeof file.digits === 'string' ? clipped(file.digits) : '',
    tracks: file.tracks.map((/** @type {any} */ track) => readTrack(track, known)),
  };
}

/** @param {string} text @returns {any} */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('a run must be a JSON file, but this is none');
  }
}

/** @param {any} track @param {string[]} known @returns {Track} */
function readTrack(track, known) {
  if (!known.includes(track?.rule))
    throw new Error(
      `rule must be one of ${known.join(', ')}, but is ${clipped(JSON.stringify(track?.rule) ?? 'missing')}`,
    );
  const { rule, snapshots, fingerprint, diverged } = track;
  if (!Array.isArray(snapshots) || snapshots.length > MOST_LOOKS)
    throw new Error(`snapshots of ${rule} must be a list of at most ${MOST_LOOKS}`);
  const looks = snapshots.map((snapshot) => readLook(snapshot, rule));
  if (looks.some(({ step }, i) => !(step > (looks[i - 1]?.step ?? -1))))
    throw new Error(`snapshots of ${rule} must be in the order of their steps`);
  return {
    rule,
    snapshots: looks,
    fingerprint: /^[0-9a-f]{16}$/.test(fingerprint) ? fingerprint : '',
    stepMilliseconds: Number.NaN,
    stepsPerEpoch: Number(track.stepsPerEpoch) || 0,
    parameters: Number(track.parameters) || 0,
    diverged: Number.isInteger(diverged) ? diverged : undefined,
  };
}

/** @param {any} snapshot @param {string} rule @returns {any} */
function readLook(snapshot, rule) {
  const fault = (/** @type {string} */ key, /** @type {string} */ what) => {
    throw new Error(`${key} in a snapshot of ${rule} must be ${what}`);
  };
  const numbers = NUMBERS.map((key) => {
    const value = number(snapshot?.[key]);
    return [key, typeof value === 'number' ? value : fault(key, 'a number')];
  });
  const lists = LISTS.map((key) => {
    const list = snapshot?.[key] ?? (ADDED.includes(key) ? [] : undefined);
    const fits =
      Array.isArray(list) &&
      list.length <= MOST_NUMBERS &&
      list.every((value) => typeof number(value) === 'number');
    return [key, fits ? list.map(number) : fault(key, `a list of at most ${MOST_NUMBERS} numbers`)];
  });
  return Object.fromEntries([...numbers, ...lists]);
}
