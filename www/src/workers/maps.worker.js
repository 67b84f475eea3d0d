// @ts-check
/** The part of the core that lays points out in a plane, and sees drawings as networks do. */

import * as core from '../../pkg/maps.js';
import { serve } from './serve.js';

serve(core, new URL('../../pkg/maps_bg.wasm', import.meta.url));
