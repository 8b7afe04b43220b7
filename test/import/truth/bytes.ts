// Files built byte by byte: text under the header of the API page, and workbooks out of raw parts, so that no writer can put
// anything right on the way.
import { crc32, deflateRawSync } from 'node:zlib';
import type { TruthRow } from './judge.ts';

export const HEADER = 'internalOrderRef,bookingResult,bookingDate,inspectorName';
export const NAME = 'Mary Hill';
export const DAY = '2025-04-28';
/** The day above as Excel numbers it. */
export const SERIAL = 45775;

/** A result as it should come in. */
export const booked = (ref: string, name = NAME, date = DAY): TruthRow => [ref, 'Booked', date, name];
export const unavailable = (ref: string): TruthRow => [ref, 'Unavailable', '', ''];

/** Lines of text, each with a line feed. */
export function text(...lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}

/** Lines of cells under the usual header, with commas. */
export function csv(...lines: readonly string[]): Buffer {
  return text(HEADER, ...lines);
}

export type Part = readonly [name: string, content: string | Buffer];

/** A ZIP archive of these parts, packed or only stored. */
export function zip(parts: readonly Part[], isPacked = true): Buffer {
  const bodies: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of parts) {
    const raw = Buffer.from(content as string);
    const body = isPacked ? deflateRawSync(raw) : raw;
    const path = Buffer.from(name);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x800, 2);
    facts.writeUInt16LE(isPacked ? 8 : 0, 4);
    facts.writeUInt32LE(crc32(raw), 10);
    facts.writeUInt32LE(body.length, 14);
    facts.writeUInt32LE(raw.length, 18);
    facts.writeUInt16LE(path.length, 22);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(offset, 10);
    bodies.push(Buffer.from('PK\x03\x04'), facts, path, body);
    entries.push(Buffer.from('PK\x01\x02\x14\0'), facts, where, path);
    offset += 4 + 26 + path.length + body.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, directory, end]);
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export interface BookSpec {
  /** The rows of the first sheet as XML, below the header unless `header` is false. */
  readonly rows: string;
  readonly header?: boolean;
  /** What follows the rows in the sheet. */
  readonly after?: string;
  /** Formats of the styles from 3 on; 0 is General, 1 the short date, 2 is yyyy-mm-dd. */
  readonly formats?: readonly string[];
  /** The shared strings as XML, each in its <si>. */
  readonly strings?: string;
  readonly workbookPr?: string;
  /** More sheets: a name, its attributes and its rows. */
  readonly sheets?: readonly { readonly name: string; readonly attributes?: string; readonly rows: string }[];
  readonly firstAttributes?: string;
  readonly views?: string;
  readonly change?: (parts: readonly Part[]) => readonly Part[];
}

/** A cell with a text of its own. */
export const t = (value: string): string => `<c t="inlineStr"><is><t xml:space="preserve">${value}</t></is></c>`;
/** A cell with a number in a style. */
export const n = (value: number | string, style = 0): string => `<c s="${style}"><v>${value}</v></c>`;
/** A row of cells, each with its address. */
export function row(at: number, cells: readonly string[], attributes = ''): string {
  const placed = cells.map((cell, index) => cell.replace(/^<c\b/, `<c r="${String.fromCharCode(65 + index)}${at}"`));
  return `<row r="${at}"${attributes}>${placed.join('')}</row>`;
}
/** A Booked row whose reference is this cell. */
export const result = (at: number, ref: string, name = t(NAME), date = n(SERIAL, 2), attributes = ''): string =>
  row(at, [ref, t('Booked'), date, name], attributes);

export const HEADER_ROW = row(1, HEADER.split(',').map(t));

function sheetXml(rows: string, after = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheetData>${rows}</sheetData>${after}</worksheet>`;
}

/** The bytes of a workbook. */
export function book(spec: BookSpec): Buffer {
  const { after = '', change = (parts) => parts, formats = [], header = true, sheets = [], strings = '', workbookPr = '' } = spec;
  const codes = ['yyyy-mm-dd', ...formats].map((code, at) => `<numFmt numFmtId="${164 + at}" formatCode="${code}"/>`);
  const styles = [0, 14, ...codes.map((_, at) => 164 + at)].map((id) => `<xf numFmtId="${id}" applyNumberFormat="1"/>`);
  const all = [{ name: 'Results', attributes: spec.firstAttributes ?? '', rows: '' }, ...sheets];
  const listed = all.map(
    ({ name, attributes = '' }, at) => `<sheet name="${name}" sheetId="${at + 1}" ${attributes} r:id="rId${at + 1}"/>`,
  );
  const relation = (id: string, kind: string, target: string): string =>
    `<Relationship Id="${id}" Type="${RELATIONS}/${kind}" Target="${target}"/>`;
  const related = all.map((_, at) => relation(`rId${at + 1}`, 'worksheet', `worksheets/sheet${at + 1}.xml`));
  const parts: Part[] = [
    [
      '[Content_Types].xml',
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    ],
    [
      '_rels/.rels',
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}">${workbookPr}${spec.views ?? ''}<sheets>${listed.join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${related.join('')}${relation('s', 'styles', 'styles.xml')}${strings === '' ? '' : relation('t', 'sharedStrings', 'sharedStrings.xml')}</Relationships>`,
    ],
    [
      'xl/styles.xml',
      `<styleSheet xmlns="${MAIN}"><numFmts count="${codes.length}">${codes.join('')}</numFmts><cellXfs count="${styles.length}">${styles.join('')}</cellXfs></styleSheet>`,
    ],
    ...(strings === '' ? [] : [['xl/sharedStrings.xml', `<sst xmlns="${MAIN}">${strings}</sst>`] as const]),
    ['xl/worksheets/sheet1.xml', sheetXml((header ? HEADER_ROW : '') + spec.rows, after)],
    ...sheets.map(({ rows }, at) => [`xl/worksheets/sheet${at + 2}.xml`, sheetXml(rows)] as const),
  ];
  return zip(change(parts));
}
