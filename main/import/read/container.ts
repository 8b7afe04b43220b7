// What a ZIP archive is: workbooks and documents of all offices are archives. Named by the parts that only they have.

import type { NotCsv } from './refused.ts';
import { Refused } from './refused.ts';
import type { Archive } from './zip.ts';

const SPREADSHEET = 'application/vnd.oasis.opendocument.spreadsheet';

/** A workbook that can be read, or what else the archive is. */
export async function containerKind({ names, read }: Archive): Promise<'xlsx' | NotCsv> {
  const has = (...parts: string[]): boolean => parts.some((part) => names.has(part));
  const hasIn = (folder: string): boolean => [...names].some((name) => name.startsWith(folder));
  if (has('xl/workbook.bin')) return 'xlsb';
  if (has('mimetype')) return (await firstText(read('mimetype'))).startsWith(SPREADSHEET) ? 'ods' : 'document';
  if (has('index.zip', 'index/document.iwa')) return 'numbers';
  if (has('word/document.xml', 'ppt/presentation.xml')) return 'document';
  return has('[content_types].xml', 'xl/workbook.xml') || hasIn('xl/') ? 'xlsx' : 'zip';
}

async function firstText(pieces: AsyncIterable<Buffer>): Promise<string> {
  for await (const piece of pieces) return piece.toString('latin1', 0, 200);
  throw new Refused('damaged');
}
