import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diagnose } from '../../kernel/dist/language/diagnostics.js';
import { Project } from '../../kernel/dist/language/project.js';
import { KernelClient } from '../helpers/kernel-client.js';

describe('the preloaded library', () => {
  let client: KernelClient;
  let project: Project | undefined;
  beforeAll(async () => {
    client = await KernelClient.start();
  });
  afterAll(() => client.stop());

  it('is in scope, started, and writes nothing', async () => {
    const cell = await client.execute('const x = tensor([[1, 2], [3, 4]]);\nx.matmul(x).toArray()');
    expect(cell.outputs).toHaveLength(1);
    expect(cell.result).toBe('[ [ 7, 10 ], [ 15, 22 ] ]');
    expect((await client.execute('typeof backend.name')).result).toBe("'string'");
  });

  it('is the same by name and by import, from any folder', async () => {
    const cell = await client.execute(
      "import { zeros as imported, nn as network } from 'lectern';\n[imported === zeros, network === nn]",
    );
    expect(cell.result).toBe('[ true, true ]');
  });

  it('is typed: a wrong argument stops the cell', async () => {
    const cell = await client.execute("new nn.Linear('two', 3)");
    expect(cell.reply.content).toMatchObject({ ename: 'TypeScriptError' });
  });

  it.each([
    'new Float32Array(3)',
    'new Float64Array(3)',
    'new Uint8ClampedArray(3)',
    'new Int16Array(3)',
    '[[1, 2], [3, 4]]',
    '[true, false]',
    '[new Float32Array(2), new Float32Array(2)]',
  ])('is cheap to check where a tensor is made of %s', (data) => {
    project ??= new Project({ cwd: process.cwd() });
    const { program, cell } = project.load(`tensor(${data})`);
    expect(diagnose(program, cell, [], process.cwd())).toEqual([]);
    // Types that are compared member by member, as whole typed arrays are, number forty and more.
    const { assignable } = (
      program as unknown as { getRelationCacheSizes(): { assignable: number } }
    ).getRelationCacheSizes();
    expect(assignable).toBeLessThan(20);
  });

  it.each(["'text'", 'new BigInt64Array(2)', 'new DataView(new ArrayBuffer(8))', '{ length: 2 }', "[1, 'two']"])(
    'takes no tensor of %s',
    async (data) => {
      const cell = await client.execute(`tensor(${data})`);
      expect(cell.reply.content).toMatchObject({ ename: 'TypeScriptError' });
    },
  );

  it('shows a tensor in its own form, with text beside it', async () => {
    const cell = await client.execute('zeros(2, 2)');
    const data = cell.outputs[0].content.data as Record<string, string>;
    expect(data['text/plain']).toContain('Tensor[2, 2]');
    expect(Object.keys(data)).toContain('application/vnd.lectern.tensor.v1+json');
  });

  it('may be shadowed by a cell, for this and later cells', async () => {
    await client.execute("const ones = 'mine';");
    expect((await client.execute('ones.length')).result).toBe('4');
  });

  it('names the line of the cell whose operation made a NaN, also when that shows in the backward pass', async () => {
    const first = await client.execute('autograd.detectAnomaly(() => {\n  return tensor([-1]).log();\n});');
    const before = (first.reply.content as Record<string, string>).evalue;
    expect(before).toContain(`called at cell ${first.reply.content.execution_count}:2:`);
    const forward = await client.execute(
      'autograd.setDetectAnomaly(true);\nconst w = tensor([0, 1], { requiresGrad: true });\nconst y = w.sqrt().mul(0);',
    );
    const backward = await client.execute('y.sum().backward()');
    const { evalue } = backward.reply.content as Record<string, string>;
    expect(evalue).toContain('backward of sqrt: expected numbers, got NaN in 1 of 2 values');
    expect(evalue).toContain(`called at cell ${forward.reply.content.execution_count}:3:`);
    await client.execute('autograd.setDetectAnomaly(false)');
  });

  it('has errors that end at the line of the user', async () => {
    const cell = await client.execute('const a = zeros(2, 2);\na.matmul(zeros(3, 1));');
    const { ename, traceback, execution_count } = cell.reply.content as Record<string, unknown> & {
      traceback: string[];
    };
    expect(ename).toBe('ShapeError');
    expect(traceback.filter((line) => line.startsWith('  cell'))).toEqual([
      `  cell ${execution_count}, line 2, column 3`,
    ]);
    expect(traceback.join('\n')).not.toContain('/lib/');
  });

  it.each([
    ['Adam', 8],
    // These change weights in their own memory: between the change and its taking, an interrupt must lose nothing.
    ['SGD', 24],
    ['SGD with momentum', 24],
  ])('trains on after a loop with %s was interrupted anywhere in a step', async (name, rounds) => {
    const [kind, momentum] = name.split(' with ');
    const options = momentum === undefined ? '{ lr: 1e-3 }' : '{ lr: 1e-3, momentum: 0.9 }';
    await client.execute(
      [
        'manualSeed(0);',
        'const model = new nn.Sequential(new nn.Linear(8, 16), new nn.ReLU(), new nn.Linear(16, 1));',
        `const optimizer = new optim.${kind}(model.parameters(), ${options});`,
        'const inputs = randn(32, 8);',
        'const targets = randn(32, 1);',
        'const criterion = new nn.MSELoss();',
        'function step() {',
        '  const loss = criterion(model(inputs), targets);',
        '  optimizer.zeroGrad(); loss.backward(); optimizer.step();',
        '  return loss.item();',
        '}',
      ].join('\n'),
    );
    for (let round = 0; round < rounds; round++) {
      const id = await client.begin(
        `for (let n = 0; ; n++) { step(); if (n === ${3 + (round % 8)}) console.log('computing'); }`,
      );
      await client.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === id);
      await client.request('control', 'interrupt_request', {});
      expect((await client.finish(id)).reply.content.ename).toBe('Interrupted');
      expect((await client.execute('step() > step()')).result).toBe('true');
    }
  });

  it('can be interrupted while it computes, also after an await, and keeps the tensors', async () => {
    await client.execute('manualSeed(0);\nconst net = new nn.Linear(4, 1);\nconst input = full([8, 4], 1);');
    for (const first of ['', 'await null;']) {
      const loop = "for (let n = 0; ; n++) { net(input).sum(); if (n === 3) console.log('computing'); }";
      const id = await client.begin(`${first}\n${loop}`);
      await client.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === id);
      await client.request('control', 'interrupt_request', {});
      expect((await client.finish(id)).reply.content.ename).toBe('Interrupted');
    }
    expect((await client.execute('net(input).shape')).result).toBe('[ 8, 1 ]');
  });

  it('can be interrupted while it maps points by t-SNE', async () => {
    await client.execute('const cloud = randn(800, 6);');
    const ways = [
      'view.embedding(cloud, { iterations: 1e6 })',
      'new classical.TSNE({ iterations: 1e6 }).fitTransform(cloud)',
    ];
    for (const way of ways) {
      const id = await client.begin(`console.log('mapping');\n${way};`);
      await client.waitFor(({ type, parent }) => type === 'stream' && parent.msg_id === id);
      await client.request('control', 'interrupt_request', {});
      expect((await client.finish(id)).reply.content.ename).toBe('Interrupted');
    }
    expect((await client.execute('cloud.shape')).result).toBe('[ 800, 6 ]');
  });
});
