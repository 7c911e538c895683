import { savedPicture } from '../diagram/drawing.js';
import { Sheet } from '../diagram/sheet.js';
import type { NetworkData, UnitsData } from '../protocol/decode-network.js';
import { svg } from '../shell/dom.js';
import { onKeys } from '../shell/keys.js';
import { within } from '../shell/within.js';
import { short } from '../tensor/format.js';
import { type Colormap, colormap, css, ink } from '../theme/colormap.js';
import type { Theme } from '../theme/theme.js';

const RADIUS = 18;
const PITCH = { x: 160, y: 44 };
const EDGE = 55;
const TOP = 34;

interface Unit {
  column: number;
  unit: number;
}

/** The units of a small network one by one, with its weights as lines between them. */
export class UnitsDiagram {
  readonly sheet = new Sheet('network of units');
  private readonly stop: () => void;
  private cursor: Unit | undefined;
  private data: NetworkData | undefined;
  private circles: SVGElement[][] = [];
  private lines: { line: SVGElement; column: number; unit: number; from: number }[] = [];
  private theme: Theme | undefined;
  private size = { width: 0, height: 0 };

  constructor(
    private readonly say: (text: string | undefined) => void,
    private readonly open: (layer: number) => void,
  ) {
    const move = (right: number, down: number) => () => this.move(right, down);
    const enter = () => {
      if (this.cursor && this.data) this.open(this.data.units[this.cursor.column].layer);
    };
    this.stop = onKeys(this.sheet.node, {
      ArrowRight: move(1, 0),
      ArrowLeft: move(-1, 0),
      ArrowDown: move(0, 1),
      ArrowUp: move(0, -1),
      Escape: () => this.point(undefined),
      Enter: enter,
      ' ': enter,
      '+': () => this.sheet.zoom(1.25),
      '-': () => this.sheet.zoom(0.8),
      '0': () => this.sheet.fit(),
    });
  }

  set(data: NetworkData, theme: Theme): void {
    this.data = data;
    this.cursor = undefined;
    const most = Math.max(...data.units.map(({ size }) => size));
    this.size = { width: (data.units.length - 1) * PITCH.x + 2 * EDGE, height: TOP + most * PITCH.y };
    this.sheet.take(this.size.width, this.size.height);
    this.draw(theme);
  }

  /** Fits into another room, and draws. */
  resized(theme: Theme): void {
    this.sheet.resized();
    this.draw(theme);
  }

  private draw(theme: Theme): void {
    this.theme = theme;
    const { data } = this;
    if (!data) return;
    const { units } = data;
    const map = colormap(true, theme.dark);
    const weights = units.flatMap((column) => column.weights.flat().map(Math.abs));
    const reach = Math.max(1e-12, ...weights.filter(Number.isFinite));
    const values = Math.max(1e-12, ...units.flatMap((column) => column.values.map(Math.abs)).filter(Number.isFinite));
    this.lines = units.flatMap((column, c) =>
      column.weights.flatMap((row, unit) =>
        row.map((weight, from) => {
          const [a, b] = [place(units, c - 1, from), place(units, c, unit)];
          const stroke = strong(weight / reach, map);
          const size = 0.6 + 5 * Math.min(1, Math.abs(weight) / reach);
          const attributes = { x1: a.x, y1: a.y, x2: b.x, y2: b.y, stroke, 'stroke-width': size };
          return { line: svg('line', attributes), column: c, unit, from };
        }),
      ),
    );
    this.circles = units.map((column, c) =>
      Array.from({ length: column.size }, (_, unit) => this.circle(c, unit, values, map, theme)),
    );
    const heads = units.map((column, c) => {
      const { name, type, kind } = data.layers[column.layer];
      const text = kind === 'input' ? 'input' : `${name} ${type}`;
      const at = { x: place(units, c, 0).x, y: 14, 'text-anchor': 'middle', 'font-size': 12, fill: theme.text };
      return svg('text', { ...at, 'font-family': theme.font }, text);
    });
    this.sheet.content.replaceChildren(...this.lines.map(({ line }) => line), ...this.circles.flat(), ...heads);
    this.highlight();
  }

  /** What is drawn as a file of its own, with no unit chosen, as a data URL. */
  async picture(format: 'png' | 'svg'): Promise<string> {
    const { theme, size } = this;
    if (!theme) throw new Error('network of units: expected something drawn, got nothing yet');
    this.point(undefined);
    return savedPicture(this.sheet.content, size, theme, format);
  }

  dispose(): void {
    this.stop();
  }

  private circle(column: number, unit: number, reach: number, map: Colormap, theme: Theme): SVGElement {
    const { units } = this.data as NetworkData;
    const { x, y } = place(units, column, unit);
    const value = units[column].values[unit];
    const color = value === undefined ? undefined : map[Math.round(((value / reach + 1) / 2) * 255)];
    const fill = color ? css(color) : theme.raised;
    const words = value === undefined ? String(unit) : short(value, Math.abs(value) < 0.1 ? 1 : 2);
    const label = { 'text-anchor': 'middle', y: 4, 'font-size': 9.5, 'font-family': theme.font };
    const group = svg(
      'g',
      { class: 'lectern-Box', transform: `translate(${x} ${y})` },
      svg('circle', { r: RADIUS, fill, stroke: theme.faint }),
      svg('text', { ...label, fill: color ? ink(color) : theme.text }, words),
    );
    group.addEventListener('pointerenter', () => this.point({ column, unit }));
    group.addEventListener('click', () => this.open(units[column].layer));
    return group;
  }

  private move(right: number, down: number): void {
    const { data, cursor } = this;
    if (!data) return;
    if (!cursor) {
      this.point({ column: 0, unit: 0 });
      return;
    }
    const column = within(cursor.column + right, data.units.length);
    const last = data.units[column].size - 1;
    const unit = right
      ? Math.round((cursor.unit / Math.max(1, data.units[cursor.column].size - 1)) * last)
      : cursor.unit + down;
    this.point({ column, unit: Math.max(0, Math.min(last, unit)) });
  }

  private point(cursor: Unit | undefined): void {
    this.cursor = cursor;
    this.highlight();
    if (cursor && this.data) {
      const { x, y } = place(this.data.units, cursor.column, cursor.unit);
      this.sheet.show(x, y, 2 * RADIUS, 2 * RADIUS);
    }
    this.say(cursor && this.data ? unitText(this.data, cursor) : undefined);
  }

  private highlight(): void {
    const { cursor, theme } = this;
    if (!theme) return;
    for (const { line, column, unit, from } of this.lines) {
      const near =
        !cursor ||
        (column === cursor.column && unit === cursor.unit) ||
        (column === cursor.column + 1 && from === cursor.unit);
      line.setAttribute('opacity', near ? '1' : '0.15');
    }
    this.circles.forEach((list, column) => {
      list.forEach((group, unit) => {
        const here = column === cursor?.column && unit === cursor.unit;
        group.firstElementChild?.setAttribute('stroke', here ? theme.accent : theme.faint);
        group.firstElementChild?.setAttribute('stroke-width', here ? '3' : '1');
      });
    });
  }
}

/** One unit in words: its layer, bias, value and the strongest weight that leads to it. */
function unitText({ units, layers }: NetworkData, { column, unit }: Unit): string {
  const { layer, bias, values, weights } = units[column];
  const row = weights[unit] ?? [];
  const strongest = row.reduce((best, weight, i) => (Math.abs(weight) > Math.abs(row[best]) ? i : best), 0);
  return [
    `${layers[layer].kind === 'input' ? 'input' : layers[layer].name}, unit ${unit}`,
    ...(values.length ? [`value ${short(values[unit])}`] : []),
    ...(bias.length ? [`bias ${short(bias[unit])}`] : []),
    ...(row.length ? [`${row.length} weights, the strongest ${short(row[strongest])} from unit ${strongest}`] : []),
  ].join(', ');
}

function place(units: readonly UnitsData[], column: number, unit: number): { x: number; y: number } {
  const most = Math.max(...units.map(({ size }) => size));
  return { x: EDGE + column * PITCH.x, y: TOP + ((most - units[column].size) / 2 + unit + 0.5) * PITCH.y };
}

/** Colours of weights: never so near to the page that the line is lost. */
function strong(share: number, map: Colormap): string {
  const level = share < 0 ? 85 + share * 65 : 170 + share * 65;
  return css(map[Math.max(0, Math.min(255, Math.round(level)))]);
}
