import type { CurrentSession } from '../panels/current-session.js';
import { RUNNING, SessionBody } from '../panels/session-body.js';
import { refusal } from '../panels/status.js';
import type { Variable } from '../protocol/inspect.js';
import { bytesText } from '../shell/bytes.js';
import { element } from '../shell/dom.js';
import { longestOf } from '../shell/words.js';
import { arranged, type Sorting } from './sorting.js';
import { VariableTable } from './table.js';

/** The variables of the current notebook or console, listed again after each execution. */
export class VariablesBody extends SessionBody {
  private readonly filter = element('input', {
    type: 'search',
    class: 'lectern-Search',
    placeholder: 'Filter by name, type, shape',
    'aria-label': 'Filter variables',
  });
  private readonly table: VariableTable;
  private variables: Variable[] = [];
  private total = 0;
  private sorting: Sorting | undefined;
  private problem = '';

  constructor(session: CurrentSession, open: (name: string) => void, visible: () => boolean) {
    super('Variables of the notebook', session, visible);
    this.table = new VariableTable({
      open,
      sorted: (sorting) => {
        this.sorting = sorting;
        this.draw();
      },
    });
    this.filter.addEventListener('input', () => this.draw());
    this.toolbar.append(this.filter);
    this.node.append(this.table.node);
  }

  protected async refresh(): Promise<void> {
    const answer = await this.ask({ type: 'variables' });
    if (!answer) return;
    const found = typeof answer === 'string' ? undefined : answer;
    this.problem = typeof answer === 'string' ? answer : refusal(answer, 'its variables');
    if (found?.type === 'variables') {
      this.variables = found.variables;
      this.total = found.total;
    } else {
      this.stale = found?.type === 'busy';
      if (found?.type !== 'busy') this.variables = [];
      this.total = this.variables.length;
    }
    this.draw();
  }

  private draw(): void {
    const shown = arranged(this.variables, this.filter.value, this.sorting);
    this.title.textContent = this.session.name;
    const count = this.count(shown.length);
    this.facts.reserve(longestOf([count, RUNNING]));
    this.facts.say(this.session.running ? RUNNING : count);
    this.table.node.hidden = this.variables.length === 0;
    this.table.show(shown);
    const none = this.variables.length === 0 ? 'No variables yet: run a cell that declares one.' : '';
    this.say(this.problem || none);
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
