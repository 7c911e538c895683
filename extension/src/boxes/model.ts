import type { BoxData, BoxesData } from '../protocol/decode-boxes.js';

/** Overlap from which a box counts as a right one. */
const RIGHT = 0.5;

/** A right box and how much of it and of another is common to both. */
export interface Match {
  truth: BoxData;
  iou: number;
}

/** Which boxes of which image are seen. */
export class BoxesModel {
  image = 0;
  /** Lowest score that is seen; boxes without a score always are. */
  threshold = 0;
  /** Largest overlap with a better box of the same class; 1 keeps every box. */
  overlap = 1;
  readonly hidden = new Set<number>();

  constructor(readonly data: BoxesData) {}

  get truth(): BoxData[] {
    return (this.data.truth[this.image] ?? []).filter(({ label }) => !this.hidden.has(label));
  }

  /** The boxes that are seen, by falling score. */
  seen(): BoxData[] {
    const kept: BoxData[] = [];
    for (const box of this.data.found[this.image] ?? []) {
      if ((box.score ?? Number.POSITIVE_INFINITY) < this.threshold || this.hidden.has(box.label)) continue;
      const better = kept.some((other) => other.label === box.label && iou(other, box) > this.overlap);
      if (!better) kept.push(box);
    }
    return kept;
  }

  /** The right box that a box meets best, of its own class if one of them is met at all. */
  match(box: BoxData): Match | undefined {
    const all = (this.data.truth[this.image] ?? []).map((truth) => ({ truth, iou: iou(truth, box) }));
    const met = all.filter((match) => match.iou > 0);
    const own = met.filter(({ truth }) => truth.label === box.label);
    return (own.length > 0 ? own : met).reduce<Match | undefined>(
      (best, match) => (!best || match.iou > best.iou ? match : best),
      undefined,
    );
  }

  /** How many right boxes are found, each by one box of its class at most, and how many boxes find none. */
  found(): { right: number; wrong: number; missed: number } {
    const open = new Set(this.truth);
    let right = 0;
    const seen = this.seen();
    for (const box of seen) {
      let best: Match | undefined;
      for (const truth of open) {
        const match = { truth, iou: iou(truth, box) };
        if (truth.label === box.label && match.iou >= RIGHT && match.iou > (best?.iou ?? 0)) best = match;
      }
      if (!best) continue;
      open.delete(best.truth);
      right++;
    }
    return { right, wrong: seen.length - right, missed: open.size };
  }

  /** The smallest box that is seen around a point of the image. */
  at(x: number, y: number): BoxData | undefined {
    return this.seen()
      .filter(({ xyxy: [left, top, right, bottom] }) => x >= left && x <= right && y >= top && y <= bottom)
      .sort((a, b) => area(a) - area(b))[0];
  }
}

/** Area that two boxes have in common, as a share of the area that they cover; 0 for empty ones. */
export function iou(a: BoxData, b: BoxData): number {
  const [left, top] = [Math.max(a.xyxy[0], b.xyxy[0]), Math.max(a.xyxy[1], b.xyxy[1])];
  const [right, bottom] = [Math.min(a.xyxy[2], b.xyxy[2]), Math.min(a.xyxy[3], b.xyxy[3])];
  const common = Math.max(0, right - left) * Math.max(0, bottom - top);
  return common === 0 ? 0 : common / (area(a) + area(b) - common);
}

function area({ xyxy: [left, top, right, bottom] }: BoxData): number {
  return Math.max(0, right - left) * Math.max(0, bottom - top);
}
