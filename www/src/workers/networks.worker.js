// @ts-check
/** The part of the core that trains networks on images. */

import * as core from '../../pkg/networks/feedback_alignment.js';
import { serve } from './serve.js';

serve(core, new URL('../../pkg/networks/feedback_alignment_bg.wasm', import.meta.url));
