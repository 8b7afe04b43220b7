// The two channels between page and app: `call` with its Reply, and `snapshot`. Nobody but our own page is answered.
import { type BrowserWindow, ipcMain, type WebFrameMain } from 'electron';
import { z } from 'zod';
import type { Reply } from '../../shared/calls.ts';
import { fail, type Result } from '../../shared/result.ts';
import type { App } from '../app.ts';
import { MAX_CALL_BYTES } from '../serve.ts';
import { PAGE } from './page.ts';

/** What the preload hands over for a dropped file; the path is empty for a file that lies on no disk. */
const DroppedFile = z.object({ name: z.string().max(255), path: z.string().max(32_000) });

function isOurPage(frame: WebFrameMain | null, window: BrowserWindow): boolean {
  return frame !== null && frame === window.webContents.mainFrame && frame.url.split(/[?#]/)[0] === PAGE;
}

async function openFile(app: App, input: unknown): Promise<Result<{ id: number }>> {
  const file = DroppedFile.safeParse(input);
  if (!file.success) return fail({ kind: 'input-refused', why: 'not a file' });
  const { name, path } = file.data;
  return path === '' ? fail({ kind: 'file-unreadable', name, why: 'missing' }) : app.openFile(name, { path });
}

/** Answers the window's calls and sends it every snapshot. */
export function connectWindow(app: App, window: BrowserWindow): void {
  ipcMain.handle('call', async (event, name: unknown, input: unknown): Promise<Reply | Result<{ id: number }>> => {
    if (!isOurPage(event.senderFrame, window)) return fail({ kind: 'input-refused', why: 'not from this window' });
    if ((JSON.stringify(input) ?? '').length > MAX_CALL_BYTES) return fail({ kind: 'input-refused', why: 'more than 1 MB' });
    return name === 'file.open' ? openFile(app, input) : app.serve(String(name), input);
  });
  app.subscribe((snapshot) => {
    if (!window.isDestroyed()) window.webContents.send('snapshot', snapshot);
  });
}
