/** The program that takes steps natively: a line of JSON asks, a line of JSON answers. */

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** @param {string} program */
export function native(program) {
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    /** @param {import('./plan.js').Item} item */
    async measure({ settings, window }) {
      child.stdin.write(`${JSON.stringify({ settings, milliseconds: window })}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error('the native program has ended');
      return JSON.parse(value);
    },
    end: () => child.stdin.end(),
  };
}
