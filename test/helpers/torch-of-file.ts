import { afterAll } from 'vitest';
import { Torch } from './torch.js';

/** PyTorch for the tests of a file, ended after the last of them. */
export function torchOfFile(): Torch {
  const torch = new Torch();
  afterAll(() => torch.close());
  return torch;
}
