import { readFileSync } from 'node:fs';
import type { Bundle } from '../contract/frames.js';
import { DISPLAY_SYMBOL } from './bundle.js';
import { imageTypeOf } from './image-type.js';
import { textOf } from './text.js';

/** A value that is nothing but its display: the last value of a cell, or an argument of `display`. */
export class Rich {
  #bundle: Bundle;

  constructor(bundle: Bundle) {
    this.#bundle = bundle;
  }

  [DISPLAY_SYMBOL](): Bundle {
    return this.#bundle;
  }
}

/** Takes a text, or is the tag of a template literal. */
export type RichText = (text: string | TemplateStringsArray, ...values: unknown[]) => Rich;

interface RichTextOptions {
  /** Whether the backslashes of a template are the text's own. */
  raw?: boolean;
  describe?: (text: string) => string;
  change?: (text: string) => string;
}

/** Makes rich values of one kind of text; `describe` gives their plain text. */
function richText(mime: string, { raw = false, describe = same, change = same }: RichTextOptions = {}): RichText {
  return (text, ...values) => {
    const whole = typeof text === 'string' ? text : String.raw({ raw: raw ? text.raw : text }, ...values);
    return new Rich({ [mime]: change(whole), 'text/plain': describe(whole) });
  };
}

export const html = richText('text/html', { describe: (text) => `HTML, ${text.length} characters` });
export const svg = richText('image/svg+xml', { describe: (text) => `SVG, ${text.length} characters` });
export const markdown = richText('text/markdown');
export const javascript = richText('application/javascript');
/** A formula without delimiters stands on a line of its own. */
export const latex = richText('text/latex', {
  raw: true,
  change: (text) => (/\$|\\\(|\\\[|\\begin\b/.test(text) ? text : `$$${text}$$`),
});

/** Plain data as a tree that can be opened. */
export function json(value: unknown): Rich {
  return new Rich({ 'application/json': value, 'text/plain': textOf(value) });
}

/**
 * A picture: the path of a file, or its bytes.
 *
 * @throws TypeError when they are neither PNG, JPEG, GIF, WebP nor SVG
 */
export function image(source: string | Uint8Array): Rich {
  const bytes = typeof source === 'string' ? readFileSync(source) : source;
  const mime = imageTypeOf(bytes);
  const name = typeof source === 'string' ? source : `${bytes.length} bytes`;
  if (mime) return new Rich({ [mime]: bytes, 'text/plain': `${mime}, ${name}` });
  const text = Buffer.from(bytes).toString('utf8');
  if (/^\s*<(\?xml|!DOCTYPE svg|svg|!--)/i.test(text)) return svg(text);
  throw new TypeError(`image: expected PNG, JPEG, GIF, WebP or SVG, got ${name} that begin with ${begin(bytes)}`);
}

function begin(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 4)).toString('hex') || 'nothing';
}

function same(text: string): string {
  return text;
}
