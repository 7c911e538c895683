import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { decodeControlReply, decodeControls } from '../protocol/decode-controls.js';
import type { Link, Links } from '../protocol/links.js';
import { PayloadError } from '../protocol/payload.js';
import type { ControlsSpec } from '../protocol/spec.js';
import { element } from '../shell/dom.js';
import type { View } from '../shell/view.js';
import { type Field, field } from './fields.js';
import { OutputList } from './outputs.js';

const NOT_CONNECTED = 'Not connected: run the cell again.';
let tokens = 0;

/** Controls with the output of their callback below. One wish is under way at a time; of those made meanwhile the newest counts. */
export class ControlsView implements View {
  readonly node = element('section', { class: 'lectern-View lectern-Controls' });
  private readonly title = element('strong', { class: 'lectern-Title' });
  private readonly rows = element('div', { class: 'lectern-ControlRows' });
  private readonly status = element('output', { class: 'lectern-ControlStatus', 'aria-live': 'polite' });
  /** For the eye only, and late: screen readers hear `aria-busy`, not each of many quick runs. */
  private readonly busy = element('span', { class: 'lectern-ControlBusy', 'aria-hidden': 'true' }, 'Running…');
  private readonly outputs: OutputList;
  private fields = new Map<string, Field>();
  private kinds = '';
  private spec: ControlsSpec | undefined;
  private link: Link | undefined;
  private keep: (data: Record<string, unknown>) => void = () => undefined;
  /** Number of the state that the notebook holds. */
  private kept = 0;
  /** Values that the reader chose and that were not sent yet. */
  private wishes: Record<string, number | boolean> = {};
  /** The wish under way, until it is answered. */
  private token: string | undefined;
  private running = false;

  private readonly listener = {
    received: (data: unknown) => this.received(data),
    changed: () => this.connected(),
    cellChanged: () => this.tell(),
  };

  constructor(
    private readonly links: Links,
    registry: IRenderMimeRegistry,
  ) {
    this.outputs = new OutputList(registry);
    const line = element('div', { class: 'lectern-ControlLine' }, this.status, this.busy);
    this.node.append(this.title, this.rows, line, this.outputs.node);
  }

  update(payload: unknown, keep: (data: Record<string, unknown>) => void): void {
    const spec = decodeControls(payload);
    this.keep = keep;
    this.kept = spec.seq;
    if (this.spec?.id !== spec.id || !this.link) this.follow(spec);
    // The notebook may hold an older state than the code has told by now.
    else if (spec.seq < this.spec.seq) return;
    this.show(spec);
  }

  resized(): void {}

  dispose(): void {
    this.link?.leave(this.listener);
    this.outputs.dispose();
  }

  private follow({ id }: ControlsSpec): void {
    this.link?.leave(this.listener);
    this.spec = undefined;
    this.token = undefined;
    this.link = this.links.get(id);
    this.link.listen(this.listener);
    this.connected();
  }

  /** The link was made or lost. What this page has may be old, so it asks for the state. */
  private connected(): void {
    this.token = undefined;
    this.wishes = {};
    this.running = false;
    if (this.link?.connected) this.link.send({ type: 'request-state' });
    this.tell();
  }

  private received(data: unknown): void {
    try {
      const reply = decodeControlReply(data);
      if (reply.type === 'running') this.running = true;
      else {
        this.running = reply.running;
        if (!reply.running && reply.token === this.token) this.token = undefined;
        if (!this.spec || reply.spec.seq > this.spec.seq) {
          this.show(reply.spec);
          // The kernel itself may have put this state into the notebook.
          if (!reply.running && this.kept < reply.spec.seq) this.keep(reply.bundle);
        }
        this.send();
      }
      this.tell();
    } catch (error) {
      if (!(error instanceof PayloadError)) throw error;
      console.warn(`lectern: ignored a message of a control: ${error.message}`);
    }
  }

  private show(spec: ControlsSpec): void {
    this.spec = spec;
    const label = `Controls ${spec.title ?? spec.controls.map((control) => control.label).join(', ')}`;
    this.node.setAttribute('aria-label', label);
    this.title.hidden = !spec.title;
    this.title.textContent = spec.title ?? '';
    const kinds = JSON.stringify(spec.controls.map(({ value, ...rest }) => rest));
    if (kinds !== this.kinds) {
      this.kinds = kinds;
      const made = spec.controls.map((control) => {
        const one = field(control, (value) => this.choose(control.name, value));
        return [control.name, one] as const;
      });
      this.fields = new Map(made);
      this.rows.replaceChildren(...made.map(([, { node }]) => node));
    }
    for (const control of spec.controls) {
      // What the reader has chosen since stays as it is.
      if (!Object.hasOwn(this.wishes, control.name) && this.token === undefined)
        this.fields.get(control.name)?.set(control);
    }
    this.outputs.show(spec.outputs, this.running);
    this.tell();
  }

  private choose(name: string, value: number | boolean): void {
    this.wishes[name] = value;
    this.send();
    this.tell();
  }

  private send(): void {
    if (this.token !== undefined || !this.link?.connected || Object.keys(this.wishes).length === 0) return;
    tokens++;
    this.token = `${Date.now().toString(36)}-${tokens}`;
    this.link.send({ type: 'set', token: this.token, values: this.wishes });
    this.wishes = {};
  }

  private tell(): void {
    const on = this.link?.connected ?? false;
    for (const one of this.fields.values()) one.enable(on);
    const text = on ? this.progress() : NOT_CONNECTED;
    if (this.status.textContent !== text) this.status.textContent = text;
    this.busy.hidden = !this.running;
    this.node.setAttribute('aria-busy', String(this.running || this.token !== undefined));
  }

  private progress(): string {
    if (this.running) return '';
    if (this.token !== undefined && this.link?.cellRuns) return 'Waits for the running cell.';
    const failed = this.spec?.outputs.find((output) => output.type === 'error');
    return failed?.type === 'error' ? `Failed: ${failed.ename}` : '';
  }
}
