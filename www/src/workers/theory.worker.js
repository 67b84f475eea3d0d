// @ts-check
/** The part of the core that computes the toy and the linear network. */

import * as core from '../../pkg/theory.js';
import { serve } from './serve.js';

serve(core, new URL('../../pkg/theory_bg.wasm', import.meta.url));
