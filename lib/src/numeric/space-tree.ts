/** A part of space with so few points is not split. */
const LEAF = 8;

/**
 * A quadtree or, in space, an octree over places `[points, 3]`, in flat arrays: a node is followed by its parts, and `after`
 * says where they end. Its box is that of its points, not of the grid, which tells better what may be taken as one.
 */
export class SpaceTree {
  /** Point at each place of the tree's order; the points of a node stand together. */
  private readonly order: Int32Array;
  /** Coordinates in the tree's order, `[3][points]`. */
  private readonly at: [Float64Array, Float64Array, Float64Array];
  private readonly from: Int32Array;
  private readonly to: Int32Array;
  private readonly after: Int32Array;
  /** Middle of a node's points, `[nodes, 3]`, and its box. */
  private readonly middle: Float64Array;
  private readonly low: Float64Array;
  private readonly high: Float64Array;
  /** The square of a node's longest side. */
  private readonly width: Float64Array;
  private nodes = 0;
  /** What acts on one leaf: places and how many points are there, `[entries, 4]`. */
  private readonly acting: Float64Array;

  constructor(
    private readonly points: number,
    private readonly flat: boolean,
  ) {
    // Each node that is split has at least two parts.
    const nodes = 2 * points;
    this.order = new Int32Array(points);
    this.at = [new Float64Array(points), new Float64Array(points), new Float64Array(points)];
    this.from = new Int32Array(nodes);
    this.to = new Int32Array(nodes);
    this.after = new Int32Array(nodes);
    this.middle = new Float64Array(nodes * 3);
    this.low = new Float64Array(nodes * 3);
    this.high = new Float64Array(nodes * 3);
    this.width = new Float64Array(nodes);
    this.acting = new Float64Array(points * 4);
  }

  /** Sorts places into the tree. */
  build(places: Float64Array): void {
    for (let i = 0; i < this.points; i++) {
      this.order[i] = i;
      for (let axis = 0; axis < 3; axis++) this.at[axis][i] = places[3 * i + axis];
    }
    this.nodes = 0;
    this.split(0, this.points);
  }

  /**
   * Writes for each point the sum over all others of `q² · difference` with `q = 1 / (1 + distance²)`, and returns the sum of
   * `q` over all ordered pairs. A node whose side is less than `angle` times its distance acts from its middle; at 0 none does
   * and the sums are exact. Leaf by leaf: what acts on one of its points is far enough from all of them.
   */
  repel(angle: number, out: Float64Array): number {
    let total = -this.points;
    for (let leaf = 0; leaf < this.nodes; leaf++) {
      if (this.after[leaf] === leaf + 1) total += this.repelLeaf(leaf, this.gather(leaf, angle * angle), out);
    }
    return total;
  }

  /** Collects what acts on a leaf; returns how many entries. */
  private gather(leaf: number, limit: number): number {
    const { from, to, after, middle, low, high, width, acting } = this;
    const [x, y, z] = this.at;
    const b = 3 * leaf;
    const [left, bottom, back] = [low[b], low[b + 1], low[b + 2]];
    const [right, top, front] = [high[b], high[b + 1], high[b + 2]];
    let end = 0;
    for (let node = 0; node < this.nodes; ) {
      const m = 3 * node;
      const mx = middle[m];
      const my = middle[m + 1];
      const mz = middle[m + 2];
      const dx = mx < left ? left - mx : mx > right ? mx - right : 0;
      const dy = my < bottom ? bottom - my : my > top ? my - top : 0;
      const dz = mz < back ? back - mz : mz > front ? mz - front : 0;
      const next = after[node];
      // Points in one place act as one also on themselves; a part of space never acts from its middle on what is in it.
      const far = width[node] < limit * (dx * dx + dy * dy + dz * dz) && !(node <= leaf && leaf < next);
      if (far || width[node] === 0) {
        acting[end] = mx;
        acting[end + 1] = my;
        acting[end + 2] = mz;
        acting[end + 3] = to[node] - from[node];
        end += 4;
        node = next;
        continue;
      }
      if (next === node + 1) {
        for (let i = from[node]; i < to[node]; i++) {
          acting[end] = x[i];
          acting[end + 1] = y[i];
          acting[end + 2] = z[i];
          acting[end + 3] = 1;
          end += 4;
        }
      }
      node++;
    }
    return end;
  }

  /** What the entries do to the points of a leaf, themselves among them: they push by 0 and count 1. */
  private repelLeaf(leaf: number, end: number, out: Float64Array): number {
    const { acting } = this;
    const [x, y, z] = this.at;
    let total = 0;
    for (let i = this.from[leaf]; i < this.to[leaf]; i++) {
      const xi = x[i];
      const yi = y[i];
      const zi = z[i];
      let [pushX, pushY, pushZ, sum] = [0, 0, 0, 0];
      for (let k = 0; k < end; k += 4) {
        const dx = xi - acting[k];
        const dy = yi - acting[k + 1];
        const dz = zi - acting[k + 2];
        const q = 1 / (1 + dx * dx + dy * dy + dz * dz);
        const weight = q * acting[k + 3];
        sum += weight;
        const push = weight * q;
        pushX += push * dx;
        pushY += push * dy;
        pushZ += push * dz;
      }
      const to = 3 * this.order[i];
      out[to] = pushX;
      out[to + 1] = pushY;
      out[to + 2] = pushZ;
      total += sum;
    }
    return total;
  }

  /** Makes the node of the points `[from, to)` of the order, and its parts. */
  private split(from: number, to: number): void {
    const node = this.nodes++;
    this.from[node] = from;
    this.to[node] = to;
    let widest = 0;
    for (let axis = 0; axis < 3; axis++) {
      const at = this.at[axis];
      let [low, high, sum] = [at[from], at[from], 0];
      for (let i = from; i < to; i++) {
        if (at[i] < low) low = at[i];
        if (at[i] > high) high = at[i];
        sum += at[i];
      }
      this.low[3 * node + axis] = low;
      this.high[3 * node + axis] = high;
      this.middle[3 * node + axis] = sum / (to - from);
      widest = Math.max(widest, high - low);
    }
    this.width[node] = widest * widest;
    if (to - from > LEAF && widest > 0 && widest < Number.POSITIVE_INFINITY) this.parts(node, from, to);
    this.after[node] = this.nodes;
  }

  /** Splits a node at the middle of its box, on all axes. */
  private parts(node: number, from: number, to: number): void {
    const ends = [from, to];
    for (let axis = 0; axis < (this.flat ? 2 : 3); axis++) {
      const middle = (this.low[3 * node + axis] + this.high[3 * node + axis]) / 2;
      for (let i = ends.length - 1; i > 0; i--) ends.splice(i, 0, this.partition(axis, middle, ends[i - 1], ends[i]));
    }
    // Neighbouring floats have no middle of their own, so that everything may fall on one side.
    if (ends.some((end, i) => i > 0 && end - ends[i - 1] === to - from)) return;
    for (let i = 1; i < ends.length; i++) if (ends[i] > ends[i - 1]) this.split(ends[i - 1], ends[i]);
  }

  /** Brings points of `[from, to)` up to `middle` to the front; returns where those beyond begin. */
  private partition(axis: number, middle: number, from: number, to: number): number {
    const { order } = this;
    const [x, y, z] = this.at;
    const at = this.at[axis];
    let left = from;
    let right = to - 1;
    while (left <= right) {
      if (at[left] <= middle) {
        left++;
        continue;
      }
      swap(x, left, right);
      swap(y, left, right);
      swap(z, left, right);
      swap(order, left, right);
      right--;
    }
    return left;
  }
}

function swap(list: Float64Array | Int32Array, a: number, b: number): void {
  const kept = list[a];
  list[a] = list[b];
  list[b] = kept;
}
