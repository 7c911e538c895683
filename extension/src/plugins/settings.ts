import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { setPreferences } from '../shell/preferences.js';

/** Carries what the reader sets into the views. Its name is that of the schema. */
export const settings: JupyterFrontEndPlugin<void> = {
  id: '@lectern/jupyterlab:plugin',
  description: 'Settings of the views of tensors and training.',
  autoStart: true,
  optional: [ISettingRegistry],
  activate: (_app, registry: ISettingRegistry | null) => {
    registry?.load(settings.id).then(
      (loaded) => {
        const take = () => setPreferences(loaded.composite as Record<string, unknown>);
        loaded.changed.connect(take);
        take();
      },
      (error: unknown) => console.warn(`lectern: the settings did not load, so the defaults hold: ${error}`),
    );
  },
};
