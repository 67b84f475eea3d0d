// @ts-check
/** How workers begin where all is in one file: from text that is part of this code. */

import Files from './files.worker.js?worker&inline';
import Maps from './maps.worker.js?worker&inline';
import Networks from './networks.worker.js?worker&inline';
import Theory from './theory.worker.js?worker&inline';

export const theory = () => new Theory({ name: 'theory' });
export const networks = () => new Networks({ name: 'networks' });
export const maps = () => new Maps({ name: 'maps' });
export const files = () => new Files({ name: 'files' });
