import { toBase64 } from '../../lib/src/view/base64.js';

/** An embedding as version 1 wrote it: places as float32, indices as lists. */
export const embeddingOfFirstVersion = {
  version: 1,
  title: 'first',
  shape: [3, 4],
  points: [0, 1, 2],
  method: 'tsne',
  pca: { places: toBase64(Float32Array.of(0, 0.1, 0, 1, 0.2, 0, 2, 0.3, 0)), explained: [0.9, 0.1, 0] },
  tsne: {
    perplexity: 1,
    iterations: [5, 10],
    divergence: [0.5, 0.25],
    places: toBase64(Float32Array.of(0, 0, 1, 1, 2, 2, 0, 0, 3, 4, 5, 6)),
  },
  nearest: 2,
  neighbours: [1, 2, 0, 2, 1, 0],
  images: { height: 1, width: 2, channels: 1, pixels: toBase64(Uint8Array.of(0, 1, 2, 3, 4, 5)) },
};
