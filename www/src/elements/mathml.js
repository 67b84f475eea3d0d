// @ts-check
/**
 * Mathematics as MathML, from text such as `Ẇ = E Aᵀ`: Unicode itself says what is raised, lowered
 * and dotted, so that formulas can be read where they are written.
 */

import { escapeText, tag } from '../charts/frame.js';

/**
 * Space between two values, other space; or a word, number or sign with its marks, what is below
 * it, and what is above it.
 */
const ATOM =
  /(?<=[\p{L}\p{N}⁺])( )(?=[\p{L}\p{N}])|\s+|((?:[a-z]{2,}|\d+(?:\.\d+)?|.)\p{M}*)(?:_(\w+)|([₀-₎ₐ-ₜᵢ-ᵪ]*))([²³¹⁰-ⁿᵀ]*)/gu;

/** A minus after these, or at the beginning, is a sign and not an operation. */
const OPEN = /(^|[=≠<>≤≥←→~([{,]) ?$/;

/** @param {string} text @param {boolean} [sign] whether it is the sign of what follows */
function leaf(text, sign) {
  const name = /\p{L}/u.test(text) ? 'mi' : /\p{N}/u.test(text) ? 'mn' : 'mo';
  const tight = sign || /[()[\]{}|‖′]/.test(text);
  return tag(name, tight ? { lspace: '0', rspace: '0', stretchy: 'false' } : {}, escapeText(text));
}

/** A letter under its marks; anything else. @param {string} text @param {boolean} sign */
function marked(text, sign) {
  const [core, ...marks] = text.normalize('NFD').split(/(?=[\u0302\u0307])/);
  const over = (/** @type {string} */ below, /** @type {string} */ mark) =>
    tag('mover', { accent: 'true' }, below + tag('mo', {}, mark === '\u0307' ? '˙' : '^'));
  return marks.reduce(over, leaf(core, sign));
}

/** What is raised or lowered, at its usual height; the T of a transpose is no variable. @param {string} text */
function script(text) {
  const leaves = Array.from(text, (part) =>
    part === 'ᵀ' ? tag('mi', { mathvariant: 'normal' }, 'T') : leaf(part.normalize('NFKD')),
  );
  return leaves[1] ? tag('mrow', {}, leaves.join('')) : leaves[0];
}

/**
 * Letters are slanted, capitals side by side are factors, words such as `tr` upright.
 * @param {string} text
 */
export function mathml(text) {
  const markup = text.replaceAll('-', '−').replace(ATOM, (_, apart, base, word, low, high, at) => {
    if (!base) return apart ? '<mspace width="0.17em"/>' : '';
    const core = marked(base, /[+−]/.test(base) && OPEN.test(text.slice(0, at)));
    const scripts = [word ? leaf(word) : low && script(low), high && script(high)];
    const name = ['m', word || low ? 'sub' : '', high ? 'sup' : ''].join('');
    return name === 'm' ? core : tag(name, {}, core + scripts.join(''));
  });
  return tag('math', { class: 'math' }, markup);
}
