// @ts-check
/**
 * The three elements for anybody's page: whoever has loaded this can use them, whenever and
 * wherever they come into the document. Several copies get along: the first one defines them.
 */

import './fonts.js';
import { Figure } from '../elements/figure.js';
import { FeedbackLinear } from '../elements/linear.js';
import { FeedbackMnist } from '../elements/mnist.js';
import { FeedbackToy } from '../elements/toy.js';
import { home } from './home.js';

Figure.home = () => home;

for (const [name, element] of /** @type {const} */ ([
  ['feedback-toy', FeedbackToy],
  ['feedback-linear', FeedbackLinear],
  ['feedback-mnist', FeedbackMnist],
]))
  if (!customElements.get(name)) customElements.define(name, element);
