import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { graphSpec } from '../../lib/src/view/graph/graph.js';
import { GRAPH_MIME } from '../../lib/src/view/graph/spec.js';
import { NETWORK_MIME } from '../../lib/src/view/network/spec.js';
import { drag, hasFocus, view } from '../helpers/browser.js';
import { expectAccessible } from '../helpers/browser-access.js';
import { namesSavedBy, pngSize, savedBy } from '../helpers/browser-save.js';
import { labSession, savedViews } from '../helpers/browser-session.js';
import { facts, leaf, lectureGraph } from '../helpers/lecture-graph.js';
import { dense, residualNetwork } from '../helpers/network.js';

const inside = (op: string, module: string, grad = 1) => ({ op, shape: [4, 2], module, grad: facts(grad) });

/** Two modules in a row, the second with a gradient that is NaN. */
const modules = {
  nodes: [
    leaf('x', 1, 1),
    inside('matmul', 'net.first (Linear 3→2)'),
    inside('addBias', 'net.first (Linear 3→2)'),
    inside('exp', 'net.second (Exp)', Number.NaN),
    { op: 'sum', shape: [] },
  ],
  edges: [0, 1, 2, 3].map((from) => ({ from, to: from + 1 })),
  outputs: [4],
};

const small = {
  version: 1,
  title: 'small',
  layers: [
    {
      kind: 'input',
      name: 'input',
      type: 'input',
      group: [],
      shape: [1, 2],
      parameters: 0,
      multiplyAdds: 0,
      details: [],
    },
    { kind: 'layer', name: '0', type: 'Linear', group: [], shape: [1, 2], parameters: 6, multiplyAdds: 4, details: [] },
  ],
  edges: [[0, 1]],
  parameters: 6,
  trainable: 6,
  multiplyAdds: 4,
  ofLayers: 2,
  units: [
    { layer: 0, size: 2, values: [1, 2] },
    {
      layer: 1,
      size: 2,
      weights: [
        [0.5, -2],
        [1, 0.25],
      ],
      bias: [0, 0.125],
      values: [-3.5, 1.625],
    },
  ],
};

const session = labSession();
const saved = savedViews(session, [
  { [GRAPH_MIME]: graphSpec(lectureGraph(), { title: 'lecture' }) },
  { [GRAPH_MIME]: graphSpec(modules, { title: 'modules' }) },
  { [NETWORK_MIME]: residualNetwork() },
  { [NETWORK_MIME]: small },
  { [NETWORK_MIME]: { ...dense(Array(24).fill(64)), units: undefined, title: 'long' } },
  { [NETWORK_MIME]: { ...dense(Array(11).fill(8)), units: undefined, title: 'chain' } },
  { [NETWORK_MIME]: { ...small, edges: [[1, 0]] } },
]);
const { shown, press } = saved;

const transform = (sheet: Locator) => sheet.locator('svg > g').getAttribute('transform');

describe('a computation graph in a notebook without a kernel', () => {
  test('shows number and gradient on every node, and is walked through along its arrows', async () => {
    const graph = await shown('Computation graph lecture');
    const sheet = graph.getByRole('application');
    expect(await sheet.locator('.lectern-Box').allTextContents()).toEqual([
      'x−2grad −4',
      'y5grad −4',
      'q (add)3grad −4',
      'z−4grad 3',
      'f (mul)−12',
    ]);
    await sheet.focus();
    await press('ArrowDown');
    await graph.getByText('x, scalar, value −2, gradient −4', { exact: true }).waitFor();
    await press('ArrowRight');
    await graph.getByText(/^y, scalar/).waitFor();
    await press('ArrowDown', 'ArrowDown');
    await graph.getByText('f (mul), scalar, value −12', { exact: true }).waitFor();
    await press('ArrowUp', 'Escape');
    await graph.getByText(/^Arrow keys walk/).waitFor();
    await sheet.locator('.lectern-Box').nth(3).hover();
    await graph.getByText(/^z, scalar, value −4/).waitFor();
  });

  test('is zoomed by buttons and keys, moved by dragging, and fitted', async () => {
    const graph = await shown('Computation graph lecture');
    const sheet = graph.getByRole('application');
    const start = await transform(sheet);
    await graph.getByRole('button', { name: '+' }).click();
    const large = await transform(sheet);
    expect(large).not.toBe(start);
    await sheet.focus();
    await press('-');
    expect(await transform(sheet)).toBe(start);
    await drag(sheet, { x: 20, y: 20 }, { x: 60, y: 50 });
    expect(await transform(sheet)).not.toBe(start);
    await graph.getByRole('button', { name: 'Fit' }).click();
    expect(await transform(sheet)).toBe(start);
  });

  test('joins modules, opens and closes them, and finds names in closed ones', async () => {
    const graph = await shown('Computation graph modules');
    const sheet = graph.getByRole('application');
    const boxes = () => sheet.locator('.lectern-Box').allTextContents();
    await graph.getByText('NaN or ±Inf in 1').waitFor();
    expect((await boxes()).some((text) => text.startsWith('⚠ exp'))).toBe(true);
    const depth = graph.getByRole('combobox', { name: 'modules' });
    await depth.selectOption({ label: 'all closed' });
    expect(await boxes()).toEqual(['x1grad 1', '⚠ net3 nodes', 'sum']);
    await depth.selectOption({ label: '1 deep' });
    expect((await boxes())[1]).toBe('net.firstLinear 3→22 nodes');
    await sheet.focus();
    await press('Home', 'ArrowDown');
    await graph.getByText(/^module net.first, closed, Linear 3→2, 2 nodes; Enter opens it$/).waitFor();
    await press('Enter');
    expect(await boxes()).toHaveLength(5);
    await graph.getByText(/^matmul, \[4, 2\], gradient 1, in net.first/).waitFor();
    await press('c');
    expect(await boxes()).toHaveLength(4);
    await graph.getByRole('searchbox', { name: 'Find a name' }).fill('exp');
    await graph.getByText(/^1 of 1: exp, \[4, 2\], gradient NaN, .*has NaN or ±Inf$/).waitFor();
    await graph.getByRole('searchbox', { name: 'Find a name' }).fill('nobody');
    await graph.getByText('Nothing is called “nobody”.').waitFor();
  });

  test('lists its nodes and saves them and its picture', async () => {
    const graph = await shown('Computation graph lecture');
    await graph.getByRole('button', { name: 'Table' }).click();
    expect(await graph.getByRole('row').nth(1).getByRole('cell').allTextContents()).toEqual([
      '',
      'scalar',
      '−2',
      '−4',
      '4',
      '0',
    ]);
    expect(await namesSavedBy(graph, 'CSV', 'PNG', 'SVG')).toEqual(['lecture.csv', 'lecture.png', 'lecture.svg']);
  });
});

describe('a network in a notebook without a kernel', () => {
  test('shows its layers with sizes, and walks past them where an arrow does', async () => {
    const network = await shown('Network residual');
    await network.getByText('90 parameters, 10 frozen').waitFor();
    const sheet = network.getByRole('application', { name: /^Network residual/ });
    expect(await sheet.locator('.lectern-Box').allTextContents()).toEqual([
      'input8×8×3',
      'convConv2d8×8×384 params',
      '⚠ body.actReLU8×8×31 of 3 dead',
      'add8×8×3',
    ]);
    await sheet.focus();
    await press('ArrowRight', 'ArrowRight');
    await network.getByText(/^conv: Conv2d\(3, 3, kernelSize=3\), output \[2, 8, 8, 3\], 84 parameters/).waitFor();
    await press('ArrowRight');
    await network.getByText(/1 of 3 units are dead$/).waitFor();
    await press('ArrowRight', 'ArrowLeft');
    await network.getByText(/^body.act: ReLU/).waitFor();
  });

  test('opens a layer to its weights and activations and gives the focus back', async () => {
    const network = await shown('Network residual');
    const sheet = network.getByRole('application', { name: /^Network residual/ });
    await sheet.focus();
    await press('Home', 'ArrowRight', 'Enter');
    const pane = network.getByRole('region', { name: 'Layer conv', exact: true });
    await pane.getByRole('region', { name: 'Filters weight' }).waitFor();
    await pane.getByRole('combobox', { name: 'values' }).selectOption({ label: 'bias' });
    await pane.getByRole('region', { name: 'Tensor bias' }).waitFor();
    await press('Escape');
    await pane.waitFor({ state: 'detached' });
    expect(await hasFocus(sheet)).toBe(true);
    await sheet.locator('.lectern-Box').nth(2).click();
    await network.getByRole('region', { name: 'Feature maps activations' }).waitFor();
    await network.getByRole('button', { name: 'Close', exact: true }).click();
  });

  test('of a few dense layers has units and weights, read one by one', async () => {
    const network = await shown('Network small');
    const sheet = network.getByRole('application');
    expect(await sheet.locator('line').count()).toBe(4);
    await sheet.focus();
    await press('ArrowRight');
    await network.getByText('input, unit 0, value 1', { exact: true }).waitFor();
    await press('ArrowRight');
    await network.getByText('0, unit 0, value −3.5, bias 0, 2 weights, the strongest −2 from unit 1').waitFor();
    await press('ArrowDown');
    await network.getByText(/^0, unit 1, value 1.625/).waitFor();
    await press('Enter');
    await network.getByText('It has no weights, and no activations are here.').waitFor();
    await press('Escape');
    // What is seen is what is saved, also before the layers were ever drawn.
    const { name, bytes } = await savedBy(network, 'SVG');
    const saved = bytes.toString();
    expect([name, saved.match(/<line /g)?.length, saved.match(/<circle /g)?.length]).toEqual(['small.svg', 4, 4]);
    expect(pngSize((await savedBy(network, 'PNG')).bytes)).toEqual({
      width: 2 * (160 + 110 + 24),
      height: 2 * (34 + 88 + 24),
    });
    await network.getByRole('combobox', { name: 'show' }).selectOption('layers');
    await network.getByRole('application').locator('.lectern-Box').getByText('2', { exact: true }).first().waitFor();
  });

  test('explains an output that it cannot draw', async () => {
    const words = 'Cannot draw: network edges: expected pairs of an earlier and a later node, got [1,0].';
    await saved.page.getByText(words).waitFor({ state: 'attached' });
  });

  test('runs downwards in a narrow room', async () => {
    const network = await shown('Network residual');
    const places = () =>
      network
        .locator('.lectern-Box')
        .evaluateAll((nodes) => nodes.slice(0, 2).map((node) => node.getBoundingClientRect().top));
    await saved.page.setViewportSize({ width: 500, height: 900 });
    await expect.poll(async () => (await places())[1] - (await places())[0]).toBeGreaterThan(40);
    await saved.page.setViewportSize({ width: 1280, height: 900 });
  });
});

describe('a diagram that is larger than its room', () => {
  const shownMarks = (network: Locator) => network.locator('.lectern-More:not([hidden])');
  const marks = (network: Locator) => shownMarks(network).allTextContents();

  test('marks each side past which it goes on, and a click on the mark goes there', async () => {
    const network = await shown('Network long');
    expect(await marks(network)).toEqual(['more ›']);
    const last = network.locator('.lectern-Box').last();
    const inSight = async () => {
      const [box, room] = await Promise.all([last, network.getByRole('application')].map((node) => node.boundingBox()));
      return box && room && box.x >= room.x && box.x + box.width <= room.x + room.width;
    };
    expect(await inSight()).toBe(false);
    await shownMarks(network).getByText('more ›').click();
    expect(await marks(network)).toContain('‹ more');
    for (let n = 0; n < 9 && !(await inSight()); n++) await shownMarks(network).getByText('more ›').click();
    expect([await inSight(), await marks(network)]).toEqual([true, ['‹ more']]);
    await network.getByRole('application').hover();
    const start = await network.locator('svg > g').first().getAttribute('transform');
    await saved.page.mouse.wheel(-300, 0);
    await expect.poll(() => network.locator('svg > g').first().getAttribute('transform')).not.toBe(start);
    await network.getByRole('button', { name: 'Fit' }).click();
    expect(await marks(network)).toEqual([]);
  });

  test('is laid out for each room anew until the reader moves it, and then stays', async () => {
    const { page } = saved;
    const network = await shown('Network chain');
    const scaleIn = async (width: number) => {
      await page.setViewportSize({ width, height: 900 });
      const sheet = network.getByRole('application');
      await expect
        .poll(async () => Math.round(((await sheet.boundingBox())?.width ?? 0) / 100))
        .toBe(Math.round((width - 440) / 100));
      return Number((await transform(sheet))?.match(/scale\((\S+)\)/)?.[1]);
    };
    const narrow = await scaleIn(1240);
    await expect.poll(() => scaleIn(1540)).toBeGreaterThan(narrow);
    await network.getByRole('button', { name: '−' }).click();
    const chosen = await transform(network.getByRole('application'));
    await scaleIn(1280);
    expect(await transform(network.getByRole('application'))).toBe(chosen);
  });
});

test('diagrams break no accessibility rule, in the light, the dark and the high contrast theme', async () => {
  await (await shown('Network residual')).getByRole('application').focus();
  await press('Home', 'ArrowRight', 'Enter');
  await expectAccessible(saved.page);
  expect(saved.complaints).toEqual([]);
});

test('diagrams of a running kernel come from modules and tensors of the library', async () => {
  const cells = [
    `const net = new nn.Sequential(new nn.Linear(3, 4), new nn.ReLU(), new nn.Linear(4, 1));
view.network(net, { input: randn(8, 3), title: 'three' });
const loss = net(randn(8, 3)).pow(2).mean();
loss.backward();
view.graph(loss, { module: net, names: { loss }, title: 'loss' });`,
  ];
  await session.run(cells, async (page) => {
    const network = view(page, 'Network three');
    await network.getByText('21 parameters').waitFor();
    expect(await network.locator('line').count()).toBe(16);
    const graph = view(page, 'Computation graph loss');
    await graph.scrollIntoViewIfNeeded();
    await graph.locator('.lectern-Box').getByText('0.weight').waitFor();
  });
});
