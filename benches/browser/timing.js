/** How long a piece of work takes. */

/** Work is tried for this part of a window before it counts: compilers have seen it by then. */
const WARM = 0.5;
/** Fewer repetitions than this say little. */
const FEWEST = 3;

/**
 * A measurement, in milliseconds: so many repetitions as fill a window, and the same number every time.
 * @param {() => any} work a promise is waited for
 * @param {number} window milliseconds
 */
export async function timed(work, window) {
  const warm = async () => {
    const start = performance.now();
    let count = 0;
    for (; count < FEWEST || performance.now() - start < WARM * window; count++) await work();
    return (performance.now() - start) / count;
  };
  await warm();
  const count = Math.max(FEWEST, Math.round(window / (await warm())));
  return async () => {
    const start = performance.now();
    for (let i = 0; i < count; i++) await work();
    return (performance.now() - start) / count;
  };
}
