import { closedBelow, collapsed, depthFor } from '../layered/collapse.js';
import { diagramPng } from '../layered/png.js';
import { colourOf, colourScale, NAN_COLOUR, type Rgb } from '../picture/colour.js';
import { factText, graphLine, isBroken, middleGrad, nodeName, sizeOfGrad } from './facts.js';
import type { GraphNodeSpec, GraphSpec } from './spec.js';

/** Boxes of a picture; more are joined by module. */
const MOST = 60;
/** Factors of ten beside the middle gradient that have a colour. */
const DECADES = 4;

/** The picture of a graph as a PNG file in base64: values and gradients on its nodes, coloured by size of gradient. */
export function graphPng(spec: GraphSpec): string | undefined {
  const groups = spec.nodes.map(({ group }) => group);
  const depth = depthFor(groups, spec.edges, MOST);
  const { items, arrows } = collapsed(groups, spec.edges, closedBelow(depth));
  const shown = items.slice(-2 * MOST);
  const cut = items.length - shown.length;
  const middle = middleGrad(spec);
  const boxes = shown.map(({ module, members }) => {
    const nodes = members.map((i) => spec.nodes[i]);
    if (module !== null)
      return { name: module, lines: [`${members.length} nodes`], closed: true, ...fill(nodes, middle) };
    const [{ shape, value, grad }] = nodes;
    const lines = [
      ...(shape.length ? [`[${shape.join(', ')}]`] : []),
      ...(value ? [factText(value)] : []),
      ...(grad ? [`grad ${factText(grad)}`] : []),
    ];
    return { name: nodeName(nodes[0]), lines, ...fill(nodes, middle) };
  });
  const line = cut > 0 ? `${graphLine(spec)}; picture: last ${shown.length}` : graphLine(spec);
  const kept = arrows.filter(([a, b]) => a >= cut && b >= cut).map(([a, b]) => [a - cut, b - cut] as const);
  return diagramPng({ ...(spec.title ? { title: spec.title } : {}), line }, boxes, kept);
}

function fill(nodes: GraphNodeSpec[], middle: number): { fill?: Rgb } {
  if (nodes.some(isBroken)) return { fill: NAN_COLOUR };
  const sizes = nodes.flatMap(({ grad }) => (grad ? [sizeOfGrad(grad)] : []));
  if (sizes.length === 0 || Number.isNaN(middle)) return {};
  const decades = Math.log10(Math.max(...sizes) / middle);
  const summary = {
    count: 1,
    min: -DECADES,
    max: DECADES,
    mean: 0,
    std: 0,
    zeros: 0,
    nan: 0,
    posInf: 0,
    negInf: 0,
    bins: [],
  };
  return { fill: colourOf(colourScale({ dtype: 'float32', summary }), Math.max(-DECADES, Math.min(DECADES, decades))) };
}
