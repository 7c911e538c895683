/** Learning without networks: maps of points in fewer columns. */
export { PCA } from './pca.js';
export { TSNE, type TSNEOptions } from './tsne.js';
