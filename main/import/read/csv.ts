// Text to records: our own streaming tokenizer after RFC 4180, for commas, semicolons, tabs and pipes; LF, CRLF and CR.
// Every record stands alone, however short or long it is, and an opened quote can swallow 64 KiB at most.
import type { DelimiterName } from '../../../shared/reading.ts';
import { createLineEnds } from './line-ends.ts';
import { type Quoting, USUAL_QUOTING } from './quoting.ts';

/** Longer records than this are no records: somebody forgot to close a quote, or it is no CSV. In characters. */
export const MAX_RECORD_LENGTH = 64 * 1024;

export const DELIMITERS: Readonly<Record<DelimiterName, string>> = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' };

/**
 * Receives the cells of one record, its number as a spreadsheet shows it (a blank line counts, a line break inside quotes
 * does not), the physical line it starts on, and how many lines it has. Record and line count from 1.
 */
export type OnRecord = (cells: string[], record: number, line: number, lines: number) => void;

export interface CsvReader {
  /** Reads on. Answers null, or the line of the record that grew too long; nothing is read after that. */
  readonly push: (text: string) => number | null;
  /** Reads what is left. Answers null, or the line of the record whose quote was never closed. */
  readonly end: () => number | null;
  /** Quotes that stood inside a cell and enclosed nothing: how many cells had them, and the first such cell. */
  readonly strayQuotes: () => { readonly count: number; readonly sample: string };
  /** Marks inside a cell that a backslash kept from closing it. */
  readonly escapes: () => number;
  /** Rows that a line break inside of a cell seems to have cut in two, and the last cell of the first. */
  readonly brokenRows: () => { readonly count: number; readonly sample: string };
  /** The physical line that is reached once `text` follows what was read so far. */
  readonly lineAfter: (text: string) => number;
}

export interface CsvReaderOptions {
  readonly maxRecordLength?: number;
  /** The physical line that the text starts on. */
  readonly firstLine?: number;
  readonly quoting?: Quoting;
}

const LF = 0x0a;
const CR = 0x0d;

/** How many line breaks `text` holds; CRLF is one. */
export function countLineBreaks(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LF || (code === CR && text.charCodeAt(at + 1) !== LF)) count += 1;
  }
  return count;
}

/** Reads records out of text that comes in pieces of any size. Quotes that do not enclose a cell stay as they are. */
export function createCsvReader(
  delimiter: string,
  onRecord: OnRecord,
  { maxRecordLength = MAX_RECORD_LENGTH, firstLine = 1, quoting = USUAL_QUOTING }: CsvReaderOptions = {},
): CsvReader {
  const delimiterCode = delimiter.charCodeAt(0);
  let rest = '';
  let record = 0;
  let line = firstLine;
  const ends = createLineEnds();
  let strays = 0;
  let firstStray = '';
  let escaped = 0;
  const { open, close: closing, hasEscapes } = quoting;
  const [openCode, closeCode] = [open.charCodeAt(0), closing.charCodeAt(0)];

  /** Where the unquoted cell that starts at `from` ends; the length of the text when its end is not in sight. */
  function cellEnd(text: string, from: number): number {
    for (let at = from; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === delimiterCode || code === LF || code === CR) return at;
    }
    return text.length;
  }

  function isEscaped(text: string, at: number, from: number): boolean {
    let backslashes = 0;
    while (at - backslashes > from && text.charAt(at - backslashes - 1) === '\\') backslashes += 1;
    return backslashes % 2 === 1;
  }

  /** Where the cell closes whose text starts at `from`; a mark that nothing follows does not, where it is not the one that opened it. */
  function closeOf(text: string, from: number): number {
    for (let at = text.indexOf(closing, from); at !== -1; at = text.indexOf(closing, at + 1)) {
      if (hasEscapes && isEscaped(text, at, from)) continue;
      const next = text.charCodeAt(at + 1);
      if (openCode === closeCode || Number.isNaN(next) || next === delimiterCode || next === LF || next === CR) return at;
    }
    return -1;
  }

  function unescaped(cell: string): string {
    return hasEscapes
      ? cell.replace(/\\(.)/gs, (whole, letter: string) => {
          if (letter !== closing && letter !== '\\') return whole;
          escaped += 1;
          return letter;
        })
      : cell;
  }

  /** Reads a record that holds a quote. Answers where it ends, or -1 when its end is not in sight. */
  function readQuoted(text: string, start: number, isLast: boolean, cells: string[]): number {
    const stray: string[] = [];
    for (let from = start; ; ) {
      let end: number;
      if (text.charCodeAt(from) === openCode) {
        let cell = '';
        let close = closeOf(text, from + 1);
        for (
          from += 1;
          close !== -1 && openCode === closeCode && text.charCodeAt(close + 1) === closeCode;
          close = closeOf(text, from)
        ) {
          cell += unescaped(text.slice(from, close + 1));
          from = close + 2;
        }
        if (close === -1 || (close + 1 === text.length && !isLast)) return -1;
        cell += unescaped(text.slice(from, close));
        end = cellEnd(text, close + 1);
        // Something follows the closing quote: then it closed nothing, and the cell is kept with its quotes.
        if (end !== close + 1) {
          cell = `${open}${cell}${text.slice(close, end)}`;
          stray.push(cell);
        }
        cells.push(cell);
      } else {
        end = cellEnd(text, from);
        const cell = text.slice(from, end);
        // `="00123"` is how Excel writes a text; its quotes are where they belong.
        if (open === '"' && cell.includes('"') && !cell.startsWith('="')) stray.push(cell);
        cells.push(cell);
      }
      if (end === text.length && !isLast) return -1;
      if (text.charCodeAt(end) !== delimiterCode) {
        if (strays === 0) firstStray = stray[0] ?? '';
        strays += stray.length;
        return end;
      }
      from = end + 1;
    }
  }

  function read(text: string, isLast: boolean): number | null {
    const find = (mark: string, from: number): number => {
      const at = text.indexOf(mark, from);
      return at === -1 ? Number.POSITIVE_INFINITY : at;
    };
    let start = 0;
    // The next of each mark, looked up again only when it lies behind: a file without quotes or CR is asked for them once a piece.
    let [lf, cr, quote, cut] = [-1, -1, -1, -1];
    while (start < text.length) {
      if (lf < start) lf = find('\n', start);
      if (cr < start) cr = find('\r', start);
      if (quote < start) quote = find(open, start);
      let end = Math.min(lf, cr);
      const cells: string[] = [];
      const isQuoted = quote < end;
      if (isQuoted) {
        end = readQuoted(text, start, isLast, cells);
        if (end === -1) break;
      } else {
        if (end > text.length) {
          if (!isLast) break;
          end = text.length;
        }
        let from = start;
        if (cut < start) cut = find(delimiter, start);
        for (; cut < end; cut = find(delimiter, from)) {
          cells.push(text.slice(from, cut));
          from = cut + 1;
        }
        cells.push(text.slice(from, end));
      }
      const isCr = text.charCodeAt(end) === CR;
      // Whether a CR at the very end is half of a CRLF is for the next piece to say.
      if (isCr && end + 1 === text.length && !isLast) break;
      if (end - start > maxRecordLength) return line;
      record += 1;
      const lines = isQuoted ? countLineBreaks(text.slice(start, end)) + 1 : 1;
      const isPair = isCr && text.charCodeAt(end + 1) === LF;
      ends.note(cells, isPair ? 'pair' : isCr ? 'return' : 'feed');
      onRecord(cells, record, line, lines);
      line += lines;
      start = end + (isPair ? 2 : 1);
    }
    rest = text.slice(start);
    return rest.length > maxRecordLength || (isLast && rest !== '') ? line : null;
  }

  return {
    push: (text) => read(rest + text, false),
    end: () => read(rest, true),
    strayQuotes: () => ({ count: strays, sample: firstStray }),
    escapes: () => escaped,
    brokenRows: ends.brokenRows,
    lineAfter: (text) => line + countLineBreaks(rest + text),
  };
}

/** A record with the number that a spreadsheet shows for it. */
export interface NumberedRecord {
  readonly row: number;
  readonly cells: readonly string[];
}

const HEAD_RECORDS = 50;

/** The first records of `head` when `delimiter` separates its cells, blank ones left out; of a file of which there is more, whole ones. */
export function firstRecords(head: string, delimiter: string, isWhole: boolean, quoting = USUAL_QUOTING): NumberedRecord[] {
  const records: NumberedRecord[] = [];
  const take: OnRecord = (cells, row) => {
    if (records.length < HEAD_RECORDS && !isBlank(cells)) records.push({ row, cells: unwrapped(cells, delimiter) ?? cells });
  };
  const reader = createCsvReader(delimiter, take, { quoting });
  if (reader.push(head) === null && isWhole) reader.end();
  return records;
}

const FEWEST_CELLS = 4;

/**
 * The cells of a record that stands as a whole in one pair of quotation marks; null for all others. Excel saves it so after it
 * opened a file whose separator is not that of the country, and showed each line as one cell.
 */
export function unwrapped(cells: readonly string[], delimiter: string): string[] | null {
  const [line] = cells;
  if (cells.length !== 1 || line === undefined || !line.includes(delimiter)) return null;
  const inside: string[][] = [];
  const reader = createCsvReader(delimiter, (found) => void inside.push(found));
  const isWhole = reader.push(line) === null && reader.end() === null;
  const [only] = inside;
  return isWhole && inside.length === 1 && only !== undefined && only.length >= FEWEST_CELLS ? only : null;
}

/** A row of nothing but empty cells is what spreadsheets leave behind; it says nothing. */
export function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}
