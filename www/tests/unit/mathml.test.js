// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mathml } from '../../src/elements/mathml.js';

/** The markup inside `<math>`, with what keeps fences small left out. @param {string} text */
const inner = (text) =>
  mathml(text)
    .replace(/^<math class="math">|<\/math>$/g, '')
    .replaceAll(' lspace="0" rspace="0" stretchy="false"', '!')
    .replaceAll('<mspace width="0.17em"/>', ' ');

const T = '<mi mathvariant="normal">T</mi>';

/** @type {[text: string, markup: string][]} */
const FORMULAS = [
  ['ρ', '<mi>ρ</mi>'],
  ['→', '<mo>→</mo>'],
  ['C₀', '<msub><mi>C</mi><mn>0</mn></msub>'],
  ['½E²', '<mn>½</mn><msup><mi>E</mi><mn>2</mn></msup>'],
  ['BEAᵀ', `<mi>B</mi><mi>E</mi><msup><mi>A</mi>${T}</msup>`],
  ['W₂ᵀ', `<msubsup><mi>W</mi><mn>2</mn>${T}</msubsup>`],
  ['W⁺E', '<msup><mi>W</mi><mo>+</mo></msup><mi>E</mi>'],
  ['10⁻¹²', '<msup><mn>10</mn><mrow><mo>−</mo><mn>1</mn><mn>2</mn></mrow></msup>'],
  ['|E| < 0.01', '<mo!>|</mo><mi>E</mi><mo!>|</mo><mo>&lt;</mo><mn>0.01</mn>'],
  ['‖E‖²', '<mo!>‖</mo><mi>E</mi><msup><mo!>‖</mo><mn>2</mn></msup>'],
  [
    'Ẇ = E Aᵀ',
    `<mover accent="true"><mi>W</mi><mo>˙</mo></mover><mo>=</mo><mi>E</mi> <msup><mi>A</mi>${T}</msup>`,
  ],
  ['2BW − A²', '<mn>2</mn><mi>B</mi><mi>W</mi><mo>−</mo><msup><mi>A</mi><mn>2</mn></msup>'],
  ['U(-s, s)', '<mi>U</mi><mo!>(</mo><mo!>−</mo><mi>s</mi><mo>,</mo><mi>s</mi><mo!>)</mo>'],
  ['tr(B E)', '<mi>tr</mi><mo!>(</mo><mi>B</mi> <mi>E</mi><mo!>)</mo>'],
  [
    'n_out ≤ n_hidden',
    '<msub><mi>n</mi><mi>out</mi></msub><mo>≤</mo><msub><mi>n</mi><mi>hidden</mi></msub>',
  ],
  ['f′(a₁)', '<mi>f</mi><mo!>′</mo><mo!>(</mo><msub><mi>a</mi><mn>1</mn></msub><mo!>)</mo>'],
  ['δW = −δa', '<mi>δ</mi><mi>W</mi><mo>=</mo><mo!>−</mo><mi>δ</mi><mi>a</mi>'],
  [') ⊙ f', '<mo!>)</mo><mo>⊙</mo><mi>f</mi>'],
];

for (const [text, markup] of FORMULAS)
  test(`${text} is set as MathML`, () => assert.equal(inner(text), markup));

test('a dot above is the same, composed or not', () => {
  assert.equal(mathml('V\u0307'), mathml('V\u0307'.normalize('NFC')));
  assert.equal(mathml('\u1E86'), mathml('W\u0307'));
  assert.equal(
    inner('a ≠ b')
      .match(/<mo>(.*)<\/mo>/)?.[1]
      .normalize('NFC'),
    '≠',
  );
});

test('every element is closed, in order', () => {
  for (const [text] of FORMULAS) {
    /** @type {string[]} */
    const open = [];
    for (const [, close, name, empty] of mathml(text).matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g))
      if (close) assert.equal(open.pop(), name, text);
      else if (!empty) open.push(name);
    assert.deepEqual(open, [], text);
  }
});

test('nothing that is read ends up as markup', () => {
  const markup = inner('<b onclick="x">&');
  assert.equal(markup.replace(/<\/?m\w+!?>| /g, ''), '&lt;bonclick=&quot;x&quot;&gt;&amp;');
});
