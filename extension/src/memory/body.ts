import type { CurrentSession } from '../panels/current-session.js';
import { RUNNING, SessionBody } from '../panels/session-body.js';
import { refusal } from '../panels/status.js';
import type { Answer, Memory } from '../protocol/inspect.js';
import { bytesText } from '../shell/bytes.js';
import { button } from '../shell/controls.js';
import { element } from '../shell/dom.js';
import { historyChart, type Reading } from './chart.js';

/** Readings that are kept of a kernel; older ones leave the chart. */
const MOST = 120;

/** What the kernel of the current notebook holds: tensors, process and heap, and how that changed. */
export class MemoryBody extends SessionBody {
  private readonly figures = element('dl', { class: 'lectern-Figures' });
  private readonly chart = element('div', { class: 'lectern-History' });
  private readonly collect = button('Collect', 'Give back the tensors that nothing refers to any more', () =>
    this.refresh('collect'),
  );
  private readonly histories = new Map<string, Reading[]>();

  constructor(session: CurrentSession, visible: () => boolean) {
    super('Memory of the kernel', session, visible);
    this.toolbar.append(
      this.collect,
      button('Update', 'Ask the kernel again', () => this.refresh()),
    );
    this.node.append(this.figures, this.chart);
  }

  protected async refresh(type: 'memory' | 'collect' = 'memory'): Promise<void> {
    const before = this.latest?.bytes;
    const answer = await this.ask({ type });
    if (typeof answer === 'string') this.say(answer);
    else if (answer) this.show(answer, type === 'collect' ? before : undefined);
  }

  private get history(): Reading[] {
    const { kernel } = this.session;
    const known = this.histories.get(kernel);
    if (known) return known;
    const fresh: Reading[] = [];
    this.histories.set(kernel, fresh);
    return fresh;
  }

  private get latest(): Reading | undefined {
    return this.history.at(-1);
  }

  private show(answer: Answer, before: number | undefined): void {
    this.title.textContent = this.session.name;
    this.facts.say(this.session.running ? RUNNING : '');
    this.collect.disabled = answer.type !== 'memory';
    this.say(refusal(answer, 'its tensors'));
    if (answer.type === 'busy') {
      // The processes can be measured from outside; what is inside stays as it was when the last cell ended.
      this.stale = true;
      if (answer.processBytes !== undefined) this.facts.say(`process ${bytesText(answer.processBytes)}`);
      return;
    }
    if (answer.type !== 'memory') {
      this.figures.replaceChildren();
      this.chart.replaceChildren();
      return;
    }
    const { memory, processBytes } = answer;
    const process = processBytes ?? memory.rss;
    this.history.push({ bytes: memory.bytes ?? 0, process, tensors: memory.tensors ?? 0 });
    if (this.history.length > MOST) this.history.shift();
    if (before !== undefined) this.say(freedText(before - (memory.bytes ?? 0)));
    this.figures.replaceChildren(...rowsOf(memory, process).flatMap(([name, value]) => figure(name, value)));
    this.chart.replaceChildren(...historyChart(this.history));
  }
}

function freedText(freed: number): string {
  return freed > 0 ? `Gave back ${bytesText(freed)}.` : 'Nothing to give back: every tensor is still referred to.';
}

function rowsOf(memory: Memory, process: number): [name: string, value: string][] {
  const rows: [string, string][] = [];
  if (memory.backend !== undefined) rows.push(['backend', memory.backend]);
  if (memory.tensors !== undefined && memory.bytes !== undefined) {
    rows.push(['tensors', `${memory.tensors.toLocaleString('en')} · ${bytesText(memory.bytes)}`]);
  }
  if (memory.peakBytes !== undefined) rows.push(['most so far', bytesText(memory.peakBytes)]);
  if (memory.collections !== undefined) {
    const took = (memory.collectionMs ?? 0).toLocaleString('en', { maximumFractionDigits: 0 });
    rows.push(['collections', `${memory.collections.toLocaleString('en')} · ${took} ms`]);
  }
  rows.push(['processes', bytesText(process)]);
  rows.push(['heap', `${bytesText(memory.heapUsed)} of ${bytesText(memory.heapTotal)}`]);
  rows.push(['outside the heap', bytesText(memory.external)]);
  return rows;
}

function figure(name: string, value: string): HTMLElement[] {
  return [element('dt', {}, name), element('dd', {}, value)];
}
