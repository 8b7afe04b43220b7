// One sheet of a workbook as a stream of its rows, each cell as Excel shows it. Only rows that hold something are handed on, and no
// row is longer than anybody looks.
import type { CellMark } from './cell-mark.ts';
import { createCovers } from './covered-cells.ts';
import { isBlank } from './csv.ts';
import { dayFromSerial, keptNumber, type ShownNumber } from './number-formats.ts';
import { Refused } from './refused.ts';
import { MAX_CELL_LENGTH, type SharedStrings, unescaped } from './shared-strings.ts';
import type { Styles } from './styles.ts';
import { attribute, isTrue, readXml, SHEETS, type Tag } from './xml.ts';
import type { Archive } from './zip.ts';

export interface SheetRow {
  /** From 1, as the program shows it. */
  readonly record: number;
  readonly cells: string[];
  /** By the place of the cell; null when there is nothing to know. */
  readonly marks: (CellMark | undefined)[] | null;
  /** How many rows before it hold nothing. */
  readonly blanks: number;
}

/** What a sheet holds besides its rows. */
export interface SheetEnd {
  /** Rows that hold something and are hidden, or filtered away, and the last of them. */
  readonly hiddenRows: number;
  readonly lastHiddenRow: number;
  /** Columns that hold something and are hidden, from 0. */
  readonly hiddenColumns: ReadonlySet<number>;
  /** Cells so far to the right that they were left out, and the address of the first. */
  readonly farCells: number;
  readonly firstFar: string;
  /** Cells that hold something below a merged one, where nobody sees it; the column from 0. */
  readonly covered: readonly { readonly row: number; readonly column: number }[];
}

/** What the cells of a sheet refer to. */
export interface SheetContext {
  readonly strings: SharedStrings;
  readonly styles: Styles;
  readonly is1904: boolean;
  readonly isStale: boolean;
}

export const MAX_WORKBOOK_ROWS = 200_000;
/** No table of results is wider; a sheet has 16,384 columns, and a stray cell in the last one is not part of it. */
export const MAX_COLUMNS = 1000;
const SHEET_ROWS = 1_048_576;
const SHEET_COLUMNS = 16_384;
const MAX_FORMULA_LENGTH = 200;
const MAX_HIDDEN_RANGES = 1000;
const PLACE = /^([A-Z]{1,3})([1-9]\d{0,9})$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const ISO_DAY = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.\d+)?Z?)?$/;
/** More digits than Excel keeps. */
const LONG_DIGITS = /^-?0*[1-9]\d{15}/;

/** The letters of a column, from 0. */
export function columnName(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : columnName(Math.floor(column / 26) - 1) + last;
}

function columnOf(letters: string): number {
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** Reads the sheet in `part`, handing each row that holds something to `onRow`; without what is hidden if `skipsHidden`. */
export async function readSheet(
  archive: Archive,
  part: string,
  context: SheetContext,
  skipsHidden: boolean,
  onRow: (row: SheetRow) => void,
  shouldStop: () => boolean,
): Promise<SheetEnd> {
  const hiddenRanges: [number, number][] = [];
  const hiddenColumns = new Set<number>();
  let [hiddenRows, lastHiddenRow, lastFilled] = [0, 0, 0];
  let [rows, farCells, firstFar, spoken] = [0, 0, '', 0];
  let areRowsHidden = false;
  const covers = createCovers();
  // The row under way.
  let record = 0;
  let isHidden = false;
  let cells: string[] = [];
  let marks: (CellMark | undefined)[] | null = null;
  // The cell under way; -1 between cells.
  let column = -1;
  let nextColumn = 0;
  let [type, style] = ['n', 0];
  let [value, formula]: [string | null, string | null] = [null, null];
  let keeps: 'v' | 'f' | 't' | null = null;

  function openRow(tag: Tag): void {
    const given = attribute(tag, 'r');
    const next = given === undefined ? record + 1 : Number(given);
    if (!(Number.isInteger(next) && next > record && next <= SHEET_ROWS))
      throw new Refused('damaged', `it has a row ${given} after row ${record}, which no sheet can have`);
    record = next;
    const height = attribute(tag, 'ht');
    const hidden = attribute(tag, 'hidden');
    isHidden = hidden === undefined ? (height === undefined ? areRowsHidden : Number(height) === 0) : isTrue(hidden);
    cells = [];
    marks = null;
    nextColumn = 0;
  }

  function openCell(tag: Tag): void {
    const place = attribute(tag, 'r');
    if (place === undefined) column = nextColumn;
    else {
      const [, letters = '', row] = PLACE.exec(place) ?? [];
      column = columnOf(letters);
      if (Number(row) !== record || column < nextColumn) throw new Refused('damaged', `its cell ${place} is out of place`);
    }
    if (column >= SHEET_COLUMNS) throw new Refused('damaged', `its row ${record} has more cells than a sheet can have`);
    nextColumn = column + 1;
    type = attribute(tag, 't') ?? 'n';
    style = Number(attribute(tag, 's') ?? 0);
    value = null;
    formula = null;
  }

  function mark(one: CellMark): void {
    marks ??= [];
    marks[column] = one;
  }

  function put(text: string): void {
    while (cells.length < column) cells.push('');
    cells[column] = text;
  }

  function putNumber(raw: string, at: string): void {
    if (!NUMBER.test(raw)) throw new Refused('damaged', `its cell ${at} holds ${raw.slice(0, 20)} in place of a number`);
    const number = keptNumber(Number(raw));
    const shown: ShownNumber = context.styles(style)(number);
    put(shown.text);
    if (shown.day !== null) mark({ kind: 'day', day: shown.day, at });
    else if (shown.isOtherwise || LONG_DIGITS.test(raw)) mark({ kind: 'shown-otherwise', found: shown.text, at });
    else if (context.is1904) {
      const day = dayFromSerial(number, true);
      if (day !== null) mark({ kind: 'serial', day, at });
    }
  }

  function isColumnHidden(): boolean {
    return hiddenRanges.length > 0 && hiddenRanges.some(([first, last]) => column >= first && column <= last);
  }

  /** An empty one was never calculated; so was every one of a workbook that is calculated when it is opened. */
  function isUncalculated(): boolean {
    return formula !== null && (context.isStale || value === null || (value === '' && type !== 'str'));
  }

  function closeCell(): void {
    if (value === null && formula === null) return;
    const at = `${columnName(column)}${record}`;
    if (column >= MAX_COLUMNS) {
      if (farCells === 0) firstFar = at;
      farCells += 1;
      return;
    }
    if (isColumnHidden()) {
      hiddenColumns.add(column);
      if (skipsHidden) return;
    }
    if (isUncalculated()) {
      put(`=${formula}`);
      mark({ kind: 'formula', found: `=${formula}`, at });
      return;
    }
    const raw = value ?? '';
    if (raw === '' && type !== 'inlineStr' && type !== 'str') return;
    if (type === 's') {
      const text = /^\d+$/.test(raw) ? context.strings.at(Number(raw)) : undefined;
      if (text === undefined) throw new Refused('damaged', `its cell ${at} refers to a text that is not there`);
      put(text);
    } else if (type === 'str' || type === 'inlineStr') put(unescaped(raw));
    else if (type === 'b') {
      put(isTrue(raw) ? 'TRUE' : 'FALSE');
      mark({ kind: 'true-or-false', found: cells[column] as string, at });
    } else if (type === 'e') {
      put(raw);
      mark({ kind: 'error', found: raw, at });
    } else if (type === 'd') {
      const [, day, time] = ISO_DAY.exec(raw) ?? [];
      put(raw);
      if (day !== undefined) mark({ kind: 'day', day: time === undefined || time === '00:00:00' ? day : `${day} ${time}`, at });
    } else putNumber(raw.trim(), at);
  }

  function closeRow(): void {
    if (isBlank(cells) && marks === null) return;
    const blanks = record - lastFilled - 1;
    lastFilled = record;
    if (isHidden) [hiddenRows, lastHiddenRow] = [hiddenRows + 1, record];
    rows += 1;
    covers.note(record, cells);
    if (rows > MAX_WORKBOOK_ROWS) throw new Refused('too-many-rows');
    if (!(isHidden && skipsHidden)) onRow({ record, cells, marks, blanks });
  }

  function openColumns(tag: Tag): void {
    const isNone = isTrue(attribute(tag, 'hidden')) || Number(attribute(tag, 'width') ?? 1) === 0;
    const [first, last] = [Number(attribute(tag, 'min')) - 1, Number(attribute(tag, 'max')) - 1];
    if (isNone && first < MAX_COLUMNS && hiddenRanges.length < MAX_HIDDEN_RANGES) hiddenRanges.push([first, last]);
  }

  function open(name: string, tag: Tag): void {
    if (name === 'c') openCell(tag);
    else if (name === 'row') openRow(tag);
    else if (name === 'rPh') spoken += 1;
    else if (name === 'col') openColumns(tag);
    else if (name === 'mergeCell') covers.merge(attribute(tag, 'ref') ?? '');
    else if (name === 'sheetFormatPr') areRowsHidden = isTrue(attribute(tag, 'zeroHeight'));
    else if (column !== -1 && (name === 'v' || name === 'f' || (name === 't' && spoken === 0))) {
      keeps = name;
      if (name === 'f') formula = '';
      else value ??= '';
    }
  }

  function close(name: string): void {
    if (name === 'c') {
      closeCell();
      column = -1;
    } else if (name === 'row') closeRow();
    else if (name === 'rPh') spoken -= 1;
    if (name === keeps) keeps = null;
  }

  function text(piece: string): void {
    if (keeps === null) return;
    if (keeps === 'f') {
      if ((formula as string).length < MAX_FORMULA_LENGTH) formula += piece.slice(0, MAX_FORMULA_LENGTH);
    } else if ((value as string).length <= MAX_CELL_LENGTH) value += piece;
  }

  await readXml(archive.read(part), SHEETS, { open, close, text }, shouldStop);
  return { hiddenRows, lastHiddenRow, hiddenColumns, farCells, firstFar, covered: covers.covered() };
}
