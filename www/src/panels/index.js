// @ts-check
/** Every panel that is no curve, in the order in which they are offered. */

import { DIAGRAM } from './diagram.js';
import { HIDDEN } from './hidden.js';

/** @type {import('./panel.js').Panel[]} */
export const MORE = [HIDDEN, DIAGRAM];
