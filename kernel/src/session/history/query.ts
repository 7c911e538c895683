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
  /** For a range: a session's number; 0 is the running one, -1 the one before. */
  session?: number;
  start?: number;
  stop?: number | null;
  n?: number | null;
  /** For a search: `*` any text, `?` one character, `[…]` a set; the whole input must match. */
  pattern?: string;
  unique?: boolean;
}

/** `[session, line, input]`, or `[session, line, [input, output]]`. */
export type HistoryItem = [number, number, string | [string, string | null]];

/** From the front to the history thread. */
export type HistoryRequest =
  | { type: 'add'; entry: HistoryEntry }
  | { type: 'find'; id: number; query: HistoryQuery }
  | { type: 'close' };

/** From the history thread to the front. */
export interface HistoryAnswer {
  id: number;
  items: HistoryItem[];
}
