import { ValueError } from '../../errors.js';
import type { Tensor } from '../../tensor/tensor.js';
import { eachImage, imageShape } from './images.js';

/** Changes the pixels of one image in place. */
export type Adjustment = (pixels: Float32Array, channels: number, factor: number) => void;

/** Brightness of red, green and blue (ITU-R BT.601, rounded as in torchvision). */
const LUMA = [0.2989, 0.587, 0.114];

/**
 * Multiplies values by `factor`, cut to 0…1. Images of any number of channels.
 *
 *     data.adjustBrightness(tensor([[[[0.2, 0.4, 0.4]]]]), 2).view(-1) // → [0.4, 0.8, 0.8]
 */
export function adjustBrightness(images: Tensor, factor: number): Tensor {
  return adjusted('adjustBrightness', images, factor, brightness);
}

/**
 * Moves values away from (`factor` > 1) or towards (< 1) the mean grey of the image, cut to 0…1; 1 or 3 channels.
 *
 *     data.adjustContrast(rand(1, 4, 4, 3), 0.5).shape // → [1, 4, 4, 3]
 */
export function adjustContrast(images: Tensor, factor: number): Tensor {
  return adjusted('adjustContrast', images, factor, contrast);
}

/**
 * Moves colours away from (`factor` > 1) or towards (< 1) the grey of the pixel, cut to 0…1; 3 channels.
 *
 *     data.adjustSaturation(rand(1, 4, 4, 3), 1).shape // → [1, 4, 4, 3]
 */
export function adjustSaturation(images: Tensor, factor: number): Tensor {
  return adjusted('adjustSaturation', images, factor, saturation, 3);
}

/**
 * Turns the circle of colours by `factor`, from −0.5 to 0.5 of a whole turn; 3 channels in 0…1.
 *
 *     data.adjustHue(rand(1, 4, 4, 3), 0.1).shape // → [1, 4, 4, 3]
 */
export function adjustHue(images: Tensor, factor: number): Tensor {
  if (!(Math.abs(factor) <= 0.5)) throw new ValueError(`adjustHue: expected a factor from -0.5 to 0.5, got ${factor}`);
  return adjusted('adjustHue', images, factor, hue, 3);
}

/**
 * The grey of each pixel of 3 channels, in one channel or, the same value again, in three.
 *
 *     data.grayscale(rand(1, 4, 4, 3)).shape // → [1, 4, 4, 1]
 */
export function grayscale(images: Tensor, options: { channels?: 1 | 3 } = {}): Tensor {
  const { channels = 1 } = options;
  imageShape('grayscale', images, 3);
  const draw = (from: Float32Array, to: Float32Array) => {
    for (let at = 0, out = 0; at < from.length; at += 3) {
      const grey = greyAt(from, at, 3);
      for (let c = 0; c < channels; c++) to[out++] = grey;
    }
  };
  return eachImage(images, draw, { channels });
}

function adjusted(where: string, images: Tensor, factor: number, adjust: Adjustment, wanted?: number): Tensor {
  const { channels } = imageShape(where, images, wanted);
  if (adjust !== hue && !(factor >= 0)) throw new ValueError(`${where}: expected a factor from 0, got ${factor}`);
  if (adjust === contrast) checkGrey(where, channels);
  return eachImage(images, (from, to) => {
    to.set(from);
    adjust(to, channels, factor);
  });
}

/** Throws unless a grey can be told from the channels. */
export function checkGrey(where: string, channels: number): void {
  if (channels !== 1 && channels !== 3) {
    throw new ValueError(`${where}: expected 1 or 3 channels, grey or red, green and blue, got ${channels}`);
  }
}

export const brightness: Adjustment = (pixels, _, factor) => {
  for (let i = 0; i < pixels.length; i++) pixels[i] = unit(pixels[i] * factor);
};

export const contrast: Adjustment = (pixels, channels, factor) => {
  let sum = 0;
  for (let at = 0; at < pixels.length; at += channels) sum += greyAt(pixels, at, channels);
  const mean = (sum * channels) / pixels.length;
  for (let i = 0; i < pixels.length; i++) pixels[i] = unit(mean + (pixels[i] - mean) * factor);
};

export const saturation: Adjustment = (pixels, channels, factor) => {
  for (let at = 0; at < pixels.length; at += channels) {
    const grey = greyAt(pixels, at, channels);
    for (let c = 0; c < channels; c++) pixels[at + c] = unit(grey + (pixels[at + c] - grey) * factor);
  }
};

/** Hue from 0 to 1 and back, by the hexagon of HSV (Smith 1978). */
export const hue: Adjustment = (pixels, channels, factor) => {
  for (let at = 0; at < pixels.length; at += channels) {
    const [r, g, b] = pixels.subarray(at, at + 3);
    const value = Math.max(r, g, b);
    const chroma = value - Math.min(r, g, b);
    if (chroma === 0) continue;
    const sector = value === r ? (g - b) / chroma : value === g ? 2 + (b - r) / chroma : 4 + (r - g) / chroma;
    const turned = sector + 6 * factor;
    for (const [c, offset] of [5, 3, 1].entries()) {
      const place = (((offset + turned) % 6) + 6) % 6;
      pixels[at + c] = value - chroma * Math.max(0, Math.min(place, 4 - place, 1));
    }
  }
};

function greyAt(pixels: Float32Array, at: number, channels: number): number {
  if (channels === 1) return pixels[at];
  return LUMA[0] * pixels[at] + LUMA[1] * pixels[at + 1] + LUMA[2] * pixels[at + 2];
}

function unit(value: number): number {
  return Math.min(Math.max(value, 0), 1);
}
