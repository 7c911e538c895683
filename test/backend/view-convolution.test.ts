import { expect, test } from 'vitest';
import { ConvolutionModel } from '../../extension/src/convolution/model.js';
import { decodeConvolution } from '../../extension/src/protocol/decode-convolution.js';
import { F, manualSeed, randn, type Tensor } from '../../lib/src/index.js';
import { convolutionSpec } from '../../lib/src/view/convolution/convolution.js';
import { slid } from '../../lib/src/view/convolution/slide.js';

/** All outputs of the view, `[height, width, filters]`, in the browser's arithmetic and in the notebook's. */
function shown(spec: ReturnType<typeof convolutionSpec>): number[][] {
  const model = new ConvolutionModel(decodeConvolution(spec));
  const many = spec.kind === 'conv' ? spec.filters : spec.channels;
  const planes = Array.from({ length: many }, (_, place) => {
    model.filter = spec.kind === 'conv' ? place : 0;
    model.channel = spec.kind === 'conv' ? 0 : place;
    return [model.outputs(), slid(spec, place).values];
  });
  return [0, 1].map((which) => [...planes[0][0]].flatMap((_, i) => planes.map((plane) => plane[which][i])));
}

function same(spec: ReturnType<typeof convolutionSpec>, wanted: Tensor): void {
  const close = [...wanted.dataSync()].map((value) => expect.closeTo(value, 4));
  for (const values of shown(spec)) expect(values).toEqual(close);
}

test('the outputs of the view are those of conv2d, whatever stride, padding and dilation', () => {
  manualSeed(3);
  const [x, w, bias] = [randn(1, 9, 8, 3), randn(3, 2, 3, 4), randn(4)];
  for (const stride of [1, 2] as const) {
    for (const padding of [0, 2, 'same'] as const) {
      for (const dilation of [1, 3] as const) {
        if (padding === 'same' && stride > 1) continue;
        const how = { stride, padding, dilation };
        same(convolutionSpec(x, w, { ...how, bias }), F.conv2d(x, w, bias, how));
      }
    }
  }
});

test('the outputs of the view are those of conv1d and of both pools', () => {
  manualSeed(4);
  const [x, w, image] = [randn(1, 12, 2), randn(3, 2, 5), randn(1, 7, 6, 3)];
  const how = { stride: 2, padding: 1 };
  same(convolutionSpec(x, w, how), F.conv1d(x, w, null, how));
  same(convolutionSpec(image, 3, { kind: 'maxPool', ...how }), F.maxPool2d(image, { kernelSize: 3, ...how }));
  same(convolutionSpec(image, 2, { kind: 'avgPool', ...how }), F.avgPool2d(image, { kernelSize: 2, ...how }));
});
