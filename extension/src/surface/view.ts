import { decodeSurface, type SurfaceData } from '../protocol/decode-surface.js';
import { button, select, toggle } from '../shell/controls.js';
import { element, hasRoom } from '../shell/dom.js';
import { ViewFrame } from '../shell/frame.js';
import { listen } from '../shell/listen.js';
import { pageCanvas } from '../shell/page.js';
import { saveButtons } from '../shell/saves.js';
import { Stepper } from '../shell/stepper.js';
import { Surface } from '../shell/surface.js';
import type { View } from '../shell/view.js';
import { within } from '../shell/within.js';
import { Camera } from '../space/camera.js';
import { turning } from '../space/turning.js';
import { colormap } from '../theme/colormap.js';
import { onThemeChange, readTheme, type Theme } from '../theme/theme.js';
import { drawContour } from './contour.js';
import { MapPlace, mapFrame } from './frame.js';
import { PathLegend } from './legend.js';
import { SurfaceModel } from './model.js';
import { drawRelief, pointAt, type Seen } from './relief.js';
import { ScaleBar } from './scale-bar.js';
import { csvOf, cutText, factsOf, pointText, stepName, stepText, tableOf } from './words.js';

const HINT =
  'Point, or go from point to point with Shift and arrow keys. A surface turns by dragging or by arrow keys, + and − zoom, 0 resets.';
const CLOSER = 1.2;
/** Widest drawing: beyond it a map only becomes coarser. */
const WIDEST = 720;

/** Heights over a grid, as a surface that turns or as a map with contour lines, and paths over it. */
export class SurfaceView implements View {
  private readonly frame = new ViewFrame('lectern-Fields', HINT);
  readonly node = this.frame.node;
  private readonly camera = new Camera();
  private readonly surface = new Surface('surface');
  private readonly legend = new PathLegend();
  private readonly scale = new ScaleBar();
  private model: SurfaceModel | undefined;
  private shows: SurfaceData['shows'] = 'surface';
  private floor = false;
  private cursor: { row: number; col: number } | undefined;
  private seen: Seen[] = [];
  private frameRequest = 0;
  private stopTurning: (() => void) | undefined;
  private readonly mode = select('show', 'A surface in space, or a map from above', (value) => {
    this.look(value as SurfaceData['shows']);
    this.say();
  });
  private readonly log = toggle('log', 'Space colours and heights by the logarithm', (on) => {
    if (this.model) this.model.log = on;
    this.draw();
  });
  private readonly robust = toggle('clip peaks', 'End the scale below the highest twentieth of the heights', (on) => {
    if (this.model) this.model.robust = on;
    this.draw();
  });
  private readonly lines = toggle('floor lines', 'Draw contour lines on the floor', (on) => {
    this.floor = on;
    this.draw();
  });
  private readonly eye = element(
    'div',
    { class: 'lectern-Group', role: 'group', 'aria-label': 'Eye' },
    button('+', 'Nearer', () => this.zoom(CLOSER)),
    button('−', 'Farther', () => this.zoom(1 / CLOSER)),
    button('Reset', 'Look from where the surface was first seen', () => {
      this.camera.reset();
      this.draw();
    }),
  );
  private readonly stepper = new Stepper(
    'step',
    () => {
      this.draw();
      this.say();
    },
    (place) => (this.model ? stepName(this.model, place) : ''),
  );
  private readonly themeWatch = onThemeChange(() => this.draw());
  private readonly undo: (() => void)[];

  constructor() {
    const { toolbar, body } = this.frame;
    toolbar.append(
      this.mode.node,
      this.log.node,
      this.robust.node,
      this.lines.node,
      this.eye,
      this.frame.tableSwitch(() => this.model && tableOf(this.model)),
      saveButtons({
        title: () => this.model?.data.title || this.shows,
        csv: () => (this.model ? csvOf(this.model) : []),
        png: () => this.picture(),
      }),
    );
    body.append(this.stepper.node, this.legend.node, this.surface.node, this.scale.node);
    this.undo = [
      this.surface.onPointer({ hover: (at) => this.point(at && this.pointUnder(at)) }),
      listen(
        this.surface.node,
        { keydown: (event) => this.press(event), wheel: (event) => this.wheel(event) },
        { passive: false },
      ),
    ];
  }

  update(payload: unknown): void {
    const data = decodeSurface(payload);
    const before = this.model;
    const model = new SurfaceModel(data);
    const last = before ? before.steps - 1 : 0;
    this.model = model;
    if (before) [model.log, model.robust] = [before.log && model.canLog, before.robust];
    this.cursor = undefined;
    // A path that grew is followed to its end unless the reader stepped back.
    const place = !before || this.stepper.at >= last ? model.steps - 1 : this.stepper.at;
    this.stepper.set(model.steps, place);
    this.log.set(model.log);
    this.log.node.hidden = !model.canLog;
    this.robust.set(model.robust);
    this.legend.fill(model);
    this.frame.note(cutText(data));
    this.look(before ? this.shows : data.shows);
    this.frame.refreshTable();
    this.say();
  }

  resized(): void {
    this.draw();
  }

  dispose(): void {
    cancelAnimationFrame(this.frameRequest);
    this.themeWatch();
    this.stepper.dispose();
    this.stopTurning?.();
    for (const undo of this.undo) undo();
  }

  /** Chooses between surface and map. */
  private look(shows: SurfaceData['shows']): void {
    const { model } = this;
    if (!model) return;
    this.shows = shows;
    const modes = [
      { value: 'surface', text: 'surface' },
      { value: 'contour', text: 'contour map' },
    ];
    this.mode.set(modes, shows);
    const inSpace = shows === 'surface';
    this.lines.node.hidden = !inSpace;
    this.eye.hidden = !inSpace;
    this.stopTurning?.();
    this.stopTurning = inSpace ? turning(this.surface.node, this.camera, () => this.request()) : undefined;
    const name = `${inSpace ? 'Surface' : 'Contour map'} ${model.data.title}`.trim();
    this.frame.name(name, model.data.title, factsOf(model));
    this.surface.node.setAttribute('aria-label', `${name}: ${factsOf(model).join(', ')}. ${HINT}`);
    this.draw();
  }

  private wheel(event: WheelEvent): void {
    // Only when chosen by a click or by Tab: a page that is scrolled over shall go on scrolling.
    if (this.shows !== 'surface' || document.activeElement !== this.surface.node) return;
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? CLOSER : 1 / CLOSER);
  }

  private zoom(by: number): void {
    this.camera.magnify(by);
    this.request();
  }

  /** Many moves of the pointer between two frames become one drawing. */
  private request(): void {
    cancelAnimationFrame(this.frameRequest);
    this.frameRequest = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    const { model } = this;
    if (!model || !hasRoom(this.node)) return;
    const theme = readTheme(this.node);
    const width = Math.min(WIDEST, this.surface.node.clientWidth);
    const height = Math.round(Math.max(220, Math.min(440, width * 0.66)));
    this.seen = this.paint(this.surface.clear(width, height), width, height, theme);
    const pointed = this.cursor && model.at(this.cursor.row, this.cursor.col);
    this.scale.update(model, colormap(false, theme.dark), pointed);
    this.legend.say(model, this.stepper.at);
  }

  private paint(context: CanvasRenderingContext2D, width: number, height: number, theme: Theme): Seen[] {
    const { model, cursor } = this;
    if (!model) return [];
    const colours = colormap(false, theme.dark);
    const marks = { step: this.stepper.at, cursor };
    if (Number.isNaN(model.least)) {
      context.font = `12px ${theme.font}`;
      context.fillStyle = theme.faint;
      context.fillText('No finite height.', 8, 24);
      return [];
    }
    if (this.shows === 'contour') {
      drawContour(context, model, mapFrame(width, height), colours, marks, theme);
      return [];
    }
    return drawRelief(context, model, { width, height }, this.camera, colours, this.floor, marks, theme);
  }

  private picture(): HTMLCanvasElement {
    const theme = readTheme(this.node);
    const { width, height } = this.surface;
    return pageCanvas(width, height, theme.surface, (context) => this.paint(context, width, height, theme));
  }

  private pointUnder(at: { x: number; y: number }): { row: number; col: number } | undefined {
    const { model } = this;
    if (!model) return undefined;
    if (this.shows === 'surface') return pointAt(this.seen, at);
    return new MapPlace(model, mapFrame(this.surface.width, this.surface.height)).nearest(at);
  }

  private press(event: KeyboardEvent): void {
    const moves: Record<string, [up: number, right: number]> = {
      ArrowUp: [1, 0],
      ArrowDown: [-1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    if (event.ctrlKey || event.metaKey || event.altKey || !this.model) return;
    if (event.key === 'Escape') this.point(undefined);
    else if (Object.hasOwn(moves, event.key) && (this.shows === 'contour' || event.shiftKey)) {
      const [up, right] = moves[event.key];
      const { rows, cols } = this.model;
      const { row, col } = this.cursor ?? { row: (rows >> 1) - up, col: (cols >> 1) - right };
      this.point({ row: within(row + up, rows), col: within(col + right, cols) });
    } else return;
    event.preventDefault();
  }

  private point(cursor: { row: number; col: number } | undefined): void {
    if (cursor?.row === this.cursor?.row && cursor?.col === this.cursor?.col) return;
    this.cursor = cursor;
    this.request();
    this.say();
  }

  /** The point under the cursor, else where the paths are, else what keys do. */
  private say(): void {
    const { model, cursor } = this;
    const behind = model && this.stepper.at < model.steps - 1 ? stepText(model, this.stepper.at) : undefined;
    this.frame.say(model && cursor ? pointText(model, cursor) : behind);
  }
}
