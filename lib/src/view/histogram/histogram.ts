import { ValueError } from '../../errors.js';
import { EvenlyKept } from '../evenly-kept.js';
import { currentHost, DISPLAY_SYMBOL, type MimeBundle, type ViewHost } from '../host.js';
import { type Layers, namedLayers } from '../layers.js';
import { LiveLink, type LiveSource } from '../live.js';
import { printLine } from '../print.js';
import { showView, viewBundle } from '../show.js';
import { type Readable, readValues } from '../values.js';
import { binned } from './binning.js';
import { histogramPng } from './png.js';
import { SentLayers } from './sent.js';
import { HISTOGRAM_MIME, type HistogramLayer, type HistogramSnapshot, type HistogramSpec } from './spec.js';
import { histogramLine, histogramText } from './text.js';
import { isModel, type ModelLike, parametersAndGradients, WatchedOutputs } from './watched.js';

/** How histograms are made and shown. */
export interface HistogramOptions {
  /** Name in the header. */
  title?: string;
  /** Most bins of a histogram; their width is a power of two. Default 64. */
  bins?: number;
}

const BINS = 64;
const MOST_BINS = 1024;
/** Most snapshots of a layer that are kept, of all layers together, and the fewest that each keeps when there are many. */
export const KEPT_SNAPSHOTS = 50;
const SNAPSHOTS_IN_ALL = 2500;
const FEWEST_SNAPSHOTS = 6;

/** One tensor at one moment. */
interface Taken {
  shape: number[];
  snapshot: HistogramSnapshot;
}

/**
 * Histograms of one or more tensors over the steps of a training run. The first push shows them, further pushes extend
 * them while the cell runs; where there is no notebook, each push prints a line. Of a long run 50 evenly spaced snapshots
 * (fewer of each of more than 50 layers) are kept, with the first and the last.
 *
 *     view.histograms({ title: 'noise' }) instanceof view.Histograms // → true
 */
export class Histograms {
  private readonly id = `histogram-${Math.random().toString(36).slice(2, 12)}`;
  private readonly layers = new Map<string, { shape: number[]; kept: EvenlyKept<HistogramSnapshot> }>();
  private readonly bins: number;
  private readonly sent = new SentLayers();
  private readonly link: LiveLink | undefined;
  private watched: WatchedOutputs<Taken> | undefined;

  constructor(
    private readonly options: HistogramOptions = {},
    { now, host }: { now(): number; host: ViewHost | undefined } = {
      now: () => performance.now(),
      host: currentHost(),
    },
  ) {
    this.bins = checkedBins(options.bins);
    if (host) this.link = new LiveLink(this.source(), host, now);
  }

  /**
   * Adds the present values of one tensor, of several by name, or of a model: its weights, their gradients where there are
   * some, and what its layers last computed if it is watched. Without `step` the pushes are counted from 0. Throws a
   * ValueError for anything but tensors.
   */
  push(x: Layers | ModelLike, { step }: { step?: number } = {}): void {
    if (step !== undefined && !Number.isFinite(step)) {
      throw new ValueError(`view.histograms: push: step must be a number, got ${String(step)}`);
    }
    const named = isModel(x) ? parametersAndGradients(x) : namedLayers('view.histograms: push', x, 'tensor');
    for (const [name, tensor] of named) this.add(name, this.take(tensor), step);
    for (const [name, taken] of this.watched?.collect() ?? []) this.add(name, taken, step);
    if (this.link) this.link.changed();
    else printLine(histogramLine(this.toSpec()));
  }

  /**
   * From now on each push also adds what the layers of `model` computed first since the last push. Ends the watch of
   * another model. Throws a ValueError for anything but a model.
   *
   *     const net = new nn.Linear(4, 3);
   *     const spread = view.histograms();
   *     spread.watch(net);
   *     net(randn(8, 4));
   *     spread.push(net);
   */
  watch(model: ModelLike): void {
    const watched = new WatchedOutputs(model, (output) => this.take(output));
    this.watched?.stop();
    this.watched = watched;
  }

  /** Ends the watch of a model. */
  unwatch(): void {
    this.watched?.stop();
    this.watched = undefined;
  }

  /** The view's data as it is now. */
  toSpec(): HistogramSpec {
    const { title } = this.options;
    return {
      version: 1,
      ...(title ? { title } : {}),
      layers: this.current(),
    };
  }

  /** For each layer a sparkline of its newest histogram with its statistics. */
  toString(): string {
    return histogramText(this.toSpec());
  }

  /** A copy of the view as it is now, for a cell that ends in it. */
  [DISPLAY_SYMBOL](): MimeBundle {
    return histogramBundle(this.toSpec());
  }

  private current(): HistogramLayer[] {
    return [...this.layers].map(([name, { shape, kept }]) => ({
      name,
      shape,
      pushed: kept.pushed,
      snapshots: [...kept.items],
    }));
  }

  private take(tensor: Readable): Taken {
    return { shape: [...tensor.shape], snapshot: binned(readValues(tensor), null, this.bins) };
  }

  private add(name: string, { shape, snapshot }: Taken, step: number | undefined): void {
    let entry = this.layers.get(name);
    if (!entry) {
      entry = { shape, kept: new EvenlyKept() };
      this.layers.set(name, entry);
    }
    const { kept } = entry;
    const most = Math.max(FEWEST_SNAPSHOTS, Math.min(KEPT_SNAPSHOTS, Math.floor(SNAPSHOTS_IN_ALL / this.layers.size)));
    kept.push({ ...snapshot, step: step ?? kept.pushed }, most);
  }

  private source(): LiveSource {
    return {
      id: this.id,
      mime: HISTOGRAM_MIME,
      bundle: (seq, picture) => {
        this.sent.note(this.current());
        return histogramBundle({ ...this.toSpec(), id: this.id, seq }, picture);
      },
      news: (packer) => this.sent.news(this.current(), packer),
      finish: () => {},
    };
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
  return viewBundle(HISTOGRAM_MIME, spec, picture ? histogramPng(spec) : undefined, histogramText(spec));
}

/**
 * Shows how the values of a tensor, or of several by name, are distributed.
 *
 *     view.histogram({ weight: new nn.Linear(20, 10).weight, noise: randn(200) });
 */
export function histogram(x: Layers, options: HistogramOptions = {}): void {
  const spec = histogramSpec(x, options);
  showView(spec, histogramBundle, histogramText);
}

/**
 * Opens histograms over the steps of a run; they appear with the first `push`. A model pushes its weights and gradients.
 *
 *     const spread = view.histograms({ title: 'weights' });
 *     for (let step = 0; step < 3; step++) spread.push({ noise: randn(100).mul(step + 1) }, { step });
 *     view.histograms().push(new nn.Linear(8, 4));
 */
export function histograms(options: HistogramOptions = {}): Histograms {
  return new Histograms(options);
}

function checkedBins(bins = BINS): number {
  if (Number.isInteger(bins) && bins >= 2 && bins <= MOST_BINS) return bins;
  throw new ValueError(`view.histogram: bins must be a whole number from 2 to ${MOST_BINS}, got ${bins}`);
}
