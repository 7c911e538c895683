import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Clipboard, Notification } from '@jupyterlab/apputils';
import { store } from '../live.js';
import { TRAINING_MIME } from '../protocol/spec.js';
import type { ViewRenderer } from '../shell/renderer.js';
import { fileName, saveUrl } from '../shell/save.js';
import { describe } from './arguments.js';

/** Adds the commands that take something out of a view: its data and its picture. Returns their names. */
export function addOutputCommands(app: JupyterFrontEnd, target: () => ViewRenderer | undefined): string[] {
  app.commands.addCommand('lectern:copy-json', {
    label: 'Copy View Data as JSON',
    caption: 'Copy all that the view holds',
    describedBy: describe(),
    isEnabled: () => target() !== undefined,
    execute: () => {
      const view = target();
      if (!view) return;
      Clipboard.copyToSystem(JSON.stringify(dataOf(view), null, 1));
      Notification.info('The data of the view are on the clipboard.', { autoClose: 3000 });
    },
  });
  app.commands.addCommand('lectern:save-png', {
    label: 'Save View as PNG',
    caption: 'Save the picture that the notebook keeps of the view',
    describedBy: describe(),
    isEnabled: () => pictureOf(target()) !== undefined,
    execute: () => {
      const view = target();
      const picture = pictureOf(view);
      if (picture) saveUrl(picture, fileName(nameOf(view), 'png'));
    },
  });
  return ['lectern:copy-json', 'lectern:save-png'];
}

/** What the view shows now: of a live one more than its output has. */
function dataOf({ bundle, mimeType }: ViewRenderer): unknown {
  const data = bundle[mimeType];
  const { id } = (data ?? {}) as { id?: unknown };
  return (mimeType === TRAINING_MIME && typeof id === 'string' && store.get(id)) || data;
}

function pictureOf(view: ViewRenderer | undefined): string | undefined {
  if (!view) return undefined;
  const png = view.bundle['image/png'];
  if (typeof png === 'string') return `data:image/png;base64,${png.replace(/\s/g, '')}`;
  return view.node.querySelector('canvas')?.toDataURL('image/png');
}

function nameOf(view: ViewRenderer | undefined): string {
  return view?.node.querySelector('.lectern-View')?.getAttribute('aria-label') ?? 'view';
}
