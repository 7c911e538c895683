import type { CallbackOutput, MimeBundle } from '../host.js';
import type { ControlOutput } from './spec.js';

/** Longest outputs that are kept, as characters of JSON. */
const MOST = 1_000_000;
/** Longest text that a front end takes, other than packed numbers and pictures. */
const MOST_TEXT = 10_000;
const PACKED = /^[A-Za-z0-9+/]*={0,2}$/;

/** What one run of a callback has put out so far. */
export class CallbackOutputs {
  private list: { output: ControlOutput; id?: string }[] = [];
  private size = 0;
  private left = 0;

  /** Adds an output. False when it updates a display that is not here. */
  take(output: CallbackOutput): boolean {
    if (output.type === 'clear') {
      this.list = [];
      this.size = 0;
      this.left = 0;
    } else if (output.type === 'stream') this.write(output.name, output.text);
    else if (output.type === 'error') this.add({ ...output });
    else {
      const { metadata, id, update } = output;
      const data = withoutLongTexts(output.data);
      const known = id !== undefined && this.list.some((each) => each.id === id);
      if (update && !known) return false;
      if (!known) this.add({ type: 'display', data, metadata }, id);
      else this.replace(id, { type: 'display', data, metadata });
    }
    return true;
  }

  /** The outputs in order; what was too much is said at the end. */
  toSpec(): ControlOutput[] {
    const outputs = this.list.map(({ output }) => output);
    if (this.left === 0) return outputs;
    const text = `[${this.left} more ${this.left === 1 ? 'output' : 'outputs'} left out: a control keeps 1 MB]\n`;
    return [...outputs, { type: 'stream', name: 'stderr', text }];
  }

  private write(name: 'stdout' | 'stderr', text: string): void {
    const last = this.list.at(-1)?.output;
    if (last?.type !== 'stream' || last.name !== name) {
      this.add({ type: 'stream', name, text: text.slice(-MOST_TEXT) });
      return;
    }
    // Of a long text the end says more than the beginning.
    last.text = (last.text + text).slice(-MOST_TEXT);
  }

  private add(output: ControlOutput, id?: string): void {
    const size = JSON.stringify(output).length;
    if (this.size + size > MOST) {
      this.left++;
      return;
    }
    this.size += size;
    this.list.push({ output, ...(id === undefined ? {} : { id }) });
  }

  private replace(id: string | undefined, output: ControlOutput): void {
    const size = JSON.stringify(output).length;
    for (const each of this.list) {
      if (each.id !== id) continue;
      const change = size - JSON.stringify(each.output).length;
      if (this.size + change > MOST) continue;
      this.size += change;
      each.output = output;
    }
  }
}

/** A bundle whose forms with too long a text are left out, unless there is no other form. */
function withoutLongTexts(data: MimeBundle): MimeBundle {
  const long = ([, form]: [string, unknown]) =>
    typeof form === 'string' && form.length > MOST_TEXT && !(form.length % 4 === 0 && PACKED.test(form));
  const forms = Object.entries(data);
  if (!forms.some(long)) return data;
  const left = forms.filter((form) => !long(form));
  return left.length > 0
    ? Object.fromEntries(left)
    : { 'text/plain': `[left out: a control keeps texts of at most ${MOST_TEXT} characters]` };
}
