import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget, type WidgetTracker } from '@jupyterlab/apputils';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { SplitPanel, TabPanel, type Widget } from '@lumino/widgets';
import type { CurrentSession } from '../panels/current-session.js';
import type { Notebooks } from '../panels/notebooks.js';
import type { Sessions } from '../panels/sessions.js';
import type { ViewRenderer } from '../shell/renderer.js';
import { loadStyles } from '../shell/styles.js';
import { type Address, addressOf, type CellAddress, isSame, type VariableAddress } from './address.js';
import { cellSource } from './cell-source.js';
import { fixedSource, type Source } from './source.js';
import { variableSource } from './variable-source.js';
import { DockedView } from './widget.js';

/** Pixels below which a view cannot be read. */
const LEAST_HEIGHT = 120;
const NAME = 'lectern-view-';

/** What docking needs of the page. */
export interface DockingParts {
  app: JupyterFrontEnd;
  registry: IRenderMimeRegistry;
  notebooks: Notebooks;
  sessions: () => Promise<Sessions>;
  session: () => Promise<CurrentSession>;
  target: () => ViewRenderer | undefined;
  restorer: ILayoutRestorer | null;
  /** Where there is room beside a notebook: its area of documents, else the one below. */
  area: () => 'main' | 'down';
}

/** A docked view in its tab. */
export type Docked = MainAreaWidget<DockedView>;

/** What is remembered of a docked view: where its data come from and under which name it keeps its place in the page. */
export type Kept<Of extends Address> = Of & { id?: string };

/** Puts a view beside the notebook: that of an address, else the chosen one. `label` holds until it is drawn. */
export async function openView(
  parts: DockingParts,
  tracker: WidgetTracker<Docked>,
  given: Kept<CellAddress> | undefined,
  label = 'View',
): Promise<void> {
  const view = given ? undefined : parts.target();
  const kept: Kept<CellAddress> | undefined = given ?? (view && addressOf(view));
  if (kept) {
    const { id, ...address } = kept;
    const source = cellSource(address, parts.notebooks, parts.app.serviceManager.contents);
    await show(parts, { tracker, address, source, label, id });
  } else if (view) {
    await show(parts, { tracker, source: fixedSource(view.bundle), label });
  }
}

/** Puts a variable beside the notebook; of the current one, if no path is given. */
export async function openVariable(
  parts: DockingParts,
  tracker: WidgetTracker<Docked>,
  { id, path, ...rest }: Partial<Kept<VariableAddress>> & { variable: string },
): Promise<void> {
  const sessions = await parts.sessions();
  const address = { path: path ?? (await parts.session()).path, ...rest };
  const source = variableSource(address, sessions, parts.app.serviceManager.contents);
  await show(parts, { tracker, address, source, label: rest.variable, id });
}

interface Showing {
  tracker: WidgetTracker<Docked>;
  address?: Address;
  source: Source;
  label: string;
  /** The name of one that comes back, which JupyterLab will put into its place. */
  id?: string;
}

async function show(parts: DockingParts, { tracker, address, source, label, id }: Showing): Promise<void> {
  const { app, registry, session } = parts;
  const known = address && tracker.find(({ content: { address: of } }) => of !== undefined && isSame(of, address));
  if (known) {
    app.shell.activateById(known.id);
    return;
  }
  await loadStyles();
  const content = new DockedView(address, source, registry);
  const widget: Docked = new MainAreaWidget({ content });
  widget.id = id ?? `${NAME}${crypto.randomUUID()}`;
  widget.title.label = label;
  widget.title.closable = true;
  widget.toolbar.hide();
  content.takeName();
  const area = parts.area();
  const { front } = await session();
  app.shell.add(widget, area, placeFor(app, front));
  content.remember = () => void tracker.save(widget);
  if (address) await tracker.add(widget);
  if (!id) app.shell.activateById(widget.id);
  if (area === 'down') makeRoom(widget);
}

/**
 * Where the next view goes: to the right of the notebook, and once something is docked, below the highest of that, so that
 * the notebook keeps its width.
 */
function placeFor(app: JupyterFrontEnd, notebook: Widget | undefined): DocumentRegistry.IOpenOptions {
  const docked = [...app.shell.widgets('main')].filter(({ id, isVisible }) => isVisible && id.startsWith(NAME));
  const height = ({ node }: Widget) => node.clientHeight;
  const highest = docked.sort((a, b) => height(b) - height(a))[0];
  if (highest) return { ref: highest.id, mode: height(highest) < 2 * LEAST_HEIGHT ? 'tab-after' : 'split-bottom' };
  return { mode: 'split-right', ...(notebook?.isAttached && { ref: notebook.id }) };
}

/**
 * Brings a view below a notebook to the front, which Notebook 7 does not, and gives that area, which opens with no height,
 * two fifths unless it has been given some.
 */
function makeRoom(widget: Widget): void {
  let parent = widget.parent;
  while (parent && !(parent instanceof SplitPanel)) {
    if (parent instanceof TabPanel) parent.currentWidget = widget;
    parent = parent.parent;
  }
  if (parent instanceof SplitPanel && widget.node.clientHeight < LEAST_HEIGHT) parent.setRelativeSizes([3, 2]);
}
