// Workbooks for the tests part by part, so that a test can say exactly what stands in the file.
import { pack } from './zip.ts';

export interface BookSheet {
  readonly name?: string;
  /** What stands inside `sheetData`. */
  readonly rows: string;
  /** What stands before and after it. */
  readonly before?: string;
  readonly after?: string;
  readonly state?: 'hidden' | 'veryHidden';
  readonly kind?: 'worksheet' | 'chartsheet';
}

export interface Book {
  readonly sheets: readonly BookSheet[];
  /** Codes of formats; the style with the number of its place uses each. */
  readonly formats?: readonly string[];
  /** Inside `sst`. */
  readonly strings?: string;
  /** Attributes of `workbookPr`, `workbookView` and `calcPr`. */
  readonly properties?: string;
  readonly view?: string;
  readonly calculation?: string;
  readonly isStrict?: boolean;
  /** Parts in place of those that are made. */
  readonly parts?: Readonly<Record<string, string | Buffer>>;
  readonly isPacked?: boolean;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TRANSITIONAL = {
  main: 'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
  relations: 'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
};
const STRICT = {
  main: 'http://purl.oclc.org/ooxml/spreadsheetml/main',
  relations: 'http://purl.oclc.org/ooxml/officeDocument/relationships',
};

export const HEADER = textRow(1, ['internalOrderRef', 'bookingResult', 'bookingDate', 'inspectorName']);

/** A text that stands in the cell itself. */
export function textCell(place: string, text: string): string {
  return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`;
}

/** A row of texts. */
export function textRow(row: number, texts: readonly string[]): string {
  const cells = texts.map((text, place) => (text === '' ? '' : textCell(`${String.fromCharCode(65 + place)}${row}`, text)));
  return `<row r="${row}">${cells.join('')}</row>`;
}

/** A row whose reference is the cell `ref`, and whose other three cells are as they should be. */
export function orderRow(row: number, ref: string): string {
  const others = [textCell(`B${row}`, 'Booked'), textCell(`C${row}`, '2025-04-28'), textCell(`D${row}`, 'Åsa Berg')];
  return `<row r="${row}">${ref}${others.join('')}</row>`;
}

/** A text as XML writes it. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function contentTypes(sheets: readonly BookSheet[]): string {
  const office = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const part = (name: string, type: string): string =>
    `<Override PartName="/xl/${name}.xml" ContentType="${office}.${type}+xml"/>`;
  const kinds = sheets.map(({ kind = 'worksheet' }, n) => part(`worksheets/sheet${n + 1}`, kind));
  const others = part('workbook', 'sheet.main') + part('styles', 'styles') + part('sharedStrings', 'sharedStrings');
  const usual = `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`;
  return `${XML}<Types xmlns="${PACKAGE}/content-types">${usual}${others}${kinds.join('')}</Types>`;
}

/** The bytes of a workbook. */
export function book({ sheets, formats = [], isStrict = false, ...more }: Book): Buffer {
  const { main, relations } = isStrict ? STRICT : TRANSITIONAL;
  const related = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${relations}/${type}" Target="${target}"/>`;
  const relationList = (list: string): string => `${XML}<Relationships xmlns="${PACKAGE}/relationships">${list}</Relationships>`;
  const codes = formats.map((code, n) => `<numFmt numFmtId="${200 + n}" formatCode="${escapeXml(code)}"/>`).join('');
  const styles = formats.map((code, n) => `<xf numFmtId="${/^\d+$/.test(code) && code.length < 3 ? code : 200 + n}"/>`).join('');
  const list = sheets.map(({ name, state }, n) => {
    const hidden = state === undefined ? '' : ` state="${state}"`;
    return `<sheet name="${escapeXml(name ?? `Sheet${n + 1}`)}" sheetId="${n + 1}"${hidden} r:id="rId${n + 1}"/>`;
  });
  const parts: Record<string, string | Buffer> = {
    '[Content_Types].xml': contentTypes(sheets),
    '_rels/.rels': relationList(related('rId1', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': `${XML}<workbook xmlns="${main}" xmlns:r="${relations}"><workbookPr ${more.properties ?? ''}/><bookViews><workbookView ${more.view ?? ''}/></bookViews><sheets>${list.join('')}</sheets><calcPr ${more.calculation ?? ''}/></workbook>`,
    'xl/_rels/workbook.xml.rels': relationList(
      `${sheets.map(({ kind = 'worksheet' }, n) => related(`rId${n + 1}`, kind, `worksheets/sheet${n + 1}.xml`)).join('')}${related('rIdS', 'styles', 'styles.xml')}${related('rIdT', 'sharedStrings', 'sharedStrings.xml')}`,
    ),
    'xl/styles.xml': `${XML}<styleSheet xmlns="${main}"><numFmts>${codes}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${styles === '' ? '<xf numFmtId="0"/>' : styles}</cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `${XML}<sst xmlns="${main}">${more.strings ?? ''}</sst>`,
  };
  sheets.forEach(({ before = '', rows, after = '' }, n) => {
    parts[`xl/worksheets/sheet${n + 1}.xml`] =
      `${XML}<worksheet xmlns="${main}">${before}<sheetData>${rows}</sheetData>${after}</worksheet>`;
  });
  const files = Object.entries({ ...parts, ...more.parts }).map(([name, content]) => [name, Buffer.from(content)] as const);
  return pack(new Map(files), more.isPacked);
}
