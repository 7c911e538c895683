import { nodeBuiltin } from '../backend/node.js';
import { toBase64 } from './base64.js';
import { encodeIndexedPng } from './indexed-png.js';
const SANS = 'Lectern Sans';
const BOLD = 'Lectern Sans Bold';
let tools;
/** The CSS font of a size in pixels, with the packaged typeface, so that pictures are alike on all machines. */
export function font(size, weight = 'regular') {
    return `${size}px "${weight === 'bold' ? BOLD : SANS}"`;
}
/** Width of a text in pixels; 0 where no canvas can be had. */
export function textWidth(text, size, weight = 'regular') {
    const pen = openTools()?.canvas.createCanvas(1, 1).getContext('2d');
    if (!pen)
        return 0;
    pen.font = font(size, weight);
    return pen.measureText(text).width;
}
/** Opens a page of that many pixels, or returns `undefined` where there is no canvas (browsers, an unknown platform). */
export function openPage(width, height) {
    const loaded = openTools();
    if (!loaded)
        return undefined;
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
function openTools() {
    if (tools === undefined)
        tools = loadTools() ?? null;
    return tools ?? undefined;
}
/** Reaches Node's modules at run time only: a static import would keep the library out of browsers. */
function loadTools() {
    try {
        const module = nodeBuiltin('node:module');
        const zlib = nodeBuiltin('node:zlib');
        if (!module || !zlib)
            return undefined;
        const require = module.createRequire(import.meta.url);
        const canvas = require('@napi-rs/canvas');
        canvas.GlobalFonts.registerFromPath(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'), SANS);
        canvas.GlobalFonts.registerFromPath(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'), BOLD);
        return { canvas, deflate: (bytes) => zlib.deflateSync(bytes, { level: 9 }) };
    }
    catch {
        return undefined;
    }
}
