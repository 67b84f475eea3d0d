// @ts-check
// Writes pkg/schema.json: what the core says about its settings and rules, so that the page
// knows it while it is being bundled and need not ask. Run after every build of the core.
import { readFileSync, writeFileSync } from 'node:fs';
import { initSync, rules, schema } from '../pkg/feedback_alignment.js';

const pkg = new URL('../pkg/', import.meta.url);
initSync({ module: readFileSync(new URL('feedback_alignment_bg.wasm', pkg)) });

const settings = schema();
const depth = settings.network.find((/** @type {any} */ field) => field.key === 'hidden').default
  .length;

// The rules for one hidden layer (toy, linear network) and for the network that is shown first;
// other depths are asked of the core when somebody chooses them.
const known = Object.fromEntries([1, depth].map((hidden) => [hidden, rules(hidden)]));

writeFileSync(
  new URL('schema.json', pkg),
  `${JSON.stringify({ ...settings, rules: known }, null, 1)}\n`,
);
