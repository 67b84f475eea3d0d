// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axes, fixed, power, short, svg, text } from '../../src/charts/frame.js';

test('numbers have a true minus sign, never a negative zero, and a dash where they are missing', () => {
  assert.equal(fixed(-1.25, 1), '−1.3');
  assert.equal(fixed(-0.001, 2), '0.00');
  assert.equal(fixed(Number.NaN, 2), '–');
  assert.equal(fixed(Number.POSITIVE_INFINITY, 2), '–');
});

test('short numbers keep three digits and use powers of ten where they help', () => {
  assert.equal(short(0.28125), '0.281');
  assert.equal(short(-12345), '−12300');
  assert.equal(short(4.5e-9), '4.5·10⁻⁹');
  assert.equal(short(0), '0');
  assert.equal(power(-12), '10⁻¹²');
  assert.equal(power(-1), '0.1');
});

test('text from outside cannot become markup', () => {
  const markup = text(0, 0, '<script>&"', 'tick');
  assert.ok(markup.includes('&lt;script&gt;&amp;&quot;'));
  const whole = svg({ width: 1, height: 1, label: '"><b>', layers: [] });
  assert.ok(!whole.includes('<b>'));
});

test('a chart is one complete image with a name', () => {
  const markup = svg({ width: 10, height: 20, label: 'What it shows', layers: ['<g/>'] }, '.a{}');
  assert.match(markup, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  assert.match(markup, /role="img" aria-label="What it shows"/);
  assert.match(markup, /<style>\.a\{\}<\/style><g\/><\/svg>$/);
});

test('a tick label gives way to the name of the axis', () => {
  const box = { left: 0, top: 0, width: 200, height: 100 };
  const ticks = [
    { at: 0, text: 'near' },
    { at: 195, text: 'far' },
  ];
  const markup = axes(box, ticks, [], 'step');
  assert.ok(markup.includes('near') && !markup.includes('far'));
});
