// The two channels between page and app: `call` with its Reply, and `snapshot`. Nobody but our own page is answered,
// and whatever comes is answered with a value.
import { type BrowserWindow, ipcMain, type WebFrameMain } from 'electron';
import { z } from 'zod';
import type { Reply } from '../../shared/calls.ts';
import { fail, type Result } from '../../shared/result.ts';
import type { App } from '../app/app.ts';
import type { Opened } from '../app/open-files.ts';
import { MAX_CALL_BYTES } from '../app/serve.ts';
import { isFilePath } from '../desktop/arguments.ts';
import { PAGE } from './page.ts';

/** What the preload hands over for a dropped file; the path is empty for a file that lies on no disk. */
const DroppedFile = z.object({ name: z.string().max(255), path: z.string().max(32_000) });

function isOurPage(frame: WebFrameMain | null, window: BrowserWindow): boolean {
  if (frame === null || window.isDestroyed() || frame !== window.webContents.mainFrame) return false;
  return frame.url.split(/[?#]/)[0] === PAGE;
}

/** Bytes of the input as JSON; without end for what cannot be written as JSON, such as a value that contains itself. */
function bytesOf(input: unknown): number {
  try {
    return Buffer.byteLength(JSON.stringify(input) ?? '');
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

async function openFile(app: App, input: unknown): Promise<Result<Opened>> {
  const file = DroppedFile.safeParse(input);
  if (!file.success) return fail({ kind: 'input-refused', why: 'not a file' });
  const { name, path } = file.data;
  return isFilePath(path) ? app.openFile(name, { path }) : fail({ kind: 'file-unreadable', name, why: 'missing' });
}

/** Answers the window's calls and sends it every snapshot. */
export function connectWindow(app: App, window: BrowserWindow): void {
  ipcMain.handle('call', async (event, name: unknown, input: unknown): Promise<Reply | Result<Opened>> => {
    if (!isOurPage(event.senderFrame, window)) return fail({ kind: 'input-refused', why: 'not from this window' });
    if (typeof name !== 'string') return fail({ kind: 'input-refused', why: 'no such call' });
    if (bytesOf(input) > MAX_CALL_BYTES) return fail({ kind: 'input-refused', why: 'more than 1 MB' });
    return name === 'file.open' ? openFile(app, input) : app.serve(name, input);
  });
  app.subscribe((snapshot) => {
    if (!window.isDestroyed()) window.webContents.send('snapshot', snapshot);
  });
}
