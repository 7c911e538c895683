import { ShapeError, shapeText, ValueError } from '../../errors.js';
import { toBase64 } from '../base64.js';
import type { MimeBundle } from '../host.js';
import { photoOf } from '../photo/photo.js';
import { showView, viewBundle } from '../show.js';
import { tableText } from '../text-table.js';
import { isReadable } from '../values.js';
import { receptiveFieldPng } from './png.js';
import { type EffectiveField, RECEPTIVE_FIELD_MIME, type ReceptiveFieldSpec } from './spec.js';
import { type FieldModel, type FieldTensor, type Followed, follow } from './trace.js';

/** How receptive fields are shown. */
export interface ReceptiveFieldOptions {
  /** The image `[height, width, channels]` that is passed through, or a batch of one; zeros do when only sizes matter. */
  input: FieldTensor;
  /** Layer whose middle output is shown first; default the last. */
  layer?: string;
  /** Whether to measure what the middle output of the layer really depends on, by gradients; default false. */
  effective?: boolean;
  /** Name in the header. */
  title?: string;
}

const MOST_LAYERS = 200;
const MOST_PIXELS = 262_144;

/** The plain data of the fields of a model. Throws a ShapeError or ValueError when nothing can be followed. */
export function receptiveFieldSpec(model: FieldModel, options: ReceptiveFieldOptions): ReceptiveFieldSpec {
  const where = 'view.receptiveField';
  const { input, layer, title, effective = false } = options ?? {};
  if (typeof model?.namedModules !== 'function') {
    throw new ValueError(`${where}: expected a module, got ${String(model)}`);
  }
  if (!isReadable(input)) {
    throw new ValueError(`${where}: expected a tensor as input, got ${String(input)}; zeros(1, 28, 28, 1) does`);
  }
  const batch = input.shape.length === 3 ? input.unsqueeze(0) : input;
  if (batch.shape.length !== 4 || batch.shape[0] !== 1) {
    const got = shapeText(input.shape);
    throw new ShapeError(`${where}: expected one image [height, width, channels] as input, got ${got}`);
  }
  const x = batch.detach();
  x.requiresGrad = effective;
  const { followed, leftOut } = follow(model, x);
  if (followed.length === 0) {
    throw new ValueError(`${where}: expected layers with windows over the image, got ${leftOut.join(', ') || 'none'}`);
  }
  const at = layer === undefined ? followed.length - 1 : followed.findIndex((one) => one.layer.name === layer);
  if (at < 0) {
    const names = followed.map((one) => one.layer.name).join(', ');
    throw new ValueError(`${where}: layer must be one of ${names}, got ${layer}`);
  }
  const [, height, width, channels] = batch.shape;
  const pixels = height * width <= MOST_PIXELS;
  const flat = new Set(batch.dataSync().slice(0, 4096)).size < 2;
  return {
    version: 1,
    ...(title ? { title } : {}),
    input: [height, width, channels],
    layers: followed.slice(0, MOST_LAYERS).map((one) => one.layer),
    leftOut: [...followed.slice(MOST_LAYERS).map(({ layer: { name, type } }) => `${name} (${type})`), ...leftOut],
    ...((channels === 1 || channels === 3) && !flat ? { photo: photoOf(where, batch) } : {}),
    ...(effective && pixels && at < MOST_LAYERS ? { effective: effectiveField(model, x, followed[at], at) } : {}),
  };
}

/** The fields as a table: one row a layer. */
export function receptiveFieldText({ title, input, layers, leftOut }: ReceptiveFieldSpec): string {
  const head = ['layer', 'type', 'output', 'window', 'stride', 'sees', 'apart'];
  const size = ([down, across]: [number, number]) => `${down}×${across}`;
  const rows = layers.map((layer) => [
    layer.name,
    layer.type,
    `${layer.height}×${layer.width}×${layer.channels}`,
    size(layer.window),
    size(layer.stride),
    size(layer.size),
    size(layer.jump),
  ]);
  const line = `${title ? `${title}: ` : ''}what one output sees of ${input.join('×')}`;
  const notes = leftOut.length > 0 ? [`not followed: ${leftOut.join(', ')}`] : [];
  return `${line}\n${tableText({ head, rows, notes, left: ['layer', 'type'] })}`;
}

/** Everything that a notebook can show of receptive fields: data, a picture where one can be drawn, and text. */
export function receptiveFieldBundle(spec: ReceptiveFieldSpec): MimeBundle {
  return viewBundle(RECEPTIVE_FIELD_MIME, spec, receptiveFieldPng(spec), receptiveFieldText(spec));
}

/**
 * Shows what one output of each layer of a convolutional net sees of the input and of the layers below it. The input is
 * passed through in evaluation mode; windows are followed up to the first layer that is none, such as flattening.
 *
 *     const net = new nn.Sequential(new nn.Conv2d(1, 4, 3), new nn.MaxPool2d(2), new nn.Conv2d(4, 8, 3));
 *     view.receptiveField(net, { input: rand(28, 28, 1), effective: true });
 */
export function receptiveField(model: FieldModel, options: ReceptiveFieldOptions): void {
  const spec = receptiveFieldSpec(model, options);
  showView(spec, receptiveFieldBundle, receptiveFieldText);
}

/** Sizes of the gradients of the middle output, all channels together. Gradients of the model stay as they were. */
function effectiveField(model: FieldModel, x: FieldTensor, { layer, output }: Followed, at: number): EffectiveField {
  const [row, col] = [Math.floor((layer.height - 1) / 2), Math.floor((layer.width - 1) / 2)];
  const parameters = model.parameters();
  const before = parameters.map(({ grad }) => grad);
  for (const parameter of parameters) parameter.grad = null;
  try {
    output.select(1, row).select(1, col).sum().backward();
  } finally {
    parameters.forEach((parameter, i) => {
      parameter.grad = before[i];
    });
  }
  const [, height, width, channels] = x.shape;
  const gradients = x.grad?.dataSync() ?? new Float32Array(height * width * channels);
  const sizes = new Float32Array(height * width);
  for (let i = 0; i < gradients.length; i++) sizes[Math.floor(i / channels)] += Math.abs(gradients[i]);
  return { layer: at, row, col, values: toBase64(sizes) };
}
