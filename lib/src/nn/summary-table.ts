import { BYTES } from '../backend/buffer.js';
import { shapeText } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { DISPLAY_SYMBOL, type MimeBundle } from '../view/host.js';
import { columnsSpec } from '../view/table/columns.js';
import type { TableSpec } from '../view/table/spec.js';
import { tableSpecBundle } from '../view/table/table.js';
import type { Module } from './module.js';

/** One call of a module. */
export interface SummaryRow {
  /** Dotted name, `''` for the module itself. */
  name: string;
  /** Its class. */
  type: string;
  /** How many calls it was inside of. */
  depth: number;
  /** Shape of the first input. */
  input: readonly number[];
  /** Shape of the first output. */
  output: readonly number[];
  /** Own parameters, without those of modules inside; 0 when called again. */
  parameters: number;
  /** Multiplications by own weights. */
  multiplyAdds: number;
  /** Bytes of the output; 0 for a module with others inside. */
  activationBytes: number;
  /** How much of each axis of the input (of images height and width) one value of the output sees. */
  receptiveField: readonly number[] | null;
  /** Whether the module was called before. */
  again: boolean;
}

/**
 * What `nn.summary` found; prints itself as a table.
 *
 *     nn.summary(new nn.Linear(20, 3), [1, 20]).multiplyAdds // → 60
 */
export class ModuleSummary {
  readonly rows: readonly SummaryRow[];
  /** All parameters of the module, each once, also those that no call used. */
  readonly totalParameters: number;
  /** Those that are trained. */
  readonly trainableParameters: number;
  /** Multiplications by weights in one forward pass. */
  readonly multiplyAdds: number;
  readonly inputBytes: number;
  readonly parameterBytes: number;
  /** Outputs of all innermost modules. */
  readonly activationBytes: number;

  /** @internal Made by `nn.summary`. */
  constructor(module: Module, rows: readonly SummaryRow[], inputs: readonly Tensor[]) {
    const parameters = module.parameters();
    const count = (ps: readonly Tensor[]) => ps.reduce((sum, p) => sum + p.numel(), 0);
    const bytes = (xs: readonly Tensor[]) => xs.reduce((sum, x) => sum + x.numel() * BYTES[x.dtype], 0);
    this.rows = rows;
    this.totalParameters = count(parameters);
    this.trainableParameters = count(parameters.filter((p) => p.requiresGrad));
    this.multiplyAdds = rows.reduce((sum, row) => sum + row.multiplyAdds, 0);
    this.inputBytes = bytes(inputs);
    this.parameterBytes = bytes(parameters);
    this.activationBytes = rows.reduce((sum, row) => sum + row.activationBytes, 0);
  }

  toString(): string {
    const head = ['Layer', 'Input', 'Output', 'Params', 'Mult-adds', 'Field'];
    const lines = [head, ...this.rows.map(cells)];
    const widths = head.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
    const text = lines.map((line) =>
      line
        .map((cell, i) => padded(cell, widths[i], i))
        .join('  ')
        .trimEnd(),
    );
    const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2));
    return [text[0], rule, ...text.slice(1), rule, ...this.totals()].join('\n');
  }

  /** How a notebook shows it. */
  [DISPLAY_SYMBOL](): MimeBundle {
    return tableSpecBundle(this.spec(), this.toString());
  }

  private spec(): TableSpec {
    const { rows } = this;
    const number = (n: number) => (n === 0 ? null : n);
    const columns: [string, unknown[]][] = [
      ['layer', rows.map(({ name, type }) => (name === '' ? type : `${type} (${name.split('.').at(-1)})`))],
      ['input', rows.map(({ input }) => shapeText(input))],
      ['output', rows.map(({ output }) => shapeText(output))],
      ['parameters', rows.map(({ parameters }) => number(parameters))],
      ['multiply-adds', rows.map((row) => number(row.multiplyAdds))],
      ['output bytes', rows.map((row) => number(row.activationBytes))],
      ['field', rows.map(({ receptiveField }) => receptiveField && receptiveField.reduce((a, b) => Math.max(a, b), 1))],
    ];
    const notes = this.totals();
    return columnsSpec(columns, {
      kind: 'summary',
      title: rows[0]?.type ?? '',
      depth: rows.map(({ depth }) => depth),
      notes,
    });
  }

  private totals(): string[] {
    const frozen = this.totalParameters - this.trainableParameters;
    return [
      `Parameters: ${grouped(this.totalParameters)} (${grouped(frozen)} frozen)`,
      `Multiply-adds: ${grouped(this.multiplyAdds)}`,
      `Bytes: input ${grouped(this.inputBytes)}, parameters ${grouped(this.parameterBytes)}, ` +
        `activations ${grouped(this.activationBytes)}`,
    ];
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

function cells(row: SummaryRow): string[] {
  const name = row.name === '' ? '' : ` (${row.name.split('.').at(-1)})`;
  const field = row.receptiveField;
  return [
    `${'  '.repeat(row.depth)}${row.type}${name}`,
    shapeText(row.input),
    shapeText(row.output),
    row.again ? 'again' : row.parameters === 0 ? '–' : grouped(row.parameters),
    row.multiplyAdds === 0 ? '–' : grouped(row.multiplyAdds),
    field === null ? '–' : field.every((n) => n === field[0]) ? `${field[0]}` : field.join('×'),
  ];
}

/** Names and shapes to the left, numbers to the right. */
function padded(cell: string, width: number, column: number): string {
  return column < 3 ? cell.padEnd(width) : cell.padStart(width);
}

/** 61,706, in every locale. */
function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}
