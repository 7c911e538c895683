import { nodeBuiltin } from '../../backend/node.js';
import { toBase64 } from '../base64.js';
import { encodeIndexedPng } from './indexed-png.js';

/** The part of a 2-d canvas context that the pictures use. */
export interface Pen {
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  lineJoin: string;
  globalAlpha: number;
  font: string;
  textAlign: string;
  textBaseline: string;
  fillRect(x: number, y: number, width: number, height: number): void;
  strokeRect(x: number, y: number, width: number, height: number): void;
  beginPath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  rect(x: number, y: number, width: number, height: number): void;
  arc(x: number, y: number, radius: number, start: number, end: number): void;
  closePath(): void;
  clip(): void;
  fill(): void;
  stroke(): void;
  save(): void;
  restore(): void;
  translate(x: number, y: number): void;
  rotate(angle: number): void;
  setLineDash(lengths: number[]): void;
  fillText(text: string, x: number, y: number): void;
  measureText(text: string): { width: number };
  createImageData(width: number, height: number): Pixels;
  putImageData(pixels: Pixels, x: number, y: number): void;
  getImageData(x: number, y: number, width: number, height: number): Pixels;
}

/** A block of RGBA bytes. */
export interface Pixels {
  data: Uint8ClampedArray;
}

/** A white page to draw on, sized in pixels. */
export interface Page {
  readonly width: number;
  readonly height: number;
  readonly pen: Pen;
  /** The page as a PNG file in base64. */
  png(): string;
}

interface CanvasModule {
  createCanvas(width: number, height: number): { getContext(kind: '2d'): Pen };
  GlobalFonts: { registerFromPath(path: string, alias: string): unknown };
}

interface Tools {
  canvas: CanvasModule;
  deflate(bytes: Uint8Array): Uint8Array;
}

const SANS = 'Lectern Sans';
const BOLD = 'Lectern Sans Bold';
let tools: Tools | null | undefined;

/** The CSS font of a size in pixels, with the packaged typeface, so that pictures are alike on all machines. */
export function font(size: number, weight: 'regular' | 'bold' = 'regular'): string {
  return `${size}px "${weight === 'bold' ? BOLD : SANS}"`;
}

/** Width of a text in pixels; 0 where no canvas can be had. */
export function textWidth(text: string, size: number, weight: 'regular' | 'bold' = 'regular'): number {
  const pen = openTools()?.canvas.createCanvas(1, 1).getContext('2d');
  if (!pen) return 0;
  pen.font = font(size, weight);
  return pen.measureText(text).width;
}

/** Opens a page of that many pixels, or returns `undefined` where there is no canvas (browsers, an unknown platform). */
export function openPage(width: number, height: number): Page | undefined {
  const loaded = openTools();
  if (!loaded) return undefined;
  const pen = loaded.canvas.createCanvas(width, height).getContext('2d');
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, width, height);
  return {
    width,
    height,
    pen,
    png: () => toBase64(encodeIndexedPng(pen.getImageData(0, 0, width, height).data, width, height, loaded.deflate)),
  };
}

function openTools(): Tools | undefined {
  if (tools === undefined) tools = loadTools() ?? null;
  return tools ?? undefined;
}

/** Reaches Node's modules at run time only: a static import would keep the library out of browsers. */
function loadTools(): Tools | undefined {
  try {
    const module = nodeBuiltin<{
      createRequire(from: string): ((id: string) => unknown) & { resolve(id: string): string };
    }>('node:module');
    const zlib = nodeBuiltin<{ deflateSync(bytes: Uint8Array, options: { level: number }): Uint8Array }>('node:zlib');
    if (!module || !zlib) return undefined;
    const require = module.createRequire(import.meta.url);
    const canvas = require('@napi-rs/canvas') as CanvasModule;
    canvas.GlobalFonts.registerFromPath(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'), SANS);
    canvas.GlobalFonts.registerFromPath(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'), BOLD);
    // Level 9 takes up to ten times as long for files smaller by a thirtieth.
    return { canvas, deflate: (bytes) => zlib.deflateSync(bytes, { level: 6 }) };
  } catch {
    return undefined;
  }
}
