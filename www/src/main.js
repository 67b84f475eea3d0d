// @ts-check
/** Defines the elements, unless the page already has them, lets the address speak of them, and keeps the site. */

import { follow } from './address.js';
import { FeedbackLinear } from './elements/linear.js';
import { FeedbackToy } from './elements/toy.js';
import { watch } from './later.js';
import { keepSite } from './service/register.js';

for (const [name, element] of /** @type {const} */ ([
  ['feedback-toy', FeedbackToy],
  ['feedback-linear', FeedbackLinear],
]))
  if (!customElements.get(name)) customElements.define(name, element);

// From here on a figure is as high as it is.
addEventListener('feedback-ready', ({ target }) =>
  /** @type {Element} */ (target).classList.add('begun'),
);

watch();
follow();
keepSite('./sw.js');
