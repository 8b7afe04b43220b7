// The files of a drop. A folder means its files, one level deep: the desktop opens it by its path, a browser hands its files over.
import type { Failure } from '../../shared/failure.ts';
import { mayHoldResults } from '../../shared/file-names.ts';
import { fail, ok, type Result } from '../../shared/result.ts';

const MOST_FILES = 200;

/** A browser lists a folder in pieces, and says that it is done by an empty one. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return entries;
    entries.push(...some);
  }
}

async function filesOfFolder(folder: FileSystemDirectoryEntry): Promise<Result<File[]>> {
  try {
    const entries = (await entriesOf(folder)).filter(({ isFile, name }) => isFile && mayHoldResults(name));
    if (entries.length === 0) return fail({ kind: 'folder-empty', name: folder.name });
    if (entries.length > MOST_FILES) {
      return fail({ kind: 'too-many-files', name: folder.name, count: entries.length, maxCount: MOST_FILES });
    }
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    return ok(
      await Promise.all(
        entries.map((entry) => new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))),
      ),
    );
  } catch {
    return fail({ kind: 'file-unreadable', name: folder.name, why: 'failed' });
  }
}

/** Everything that was dropped as files, and what kept some of it from being one. Only while the drop is handled. */
export async function filesOfDrop(
  items: DataTransferItemList,
  takesFolders: boolean,
): Promise<{ readonly files: File[]; readonly failures: Failure[] }> {
  // What is not taken out of a drop at once is gone after the first pause.
  const dropped = [...items].map((item) => ({ file: item.getAsFile(), entry: item.webkitGetAsEntry() }));
  const files: File[] = [];
  const failures: Failure[] = [];
  for (const { entry, file } of dropped) {
    if (entry?.isDirectory && !takesFolders) {
      const inside = await filesOfFolder(entry as FileSystemDirectoryEntry);
      if (inside.ok) files.push(...inside.value);
      else failures.push(inside.failure);
    } else if (file !== null) files.push(file);
  }
  return { files, failures };
}
