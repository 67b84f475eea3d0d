// @ts-check
/** The part of the core that lays points out in a plane, and sees drawings as networks do. */

import * as core from '../../pkg/maps.js';
import wasm from '../../pkg/maps_bg.wasm?url';
import { serve } from './serve.js';

serve(core, wasm);
