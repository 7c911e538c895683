import { button } from './controls.js';
import { csvText } from './csv.js';
import { element } from './dom.js';
import { fileName, saveText, saveUrl } from './save.js';

/** What a view can save: each kind that is given gets a button. */
export interface Saves {
  /** File name without its ending. */
  title(): string;
  /** Heading and rows of a table. */
  csv?(): (string | number)[][];
  /** A canvas with what is shown, at the resolution of a printed page. */
  png?(): HTMLCanvasElement;
  /** A picture as a data URL, for drawings that are not on a canvas. */
  picture?(format: 'png' | 'svg'): Promise<string>;
}

/** The buttons that save a view's numbers and picture as files, at the end of a toolbar. */
export function saveButtons(saves: Saves): HTMLElement {
  const { csv, png, picture } = saves;
  const name = (format: string) => fileName(saves.title(), format);
  return element(
    'div',
    { class: 'lectern-Group lectern-mod-end', role: 'group', 'aria-label': 'Save' },
    ...(csv
      ? [
          button('CSV', 'Save the numbers as comma-separated values', () =>
            saveText(csvText(csv()), 'text/csv', name('csv')),
          ),
        ]
      : []),
    ...(png
      ? [button('PNG', 'Save the picture as PNG', () => saveUrl(png().toDataURL('image/png'), name('png')))]
      : []),
    ...(picture
      ? (['png', 'svg'] as const).map((format) =>
          button(format.toUpperCase(), `Save the picture as ${format.toUpperCase()}`, async () =>
            saveUrl(await picture(format), name(format)),
          ),
        )
      : []),
  );
}
