import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget, type WidgetTracker } from '@jupyterlab/apputils';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { SplitPanel, type Widget } from '@lumino/widgets';
import type { CurrentSession } from '../panels/current-session.js';
import type { Notebooks } from '../panels/notebooks.js';
import type { ViewRenderer } from '../shell/renderer.js';
import { loadStyles } from '../shell/styles.js';
import { type Address, addressOf } from './address.js';
import { fixedSource, outputSource, type Source, variableSource } from './source.js';
import { DockedView } from './widget.js';

/** Pixels below which a view cannot be read. */
const LEAST_HEIGHT = 120;

/** What docking needs of the page. */
export interface DockingParts {
  app: JupyterFrontEnd;
  registry: IRenderMimeRegistry;
  notebooks: Notebooks;
  session: () => Promise<CurrentSession>;
  target: () => ViewRenderer | undefined;
  restorer: ILayoutRestorer | null;
  /** Where there is room beside a notebook: its area of documents, else the one below. */
  area: 'main' | 'down';
}

/** A docked view in its tab. */
export type Docked = MainAreaWidget<DockedView>;

/** Puts a view beside the notebook: that of an address, else the chosen one. */
export async function openView(
  parts: DockingParts,
  tracker: WidgetTracker<Docked>,
  given: Extract<Address, { cell: string }> | undefined,
): Promise<void> {
  const view = given ? undefined : parts.target();
  const address = given ?? (view && addressOf(view));
  if (address && 'cell' in address) await show(parts, tracker, address, outputSource(address, parts.notebooks), 'View');
  else if (view) await show(parts, tracker, undefined, fixedSource(view.bundle), 'View');
}

/** Puts a variable beside the notebook; of the current one, if no path is given. */
export async function openVariable(
  parts: DockingParts,
  tracker: WidgetTracker<Docked>,
  variable: string,
  path: string | undefined,
): Promise<void> {
  const session = await parts.session();
  const address = { path: path ?? session.path, variable };
  await show(parts, tracker, address, variableSource(address, session), variable);
}

async function show(
  parts: DockingParts,
  tracker: WidgetTracker<Docked>,
  address: Address | undefined,
  source: Source,
  label: string,
): Promise<void> {
  const { app, registry, session, area } = parts;
  const key = JSON.stringify(address);
  const known = address && tracker.find(({ content }) => JSON.stringify(content.address) === key);
  if (known) {
    app.shell.activateById(known.id);
    return;
  }
  await loadStyles();
  const content = new DockedView(address, source, registry);
  const widget: Docked = new MainAreaWidget({ content });
  widget.id = `lectern-view-${crypto.randomUUID()}`;
  widget.title.label = label;
  widget.title.closable = true;
  widget.toolbar.hide();
  content.takeName();
  const { front } = await session();
  const beside = front?.isAttached ? front.id : undefined;
  app.shell.add(widget, area, { mode: 'split-right', ...(beside && { ref: beside }) });
  if (address && 'cell' in address) await tracker.add(widget);
  else if (address) void tracker.inject(widget);
  app.shell.activateById(widget.id);
  if (area === 'down') makeRoom(widget);
}

/** The area below a notebook opens with no height: it gets two fifths, unless it has been given some. */
function makeRoom(widget: Widget): void {
  let parent = widget.parent;
  while (parent && !(parent instanceof SplitPanel)) parent = parent.parent;
  if (parent instanceof SplitPanel && widget.node.clientHeight < LEAST_HEIGHT) parent.setRelativeSizes([3, 2]);
}
