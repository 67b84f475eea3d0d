// @ts-check
/** Every panel that is no curve, in the order in which they are offered. */

import { confusion } from './confusion.js';
import { DIAGRAM } from './diagram.js';
import { draw } from './draw.js';
import { fields } from './fields.js';
import { HIDDEN } from './hidden.js';
import { mistakes } from './mistakes.js';

/** @type {import('./panel.js').Panel[]} */
export const MORE = [confusion, mistakes, fields, HIDDEN, DIAGRAM, draw];
