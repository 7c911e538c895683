import { decodeAttention } from '../protocol/decode-attention.js';
import { button } from '../shell/controls.js';
import { element, hasRoom } from '../shell/dom.js';
import { ViewFrame } from '../shell/frame.js';
import { onKeys, rowKeys } from '../shell/keys.js';
import { Stepper } from '../shell/stepper.js';
import { Surface } from '../shell/surface.js';
import type { View } from '../shell/view.js';
import { short } from '../tensor/format.js';
import { onThemeChange, readTheme } from '../theme/theme.js';
import { drawLines, drawMap, linesPlace, type MapLayout, mapPlace, paintHead, weightScale } from './drawing.js';
import { AttentionModel, type Place } from './model.js';

const HINT = 'Point at a weight or a token, or use the arrow keys on the map.';
/** Longer side of a small map, in CSS pixels. */
const SMALL = 52;
/** Maps and lines stand side by side from this width on. */
const WIDE = 640;

/** Attention: every head small, one large, and lines between the tokens. */
export class AttentionView implements View {
  private readonly frame = new ViewFrame('lectern-Attention', HINT);
  readonly node = this.frame.node;
  private readonly heads = element('div', { class: 'lectern-Heads', role: 'group', 'aria-label': 'heads' });
  private readonly map = new Surface('attention map');
  private readonly lines = new Surface('tokens');
  private readonly stepper = new Stepper('sample', (place) => {
    if (this.model) this.model.sample = place;
    this.changed();
  });
  private readonly themeWatch = onThemeChange(() => this.draw());
  private readonly undo: (() => void)[];
  private smalls: { head: number | 'mean'; node: HTMLButtonElement; canvas: HTMLCanvasElement }[] = [];
  private model: AttentionModel | undefined;
  private layout: MapLayout | undefined;
  private width = 0;

  constructor() {
    const move = (down: number, right: number) => {
      this.model?.move(down, right);
      this.pointed();
    };
    // The lines say what the map says: one of the two takes the keyboard.
    this.lines.node.removeAttribute('tabindex');
    this.lines.node.setAttribute('role', 'img');
    this.lines.node.removeAttribute('aria-roledescription');
    this.undo = [
      this.map.onPointer({
        hover: (at) => this.point(at && this.model && this.layout && mapPlace(this.layout, this.model, at)),
      }),
      this.lines.onPointer({ hover: (at) => this.point(at && this.model && linesPlace(this.width, this.model, at)) }),
      onKeys(this.map.node, {
        ...rowKeys(move),
        Escape: () => this.point(undefined),
      }),
    ];
    this.frame.toolbar.append(
      this.stepper.node,
      ...this.frame.tableAndSaves(() => this.model?.rows(), {
        title: () => this.model?.data.title ?? '',
        png: () => this.picture(),
      }),
    );
    this.frame.body.append(
      this.heads,
      element('div', { class: 'lectern-AttentionPair' }, this.map.node, this.lines.node),
    );
  }

  update(payload: unknown): void {
    const data = decodeAttention(payload);
    this.model = new AttentionModel(data);
    this.stepper.set(data.batch, 0);
    const [batch, heads, queries, keys] = data.shape;
    const name = `Attention ${data.title}`.trim();
    this.frame.name(name, data.title, [
      ...(batch > 1 ? [`${batch} samples`] : []),
      `${heads} ${heads === 1 ? 'head' : 'heads'}`,
      `${queries} queries × ${keys} keys`,
    ]);
    const cut = [
      ...(data.batch < batch ? [`the first ${data.batch} of ${batch} samples`] : []),
      ...(data.heads < heads ? [`the first ${data.heads} of ${heads} heads`] : []),
      ...(data.queries.length < queries ? [`the first ${data.queries.length} of ${queries} queries`] : []),
      ...(data.keys.length < keys ? [`the first ${data.keys.length} of ${keys} keys`] : []),
    ];
    const { off } = data;
    this.frame.note(
      [
        ...(cut.length > 0 ? [`Shown: ${cut.join('; ')}.`] : []),
        ...(off.rows > 0
          ? [`${off.rows} of ${off.of} rows do not add up to 1, the farthest to ${short(off.worst)}.`]
          : []),
        ...(data.weights.length === 0 ? ['No weights: an axis has length 0.'] : []),
      ].join(' '),
    );
    this.frame.body.hidden = data.weights.length === 0;
    this.map.node.setAttribute('aria-label', `${name}: queries down, keys across. ${HINT}`);
    this.lines.node.setAttribute('aria-label', `${name}: lines from queries to keys, as strong as the weights`);
    this.fillHeads(this.model);
    this.changed();
  }

  resized(): void {
    this.draw();
  }

  dispose(): void {
    this.stepper.dispose();
    this.themeWatch();
    for (const undo of this.undo) undo();
  }

  private fillHeads(model: AttentionModel): void {
    const { heads, queries, keys } = model.data;
    this.heads.hidden = heads < 2;
    const all: (number | 'mean')[] = [...Array.from({ length: heads }, (_, head) => head), 'mean'];
    const scale = SMALL / Math.max(1, queries.length, keys.length);
    this.smalls = all.map((head) => {
      const canvas = element('canvas', { 'aria-hidden': 'true' });
      canvas.style.width = `${Math.max(4, keys.length * scale)}px`;
      canvas.style.height = `${Math.max(4, queries.length * scale)}px`;
      const node = button('', `Show ${model.headName(head)}`, () => {
        model.head = head;
        this.changed();
      });
      node.classList.add('lectern-Head');
      node.append(canvas, element('span', {}, head === 'mean' ? 'mean' : `head ${head}`));
      return { head, node, canvas };
    });
    this.heads.replaceChildren(...this.smalls.map(({ node }) => node));
  }

  private changed(): void {
    for (const { head, node } of this.smalls) node.setAttribute('aria-pressed', String(head === this.model?.head));
    this.pointed();
    this.frame.refreshTable();
  }

  private point(place: Place | undefined): void {
    if (!this.model) return;
    this.model.cursor = place;
    this.pointed();
  }

  private pointed(): void {
    this.frame.say(this.model?.text());
    this.draw();
    this.reveal();
  }

  /** Brings what the keys reached into sight. */
  private reveal(): void {
    const { layout, model } = this;
    const { query, key } = model?.cursor ?? {};
    if (!layout || (query === undefined && key === undefined)) return;
    const at = (start: number, token: number | undefined) => (token === undefined ? 0 : start + token * layout.cell);
    this.map.reveal(at(layout.left, key), at(layout.top, query), layout.cell, layout.cell);
  }

  /** The large map on the colour of the page, as its words would be lost on another. */
  private picture(): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    canvas.width = this.map.canvas.width;
    canvas.height = this.map.canvas.height;
    const context = canvas.getContext('2d');
    if (!context) return canvas;
    context.fillStyle = readTheme(this.node).surface;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(this.map.canvas, 0, 0);
    return canvas;
  }

  private draw(): void {
    const { model, node } = this;
    if (!model || model.data.weights.length === 0 || !hasRoom(node)) return;
    const theme = readTheme(node);
    const scale = weightScale(model, theme.dark);
    for (const { head, canvas } of this.smalls) paintHead(model, head, scale, canvas);
    const room = node.clientWidth - 8;
    const side = room >= WIDE ? (room - 24) / 2 : room;
    this.map.node.style.maxWidth = `${side}px`;
    this.layout = drawMap(this.map, model, side, theme);
    this.width = drawLines(this.lines, model, side, theme);
  }
}
