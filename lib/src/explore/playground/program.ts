import { FEATURES } from './features.js';
import { trainCount } from './net.js';
import { pointsCode } from './points.js';
import { DEFAULTS, SETTING_NAMES } from './settings.js';
import type { PlaygroundActivation, PlaygroundSettings } from './spec.js';

const MODULES: Record<PlaygroundActivation, string> = {
  tanh: 'new nn.Tanh()',
  relu: 'new nn.ReLU()',
  sigmoid: 'new nn.Sigmoid()',
  linear: 'new nn.Identity()',
};

/** The call that makes a playground with these settings; those that are the default are left out. */
export function callOf(settings: PlaygroundSettings, hide: readonly string[], lock: readonly string[]): string {
  const given: [string, unknown][] = SETTING_NAMES.filter(
    (name) => JSON.stringify(settings[name]) !== JSON.stringify(DEFAULTS[name]),
  ).map((name) => [name, settings[name]]);
  if (hide.length > 0) given.push(['hide', hide]);
  if (lock.length > 0) given.push(['lock', lock]);
  const lines = given.map(([name, value]) =>
    name === 'dataset' && value === 'own' ? '  dataset: { x, y },' : `  ${name}: ${literal(value)},`,
  );
  return lines.length === 0 ? 'view.playground();' : `view.playground({\n${lines.join('\n')}\n});`;
}

/** A program that trains the same network on the same points with the same result, without the playground. */
export function programOf(settings: PlaygroundSettings, points: number, epochs: number): string {
  const { features, layers, activation, learningRate, batchSize, problem, seed, trainShare } = settings;
  const sizes = [features.length, ...layers, 1];
  const modules = sizes.slice(1).flatMap((units, i) => {
    const linear = `new nn.Linear(${sizes[i]}, ${units})`;
    return i < layers.length ? [linear, MODULES[activation]] : [linear];
  });
  const count = trainCount(points, trainShare);
  const loss = problem === 'regression' ? 'F.mseLoss' : 'F.binaryCrossEntropyWithLogits';
  return [
    ...pointsCode(settings),
    'const [x1, x2] = x.unbind(1);',
    `const inputs = stack([${features.map((name) => FEATURES[name].code).join(', ')}], 1);`,
    `const train = new data.TensorDataset(inputs.narrow(0, 0, ${count}), y.narrow(0, 0, ${count}));`,
    `const loader = new data.DataLoader(train, { batchSize: ${batchSize}, shuffle: true, seed: ${seed} });`,
    '',
    `manualSeed(${seed});`,
    'const net = new nn.Sequential(',
    ...modules.map((module) => `  ${module},`),
    ');',
    `const optimizer = new optim.SGD(net.parameters(), { lr: ${learningRate} });`,
    '',
    `for (let epoch = 0; epoch < ${epochs}; epoch++) {`,
    '  for (const [xs, ys] of loader) {',
    '    optimizer.zeroGrad();',
    `    ${penalty(settings).length > 0 ? 'let' : 'const'} loss = ${loss}(net(xs), ys);`,
    ...penalty(settings),
    '    loss.backward();',
    '    optimizer.step();',
    '  }',
    '}',
    `const loss = ${loss}(net(inputs.narrow(0, ${count}, ${points - count})), y.narrow(0, ${count}, ${points - count}));`,
    "console.log('test loss', loss.item().toFixed(4));",
  ].join('\n');
}

function penalty({ regularization, regularizationRate, layers }: PlaygroundSettings): string[] {
  if (regularization === 'none' || regularizationRate === 0) return [];
  const places = Array.from({ length: layers.length + 1 }, (_, i) => 2 * i);
  const size = regularization === 'l1' ? 'abs().sum()' : 'square().sum().div(2)';
  return [
    `    for (const layer of [${places.map((place) => `net[${place}]`).join(', ')}]) {`,
    `      loss = loss.add(layer.weight.${size}.mul(${regularizationRate}));`,
    '    }',
  ];
}

function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  return Array.isArray(value) ? `[${value.map(literal).join(', ')}]` : String(value);
}
