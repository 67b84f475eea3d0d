// @ts-check
/** The part of the core that computes the toy and the linear network. */

import * as core from '../../pkg/theory/feedback_alignment.js';
import { serve } from './serve.js';

serve(core, new URL('../../pkg/theory/feedback_alignment_bg.wasm', import.meta.url));
