import { ValueError } from '../../errors.js';
import { currentHost, DISPLAY_SYMBOL, type MimeBundle, type ViewHost } from '../host.js';
import { type Layers, namedLayers } from '../layers.js';
import { printLine } from '../print.js';
import { readValues } from '../values.js';
import { binned } from './binning.js';
import { histogramPng } from './png.js';
import { HISTOGRAM_MIME, type HistogramLayer, type HistogramSpec } from './spec.js';
import { histogramLine, histogramText } from './text.js';

/** How histograms are made and shown. */
export interface HistogramOptions {
  /** Name in the header. */
  title?: string;
  /** Most bins of a histogram; their width is a power of two. Default 64. */
  bins?: number;
}

const BINS = 64;
const MOST_BINS = 1024;
/** Most snapshots of a layer that are kept. */
export const KEPT_SNAPSHOTS = 50;
/** Shortest time between two updates of the notebook, in milliseconds. */
const UPDATE_INTERVAL = 500;

/**
 * Histograms of one or more tensors over the steps of a training run. The first push shows them, further pushes update
 * them twice a second and at the cell's end; where there is no notebook, each push prints a line. Of a long run 50 evenly
 * spaced snapshots are kept, with the first and the last.
 *
 *     view.histograms({ title: 'noise' }) instanceof view.Histograms // → true
 */
export class Histograms {
  private readonly id = `histogram-${Math.random().toString(36).slice(2, 12)}`;
  private readonly layers = new Map<string, { layer: HistogramLayer; stride: number }>();
  private readonly bins: number;
  private shown = false;
  private armed = false;
  private lastUpdate = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly options: HistogramOptions = {},
    private readonly surroundings: { now(): number; host: ViewHost | undefined } = {
      now: () => performance.now(),
      host: currentHost(),
    },
  ) {
    this.bins = checkedBins(options.bins);
  }

  /**
   * Adds the present values of one tensor or of several, by name. Without `step` the pushes are counted from 0. Throws a
   * ValueError for anything but tensors.
   */
  push(x: Layers, { step }: { step?: number } = {}): void {
    for (const [name, tensor] of namedLayers('view.histograms: push', x, 'tensor')) {
      this.add(name, [...tensor.shape], (pushed) => binned(readValues(tensor), step ?? pushed, this.bins));
    }
    const { host, now } = this.surroundings;
    if (!host) {
      printLine(histogramLine(this.toSpec()));
      return;
    }
    const time = now();
    if (!this.shown) {
      host.display(this.bundle(), { id: this.id });
      this.shown = true;
      this.lastUpdate = time;
      return;
    }
    if (!this.armed) {
      this.armed = true;
      host.atCellEnd(() => {
        this.armed = false;
        host.update(this.id, this.bundle());
      });
    }
    if (time - this.lastUpdate >= UPDATE_INTERVAL) {
      this.lastUpdate = time;
      // A picture takes as long as many training steps: the end of the cell draws it once.
      host.update(this.id, histogramBundle(this.toSpec(), false));
    }
  }

  /** The view's data as it is now. */
  toSpec(): HistogramSpec {
    const { title } = this.options;
    return {
      version: 1,
      ...(title ? { title } : {}),
      layers: [...this.layers.values()].map(({ layer }) => ({ ...layer, snapshots: [...layer.snapshots] })),
    };
  }

  /** For each layer a sparkline of its newest histogram with its statistics. */
  toString(): string {
    return histogramText(this.toSpec());
  }

  /** A copy of the view as it is now, for a cell that ends in it. */
  [DISPLAY_SYMBOL](): MimeBundle {
    return this.bundle();
  }

  private bundle(): MimeBundle {
    return histogramBundle(this.toSpec());
  }

  private add(name: string, shape: number[], take: (pushed: number) => HistogramLayer['snapshots'][number]): void {
    let entry = this.layers.get(name);
    if (!entry) {
      entry = { layer: { name, shape, pushed: 0, snapshots: [] }, stride: 1 };
      this.layers.set(name, entry);
    }
    const { layer } = entry;
    const snapshot = take(layer.pushed);
    // The newest is always kept; the next one replaces it unless it falls on the stride.
    if (layer.snapshots.length > 1 && (layer.pushed - 1) % entry.stride !== 0) layer.snapshots.pop();
    layer.snapshots.push(snapshot);
    layer.pushed++;
    if (layer.snapshots.length > KEPT_SNAPSHOTS) {
      const last = layer.snapshots.length - 1;
      layer.snapshots = layer.snapshots.filter((_, i) => i % 2 === 0 || i === last);
      entry.stride *= 2;
    }
  }
}

/** The plain data of histograms of one moment. Throws a ValueError for anything but tensors. */
export function histogramSpec(x: Layers, { title, bins }: HistogramOptions = {}): HistogramSpec {
  const most = checkedBins(bins);
  return {
    version: 1,
    ...(title ? { title } : {}),
    layers: namedLayers('view.histogram', x, 'tensor').map(([name, tensor]) => ({
      name,
      shape: [...tensor.shape],
      pushed: 1,
      snapshots: [binned(readValues(tensor), null, most)],
    })),
  };
}

/** Everything that a notebook can show of histograms: data, a picture where one is wanted and can be drawn, and text. */
export function histogramBundle(spec: HistogramSpec, picture = true): MimeBundle {
  const png = picture ? histogramPng(spec) : undefined;
  return { [HISTOGRAM_MIME]: spec, ...(png ? { 'image/png': png } : {}), 'text/plain': histogramText(spec) };
}

/**
 * Shows how the values of a tensor, or of several by name, are distributed.
 *
 *     view.histogram({ weight: new nn.Linear(20, 10).weight, noise: randn(200) });
 */
export function histogram(x: Layers, options: HistogramOptions = {}): void {
  const spec = histogramSpec(x, options);
  const host = currentHost();
  if (host) host.display(histogramBundle(spec));
  else printLine(histogramText(spec));
}

/**
 * Opens histograms over the steps of a run; they appear with the first `push`.
 *
 *     const spread = view.histograms({ title: 'weights' });
 *     for (let step = 0; step < 3; step++) spread.push({ noise: randn(100).mul(step + 1) }, { step });
 */
export function histograms(options: HistogramOptions = {}): Histograms {
  return new Histograms(options);
}

function checkedBins(bins = BINS): number {
  if (Number.isInteger(bins) && bins >= 2 && bins <= MOST_BINS) return bins;
  throw new ValueError(`view.histogram: bins must be a whole number from 2 to ${MOST_BINS}, got ${bins}`);
}
