// @ts-check
// What a frame takes for a command, and what it does not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NAMESPACE as ns, read } from '../../src/embed/messages.js';

test('commands are read, and only what they take of a message', () => {
  assert.deepEqual(read('slide:start'), { cmd: 'slide:start' });
  assert.deepEqual(read('slide:stop'), { cmd: 'slide:stop' });
  for (const cmd of ['play', 'pause', 'restart', 'get'])
    assert.deepEqual(read({ ns, cmd, n: 3, more: [] }), { cmd });
  assert.deepEqual(read({ ns, cmd: 'step' }), { cmd: 'step', n: 1 });
  assert.deepEqual(read({ ns, cmd: 'step', n: -3 }), { cmd: 'step', n: -3 });
  assert.deepEqual(read({ ns, cmd: 'seek', k: 54 }), { cmd: 'seek', k: 54 });
  const state = { eta: 0.1, layers: [200, 100] };
  assert.deepEqual(read({ ns, cmd: 'set', state }), { cmd: 'set', state });
});

test('nothing else is, and nothing throws', () => {
  const trap = () => {
    throw new Error('trap');
  };
  const round = /** @type {any} */ ({ ns, cmd: 'set' });
  round.state = [round];
  for (const data of [
    undefined,
    null,
    1,
    2n,
    Symbol('play'),
    'play',
    'slide:start\n',
    new String('slide:start'),
    JSON.stringify({ ns, cmd: 'play' }),
    [],
    [ns],
    { ns },
    { cmd: 'play' },
    { ns: 'other', cmd: 'play' },
    { ns: new String(ns), cmd: 'play' },
    { ns, cmd: 'slide:start' },
    { ns, cmd: 'toString' },
    { ns, cmd: 'hasOwnProperty' },
    { ns, cmd: new String('play') },
    { ns, cmd: 'step', n: '1' },
    { ns, cmd: 'step', n: 0.5 },
    { ns, cmd: 'step', n: Number.POSITIVE_INFINITY },
    { ns, cmd: 'seek' },
    { ns, cmd: 'seek', k: '54' },
    { ns, cmd: 'seek', k: Number.NaN },
    { ns, cmd: 'set' },
    { ns, cmd: 'set', state: null },
    { ns, cmd: 'set', state: [['eta', 1]] },
    { ns, cmd: 'set', state: { hidden: Array(2000).fill(1) } },
    { ns, cmd: 'set', state: Object.fromEntries(Array.from({ length: 200 }, (_, i) => [i, i])) },
    round,
    Object.defineProperty({}, 'ns', { get: trap }),
    Object.defineProperty({ ns }, 'cmd', { get: trap }),
    Object.defineProperty({ ns, cmd: 'seek' }, 'k', { get: trap }),
    { ns, cmd: 'set', state: Object.defineProperty({}, 'eta', { get: trap, enumerable: true }) },
    new Proxy({}, { get: trap, has: trap, ownKeys: trap }),
    new Map([['ns', ns]]),
    trap,
  ])
    assert.equal(read(data), undefined);
});
