import { cellAt } from '../convolution/layout.js';
import { decodeReceptiveField } from '../protocol/decode-receptive-field.js';
import { select } from '../shell/controls.js';
import { hasRoom } from '../shell/dom.js';
import { ViewFrame } from '../shell/frame.js';
import { arrowKeys, onKeys } from '../shell/keys.js';
import { Surface } from '../shell/surface.js';
import type { View } from '../shell/view.js';
import { onThemeChange, readTheme } from '../theme/theme.js';
import { drawFields, type Ground, type LevelBox } from './drawing.js';
import { ReceptiveFieldModel } from './model.js';
import { layerRows, noteText, unitText } from './words.js';

const HINT = 'Point at an output of a layer, or use the arrow keys; page keys change the layer.';

/** What one output of a layer sees of the input and of the layers between. */
export class ReceptiveFieldView implements View {
  private readonly frame = new ViewFrame('lectern-ReceptiveField', HINT);
  readonly node = this.frame.node;
  private readonly surface = new Surface('layers');
  private readonly layers = select('layer', 'The layer whose output is followed', (level) => {
    if (!this.model) return;
    this.model.level = Number(level);
    this.model.middle();
    this.changed();
  });
  private readonly grounds = select('input', 'What is drawn on the input', (ground) => {
    this.ground = ground as Ground;
    this.draw();
  });
  private readonly undo: (() => void)[];
  private model: ReceptiveFieldModel | undefined;
  private boxes: LevelBox[] = [];
  private ground: Ground = 'none';

  constructor() {
    const { frame, surface } = this;
    frame.toolbar.append(
      this.layers.node,
      this.grounds.node,
      ...frame.tableAndSaves(() => this.model && layerRows(this.model), {
        title: () => this.model?.data.title || 'receptive-field',
        png: () => surface.canvas,
      }),
    );
    frame.body.append(surface.node);
    const move = (down: number, right: number) => {
      const { model } = this;
      if (!model) return;
      model.choose(model.level, model.row + down, model.col + right);
      this.changed();
    };
    const turn = (by: number) => () => {
      const { model } = this;
      if (!model) return;
      model.level = Math.max(1, Math.min(model.data.layers.length, model.level + by));
      model.middle();
      this.changed();
    };
    this.undo = [
      onThemeChange(() => this.draw()),
      surface.onPointer({ hover: (at) => at && this.point(at) }),
      onKeys(surface.node, {
        ...arrowKeys(move),
        PageUp: turn(1),
        PageDown: turn(-1),
      }),
    ];
  }

  update(payload: unknown): void {
    const data = decodeReceptiveField(payload);
    this.model = new ReceptiveFieldModel(data);
    const name = `Receptive field ${data.title}`.trim();
    const { size } = data.layers[data.layers.length - 1];
    this.frame.name(name, data.title, [
      `input ${data.input.join('×')}`,
      `${data.layers.length} ${data.layers.length === 1 ? 'layer' : 'layers'}`,
      `the last sees ${size.join('×')}`,
    ]);
    this.surface.node.setAttribute('aria-label', `${name}: arrow keys choose an output, page keys its layer.`);
    const grounds = [
      ...(data.photo ? [{ value: 'image', text: 'the image' }] : []),
      ...(data.effective
        ? [{ value: 'effective', text: `gradient of ${data.layers[data.effective.layer].name}` }]
        : []),
      { value: 'none', text: 'the field alone' },
    ];
    this.ground = grounds[0].value as Ground;
    this.grounds.set(grounds, this.ground);
    this.grounds.node.hidden = grounds.length === 1;
    this.changed();
    this.frame.refreshTable();
  }

  resized(): void {
    this.draw();
  }

  dispose(): void {
    for (const undo of this.undo) undo();
  }

  private point(at: { x: number; y: number }): void {
    const { model } = this;
    const box = this.boxes.find((one) => one.level > 0 && cellAt(one, at));
    const cell = box && cellAt(box, at);
    if (!model || !box || !cell) return;
    if (box.level === model.level && cell.row === model.row && cell.col === model.col) return;
    model.choose(box.level, cell.row, cell.col);
    this.changed();
  }

  private changed(): void {
    const { model } = this;
    if (!model) return;
    const choices = model.data.layers.map(({ name, type }, i) => ({ value: String(i + 1), text: `${name} (${type})` }));
    this.layers.set(choices, String(model.level));
    this.frame.note(noteText(model));
    this.frame.say(unitText(model));
    this.draw();
  }

  private draw(): void {
    if (!this.model || !hasRoom(this.node)) return;
    this.boxes = drawFields(this.surface, this.model, readTheme(this.node), this.ground);
  }
}
