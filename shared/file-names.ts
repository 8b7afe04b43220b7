// The names of files that may hold results, in one list for everyone who picks files: the window, its dialogs, dropped folders
// and the watched folder. What a file is says its content alone.

/** Endings of file names, without the dot. */
export const RESULT_FILE_ENDINGS = ['csv', 'tsv', 'tab', 'txt', 'xlsx', 'xlsm'] as const;

const ENDING = new RegExp(`\\.(?:${RESULT_FILE_ENDINGS.join('|')})$`, 'i');

/** Whether a file in a folder is meant: not hidden, not the mark of a program that has it open, and no report of ours. */
export function mayHoldResults(name: string): boolean {
  return ENDING.test(name) && !/^(?:\.|~\$)/.test(name) && !/\.report\.txt$/i.test(name);
}
