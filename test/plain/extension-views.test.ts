import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfusionModel } from '../../extension/src/confusion/model.js';
import { layerModel, roundValues } from '../../extension/src/histogram/model.js';
import { binText, countRows, factsOf, percent } from '../../extension/src/histogram/words.js';
import { gridLayout, placeAt } from '../../extension/src/maps/layout.js';
import { MapsModel } from '../../extension/src/maps/model.js';
import {
  alikeText,
  cellText,
  cutText,
  deadText,
  mapText,
  noteText,
  rangeText,
} from '../../extension/src/maps/words.js';
import { pointRows, pointText, thinnedText } from '../../extension/src/plot/words.js';
import { decodeConfusion } from '../../extension/src/protocol/decode-confusion.js';
import { decodeHistogram } from '../../extension/src/protocol/decode-histogram.js';
import { decodeMaps } from '../../extension/src/protocol/decode-maps.js';
import { decodePlot } from '../../extension/src/protocol/decode-plot.js';
import { confusionSpec } from '../../lib/src/view/confusion/confusion.js';
import { Histograms, histogramSpec } from '../../lib/src/view/histogram/histogram.js';
import { imageSpec } from '../../lib/src/view/maps/image.js';
import { layeredMapsSpec, mapsSpec } from '../../lib/src/view/maps/maps.js';
import type { MapsRange } from '../../lib/src/view/maps/spec.js';
import { barSpec } from '../../lib/src/view/plot/bar.js';
import { lineSpec } from '../../lib/src/view/plot/line.js';
import { scatterSpec } from '../../lib/src/view/plot/scatter.js';
import { readable, recordingHost } from '../helpers/readable.js';

/** What the library wrote, as it comes back from a notebook. */
const saved = <T>(spec: T): T => JSON.parse(JSON.stringify(spec));

describe('histograms', () => {
  test('bring snapshots of different widths to one axis and lose no value', () => {
    const values = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 5 }), (pushes) => {
        const spread = new Histograms({}, { now: () => 0, host: recordingHost() });
        for (const list of pushes) spread.push(readable([list.length], list));
        const model = layerModel(decodeHistogram(saved(spread.toSpec())).layers[0]);
        expect(model.bins).toBeLessThanOrEqual(512);
        model.rows.forEach(({ counts }, row) => {
          expect(counts).toHaveLength(model.bins);
          counts.forEach((count, bin) => {
            const from = (model.first + bin) * model.width;
            const inside = pushes[row].filter((v) => v >= from && v < from + model.width);
            expect(count).toBe(inside.length);
          });
        });
      }),
    );
  });

  test('mark round values between the ends of an axis', () => {
    expect(roundValues(-0.13, 0.42, 6)).toEqual([-0.1, 0, 0.1, 0.2, 0.3, 0.4]);
    expect(roundValues(0, 3.3, 4)).toEqual([0, 1, 2, 3]);
    expect(roundValues(5, 5.01, 3)).toEqual([5, 5.005, 5.01]);
  });

  test('say what is in a bin and what is odd about the values', () => {
    const spec = histogramSpec(readable([4], [0, 0, 3, Number.NaN], { label: 'w' }));
    const model = layerModel(decodeHistogram(saved(spec)).layers[0]);
    expect(binText(model, 0, 0)).toMatch(/^\[0, 0\.\d+\): 2 values, 50 %$/);
    expect(factsOf(model.rows[0].snapshot).map(({ text }) => text)).toEqual([
      'n=4',
      'x∈[0, 3] μ=1',
      'σ=1.732',
      'zeros 50 %',
      '1 NaN',
    ]);
    expect([percent(0.00001), percent(0.0123), percent(1)]).toEqual(['< 0.1 %', '1.2 %', '100 %']);
  });

  test('give their counts as a table of layers, steps and bins', () => {
    const spread = new Histograms({}, { now: () => 0, host: recordingHost() });
    spread.push({ w: readable([3], [1, 1, 2], { dtype: 'int32' }) }, { step: 5 });
    spread.push({ w: readable([1], [2], { dtype: 'int32' }) }, { step: 6 });
    expect(countRows(decodeHistogram(saved(spread.toSpec())).layers.map(layerModel))).toEqual([
      ['layer', 'step', 'from', 'below', 'count'],
      ['w', 5, 1, 2, 2],
      ['w', 5, 2, 3, 1],
      ['w', 6, 1, 2, 0],
      ['w', 6, 2, 3, 1],
    ]);
  });

  test('refuse what they cannot read in one sentence', () => {
    const good = saved(histogramSpec(readable([1], [1])));
    expect(() => decodeHistogram({ ...good, version: 2 })).toThrow('histogram view version: expected 1');
    expect(() => decodeHistogram({ ...good, layers: [{ ...good.layers[0], snapshots: [] }] })).toThrow('at least one');
    const [snapshot] = good.layers[0].snapshots;
    const broken = { ...good.layers[0], snapshots: [{ ...snapshot, first: 0.5 }] };
    expect(() => decodeHistogram({ ...good, layers: [broken] })).toThrow('histogram first: expected a whole number');
  });
});

describe('grids of maps', () => {
  const three = Float32Array.of(0, 2, -1, 0, 4, -1, 0, 6, -1, 0, 8, -1);
  const modelOf = () =>
    new MapsModel(decodeMaps(saved(mapsSpec({ shape: [2, 2, 3], dtype: 'float32', values: three }, { title: 'm' }))));

  test('hold the values of each map and sort by activity or zeros', () => {
    const model = modelOf();
    expect([...model.values(1)]).toEqual([2, 4, 6, 8]);
    expect(model.sequence()).toEqual([0, 1, 2]);
    model.order = 'activity';
    expect(model.sequence()).toEqual([1, 2, 0]);
    model.order = 'sparsity';
    expect(model.sequence()).toEqual([0, 1, 2]);
    expect(mapText(model, 0)).toBe('map 0  x∈[0, 0]  μ=0  zeros 100 %');
  });

  test('name the maps that are zero everywhere, and for each map the one that goes most alike with it', () => {
    const values = Float32Array.of(1, 0, -2, 3, 2, 0, -4, 1, 3, 0, -6, 2);
    const spec = mapsSpec({ shape: [3, 1, 4], dtype: 'float32', values });
    const model = new MapsModel(decodeMaps(spec));
    expect(deadText(model)).toBe('All zero: 1.');
    expect(model.alike(0)).toEqual({ map: 2, correlation: expect.closeTo(-1, 6) });
    expect(model.alike(1)).toBeUndefined();
    expect(mapText(model, 0)).toContain('most alike 2 (r=−1)');
  });

  test('compare all maps with each other over all samples, and name the pairs that go most alike', () => {
    // Two samples of 1×2; map 3 falls as map 0 rises, but only over both samples; map 1 is the same everywhere.
    const values = Float32Array.of(0, 5, 0, 6, 1, 5, 9, 4, 2, 5, 0, 2, 3, 5, 0, 0);
    const model = new MapsModel(decodeMaps(mapsSpec({ shape: [2, 1, 2, 4], dtype: 'float32', values })));
    model.show = 'correlation';
    expect(alikeText(model)).toBe('Most alike: 0 and 3 (r=−1). Grey: the same value everywhere or not finite (1).');
    model.moveCell(0, 1);
    model.moveCell(0, 2);
    expect(cellText(model)).toBe('map 0 and map 2: r=−0.258');
    model.moveCell(1, -1);
    expect(cellText(model)).toBe('map 1 and map 1: no correlation, map 1 does not vary or is not finite');
    const two = Float32Array.of(1, 0, 0, 2, 1, 3, 0, 2);
    expect(alikeText(new MapsModel(decodeMaps(mapsSpec({ shape: [4, 1, 2], dtype: 'float32', values: two }))))).toBe(
      'Most alike: 0 and 1 (r=−0.229).',
    );
    const flat = new MapsModel(decodeMaps(mapsSpec({ shape: [1, 1, 2], dtype: 'float32', values: two.slice(0, 2) })));
    expect(alikeText(flat)).toMatch(/^No two can be compared/);
    const alone = new MapsModel(decodeMaps(mapsSpec({ shape: [2, 1], dtype: 'float32', values: values.slice(0, 2) })));
    alone.show = 'correlation';
    expect(alone.correlated).toBe(false);
  });

  test('show several layers one at a time, on a scale of its own or on one for all', () => {
    const layer = (shape: number[], from: number) => ({
      shape,
      dtype: 'float32' as const,
      values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => from + i),
    });
    const spec = saved(
      layeredMapsSpec([
        ['a', layer([3, 2, 2, 2], 0)],
        ['b', layer([2, 1, 1, 4], -4)],
      ]),
    );
    const model = new MapsModel(decodeMaps(spec));
    model.group = 2;
    model.choose(1);
    expect([model.data.name, model.group, model.ends(0)]).toEqual(['b', 1, [-4, 4]]);
    expect(rangeText(model)).toEqual(['colours: one scale for the layer, −4 to 4']);
    model.range = 'model';
    expect(rangeText(model)).toEqual(['colours: one scale for all layers, −23 to 23']);
    model.choose(0);
    expect([model.signed, model.ends(1)]).toEqual([true, [-23, 23]]);
    expect(noteText(new MapsModel(decodeMaps({ ...spec, ofLayers: 9 })))).toBe('Shown: the first 2 of 9 layers.');
    expect(() => decodeMaps({ ...spec, more: [{ ...spec.more?.[0], maps: 5 }] })).toThrow('maps values: expected 10');
    expect(() => decodeMaps({ ...spec, more: 3 })).toThrow('maps more: expected a list, got 3');
    expect(() => decodeMaps({ ...spec, ofLayers: 1 })).toThrow('maps ofLayers: expected a whole number from 2');
  });

  test('begin with the colours that the code asked for, which the reader can change', () => {
    const layer = (from: number) => ({ shape: [1, 2], dtype: 'float32' as const, values: Float32Array.of(from, 3) });
    const at = (range: MapsRange | undefined, lows = [0, -8]) => {
      const layers = lows.map((low, i): [string, ReturnType<typeof layer>] => [`l${i}`, layer(low)]);
      return new MapsModel(decodeMaps(saved(layeredMapsSpec(layers, { range }))));
    };
    expect([at(undefined).range, at('layer').range, at(undefined).ends(0)]).toEqual(['layer', 'layer', [0, 3]]);
    expect([at('model').range, at('model').ends(0)]).toEqual(['model', [-8, 8]]);
    expect([at('model', [1]).range, at('map').range]).toEqual(['layer', 'map']);
    const given = at([1, 2]);
    expect([given.range, given.signed, given.ends(0)]).toEqual(['given', false, [1, 2]]);
    expect(rangeText(given)).toEqual(['colours: given, 1 to 2']);
    given.range = 'layer';
    expect(given.ends(0)).toEqual([0, 3]);
    expect(at([-1, 4]).ends(0)).toEqual([-4, 4]);
    const spec = saved(layeredMapsSpec([['a', layer(0)]]));
    expect(() => decodeMaps({ ...spec, range: 'net' })).toThrow('maps range');
    expect(() => decodeMaps({ ...spec, range: [2, 1] })).toThrow('maps range: expected two growing numbers, got [2,1]');
    expect(() => decodeMaps({ ...spec, range: [1] })).toThrow('maps range: expected two growing numbers, got [1]');
  });

  test('make images brighter and of more contrast by moving the values of black and white', () => {
    const grey = imageSpec({ shape: [1, 2], dtype: 'float32', values: Float32Array.of(0, 1) });
    const model = new MapsModel(decodeMaps(grey));
    expect(model.ends(0)).toEqual([0, 1]);
    model.contrast = 2;
    expect(model.ends(0)).toEqual([0.25, 0.75]);
    model.brightness = 0.25;
    expect(model.ends(0)).toEqual([0, 0.5]);
  });

  test('start at the first map with a step forward, and at the last with a step back or with End', () => {
    const starts = [1, 5, Number.NEGATIVE_INFINITY, -1, Number.POSITIVE_INFINITY].map((by) => {
      const model = modelOf();
      model.move(by);
      return model.cursor;
    });
    expect(starts).toEqual([0, 0, 0, 2, 2]);
  });

  test('colour all maps on one scale around zero, or each by itself', () => {
    const model = modelOf();
    expect(model.ends(2)).toEqual([-8, 8]);
    model.range = 'map';
    expect(model.ends(2)).toEqual([-1, 1]);
    const image = new MapsModel(decodeMaps(saved(imageSpec(readablePlane([0, 0.5])))));
    expect(image.ends(0)).toEqual([0, 1]);
    image.range = 'map';
    expect(image.ends(0)).toEqual([0, 0.5]);
  });

  test('find the map under every point of it and none between', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.nat({ max: 60 }),
        fc.integer({ min: 80, max: 900 }),
        (n, side, room) => {
          const layout = gridLayout(n, side + 1, side + 1, room);
          for (let place = 0; place < n; place++) {
            const x = (place % layout.across) * layout.stepX;
            const y = Math.floor(place / layout.across) * layout.stepY;
            expect(placeAt(layout, n, x, y)).toBe(place);
            expect(placeAt(layout, n, x + layout.width - 0.5, y + layout.height - 0.5)).toBe(place);
            expect(placeAt(layout, n, x, y + layout.height + 1)).toBeUndefined();
          }
          expect(layout.across === 1 || layout.across * layout.stepX <= room + 6).toBe(true);
        },
      ),
    );
  });

  test('say what was cut, and refuse values that do not fit', () => {
    const zeros = new Float32Array(512 * 512 * 2);
    const large = saved(mapsSpec({ shape: [512, 512, 2], dtype: 'float32', values: zeros }));
    expect(cutText(decodeMaps(large))).toBe('Shown: each pixel as the mean of 2×2.');
    expect(() => decodeMaps({ ...large, maps: 3 })).toThrow(
      'maps values: expected 196608 values for 3 maps, got 131072',
    );
    expect(() => decodeMaps({ ...large, values: '%' })).toThrow('maps values: expected base64, got "%"');
    expect(() => decodeMaps({ ...large, kind: 'film' })).toThrow('one of activations, filters, images, got "film"');
  });
});

describe('charts', () => {
  test('say each point in words and list all of them', () => {
    const line = decodePlot(
      saved(lineSpec({ train: [3, 2], test: [4, Number.NaN] }, { xLabel: 'step', yLabel: 'loss' })),
    );
    expect(pointText(line, { series: 1, point: 0 })).toBe('test, step = 0, loss = 4');
    expect(pointText(line, { series: 1, point: 1 })).toBe('test, step = 1, loss = NaN');
    expect(pointRows(line)).toEqual({
      headings: ['series', 'step', 'loss'],
      rows: [
        ['train', '0', '3'],
        ['train', '1', '2'],
        ['test', '0', '4'],
        ['test', '1', 'NaN'],
      ],
    });
    const cloud = decodePlot(saved(scatterSpec(readable([1, 2], [1, 2]), { color: [0.5], labels: ['here'] })));
    expect(pointText(cloud, { series: 0, point: 0 })).toBe('here: x = 1, y = 2, colour 0.5');
    const bars = decodePlot(saved(barSpec([0.25], { labels: ['cat'] })));
    expect(pointText(bars, { series: 0, point: 0 })).toBe('cat, y = 0.25');
  });

  test('state how many points are shown of how many', () => {
    expect(thinnedText(decodePlot(saved(lineSpec([1, 2]))))).toBe('');
    const long = decodePlot(saved(lineSpec(Array.from({ length: 10_000 }, (_, i) => Math.sin(i)))));
    expect(thinnedText(long)).toMatch(/^Shown: [\d,]+ of 10,000 points, with every extreme\.$/);
  });

  test('refuse lists of different lengths', () => {
    const good = saved(lineSpec([1, 2]));
    expect(() => decodePlot({ ...good, series: [{ ...good.series[0], y: [1] }] })).toThrow(
      'plot y: expected 2 entries',
    );
    expect(() => decodePlot({ ...good, kind: 'pie' })).toThrow('one of line, scatter, bar, got "pie"');
  });
});

describe('a confusion matrix', () => {
  test('knows recall, precision and the commonest confusions', () => {
    const model = new ConfusionModel(decodeConfusion(saved(confusionSpec(readable([2, 2], [6, 2, 0, 4])))));
    expect([model.right, model.total, model.recall(0), model.recall(1)]).toEqual([10, 12, 0.75, 1]);
    expect([model.precision(0), model.precision(1)]).toEqual([1, 4 / 6]);
    expect(model.worst(3)).toEqual([{ label: 0, predicted: 1, count: 2 }]);
    expect([model.share('label', 0, 1), model.share('predicted', 0, 1)]).toEqual([0.25, 2 / 6]);
  });

  test('refuses a matrix that is not square', () => {
    const good = saved(confusionSpec(readable([2, 2], [6, 2, 0, 4])));
    expect(() => decodeConfusion({ ...good, counts: [[1, 2]] })).toThrow('expected 2 a side, got 1');
    expect(() => decodeConfusion({ ...good, counts: [[1, 2], [1]] })).toThrow('expected 2 a side, got 1');
  });
});

function readablePlane(values: number[]) {
  return { shape: [1, values.length], dtype: 'float32' as const, values: Float32Array.from(values) };
}
