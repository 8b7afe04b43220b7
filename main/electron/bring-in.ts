// Files that did not come through the page: from the file dialog, from "Open with", from a second start, from the tray icon.
import { basename } from 'node:path';
import { type BrowserWindow, dialog } from 'electron';
import { RESULT_FILE_ENDINGS } from '../../shared/file-names.ts';
import { number } from '../../shared/numbers.ts';
import type { App } from '../app/app-ports.ts';
import { sentenceOf } from '../app/sentence.ts';
import { bringUpAt } from './window.ts';

/** As many as of a folder. */
const MOST_FILES = 200;

function tooMany(count: number): string {
  return `${number(count)} files were opened at once. The first ${MOST_FILES} are read; open the other ${number(count - MOST_FILES)} after them.`;
}

/** Starts reading the files and shows them; one that cannot even be begun says why. */
export async function bringIn(app: App, window: BrowserWindow, paths: readonly string[]): Promise<void> {
  const ids: number[] = [];
  if (paths.length > MOST_FILES) dialog.showErrorBox('Booking Courier', tooMany(paths.length));
  for (const path of paths.slice(0, MOST_FILES)) {
    const begun = await app.openFile(basename(path), { path });
    if (begun.ok) ids.push(...begun.value.ids);
    else dialog.showErrorBox('Booking Courier', sentenceOf(begun.failure));
  }
  if (ids.length > 0) bringUpAt(window, ids.length === 1 ? `#/imports/${ids[0]}` : '#/imports');
}

/** Lets the person choose files, and brings them in. */
export async function chooseFiles(app: App, window: BrowserWindow): Promise<void> {
  bringUpAt(window, '#/outbox');
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: 'Choose files of booking results',
    properties: ['openFile', 'multiSelections'],
    filters: [
      { name: 'Booking results', extensions: [...RESULT_FILE_ENDINGS] },
      { name: 'All files', extensions: ['*'] },
    ],
  });
  await bringIn(app, window, filePaths);
}

/** Lets the person choose a folder; null when they think better of it. */
export async function chooseFolder(): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog({
    title: 'Choose a folder',
    properties: ['openDirectory', 'createDirectory'],
  });
  return filePaths[0] ?? null;
}
