// @ts-check
/** The part of the core that trains networks on images. */

import * as core from '../../pkg/networks.js';
import { serve } from './serve.js';

serve(core, new URL('../../pkg/networks_bg.wasm', import.meta.url));
