// @ts-check
/** The digits that are part of this code where all is in one file: a part of the page's own. */

import checkImages from '../../public/data/t10k-images-idx3-ubyte.gz?first=1000';
import checkLabels from '../../public/data/t10k-labels-idx1-ubyte.gz?first=1000';
import trainImages from '../../public/data/train-images-idx3-ubyte.gz?first=4000';
import trainLabels from '../../public/data/train-labels-idx1-ubyte.gz?first=4000';
import { bytes } from './packed.js';

/** What the function `page` of files.js is told: the files themselves. */
export const shipped = async () =>
  Object.entries({ trainImages, trainLabels, checkImages, checkLabels }).map(
    ([name, packed]) => new File([bytes(packed)], name),
  );
