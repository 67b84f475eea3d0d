// @ts-check
/**
 * Who works with the keyboard is somewhere. What has the focus may go away, or be disabled, by what it
 * did: then the focus goes to the group around it, from where Tab goes on, and not to the page's top.
 */

/**
 * @param {HTMLElement | DocumentFragment} root
 * @param {() => void} work that may take away what has the focus
 */
export function keepingFocus(root, work) {
  const before = /** @type {any} */ (root).activeElement;
  /** @type {HTMLElement[]} */
  const around = [];
  for (let place = before?.parentElement; place; place = place.parentElement) around.push(place);
  work();
  if (!before || (before.isConnected && !before.disabled)) return;
  const group = around.find((place) => place.isConnected && place.matches('[role=group]'));
  if (!group) return;
  if (!group.hasAttribute('tabindex')) group.tabIndex = -1;
  group.focus();
}
