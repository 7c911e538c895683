import type { Answer, Question } from '../protocol/inspect.js';
import { element } from '../shell/dom.js';
import { Words } from '../shell/words.js';
import type { CurrentSession } from './current-session.js';
import type { PanelBody } from './side-panel.js';
import { problemText } from './status.js';
import type { SessionNews } from './watched-session.js';

/** What the status says while a cell runs. */
export const RUNNING = 'a cell is running';

/** What panels about the current session share: its name, a line of status, a note, and when the kernel is asked again. */
export abstract class SessionBody implements PanelBody {
  readonly node: HTMLElement;
  protected readonly title = element('strong', { class: 'lectern-Title' });
  protected readonly facts = new Words('span', { class: 'lectern-Status', role: 'status' }, RUNNING);
  protected readonly note = element('p', { class: 'lectern-Note' });
  protected readonly toolbar = element('div', { class: 'lectern-Toolbar' });
  /** Whether what is shown may be old: it is asked for again when the panel comes into sight. */
  protected stale = true;
  private asked = 0;
  private readonly unlisten: () => void;

  constructor(
    label: string,
    protected readonly session: CurrentSession,
    private readonly visible: () => boolean,
  ) {
    const header = element('div', { class: 'lectern-Header' }, this.title, this.facts.node);
    this.node = element('section', { class: 'lectern-View', 'aria-label': label }, header, this.toolbar, this.note);
    this.unlisten = session.listen((news) => this.heard(news));
  }

  shown(): void {
    if (this.stale) void this.refresh();
  }

  dispose(): void {
    this.unlisten();
  }

  protected abstract refresh(): Promise<void>;

  /** The kernel's answer, or in a sentence why there is none; nothing where it was asked anew in the meantime. */
  protected async ask(question: Question): Promise<Answer | string | undefined> {
    this.stale = false;
    const asked = ++this.asked;
    const answer = await this.session.ask(question).catch(problemText);
    return asked === this.asked ? answer : undefined;
  }

  /** A sentence under the toolbar; an empty one takes no room. */
  protected say(text: string): void {
    this.note.hidden = text === '';
    this.note.textContent = text;
  }

  private heard(news: SessionNews): void {
    if (news === 'started') {
      this.facts.say(RUNNING);
      return;
    }
    this.stale = true;
    if (this.visible()) void this.refresh();
  }
}
