/** One executed cell: its number and what went in and came out. */
export interface HistoryEntry {
  line: number;
  input: string;
  /** Text form of the result, or `null` when there was none. */
  output: string | null;
}

/** Content of a `history_request`. */
export interface HistoryQuery {
  output?: boolean;
  raw?: boolean;
  hist_access_type?: 'tail' | 'range' | 'search';
  session?: number;
  start?: number;
  stop?: number | null;
  n?: number | null;
  pattern?: string;
  unique?: boolean;
}

/** `[session, line, input]`, or `[session, line, [input, output]]`. */
export type HistoryItem = [number, number, string | [string, string | null]];

/** The cells of this session, in order. The running session has number 1; a range may call it 0, as IPython does. */
export class History {
  private static readonly session = 1;
  private readonly entries: HistoryEntry[] = [];

  add(entry: HistoryEntry): void {
    this.entries.push(entry);
  }

  /** Answers a query; an unknown access type or session gives an empty list. */
  find(query: HistoryQuery): HistoryItem[] {
    const found = this.select(query);
    return found.map(({ line, input, output }) => [History.session, line, query.output ? [input, output] : input]);
  }

  private select(query: HistoryQuery): HistoryEntry[] {
    switch (query.hist_access_type) {
      case 'tail':
        return last(this.entries, query.n);
      case 'range':
        return this.range(query);
      case 'search':
        return this.search(query);
      default:
        return [];
    }
  }

  private range({ session = 0, start = 0, stop }: HistoryQuery): HistoryEntry[] {
    if (session !== 0 && session !== History.session) return [];
    return this.entries.filter(({ line }) => line >= start && (stop == null || line < stop));
  }

  private search({ pattern = '*', unique = false, n }: HistoryQuery): HistoryEntry[] {
    const matches = globToRegExp(pattern);
    let found = this.entries.filter(({ input }) => matches.test(input));
    if (unique) {
      // A map keeps the place of the first insertion, so delete first: the latest use of an input counts.
      const latest = new Map<string, HistoryEntry>();
      for (const entry of found) {
        latest.delete(entry.input);
        latest.set(entry.input, entry);
      }
      found = [...latest.values()];
    }
    return last(found, n);
  }
}

function last<T>(list: T[], n: number | null | undefined): T[] {
  return n == null ? list : n > 0 ? list.slice(-n) : [];
}

/** Shell-style pattern: `*` any text, `?` one character; the whole input must match. */
function globToRegExp(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 's');
}
