import { decodeSequence } from '../protocol/decode-sequence.js';
import { toggle } from '../shell/controls.js';
import { hasRoom } from '../shell/dom.js';
import { ViewFrame } from '../shell/frame.js';
import { onKeys } from '../shell/keys.js';
import { Surface } from '../shell/surface.js';
import type { View } from '../shell/view.js';
import { dragging } from '../space/turning.js';
import { short } from '../tensor/format.js';
import { onThemeChange, readTheme } from '../theme/theme.js';
import { drawingWidth, drawLanes, drawSpectrogram, LEFT, lanesHeight, spectrogramHeight, stepAt } from './drawing.js';
import { SequenceModel } from './model.js';
import { sequencePicture } from './picture.js';
import { Sound } from './sound.js';
import { TokenText } from './tokens.js';

const HINT = 'Point at the sequence, or use the arrow keys; + and − zoom, 0 shows all, drag moves.';

/** Values over time: lines, a spectrogram, coloured tokens, and sound. */
export class SequenceView implements View {
  private readonly frame = new ViewFrame('lectern-Sequence', HINT);
  readonly node = this.frame.node;
  private readonly lanes = new Surface('sequence');
  private readonly spectrum = new Surface('spectrogram');
  private readonly text = new TokenText((step) => this.point(step));
  private readonly sound = new Sound();
  private readonly listen = toggle('Listen', 'Play the first channel as sound', (on) => this.play(on));
  private readonly themeWatch = onThemeChange(() => this.draw());
  private readonly undo: (() => void)[];
  private model: SequenceModel | undefined;

  constructor() {
    const act = (change: (model: SequenceModel) => void) => () => {
      if (this.model && this.model.data.kept > 0) change(this.model);
      this.pointed();
    };
    // The spectrogram follows the lines, which take the keyboard.
    this.spectrum.node.removeAttribute('tabindex');
    this.spectrum.node.removeAttribute('aria-roledescription');
    this.spectrum.node.setAttribute('role', 'img');
    const hover = (surface: Surface) =>
      surface.onPointer({
        hover: (at) => this.point(at && this.model && stepAt(this.model, surface.width, at.x)),
      });
    this.undo = [
      hover(this.lanes),
      hover(this.spectrum),
      dragging(this.lanes.node, (across) => {
        const { model } = this;
        if (!model) return;
        model.move(Math.round((-across / Math.max(1, this.lanes.width - LEFT)) * model.span));
        this.draw();
      }),
      onKeys(this.lanes.node, {
        ArrowRight: act((model) => model.step(Math.max(1, Math.round(model.span / 200)))),
        ArrowLeft: act((model) => model.step(-Math.max(1, Math.round(model.span / 200)))),
        Home: act((model) => model.step(Number.NEGATIVE_INFINITY)),
        End: act((model) => {
          model.step(0);
          model.step(Number.POSITIVE_INFINITY);
        }),
        '+': act((model) => model.zoom(0.5)),
        '=': act((model) => model.zoom(0.5)),
        '-': act((model) => model.zoom(2)),
        '0': act((model) => model.zoom(Number.POSITIVE_INFINITY)),
        Escape: () => this.point(undefined),
      }),
    ];
    this.frame.toolbar.append(
      this.listen.node,
      ...this.frame.tableAndSaves(() => this.model?.rows(), {
        title: () => this.model?.data.title ?? '',
        png: () => this.picture(),
      }),
    );
    this.frame.body.append(this.text.node, this.lanes.node, this.spectrum.node);
  }

  update(payload: unknown): void {
    const data = decodeSequence(payload);
    this.model = new SequenceModel(data);
    this.sound.stop();
    this.listen.set(false);
    this.listen.node.hidden = data.rate === 0 || data.kept === 0;
    this.spectrum.node.hidden = data.spectrogram === undefined;
    const name = `Sequence ${data.title}`.trim();
    this.text.set(data.tokens, `${name}: tokens. Arrow keys go through them.`);
    const steps = `${data.count.toLocaleString('en')} steps`;
    this.frame.name(name, data.title, [
      ...(data.rate > 0 ? [`${short(data.count / data.rate)} s`, `${steps} at ${short(data.rate)} Hz`] : [steps]),
      ...(data.channels.length > 1 ? [`${data.channels.length} channels`] : []),
    ]);
    this.frame.note(data.kept < data.count ? `Shown: the first ${data.kept.toLocaleString('en')} of ${steps}.` : '');
    this.frame.body.hidden = data.kept === 0;
    this.lanes.node.setAttribute('aria-label', `${name}: ${steps}, ${data.channels.length} channels. ${HINT}`);
    this.spectrum.node.setAttribute('aria-label', `${name}: spectrogram in decibels, frequencies up, time across`);
    this.frame.refreshTable();
    this.pointed();
  }

  resized(): void {
    this.draw();
  }

  dispose(): void {
    this.sound.stop();
    this.themeWatch();
    this.text.dispose();
    for (const undo of this.undo) undo();
  }

  private point(step: number | undefined): void {
    if (!this.model) return;
    this.model.cursor = step;
    this.pointed();
  }

  private pointed(): void {
    this.frame.say(this.model?.text());
    this.draw();
  }

  private play(on: boolean): void {
    const { model } = this;
    if (!on || !model) {
      this.sound.stop();
      return;
    }
    this.sound.play(model.data.values.subarray(0, model.data.kept), model.data.rate, () => this.listen.set(false));
  }

  private draw(): void {
    const { model, node } = this;
    if (!model || model.data.kept === 0 || !hasRoom(node)) return;
    const theme = readTheme(node);
    const room = node.clientWidth - 8;
    const width = drawingWidth(room);
    drawLanes(this.lanes.clear(width, lanesHeight(model)), model, room, theme);
    if (model.data.spectrogram) {
      drawSpectrogram(this.spectrum.clear(width, spectrogramHeight(model)), model, room, theme);
    }
    this.text.draw(model, theme.dark);
  }

  private picture(): HTMLCanvasElement {
    const { model, node } = this;
    if (!model) return document.createElement('canvas');
    return sequencePicture(model, node.clientWidth - 8, readTheme(node));
  }
}
