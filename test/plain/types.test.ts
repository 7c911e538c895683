import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { compiler as ts } from '../../scripts/report/public-names.mjs';

const FILE = fileURLToPath(new URL('../../lib/cell.ts', import.meta.url));

/** A language service over one file that sees the library's sources, as a cell sees the built ones. */
let text = '';
let version = 0;
const options = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.esnext.disposable.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
};
const service = ts.createLanguageService({
  getCompilationSettings: () => options,
  getScriptFileNames: () => [FILE],
  getScriptVersion: (name) => (name === FILE ? String(version) : '1'),
  getScriptSnapshot: (name) => {
    const content = name === FILE ? text : ts.sys.readFile(name);
    return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
  },
  getCurrentDirectory: () => fileURLToPath(new URL('../../lib', import.meta.url)),
  getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
  fileExists: (name) => name === FILE || ts.sys.fileExists(name),
  readFile: (name) => (name === FILE ? text : ts.sys.readFile(name)),
  readDirectory: ts.sys.readDirectory,
  directoryExists: ts.sys.directoryExists,
  getDirectories: ts.sys.getDirectories,
});

const IMPORTS = "import { data, F, nn, noGrad, optim, randn, Tensor, tensor, view, zeros } from './src/index.js';\n";

function set(code: string): void {
  text = IMPORTS + code;
  version++;
}

function complaints(code: string): string[] {
  set(`const x = randn(2, 3);\nconst net = new nn.Linear(3, 2);\n${code}\nexport {};`);
  return service.getSemanticDiagnostics(FILE).map((it) => ts.flattenDiagnosticMessageText(it.messageText, ' '));
}

/** What hovering over the end of the code shows: the signature and its comment. */
function hover(code: string): { signature: string; comment: string } {
  set(code);
  const info = service.getQuickInfoAtPosition(FILE, text.length - 1);
  return {
    signature: ts.displayPartsToString(info?.displayParts),
    comment: ts.displayPartsToString(info?.documentation),
  };
}

// The first look reads the whole library.
beforeAll(() => void complaints(''), 120_000);

describe('a mistake is an error before the cell runs', () => {
  test.each([
    ['an option that does not exist', 'x.sum({ axis: 1 });', 'axis'],
    ['an option of PyTorch in its own spelling', 'x.mean({ dim: 0, keep_dim: true });', 'keep_dim'],
    ['an option of an optimiser', 'new optim.Adam(net.parameters(), { learningRate: 0.1 });', 'learningRate'],
    ['an option of a layer', 'new nn.Conv2d(1, 2, 3, { pad: 1 });', 'pad'],
    ['a mode that does not exist', "F.interpolate(x, { scaleFactor: 2, mode: 'cubic' });", 'cubic'],
    ['a dtype that does not exist', "zeros([2], { dtype: 'float16' });", 'float16'],
    ['a reduction that does not exist', "new nn.MSELoss({ reduction: 'avg' });", 'avg'],
    ['a net instead of its parameters', 'new optim.SGD(net, { lr: 0.1 });', 'Linear'],
    ['a missing target', 'new nn.CrossEntropyLoss()(x);', 'Expected'],
    ['a number for labels', 'F.crossEntropy(x, 3);', 'number'],
    ['a string instead of a tensor', "net('x');", 'string'],
    ['two inputs for a net that takes one', 'net(x, x);', 'Expected 1'],
    ['an operator on tensors', 'x + x;', "Operator '+'"],
    ['a misspelt operation', 'x.matmull(x);', 'matmull'],
    ['the loss where its value is meant', 'const worst: number = F.mseLoss(x, x);', 'Tensor'],
    [
      'a forward pass without its tensor',
      'class Net extends nn.Module { forward(x: Tensor) { return x; } } new Net()();',
      'Expected 1',
    ],
  ])('%s', (_name, code, part) => {
    const found = complaints(code);
    expect(found.join('\n')).toContain(part);
  });

  test('and code without one is none', () => {
    const code = `class Net extends nn.Module {
        linear = new nn.Linear(3, 2);
        forward(x: Tensor) { return this.linear(x).relu(); }
      }
      const own = new Net();
      const optimizer = new optim.Adam(own.parameters(), { lr: 0.1, betas: [0.9, 0.99] });
      const loss = F.crossEntropy(own(x), tensor([0, 1], { dtype: 'int32' }), { labelSmoothing: 0.1 });
      loss.backward();
      optimizer.step();
      noGrad(() => own(x).argmax(1).toArray());`;
    expect(complaints(code)).toEqual([]);
  });
});

test.each([
  [
    'any optimiser where one is asked for',
    'const make: (w: Tensor[]) => optim.Optimizer = (w) => new optim.SGD(w, { lr: 1 });',
  ],
  [
    'a net made from a list of layers where a view takes a model',
    'view.histograms().watch(new nn.Sequential(...[1, 2].flatMap(() => [net, new nn.ReLU()]), net));',
  ],
])('%s is accepted', (_, code) => {
  expect(complaints(code)).toEqual([]);
});

describe('hovering shows a short signature and what it does', () => {
  test.each([
    'zeros(1).sum',
    'zeros(1).matmul',
    'zeros(1).at',
    'zeros(1).softmax',
    'nn.Linear',
    'nn.Conv2d',
    'nn.LSTM',
    'nn.MultiheadAttention',
    'optim.Adam',
    'F.crossEntropy',
    'F.conv2d',
    'data.DataLoader',
    'view.line',
    'tensor',
    'randn',
  ])('%s', (code) => {
    const { signature, comment } = hover(code);
    expect(signature.length).toBeGreaterThan(code.split('.').at(-1)!.length);
    expect(signature.length).toBeLessThanOrEqual(400);
    expect(signature.split('\n').length).toBeLessThanOrEqual(10);
    expect(comment).not.toBe('');
  });
});
