// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { POSTERS } from '../../posters/list.js';
import { placed, poster } from '../../posters/paper.js';
import { EXPERIMENTS } from '../../src/state/experiments.js';

const picture =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" width="200" height="100" fill="red"><g></g></svg>';

test('a picture is as large as it can be in its box, and in the middle of it', () => {
  assert.equal(
    placed(picture, { left: 10, top: 20, width: 400, height: 400 }),
    '<svg x="10" y="120" width="400" height="200" viewBox="0 0 200 100" fill="red"><g></g></svg>',
  );
  assert.throws(() => placed('<p></p>', { left: 0, top: 0, width: 1, height: 1 }), /no size/);
});

test('a poster has the shape of a slide, and what is in its title is text', () => {
  const svg = poster(picture, 'A < B', 'C');
  assert.match(svg, /^<svg xmlns="[^"]+" viewBox="0 0 960 540" width="960" height="540">/);
  assert.match(svg, />A &lt; B<\/text>/);
});

test('a poster of an experiment shows curves, at a step that its run has', () => {
  for (const { figure, id, name, step, trained, state } of POSTERS) {
    if (figure !== 'mnist') continue;
    const experiment = EXPERIMENTS.find((one) => one.id === id);
    const moment = step ?? trained;
    assert.ok(moment && moment <= experiment?.state.budget, name);
    assert.ok(state.panels.length > 0, name);
  }
});
