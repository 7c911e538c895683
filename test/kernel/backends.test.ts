import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelClient } from '../helpers/kernel-client.js';

describe('other backends in a notebook', () => {
  let client: KernelClient;
  beforeAll(async () => {
    client = await KernelClient.start();
  });
  afterAll(() => client.stop());

  it.each(['wasm', 'webgpu', 'cpu'])('%s starts in a cell, prints nothing, computes and is read', async (name) => {
    const cell = await client.execute(
      `await backend.use('${name}');\nconst w = new nn.Parameter(tensor([3, 4]));\nw.mul(w).sum().backward();\n[backend.name, w.grad?.toArray()]`,
    );
    expect(cell.outputs).toHaveLength(1);
    expect(cell.result).toBe(`[ '${name}', [ 6, 8 ] ]`);
  });
});
