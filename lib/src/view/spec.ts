/**
 * The plain data that a view puts into a notebook, one type a MIME type. The extension draws them; the library's text
 * and PNG forms are drawn from the same data. Everything here is JSON; numbers that JSON cannot hold travel as the
 * strings 'NaN', 'Infinity' and '-Infinity' inside {@link JsonNumber} lists, or as base64 little-endian binary.
 */

export const TENSOR_MIME = 'application/vnd.lectern.tensor.v1+json';
export const TRAINING_MIME = 'application/vnd.lectern.training.v1+json';

/** The comm target on which live views talk: see {@link LiveMessage}. */
export const VIEW_TARGET = 'lectern.view';

export type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity';

/** Summary of all values of a tensor; statistics leave NaN and ±Inf out and count them. `std` is the sample deviation. */
export interface TensorSummary {
  count: number;
  min: JsonNumber;
  max: JsonNumber;
  mean: JsonNumber;
  std: JsonNumber;
  zeros: number;
  nan: number;
  posInf: number;
  negInf: number;
  /** Counts of the finite values in equal bins from `min` to `max`, for the sparkline. */
  bins: number[];
}

/** One run of kept indices of an axis: `[start, stop)`. Two runs mean that the middle was cut and both ends kept. */
export type KeptRange = [start: number, stop: number];

export interface TensorSpec {
  version: 1;
  /** Name shown in the header, e.g. `conv1.weight`. */
  title?: string;
  /** True shape of the tensor, also when values were cut. */
  shape: number[];
  dtype: 'float32' | 'int32' | 'bool';
  /** For each axis the indices whose values are in `values`; a single full range when nothing was cut. */
  kept: KeptRange[][];
  /** Kept values, row-major over the kept indices, base64 of little-endian float32, int32 or uint8 (bool). */
  values: string;
  summary: TensorSummary;
  /** Optional axis names, e.g. `['batch', 'height', 'width', 'channels']`. */
  axes?: string[];
  /** Axes first shown as rows and columns; `null` when the rank is too low. The others get a slider. */
  rows: number | null;
  cols: number | null;
  /** Start index of each slider axis (ignored for the row and column axes). */
  at?: number[];
}

/** Values that were pushed and are not finite. */
export interface OddValues {
  nan: number;
  posInf: number;
  negInf: number;
  /** Step of the first of them. */
  first: number;
}

/** A named moment of a run. */
export interface TrainingMark {
  text: string;
  step: number;
  epoch: number | null;
  time: number;
}

export interface TrainingSeries {
  /** Key that the user pushed, e.g. `loss`, `valAccuracy`. */
  name: string;
  /** Run that it belongs to, where several are compared. */
  run?: string;
  /** Panel that it is drawn in; series that share a unit share a panel (`loss` with `valLoss`). */
  panel: string;
  /** Steps, epochs and seconds since the start of each kept point, and its value; all four have one length. */
  step: number[];
  epoch: (number | null)[];
  time: number[];
  value: JsonNumber[];
  /** When thinned: the lowest and highest value that each kept point stands for; exact extremes survive. */
  low?: JsonNumber[];
  high?: JsonNumber[];
  /** How many points were pushed in all. */
  pushed: number;
  /** Extremes of the finite values, and the last value, of everything pushed. */
  min: JsonNumber;
  max: JsonNumber;
  last: JsonNumber;
  /** Where a value was NaN or infinite. */
  odd?: OddValues;
}

export interface TrainingSpec {
  version: 1;
  /** Identity of the live view; messages on the channel and display updates carry it. */
  id: string;
  title?: string;
  /** Grows with every state or delta sent; a receiver ignores anything not newer and asks for state on a gap. */
  seq: number;
  /** What the last push called the total, for the progress line. */
  totalSteps?: number;
  totalEpochs?: number;
  /** Horizontal axis first shown; default `step`. */
  x?: 'step' | 'epoch' | 'time';
  state: 'running' | 'done' | 'interrupted';
  series: TrainingSeries[];
  marks?: TrainingMark[];
}

/** What a training view got since the last message. */
export interface TrainingDelta {
  series: TrainingNews[];
  /** Only when it changed. */
  marks?: TrainingMark[];
}

/** Points of one series: all steps, then all epochs (NaN where none was given), all seconds, all values. */
export interface TrainingNews {
  name: string;
  panel: string;
  run?: string;
  points: Packed;
}

/** Numbers in a {@link LiveMessage}: in its JSON, or the binary buffer with this place, little-endian. */
export type Packed = JsonNumber[] | { buffer: number; type: 'float32' | 'float64' };

/** Bytes in a {@link LiveMessage}: those of the binary buffer with this place. */
export interface PackedBytes {
  buffer: number;
  type: 'uint8';
}

/**
 * Messages on a {@link VIEW_TARGET} comm. The kernel opens one comm a live view with data {@link LiveOpen}; then sends
 * deltas, whose form belongs to the view, and full states now and then; the front end may ask for the state at any time.
 * `end` says that the output now holds the state `seq`. All but `end` count up by one, with the states that go to the
 * output itself.
 */
export type LiveMessage =
  | { type: 'delta'; view: string; mime: string; seq: number; delta: unknown }
  | { type: 'state'; view: string; mime: string; seq: number; bundle: Record<string, unknown>; answer: boolean }
  | { type: 'end'; view: string; mime: string; seq: number }
  | { type: 'request-state'; view: string };

/** Data of the `comm_open` that announces a live view. */
export interface LiveOpen {
  view: string;
  mime: string;
}
