/** How long a piece of work takes. */

/** Work is tried for this part of a window before it counts: compilers have seen it by then. */
const WARM = 0.5;
/** A window is cut into so many pieces, of which the shortest counts: others had to share the processor. */
const PIECES = 8;
/** Pieces of at least this, however slow the work is. */
const FEWEST = 3;
/** Shorter pieces say little, for clocks of pages are coarse. */
const SHORTEST_MS = 8;

/**
 * A measurement, in milliseconds: the same number of repetitions every time, which fill a window.
 * @param {() => any} work a promise is waited for
 * @param {number} window milliseconds
 */
export async function timed(work, window) {
  const run = async (/** @type {(count: number, ms: number) => boolean} */ goesOn) => {
    const start = performance.now();
    for (let count = 0; ; ) {
      await work();
      const ms = performance.now() - start;
      if (!goesOn(++count, ms)) return ms / count;
    }
  };
  const warm = () => run((count, ms) => count < FEWEST || ms < WARM * window);
  await warm();
  const ms = await warm();
  const piece = Math.max(1, Math.round(Math.max(SHORTEST_MS, window / PIECES) / ms));
  const pieces = Math.max(FEWEST, Math.round(window / (piece * ms)));
  return async () => {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < pieces; i++) least = Math.min(least, await run((count) => count < piece));
    return least;
  };
}
