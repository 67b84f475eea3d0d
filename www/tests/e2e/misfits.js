// @ts-check
/** What does not fit on a slide: beyond its borders, too small, over other words, or out of reach. */

/** What is 18 px large when all has room may shrink to this where a font is wide. */
const LEAST = 14;

/**
 * By slide, a few faults of each kind.
 * @param {import('playwright-core').Page} page
 * @param {string} selector of slides, all of which are shown
 */
export const misfits = (page, selector) =>
  page.evaluate(
    ([selector, least]) => {
      /** Elements that are shown, and those in their shadow trees. @param {Element | ShadowRoot} root @returns {Element[]} */
      const within = (root) =>
        [...root.querySelectorAll('*')].flatMap((one) =>
          one.closest('.notes, .unseen, details:not([open]) > :not(summary)') ||
          !one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
            ? []
            : [one, ...(one.shadowRoot ? within(one.shadowRoot) : [])],
        );
      const name = (/** @type {Element} */ one) =>
        `${one.localName} “${one.textContent?.trim().slice(0, 30)}”`;
      const words = (/** @type {Element} */ one) =>
        [...one.childNodes].filter((node) => node.nodeType === 3 && node.nodeValue?.trim());
      /** Boxes of lines of words. @param {Element} one */
      const lines = (one) =>
        words(one).flatMap((node) => {
          const range = document.createRange();
          range.selectNodeContents(node);
          return [...range.getClientRects()].map((box) => ({ one, box }));
        });
      /** The box that cuts off what stands out of it, if any. @param {Element} one */
      const cutter = (one) => {
        for (let up = one.parentElement; up && up !== document.body; up = up.parentElement)
          if (getComputedStyle(up).overflowY !== 'visible') return up.getBoundingClientRect();
      };
      const few = (/** @type {string[]} */ all) => all.slice(0, 5);

      return [...document.querySelectorAll(selector)].map((slide) => {
        const frame = slide.getBoundingClientRect();
        const scale = frame.width / 960;
        const all = within(slide);
        const out = all.flatMap((one) => {
          const box = one.getBoundingClientRect();
          // What a drawing cuts off is cut off.
          const part = one instanceof SVGElement && one.ownerSVGElement && one.localName !== 'text';
          const over = Math.max(
            box.right - frame.right,
            box.bottom - frame.bottom,
            frame.left - box.left,
            frame.top - box.top,
          );
          return !part && over > scale && box.width > 0
            ? [`${name(one)} stands out by ${Math.round(over)}`]
            : [];
        });
        // Below and on the right one may scroll.
        const cut = all.flatMap((one) => {
          if (!(one instanceof HTMLElement) || !one.matches('button, a, h2, h3, p')) return [];
          const [box, edge] = [one.getBoundingClientRect(), cutter(one)];
          const off = edge && Math.max(edge.top - box.top, edge.left - box.left);
          return off && off > scale ? [`${name(one)} is cut by ${Math.round(off)}`] : [];
        });
        const small = all.flatMap((one) => {
          // In a formula an index is small.
          if (words(one).length === 0 || one.closest('math')) return [];
          // A figure says how much larger it is shown than it is laid out.
          const style = getComputedStyle(one);
          const unit = Number(style.getPropertyValue('--unit')) || 1;
          const zoom = Number(/** @type {HTMLElement} */ (slide).style.zoom) || 1;
          const drawn = one instanceof SVGGraphicsElement ? one.getScreenCTM()?.a : undefined;
          const size = Number.parseFloat(style.fontSize) * (drawn ? drawn / scale : unit * zoom);
          return size < least ? [`${name(one)} has ${size.toFixed(1)} px`] : [];
        });
        const written = all.filter((one) => !one.closest('math')).flatMap(lines);
        const over = written.flatMap(({ one, box }, i) =>
          written.slice(i + 1).flatMap(({ one: other, box: there }) => {
            const wide = Math.min(box.right, there.right) - Math.max(box.left, there.left);
            const high = Math.min(box.bottom, there.bottom) - Math.max(box.top, there.top);
            const lower = Math.min(box.height, there.height);
            return one !== other && wide > 2 * scale && high > 0.4 * lower
              ? [`${name(one)} and ${name(other)}`]
              : [];
          }),
        );
        return { id: slide.id, out: few([...out, ...cut]), small: few(small), over: few(over) };
      });
    },
    /** @type {const} */ ([selector, LEAST]),
  );
