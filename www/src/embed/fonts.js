// @ts-check
/**
 * The fonts of the figures on anybody's page, under names of their own, which change nothing that is
 * there. Where they do not come the page's have to do. A build of one file has `fonts.offline.js` in
 * its place.
 */

import { FACES } from '../../fonts/faces.js';

const known = new Set([...document.fonts].map(({ family }) => family.replaceAll('"', '')));

for (const { family, weight, style, range, file } of FACES)
  if (!known.has(family))
    fetch(file)
      .then((answer) => answer.arrayBuffer())
      .then((bytes) => new FontFace(family, bytes, { weight, style, unicodeRange: range }))
      .then((face) => document.fonts.add(face))
      .catch(() => {});
