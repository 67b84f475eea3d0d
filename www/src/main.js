// @ts-check
/** Defines the elements, unless the page already has them, and lets the address speak of them. */

import { follow } from './address.js';
import { FeedbackLinear } from './elements/linear.js';
import { FeedbackMnist } from './elements/mnist.js';
import { FeedbackToy } from './elements/toy.js';

for (const [name, element] of /** @type {const} */ ([
  ['feedback-toy', FeedbackToy],
  ['feedback-linear', FeedbackLinear],
  ['feedback-mnist', FeedbackMnist],
]))
  if (!customElements.get(name)) customElements.define(name, element);

follow();
