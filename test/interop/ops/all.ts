import { compareSpecs } from './compare.js';
import { elementwiseSpecs } from './elementwise.js';
import { imageSpecs } from './image.js';
import { indexingSpecs } from './indexing.js';
import { matmulSpecs } from './matmul.js';
import { movementSpecs } from './movement.js';
import { reduceSpecs } from './reduce.js';
import type { OpSpec } from './spec.js';

/** Every operation with random cases, by family. */
export const FAMILIES: Record<string, OpSpec[]> = {
  elementwise: elementwiseSpecs,
  comparison: compareSpecs,
  reduction: reduceSpecs,
  matrix: matmulSpecs,
  movement: movementSpecs,
  indexing: indexingSpecs,
  image: imageSpecs,
};
