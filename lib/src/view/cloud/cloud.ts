import { shapeText, ValueError } from '../../errors.js';
import { toBase64 } from '../base64.js';
import type { MimeBundle } from '../host.js';
import { evenSample } from '../plot/thin.js';
import { showView, viewBundle } from '../show.js';
import type { Readable } from '../values.js';
import { marksSpec, type PointOptions } from './marks.js';
import { cloudPng } from './png.js';
import { CLOUD_MIME, type CloudSpec } from './spec.js';
import { cloudText } from './text.js';

/** Words around a cloud in space. */
export interface CloudOptions extends PointOptions {
  title?: string;
  xLabel?: string;
  yLabel?: string;
  zLabel?: string;
  showLabels?: boolean;
}

/** Most points of a cloud that are put into a notebook. */
export const SPACE_POINTS = 5000;

/** The plain data of points `[points, 3]`. Throws a ValueError for other shapes and for colours that do not fit. */
export function cloudSpec(x: Readable, options: CloudOptions = {}): CloudSpec {
  if (x.shape.length !== 2 || x.shape[1] !== 3) {
    throw new ValueError(`view.scatter: expected [points, 2] or [points, 3], got ${shapeText(x.shape)}`);
  }
  const { title, xLabel = 'x', yLabel = 'y', zLabel = 'z', showLabels } = options;
  const count = x.shape[0];
  const values = x.dataSync();
  const indices = evenSample(count, SPACE_POINTS);
  const points = new Float32Array(indices.length * 3);
  for (const [place, i] of indices.entries()) points.set(values.subarray(i * 3, i * 3 + 3), place * 3);
  return {
    version: 1,
    ...(title ? { title } : {}),
    axes: [xLabel, yLabel, zLabel],
    points: toBase64(points),
    ...marksSpec('view.scatter', options, count, indices),
    count,
    ...(showLabels === undefined ? {} : { showLabels }),
  };
}

/** Everything that a notebook can show of a cloud: data, a picture where one can be drawn, and text. */
export function cloudBundle(spec: CloudSpec): MimeBundle {
  return viewBundle(CLOUD_MIME, spec, cloudPng(spec), cloudText(spec));
}

/** Shows a cloud at once: in a notebook to explore, elsewhere as printed text. */
export function showCloud(spec: CloudSpec): void {
  showView(spec, cloudBundle, cloudText);
}
