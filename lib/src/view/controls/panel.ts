import { currentHost, type MimeBundle, type ViewChannel, type ViewHost } from '../host.js';
import { printLine } from '../print.js';
import { viewBundle } from '../show.js';
import type { Control } from './control.js';
import { CallbackOutputs } from './outputs.js';
import { controlsPng } from './png.js';
import { CONTROL_TARGET, CONTROLS_MIME, type ControlReply, type ControlRequest, type ControlsSpec } from './spec.js';
import { controlsText } from './text.js';

/** Shortest time between two states while a callback runs, in milliseconds. */
const INTERVAL = 100;

/** Controls by name. */
// biome-ignore lint/suspicious/noExplicitAny: a control takes and gives its own type, so no other one fits all of them.
export type ControlGroup = Record<string, Control<any>>;

interface Wish {
  token: string;
  values: Record<string, number | boolean>;
}

/**
 * Controls that are shown together, with one callback and one output. While the callback runs only the newest wish of the
 * front end is kept, so that a dragged slider never queues up work; each run replaces the output of the one before.
 */
export class ControlPanel {
  private channel: ViewChannel | undefined;
  private seq = 0;
  private outputs = new CallbackOutputs();
  /** What is shown until the running callback has put out something. */
  private before: ControlsSpec['outputs'] = [];
  private fresh = false;
  private running = false;
  private wish: Wish | undefined;
  private token: string | undefined;
  private lastState = 0;
  private armed = false;
  private later = false;
  /** The values that callbacks have seen; empty before the first run. */
  private seen: Record<string, unknown> = {};

  /** @param together called after the callbacks of the single controls; it reads their values itself */
  constructor(
    private readonly controls: ControlGroup,
    private readonly together: (() => unknown) | undefined,
    private readonly title: string | undefined,
    private readonly host: ViewHost | undefined = currentHost(),
  ) {
    for (const control of Object.values(controls)) control.changed = () => this.changed();
  }

  /** Connects the controls, calls the callback a first time and returns what a notebook shows. */
  open(): MimeBundle {
    if (this.host && !this.channel) {
      this.channel = this.host.openChannel(CONTROL_TARGET, {});
      this.channel.onMessage = (data) => this.receive(data as ControlRequest);
    }
    for (const [name, { where, value }] of Object.entries(this.controls)) {
      // A button has done nothing yet.
      if (where === 'view.button') this.seen[name] = value;
    }
    this.run();
    return this.bundle();
  }

  /** Shows the controls now, in the output of the running cell, or as text where there is no notebook. */
  show(): void {
    const bundle = this.open();
    if (this.host) this.host.display(bundle, { id: this.id });
    else printLine(controlsText(this.toSpec()));
  }

  toSpec(): ControlsSpec {
    return {
      version: 1,
      id: this.id,
      seq: this.seq,
      ...(this.title ? { title: this.title } : {}),
      controls: Object.entries(this.controls).map(([name, control]) => control.spec(name)),
      outputs: this.fresh ? this.before : this.outputs.toSpec(),
    };
  }

  private get id(): string {
    return this.channel?.id ?? '';
  }

  private bundle(): MimeBundle {
    const spec = this.toSpec();
    const png = this.running ? undefined : controlsPng(spec);
    return viewBundle(CONTROLS_MIME, spec, png, controlsText(spec));
  }

  private receive(request: ControlRequest): void {
    if (request?.type === 'request-state') this.tell();
    if (request?.type !== 'set' || typeof request.values !== 'object' || request.values === null) return;
    this.wish = { token: String(request.token), values: request.values };
    if (!this.running) this.grant();
  }

  private grant(): void {
    const { wish } = this;
    if (!wish) return;
    this.wish = undefined;
    this.token = wish.token;
    for (const [name, value] of Object.entries(wish.values)) {
      if (Object.hasOwn(this.controls, name)) this.controls[name].accept(value);
    }
    this.run();
  }

  /** Code has set a value: the callback runs, unless it was the callback that did so. */
  private changed(): void {
    if (this.host && this.channel && !this.armed) {
      this.armed = true;
      this.host.atCellEnd(() => {
        this.armed = false;
        this.host?.update(this.id, this.bundle());
      });
    }
    if (this.running) return;
    if (this.channel || !this.host) this.run();
  }

  private run(): void {
    const calls = this.calls();
    if (calls.length === 0 || !this.host?.capture) {
      for (const call of calls) call();
      this.tell();
      return;
    }
    this.before = this.fresh ? this.before : this.outputs.toSpec();
    const outputs = new CallbackOutputs();
    this.outputs = outputs;
    this.fresh = true;
    this.running = true;
    this.send({ type: 'running' });
    const end = this.host.capture(together(calls), (output) => {
      if (!outputs.take(output)) return false;
      if (this.outputs === outputs) this.putOut();
      return true;
    });
    if (end) void end.then(() => this.ended());
    else this.ended();
  }

  /** The callbacks that the changes since the last run concern. */
  private calls(): (() => unknown)[] {
    const changed = Object.entries(this.controls).filter(
      ([name, { value }]) => !Object.hasOwn(this.seen, name) || this.seen[name] !== value,
    );
    for (const [name, { value }] of changed) this.seen[name] = value;
    const own = changed.flatMap(([, control]) => (control.onChange ? [() => control.onChange?.(control.value)] : []));
    return changed.length > 0 && this.together ? [...own, this.together] : own;
  }

  private ended(): void {
    this.running = false;
    this.fresh = false;
    if (this.wish) this.grant();
    else this.tell();
  }

  /** Something was put out: by a running callback, or by what it left to timers. */
  private putOut(): void {
    this.fresh = false;
    const now = performance.now();
    if (now - this.lastState >= INTERVAL) this.tell();
    else if (!this.running && !this.later) {
      this.later = true;
      setTimeout(() => {
        this.later = false;
        this.tell();
      }, INTERVAL);
    }
  }

  private tell(): void {
    if (!this.channel) return;
    this.seq++;
    this.lastState = performance.now();
    const { running } = this;
    this.send({ type: 'state', running, ...(this.token ? { token: this.token } : {}), bundle: this.bundle() });
  }

  private send(reply: ControlReply): void {
    this.channel?.send(reply);
  }
}

/** One callback for several; async as soon as one of them is. */
function together(calls: (() => unknown)[]): () => unknown {
  if (calls.length === 1) return calls[0];
  return () => {
    const results = calls.map((call) => call());
    return results.some((result) => result instanceof Promise) ? Promise.all(results) : undefined;
  };
}
