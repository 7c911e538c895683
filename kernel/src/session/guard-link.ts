import type { Duplex } from 'node:stream';
import type { Member } from '../contract/frames.js';
import type { GuardEvent, GuardRequest } from '../contract/guard.js';
import { encodeFrame, FrameReader } from '../pipe/frame-codec.js';

interface Waiting {
  resolve: (result: object) => void;
  reject: (error: Error) => void;
}

/** The guard thread of a runner, seen from the front: it interrupts, and it speaks to the inspector of the main thread. */
export class GuardLink {
  /** Called for every event of the inspector. */
  onEvent: (method: string, params: object) => void = () => undefined;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private ended: Error | undefined;

  constructor(private readonly pipe: Duplex) {
    const frames = new FrameReader<GuardEvent>();
    pipe.on('data', (chunk: Buffer) => {
      for (const { header } of frames.push(chunk)) this.receive(header);
    });
  }

  interrupt(task?: number): void {
    this.send({ type: 'interrupt', task });
  }

  /** Makes a call of the inspector protocol. Rejects when the inspector refuses it or the runner has ended. */
  inspect(method: string, params: object = {}): Promise<object> {
    if (this.ended) return Promise.reject(this.ended);
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.send({ type: 'inspect', id, method, params });
    });
  }

  /** The members of a value while a cell runs, by the names that lead to it. */
  async members(path: string[]): Promise<Member[]> {
    if (this.ended) return [];
    const id = ++this.lastId;
    const answer = await new Promise<object>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.send({ type: 'members', id, path });
    });
    return (answer as { members: Member[] }).members;
  }

  /** Ends the inspector session. Paused code goes on. */
  detach(): void {
    this.send({ type: 'detach' });
  }

  /** The runner is gone: nothing will be answered any more. */
  end(reason: Error): void {
    this.ended = reason;
    for (const { reject } of this.waiting.values()) reject(reason);
    this.waiting.clear();
  }

  private send(request: GuardRequest): void {
    this.pipe.write(encodeFrame(request));
  }

  private receive(event: GuardEvent): void {
    if (event.type === 'event') {
      this.onEvent(event.method, event.params);
      return;
    }
    const waiting = this.waiting.get(event.id);
    this.waiting.delete(event.id);
    if (event.type === 'answer') waiting?.resolve(event.result);
    else waiting?.reject(new Error(`inspector: ${event.message}`));
  }
}
