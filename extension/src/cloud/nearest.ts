/** A point on the page. */
export interface Seen {
  i: number;
  x: number;
  y: number;
}

/** Points farther from the pointer than this are not meant, in CSS pixels. */
const REACH = 22;

/** The point nearest to a place, of those within reach; later ones of equally near lie in front. */
export function nearestTo(seen: readonly Seen[], at: { x: number; y: number }, reach = REACH): number | undefined {
  let best: number | undefined;
  let least = reach;
  for (const { i, x, y } of seen) {
    const distance = Math.hypot(x - at.x, y - at.y);
    if (distance > least) continue;
    least = distance;
    best = i;
  }
  return best;
}

/** The next point in a direction from point `from`: ahead and not far aside; `from` itself when there is none. */
export function nextTowards(seen: readonly Seen[], from: number, right: number, down: number): number {
  const here = seen.find(({ i }) => i === from);
  if (!here) return from;
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  for (const { i, x, y } of seen) {
    const along = (x - here.x) * right + (y - here.y) * down;
    const aside = Math.abs((x - here.x) * down - (y - here.y) * right);
    if (i === from || along <= 0.01 || aside > 1.5 * along) continue;
    const cost = along + 2 * aside;
    if (cost >= least) continue;
    least = cost;
    best = i;
  }
  return best;
}
