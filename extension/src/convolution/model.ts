import type { ConvolutionData } from '../protocol/decode-convolution.js';

/** A row and a column. */
export interface Place {
  row: number;
  col: number;
}

/** One entry of the window: where it lies on the input, what it sees there and its weight. */
export interface Tap extends Place {
  /** Row and column in the window. */
  inWindow: Place;
  /** Whether it lies on the padding, where `value` is 0. */
  padded: boolean;
  value: number;
  weight: number;
}

/** A window over an input: how it moves can be changed, and its output follows. Rows and columns of the input count from 0. */
export class ConvolutionModel {
  stride: [number, number];
  dilation: [number, number];
  padding: ConvolutionData['padding'];
  channel = 0;
  filter = 0;
  /** Place among the outputs, row by row. */
  place = 0;
  private readonly known = new Map<string, Float32Array>();

  constructor(readonly data: ConvolutionData) {
    this.stride = [...data.stride];
    this.dilation = [...data.dilation];
    this.padding = { ...data.padding };
  }

  /** Rows and columns of the output; 0 where the window does not fit. */
  get size(): { rows: number; cols: number } {
    const { height, width, window } = this.data;
    const { top, bottom, left, right } = this.padding;
    const fit = (size: number, axis: 0 | 1) =>
      Math.max(0, Math.floor((size - this.dilation[axis] * (window[axis] - 1) - 1) / this.stride[axis]) + 1);
    return { rows: fit(height + top + bottom, 0), cols: fit(width + left + right, 1) };
  }

  /** The output that is shown now. */
  get at(): Place {
    return this.placeOf(this.place);
  }

  /** Row and column of an output counted row by row. */
  placeOf(place: number): Place {
    const cols = Math.max(1, this.size.cols);
    return { row: Math.floor(place / cols), col: place % cols };
  }

  /** Sets how the window moves; what is left out stays. The place stays on the output. */
  move(how: { stride?: number; padding?: number; dilation?: number }): void {
    const line = this.data.rank === 1;
    if (how.stride !== undefined) this.stride = [line ? 1 : how.stride, how.stride];
    if (how.dilation !== undefined) this.dilation = [line ? 1 : how.dilation, how.dilation];
    if (how.padding !== undefined) {
      const [down, across] = [line ? 0 : how.padding, how.padding];
      this.padding = { top: down, bottom: down, left: across, right: across };
    }
    this.known.clear();
    const { rows, cols } = this.size;
    this.place = Math.max(0, Math.min(rows * cols - 1, this.place));
  }

  input(row: number, col: number, channel = this.channel): number {
    return this.data.input[(row * this.data.width + col) * this.data.channels + channel];
  }

  weight(row: number, col: number, channel = this.channel, filter = this.filter): number {
    const { weights, window, channels, filters } = this.data;
    return weights ? weights[((row * window[1] + col) * channels + channel) * filters + filter] : 1;
  }

  /** What the window sees on one channel when it stands for an output. */
  taps({ row, col }: Place, channel = this.channel): Tap[] {
    const { window, height, width } = this.data;
    return Array.from({ length: window[0] * window[1] }, (_, i) => {
      const inWindow = { row: Math.floor(i / window[1]), col: i % window[1] };
      const y = row * this.stride[0] - this.padding.top + inWindow.row * this.dilation[0];
      const x = col * this.stride[1] - this.padding.left + inWindow.col * this.dilation[1];
      const padded = y < 0 || x < 0 || y >= height || x >= width;
      const value = padded ? 0 : this.input(y, x, channel);
      return { row: y, col: x, inWindow, padded, value, weight: this.weight(inWindow.row, inWindow.col, channel) };
    });
  }

  /** What one channel adds to an output of a convolution; of a pool, the pool itself. Padding adds 0 and never wins. */
  part({ row, col }: Place, channel: number): number {
    const { kind, window, height, width } = this.data;
    let [sum, most] = [0, Number.NEGATIVE_INFINITY];
    for (let i = 0; i < window[0]; i++) {
      const y = row * this.stride[0] - this.padding.top + i * this.dilation[0];
      for (let j = 0; j < window[1]; j++) {
        const x = col * this.stride[1] - this.padding.left + j * this.dilation[1];
        if (y < 0 || x < 0 || y >= height || x >= width) continue;
        const value = this.input(y, x, channel);
        sum += value * this.weight(i, j, channel);
        most = Math.max(most, value);
      }
    }
    if (kind === 'maxPool') return most;
    return kind === 'avgPool' ? sum / (window[0] * window[1]) : sum;
  }

  /** One output of the filter (of a pool: the channel) that is shown, as float32. */
  output(place: Place): number {
    if (this.data.kind !== 'conv') return Math.fround(this.part(place, this.channel));
    let sum = this.bias;
    for (let channel = 0; channel < this.data.channels; channel++) sum += this.part(place, channel);
    return Math.fround(sum);
  }

  get bias(): number {
    return this.data.bias?.[this.filter] ?? 0;
  }

  /** All outputs of the filter or channel that is shown, row by row. */
  outputs(): Float32Array {
    const key = this.data.kind === 'conv' ? this.filter : this.channel;
    let values = this.known.get(String(key));
    if (!values) {
      const { rows, cols } = this.size;
      values = Float32Array.from({ length: rows * cols }, (_, i) =>
        this.output({ row: Math.floor(i / cols), col: i % cols }),
      );
      this.known.set(String(key), values);
    }
    return values;
  }

  /** The outputs whose window meets a place of the input. */
  users({ row, col }: Place): Place[] {
    const along = (at: number, axis: 0 | 1, before: number, count: number) => {
      const found: number[] = [];
      for (let tap = this.data.window[axis] - 1; tap >= 0; tap--) {
        const out = (at + before - tap * this.dilation[axis]) / this.stride[axis];
        if (Number.isInteger(out) && out >= 0 && out < count) found.push(out);
      }
      return found;
    };
    const { rows, cols } = this.size;
    const across = along(col, 1, this.padding.left, cols);
    return along(row, 0, this.padding.top, rows).flatMap((y) => across.map((x) => ({ row: y, col: x })));
  }
}
