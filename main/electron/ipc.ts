// The channels between page and app: `call` with its Reply, two for files, and `snapshot`. Nobody but our own page is
// answered, and whatever comes is answered with a value. No call names a file: which one is meant is the preload's word alone.
import { basename } from 'node:path';
import { type BrowserWindow, type IpcMainInvokeEvent, ipcMain, type WebFrameMain } from 'electron';
import { z } from 'zod';
import type { Reply } from '../../shared/calls.ts';
import { MAX_MADE_BYTES } from '../../shared/made-files.ts';
import { fail, type Result } from '../../shared/result.ts';
import type { App } from '../app/app-ports.ts';
import type { Opened } from '../app/open-files.ts';
import { MAX_CALL_BYTES } from '../app/serve.ts';
import { isFilePath } from '../desktop/arguments.ts';
import { PAGE } from './page.ts';

const MadeName = z.string().max(1_000);
const MadeBytes = z.instanceof(Uint8Array);

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

async function call(app: App, name: unknown, input: unknown): Promise<Reply> {
  if (typeof name !== 'string') return fail({ kind: 'input-refused', why: 'no such call' });
  if (bytesOf(input) > MAX_CALL_BYTES) return fail({ kind: 'input-refused', why: 'more than 1 MB' });
  return app.serve(name, input);
}

/** A file, or a folder, of this machine. */
async function openFileAt(app: App, path: unknown): Promise<Result<Opened>> {
  if (typeof path !== 'string') return fail({ kind: 'input-refused', why: 'not a file' });
  const name = basename(path);
  return isFilePath(path) ? app.openFile(name, { path }) : fail({ kind: 'file-unreadable', name, why: 'failed' });
}

/** A file that the page made. */
async function openFileMade(app: App, given: unknown, content: unknown): Promise<Result<Opened>> {
  const name = MadeName.safeParse(given);
  const bytes = MadeBytes.safeParse(content);
  if (!name.success || !bytes.success) return fail({ kind: 'input-refused', why: 'not a file' });
  const { length } = bytes.data;
  if (length > MAX_MADE_BYTES) {
    return fail({ kind: 'file-too-large', name: name.data, bytes: length, maxBytes: MAX_MADE_BYTES });
  }
  return app.openFile(basename(name.data).slice(-255) || 'file.csv', { bytes: bytes.data });
}

/** Answers the window's calls and sends it every snapshot. */
export function connectWindow(app: App, window: BrowserWindow): void {
  function answer(channel: string, how: (...args: unknown[]) => Promise<Reply | Result<Opened>>): void {
    ipcMain.handle(channel, async ({ senderFrame }: IpcMainInvokeEvent, ...args: unknown[]) =>
      isOurPage(senderFrame, window) ? how(...args) : fail({ kind: 'input-refused', why: 'not from this window' }),
    );
  }
  answer('call', (name, input) => call(app, name, input));
  answer('file-at', (path) => openFileAt(app, path));
  answer('file-made', (name, content) => openFileMade(app, name, content));
  app.subscribe((snapshot) => {
    if (!window.isDestroyed()) window.webContents.send('snapshot', snapshot);
  });
}
