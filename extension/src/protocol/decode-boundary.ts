import { byteValues } from './base64.js';
import { asLimited, asNumber, asNumbers, asRange, asSpec, optionalText } from './fields.js';
import { readBytes } from './packed.js';
import { asCount, asObject, asText, PayloadError } from './payload.js';

/** The bytes of NaN and of certainty in a field. */
const NAN = 255;
const CERTAIN = 254;
const MOST = { side: 400, classes: 24, points: 20_000, snapshots: 200 };

/** Labelled points with plain numbers. */
export interface BoundaryPointsData {
  x: number[];
  y: number[];
  label: number[];
  count: number;
}

/** One moment: for each grid point the likeliest class and its probability, NaN where there was none. */
export interface BoundarySnapshotData {
  step: number | null;
  winner: Uint8Array;
  sure: Float32Array;
  right: number;
  testRight: number | undefined;
}

/** Decision boundaries ready to draw. */
export interface BoundaryData {
  /** Of a view that grows: its identity and the number of this state; else empty and 0. */
  id: string;
  seq: number;
  title: string;
  xLabel: string;
  yLabel: string;
  x: [low: number, high: number];
  y: [low: number, high: number];
  cols: number;
  rows: number;
  classes: string[];
  discrete: boolean;
  points: BoundaryPointsData;
  test: BoundaryPointsData | undefined;
  pushed: number;
  snapshots: BoundarySnapshotData[];
}

/** Reads the JSON of decision boundaries. Throws a PayloadError that says what is wrong. */
export function decodeBoundary(payload: unknown): BoundaryData {
  const spec = asSpec('boundary view', payload);
  const side = (key: 'cols' | 'rows') => {
    const count = asCount(`boundary ${key}`, spec[key], 2);
    if (count > MOST.side) throw new PayloadError(`boundary ${key}`, `at most ${MOST.side}`, count);
    return count;
  };
  const [cols, rows] = [side('cols'), side('rows')];
  const classes = asLimited('boundary classes', spec.classes, 2, MOST.classes).map((name) =>
    asText('boundary classes', name),
  );
  const points = (where: string, value: unknown) => readPoints(where, value, classes.length);
  return {
    id: optionalText('boundary id', spec.id),
    seq: spec.seq === undefined ? 0 : asCount('boundary seq', spec.seq),
    title: optionalText('boundary title', spec.title),
    xLabel: asText('boundary xLabel', spec.xLabel),
    yLabel: asText('boundary yLabel', spec.yLabel),
    x: asRange('boundary x', spec.x),
    y: asRange('boundary y', spec.y),
    cols,
    rows,
    classes,
    discrete: spec.discrete === true,
    points: points('boundary points', spec.points),
    test: spec.test === undefined ? undefined : points('boundary test', spec.test),
    pushed: asCount('boundary pushed', spec.pushed),
    snapshots: asLimited('boundary snapshots', spec.snapshots, 1, MOST.snapshots).map((entry) =>
      readSnapshot(entry, { cols, rows, classes }, (field) =>
        byteValues('boundary field', asText('boundary field', field)),
      ),
    ),
  };
}

/** Boundaries after a delta. Throws a PayloadError that says what is wrong. */
export function extendBoundary(
  held: BoundaryData,
  seq: number,
  delta: unknown,
  buffers: readonly DataView[],
): BoundaryData {
  const news = asObject('boundary news', delta);
  const stayed = asLimited('boundary kept', news.kept, 0, MOST.snapshots);
  const added = asLimited('boundary news added', news.added, 0, MOST.snapshots);
  const snapshots = [
    ...stayed.flatMap((at) => held.snapshots[asCount('boundary kept', at)] ?? []),
    ...added.map((entry) => readSnapshot(entry, held, (field) => readBytes('boundary field', field, buffers))),
  ];
  asLimited('boundary snapshots', snapshots, 1, MOST.snapshots);
  return { ...held, seq, pushed: asCount('boundary pushed', news.pushed), snapshots };
}

function readPoints(where: string, value: unknown, classes: number): BoundaryPointsData {
  const points = asObject(where, value);
  const label = asLimited(`${where} label`, points.label, 0, MOST.points).map((entry) => {
    const kind = asCount(`${where} label`, entry);
    if (kind >= classes) throw new PayloadError(`${where} label`, `a class below ${classes}`, kind);
    return kind;
  });
  const numbers = (key: 'x' | 'y') => {
    const list = asNumbers(`${where} ${key}`, points[key]);
    if (list.length !== label.length) throw new PayloadError(`${where} ${key}`, `${label.length} entries`, list.length);
    return list;
  };
  return { x: numbers('x'), y: numbers('y'), label, count: asCount(`${where} count`, points.count) };
}

function readSnapshot(
  value: unknown,
  { cols, rows, classes: names }: Pick<BoundaryData, 'cols' | 'rows' | 'classes'>,
  bytesOf: (field: unknown) => Uint8Array,
): BoundarySnapshotData {
  const snapshot = asObject('boundary snapshot', value);
  const bytes = bytesOf(snapshot.field);
  const [count, classes] = [cols * rows, names.length];
  const expected = classes > 2 ? 2 * count : count;
  if (bytes.length !== expected) throw new PayloadError('boundary field', `${expected} bytes`, bytes.length);
  const share = (byte: number) => (byte === NAN ? Number.NaN : byte / CERTAIN);
  const winner = classes > 2 ? bytes.slice(0, count) : bytes.map((byte) => (byte >= CERTAIN / 2 ? 1 : 0));
  const wrong = winner.find((kind) => kind >= classes);
  if (wrong !== undefined) throw new PayloadError('boundary field', `classes below ${classes}`, wrong);
  return {
    step: snapshot.step === null ? null : asNumber('boundary step', snapshot.step),
    winner,
    sure:
      classes > 2
        ? Float32Array.from(bytes.subarray(count), share)
        : Float32Array.from(bytes, (byte) => Math.max(share(byte), 1 - share(byte))),
    right: asCount('boundary right', snapshot.right),
    testRight: snapshot.testRight === undefined ? undefined : asCount('boundary testRight', snapshot.testRight),
  };
}
