// @ts-check
/** The link from the page to its source. */

import { execFileSync } from 'node:child_process';

/**
 * Where the source of this copy of the page is: SOURCE_URL, or what GitHub says while it builds,
 * or where the checkout came from. A copy of unknown origin has no link rather than a wrong one.
 */
function source() {
  const { SOURCE_URL, GITHUB_SERVER_URL, GITHUB_REPOSITORY } = process.env;
  if (SOURCE_URL) return SOURCE_URL;
  if (GITHUB_REPOSITORY) return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`;
  try {
    const git = ['config', '--get', 'remote.origin.url'];
    const origin = execFileSync('git', git, { encoding: 'utf8', stdio: 'pipe' }).trim();
    return origin.replace(/^git@([^:]+):/, 'https://$1/').replace(/\.git$/, '');
  } catch {
    return '';
  }
}

/** @param {string} html */
function withSource(html) {
  const url = URL.canParse(source()) ? new URL(source()) : undefined;
  const safe = url?.protocol === 'https:' && !url.username && !url.password;
  const link = safe ? `<a href="${url.href.replaceAll('"', '%22')}">Source code</a>.` : '';
  return html.replace('<!--source-->', link);
}

/** @returns {import('vite').Plugin} */
export const sourceLink = () => ({ name: 'source-link', transformIndexHtml: withSource });
