import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { EvenlyKept } from '../evenly-kept.js';
import { currentHost, DISPLAY_SYMBOL, type MimeBundle, type ViewHost } from '../host.js';
import { readableOf, type TensorLike } from '../lists.js';
import { LiveLink, type LiveSource } from '../live.js';
import { blackAndWhite, captionsOf, checkedEnds, type ImageOptions, imageTiles } from '../maps/image.js';
import { MAPS_MIME } from '../maps/spec.js';
import { type TileLayout, tilesOf } from '../maps/tiles.js';
import { printLine } from '../print.js';
import { fromJsonNumber, type Readable, toJsonNumber } from '../values.js';
import { packStep } from './packing.js';
import { imagesPng } from './png.js';
import { SentSteps } from './sent.js';
import type { ImagesSpec, ImagesStep } from './spec.js';
import { imagesLine, imagesText } from './text.js';

/** Most steps, and most characters of all of them, that are kept. */
export const KEPT_STEPS = 50;
const KEPT_CHARACTERS = 650_000;
/** Most values of a step that are kept: enough for 64 digits of 28×28 with their facts. */
const STEP_VALUES = 52_000;
/** Characters that a step takes besides its values and facts. */
const STEP_HEAD = 100;

/** What the images of all steps have in common. */
type Base = Pick<ImagesSpec, 'title' | 'shape' | 'channels' | 'labels'> & { layout: TileLayout };

/** How many images are kept of each step, and how large. */
type Kept = Omit<ReturnType<typeof tilesOf>, 'values' | 'facts'>;

/**
 * Images over the steps of a run: reconstructions, samples, filters. The first push shows them, further pushes extend them
 * while the cell runs; where there is no notebook, each push prints a line. Of a long run at most 50 evenly spaced steps
 * are kept, fewer of large images, with the first and the last; values are kept to a 254th of the range of their step.
 *
 *     view.images({ title: 'samples' }) instanceof view.Images // → true
 */
export class Images {
  private readonly id = `images-${Math.random().toString(36).slice(2, 12)}`;
  private readonly kept = new EvenlyKept<ImagesStep>();
  private readonly sent = new SentSteps();
  private readonly link: LiveLink | undefined;
  private base: Base | undefined;
  private size: Kept = { height: 0, width: 0, pooled: 1, maps: 0, ofMaps: 0, groups: 1, ofGroups: 1 };
  private least = Number.POSITIVE_INFINITY;
  private most = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly options: ImageOptions = {},
    { now, host }: { now(): number; host: ViewHost | undefined } = {
      now: () => performance.now(),
      host: currentHost(),
    },
  ) {
    checkedEnds('view.images', options.range);
    if (host) this.link = new LiveLink(this.source(), host, now);
  }

  /**
   * Adds images as they are now, of the shape that `view.image` takes and of one shape at all steps. Without `step` the
   * pushes are counted from 0.
   *
   * @throws ShapeError for another shape than that of the first push
   */
  push(x: TensorLike, { step }: { step?: number } = {}): void {
    const where = 'view.images: push';
    if (step !== undefined && !Number.isFinite(step)) {
      throw new ValueError(`${where}: step must be a number, got ${String(step)}`);
    }
    const images = readableOf(where, x);
    const base = this.base ?? this.first(where, images);
    if (shapeText(images.shape) !== shapeText(base.shape)) {
      const fix = 'other images need a view.images() of their own';
      throw new ShapeError(
        `${where}: expected ${shapeText(base.shape)} as at the first step, got ${shapeText(images.shape)}; ${fix}`,
      );
    }
    const { values, facts, ...size } = tilesOf(images.dataSync(), base.layout, { most: STEP_VALUES, shared: true });
    this.base = base;
    this.size = size;
    const packed = packStep(step ?? this.kept.pushed, values, facts);
    const [low, high] = [fromJsonNumber(packed.low), fromJsonNumber(packed.high)];
    if (low < this.least) this.least = low;
    if (high > this.most) this.most = high;
    const room = packed.pixels.length + packed.facts.length + STEP_HEAD;
    this.kept.push(packed, Math.min(KEPT_STEPS, Math.max(3, Math.floor(KEPT_CHARACTERS / room))));
    if (this.link) this.link.changed();
    else printLine(imagesLine(this.toSpec()));
  }

  /** The view's data as it is now. */
  toSpec(): ImagesSpec {
    const { title = this.options.title, shape = [], channels = 1, labels } = this.base ?? {};
    const [low, high] = this.options.range ?? blackAndWhite(this.least, this.most);
    return {
      version: 1,
      kind: 'images',
      ...(title ? { title } : {}),
      shape,
      channels,
      groupName: 'batch',
      ...(labels ? { labels: labels.slice(0, this.size.maps) } : {}),
      ...this.size,
      low: toJsonNumber(low),
      high: toJsonNumber(high),
      pushed: this.kept.pushed,
      steps: [...this.kept.items],
    };
  }

  /** What the newest images are, and the range of some steps. */
  toString(): string {
    return imagesText(this.toSpec());
  }

  /** A copy of the view as it is now, for a cell that ends in it. */
  [DISPLAY_SYMBOL](): MimeBundle {
    return imagesBundle(this.toSpec());
  }

  /** What the first images say of all. */
  private first(where: string, { shape, label }: Readable): Base {
    const { labels, title = label } = this.options;
    const layout = imageTiles(where, shape);
    const { maps, rows, cols, channels } = layout;
    if (maps.size * rows.size * cols.size === 0) {
      throw new ShapeError(`${where}: expected images with pixels, got ${shapeText(shape)}`);
    }
    return {
      ...(title ? { title } : {}),
      shape: [...shape],
      channels: channels.size === 3 ? 3 : 1,
      ...captionsOf('view.images', labels, maps.size),
      layout,
    };
  }

  private source(): LiveSource {
    return {
      id: this.id,
      mime: MAPS_MIME,
      bundle: (seq, picture) => {
        this.sent.note(this.kept.items);
        return imagesBundle({ ...this.toSpec(), id: this.id, seq }, picture);
      },
      news: (packer) => this.sent.news(this.toSpec(), packer),
      finish: () => {},
    };
  }
}

/** Everything that a notebook can show of images over steps: data, a picture where one is wanted and can be drawn, and text. */
export function imagesBundle(spec: ImagesSpec, picture = true): MimeBundle {
  const text = { 'text/plain': imagesText(spec) };
  if (spec.steps.length === 0) return text;
  const png = picture ? imagesPng(spec) : undefined;
  return { [MAPS_MIME]: spec, ...(png ? { 'image/png': png } : {}), ...text };
}

/**
 * Opens images over the steps of a run, with the options of `view.image`; they appear with the first `push`. Black and
 * white mean the same values at all steps.
 *
 *     const samples = view.images({ title: 'samples', labels: ['a', 'b'] });
 *     for (let step = 0; step < 3; step++) samples.push(rand(2, 8, 8, 1), { step });
 */
export function images(options: ImageOptions = {}): Images {
  return new Images(options);
}
