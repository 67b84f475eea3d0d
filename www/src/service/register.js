// @ts-check
/**
 * Sees to it that the site is kept for visits without a network, once the page has all it needs
 * itself. A build of one file has `register.offline.js` in its place.
 */

/** @param {string} script the service worker, relative to the page */
export function keepSite(script) {
  // Pages from insecure origins have none, and the development server must not be outdated.
  if (!import.meta.env.PROD || !navigator.serviceWorker) return;
  // Who pays for every byte has not asked for these.
  if (/** @type {any} */ (navigator).connection?.saveData) return;
  // Where it is not allowed, the page is as good as before.
  const register = () => navigator.serviceWorker.register(script).catch(() => {});
  if (document.readyState === 'complete') register();
  else addEventListener('load', register, { once: true });
}
