import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { affinities, nearPairs, reachOf, squaredDistances } from '../../lib/src/numeric/affinities.js';
import { exactForces, forcesFor, mapForces, treeForces } from '../../lib/src/numeric/map-forces.js';
import { nearestRows } from '../../lib/src/numeric/nearest-rows.js';
import { descend } from '../../lib/src/numeric/neighbour-descent.js';

/** Numbers from 0 to 1 that look random, the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Places in the plane or in space, in some clusters, as t-SNE makes them. */
function places(points: number, flat: boolean, seed: number): Float64Array {
  const random = seeded(seed);
  const out = new Float64Array(points * 3);
  for (let i = 0; i < points; i++) {
    for (let axis = 0; axis < (flat ? 2 : 3); axis++) out[3 * i + axis] = ((i * (axis + 3)) % 5) * 9 + 4 * random();
  }
  return out;
}

function columns(points: number, count: number, seed: number): Float64Array {
  const random = seeded(seed);
  return Float64Array.from({ length: points * count }, () => random() * 4 - 1);
}

/** How far `found` is from `wanted`, as a share of its length. */
function error(found: Float64Array, wanted: Float64Array): number {
  const length = (list: Float64Array) => Math.sqrt(list.reduce((sum, value) => sum + value * value, 0));
  return length(found.map((value, i) => value - wanted[i])) / length(wanted);
}

const shapes = fc.record({
  points: fc.integer({ min: 2, max: 260 }),
  flat: fc.boolean(),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

/** Slopes of a full set of pairs, by way of all pairs and of the tree. */
function slopes(points: number, flat: boolean, seed: number, angle: number) {
  const values = columns(points, 5, seed);
  // As wide as there are points, so that no pair is cut off.
  const perplexity = points / 3;
  const all = affinities(squaredDistances(values, points, 5), points, perplexity);
  const pairs = nearPairs(nearestRows(values, points, 5, points - 1), points, perplexity);
  const at = places(points, flat, seed + 1);
  const [wanted, found] = [new Float64Array(points * 3), new Float64Array(points * 3)];
  const [exact, tree] = [exactForces(all, points), treeForces(pairs, points, flat, angle)];
  exact.slope(at, 4, wanted);
  tree.slope(at, 4, found);
  return { wanted, found, divergences: [exact.divergence(at), tree.divergence(at)] };
}

describe('the nearest of each point', () => {
  test('are those that a look at all distances finds, whatever the number of points and columns', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.integer({ min: 1, max: 9 }), (points, width) => {
        const values = columns(points, width, points * 31 + width);
        const count = Math.min(points - 1, 7);
        const { indices, distances } = nearestRows(values, points, width, count);
        const all = squaredDistances(values, points, width);
        for (let i = 0; i < points; i++) {
          const others = Array.from({ length: points }, (_, j) => j).filter((j) => j !== i);
          const wanted = others.sort((a, b) => all[i * points + a] - all[i * points + b]).slice(0, count);
          expect([...indices.subarray(i * count, (i + 1) * count)]).toEqual(wanted);
          expect(distances[i * count]).toBeCloseTo(all[i * points + wanted[0]], 10);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('are found among points far from zero, and among equal ones', () => {
    const far = columns(200, 3, 5).map((value) => value + 1e6);
    const near = columns(200, 3, 5);
    expect(nearestRows(far, 200, 3, 4).indices).toEqual(nearestRows(near, 200, 3, 4).indices);
    const equal = nearestRows(new Float64Array(30), 10, 3, 4);
    expect([...equal.distances].every((distance) => distance === 0)).toBe(true);
    for (let i = 0; i < 10; i++) expect([...equal.indices.subarray(4 * i, 4 * i + 4)]).not.toContain(i);
  });
});

describe('affinities of near pairs', () => {
  test('are those of all pairs where none is cut off, each pair once', () => {
    const values = columns(60, 4, 3);
    const all = affinities(squaredDistances(values, 60, 4), 60, 20);
    const { first, others, values: near } = nearPairs(nearestRows(values, 60, 4, 59), 60, 20);
    expect(others).toHaveLength((60 * 59) / 2);
    for (let a = 0; a < 60; a++) {
      for (let k = first[a]; k < first[a + 1]; k++) {
        expect(others[k]).toBeGreaterThan(a);
        expect(near[k]).toBeCloseTo(all[a * 60 + others[k]], 12);
      }
    }
  });

  test('add up to a half with no more pairs than neighbours', () => {
    const values = columns(500, 4, 9);
    const reach = reachOf(10, 500);
    const pairs = nearPairs(nearestRows(values, 500, 4, reach), 500, 10);
    expect(pairs.values.reduce((a, b) => a + b, 0)).toBeCloseTo(0.5, 10);
    expect(pairs.others.length).toBeLessThanOrEqual(500 * reach);
    expect(pairs.first[500]).toBe(pairs.others.length);
  });
});

describe('the forces of Barnes and Hut', () => {
  test('are exact at angle 0, in the plane and in space', () => {
    fc.assert(
      fc.property(shapes, ({ points, flat, seed }) => {
        const { wanted, found, divergences } = slopes(points, flat, seed, 0);
        expect(error(found, wanted)).toBeLessThan(1e-9);
        expect(divergences[1]).toBeCloseTo(divergences[0], 9);
      }),
      { numRuns: 25 },
    );
  });

  test('are within 2 % at angle 0.5, with the divergence within 0.01', () => {
    fc.assert(
      fc.property(shapes, ({ points, flat, seed }) => {
        const { wanted, found, divergences } = slopes(points, flat, seed, 0.5);
        expect(error(found, wanted)).toBeLessThan(0.02);
        expect(Math.abs(divergences[1] - divergences[0])).toBeLessThan(0.01);
      }),
      // The same maps each time: one in a hundred, of few points whose forces nearly cancel each other, has more.
      { numRuns: 25, seed: 1 },
    );
  });

  test('are within 2 % at angle 0.5 in the middle of maps that differ each time', () => {
    const maps = fc.sample(shapes, 25).map(({ points, flat, seed }) => slopes(points, flat, seed, 0.5));
    const errors = maps.map(({ wanted, found }) => error(found, wanted)).toSorted((a, b) => a - b);
    expect(errors[12]).toBeLessThan(0.02);
    expect(errors[24]).toBeLessThan(0.2);
    for (const { divergences } of maps) expect(Math.abs(divergences[1] - divergences[0])).toBeLessThan(0.01);
  });

  test('stay exact for points in one place, on a line and next to each other', () => {
    const crowd = new Float64Array(90 * 3);
    for (let i = 40; i < 90; i++) crowd[3 * i] = i < 60 ? 1 + i * Number.EPSILON : 2 ** (60 - i);
    const near = affinities(squaredDistances(columns(90, 3, 2), 90, 3), 90, 30);
    const pairs = nearPairs(nearestRows(columns(90, 3, 2), 90, 3, 89), 90, 30);
    const [wanted, found] = [new Float64Array(270), new Float64Array(270)];
    exactForces(near, 90).slope(crowd, 1, wanted);
    treeForces(pairs, 90, true, 0).slope(crowd, 1, found);
    expect(error(found, wanted)).toBeLessThan(1e-6);
  });

  test('find a map as near to the data as those of all pairs', () => {
    const [points, width] = [600, 8];
    const values = columns(points, width, 7);
    const mapped = (method: 'exact' | 'barnesHut') => {
      const start = places(points, true, 3).map((value) => value * 1e-5);
      const forces = mapForces(values, points, width, { perplexity: 20, method, flat: true });
      return descend(forces, start, { iterations: 300 });
    };
    const [exact, tree] = [mapped('exact'), mapped('barnesHut')];
    // Both by the measure of all pairs.
    const measure = mapForces(values, points, width, { perplexity: 20, method: 'exact', flat: true });
    expect(measure.divergence(tree.places)).toBeLessThan(measure.divergence(exact.places) + 0.05);
  });

  test('are taken when there are many points', () => {
    expect([forcesFor(100), forcesFor(10_000)]).toEqual(['exact', 'barnesHut']);
  });
});
