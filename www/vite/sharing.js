// @ts-check
/**
 * What other sites and telephones show of a page: its title, description and a picture. Addresses
 * are absolute, as most readers of such tags want them, where it is known under which address the
 * site will be: SITE_URL says so, or GitHub while it builds. Else they are relative.
 */

/** The picture, drawn with the posters. */
const SHARE = { file: 'posters/share.png', width: '1200', height: '630' };
const SHARE_ALT =
  'Feedback alignment, live: two ways from one start through the plane of two weights, and the angles of three rules to back-propagation, which fall.';
const TOUCH_ICON = { file: 'posters/touch-icon.png', sizes: '180x180' };

/**
 * The address of the site, with a slash at its end; empty where nobody knows it.
 * @param {Record<string, string | undefined>} environment
 */
export function home({ SITE_URL = '', GITHUB_REPOSITORY = '', GITHUB_SERVER_URL = '' }) {
  const [owner, name] = GITHUB_REPOSITORY.toLowerCase().split('/');
  const pages = name && ['', 'https://github.com'].includes(GITHUB_SERVER_URL);
  // A repository of this name is the owner's own page.
  const folder = name === `${owner}.github.io` ? '' : `${name}/`;
  const text = SITE_URL || (pages ? `https://${owner}.github.io/${folder}` : '');
  if (!text) return '';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error(`SITE_URL must be an address that begins with https://, but is ${text}`);
  return `${url.origin}${url.pathname.replace(/\/*$/, '/')}`;
}

/** The words of an element as they stand in HTML. @param {string} html @param {RegExp} pattern */
const found = (html, pattern) => html.match(pattern)?.[1].replace(/\s+/g, ' ').trim() ?? '';

/** What characters are that may be written otherwise in HTML. @type {Record<string, string>} */
const CHARACTERS = { amp: '&', lt: '<', gt: '>', quot: '"' };
/** @param {string} text as it stands in HTML, where it is going to be written again */
const plain = (text) => text.replace(/&(amp|lt|gt|quot);/g, (_, name) => CHARACTERS[name]);

/**
 * The tags of one page; none where it does not say what it is about.
 * @param {string} html
 * @param {string} path of the page in the site, as in `slides/index.html`
 * @param {string} site its address, or nothing
 * @returns {import('vite').HtmlTagDescriptor[]}
 */
export function tags(html, path, site) {
  const title = plain(found(html, /<title>([^<]*)<\/title>/));
  const description = plain(found(html, /<meta\s+name="description"\s+content="([^"]*)"/));
  if (!title || !description) return [];
  const up = '../'.repeat(path.split('/').length - 1);
  const address = (/** @type {string} */ file) => (site || up) + file;
  const page = site && site + path.replace(/(^|\/)index\.html$/, '$1');
  const property = (/** @type {string} */ name, /** @type {string} */ content) => ({
    tag: 'meta',
    attrs: { property: `og:${name}`, content },
  });
  return [
    ...(page ? [{ tag: 'link', attrs: { rel: 'canonical', href: page } }] : []),
    {
      tag: 'link',
      attrs: { rel: 'apple-touch-icon', sizes: TOUCH_ICON.sizes, href: up + TOUCH_ICON.file },
    },
    property('type', 'website'),
    property('title', title),
    property('description', description),
    ...(page ? [property('url', page)] : []),
    property('image', address(SHARE.file)),
    property('image:width', SHARE.width),
    property('image:height', SHARE.height),
    property('image:alt', SHARE_ALT),
    { tag: 'meta', attrs: { name: 'twitter:card', content: 'summary_large_image' } },
    { tag: 'meta', attrs: { name: 'twitter:title', content: title } },
    { tag: 'meta', attrs: { name: 'twitter:description', content: description } },
    { tag: 'meta', attrs: { name: 'twitter:image', content: address(SHARE.file) } },
    { tag: 'meta', attrs: { name: 'twitter:image:alt', content: SHARE_ALT } },
  ];
}

/** @returns {import('vite').Plugin} */
export const sharing = () => ({
  name: 'sharing',
  transformIndexHtml: {
    // After all that looks for files: these are not there yet.
    order: 'post',
    handler: (html, { path }) =>
      tags(html, path.replace(/^\//, ''), home(process.env)).map((tag) => ({
        ...tag,
        // What characters the page is written in has to be said in its first kilobyte.
        injectTo: 'head',
      })),
  },
});
