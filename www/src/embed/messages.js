// @ts-check
/**
 * What a frame and the page around it say to each other. Anybody may send anything: what is not
 * exactly a command is ignored.
 */

/** The mark of our messages. */
export const NAMESPACE = 'feedback-alignment';

/** More settings than any figure has, and longer lists than any of them takes. */
const MOST_KEYS = 100;
const LONGEST_LIST = 1000;

/**
 * A command, with what it takes. The two without a mark are what reveal.js says.
 * @typedef {{ cmd: 'slide:start' | 'slide:stop' | 'play' | 'pause' | 'restart' | 'get' }
 *   | { cmd: 'step', n: number } | { cmd: 'seek', k: number }
 *   | { cmd: 'set', state: Record<string, any> }} Command
 */

const SLIDES = ['slide:start', 'slide:stop'];

/**
 * What each command takes from a message: nothing stands for a message that will not do.
 * @type {Record<string, (data: any) => object | undefined>}
 */
const COMMANDS = {
  play: () => ({}),
  pause: () => ({}),
  restart: () => ({}),
  get: () => ({}),
  step: ({ n = 1 }) => (Number.isSafeInteger(n) ? { n } : undefined),
  seek: ({ k }) => (Number.isFinite(k) ? { k } : undefined),
  set: ({ state }) => (isState(state) ? { state } : undefined),
};

/** @param {any} data @returns {Command | undefined} */
export function read(data) {
  try {
    if (SLIDES.includes(data)) return { cmd: data };
    if (!isObject(data) || data.ns !== NAMESPACE) return undefined;
    const { cmd } = data;
    if (typeof cmd !== 'string' || !Object.hasOwn(COMMANDS, cmd)) return undefined;
    const rest = COMMANDS[cmd](data);
    return rest && /** @type {Command} */ ({ cmd, ...rest });
  } catch {
    // A message that was not copied can have getters, and they can throw.
    return undefined;
  }
}

/** @param {any} data */
const isObject = (data) => Object.prototype.toString.call(data) === '[object Object]';

/** Whether a figure can be asked for it at all; the figure says what is wrong with it. @param {any} state */
function isState(state) {
  if (!isObject(state)) return false;
  const values = Object.values(state);
  return (
    values.length <= MOST_KEYS &&
    values.every((value) => !Array.isArray(value) || value.length <= LONGEST_LIST)
  );
}

/**
 * Tells the page around the frame, if there is one. Whoever that is may hear it: there is nothing
 * in it but what is on screen, and so the target may be any origin.
 * @param {'ready' | 'size' | 'state' | 'error'} ev
 * @param {Record<string, unknown>} what
 */
export function tell(ev, what) {
  if (parent !== window) parent.postMessage({ ns: NAMESPACE, ev, ...what }, '*');
}

/**
 * Tells the deck around the frame to do what a key means there, in the words of reveal.js.
 * @param {string} method
 */
export const askDeck = (method) => parent.postMessage(JSON.stringify({ method }), '*');
