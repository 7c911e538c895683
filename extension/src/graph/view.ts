import type { Box } from '../diagram/drawing.js';
import { DiagramPanel } from '../diagram/panel.js';
import { decodeGraph, type GraphData, type GraphNodeData } from '../protocol/decode-graph.js';
import { element } from '../shell/dom.js';
import { ViewFrame } from '../shell/frame.js';
import type { View } from '../shell/view.js';
import { counted, short } from '../tensor/format.js';
import { type Colormap, colormap, css } from '../theme/colormap.js';
import { onThemeChange, readTheme, type Theme } from '../theme/theme.js';
import { factText, isBroken, nodeName, nodeRows, nodeText, sizeOfGrad } from './words.js';

const HINT = 'Arrow keys walk along the arrows; Enter opens a module, C closes the one around.';
/** Factors of ten beside the middle gradient that have a colour. */
const DECADES = 4;

/** The operations that a tensor was computed by, coloured by the size of their gradients. */
export class GraphView implements View {
  private readonly frame = new ViewFrame('lectern-Graph', HINT);
  readonly node = this.frame.node;
  private readonly panel = new DiagramPanel(
    'computation graph',
    { at: (_place, text) => this.frame.say(text), open: () => undefined },
    () => 'down',
  );
  private readonly legend = element('div', { class: 'lectern-Colorbar' });
  private readonly themeWatch = onThemeChange(() => this.resized());
  private data: GraphData | undefined;
  private fresh = false;

  constructor() {
    this.frame.body.append(this.panel.diagram.sheet.node, this.legend);
  }

  update(payload: unknown): void {
    const data = decodeGraph(payload);
    this.data = data;
    this.fresh = true;
    const leaves = data.nodes.filter(({ op }) => op === 'leaf').length;
    const broken = data.nodes.filter(isBroken).length;
    const much = [counted(data.nodes.length - leaves, 'operation'), counted(leaves, 'leaf', 'leaves')];
    const name = `Computation graph ${data.title}`.trim();
    this.frame.name(name, data.title, [...much, ...(broken ? [`NaN or ±Inf in ${broken}`] : [])]);
    const cut = data.ofNodes > data.nodes.length;
    this.frame.note(
      cut
        ? `Shown: the ${data.nodes.length.toLocaleString('en')} of ${data.ofNodes.toLocaleString('en')} nodes nearest to the output.`
        : '',
    );
    this.panel.diagram.sheet.node.setAttribute(
      'aria-label',
      `${name}: ${much.join(', ')}. Arrow keys walk along the arrows.`,
    );
    const rows = nodeRows(data);
    this.frame.toolbar.replaceChildren(
      this.panel.tools,
      ...this.frame.tableAndSaves(() => rows, {
        title: () => data.title || 'graph',
        picture: (format) => this.panel.picture(format),
      }),
    );
    this.frame.refreshTable();
  }

  resized(): void {
    const { data } = this;
    if (!data || this.node.clientWidth === 0) return;
    this.drawLegend(data);
    if (!this.fresh) {
      this.panel.resized();
      return;
    }
    this.fresh = false;
    this.panel.set({
      groups: data.nodes.map(({ group }) => group),
      arrows: data.edges,
      box: (members, module, theme) => this.box(data, members, module, theme),
      words: (node) => `${nodeName(data.nodes[node])} ${data.nodes[node].group.join('.')}`,
    });
  }

  dispose(): void {
    this.themeWatch();
    this.panel.dispose();
  }

  private box(data: GraphData, members: readonly number[], module: string | null, theme: Theme): Box {
    const nodes = members.map((i) => data.nodes[i]);
    const color = gradColor(nodes, middleGrad(data), colormap(true, theme.dark));
    const warn = nodes.some(isBroken);
    if (module !== null) {
      const words = nodes.find((node) => node.group.join('.') === module)?.module;
      const lines = [...(words ? [words] : []), `${members.length} nodes`];
      const label = `module ${module}, closed, ${lines.join(', ')}${warn ? ', has NaN or ±Inf' : ''}; Enter opens it`;
      return { label, name: module, lines, closed: true, warn, ...(color ? { color } : {}) };
    }
    const [node] = nodes;
    const lines = [
      ...(node.shape.length ? [`[${node.shape.join(', ')}]`] : []),
      ...(node.value ? [factText(node.value)] : []),
      ...(node.grad ? [`grad ${factText(node.grad)}`] : []),
    ];
    return { label: nodeText(node), name: nodeName(node), lines, closed: false, warn, ...(color ? { color } : {}) };
  }

  private drawLegend(data: GraphData): void {
    const middle = middleGrad(data);
    this.legend.hidden = Number.isNaN(middle);
    if (this.legend.hidden) return;
    const map = colormap(true, readTheme(this.node).dark);
    const ramp = element('div', { class: 'lectern-Ramp' });
    ramp.style.background = `linear-gradient(to right, ${map
      .filter((_, i) => i % 15 === 0)
      .map(css)
      .join(', ')})`;
    const ends = [middle / 10 ** DECADES, middle, middle * 10 ** DECADES].map((size) =>
      element('span', {}, short(size, 2)),
    );
    this.legend.replaceChildren(
      element('div', { class: 'lectern-RampBox' }, ramp, element('div', { class: 'lectern-RampEnds' }, ...ends)),
      element('span', { class: 'lectern-Faint' }, 'size of the gradient (root mean square), logarithmic'),
    );
  }
}

function middleGrad({ nodes }: GraphData): number {
  const sizes = nodes.flatMap(({ grad }) => (grad ? [sizeOfGrad(grad)] : [])).filter((size) => size > 0);
  return sizes.sort((a, b) => a - b)[Math.floor(sizes.length / 2)] ?? Number.NaN;
}

/** The colour of the largest gradient among nodes, by factors of ten beside the middle one. */
function gradColor(nodes: readonly GraphNodeData[], middle: number, map: Colormap): Colormap[number] | undefined {
  const sizes = nodes.flatMap(({ grad }) => (grad ? [sizeOfGrad(grad)] : []));
  if (sizes.length === 0 || Number.isNaN(middle)) return undefined;
  const decades = Math.log10(Math.max(...sizes) / middle);
  const place = (Math.max(-DECADES, Math.min(DECADES, decades)) + DECADES) / (2 * DECADES);
  return map[Math.round(place * 255)];
}
