// Text to records: our own streaming tokenizer after RFC 4180, for commas, semicolons, tabs and pipes; LF, CRLF and CR.
// Every record stands alone, however short or long it is, and an opened quote can swallow 64 KiB at most.

/** Longer records than this are no records: somebody forgot to close a quote, or it is no CSV. In characters. */
export const MAX_RECORD_LENGTH = 64 * 1024;

export const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const;
export type DelimiterName = keyof typeof DELIMITERS;

/**
 * Receives the cells of one record, its number as a spreadsheet shows it (a blank line counts, a line break inside quotes
 * does not), and the physical line it starts on. Both count from 1.
 */
export type OnRecord = (cells: string[], record: number, line: number) => void;

export interface CsvReader {
  /** Reads on. Answers null, or the line of the record that grew too long; nothing is read after that. */
  readonly push: (text: string) => number | null;
  /** Reads what is left. Answers null, or the line of the record whose quote was never closed. */
  readonly end: () => number | null;
  /** The physical line that is reached once `text` follows what was read so far. */
  readonly lineAfter: (text: string) => number;
}

const QUOTE = 0x22;
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
export function createCsvReader(delimiter: string, onRecord: OnRecord, maxRecordLength = MAX_RECORD_LENGTH): CsvReader {
  const delimiterCode = delimiter.charCodeAt(0);
  let rest = '';
  let record = 0;
  let line = 1;

  /** Where the unquoted cell that starts at `from` ends; the length of the text when its end is not in sight. */
  function cellEnd(text: string, from: number): number {
    for (let at = from; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === delimiterCode || code === LF || code === CR) return at;
    }
    return text.length;
  }

  /** Reads a record that holds a quote. Answers where it ends, or -1 when its end is not in sight. */
  function readQuoted(text: string, start: number, isLast: boolean, cells: string[]): number {
    for (let from = start; ; ) {
      let end: number;
      if (text.charCodeAt(from) === QUOTE) {
        let cell = '';
        let close = text.indexOf('"', from + 1);
        for (from += 1; text.charCodeAt(close + 1) === QUOTE && close !== -1; close = text.indexOf('"', from)) {
          cell += text.slice(from, close + 1);
          from = close + 2;
        }
        if (close === -1 || (close + 1 === text.length && !isLast)) return -1;
        cell += text.slice(from, close);
        end = cellEnd(text, close + 1);
        // Something follows the closing quote: then it closed nothing, and the cell is kept with its quotes.
        cells.push(end === close + 1 ? cell : `"${cell}${text.slice(close, end)}`);
      } else {
        end = cellEnd(text, from);
        cells.push(text.slice(from, end));
      }
      if (end === text.length) return isLast ? end : -1;
      if (text.charCodeAt(end) !== delimiterCode) return end;
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
      if (quote < start) quote = find('"', start);
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
      onRecord(cells, record, line);
      line += isQuoted ? countLineBreaks(text.slice(start, end)) + 1 : 1;
      start = end + (isCr && text.charCodeAt(end + 1) === LF ? 2 : 1);
    }
    rest = text.slice(start);
    return rest.length > maxRecordLength || (isLast && rest !== '') ? line : null;
  }

  return {
    push: (text) => read(rest + text, false),
    end: () => read(rest, true),
    lineAfter: (text) => line + countLineBreaks(rest + text),
  };
}

const HEAD_LENGTH = 64 * 1024;
const HEAD_RECORDS = 50;

/** The first records of `head` as they are when `delimiter` separates its cells, blank ones left out. */
export function firstRecords(head: string, delimiter: string): string[][] {
  const records: string[][] = [];
  const reader = createCsvReader(delimiter, (cells) => {
    if (records.length < HEAD_RECORDS && cells.some((cell) => cell.trim() !== '')) records.push(cells);
  });
  if (reader.push(head.slice(0, HEAD_LENGTH)) === null && head.length <= HEAD_LENGTH) reader.end();
  return records;
}
