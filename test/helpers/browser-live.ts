import type { Page } from 'playwright-core';

/** A numbered message about a live view, or an output with its state: how many bytes each of its buffers had. */
export interface LiveNote {
  mime: string;
  seq: number;
  type: 'delta' | 'state' | 'end' | 'output';
  bytes: number[];
}

/** Notes from now on what the kernel of the open notebook says about live views; a reload ends it. */
export function noteLive(page: Page): Promise<void> {
  return page.evaluate(() => {
    type Message = {
      header: { msg_type: string };
      content: { data?: Record<string, unknown> };
      buffers?: (ArrayBuffer | ArrayBufferView)[];
    };
    type Signal = { connect(slot: (_: unknown, message: Message) => void): void };
    const { jupyterapp } = window as unknown as {
      jupyterapp: { shell: { currentWidget: { sessionContext: { iopubMessage: Signal } } } };
    };
    const notes: { mime: string; seq: number; type: string; bytes: number[] }[] = [];
    (window as unknown as { liveNotes: typeof notes }).liveNotes = notes;
    jupyterapp.shell.currentWidget.sessionContext.iopubMessage.connect((_, { header, content, buffers = [] }) => {
      const { data = {} } = content;
      if (header.msg_type === 'comm_msg' && data.seq) {
        const [mime, seq, type] = [String(data.mime), Number(data.seq), String(data.type)];
        notes.push({ mime, seq, type, bytes: buffers.map(({ byteLength }) => byteLength) });
      }
      for (const [mime, spec] of Object.entries(data)) {
        const { seq } = Object(spec) as { seq?: number };
        if (mime.startsWith('application/vnd.lectern') && seq) notes.push({ mime, seq, type: 'output', bytes: [] });
      }
    });
  });
}

/** What {@link noteLive} noted about the views of one kind. */
export async function liveNotes(page: Page, mime: string): Promise<LiveNote[]> {
  const notes = await page.evaluate(() => (window as unknown as { liveNotes: LiveNote[] }).liveNotes);
  return notes.filter((note) => note.mime === mime);
}
