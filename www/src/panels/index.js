// @ts-check
/** Every panel that is no curve, in the order in which they are offered. */

import { confusion } from './confusion.js';
import { draw } from './draw.js';
import { fields } from './fields.js';
import { HIDDEN as hidden } from './hidden.js';
import { mistakes } from './mistakes.js';

/** @type {import('./panel.js').Panel[]} */
export const MORE = [confusion, mistakes, fields, hidden, draw];
