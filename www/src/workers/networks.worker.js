// @ts-check
/** The part of the core that trains networks on images. */

import * as core from '../../pkg/networks.js';
import wasm from '../../pkg/networks_bg.wasm?url';
import { serve } from './serve.js';

serve(core, wasm);
