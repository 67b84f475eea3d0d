// @ts-check
/**
 * What a run of the tests prints: every failure in full, one line for each file, and at the end the
 * counts, the slowest tests and what was skipped. Passing tests print nothing.
 *
 *     node --test --test-reporter ./tests/reporter.js tests/unit/*.test.js
 *
 * DURATIONS names a file for the time of each test, as JSON: [{ name, file, ms }].
 *
 * Node runs files side by side but delivers their events in the order of the files. What is printed
 * at once of a later file is therefore only that it has ended.
 */

import { writeFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { Transform } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

/** @typedef {import('node:test/reporters').TestEvent} TestEvent */
/** @typedef {{ name: string, file: string, line: number, ms: number }} Timed */
/**
 * @typedef {object} File
 * @property {string} name
 * @property {number | null} start the time when it began
 * @property {number} ms what it took, by its end
 * @property {boolean} ended its process has ended
 * @property {boolean} printed its line is out
 * @property {string} test which of its tests runs
 * @property {Record<'passed' | 'failed' | 'skipped', number>} counts
 */

/** In milliseconds: silence after which the running files are named, and how often to look. */
const TIMES = { silence: 8000, tick: 500 };
const SLOWEST = 10;
/** What Node says of every run. */
const COUNTS = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/;

const time = (/** @type {number} */ ms) =>
  ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`;
const indented = (/** @type {string} */ text, by = '    ') => text.replace(/^(?=.)/gm, by);

/** An error's message and stack without Node's own frames, and what caused it. @param {any} error @returns {string} */
function explained(error) {
  if (!(error instanceof Error)) return String(error);
  const lines = (error.stack ?? String(error)).split('\n');
  const own = lines.filter(
    (line) => !/^\s+at .*\(?node:/.test(line) && !/^\s+at async Promise/.test(line),
  );
  // Deserialized errors may have a stack without the message.
  if (!own.join('\n').includes(error.message)) own.unshift(String(error));
  const text = stripVTControlCharacters(own.join('\n'))
    .replace(/file:\/\/[^\s):]+/g, (url) => fileURLToPath(url))
    .replaceAll(process.cwd() + sep, '');
  return error.cause === undefined ? text : `${text}\nCaused by: ${explained(error.cause)}`;
}

/** What a test failed with: node:test wraps it. @param {any} error */
function failure({ failureType, message, cause, exitCode, signal }) {
  const told = cause instanceof Error ? explained(cause) : message;
  if (failureType === 'hookFailed') return `${message}\n${told}`;
  if (exitCode || signal) return `its process ended with ${signal ?? `code ${exitCode}`}`;
  return told;
}

/** A path as it is seen from where the tests were started. @param {string} path */
const shown = (path) => relative(process.cwd(), path).replaceAll('\\', '/');

export default class Reporter extends Transform {
  #times;
  /** @type {Map<string, File>} in the order in which their events come */
  #files = new Map();
  /** @type {Timed[]} */
  #timed = [];
  /** @type {string[]} */
  #failed = [];
  /** Tests by the reason why they were skipped. @type {Map<string, string[]>} */
  #skipped = new Map();
  #lastOutput = Date.now();
  #lastEvent = Date.now();

  constructor(times = TIMES) {
    super({ writableObjectMode: true });
    this.#times = times;
    const timer = setInterval(() => this.#tick(), times.tick);
    this.on('close', () => clearInterval(timer));
  }

  /** @param {string} text */
  #print(text) {
    this.#lastOutput = Date.now();
    this.push(`${text}\n`);
  }

  /**
   * @param {TestEvent} event
   * @param {string} _encoding
   * @param {() => void} done
   */
  _transform(event, _encoding, done) {
    this.#lastEvent = Date.now();
    const { type, data } = /** @type {{ type: string, data: any }} */ (event);
    if (type === 'test:diagnostic') {
      if (!COUNTS.test(data.message)) this.#print(`\n${data.message}`);
    } else if (data?.file) this.#take(type, data);
    done();
  }

  /** @param {string} type @param {any} data */
  #take(type, data) {
    const file = this.#file(data.file);
    // The process of a file is a test, too, with the path as its name.
    const whole = data.nesting === 0 && data.name && resolve(data.name) === data.file;
    if (type === 'test:dequeue') {
      if (whole) file.start = Date.now();
      else file.test = data.name;
    } else if (type === 'test:complete' && whole) this.#end(file, data.details);
    else if (type === 'test:stdout' || type === 'test:stderr') {
      this.#printEnded(file);
      const text = data.message.trimEnd();
      if (text) this.#print(`  ${file.name}: ${text}`);
    } else if (type === 'test:pass' || type === 'test:fail') {
      this.#printEnded(file);
      this.#result(file, type === 'test:pass', data, whole);
    }
  }

  /** @param {string} path */
  #file(path) {
    let file = this.#files.get(path);
    if (!file) {
      const counts = { passed: 0, failed: 0, skipped: 0 };
      file = {
        name: shown(path),
        start: null,
        ms: 0,
        ended: false,
        printed: false,
        test: '',
        counts,
      };
      this.#files.set(path, file);
    }
    return file;
  }

  /** @param {File} file @param {{ duration_ms: number, passed?: boolean }} details */
  #end(file, { duration_ms, passed }) {
    file.ms = duration_ms;
    file.ended = true;
    const before = [...this.#files.values()].find(({ printed }) => !printed);
    if (passed === false && before && before !== file)
      this.#print(`${file.name} has failed: its failures follow when ${before.name} has ended`);
  }

  /**
   * @param {File} file
   * @param {boolean} passed
   * @param {any} data
   * @param {boolean} whole of the file's process, not of a test
   */
  #result(file, passed, data, whole) {
    const { name, details, line } = data;
    const suite = details.type === 'suite';
    const byPart = details.error?.failureType === 'subtestsFailed';
    if (whole ? passed : suite && (passed || byPart)) return;
    const place = whole ? file.name : `${file.name}:${line}`;
    const reason = data.skip ?? data.todo;
    if (reason !== undefined && reason !== false) {
      const kind = data.skip === undefined ? 'to do' : 'no reason given';
      const key = typeof reason === 'string' && reason ? reason : kind;
      this.#skipped.set(key, [...(this.#skipped.get(key) ?? []), `${name} (${place})`]);
      file.counts.skipped += 1;
      return;
    }
    if (!whole) this.#timed.push({ name, file: file.name, line, ms: details.duration_ms });
    if (passed) {
      file.counts.passed += 1;
      return;
    }
    // Its parts have said what failed.
    if (byPart) return;
    file.counts.failed += 1;
    const title = whole ? `${file.name} as a whole` : `${name} (${place})`;
    this.#failed.push(title);
    const told = indented(failure(details.error));
    this.#print(`\n✖ ${title}, ${time(details.duration_ms)}\n${told}\n`);
  }

  /** Prints the lines of files that have ended, up to the first whose events still come. @param {File} [until] */
  #printEnded(until) {
    for (const file of this.#files.values()) {
      if (file === until || !file.ended) return;
      if (file.printed) continue;
      file.printed = true;
      const { passed, failed, skipped } = file.counts;
      const mark = failed > 0 ? '✖' : '✔';
      const parts = [
        `${passed} passed`,
        failed && `${failed} failed`,
        skipped && `${skipped} skipped`,
      ];
      this.#print(`${mark} ${file.name}: ${parts.filter(Boolean).join(', ')}, ${time(file.ms)}`);
    }
  }

  #tick() {
    const now = Date.now();
    if (now - this.#lastEvent >= this.#times.tick) this.#printEnded();
    if (now - this.#lastOutput < this.#times.silence) return;
    const named = [...this.#files.values()].flatMap(({ name, start, ended, test }) => {
      const which = test && ` in “${test}”`;
      return start === null || ended ? [] : `${name}${which} (${time(now - start)})`;
    });
    this.#print(`  … running: ${named.join(', ') || 'nothing yet'}`);
  }

  /** @param {() => void} done */
  _flush(done) {
    this.#printEnded();
    const files = [...this.#files.values()];
    const sum = (/** @type {keyof File['counts']} */ key) =>
      files.reduce((sum, { counts }) => sum + counts[key], 0);
    this.#print(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);

    const slowest = this.#timed.toSorted((a, b) => b.ms - a.ms).slice(0, SLOWEST);
    if (slowest.length > 0) this.#print('\nThe slowest tests:');
    for (const { name, file, line, ms } of slowest)
      this.#print(`  ${time(ms).padStart(7)}  ${name} (${file}:${line})`);

    for (const [reason, tests] of this.#skipped)
      this.#print(`\n${tests.length} skipped: ${reason}\n${indented(tests.join('\n'), '  ')}`);

    if (this.#failed.length > 0)
      this.#print(`\nWhat failed:\n${indented(this.#failed.join('\n'), '  ')}`);

    const { DURATIONS } = process.env;
    const durations = this.#timed.map(({ name, file, ms }) => ({ name, file, ms }));
    if (DURATIONS) writeFileSync(DURATIONS, `${JSON.stringify(durations)}\n`);
    done();
  }
}
