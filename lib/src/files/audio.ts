import { writeAtomically } from '../disk/atomic-write.js';
import { readBytes } from '../disk/node-files.js';
import { FileError, ShapeError, shapeText, ValueError } from '../errors.js';
import { fromValues } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { loadPackage } from './load-package.js';

/** Sound as samples at equal distances in time. */
export interface Audio {
  /** float32 `[time, channels]`, whole-number formats scaled to −1…1. */
  samples: Tensor;
  /** Samples a second. */
  sampleRate: number;
}

export interface WriteAudioOptions {
  /** Samples a second. */
  sampleRate: number;
  /** `8`, `16` (default), `24` or `32` bits a sample as whole numbers, or `32f` as floating point. */
  bitDepth?: 8 | 16 | 24 | 32 | '32f';
}

interface WaveFile {
  bitDepth: string;
  fmt: { numChannels: number; sampleRate: number };
  data: { chunkSize: number; samples: Uint8Array };
  getSamples(interleaved: true, kind: Float64ArrayConstructor): Float64Array;
  fromALaw(): void;
  fromMuLaw(): void;
  fromIMAADPCM(): void;
  fromScratch(channels: number, rate: number, depth: string, samples: Float64Array[] | Float64Array): void;
  toBuffer(): Uint8Array;
}

/**
 * Reads a WAV file: whole numbers of 8 to 32 bits, floating point, A-law, µ-law and IMA ADPCM.
 *
 *     files.writeAudio('tone.wav', zeros(100, 1), { sampleRate: 8000 });
 *     files.readAudio('tone.wav').samples.shape // → [100, 1]
 *
 * @throws FileError if it cannot be read, is no WAV file, or is damaged or cut short.
 */
export function readAudio(path: string): Audio {
  const bytes = readBytes(path, 'readAudio');
  let values: Float64Array;
  let wave: WaveFile;
  try {
    wave = new (waveFile('readAudio'))(bytes);
    if (wave.data.samples.length < wave.data.chunkSize) {
      throw new Error(`it holds ${wave.data.samples.length} of ${wave.data.chunkSize} bytes of sound`);
    }
    if (!(wave.fmt.numChannels > 0 && wave.fmt.sampleRate > 0)) {
      throw new Error(`it claims ${wave.fmt.numChannels} channels at ${wave.fmt.sampleRate} samples a second`);
    }
    if (wave.bitDepth === '8a') wave.fromALaw();
    if (wave.bitDepth === '8m') wave.fromMuLaw();
    if (wave.bitDepth === '4') wave.fromIMAADPCM();
    values = wave.getSamples(true, Float64Array);
  } catch (error) {
    if (error instanceof FileError) throw error;
    const said = error instanceof Error ? error.message : String(error);
    throw new FileError(`readAudio: expected a whole WAV file, got ${path}: ${said}`, { cause: error });
  }
  const { numChannels, sampleRate } = wave.fmt;
  const time = Math.floor(values.length / numChannels);
  const [zero, one] = scaleOf(wave.bitDepth);
  const samples = new Float32Array(time * numChannels);
  for (let i = 0; i < samples.length; i++) samples[i] = (values[i] - zero) / one;
  return { samples: fromValues(samples, [time, numChannels]), sampleRate };
}

/**
 * Writes samples `[time]` or `[time, channels]` in −1…1 as a WAV file. In whole-number formats 1 becomes the greatest
 * number; floating point keeps values outside too.
 *
 *     files.writeAudio('tone.wav', arange(100).div(10).sin().view(-1, 1), { sampleRate: 8000 });
 *     files.readAudio('tone.wav').sampleRate // → 8000
 *
 * @throws ValueError for values outside of −1…1 in a whole-number format.
 */
export function writeAudio(path: string, samples: Tensor, options: WriteAudioOptions): void {
  const { sampleRate, bitDepth = 16 } = options;
  const [time, channels = 1] = samples.shape;
  if ((samples.ndim !== 1 && samples.ndim !== 2) || channels === 0) {
    throw new ShapeError(`writeAudio: expected samples [time] or [time, channels], got ${shapeText(samples.shape)}`);
  }
  if (!(Number.isInteger(sampleRate) && sampleRate > 0)) {
    throw new ValueError(`writeAudio: expected sampleRate as a whole number above 0, got ${sampleRate}`);
  }
  const values = samples.dataSync();
  const [zero, one] = scaleOf(String(bitDepth));
  const stored = (value: number) => {
    if (bitDepth === '32f') return value;
    if (!(value >= -1 && value <= 1)) {
      throw new ValueError(
        `writeAudio: expected values in -1…1, got ${value}; divide by the greatest, or use bitDepth '32f'`,
      );
    }
    return Math.min(zero + Math.round(value * one), zero + one - 1);
  };
  const lists = Array.from({ length: channels }, (_, c) =>
    Float64Array.from({ length: time }, (_, i) => stored(values[i * channels + c])),
  );
  const wave = new (waveFile('writeAudio'))();
  wave.fromScratch(channels, sampleRate, String(bitDepth), lists);
  writeAtomically(path, wave.toBuffer(), 'writeAudio');
}

/** The stored number of silence, and how many above it full loudness is. */
function scaleOf(bitDepth: string): [zero: number, one: number] {
  if (bitDepth === '8') return [128, 128];
  if (bitDepth === '32f' || bitDepth === '64') return [0, 1];
  return [0, 2 ** (Number(bitDepth) - 1)];
}

function waveFile(where: string): new (bytes?: Uint8Array) => WaveFile {
  return loadPackage<{ WaveFile: new (bytes?: Uint8Array) => WaveFile }>('wavefile', where).WaveFile;
}
