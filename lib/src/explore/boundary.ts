import { ValueError } from '../errors.js';
import {
  boundaryBundle,
  endsOf,
  keptPoints,
  type Labelled,
  labelled,
  MOST_CLASSES,
} from '../view/boundary/boundary.js';
import { type Outputs, packField, verdicts } from '../view/boundary/field.js';
import { SentSnapshots } from '../view/boundary/sent.js';
import { BOUNDARY_MIME, type BoundarySnapshot, type BoundarySpec } from '../view/boundary/spec.js';
import { boundaryLine, boundaryText } from '../view/boundary/text.js';
import type { Numbers } from '../view/columns.js';
import { EvenlyKept } from '../view/evenly-kept.js';
import { currentHost, DISPLAY_SYMBOL, type MimeBundle, type ViewHost } from '../view/host.js';
import type { TensorLike } from '../view/lists.js';
import { LiveLink, type LiveSource } from '../view/live.js';
import { printLine } from '../view/print.js';
import { showView } from '../view/show.js';
import { namesOf } from '../view/texts.js';
import { evaluate, type Field, type PlaneRange, rangesOf, spaced, stepsOf } from './field.js';

/** Where a classifier is looked at, and how what is seen is drawn. */
export interface BoundaryOptions {
  /** Name in the header. */
  title?: string;
  /** Words at the axes; default `x` and `y`. */
  xLabel?: string;
  yLabel?: string;
  /** Names of the classes 0, 1, …; default their numbers. */
  classes?: readonly (string | number)[];
  /** Points that the classifier was not trained on, to be switched on. */
  test?: { points: TensorLike; labels: Numbers };
  /** The part of the plane; default all points with a margin. */
  range?: PlaneRange;
  /** Grid points along each axis, 2 to 200. Default 80. */
  steps?: number;
  /** Shows only the likeliest class at first, not how likely it is. Default false. */
  discrete?: boolean;
  /**
   * What the numbers of the classifier mean. Default: `probabilities` where they can be, else `logits`; single numbers
   * for more than two classes are `classes`.
   */
  outputs?: Outputs;
}

const STEPS = 80;
/** Most snapshots, and most characters of all of them, that are kept. */
export const KEPT_BOUNDARIES = 50;
const KEPT_CHARACTERS = 600_000;

/**
 * Decision boundaries over the steps of a training run. The first push shows them, further pushes extend them while the
 * cell runs; where there is no notebook, each push prints a line. Of a long run at most 50 evenly spaced snapshots are
 * kept, with the first and the last.
 *
 *     view.boundaries(rand(4, 2), [0, 1, 1, 0], { title: 'xor' }) instanceof view.Boundaries // → true
 */
export class Boundaries {
  private readonly id = `boundary-${Math.random().toString(36).slice(2, 12)}`;
  private readonly base: Omit<BoundarySpec, 'pushed' | 'snapshots'>;
  private readonly given: Labelled;
  private readonly test: Labelled | undefined;
  private readonly asked: number[][];
  private readonly outputs: Outputs | undefined;
  private readonly kept = new EvenlyKept<BoundarySnapshot>();
  private readonly sent = new SentSnapshots();
  private readonly link: LiveLink | undefined;

  constructor(
    points: TensorLike,
    labels: Numbers,
    options: BoundaryOptions = {},
    { now, host }: { now(): number; host: ViewHost | undefined } = {
      now: () => performance.now(),
      host: currentHost(),
    },
  ) {
    const where = 'view.boundary';
    const { title, xLabel = 'x', yLabel = 'y', test, range, steps = STEPS, discrete = false } = options;
    this.given = labelled(where, points, labels);
    this.outputs = options.outputs;
    this.test = test && labelled(`${where}: test`, test.points, test.labels);
    const side = stepsOf(where, steps, 200);
    const all = [...this.given.points, ...(this.test?.points ?? [])];
    const { x, y } = range
      ? rangesOf(where, range)
      : { x: endsOf(all.map(([across]) => across)), y: endsOf(all.map(([, up]) => up)) };
    this.base = {
      version: 1,
      ...(title ? { title } : {}),
      xLabel,
      yLabel,
      x: [x[0], x[1]],
      y: [y[0], y[1]],
      cols: side,
      rows: side,
      classes: classNames(where, options.classes, [...this.given.labels, ...(this.test?.labels ?? [])]),
      discrete,
      points: keptPoints(this.given),
      ...(this.test ? { test: keptPoints(this.test) } : {}),
    };
    const across = spaced(x, side);
    this.asked = [...spaced(y, side).flatMap((up) => across.map((at) => [at, up])), ...all];
    if (host) this.link = new LiveLink(this.source(), host, now);
  }

  /**
   * Adds what the classifier says now. A module is asked in evaluation mode, without recording. Without `step` the pushes
   * are counted from 0. Throws a ValueError for outputs that do not fit the classes.
   */
  push(classifier: Field, { step }: { step?: number } = {}): void {
    this.add(classifier, step ?? this.kept.pushed);
    if (this.link) this.link.changed();
    else printLine(boundaryLine(this.toSpec()));
  }

  /** The view's data as it is now. */
  toSpec(): BoundarySpec {
    return { ...this.base, pushed: this.kept.pushed, snapshots: [...this.kept.items] };
  }

  /** The newest boundary as a map of classes, with how many points are right. */
  toString(): string {
    return boundaryText(this.toSpec());
  }

  /** A copy of the view as it is now, for a cell that ends in it. */
  [DISPLAY_SYMBOL](): MimeBundle {
    return boundaryBundle(this.toSpec());
  }

  /** @internal Asks the classifier and keeps the answer, with no step for a view of one moment. */
  add(classifier: Field, step: number | null): void {
    const where = 'view.boundary';
    const { classes, cols, rows } = this.base;
    const said = verdicts(where, ask(where, classifier, this.asked), classes.length, this.outputs);
    const grid = cols * rows;
    const right = (labels: readonly number[], from: number) =>
      labels.filter((label, i) => said.winner[from + i] === label && !Number.isNaN(said.sure[from + i])).length;
    const field = packField({ winner: said.winner.slice(0, grid), sure: said.sure.slice(0, grid) }, classes.length);
    const snapshot: BoundarySnapshot = {
      step,
      field,
      right: right(this.given.labels, grid),
      ...(this.test ? { testRight: right(this.test.labels, grid + this.given.labels.length) } : {}),
    };
    this.kept.push(snapshot, Math.min(KEPT_BOUNDARIES, Math.max(3, Math.floor(KEPT_CHARACTERS / field.length))));
  }

  private source(): LiveSource {
    return {
      id: this.id,
      mime: BOUNDARY_MIME,
      bundle: (seq, picture) => {
        this.sent.note(this.kept.items);
        return boundaryBundle({ ...this.toSpec(), id: this.id, seq }, picture);
      },
      news: (packer) => this.sent.news(this.kept.items, this.kept.pushed, packer),
      finish: () => {},
    };
  }
}

/**
 * Shows what a classifier of points `[n, 2]` says of the plane around labelled points: the likeliest class and how likely
 * it is. A function gets all grid points at once; a module is asked in evaluation mode, without recording.
 *
 *     const net = new nn.Linear(2, 1);
 *     view.boundary(net, tensor([[0, 0], [0, 1], [1, 0], [1, 1]]), [0, 1, 1, 0], { title: 'xor', steps: 20 });
 *
 * @throws ValueError for points that are not `[n, 2]` and for outputs that do not fit the classes
 */
export function boundary(classifier: Field, points: TensorLike, labels: Numbers, options: BoundaryOptions = {}): void {
  const view = new Boundaries(points, labels, options);
  view.add(classifier, null);
  showView(view.toSpec(), boundaryBundle, boundaryText);
}

/**
 * Opens decision boundaries over the steps of a run; they appear with the first `push`.
 *
 *     const net = new nn.Linear(2, 1);
 *     const shown = view.boundaries(rand(4, 2), [0, 1, 1, 0], { steps: 20 });
 *     for (let step = 0; step < 3; step++) shown.push(net, { step });
 */
export function boundaries(points: TensorLike, labels: Numbers, options: BoundaryOptions = {}): Boundaries {
  return new Boundaries(points, labels, options);
}

interface Trainable {
  training: boolean;
  modules(): { training: boolean }[];
}

/** Asks in evaluation mode, and leaves each module in the mode that it had. */
function ask(where: string, classifier: Field, points: readonly (readonly number[])[]) {
  const { modules } = classifier as Field & Partial<Trainable>;
  if (typeof classifier !== 'function') {
    throw new ValueError(`${where}: expected a module or a function of points, got ${String(classifier)}`);
  }
  const parts = typeof modules === 'function' ? modules.call(classifier) : [];
  const before = parts.map(({ training }) => training);
  try {
    for (const part of parts) part.training = false;
    return evaluate(where, classifier, points);
  } finally {
    parts.forEach((part, i) => {
      part.training = before[i];
    });
  }
}

function classNames(where: string, given: BoundaryOptions['classes'], labels: readonly number[]): string[] {
  const count = Math.max(2, 1 + labels.reduce((most, label) => Math.max(most, label), 0));
  if (given === undefined) return Array.from({ length: count }, (_, i) => String(i));
  const names = namesOf(`${where}: classes`, given);
  if (names.length >= count && names.length <= MOST_CLASSES) return names;
  throw new ValueError(`${where}: classes needs ${count} to ${MOST_CLASSES} names, got ${names.length}`);
}
