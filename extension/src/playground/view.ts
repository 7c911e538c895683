import { Redraws } from '../plot/redraws.js';
import { decodePlayground, type PlayState } from '../protocol/decode-playground.js';
import type { Links } from '../protocol/links.js';
import { button, toggle } from '../shell/controls.js';
import { element } from '../shell/dom.js';
import { ViewFrame } from '../shell/frame.js';
import { saveButtons } from '../shell/saves.js';
import { lessMotion } from '../shell/stepper.js';
import type { View } from '../shell/view.js';
import { short } from '../tensor/format.js';
import { colormap } from '../theme/colormap.js';
import { onThemeChange, readTheme } from '../theme/theme.js';
import { CodeBox } from './code.js';
import { WeightEditor } from './editor.js';
import { Losses } from './losses.js';
import { Network } from './network.js';
import { cellsOf, outputOf, type Unit, unitName, type Weight, weightsInto } from './places.js';
import { Plane } from './plane.js';
import { PlaySession } from './session.js';
import { DataSettings, LearningSettings } from './settings.js';

const HINT = 'Point at a unit, a weight or the plane; Enter on a unit edits its weights.';
const NOT_CONNECTED = 'Not connected, so it does not train: run the cell again. All of it can still be looked at.';
const DIVERGED = 'The loss is no number any more: lower the learning rate, then reset.';
/** Shortest time between two requests of training, in milliseconds. */
const PACE = 50;
const CALM_PACE = 500;
/** While it plays, the notebook gets the state this often, in milliseconds. */
const KEEP = 5000;

/** A small network, its data and how it learns: trained in the kernel, looked at here. */
export class PlaygroundView implements View {
  readonly node: HTMLElement;
  private readonly frame = new ViewFrame('lectern-Playground', HINT);
  private readonly session: PlaySession;
  private readonly redraws = new Redraws(() => this.draw());
  private readonly themeWatch = onThemeChange(() => this.redraws.request());
  private readonly sight: IntersectionObserver;
  private readonly player: ReturnType<typeof toggle>;
  private readonly step = button('Step', 'Train one epoch', () => this.once({ type: 'step' }));
  private readonly reset = button('Reset', 'Begin anew from the seed', () => this.once({ type: 'reset' }));
  private readonly epoch = element('output', { class: 'lectern-Epoch', 'aria-label': 'Epoch' });
  private readonly learning = new LearningSettings((settings) => this.session.set(() => settings));
  private readonly data = new DataSettings((settings) => this.session.set(() => settings));
  private readonly network: Network;
  private readonly editor: WeightEditor;
  private readonly plane = new Plane(
    (text) => this.frame.say(text),
    () => this.redraws.request(),
  );
  private readonly losses = new Losses();
  private readonly code = new CodeBox();
  private keep: (data: Record<string, unknown>) => void = () => undefined;
  private state: PlayState | undefined;
  private pointed: Unit | undefined;
  private read: Weight | undefined;
  private chosen: Unit | undefined;
  private discrete = false;
  private tests = false;
  private seen = false;
  private trouble = '';
  private kept = 0;

  constructor(links: Links) {
    this.session = new PlaySession(
      links,
      {
        changed: (state, bundle) => this.changed(state, bundle),
        status: () => this.tell(),
        problem: (text) => {
          this.trouble = text;
          this.tell();
        },
        visible: () => this.seen && !document.hidden && this.node.isConnected,
      },
      () => (lessMotion() ? CALM_PACE : PACE),
    );
    this.network = new Network({
      point: (unit) => this.point(unit),
      read: (weight) => {
        this.read = weight;
        this.sayPointed();
      },
      choose: (unit, weight) => this.choose(unit, weight),
      set: (change) => this.session.set(change),
    });
    this.editor = new WeightEditor(
      (at, value) => this.once({ type: 'weights', changes: [[at, value]] }),
      () => this.choose(undefined),
    );
    this.node = this.frame.node;
    this.player = toggle('Play', 'Train on and on', (on) => this.session.play(on));
    this.fill();
    this.sight = new IntersectionObserver((entries) => {
      this.seen = entries.some((entry) => entry.isIntersecting);
      this.session.pump();
    });
    this.sight.observe(this.node);
    document.addEventListener('visibilitychange', this.shown);
  }

  update(payload: unknown, keep: (data: Record<string, unknown>) => void): void {
    const state = decodePlayground(payload);
    this.keep = keep;
    if (!this.session.follow(state)) return;
    this.state = state;
    this.redraws.request();
    this.tell();
  }

  resized(): void {
    this.redraws.request();
  }

  dispose(): void {
    document.removeEventListener('visibilitychange', this.shown);
    this.sight.disconnect();
    this.session.dispose();
    this.redraws.dispose();
    this.themeWatch();
    this.plane.dispose();
  }

  private readonly shown = (): void => this.session.pump();

  private fill(): void {
    const { toolbar, body } = this.frame;
    const discrete = toggle('Two colours', 'Show only which class is more likely', (on) => {
      this.discrete = on;
      this.redraws.request();
    });
    const tests = toggle('Test points', 'Show the points that are not trained on, as squares', (on) => {
      this.tests = on;
      this.redraws.request();
    });
    const saves = saveButtons({
      title: () => this.state?.title || 'playground',
      csv: () => this.curve(),
      png: () => this.plane.picture(),
    });
    const play = element('div', { class: 'lectern-Group', role: 'group', 'aria-label': 'Training' });
    this.player.node.classList.add('lectern-Player');
    play.append(this.player.node, this.step, this.reset, this.epoch);
    toolbar.append(
      play,
      this.learning.node,
      this.frame.tableSwitch(() => this.table()),
      this.code.toggle,
      saves,
    );
    const view = element('div', { class: 'lectern-Group' }, tests.node, discrete.node);
    const result = element('div', { class: 'lectern-PlayResult' }, this.losses.node, this.plane.node, view);
    const middle = element('div', { class: 'lectern-PlayNet' }, this.network.node, this.editor.node);
    body.append(element('div', { class: 'lectern-PlayColumns' }, this.data.node, middle, result), this.code.node);
  }

  /** Does one thing and has the notebook keep what came of it. */
  private once(wish: Parameters<PlaySession['ask']>[0]): void {
    this.session.ask(wish);
    if (!this.session.playing && wish.type !== 'reset') this.session.ask({ type: 'rest' });
  }

  private changed(state: PlayState, bundle: Record<string, unknown> | undefined): void {
    const sameNet = JSON.stringify(this.state?.settings.layers) === JSON.stringify(state.settings.layers);
    const sameFeatures = JSON.stringify(this.state?.settings.features) === JSON.stringify(state.settings.features);
    const news = this.state === undefined || state.seq > this.state.seq;
    this.state = state;
    this.trouble = '';
    if (!sameNet || !sameFeatures) {
      this.pointed = undefined;
      this.read = undefined;
      if (this.chosen) this.choose(undefined);
    }
    if (bundle && news) {
      this.keep(bundle);
      this.kept = performance.now();
    } else if (this.session.playing && performance.now() - this.kept > KEEP) {
      this.kept = performance.now();
      this.session.ask({ type: 'rest' });
    }
    this.tell();
    this.redraws.request();
  }

  private point(unit: Unit | undefined): void {
    this.pointed = unit;
    this.sayPointed();
    this.redraws.request();
  }

  private choose(unit: Unit | undefined, weight?: Weight): void {
    if (!this.state || this.state.hide.has('weights')) return;
    this.chosen = unit;
    this.network.choose(unit);
    this.editor.open(this.state, unit, weight);
    this.editor.refresh(this.state, this.fixed('weights'));
  }

  private sayPointed(): void {
    const { state, read, pointed } = this;
    if (state && read?.from) {
      const value = short(state.params[read.at], 4);
      this.frame.say(
        `weight from ${unitName(state, read.from)} to ${unitName(state, read.to)}: ${value}; click to edit`,
      );
    } else if (state && pointed) {
      const bias = weightsInto(state, pointed).at(-1);
      this.frame.say(`${unitName(state, pointed)}${bias ? `: bias ${short(state.params[bias.at], 4)}` : ''}`);
    } else this.frame.say(undefined);
  }

  private fixed(name: string): boolean {
    return !this.session.live || (this.state?.lock.has(name) ?? false);
  }

  /** What changes when the state or the link does, other than pictures. */
  private tell(): void {
    const { state, session } = this;
    if (!state) return;
    this.frame.name(`Playground ${state.title}`.trim(), state.title);
    const { live } = session;
    this.player.set(session.playing);
    this.player.node.textContent = session.playing ? 'Pause' : 'Play';
    for (const each of [this.player.node, this.step, this.reset]) {
      each.hidden = state.hide.has('play');
      each.disabled = this.fixed('play');
    }
    this.code.show(state.call, state.program, state.hide.has('code'));
    this.epoch.textContent = `epoch ${state.epoch.toLocaleString('en')}`;
    const diverged = Number.isFinite(state.trainLoss) ? '' : DIVERGED;
    const cut =
      state.train.length + state.test.length < 3 * state.points ? `Not all of ${state.points} points are drawn.` : '';
    const wait = session.waits ? 'Waits for the running cell.' : '';
    const text = [live ? '' : NOT_CONNECTED, this.trouble, diverged, cut, wait].filter(Boolean).join(' ');
    this.frame.note(text, [NOT_CONNECTED, cut].filter(Boolean).join(' '));
  }

  private draw(): void {
    const { state } = this;
    if (!state || !this.node.isConnected) return;
    const theme = readTheme(this.node);
    const map = colormap(true, theme.dark);
    const fixed = (name: string) => this.fixed(name);
    this.learning.show(state, fixed);
    this.data.show(state, fixed, map, theme.dark);
    this.network.draw(state, map, fixed);
    const unit = this.pointed ?? outputOf(state);
    this.plane.draw(state, cellsOf(state, unit), unitName(state, unit), {
      map,
      theme,
      discrete: this.discrete,
      tests: this.tests,
    });
    this.losses.draw(state, theme.dark);
    this.editor.refresh(state, this.fixed('weights'));
    this.plane.refresh();
    if (this.read) this.sayPointed();
    this.frame.refreshTable();
  }

  private table(): { headings: string[]; rows: string[][] } {
    const { state } = this;
    const rows: string[][] = [];
    for (let layer = 1; state && layer <= state.settings.layers.length + 1; layer++) {
      const count = layer > state.settings.layers.length ? 1 : state.settings.layers[layer - 1];
      for (let place = 0; place < count; place++) {
        for (const { at, to, from } of weightsInto(state, { layer, place })) {
          rows.push([unitName(state, to), from ? unitName(state, from) : 'bias', short(state.params[at], 5)]);
        }
      }
    }
    return { headings: ['into', 'from', 'weight'], rows };
  }

  private curve(): (string | number)[][] {
    const history = this.state?.history ?? new Float32Array();
    const rows = Array.from({ length: history.length / 3 }, (_, i) => Array.from(history.subarray(i * 3, i * 3 + 3)));
    return [['epoch', 'train loss', 'test loss'], ...rows];
  }
}
