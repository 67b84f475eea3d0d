// @ts-check
/**
 * The fonts of the figures on anybody's page: rules with names of their own, which change nothing
 * that is there. Where the page allows no such stylesheet its own fonts have to do. A build of one
 * file has `fonts.offline.js` in its place.
 */

import address from '../../fonts/fonts.css?url';

if (!document.querySelector(`link[href="${address}"]`)) {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = address;
  document.head.append(link);
}
