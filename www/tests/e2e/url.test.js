// @ts-check
// A link is a state, whoever wrote it.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { ask, FIGURES, noFaults, open, origin, ready, until } from './browser.js';
import { addressed, follow, hashOf, inView, visit } from './links.js';

const [TOY, LINEAR, MNIST] = FIGURES;

/** One page for all: each test comes to it by a link. */
const { page, faults } = await open();
afterEach(() => noFaults(faults.splice(0)));
const alerts = page.getByRole('alert');

/** Long enough for the address to be written, should it be. */
const settled = () => page.waitForTimeout(700);

for (const { name, hash, state } of [
  {
    name: TOY,
    hash: '#v=1&d=toy&B=-0.5&eta=0.1&scheme=flow&A=0.25&W=-1&steps=90&rules=fa&field=bp&show=loss,uphill&speed=20&k=54',
    state: {
      feedback_weight: -0.5,
      learning_rate: 0.1,
      target: 1,
      scheme: 'flow',
      input_weight: 0.25,
      output_weight: -1,
      steps: 90,
      rules: ['fa'],
      field: 'bp',
      show: ['loss', 'uphill'],
      speed: 20,
      k: 54,
    },
  },
  {
    name: LINEAR,
    hash: '#v=1&d=linear&units=12&seed=7&rules=fa&k=3',
    state: { hidden: 12, seed: 7, rules: ['fa'], inputs: 8, learning_rate: 0.05, k: 3 },
  },
  {
    name: LINEAR,
    hash: '#v=1&d=linear&steps=50&seeds=2&view=seeds',
    state: { view: 'seeds', seeds: 2, steps: 50, k: 50 },
  },
  {
    name: MNIST,
    hash: '#v=1&d=mnist&layers=3x16&f=relu&eta=0.2&seed=9&rules=bp,dfa&steps=400',
    state: {
      hidden: [16, 16, 16],
      activation: 'relu',
      learning_rate: 0.2,
      seed: 9,
      rules: ['bp', 'dfa'],
      budget: 400,
      batch: 64,
      k: 0,
    },
  },
])
  test(`a link opens ${name} as it says, in view: ${hash}`, async () => {
    await follow(page, hash);
    await until(page, name, 'figure.ready');
    await settled();
    const now = await ask(page, name, 'figure.state');
    for (const [key, value] of Object.entries(state)) assert.deepEqual(now[key], value, key);
    assert.equal(await alerts.count(), 0);
    assert.equal(await hashOf(page), hash, 'the link stays as it was written');
    assert.equal(await ask(page, name, 'figure.link()'), `${origin}/${hash}`);
    assert.ok(await inView(page, name));
  });

test('a link that is half right is followed as far as it is right, and says the rest', async () => {
  const notice = page.locator(TOY).getByRole('alert');
  await follow(page, '#v=9&d=toy&A=99&steps=80&steps=90&eta=fast&momentum=1&<img src=x>=1&k=7');
  await notice.waitFor();
  const { input_weight, steps, learning_rate, k } = await ask(page, TOY, 'figure.state');
  assert.deepEqual([input_weight, steps, learning_rate, k], [10, 90, 0.05, 7]);
  assert.equal(
    await notice.locator('p').textContent(),
    'v must be a version that this page knows, up to 1, but is “9”; ' +
      'steps is in the link twice, and the last counts; ' +
      'input_weight must be between -10 and 10, but is 99: 10 is taken; ' +
      'learning_rate must be a number, but is “fast”; ' +
      'the link has “momentum”, which this figure does not know; ' +
      'and 1 more. The rest of the link is on screen.',
  );
  // A person goes on from there, and the notice goes away.
  await ask(page, TOY, 'figure.setState({ eta: 0.1 })');
  await addressed(page, '#v=1&d=toy&eta=0.1&A=10&steps=90&k=7');
  await notice.waitFor({ state: 'detached' });
});

test('what only the core can refuse is said too, and the rest of the link holds', async () => {
  // Each of them is legal, but together they are more than the core remembers.
  const bad = '#v=1&d=linear&units=20&inputs=14&outputs=14&steps=10000&seed=5&k=9';
  const sentence = /steps must be at most \d+ in a network .* The rest of the link is on screen/;
  await follow(page, bad);
  const notice = page.locator(LINEAR).getByRole('alert').getByText(sentence);
  await notice.waitFor();
  const fresh = await ask(page, LINEAR, 'figure.state');
  assert.deepEqual([fresh.seed, fresh.hidden, fresh.steps, fresh.k], [5, 20, 200, 9]);
  // The same into a figure that is there already.
  await visit(page, bad.replace('seed=5', 'seed=6'));
  await until(page, LINEAR, 'figure.state.seed === 6');
  await notice.waitFor();
});

test('hostile links harm nothing, and the page works on', async () => {
  const hostile = /** @type {[string, boolean][]} */ ([
    ['#__proto__', false],
    ['#%', false],
    ['#=', true],
    ['#d=__proto__&polluted=1', true],
    ['#v=1&d=tay', true],
    ['#d=toy&__proto__=1&constructor=2&toString=3', true],
    ['#d=toy&__proto__[polluted]=1', true],
    ['#d=toy&eta=%E0%A4%A&A=%zz%', true],
    ['#d=toy&scheme=<script>polluted=1</script>', true],
    ['#d=toy&<img src=x onerror=polluted=1>=1', true],
    ['#d=toy&k=-1&steps=1e999&B=-1e999&A=NaN', true],
    ['#d=toy&k=999999', false],
    [`#d=toy&eta=${'9'.repeat(3e5)}`, true],
    [`#d=toy&${'x=1&'.repeat(75e3)}`, true],
  ]);
  /** @param {string} hash @param {boolean} speaks */
  async function harmless(hash, speaks) {
    if (speaks) await alerts.first().waitFor();
    else await page.waitForTimeout(100);
    assert.equal(await alerts.count(), speaks ? 1 : 0, hash.slice(0, 60));
    assert.equal(await page.evaluate('window.polluted ?? ({}).polluted ?? null'), null);
    assert.equal(await page.locator(TOY).locator('script, img:not([src^="posters/"])').count(), 0);
    // It works on, and with that the notice goes away.
    assert.equal(await ask(page, TOY, 'figure.setState({ eta: 0.3 })'), true);
    await alerts.first().waitFor({ state: 'detached' });
  }
  // As the first that the page hears of: what is read before there is a figure, and markup.
  for (const index of [0, 5, 9]) {
    const [hash, speaks] = hostile[index];
    await follow(page, hash);
    await ready(page, TOY);
    await harmless(hash, speaks);
  }
  // As news to a page that works.
  for (const [hash, speaks] of hostile) {
    await visit(page, '');
    await visit(page, hash);
    await harmless(hash, speaks);
  }
  await page.waitForFunction(() => /^#v=1&d=toy&eta=0.3/.test(location.hash));
  // Of layers the core would have nothing to choose from.
  await ready(page, MNIST);
  await visit(page, '#d=mnist&layers=1e9x1&batch=0&k=0');
  const sentence =
    'hidden must have at most 128 entries, but has 1000000000; ' +
    'batch must be between 1 and 4096, but is 0: 1 is taken. ';
  await page.locator(MNIST).getByText(sentence).waitFor();
  assert.deepEqual(await ask(page, MNIST, '[figure.state.hidden, figure.state.batch]'), [
    [200, 100],
    1,
  ]);
});

test('another hash in the same page is followed: what it leaves out is as at first', async () => {
  await follow(page, '#v=1&d=toy&eta=0.1&k=5');
  await until(page, TOY, 'figure.ready && figure.state.k === 5');
  await visit(page, '#v=1&d=toy&B=2');
  await until(page, TOY, 'figure.state.feedback_weight === 2');
  const { learning_rate, k } = await ask(page, TOY, 'figure.state');
  assert.deepEqual([learning_rate, k], [0.05, 250]);
  // A change that is on its way to the address is overtaken by the link.
  await ask(page, TOY, 'figure.setState({ eta: 0.7 })');
  await visit(page, '#v=1&d=linear&seed=3');
  await until(page, LINEAR, 'figure.ready && figure.state.seed === 3');
  await settled();
  assert.equal(await hashOf(page), '#v=1&d=linear&seed=3');
  assert.ok(await inView(page, LINEAR));
  assert.equal(await ask(page, TOY, 'figure.state.learning_rate'), 0.7);
  // Back is where the person has been, and not one of the page's own writings.
  await ask(page, LINEAR, 'figure.setState({ seed: 4 })');
  await addressed(page, '#v=1&d=linear&seed=4');
  await page.goBack();
  await until(
    page,
    TOY,
    'figure.state.feedback_weight === 2 && figure.state.learning_rate === 0.05',
  );
  assert.equal(await hashOf(page), '#v=1&d=toy&B=2');
  // A place on the page is none of the figures' business, nor is no hash at all.
  await visit(page, '#notes');
  await settled();
  assert.equal(await hashOf(page), '#notes');
  assert.equal(await ask(page, TOY, 'figure.state.feedback_weight'), 2);
  assert.equal(await page.getByRole('alert').count(), 0);
});

test('a link stops what plays, and is at rest at its moment', async () => {
  await ready(page, TOY);
  await ask(page, TOY, 'figure.play()');
  await visit(page, '#v=1&d=toy&eta=0.1&k=12');
  await until(page, TOY, 'figure.state.learning_rate === 0.1');
  await page.waitForTimeout(300);
  assert.deepEqual(await ask(page, TOY, '[figure.playing, figure.state.k]'), [false, 12]);
});

test('of two figures of a kind a link means the first; each writes its own', async () => {
  await page.evaluate(() => {
    document.body.innerHTML =
      '<feedback-toy eta="0.2"></feedback-toy><feedback-toy id="second"></feedback-toy>';
  });
  await until(page, TOY, 'figure.ready');
  await until(page, '#second', 'figure.ready');
  await visit(page, '#d=toy&A=1');
  await until(page, TOY, 'figure.state.input_weight === 1 && figure.state.learning_rate === 0.05');
  assert.equal(await ask(page, '#second', 'figure.state.input_weight'), -0.5);
  await ask(page, '#second', 'figure.setState({ B: 2 })');
  await addressed(page, '#v=1&d=toy&B=2');
  // The page has no such figure.
  await visit(page, '#d=mnist&eta=1');
  await page.locator(TOY).first().getByText('d must be one of toy, but is “mnist”').waitFor();
});
