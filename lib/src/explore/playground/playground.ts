import { noGrad } from '../../autograd/no-grad.js';
import { scope } from '../../autograd/scope.js';
import { ValueError } from '../../errors.js';
import type { Sequential } from '../../nn/sequential.js';
import { toBase64 } from '../../view/base64.js';
import { CONTROL_TARGET } from '../../view/controls/spec.js';
import { currentHost, DISPLAY_SYMBOL, type MimeBundle, type ViewChannel } from '../../view/host.js';
import { printLine } from '../../view/print.js';
import { viewBundle } from '../../view/show.js';
import { toJsonNumber } from '../../view/values.js';
import { FEATURE_NAMES, featuresOf } from './features.js';
import { type Extent, extentOf, gridPoints, quantise } from './grids.js';
import { LossHistory } from './history.js';
import { PlaygroundNet, type Score, trainCount } from './net.js';
import { playgroundPng } from './png.js';
import { madePoints, type OwnData, ownPoints, type Points } from './points.js';
import { callOf, programOf } from './program.js';
import { CLASS_DATA, changeSettings, DEFAULTS, LIVE_SETTINGS, SETTING_NAMES, VALUE_DATA } from './settings.js';
import {
  PLAYGROUND_MIME,
  type PlaygroundData,
  type PlaygroundReply,
  type PlaygroundRequest,
  type PlaygroundSettings,
  type PlaygroundSpec,
} from './spec.js';
import { playgroundText } from './text.js';

/** What of a playground is not shown, or shown but fixed; beside the settings: how it is played. */
export type PlaygroundPart = keyof PlaygroundSettings | 'play' | 'weights' | 'code';

/** Settings of a playground; every one may be left out. */
export interface PlaygroundOptions extends Partial<Omit<PlaygroundSettings, 'dataset'>> {
  /** Data by name, or your own points. Default `circle`, or `plane` in regression. */
  dataset?: Exclude<PlaygroundData, 'own'> | OwnData;
  /** Name in the header. */
  title?: string;
  /** Controls that are left out. */
  hide?: readonly PlaygroundPart[];
  /** Controls that are shown but cannot be used. */
  lock?: readonly PlaygroundPart[];
  /** Epochs to train before it is shown. Default 0. */
  epochs?: number;
}

/** How long, in milliseconds, one answer may train. */
const SLICE = 40;
/** Most points that are drawn; all are trained on. */
const DRAWN = 1000;
const THUMB_POINTS = 60;
const PARTS: readonly string[] = [...SETTING_NAMES, 'play', 'weights', 'code'];

/** A small network that is trained before the reader's eyes: see {@link playground}. */
export class Playground {
  #settings: PlaygroundSettings;
  #net!: PlaygroundNet;
  #points!: Points;
  #extent!: Extent;
  #grid!: ReturnType<typeof gridPoints>;
  #score!: Score;
  #history = new LossHistory();
  #channel: ViewChannel | undefined;
  #seq = 0;
  #fixed: Omit<PlaygroundSpec, 'seq' | 'epoch' | 'params' | 'grids' | 'history' | 'trainLoss' | 'testLoss'> | undefined;
  readonly #own: OwnData | undefined;
  readonly #options: PlaygroundOptions;

  constructor(options: PlaygroundOptions = {}) {
    const { dataset, title, hide = [], lock = [], epochs = 0, ...rest } = options;
    const wrong = [...hide, ...lock].find((name) => !PARTS.includes(name));
    if (wrong !== undefined) {
      throw new ValueError(`view.playground: expected hide and lock to name some of ${PARTS.join(', ')}, got ${wrong}`);
    }
    if (!Number.isInteger(epochs) || epochs < 0) {
      throw new ValueError(`view.playground: expected epochs to be a whole number from 0, got ${epochs}`);
    }
    this.#options = options;
    this.#own = typeof dataset === 'object' ? dataset : undefined;
    const named = this.#own ? 'own' : (dataset as PlaygroundData | undefined);
    this.#settings = changeSettings(DEFAULTS, named === undefined ? rest : { ...rest, dataset: named }, !!this.#own);
    this.#begin();
    this.train(epochs);
  }

  /** The settings now, which the reader may have changed. */
  get settings(): Readonly<PlaygroundSettings> {
    return { ...this.#settings };
  }

  /** The network now; after a reset it is another one. It takes the chosen features `[n, features]`. */
  get net(): Sequential {
    return this.#net.module;
  }

  /** How often training has gone through the points. */
  get epoch(): number {
    return this.#net.epoch;
  }

  /** Trains on by that many epochs; where it is shown, it follows. */
  train(epochs: number): void {
    for (let i = 0; i < epochs; i++) this.#epoch();
    this.#tell();
  }

  /** Begins anew, from the seed. */
  reset(): void {
    this.#begin();
    this.#tell();
  }

  /** The plain data of the playground as it is now. */
  toSpec(): PlaygroundSpec {
    return {
      ...this.#whatStays(),
      seq: this.#seq,
      ...this.#losses(),
      params: toBase64(this.#net.params()),
      grids: toBase64(this.#grids()),
      history: toBase64(this.#history.values()),
    };
  }

  /** What is trained on what, and how far. */
  toString(): string {
    return playgroundText(this.toSpec());
  }

  /** @internal Shows the playground in the output of the running cell, or prints it where there is no notebook. */
  show(): void {
    const host = currentHost();
    if (!host) {
      printLine(this.toString());
      return;
    }
    this.#channel = host.openChannel(CONTROL_TARGET, {});
    this.#channel.onMessage = (data) => this.#receive(data as PlaygroundRequest);
    this.#fixed = undefined;
    host.display(this[DISPLAY_SYMBOL](), { id: this.#channel.id });
  }

  /** A copy of the playground as it is now, for a cell that ends in it. */
  [DISPLAY_SYMBOL](): MimeBundle {
    const spec = this.toSpec();
    return viewBundle(PLAYGROUND_MIME, spec, playgroundPng(spec), playgroundText(spec));
  }

  #begin(): void {
    const { dataset, noise, seed, problem } = this.#settings;
    this.#points = dataset === 'own' ? ownPoints(this.#own!, problem, seed) : madePoints(dataset, noise, seed);
    const x = this.#points.x.dataSync();
    this.#extent = extentOf(x);
    this.#grid = gridPoints(this.#extent);
    this.#net = new PlaygroundNet(this.#settings, this.#points);
    this.#history = new LossHistory();
    this.#fixed = undefined;
    this.#note();
  }

  #epoch(): void {
    this.#net.trainEpoch();
    this.#note();
  }

  #note(): void {
    this.#score = this.#net.score();
    this.#history.push(this.#net.epoch, this.#score.trainLoss, this.#score.testLoss);
  }

  #receive(request: PlaygroundRequest): void {
    const { token } = request;
    try {
      const kind = this.#obey(request);
      if (request.type !== 'request-state') this.#seq++;
      this.#answer(kind, token);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.#send({ type: 'problem', token, text });
    }
  }

  /** Does what the front end asks; says whether only numbers of the training have changed by it. */
  #obey(request: PlaygroundRequest): 'slice' | 'state' {
    switch (request.type) {
      case 'advance': {
        const end = performance.now() + SLICE;
        do this.#epoch();
        while (performance.now() < end);
        return 'slice';
      }
      case 'step':
        this.#epoch();
        return 'slice';
      case 'weights':
        this.#net.setParams(request.changes);
        this.#score = this.#net.score();
        return 'slice';
      case 'reset':
        this.#begin();
        return 'state';
      case 'set':
        this.#change(request.settings);
        return 'state';
      default:
        return 'state';
    }
  }

  #change(changes: Partial<PlaygroundSettings>): void {
    this.#settings = changeSettings(this.#settings, changes, this.#own !== undefined);
    this.#fixed = undefined;
    if (Object.keys(changes).every((name) => LIVE_SETTINGS.includes(name as keyof PlaygroundSettings))) {
      this.#net.change(this.#settings);
    } else this.#begin();
  }

  /** Tells the front end what code has done. */
  #tell(): void {
    if (!this.#channel) return;
    this.#seq++;
    this.#answer('state', '');
  }

  #answer(type: 'slice' | 'state', token: string): void {
    if (type === 'state') {
      this.#send({ type, token, bundle: this[DISPLAY_SYMBOL]() });
      return;
    }
    const buffers = [this.#net.params(), this.#grids(), this.#history.values()];
    this.#send({ type, token, seq: this.#seq, ...this.#losses() }, buffers);
  }

  #send(reply: PlaygroundReply, buffers?: ArrayBufferView[]): void {
    this.#channel?.send(reply, buffers);
  }

  #losses(): { epoch: number; trainLoss: PlaygroundSpec['trainLoss']; testLoss: PlaygroundSpec['testLoss'] } {
    const { trainLoss, testLoss, accuracy } = this.#score;
    return {
      epoch: this.#net.epoch,
      trainLoss: toJsonNumber(trainLoss),
      testLoss: toJsonNumber(testLoss),
      ...(accuracy === undefined ? {} : { accuracy }),
    };
  }

  #grids(): Uint8Array {
    return quantise(this.#net.outputs(this.#grid));
  }

  /** All that training does not change. */
  #whatStays() {
    if (this.#fixed) return this.#fixed;
    const { title, hide = [], lock = [] } = this.#options;
    const settings = this.#settings;
    const n = this.#points.x.shape[0];
    const count = trainCount(n, settings.trainShare);
    const fixed = {
      version: 1 as const,
      id: this.#channel?.id ?? '',
      ...(title ? { title } : {}),
      settings,
      hide: [...hide],
      lock: [...lock],
      datasets: this.#thumbs(),
      axes: [...(this.#own?.axes ?? ['x1', 'x2'])] as [string, string],
      extent: this.#extent,
      train: this.#drawn(0, count),
      test: this.#drawn(count, n),
      points: n,
      featureGrids: toBase64(this.#featureGrids()),
      call: callOf(settings, hide, lock),
      program: programOf(settings, n, Math.max(100, this.#net.epoch)),
    };
    this.#fixed = fixed;
    return fixed;
  }

  #drawn(start: number, stop: number): string {
    const x = this.#points.x.dataSync();
    const y = this.#points.y.dataSync();
    const count = Math.min(stop - start, DRAWN);
    const values = new Float32Array(count * 3);
    for (let i = 0; i < count; i++) {
      const answer = y[start + i];
      values.set([x[(start + i) * 2], x[(start + i) * 2 + 1]], i * 3);
      values[i * 3 + 2] = this.#settings.problem === 'regression' ? answer : answer * 2 - 1;
    }
    return toBase64(values);
  }

  #featureGrids(): Uint8Array {
    return scope(() =>
      noGrad(() => {
        // Each feature is shown against its own reach, since squares are larger than sines.
        const values = featuresOf(this.#grid, FEATURE_NAMES);
        const reach = values.abs().max({ dim: 0, keepdim: true }).add(1e-12);
        return quantise([{ units: FEATURE_NAMES.length, values: values.div(reach).dataSync().slice() }]);
      }),
    );
  }

  #thumbs(): PlaygroundSpec['datasets'] {
    const names = this.#settings.problem === 'regression' ? VALUE_DATA : CLASS_DATA;
    const made = names.map((name) => ({ name, ...madePoints(name as 'xor', 0.02, 1, THUMB_POINTS) }));
    const own = this.#own
      ? [{ name: 'own' as const, ...ownPoints(this.#own, this.#settings.problem, this.#settings.seed) }]
      : [];
    return [...made, ...own].map(({ name, x, y }) => {
      const places = x.dataSync();
      const [low1, high1, low2, high2] = extentOf(places);
      const count = Math.min(THUMB_POINTS, y.shape[0]);
      const values = new Int8Array(count * 3);
      for (let i = 0; i < count; i++) {
        const answer = this.#settings.problem === 'regression' ? y.dataSync()[i] : y.dataSync()[i] * 2 - 1;
        values[i * 3] = Math.round(((places[i * 2] - low1) / (high1 - low1)) * 200 - 100);
        values[i * 3 + 1] = Math.round(((places[i * 2 + 1] - low2) / (high2 - low2)) * 200 - 100);
        values[i * 3 + 2] = Math.round(Math.max(-1, Math.min(1, answer)) * 100);
      }
      return { name, points: toBase64(values) };
    });
  }
}

/**
 * A small network to play with, trained before the reader's eyes by this library: data, features, layers, activation,
 * rate and penalty can be changed while it learns; every unit shows what it says about the plane, every weight can be
 * edited. The same settings give the same run, and “Code” gives the program that does the same without the playground.
 *
 *     const p = view.playground({ dataset: 'xor', layers: [4], epochs: 2 });
 *     p.epoch // → 2
 *
 * Own data: points `[n, 2]` and a class 0 or 1 (or, in regression, a value) for each.
 *
 *     view.playground({ dataset: { x: randn(20, 2), y: arange(20).remainder(2) }, hide: ['noise'] }).net.length // → 5
 *
 * @throws ValueError for a setting that is none, or data that do not fit the problem.
 */
export function playground(options: PlaygroundOptions = {}): Playground {
  const made = new Playground(options);
  made.show();
  return made;
}
