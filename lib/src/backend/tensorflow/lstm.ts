import type { Buffer } from '../buffer.js';
import type { Kept } from '../fused.js';
import { type Calls, idOf } from './calls.js';
import { Workspace } from './workspace.js';

/**
 * The steps of an LSTM. TensorFlow's own `BlockLSTMV2` is not used: its matrix product misses oneDNN, and a step by single
 * ops takes half the time. What the gradient reads is kept as whole sequences, so that its loop has few ops.
 */
export function lstm(calls: Calls, gates: Buffer, h: Buffer, c: Buffer, weight: Buffer, keep: boolean): [Buffer, Kept] {
  return Workspace.run(calls, (work) => {
    const w = idOf(weight);
    const kept: number[][] = [[], [], [], [], [], []];
    const outputs: number[] = [];
    let [hidden, cell] = [idOf(h), idOf(c)];
    for (const input of work.unstack(idOf(gates), gates.shape[0])) {
      const all = work.split(work.op('AddV2', input, work.matmul(hidden, w, false, true)), 1, 4);
      const [i, f, o] = [all[0], all[1], all[3]].map((gate) => work.op('Sigmoid', gate));
      const g = work.op('Tanh', all[2]);
      cell = work.op('AddV2', work.op('Mul', f, cell), work.op('Mul', i, g));
      const squashed = work.op('Tanh', cell);
      hidden = work.op('Mul', o, squashed);
      outputs.push(hidden);
      [i, f, g, o, squashed, cell].forEach((x, n) => void kept[n].push(x));
    }
    const out = work.keep(work.stack([...outputs, cell]));
    return [out, keep ? kept.map((xs) => work.keep(work.stack(xs))) : []];
  });
}

export function lstmGrad(
  calls: Calls,
  g: Buffer,
  kept: Kept,
  h: Buffer,
  c: Buffer,
  weight: Buffer,
  out: Buffer,
): [Buffer, Buffer, Buffer, Buffer] {
  return Workspace.run(calls, (work) => {
    const [time, batch, hidden] = kept[0].shape;
    const [i, f, cellGate, o, squashed, cells] = kept.map(idOf);
    const w = idOf(weight);
    // The state before each step.
    const earlier = (first: Buffer, rest: number): number =>
      time === 1
        ? work.reshape(idOf(first), [1, batch, hidden])
        : work.concat(
            [work.reshape(idOf(first), [1, batch, hidden]), work.slice(rest, [0, 0, 0], [time - 1, batch, hidden])],
            0,
          );
    // Slopes of the cell by each gate's argument, of the hidden state by the output gate's, and of it by the cell.
    const slopes = work.concat(
      [
        work.op('SigmoidGrad', i, cellGate),
        work.op('SigmoidGrad', f, earlier(c, cells)),
        work.op('TanhGrad', cellGate, i),
        work.op('SigmoidGrad', o, squashed),
      ],
      2,
    );
    const slope = work.unstack(slopes, time);
    const byCell = work.unstack(work.op('TanhGrad', squashed, o), time);
    const forget = work.unstack(f, time);
    const incoming = work.unstack(idOf(g), time + 1);
    const gates = new Array<number>(time);
    let dh: number | undefined;
    let dc = incoming[time];
    for (let t = time - 1; t >= 0; t--) {
      dh = dh === undefined ? incoming[t] : work.op('AddV2', incoming[t], dh);
      dc = work.op('AddV2', dc, work.op('Mul', dh, byCell[t]));
      gates[t] = work.op('Mul', work.concat([dc, dc, dc, dh], 1), slope[t]);
      dc = work.op('Mul', dc, forget[t]);
      dh = work.matmul(gates[t], w, false, false);
    }
    const all = work.stack(gates);
    const rows = work.reshape(all, [time * batch, 4 * hidden]);
    const states = work.reshape(earlier(h, idOf(out)), [time * batch, hidden]);
    const dw = work.matmul(rows, states, true, false);
    return [work.keep(all), work.keep(dh as number), work.keep(dc), work.keep(dw)];
  });
}
