import { algebraSpecs } from './algebra.js';
import { atSpecs } from './at.js';
import { compareSpecs } from './compare.js';
import { contractSpecs } from './contract.js';
import { elementwiseSpecs } from './elementwise.js';
import { functionSpecs } from './functions.js';
import { imageSpecs } from './image.js';
import { indexingSpecs } from './indexing.js';
import { layoutSpecs } from './layout.js';
import { linalgSpecs } from './linalg.js';
import { matmulSpecs } from './matmul.js';
import { movementSpecs } from './movement.js';
import { orderSpecs } from './order.js';
import { pointwiseSpecs } from './pointwise.js';
import { poolSpecs } from './pools.js';
import { rearrangeSpecs } from './rearrange.js';
import { reduceSpecs } from './reduce.js';
import { scatterSpecs } from './scatter.js';
import { selectSpecs } from './select.js';
import { spaceSpecs } from './space.js';
import type { OpSpec } from './spec.js';
import { statisticsSpecs } from './statistics.js';
import { writeSpecs } from './write.js';

/** Every operation with random cases, by family. */
export const FAMILIES: Record<string, OpSpec[]> = {
  elementwise: elementwiseSpecs,
  function: functionSpecs,
  comparison: compareSpecs,
  reduction: reduceSpecs,
  order: orderSpecs,
  matrix: matmulSpecs,
  contraction: contractSpecs,
  rearrangement: rearrangeSpecs,
  scatter: scatterSpecs,
  movement: movementSpecs,
  indexing: indexingSpecs,
  parts: atSpecs,
  linear: linalgSpecs,
  image: imageSpecs,
  space: spaceSpecs,
  pool: poolSpecs,
  layout: layoutSpecs,
  pointwise: pointwiseSpecs,
  algebra: algebraSpecs,
  selection: selectSpecs,
  statistics: statisticsSpecs,
  writing: writeSpecs,
};
