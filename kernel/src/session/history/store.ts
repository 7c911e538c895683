import { SharedDatabase } from './database.js';
import type { HistoryEntry, HistoryItem, HistoryQuery } from './query.js';

type Row = { session: number; line: number; input: string; output: string | null };

const LONGEST_OUTPUT = 10_000;
const CELLS = 'SELECT session, line, input, output FROM cell';
const LATEST_FIRST = 'ORDER BY session DESC, line DESC LIMIT';

/** The cells of all sessions in one file, and the running session's place among them. */
export class HistoryStore {
  private readonly database: SharedDatabase;
  private session: number | undefined;
  private waiting: HistoryEntry[] = [];

  constructor(path: string) {
    this.database = new SharedDatabase(path);
  }

  /** Takes a cell; it is written by {@link flush}. */
  add(entry: HistoryEntry): void {
    this.waiting.push(entry);
  }

  /** Writes what was taken. */
  flush(): void {
    if (!this.waiting.length) return;
    const entries = this.waiting;
    this.waiting = [];
    this.session = this.database.transact((database) => {
      const known = this.session !== undefined && database.get('SELECT id FROM session WHERE id = ?', this.session);
      const started = new Date().toISOString();
      const session = known
        ? this.session
        : Number(database.run('INSERT INTO session (started) VALUES (?)', started).lastInsertRowid);
      for (const { line, input, output } of entries) {
        const values = [session as number, line, input, output?.slice(0, LONGEST_OUTPUT) ?? null];
        database.run('INSERT OR REPLACE INTO cell VALUES (?, ?, ?, ?)', values);
      }
      return session;
    });
  }

  /** Answers a query, oldest first; an unknown access type or session gives an empty list. */
  find(query: HistoryQuery): HistoryItem[] {
    this.flush();
    const rows = this.select(query);
    return rows.map(({ session, line, input, output }) => [session, line, query.output ? [input, output] : input]);
  }

  private select(query: HistoryQuery): Row[] {
    switch (query.hist_access_type) {
      case 'tail':
        return this.rows(`${CELLS} ${LATEST_FIRST} ?`, [limit(query.n)]).reverse();
      case 'range':
        return this.range(query);
      case 'search':
        return this.search(query);
      default:
        return [];
    }
  }

  private range({ session = 0, start = 0, stop }: HistoryQuery): Row[] {
    const [{ latest }] = this.rows('SELECT MAX(id) AS latest FROM session', []) as unknown as [{ latest: number }];
    // Before its first cell the running session has no number yet: it would be the next one.
    const current = this.session ?? (latest ?? 0) + 1;
    const number = session > 0 ? session : current + session;
    const last = stop ?? Number.MAX_SAFE_INTEGER;
    return this.rows(`${CELLS} WHERE session = ? AND line >= ? AND line < ? ORDER BY line`, [number, start, last]);
  }

  private search({ pattern = '*', unique = false, n }: HistoryQuery): Row[] {
    // Of equal inputs the latest use counts.
    const repeated = unique
      ? `AND NOT EXISTS (SELECT 1 FROM cell AS later WHERE later.input = cell.input
           AND (later.session, later.line) > (cell.session, cell.line))`
      : '';
    return this.rows(`${CELLS} WHERE input GLOB ? ${repeated} ${LATEST_FIRST} ?`, [pattern, limit(n)]).reverse();
  }

  private rows(sql: string, values: (string | number)[]): Row[] {
    return this.database.transact((database) => database.all(sql, values)) as unknown as Row[];
  }
}

/** SQLite takes a negative limit as none. */
function limit(n: number | null | undefined): number {
  return n == null ? -1 : Math.max(0, n);
}
