import type { CurrentSession, SessionNews } from '../panels/current-session.js';
import type { PanelBody } from '../panels/side-panel.js';
import { problemText, refusal } from '../panels/status.js';
import type { Answer, Variable } from '../protocol/inspect.js';
import { bytesText } from '../shell/bytes.js';
import { element } from '../shell/dom.js';
import { arranged, type Sorting } from './sorting.js';
import { VariableTable } from './table.js';

/** The variables of the current notebook or console, listed again after each execution. */
export class VariablesBody implements PanelBody {
  readonly node = element('section', { class: 'lectern-View', 'aria-label': 'Variables of the notebook' });
  private readonly title = element('strong', { class: 'lectern-Title' });
  private readonly facts = element('span', { class: 'lectern-Status', role: 'status' });
  private readonly note = element('p', { class: 'lectern-Note' });
  private readonly filter = element('input', {
    type: 'search',
    class: 'lectern-Search',
    placeholder: 'Filter by name, type, shape',
    'aria-label': 'Filter variables',
  });
  private readonly table: VariableTable;
  private readonly unlisten: () => void;
  private variables: Variable[] = [];
  private total = 0;
  private sorting: Sorting | undefined;
  /** Kernel and execution that the list is of: an answer to an older question is not shown. */
  private asked = 0;
  private stale = true;

  constructor(
    private readonly session: CurrentSession,
    open: (name: string) => void,
    private readonly visible: () => boolean,
  ) {
    this.table = new VariableTable({
      open,
      sorted: (sorting) => {
        this.sorting = sorting;
        this.draw();
      },
    });
    this.filter.addEventListener('input', () => this.draw());
    const header = element('div', { class: 'lectern-Header' }, this.title, this.facts);
    const toolbar = element('div', { class: 'lectern-Toolbar' }, this.filter);
    this.node.append(header, toolbar, this.note, this.table.node);
    this.unlisten = session.listen((news) => this.heard(news));
  }

  shown(): void {
    if (this.stale) void this.refresh();
  }

  dispose(): void {
    this.unlisten();
  }

  private heard(news: SessionNews): void {
    if (news === 'started') {
      this.facts.textContent = 'a cell is running';
      return;
    }
    this.stale = true;
    if (this.visible()) void this.refresh();
  }

  private async refresh(): Promise<void> {
    this.stale = false;
    const question = ++this.asked;
    let answer: Answer;
    let problem = '';
    try {
      answer = await this.session.ask({ type: 'variables' });
    } catch (error) {
      answer = { type: 'gone' };
      problem = problemText(error);
    }
    if (question !== this.asked) return;
    this.note.textContent = problem || refusal(answer, 'its variables');
    if (answer.type === 'variables') {
      this.variables = answer.variables;
      this.total = answer.total;
    } else {
      this.stale = answer.type === 'busy';
      if (answer.type !== 'busy') this.variables = [];
      this.total = this.variables.length;
    }
    this.draw();
  }

  private draw(): void {
    const shown = arranged(this.variables, this.filter.value, this.sorting);
    this.title.textContent = this.session.name;
    this.facts.textContent = this.session.running ? 'a cell is running' : this.count(shown.length);
    this.note.hidden = this.note.textContent === '';
    this.table.node.hidden = this.variables.length === 0;
    this.table.show(shown);
    if (this.variables.length > 0 || !this.note.hidden) return;
    this.note.hidden = false;
    this.note.textContent = 'No variables yet: run a cell that declares one.';
  }

  private count(shown: number): string {
    const listed = this.variables.length;
    const tensors = this.variables.filter(({ kind }) => kind === 'tensor');
    const bytes = tensors.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
    const device = this.variables.find(({ device }) => device)?.device;
    const many = `${listed < this.total ? `first ${listed} of ` : ''}${this.total.toLocaleString('en')}`;
    const filtered = shown < listed ? `${shown} of ` : '';
    const count = `${filtered}${many} ${this.total === 1 ? 'variable' : 'variables'}`;
    if (tensors.length === 0) return count;
    return `${count} · tensors ${bytesText(bytes)}${device ? ` on ${device}` : ''}`;
  }
}
