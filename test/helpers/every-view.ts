import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { rawDisplay } from '../../kernel/src/display/bundle.js';
import { attentionBundle, attentionSpec } from '../../lib/src/view/attention/attention.js';
import { boundaryBundle, keptPoints, labelled } from '../../lib/src/view/boundary/boundary.js';
import { packField, verdicts } from '../../lib/src/view/boundary/field.js';
import type { BoundarySpec } from '../../lib/src/view/boundary/spec.js';
import { boxesBundle, boxesSpec } from '../../lib/src/view/boxes/boxes.js';
import { cloudBundle, cloudSpec } from '../../lib/src/view/cloud/cloud.js';
import { confusionBundle, confusionSpec } from '../../lib/src/view/confusion/confusion.js';
import { convolutionBundle, convolutionSpec } from '../../lib/src/view/convolution/convolution.js';
import { embeddingBundle, embeddingSpec } from '../../lib/src/view/embedding/embedding.js';
import { graphBundle, graphSpec } from '../../lib/src/view/graph/graph.js';
import { Histograms, histogramBundle, histogramSpec } from '../../lib/src/view/histogram/histogram.js';
import { DISPLAY_SYMBOL } from '../../lib/src/view/host.js';
import { Images, imagesBundle } from '../../lib/src/view/images/images.js';
import { imageSpec } from '../../lib/src/view/maps/image.js';
import { mapsBundle, mapsSpec } from '../../lib/src/view/maps/maps.js';
import { networkBundle } from '../../lib/src/view/network/network.js';
import { barSpec } from '../../lib/src/view/plot/bar.js';
import { lineSpec } from '../../lib/src/view/plot/line.js';
import { plotBundle } from '../../lib/src/view/plot/plot.js';
import { scatterSpec } from '../../lib/src/view/plot/scatter.js';
import { receptiveFieldBundle } from '../../lib/src/view/receptive-field/receptive-field.js';
import { saliencyBundle, saliencySpec } from '../../lib/src/view/saliency/saliency.js';
import { sequenceBundle, sequenceSpec } from '../../lib/src/view/sequence/sequence.js';
import { surfaceBundle, surfaceSpec } from '../../lib/src/view/surface/surface.js';
import { tableSpec, tableSpecBundle } from '../../lib/src/view/table/table.js';
import { tensorBundle } from '../../lib/src/view/tensor/tensor.js';
import { Training } from '../../lib/src/view/training/training.js';
import { unitsBundle, unitsSpec } from '../../lib/src/view/units/units.js';
import { fieldsOfTwo } from './fields.js';
import { residualNetwork } from './network.js';
import { readable, recordingHost } from './readable.js';

/** A view as a cell saves it: its accessible name and its whole output, data with picture and text. */
export interface Example {
  name: string;
  bundle: Record<string, unknown>;
}

/** One example of each kind of view, for what must hold of all of them: a new kind is one line here. */
export function everyView(): Example[] {
  return [
    { name: 'Tensor weights', bundle: tensorBundle(readable([3, 12, 16], waves(576)), { title: 'weights' }) },
    { name: 'LeNet-5', bundle: trainedRun() },
    { name: 'Histogram gradients', bundle: histogramBundle(gradients()) },
    { name: 'Histogram five', bundle: histogramBundle(histogramSpec(readable([40], waves(40), { label: 'five' }))) },
    { name: 'Feature maps conv1', bundle: mapsBundle(mapsSpec(plain([2, 8, 8, 6]), { title: 'conv1' })) },
    { name: 'Filters conv2', bundle: mapsBundle(mapsSpec(plain([3, 3, 3, 8]), { title: 'conv2', filters: true })) },
    { name: 'Images while learning', bundle: imagesBundle(learning()) },
    { name: 'Images pets', bundle: mapsBundle(imageSpec(colours(), { title: 'pets', labels: ['cat', 'dog'] })) },
    {
      name: 'Line chart losses',
      bundle: plotBundle(
        lineSpec({ train: falling(60), test: falling(60, 0.3) }, { title: 'losses', xLabel: 'step', yLabel: 'loss' }),
      ),
    },
    {
      name: 'Scatter chart cloud',
      bundle: plotBundle(scatterSpec(readable([60, 2], waves(120)), { title: 'cloud', color: waves(60) })),
    },
    {
      name: 'Cloud spiral',
      bundle: cloudBundle(cloudSpec(readable([80, 3], waves(240)), { title: 'spiral', color: waves(80) })),
    },
    {
      name: 'Surface bowl',
      bundle: surfaceBundle(
        surfaceSpec(readable([12, 16], waves(192)), { title: 'bowl', path: readable([3, 2], [1, 1, 4, 3, 6, 8]) }),
      ),
    },
    { name: 'Boundary halves', bundle: boundaryBundle(halves()) },
    {
      name: 'Bar chart classes',
      bundle: plotBundle(barSpec([0.9, 0.75, 0.4], { title: 'classes', labels: ['cat', 'dog', 'axolotl'] })),
    },
    { name: 'Receptive field two', bundle: receptiveFieldBundle(fieldsOfTwo()) },
    {
      name: 'Boxes street',
      bundle: boxesBundle(
        boxesSpec(readable([12, 12, 3], waves(432)), {
          title: 'street',
          boxes: readable([2, 4], [1, 1, 6, 6, 4, 4, 11, 11]),
          scores: [0.9, 0.5],
          labels: [0, 1],
          classes: ['cat', 'dog'],
          masks: readable([2, 12, 12], waves(288)),
          truth: { boxes: readable([1, 4], [1, 1, 7, 6]) },
        }),
      ),
    },
    {
      name: 'Saliency gradient',
      bundle: saliencyBundle(
        saliencySpec(readable([12, 12], waves(144)), readable([6, 6], waves(36, 2)), { title: 'gradient' }),
      ),
    },
    {
      name: 'Convolution edges',
      bundle: convolutionBundle(
        convolutionSpec(readable([8, 8, 2], waves(128)), readable([3, 3, 2, 2], waves(36)), {
          title: 'edges',
          padding: 1,
        }),
      ),
    },
    {
      name: 'Table optimisers',
      bundle: tableSpecBundle(
        tableSpec({ name: ['adam', 'sgd', 'rmsprop'], loss: [0.2, 0.5, Number.NaN] }, { title: 'optimisers' }),
      ),
    },
    { name: 'Network residual', bundle: networkBundle(residualNetwork()) },
    { name: 'Computation graph loss', bundle: graphBundle(graphSpec(recorded(), { title: 'loss' })) },
    {
      name: 'Embedding words',
      bundle: embeddingBundle(
        embeddingSpec(readable([40, 6], waves(240)), {
          title: 'words',
          color: waves(40).map((value) => Number(value > 0)),
          classes: ['noun', 'verb'],
          images: readable([40, 3, 3], waves(360)),
          iterations: 50,
        }),
      ),
    },
    {
      name: 'Attention layer',
      bundle: attentionBundle(
        attentionSpec(
          readable(
            [2, 3, 3],
            waves(18).map((value) => Math.abs(value)),
          ),
          { title: 'layer', queries: ['a', 'b', 'c'] },
        ),
      ),
    },
    {
      name: 'Sequence tone',
      bundle: sequenceBundle(sequenceSpec(readable([60, 2], waves(120)), { title: 'tone', rate: 100 })),
    },
    {
      name: 'Units hidden',
      bundle: unitsBundle(
        unitsSpec(
          readable(
            [24, 16],
            waves(384).map((value, i) => (i % 16 === 5 ? 0 : Math.max(0, value))),
          ),
          {
            title: 'hidden',
            color: waves(24).map((value) => Number(value > 0)),
          },
        ),
      ),
    },
    {
      name: 'Confusion matrix pets',
      bundle: confusionBundle(
        confusionSpec(readable([3, 3], [50, 4, 0, 7, 61, 2, 0, 1, 12]), {
          title: 'pets',
          classes: ['cat', 'dog', 'emu'],
        }),
      ),
    },
  ];
}

/** Waits until each example of the open notebook is drawn in its place; throws for one that is not. */
export async function seeEveryView(page: Page, examples: Example[]): Promise<void> {
  for (const { name } of examples) {
    const shown = page.getByRole('region', { name, exact: true });
    await shown.waitFor({ state: 'attached' });
    await shown.scrollIntoViewIfNeeded();
    await shown.locator('canvas, table, svg').first().waitFor();
  }
}

/** The MIME type of a bundle's data and the data themselves. */
export function ownData(bundle: Record<string, unknown>): [mime: string, data: unknown] {
  const own = Object.entries(bundle).find(([mime]) => mime.startsWith('application/vnd.lectern.'));
  if (!own) throw new Error(`ownData: expected data of a view, got ${Object.keys(bundle)}`);
  return own;
}

/** Writes a notebook with one saved output an example, as a kernel would have left it. */
export function writeEveryView(folder: string, name: string, examples = everyView()): void {
  const cells = examples.map(({ name: view, bundle }, i) => ({
    cell_type: 'code',
    id: `cell-${i}`,
    execution_count: i + 1,
    metadata: {},
    source: `// ${view}`,
    outputs: [{ output_type: 'display_data', ...rawDisplay(bundle) }],
  }));
  writeFileSync(join(folder, name), JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
}

/** Numbers between -1 and 1 that look like no order. */
function waves(count: number, shift = 0): number[] {
  return Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898 + shift) * Math.cos(i * 0.37));
}

/** The graph of a product, with values and gradients, in one module. */
function recorded() {
  const summary = {
    count: 1,
    min: 2,
    max: 2,
    mean: 2,
    std: 'NaN' as const,
    zeros: 0,
    nan: 0,
    posInf: 0,
    negInf: 0,
    bins: [1],
  };
  const nodes = ['a', 'b'].map((name) => ({ op: 'leaf', shape: [], name, value: summary, grad: summary }));
  const edges = [0, 1].map((from) => ({ from, to: 2 }));
  return { nodes: [...nodes, { op: 'mul', shape: [], module: 'net.scale (Scale)' }], edges, outputs: [2] };
}

function falling(count: number, floor = 0.05): number[] {
  return Array.from({ length: count }, (_, i) => floor + 2.3 * Math.exp(-i / 12) + 0.04 * Math.sin(i * 7.1));
}

function plain(shape: number[]) {
  const count = shape.reduce((a, b) => a * b, 1);
  return { shape, dtype: 'float32' as const, values: Float32Array.from(waves(count)) };
}

function colours() {
  const values = Float32Array.from({ length: 2 * 12 * 12 * 3 }, (_, i) => 0.5 + 0.5 * Math.sin(i / 9));
  return { shape: [2, 12, 12, 3], dtype: 'float32' as const, values };
}

function gradients() {
  const spread = new Histograms({ title: 'gradients' }, { now: () => 0, host: recordingHost() });
  for (let step = 0; step < 6; step++) {
    const values = waves(400, step).map((value) => value * (1 + step / 3));
    spread.push({ 'conv1.weight': readable([20, 20], values), 'fc.bias': readable([4], [0, 0, 0, 0]) }, { step });
  }
  return spread.toSpec();
}

function trainedRun(): Record<string, unknown> {
  let clock = 0;
  const run = new Training({ title: 'LeNet-5', totalSteps: 60 }, { now: () => clock, host: recordingHost() });
  falling(60).forEach((loss, i) => {
    clock += 250;
    run.push({ loss, valLoss: loss + 0.1, accuracy: 1 - loss / 3 }, { step: i + 1, epoch: Math.floor(i / 20) });
  });
  run.done();
  return run[DISPLAY_SYMBOL]();
}

/** Three images that come out of the dark over four steps. */
export function learning(title = 'while learning') {
  const shown = new Images({ title, labels: ['a', 'b', 'c'] }, { now: () => 0, host: recordingHost() });
  for (let step = 0; step < 4; step++) {
    const values = waves(3 * 8 * 8).map((value) => (step / 3) * Math.abs(value));
    shown.push(readable([3, 8, 8, 1], values), { step: 10 * step });
  }
  return shown.toSpec();
}

/** A classifier whose boundary moves over three steps, under points of two classes. */
export function halves(): BoundarySpec {
  const [cols, rows] = [21, 21];
  const points = Array.from({ length: 40 }, (_, i) => [Math.sin(i * 2.3), Math.cos(i * 1.7)]);
  const given = labelled(
    'halves',
    readable([40, 2], points.flat()),
    points.map(([x]) => Number(x > 0)),
  );
  const snapshots = [0, 1, 2].map((step) => {
    const values = Array.from({ length: cols * rows }, (_, i) => ((i % cols) - 10) * (step + 1) * 0.2);
    const field = packField(verdicts('halves', { values, width: 1 }, 2, 'logits'), 2);
    return { step: 10 * step, field, right: 20 + 10 * step, testRight: step };
  });
  return {
    version: 1,
    title: 'halves',
    xLabel: 'x',
    yLabel: 'y',
    x: [-1, 1],
    y: [-1, 1],
    cols,
    rows,
    classes: ['cat', 'dog'],
    discrete: false,
    points: keptPoints(given),
    test: { x: [-0.5, 0.5], y: [0.5, 0.5], label: [0, 1], count: 2 },
    pushed: 3,
    snapshots,
  };
}
