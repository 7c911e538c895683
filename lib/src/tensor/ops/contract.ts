import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { fromValues } from '../create.js';
import { sizeOf } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { indexSelect } from './index.js';
import { matmul } from './matmul.js';
import { expand, permute, reshape, unsqueeze } from './movement.js';
import { sum } from './reduce.js';

/**
 * Products of all entries of two vectors: `[n]`, `[m]` → `[n, m]`.
 *
 *     outer(tensor([1, 2]), tensor([3, 4])) // → [[3, 4], [6, 8]]
 */
export function outer(a: Tensor, b: Tensor): Tensor {
  if (a.shape.length !== 1 || b.shape.length !== 1) {
    throw new ShapeError(`outer: expected two vectors, got ${shapeText(a.shape)} and ${shapeText(b.shape)}`);
  }
  return unsqueeze(a, 1).mul(unsqueeze(b, 0));
}

/**
 * Matrix products of two batches of one size: `[b, n, k]`, `[b, k, m]` → `[b, n, m]`.
 *
 *     bmm(ones(4, 2, 3), ones(4, 3, 5)).shape // → [4, 2, 5]
 */
export function bmm(a: Tensor, b: Tensor): Tensor {
  if (a.shape.length !== 3 || b.shape.length !== 3 || a.shape[0] !== b.shape[0]) {
    const got = `${shapeText(a.shape)} and ${shapeText(b.shape)}`;
    throw new ShapeError(`bmm: expected [b, n, k] and [b, k, m] with one b, got ${got}; matmul also broadcasts`);
  }
  return matmul(a, b);
}

/** A tensor whose axes have names. */
interface Named {
  x: Tensor;
  axes: string[];
}

/**
 * Sums products over named axes: `einsum('ij,jk->ik', a, b)` is a matrix product, `'ii->i'` a diagonal,
 * `'b...d,d->b...'` keeps whatever axes lie between. Letters that the result does not name are summed over; without
 * `->` the result has, in alphabetical order, the letters that occur once. float32.
 *
 *     einsum('ij,j->i', tensor([[1, 2], [3, 4]]), tensor([1, 10])) // → [21, 43]
 *
 * @throws ShapeError if one letter stands for different sizes, other than 1.
 */
export function einsum(equation: string, ...operands: Tensor[]): Tensor {
  const [terms, result] = parse(equation, operands);
  const named = operands.map((x, i) => diagonalOf({ x: cast(x, 'float32'), axes: terms[i] }));
  checkSizesOf(equation, named);
  let left = named[0];
  for (let i = 1; i < named.length; i++) {
    const later = new Set([...result, ...named.slice(i + 1).flatMap((n) => n.axes)]);
    left = contract(left, named[i], later);
  }
  const total = sumOver(
    left,
    left.axes.filter((axis) => !result.includes(axis)),
  );
  return permute(
    total.x,
    result.map((axis) => total.axes.indexOf(axis)),
  );
}

/** Axis names of each operand and of the result; axes under `...` are named by their place from the back. */
function parse(equation: string, operands: readonly Tensor[]): [string[][], string[]] {
  const [inputs, output, ...more] = equation.replaceAll(/\s/g, '').split('->');
  const terms = inputs.split(',');
  if (more.length > 0 || terms.length !== operands.length) {
    throw new ValueError(`einsum: expected an operand for each term of '${equation}', got ${operands.length}`);
  }
  const axes = terms.map((term, i) => {
    const [before, after = '', extra] = term.split('...');
    const rank = operands[i].shape.length;
    const hidden = term.includes('...') ? rank - before.length - after.length : 0;
    const fits = extra === undefined && /^[A-Za-z]*$/.test(before + after) && hidden >= 0;
    if (!fits || before.length + hidden + after.length !== rank) {
      throw new ShapeError(`einsum: '${term}' does not name the dimensions of shape ${shapeText(operands[i].shape)}`);
    }
    return [...before, ...Array.from({ length: hidden }, (_, k) => `.${hidden - k}`), ...after];
  });
  const all = axes.flat();
  const dots = [...new Set(all.filter((a) => a[0] === '.'))].sort((a, b) => Number(b.slice(1)) - Number(a.slice(1)));
  const once = () => [...new Set(all)].filter((a) => a[0] !== '.' && all.indexOf(a) === all.lastIndexOf(a)).sort();
  const result =
    output === undefined
      ? [...dots, ...once()]
      : output.split('...').flatMap((part, i) => [...(i > 0 ? dots : []), ...part]);
  const unknown = result.find((axis) => !all.includes(axis));
  if (unknown !== undefined || new Set(result).size !== result.length) {
    throw new ValueError(`einsum: expected the result to name letters of the operands once, got '${equation}'`);
  }
  return [axes, result];
}

/** Takes the diagonal where a letter occurs twice. */
function diagonalOf({ x, axes }: Named): Named {
  const again = axes.findIndex((axis, i) => axes.indexOf(axis) < i);
  if (again === -1) return { x, axes };
  const first = axes.indexOf(axes[again]);
  const size = x.shape[first];
  if (x.shape[again] !== size) {
    throw new ShapeError(`einsum: '${axes[again]}' stands for ${size} and ${x.shape[again]} in one operand`);
  }
  const rest = axes.map((_, i) => i).filter((i) => i !== first && i !== again);
  const shape = rest.map((i) => x.shape[i]);
  const flat = reshape(permute(x, [first, again, ...rest]), [size * size, ...shape]);
  const places = Int32Array.from({ length: size }, (_, i) => i * (size + 1));
  const diagonal = indexSelect(flat, 0, fromValues(places, [size], 'int32'));
  return diagonalOf({ x: diagonal, axes: [axes[first], ...rest.map((i) => axes[i])] });
}

function checkSizesOf(equation: string, named: readonly Named[]): void {
  const sizes = new Map<string, number>();
  for (const { x, axes } of named) {
    axes.forEach((axis, i) => {
      const before = sizes.get(axis) ?? 1;
      if (before !== 1 && x.shape[i] !== 1 && before !== x.shape[i]) {
        throw new ShapeError(`einsum: '${axis}' of '${equation}' stands for ${before} and ${x.shape[i]}`);
      }
      sizes.set(axis, Math.max(before, x.shape[i]));
    });
  }
}

/** Multiplies two operands and sums over what nothing later names, as one batched matrix product. */
function contract(a: Named, b: Named, later: ReadonlySet<string>): Named {
  const left = sumOver(
    a,
    a.axes.filter((axis) => !later.has(axis) && !b.axes.includes(axis)),
  );
  const right = sumOver(
    b,
    b.axes.filter((axis) => !later.has(axis) && !a.axes.includes(axis)),
  );
  const shared = left.axes.filter((axis) => right.axes.includes(axis));
  const batch = shared.filter((axis) => later.has(axis));
  const inner = shared.filter((axis) => !later.has(axis));
  const rows = left.axes.filter((axis) => !shared.includes(axis));
  const columns = right.axes.filter((axis) => !shared.includes(axis));
  const size = (axis: string) => Math.max(sizeIn(left, axis), sizeIn(right, axis));
  const grouped = (of: Named, groups: string[][]) => {
    const order = groups.flat();
    const x = permute(
      of.x,
      order.map((axis) => of.axes.indexOf(axis)),
    );
    const full = expand(x, order.map(size));
    return reshape(
      full,
      groups.map((group) => sizeOf(group.map(size))),
    );
  };
  const product = matmul(grouped(left, [batch, rows, inner]), grouped(right, [batch, inner, columns]));
  const axes = [...batch, ...rows, ...columns];
  return { x: reshape(product, axes.map(size)), axes };
}

function sizeIn({ x, axes }: Named, axis: string): number {
  const at = axes.indexOf(axis);
  return at === -1 ? 1 : x.shape[at];
}

function sumOver({ x, axes }: Named, dropped: readonly string[]): Named {
  if (dropped.length === 0) return { x, axes };
  const total = sum(
    x,
    dropped.map((axis) => axes.indexOf(axis)),
  );
  return { x: total, axes: axes.filter((axis) => !dropped.includes(axis)) };
}
