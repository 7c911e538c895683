import { decodeTraining, extendTraining } from '../../extension/src/protocol/decode-training.js';
import type { MimeBundle, ViewChannel, ViewHost } from '../../lib/src/view/host.js';
import { type LiveMessage, TRAINING_MIME, type TrainingSpec } from '../../lib/src/view/spec.js';
import { Training, type TrainingOptions } from '../../lib/src/view/training/training.js';

type Sent = { kind: 'display' | 'update' | 'open' | 'send'; time: number; data: unknown; buffers: DataView[] };

/** A notebook that records what it is told, on a clock that the test moves. */
export class Notebook implements ViewHost {
  time = 0;
  readonly log: Sent[] = [];
  channel: ViewChannel | undefined;
  private ends: (() => void)[] = [];

  display(bundle: MimeBundle): void {
    this.note('display', bundle);
  }
  update(_: string, bundle: MimeBundle): void {
    this.note('update', bundle);
  }
  openChannel(target: string, data: unknown): ViewChannel {
    this.note('open', { target, data });
    this.channel = {
      id: 'c1',
      send: (message, buffers) => this.note('send', message, buffers),
      close() {},
      onMessage: null,
    };
    return this.channel;
  }
  atCellEnd(callback: () => void): void {
    this.ends.push(callback);
  }
  endCell(): void {
    for (const end of this.ends.splice(0)) end();
  }
  training(options: TrainingOptions = {}): Training {
    return new Training(options, { now: () => this.time, host: this });
  }
  /** Bundles that were shown, oldest first. */
  bundles(): MimeBundle[] {
    return this.log.filter(({ kind }) => kind === 'display' || kind === 'update').map(({ data }) => data as MimeBundle);
  }
  specs(): TrainingSpec[] {
    return this.bundles().map((bundle) => bundle[TRAINING_MIME] as TrainingSpec);
  }
  messages(): LiveMessage[] {
    return this.log.filter(({ kind }) => kind === 'send').map(({ data }) => data as LiveMessage);
  }
  private note(kind: Sent['kind'], data: unknown, buffers: ArrayBufferView[] = []): void {
    const copies = buffers.map((view) => new DataView(structuredClone(view.buffer), view.byteOffset, view.byteLength));
    this.log.push({ kind, time: this.time, data: structuredClone(data), buffers: copies });
  }
  /** What a page holds that got each message and each output. */
  received(): TrainingSpec {
    return this.log.reduce<TrainingSpec | undefined>((held, { kind, data, buffers }) => {
      if (kind === 'open') return held;
      if (kind !== 'send') return decodeTraining((data as MimeBundle)[TRAINING_MIME]);
      const message = data as LiveMessage;
      if (message.type === 'state') return decodeTraining(message.bundle[TRAINING_MIME]);
      return held && message.type === 'delta' ? extendTraining(held, message.seq, message.delta, buffers) : held;
    }, undefined) as TrainingSpec;
  }
}
