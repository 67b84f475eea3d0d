// @ts-check
/** The part of the core that computes the toy and the linear network. */

import * as core from '../../pkg/theory.js';
import wasm from '../../pkg/theory_bg.wasm?url';
import { serve } from './serve.js';

serve(core, wasm);
