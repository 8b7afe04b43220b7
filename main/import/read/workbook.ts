// An Excel workbook (.xlsx) to the rows of its first visible sheet, as texts. Only what was unpacked under a limit reaches the reader.
import { posix } from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { shownCells } from './shown-cells.ts';
import { tagsOf } from './xml-tags.ts';
import { pack, unpack } from './zip.ts';

export const MAX_WORKBOOK_BYTES = 50 * 1024 ** 2;
export const MAX_UNPACKED_BYTES = 300 * 1024 ** 2;
export const MAX_WORKBOOK_ROWS = 200_000;

export interface Sheet {
  readonly sheet: string;
  /** One entry for each row of the sheet from the first on, the empty ones included. */
  readonly records: string[][];
  /** How many other visible sheets there are. */
  readonly others: number;
}

export type WorkbookFailure = 'damaged' | 'no-sheet' | 'too-large' | 'too-many-rows';

const WORKBOOK = 'xl/workbook.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';

/** Reads the first visible sheet. */
export async function readWorkbook(bytes: Buffer): Promise<Result<Sheet, WorkbookFailure>> {
  const unpacked = unpack(bytes, (name) => /\.(?:xml|rels)$/.test(name), MAX_UNPACKED_BYTES);
  if (!unpacked.ok) return fail(unpacked.why);
  const files = new Map(unpacked.files);
  const workbook = files.get(WORKBOOK)?.toString('utf8');
  const relations = files.get(RELATIONS)?.toString('utf8');
  if (workbook === undefined || relations === undefined) return fail('damaged');
  const visible = tagsOf(workbook, 'sheet').filter(({ state }) => state === undefined || state === 'visible');
  const [first] = visible;
  if (first?.name === undefined) return fail('no-sheet');
  const parts = tagsOf(relations, 'Relationship');
  const path = pathOf(parts.find(({ Id }) => Id === first.id)?.Target);
  const sheet = files.get(path);
  if (sheet === undefined) return fail('no-sheet');
  if (countOf(sheet, Buffer.from('<row')) > MAX_WORKBOOK_ROWS) return fail('too-many-rows');
  const styles = files.get(pathOf(parts.find(({ Type }) => Type?.endsWith('/styles'))?.Target));
  files.set(path, shownCells(sheet, styles?.toString('utf8') ?? ''));
  for (const name of files.keys()) if (name.startsWith('xl/worksheets/') && name !== path) files.delete(name);
  // Takes as long to load as a small file to read, and most files are no workbooks.
  const { readSheet } = await import('read-excel-file/universal');
  try {
    const rows = await readSheet(new Blob([pack(files)]), first.name, { trim: false, parseNumber: (text) => text });
    if (rows.length > MAX_WORKBOOK_ROWS) return fail('too-many-rows');
    return ok({ sheet: first.name, records: rows.map((row) => row.map(textOf)), others: visible.length - 1 });
  } catch (error) {
    // The reader throws whatever comes to hand when a sheet is not as it should be.
    if (error instanceof Error) return fail('damaged');
    throw error;
  }
}

/** Where a part lies in the archive, by how the workbook names it. */
function pathOf(target = ''): string {
  return posix.join('/xl', target.startsWith('/') ? posix.relative('/xl', target) : target).slice(1);
}

function countOf(bytes: Buffer, mark: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + mark.length)) count += 1;
  return count;
}

/** A day of a sheet has no zone: what the reader gives as midnight in UTC is that day everywhere. */
function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (!(cell instanceof Date)) return typeof cell === 'boolean' ? String(cell).toUpperCase() : String(cell);
  const [day, time] = cell.toISOString().split('T') as [string, string];
  return time.startsWith('00:00:00') ? day : `${day} ${time.slice(0, 8)}`;
}
