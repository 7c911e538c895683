import { type BoundaryData, decodeBoundary, extendBoundary } from './decode-boundary.js';
import { decodeHistogram, extendHistogram, type HistogramData } from './decode-histogram.js';
import { decodeMaps, extendMaps, type MapsData } from './decode-maps.js';
import { decodeTraining, extendTraining } from './decode-training.js';
import type { LiveState } from './live.js';
import { BOUNDARY_MIME, HISTOGRAM_MIME, MAPS_MIME, TRAINING_MIME, type TrainingSpec } from './spec.js';

/** What the live link has to know of one kind of view. Both calls throw a PayloadError for what they cannot read. */
export interface LiveAdapter<S extends LiveState> {
  /** Reads a full state. */
  decode(payload: unknown): S;
  /** The state after a delta; `held` stays as it is. */
  extend(held: S, seq: number, delta: unknown, buffers: readonly DataView[]): S;
}

const TRAINING: LiveAdapter<TrainingSpec> = { decode: decodeTraining, extend: extendTraining };
const HISTOGRAM: LiveAdapter<HistogramData> = { decode: decodeHistogram, extend: extendHistogram };
const BOUNDARY: LiveAdapter<BoundaryData> = { decode: decodeBoundary, extend: extendBoundary };
const MAPS: LiveAdapter<MapsData> = { decode: decodeMaps, extend: extendMaps };

/** The kinds of views that live messages can be about, by MIME type. */
export const LIVE_ADAPTERS: Record<string, LiveAdapter<never>> = {
  [TRAINING_MIME]: TRAINING as LiveAdapter<never>,
  [HISTOGRAM_MIME]: HISTOGRAM as LiveAdapter<never>,
  [BOUNDARY_MIME]: BOUNDARY as LiveAdapter<never>,
  [MAPS_MIME]: MAPS as LiveAdapter<never>,
};
