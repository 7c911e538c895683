import { ValueError } from '../../errors.js';
import { fromBase64, toBase64 } from '../base64.js';
import type { BoundarySpec } from './spec.js';

/** What the numbers of a classifier mean. */
export type Outputs = 'probabilities' | 'logits' | 'classes';

const OUTPUTS: readonly Outputs[] = ['probabilities', 'logits', 'classes'];

/** The likeliest class of each point and its probability, NaN where the classifier gave one. */
export interface Verdicts {
  winner: Uint8Array;
  sure: Float32Array;
}

/** The byte of NaN, and that of certainty. */
const NAN = 255;
const CERTAIN = 254;

/**
 * Reads the numbers of a classifier, `width` a point. One number a point is the probability (or logit) of the second of
 * two classes; more are those of a class each. Unless told, numbers that can be probabilities are, and others are logits;
 * single numbers for more than two classes are the classes themselves.
 */
export function verdicts(
  where: string,
  { values, width }: { values: ArrayLike<number>; width: number },
  classes: number,
  outputs: Outputs | undefined,
): Verdicts {
  if (outputs !== undefined && !OUTPUTS.includes(outputs)) {
    throw new ValueError(`${where}: outputs must be one of ${OUTPUTS.join(', ')}, got ${outputs}`);
  }
  const count = values.length / width;
  const winner = new Uint8Array(count);
  const sure = new Float32Array(count);
  if (outputs === 'classes' || (outputs === undefined && width === 1 && classes > 2)) {
    if (width !== 1) throw new ValueError(`${where}: classes are one number a point, got ${width}`);
    for (let i = 0; i < count; i++) {
      const known = Number.isInteger(values[i]) && values[i] >= 0 && values[i] < classes;
      if (!known && !Number.isNaN(values[i])) {
        throw new ValueError(`${where}: expected classes from 0 to ${classes - 1}, got ${values[i]}`);
      }
      winner[i] = known ? values[i] : 0;
      sure[i] = known ? 1 : Number.NaN;
    }
    return { winner, sure };
  }
  if (width === 1 ? classes !== 2 : classes !== width) {
    throw new ValueError(
      `${where}: ${classes} classes need ${classes === 2 ? '1 or 2' : classes} numbers a point, got ${width}`,
    );
  }
  const logits = outputs === undefined ? !canBeProbabilities(values, width) : outputs === 'logits';
  for (let i = 0; i < count; i++) {
    const row = Array.from({ length: width }, (_, k) => values[i * width + k]);
    const shares = width === 1 ? bothClasses(row[0], logits) : logits ? softmax(row) : row;
    const best = shares.reduce((best, share, k) => (share >= shares[best] ? k : best), 0);
    winner[i] = best;
    sure[i] = shares.some(Number.isNaN) ? Number.NaN : shares[best];
  }
  return { winner, sure };
}

/** The bytes of a snapshot's field; see its spec. */
export function packField({ winner, sure }: Verdicts, classes: number): string {
  const byte = (share: number) => Math.round(Math.max(0, Math.min(1, share)) * CERTAIN);
  if (classes > 2) {
    const bytes = new Uint8Array(2 * winner.length);
    bytes.set(winner);
    sure.forEach((share, i) => {
      bytes[winner.length + i] = Number.isNaN(share) ? NAN : byte(share);
    });
    return toBase64(bytes);
  }
  const half = CERTAIN / 2;
  const bytes = Uint8Array.from(sure, (share, i) => {
    if (Number.isNaN(share)) return NAN;
    // Rounding moves no point over the boundary.
    return winner[i] === 1 ? Math.max(half, byte(share)) : Math.min(half - 1, byte(1 - share));
  });
  return toBase64(bytes);
}

/** The verdicts that {@link packField} was given, to 254ths. */
export function unpackField({ classes, cols, rows }: BoundarySpec, field: string): Verdicts {
  const bytes = fromBase64(field);
  const count = cols * rows;
  const share = (byte: number) => (byte === NAN ? Number.NaN : byte / CERTAIN);
  if (classes.length > 2) {
    return { winner: bytes.slice(0, count), sure: Float32Array.from(bytes.subarray(count), share) };
  }
  return {
    winner: bytes.map((byte) => (byte >= CERTAIN / 2 ? 1 : 0)),
    sure: Float32Array.from(bytes, (byte) => Math.max(share(byte), 1 - share(byte))),
  };
}

function canBeProbabilities(values: ArrayLike<number>, width: number): boolean {
  for (let i = 0; i < values.length; i += width) {
    let sum = 0;
    for (let k = i; k < i + width; k++) {
      if (values[k] < 0 || values[k] > 1) return false;
      sum += values[k];
    }
    if (width > 1 && Math.abs(sum - 1) > 1e-3) return false;
  }
  return true;
}

function bothClasses(value: number, logit: boolean): number[] {
  const second = logit ? 1 / (1 + Math.exp(-value)) : value;
  return [1 - second, second];
}

function softmax(row: number[]): number[] {
  const top = Math.max(...row);
  const powers = row.map((value) => Math.exp(value - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
