import type { NetworkSpec } from './spec.js';
import { grouped, networkLine, shapeWords } from './words.js';

const MOST_LINES = 120;

/** A network as text: one line a layer, with where its input comes from when that is not the line above. */
export function networkText(spec: NetworkSpec): string {
  const { layers, edges, title } = spec;
  const names = layers.map(({ kind, type, name }) => (kind === 'layer' && name !== type ? `${name} (${type})` : name));
  const shown = layers.slice(0, MOST_LINES);
  const width = Math.max(0, ...shown.map(({ group }, i) => 2 * group.length + names[i].length));
  const shapes = Math.max(0, ...shown.map(({ shape }) => shapeWords(shape).length));
  const lines = shown.map((layer, i) => {
    const from = edges.filter(([, to]) => to === i).map(([node]) => node);
    const told = from.length === 0 || (from.length === 1 && from[0] === i - 1);
    const facts = [
      ...(layer.again ? ['again'] : layer.parameters ? [`${grouped(layer.parameters)} parameters`] : []),
      ...(layer.dead?.units ? [`${layer.dead.units} of ${layer.dead.of} units dead`] : []),
      ...(told ? [] : [`← ${from.map((node) => names[node]).join(' + ')}`]),
    ];
    const name = `${'  '.repeat(layer.group.length)}${names[i]}`.padEnd(width);
    return `${name}  ${shapeWords(layer.shape).padEnd(shapes)}  ${facts.join('  ')}`.trimEnd();
  });
  const more = layers.length > MOST_LINES ? [`… ${layers.length - MOST_LINES} more`] : [];
  return [`${title ? `${title}: ` : ''}${networkLine(spec)}`, ...lines, ...more].join('\n');
}
