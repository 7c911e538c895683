import type { Box } from '../diagram/drawing.js';
import { DiagramPanel } from '../diagram/panel.js';
import { decodeNetwork, type NetworkData } from '../protocol/decode-network.js';
import { select } from '../shell/controls.js';
import { element } from '../shell/dom.js';
import { ViewFrame } from '../shell/frame.js';
import type { View } from '../shell/view.js';
import { counted } from '../tensor/format.js';
import { onThemeChange, readTheme } from '../theme/theme.js';
import { LayerPane } from './pane.js';
import { sketchOf } from './sketch.js';
import { UnitsDiagram } from './units.js';
import { grouped, layerLines, layerRows, layerText } from './words.js';

const HINT = 'Arrow keys walk from layer to layer; Enter or a click shows weights and activations, or opens a module.';
/** A narrower room is drawn downwards. */
const WIDE = 620;

/** The layers of a network and what leads from one to the next; of a small one also its single units. */
export class NetworkView implements View {
  private readonly frame = new ViewFrame('lectern-Network', HINT);
  readonly node = this.frame.node;
  private readonly panel = new DiagramPanel(
    'network',
    { at: (_place, text) => this.frame.say(text), open: ({ members }) => this.open(members[0]) },
    (width) => (width < WIDE ? 'down' : 'right'),
  );
  private readonly units = new UnitsDiagram(
    (text) => this.frame.say(text),
    (layer) => this.open(layer),
  );
  private readonly paneBox = element('div');
  private readonly show = select('show', 'Layers, or the units in them', (value) => {
    this.single = value === 'units';
    this.arrange();
  });
  private readonly themeWatch = onThemeChange(() => this.resized());
  private data: NetworkData | undefined;
  private pane: LayerPane | undefined;
  private single = false;
  private fresh = { layers: false, units: false };

  constructor() {
    this.frame.body.append(this.panel.diagram.sheet.node, this.units.sheet.node, this.paneBox);
  }

  update(payload: unknown): void {
    const data = decodeNetwork(payload);
    this.data = data;
    this.close(false);
    this.fresh = { layers: true, units: true };
    this.single = data.units.length > 0;
    const layers = data.layers.filter(({ kind }) => kind === 'layer').length;
    const frozen = data.parameters - data.trainable;
    const facts = [
      counted(layers, 'layer'),
      `${grouped(data.parameters)} parameters${frozen ? `, ${grouped(frozen)} frozen` : ''}`,
      `${grouped(data.multiplyAdds)} multiply-adds`,
    ];
    const name = `Network ${data.title}`.trim();
    this.frame.name(name, data.title, facts);
    const cut = data.ofLayers > data.layers.length;
    this.frame.note(cut ? `Shown: the first ${grouped(data.layers.length)} of ${grouped(data.ofLayers)} calls.` : '');
    this.panel.diagram.sheet.node.setAttribute(
      'aria-label',
      `${name}: ${facts.join(', ')}. Arrow keys walk, Enter opens.`,
    );
    const sizes = data.units.map(({ size }) => size).join(', ');
    this.units.sheet.node.setAttribute(
      'aria-label',
      `${name}: columns of ${sizes} units. Arrow keys walk, Enter opens.`,
    );
    const choices = [
      { value: 'units', text: 'units and weights' },
      { value: 'layers', text: 'layers' },
    ];
    this.show.set(choices, this.single ? 'units' : 'layers');
    this.show.node.hidden = data.units.length === 0;
    const rows = layerRows(data);
    this.frame.toolbar.replaceChildren(
      this.show.node,
      this.panel.tools,
      ...this.frame.tableAndSaves(() => rows, {
        title: () => data.title || 'network',
        picture: (format) => (this.single ? this.units : this.panel).picture(format),
      }),
    );
    this.frame.refreshTable();
    this.arrange();
  }

  resized(): void {
    const { data } = this;
    if (!data || this.node.clientWidth === 0) return;
    if (this.single) {
      const theme = readTheme(this.node);
      if (this.fresh.units) this.units.set(data, theme);
      else this.units.resized(theme);
      this.fresh.units = false;
    } else if (this.fresh.layers) {
      this.fresh.layers = false;
      this.panel.set({
        groups: data.layers.map(({ group }) => group),
        arrows: data.edges,
        box: (members, module) => box(data, members, module),
        words: (layer) => `${data.layers[layer].name} ${data.layers[layer].type}`,
      });
    } else {
      this.panel.resized();
    }
    this.pane?.resized();
  }

  dispose(): void {
    this.themeWatch();
    this.panel.dispose();
    this.units.dispose();
    this.pane?.dispose();
  }

  private arrange(): void {
    this.panel.diagram.sheet.node.hidden = this.single;
    this.panel.tools.hidden = this.single;
    this.units.sheet.node.hidden = !this.single;
    this.frame.say(undefined);
    this.resized();
  }

  private open(layer: number): void {
    if (!this.data) return;
    this.pane?.dispose();
    this.pane = new LayerPane(this.data.layers[layer], () => this.close(true));
    this.paneBox.replaceChildren(this.pane.node);
    this.pane.resized();
    this.pane.focus();
  }

  private close(focus: boolean): void {
    this.pane?.dispose();
    this.pane = undefined;
    this.paneBox.replaceChildren();
    if (focus) (this.single ? this.units.sheet : this.panel.diagram.sheet).node.focus();
  }
}

function box({ layers }: NetworkData, members: readonly number[], module: string | null): Box {
  const inside = members.map((i) => layers[i]);
  const warn = inside.some(({ dead }) => (dead?.units ?? 0) > 0);
  if (module !== null) {
    const parameters = inside.reduce((sum, layer) => sum + layer.parameters, 0);
    const lines = [`${inside.length} calls`, `${grouped(parameters)} params`];
    const label = `module ${module}, closed, ${inside.length} calls, ${grouped(parameters)} parameters; Enter opens it`;
    return { label, name: module, lines, closed: true, warn };
  }
  const [layer] = inside;
  const sketch = layer.kind === 'operation' ? undefined : sketchOf(layer.shape);
  return {
    label: layerText(layer),
    name: layer.name,
    lines: layerLines(layer),
    closed: false,
    warn,
    ...(sketch ? { sketch } : {}),
  };
}
