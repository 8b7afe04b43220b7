// What to do with a file that is not what it should be: the next step for this very kind of file, where there is one.
import type { Failure } from '../../shared/failure.ts';
import { wording } from '../../shared/wording.ts';

const NOT_CSV: Readonly<Record<Extract<Failure, { kind: 'not-csv' }>['looksLike'], string>> = {
  xls: 'Open it in Excel, save it as an Excel workbook (.xlsx) or as "CSV UTF-8 (comma delimited)", and drop that file.',
  xlsb: 'Open it in Excel, choose "Save As", "Excel Workbook (*.xlsx)", and drop that file.',
  ods: 'Open it in LibreOffice, choose "Save As", "Excel 2007-365 (.xlsx)", and drop that file.',
  fods: 'Open it in LibreOffice, choose "Save As", "Excel 2007-365 (.xlsx)", and drop that file.',
  numbers: 'Open it in Numbers, choose "File", "Export To", "Excel", and drop the file that comes of it.',
  dif: 'Open it in Excel, choose "Save As", "Excel Workbook (*.xlsx)", and drop that file.',
  slk: 'Open it in Excel, choose "Save As", "Excel Workbook (*.xlsx)", and drop that file.',
  rtf: 'A document of text holds no table that can be read: copy its rows into Excel, save them as an Excel workbook (.xlsx), and drop that file.',
  encrypted: 'Open it in Excel with its password, save the rows as "CSV UTF-8 (comma delimited)", and drop that file.',
  html: 'It may be the sign-in page of the site it came from: sign in there, export again, and drop the new file.',
  pdf: 'A PDF holds no rows that can be read: ask whoever sent it for the CSV file or the Excel workbook.',
  document:
    'Open it in its program, save the rows as an Excel workbook (.xlsx) or as "CSV UTF-8 (comma delimited)", and drop that file.',
  zip: 'Unpack it, and drop the files that were in it.',
  'utf-32': 'Save it as CSV in UTF-8, and drop that file.',
  binary: 'Check that it is the right file: results come as a CSV file or as an Excel workbook.',
};

const UNREADABLE: Readonly<Record<Extract<Failure, { kind: 'file-unreadable' }>['why'], string>> = {
  missing: 'Look for where it was moved to, and drop it from there.',
  locked: 'Close it in Excel or the other program, and drop it again.',
  denied: 'Copy it to a folder of your own and drop the copy, or ask your IT support for the right to read it.',
  folder: 'Drop the files in it.',
  changed: 'Wait until the other program has finished with it, and drop it again.',
  failed: 'Copy it to this computer and drop the copy; if that fails too, show this to your IT support.',
};

/** A failure of a file in two sentences. */
export function fileWording(failure: Failure): { readonly what: string; readonly todo: string } {
  const { what, todo } = wording(failure);
  if (failure.kind === 'not-csv') return { what, todo: NOT_CSV[failure.looksLike] };
  return { what, todo: failure.kind === 'file-unreadable' ? UNREADABLE[failure.why] : todo };
}
