// @ts-check
/** Colours by the names that the stylesheet gives them. */

/**
 * What a name stands for in the theme that a figure is in. A name itself only stands for words,
 * `light-dark(…)`, which are a colour where an element has it.
 * @param {{ renderRoot: ParentNode }} figure
 * @param {string} name
 */
export function colourOf({ renderRoot }, name) {
  const probe = document.createElement('i');
  probe.style.color = `var(${name})`;
  renderRoot.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
