import { expect } from 'vitest';
import '../../helpers/close.js';
import type { Torch } from '../../helpers/torch.js';
import { derive } from './derive.js';
import type { OpCase, OpSpec } from './spec.js';

/** Compares value and gradients of one case with PyTorch's. */
export async function agree(torch: Torch, it: OpCase, about: Pick<OpSpec, 'order' | 'tolerance'>): Promise<void> {
  const { order, tolerance } = about;
  const ours = derive(it, order);
  const [theirs] = await torch.differentiate([ours.request]);
  expect(ours.value, 'value').toBeCloseToTensor(theirs.value, tolerance);
  theirs.first?.forEach((expected, i) => {
    expect(ours.backward?.[i], `gradient ${i} by backward`).toBeCloseToTensor(expected, tolerance);
    expect(ours.first?.[i], `gradient ${i} by autograd.grad`).toBeCloseToTensor(expected, tolerance);
  });
  theirs.second?.forEach((expected, i) => {
    expect(ours.second?.[i], `second gradient ${i}`).toBeCloseToTensor(expected, tolerance);
  });
}
