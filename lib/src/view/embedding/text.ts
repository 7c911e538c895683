import { classLines } from '../cloud/text.js';
import { counted, shortNumber } from '../numbers.js';
import type { EmbeddingSpec } from './spec.js';

/** An embedding as text: its size, what the components explain, how well t-SNE ended, the classes. */
export function embeddingText(spec: EmbeddingSpec): string {
  const { title, tsne } = spec;
  return [
    `${title ? `${title}: ` : ''}${embeddingLine(spec)}`,
    ...(tsne
      ? [
          `t-SNE: perplexity ${tsne.perplexity}, divergence ${shortNumber(tsne.divergence.at(-1) ?? Number.NaN)} after ${tsne.iterations.at(-1)} iterations`,
        ]
      : []),
    ...classLines(spec),
  ].join('\n');
}

/** Size and explained variance in one line. */
export function embeddingLine({ shape: [points, columns], kept, pca }: EmbeddingSpec): string {
  const shown = kept < points ? `, ${kept} of them mapped` : '';
  const shares = pca.explained.map((share) => `${Math.round(share * 1000) / 10} %`).join(', ');
  return `${points} points of ${counted(columns, 'column')}${shown}, principal components explain ${shares}`;
}
