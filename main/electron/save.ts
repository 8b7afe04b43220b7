// What the page saves: receipts, lists, the sample. The person says where, in the system's own dialog; nothing else is
// ever downloaded.
import { extname } from 'node:path';
import type { FileFilter, Session } from 'electron';
import { quoted } from '../../shared/phrases.ts';
import { PAGE } from './page.ts';

const KINDS: Readonly<Record<string, string>> = { '.csv': 'CSV file', '.txt': 'Text' };

function filtersFor(name: string): FileFilter[] {
  const extension = extname(name).toLowerCase();
  const kind = KINDS[extension];
  const all = { name: 'All files', extensions: ['*'] };
  return kind === undefined ? [all] : [{ name: kind, extensions: [extension.slice(1)] }, all];
}

/** Asks where to, for what our page made, and says when it could not be written; refuses everything else. */
export function offerToSave(session: Session, tell: (sentence: string) => void): void {
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${PAGE}`)) return event.preventDefault();
    const name = item.getFilename();
    // Without a title of ours the dialog shows the address that the page's text has inside the program.
    item.setSaveDialogOptions({ title: `Save ${name}`, filters: filtersFor(name) });
    item.once('done', (_event, state) => {
      if (state === 'interrupted')
        tell(`${quoted(name)} could not be saved there. Save it to another folder, or make room on that disk.`);
    });
  });
}
