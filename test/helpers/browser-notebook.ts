import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  TENSOR_MIME,
  type TensorSpec,
  TRAINING_MIME,
  type TrainingSeries,
  type TrainingSpec,
} from '../../lib/src/view/spec.js';

/** Writes a notebook whose cells have one saved output each, as a kernel would have left them. */
export function writeNotebook(folder: string, name: string, bundles: Record<string, unknown>[]): void {
  const cells = bundles.map((data, i) => ({
    cell_type: 'code',
    id: `cell-${i}`,
    execution_count: i + 1,
    metadata: {},
    source: `view(${i})`,
    outputs: [{ output_type: 'display_data', data: { ...data, 'text/plain': 'text form' }, metadata: {} }],
  }));
  writeFileSync(join(folder, name), JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
}

/** Writes a notebook for our kernel whose cells have not run. */
export function writeCode(folder: string, name: string, sources: string[]): void {
  const cells = sources.map((source, i) => ({
    cell_type: 'code',
    id: `cell-${i}`,
    execution_count: null,
    metadata: {},
    source,
    outputs: [],
  }));
  const kernelspec = { name: 'lectern', display_name: 'TypeScript (Lectern)', language: 'typescript' };
  writeFileSync(
    join(folder, name),
    JSON.stringify({ cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }),
  );
}

/** An output as a notebook file has it; errors and printed texts have no data. */
export interface SavedOutput {
  output_type: string;
  data?: Record<string, unknown>;
}

/** The outputs of all cells of a notebook file, in order. */
export function outputsIn(folder: string, name: string): SavedOutput[] {
  const { cells } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { cells: { outputs?: SavedOutput[] }[] };
  return cells.flatMap(({ outputs = [] }) => outputs);
}

/** The data of one kind of view that a notebook file has in its outputs, in order. */
export function specsIn<Spec>(folder: string, name: string, mime: string): Spec[] {
  return outputsIn(folder, name).flatMap(({ data }) => (data?.[mime] ? [data[mime] as Spec] : []));
}

/** An output bundle of a tensor. */
export function tensorBundle(spec: TensorSpec): Record<string, unknown> {
  return { [TENSOR_MIME]: spec };
}

/** An output bundle of a training run. */
export function trainingBundle(spec: TrainingSpec): Record<string, unknown> {
  return { [TRAINING_MIME]: spec };
}

/** A series of `values` at steps 1, 2, …, one second apart, with `perEpoch` steps an epoch. */
export function trainingSeries(name: string, panel: string, values: number[], perEpoch = 100): TrainingSeries {
  return {
    name,
    panel,
    step: values.map((_, i) => i + 1),
    epoch: values.map((_, i) => (i + 1) / perEpoch),
    time: values.map((_, i) => i + 1),
    value: values,
    pushed: values.length,
    min: Math.min(...values),
    max: Math.max(...values),
    last: values[values.length - 1],
  };
}

/** The spec of a finished training run. */
export function trainingSpec(series: TrainingSeries[], rest: Partial<TrainingSpec> = {}): TrainingSpec {
  return { version: 1, id: 'run', title: 'LeNet-5', seq: 7, state: 'done', series, ...rest };
}
