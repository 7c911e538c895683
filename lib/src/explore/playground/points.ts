import { blobs } from '../../datasets/generated/blobs.js';
import { xor } from '../../datasets/generated/checkerboard.js';
import { circles } from '../../datasets/generated/circles.js';
import type { GeneratedDataset } from '../../datasets/generated/generated-dataset.js';
import { moons } from '../../datasets/generated/moons.js';
import { spirals } from '../../datasets/generated/spirals.js';
import { shapeText, ValueError } from '../../errors.js';
import { Generator } from '../../random/generator.js';
import { tensor } from '../../tensor/create.js';
import type { Tensor } from '../../tensor/tensor.js';
import { columnOf, columnsOf, type Numbers } from '../../view/columns.js';
import type { PlaygroundData, PlaygroundSettings } from './spec.js';

/** Points of a made data set. */
export const COUNT = 300;
/** Made data lie within about this far of the middle, so that sin x1 turns on them. */
const SCALE = 5;

/** Points `[n, 2]` and what belongs to each `[n, 1]`: 0 or 1, or a value from −1 to 1. */
export interface Points {
  x: Tensor;
  y: Tensor;
}

/** Data of the user's own. */
export interface OwnData {
  /** Points `[n, 2]`. */
  x: Numbers;
  /** A number a point: the classes 0 and 1 (or −1 and 1), or values for regression. */
  y: Numbers;
  /** Names of the two columns; default `['x1', 'x2']`. */
  axes?: readonly [string, string];
}

type Made = Exclude<PlaygroundData, 'own'>;
type Amounts = { n: number; noise: number; seed: number };

const classes = (set: GeneratedDataset) => set.targets.to('float32').unsqueeze(1);

const MAKERS: Record<Made, (amounts: Amounts) => Points> = {
  circle: (a) => scaled(circles({ ...a, factor: 0.4 })),
  xor: (a) => scaled(xor(a)),
  gauss: ({ n, noise, seed }) => scaled(blobs({ n, centers: CENTERS, std: 0.12 + noise, seed })),
  spiral: (a) => scaled(spirals(a)),
  moons: (a) => {
    const set = moons(a);
    return { x: set.inputs.sub(tensor([0.5, 0.25])).mul(3), y: classes(set) };
  },
  plane: (a) => {
    const x = xor(a).inputs.mul(SCALE);
    return { x, y: x.sum({ dim: 1, keepdim: true }).div(10) };
  },
  hills: (a) => {
    const x = xor(a).inputs.mul(SCALE);
    return { x, y: x.mul(0.6).sin().prod({ dim: 1, keepdim: true }) };
  },
};

const CENTERS = [
  [-0.4, -0.4],
  [0.4, 0.4],
];

/** The program text that makes `x` and `y` as {@link madePoints} does. */
export function pointsCode({ dataset, noise, seed }: PlaygroundSettings): string[] {
  const amounts = `n: ${COUNT}, noise: ${noise}, seed: ${seed}`;
  const plain = (call: string) => [
    `const set = datasets.${call};`,
    `const x = set.inputs.mul(${SCALE});`,
    "const y = set.targets.to('float32').unsqueeze(1);",
  ];
  switch (dataset) {
    case 'circle':
      return plain(`circles({ ${amounts}, factor: 0.4 })`);
    case 'xor':
      return plain(`xor({ ${amounts} })`);
    case 'gauss':
      return plain(`blobs({ n: ${COUNT}, centers: ${JSON.stringify(CENTERS)}, std: ${0.12 + noise}, seed: ${seed} })`);
    case 'spiral':
      return plain(`spirals({ ${amounts} })`);
    case 'moons':
      return [
        `const set = datasets.moons({ ${amounts} });`,
        'const x = set.inputs.sub(tensor([0.5, 0.25])).mul(3);',
        "const y = set.targets.to('float32').unsqueeze(1);",
      ];
    case 'plane':
      return [
        `const x = datasets.xor({ ${amounts} }).inputs.mul(${SCALE});`,
        'const y = x.sum({ dim: 1, keepdim: true }).div(10);',
      ];
    case 'hills':
      return [
        `const x = datasets.xor({ ${amounts} }).inputs.mul(${SCALE});`,
        'const y = x.mul(0.6).sin().prod({ dim: 1, keepdim: true });',
      ];
    case 'own':
      return [
        '// x: your points [n, 2]; y: their classes 0 and 1 or values, float32 [n, 1];',
        `// the rows of both in the order of new Generator(${seed}).permutation(n)`,
      ];
  }
}

/** The points of a made data set, in random order. */
export function madePoints(dataset: Made, noise: number, seed: number, n = COUNT): Points {
  return MAKERS[dataset]({ n, noise, seed });
}

/** Data of the user's own, checked and shuffled: they may come sorted by class. Throws a ValueError. */
export function ownPoints({ x, y }: OwnData, problem: PlaygroundSettings['problem'], seed: number): Points {
  const where = 'view.playground';
  const columns = columnsOf(`${where}: x`, x);
  if (columns.length !== 2) {
    const got = 'shape' in x ? shapeText(x.shape) : `${columns.length} lists`;
    throw new ValueError(`${where}: expected x to be points [n, 2], got ${got}; x.slice(1, 0, 2) takes two columns`);
  }
  const answers = columnOf(`${where}: y`, y);
  const n = columns[0].length;
  if (answers.length !== n || n < 4) {
    throw new ValueError(`${where}: expected a y for each of at least 4 points, got ${answers.length} and ${n}`);
  }
  const bad = [...columns.flat(), ...answers].find((value) => !Number.isFinite(value));
  if (bad !== undefined) throw new ValueError(`${where}: expected finite numbers, got ${bad} among them`);
  const order = Array.from(new Generator(seed).permutation(n));
  const points = tensor(order.map((i) => [columns[0][i], columns[1][i]]));
  if (problem === 'regression') return { x: points, y: tensor(order.map((i) => [answers[i]])) };
  const kinds = [...new Set(answers)].sort((a, b) => a - b);
  if (kinds.length > 2 || !kinds.every((kind) => kind === 0 || kind === 1 || kind === -1)) {
    const got = `${kinds.slice(0, 5).join(', ')}${kinds.length > 5 ? ', …' : ''}`;
    throw new ValueError(
      `${where}: expected the classes 0 and 1 in y, got ${got}; problem 'regression' takes any values`,
    );
  }
  return { x: points, y: tensor(order.map((i) => [answers[i] > 0 ? 1 : 0])) };
}

function scaled(set: GeneratedDataset): Points {
  return { x: set.inputs.mul(SCALE), y: classes(set) };
}
