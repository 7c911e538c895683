import { factText, graphLine, nodeName } from './facts.js';
import type { GraphSpec } from './spec.js';

const MOST_LINES = 60;
/** Deeper than this lines are not indented further. */
const DEEPEST = 24;

/** A graph as text: the output first, under each node what it was computed from; a node that was listed is only named. */
export function graphText(spec: GraphSpec): string {
  const { nodes, edges, outputs, title } = spec;
  const inputs: number[][] = nodes.map(() => []);
  for (const [from, to] of edges) inputs[to].push(from);
  const lines = [`${title ? `${title}: ` : ''}${graphLine(spec)}`];
  const seen = new Set<number>();
  const stack = [...outputs].reverse().map((node) => ({ node, depth: 0 }));
  let more = 0;
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { node, depth } = top;
    if (lines.length > MOST_LINES) {
      more++;
      continue;
    }
    const { value, grad, shape } = nodes[node];
    const again = seen.has(node);
    const facts = [
      ...(shape.length ? [`[${shape.join(', ')}]`] : []),
      ...(value && !again ? [`= ${factText(value)}`] : []),
      ...(grad && !again ? [`grad ${factText(grad)}`] : []),
      ...(again ? ['(above)'] : []),
    ];
    lines.push(['  '.repeat(Math.min(depth, DEEPEST)) + nodeName(nodes[node]), ...facts].join(' '));
    if (again) continue;
    seen.add(node);
    for (const from of [...inputs[node]].reverse()) stack.push({ node: from, depth: depth + 1 });
  }
  if (more) lines.push('… more nodes than are listed');
  return lines.join('\n');
}
