// What of a folder is taken for a file with results, by its name and its kind alone.
import type { Dirent } from 'node:fs';
import { mayHoldResults } from '../../../shared/file-names.ts';
import { notMeant } from '../read/source.ts';
import { isReport } from './put-away.ts';

/** Whether its name is that of a file with results. */
export function isWanted(name: string): boolean {
  return mayHoldResults(name) && !isReport(name) && notMeant(name) === null;
}

/** A link may lead anywhere, and a pipe or a device may never end. A share that does not say what it is, is asked later. */
export function isNoFile(entry: Dirent): boolean {
  return (
    entry.isSymbolicLink() ||
    entry.isDirectory() ||
    entry.isFIFO() ||
    entry.isSocket() ||
    entry.isCharacterDevice() ||
    entry.isBlockDevice()
  );
}
