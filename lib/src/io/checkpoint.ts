import { writeAtomically } from '../disk/atomic-write.js';
import { FileError } from '../errors.js';
import type { StateDict } from '../nn/state-dict.js';
import { defaultGenerator } from '../random/default.js';
import { withFile } from './byte-source.js';
import {
  type CheckpointParts,
  type CheckpointValues,
  loadParts,
  type SavedPart,
  savedPart,
} from './checkpoint-parts.js';
import { content, encodedParts } from './safetensors.js';
import { fromTree, toTree } from './state-tree.js';

export interface LoadCheckpointOptions {
  /** Whether the generator that `manualSeed` seeds goes on from where it stood; default true. */
  random?: boolean;
}

/** Beside the parts, under a name that no part can have. */
const RANDOM = '$random';
const FORMAT = 'lectern.checkpoint';
const VERSION = '1';

/**
 * Saves everything that a run needs to go on: `io.saveCheckpoint('run.ckpt', { model, optimizer, schedule, loader, epoch })`.
 * A part with `stateDict` and `loadStateDict`, or a generator, is saved by its state; anything else is plain data, of
 * numbers, text, booleans, null, tensors, lists and objects. The random state behind `manualSeed` is saved always. The
 * file is replaced whole or not at all; it is a safetensors file, with tensors named like `model.conv1.weight` and the rest
 * as JSON in its metadata.
 *
 *     const net = new nn.Linear(2, 1);
 *     const optimizer = new optim.Adam(net.parameters());
 *     io.saveCheckpoint('run.safetensors', { model: net, optimizer, epoch: 3 });
 *     io.loadCheckpoint('run.safetensors', { model: net, optimizer }).epoch // → 3
 *
 * @throws ValueError for a part that is neither, FileError if the file cannot be written
 */
export function saveCheckpoint(path: string, parts: CheckpointParts): void {
  const where = `io.saveCheckpoint ${path}`;
  const tensors: StateDict = {};
  const saved = Object.entries(parts).map(([name, part]) => {
    const { value, ...kind } = savedPart(part);
    return [name, { ...kind, value: toTree(value, name, tensors, where) }] as const;
  });
  const state = JSON.stringify({ parts: Object.fromEntries(saved), [RANDOM]: defaultGenerator().getState() });
  writeAtomically(path, encodedParts(tensors, { metadata: { format: FORMAT, version: VERSION, state } }, where), where);
}

/**
 * Takes a run up where {@link saveCheckpoint} left it: loads the states into the given parts and gives back the plain data,
 * `const { epoch } = io.loadCheckpoint('run.ckpt', { model, optimizer, schedule, loader, epoch: 0 })`. On the same
 * backend the run goes on bit for bit as if it had not been broken. Parts of the file that are not asked for are passed
 * over. When a part does not fit, everything is as it was before.
 *
 *     const net = new nn.Linear(2, 1);
 *     io.saveCheckpoint('run.safetensors', { model: net, epoch: 3 });
 *     io.loadCheckpoint('run.safetensors', { model: net }).epoch // → 3
 *
 * @throws FileError if the file is missing, damaged or without one of the parts; ShapeError or ValueError that names the
 * keys if it is of another network
 */
export function loadCheckpoint<Parts extends CheckpointParts>(
  path: string,
  parts?: Parts,
  options: LoadCheckpointOptions = {},
): CheckpointValues<Parts> {
  const where = `io.loadCheckpoint ${path}`;
  const { saved, random } = withFile(path, where, (source) => {
    const { tensors, metadata } = content(source, where);
    return readState(metadata, tensors, where);
  });
  const missing = Object.keys(parts ?? {}).filter((name) => !Object.hasOwn(saved, name));
  if (missing.length > 0) {
    const known = Object.keys(saved).join(', ') || 'none';
    throw new FileError(`${where}: expected a checkpoint with ${missing.join(', ')}, got one with ${known}`);
  }
  const given = Object.entries(parts ?? {}).map(([name, part]) => [name, part, saved[name]] as const);
  // Last: a loader that shuffles by the same generator sets it too.
  const generator = options.random === false ? [] : ([[RANDOM, defaultGenerator(), random]] as const);
  loadParts([...given, ...generator], where);
  const plain = Object.entries(saved).filter(([, { kind }]) => kind === 'value');
  return Object.fromEntries(plain.map(([name, { value }]) => [name, value])) as CheckpointValues<Parts>;
}

function readState(metadata: Record<string, string>, tensors: StateDict, where: string) {
  const { format, version, state } = metadata;
  if (format !== FORMAT || state === undefined) {
    const fix = 'io.loadSafetensors reads other files';
    throw new FileError(
      `${where}: expected a checkpoint, got a safetensors file of format ${format ?? 'none'}; ${fix}`,
    );
  }
  if (version !== VERSION) {
    throw new FileError(
      `${where}: expected a checkpoint of version ${VERSION}, got ${version}; install a newer lectern`,
    );
  }
  let parsed: { parts?: unknown; [RANDOM]?: unknown } | null;
  try {
    parsed = JSON.parse(state) as typeof parsed;
  } catch (error) {
    throw new FileError(`${where}: expected a state of JSON, got ${(error as Error).message}`, { cause: error });
  }
  const parts = Object.entries((parsed?.parts ?? {}) as Record<string, SavedPart | null>);
  const saved = parts.map(([name, part]) => {
    if (part?.kind !== 'state' && part?.kind !== 'value') {
      throw new FileError(
        `${where}: expected '${name}' to be a state or a value, got ${JSON.stringify(part)?.slice(0, 60)}`,
      );
    }
    return [name, { ...part, value: fromTree(part.value, tensors, where) }] as const;
  });
  const random: SavedPart = { kind: 'state', type: 'Generator', value: parsed?.[RANDOM] };
  return { saved: Object.fromEntries<SavedPart>(saved), random };
}
