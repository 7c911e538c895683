/** A place in a text, zero-based. */
export interface Position {
  line: number;
  column: number;
}

interface Segment {
  column: number;
  original: Position;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A source map with one source, read in both directions. */
export class PositionMap {
  private decoded: Segment[][] | undefined;

  /** @param map JSON text of the map; it is read when it is first needed */
  constructor(private readonly map: string) {}

  /** Where the code at a generated position comes from; undefined for code that the conversion added. */
  original({ line, column }: Position): Position | undefined {
    const segments = this.lines[line];
    return segments?.length
      ? (segments.findLast((segment) => segment.column <= column) ?? segments[0]).original
      : undefined;
  }

  /** The first generated position of a source line, or of the next one that has code. */
  generated(sourceLine: number): Position | undefined {
    let best: { position: Position; line: number } | undefined;
    for (const [line, segments] of this.lines.entries())
      for (const { column, original } of segments)
        if (original.line >= sourceLine && (!best || original.line < best.line))
          best = { position: { line, column }, line: original.line };
    return best?.position;
  }

  private get lines(): Segment[][] {
    this.decoded ??= decode(JSON.parse(this.map).mappings);
    return this.decoded;
  }
}

/** Every segment holds differences to the one before it, as base-64 digits of five bits, the lowest first. */
function decode(mappings: string): Segment[][] {
  const original = { line: 0, column: 0 };
  return mappings.split(';').map((line) => {
    let column = 0;
    return line.split(',').flatMap((text) => {
      const [columns, , lines, originalColumns] = numbersOf(text);
      column += columns ?? 0;
      if (lines === undefined) return [];
      original.line += lines;
      original.column += originalColumns;
      return [{ column, original: { ...original } }];
    });
  });
}

function numbersOf(text: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const char of text) {
    const digit = DIGITS.indexOf(char);
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}
