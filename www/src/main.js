// @ts-check
/** Defines the elements, unless the page already has them, and lets the address speak of them. */

import { follow } from './address.js';
import { FeedbackLinear } from './elements/linear.js';
import { FeedbackToy } from './elements/toy.js';
import { watch } from './later.js';

for (const [name, element] of /** @type {const} */ ([
  ['feedback-toy', FeedbackToy],
  ['feedback-linear', FeedbackLinear],
]))
  if (!customElements.get(name)) customElements.define(name, element);

watch();
follow();
