import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { icon } from '../shell/icon.js';
import { describe } from './arguments.js';

/** Notebooks of the project that a card opens, where the server's folder has them. */
const PAGES = [
  {
    command: 'lectern:open-course',
    label: 'Course',
    file: '00-start-here.ipynb',
    what: 'first page of the course',
    icon: icon(
      'course',
      'M8 4.2C6.5 3.2 4.5 2.8 1.8 2.8v9.2c2.7 0 4.7.4 6.2 1.4 1.5-1 3.5-1.4 6.2-1.4V2.8c-2.7 0-4.7.4-6.2 1.4zV13.4',
    ),
  },
  {
    command: 'lectern:open-gallery',
    label: 'Gallery of Views',
    file: 'gallery.ipynb',
    what: 'gallery of views',
    icon: icon('gallery', 'M2 2.5h5v4.5h-5zM9 2.5h5v4.5h-5zM2 9h5v4.5h-5zM9 9h5v4.5h-5z'),
  },
];
const FOLDERS = ['', 'notebooks'];
const NEW = 'lectern:new-notebook';
const LECTERN = icon('lectern', 'M3.2 2.5h9.6l1.7 6h-13zM8 8.5v5M4.5 13.5h7');

/** Commands that open notebooks, and the section of the launcher that offers them. */
export const launcher: JupyterFrontEndPlugin<void> = {
  id: '@lectern/jupyterlab:launcher',
  description: 'A section of the launcher: a new TypeScript notebook, the course, the gallery of views.',
  autoStart: true,
  optional: [ILauncher, ICommandPalette],
  activate: (app, launcher: ILauncher | null, palette: ICommandPalette | null) => {
    app.commands.addCommand(NEW, {
      label: ({ isPalette }) => (isPalette ? 'New TypeScript Notebook' : 'TypeScript Notebook'),
      caption: 'Create a notebook that runs TypeScript',
      icon: LECTERN,
      describedBy: describe({ cwd: { type: 'string', description: 'folder of the new notebook' } }),
      execute: async ({ cwd }) => {
        const path = typeof cwd === 'string' ? cwd : '';
        const { path: file } = await app.commands.execute('docmanager:new-untitled', { path, type: 'notebook' });
        return app.commands.execute('docmanager:open', {
          path: file,
          factory: 'Notebook',
          kernel: { name: 'lectern' },
        });
      },
    });
    palette?.addItem({ command: NEW, category: 'Lectern', args: { isPalette: true } });
    launcher?.add({ command: NEW, category: 'Lectern', rank: 0 });
    for (const { command, label, file, what, icon } of PAGES) {
      app.commands.addCommand(command, {
        label: ({ isPalette }) => (isPalette ? `Open ${label}` : label),
        caption: `Open the ${what}`,
        icon,
        describedBy: describe(),
        execute: async () => {
          const path = await find(app, file);
          if (path !== undefined) return app.commands.execute('docmanager:open', { path });
          Notification.warning(`The ${what} is not here: there is no ${file} in the folder that was opened.`);
          return undefined;
        },
      });
      palette?.addItem({ command, category: 'Lectern', args: { isPalette: true } });
    }
    if (launcher) void offer(app, launcher);
  },
};

/** Adds a card for each page that is there. */
async function offer(app: JupyterFrontEnd, launcher: ILauncher): Promise<void> {
  await app.restored;
  for (const [i, { command, file }] of PAGES.entries()) {
    if ((await find(app, file)) !== undefined) launcher.add({ command, category: 'Lectern', rank: i + 1 });
  }
}

/** Path of a file in the folders where it may be: from their lists, since asking for a missing file is an error. */
async function find(app: JupyterFrontEnd, file: string): Promise<string | undefined> {
  const { contents } = app.serviceManager;
  let names: Set<string> | undefined;
  for (const folder of FOLDERS) {
    if (folder && !names?.has(folder)) continue;
    const listed = await contents.get(folder, { content: true }).catch(() => undefined);
    names = new Set((listed?.content as { name: string }[] | undefined)?.map(({ name }) => name));
    if (names.has(file)) return folder ? `${folder}/${file}` : file;
  }
  return undefined;
}
