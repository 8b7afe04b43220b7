// The bytes of a text file to staged rows: decode, find the shape, split, stage. Bytes that are not what their beginning let
// expect end the pass with a better plan, and the file is read once more: never half in one encoding and half in another.
import { isAscii, isUtf8 } from 'node:buffer';
import type { Encoding } from '../../../shared/encodings.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { DelimiterName } from '../../../shared/reading.ts';
import { fail, ok } from '../../../shared/result.ts';
import {
  type CsvReader,
  countLineBreaks,
  createCsvReader,
  DELIMITERS,
  firstRecords,
  MAX_RECORD_LENGTH,
  type OnRecord,
  unwrapped,
} from '../read/csv.ts';
import { createDecoder, type Decoded, type Decoder, declaredEncoding } from '../read/decode.ts';
import { decodeAs, type Ranking, rankEncodings, rankUtf8 } from '../read/encodings.ts';
import { isUnusual, quotingOf } from '../read/quoting.ts';
import { delimiterOf, separatorLine } from '../read/structure.ts';
import { type Again, type Decoding, type FileOrder, type FileRows, type FileStage, openRows, type Plan } from './file-rows.ts';
import type { Staging } from './staging.ts';

/** Text of this size is short-lived garbage; larger pieces would pile up until the next large collection. */
const SLICE_BYTES = 48 * 1024;
/** The shape of a file is found in so many characters, or in more when they hold no whole record. */
const HEAD_LENGTH = 16 * 1024;
const SAMPLE_LINES = 200;
const SAMPLE_LINE_BYTES = 400;
const NAMES_SHOWN = 5;
const NAME_LENGTH = 60;
const PADDING = '\0\x1a';
const LF = 0x0a;
const CR = 0x0d;

/** Starts a pass over a file by what is known of it. */
export function createTextStage(order: FileOrder, plan: Plan, staging: Staging): FileStage {
  const { choice, name, osEncoding } = order;
  let decoder: Decoder | null = null;
  let encoding: Encoding = 'UTF-8';
  let isDeclared = false;
  let head: string | null = '';
  let csv: CsvReader | null = null;
  let rows: FileRows | null = null;
  let delimiter: DelimiterName = 'comma';
  let padding = '';
  const samples: Buffer[] = [];

  function begin(piece: Buffer): Buffer {
    const declared = declaredEncoding(piece);
    isDeclared = declared !== null;
    encoding = choice.encoding ?? plan.ranking?.encoding ?? declared?.encoding ?? 'UTF-8';
    decoder = createDecoder(encoding, choice.encoding === undefined && plan.ranking === null);
    return piece.subarray(declared?.encoding === encoding ? declared.bomBytes : 0);
  }

  /** Finds the shape in what was read so far; null when it takes more to find it. */
  function open(marked: string, isWhole: boolean): Failure | null {
    // GB18030 has a byte order mark too, though hardly anybody writes it.
    const text = marked.replace(/^\uFEFF/, '');
    const separator = separatorLine(text);
    const body = text.slice(separator?.length ?? 0);
    const mark = choice.delimiter ?? separator?.delimiter ?? delimiterOf(body, isWhole);
    const quoting = quotingOf(body, DELIMITERS[mark]);
    const records = firstRecords(body, DELIMITERS[mark], isWhole, quoting);
    if (records.length === 0 && !isWhole && text.length <= 2 * MAX_RECORD_LENGTH) return null;
    head = null;
    delimiter = mark;
    const opened = openRows(records, mark, order, plan, staging);
    if (!opened.ok) return opened.failure;
    rows = opened.value;
    const { notes, take } = rows;
    const takeRecord: OnRecord = (cells, record, line, lines) => {
      const inside = unwrapped(cells, DELIMITERS[mark]);
      if (inside !== null) notes.add('rows-unwrapped', String(record));
      take(inside ?? cells, record, line, lines);
    };
    if (separator !== null) notes.add('separator-line', text.slice(0, separator.length).trim());
    if (isUnusual(quoting) && quoting.open !== '"') notes.add('single-quotes', `${quoting.open}${quoting.close}`);
    csv = createCsvReader(DELIMITERS[mark], takeRecord, { firstLine: separator === null ? 1 : 2, quoting });
    return read(csv, body);
  }

  function read(reader: CsvReader, text: string): Failure | null {
    const tooLong = reader.push(text);
    return tooLong === null ? null : { kind: 'record-too-long', name, line: tooLong };
  }

  /** Some programs fill the last block of a file with NULs, or end it as MS-DOS did; inside a file they stay what they are. */
  function takeText(text: string): Failure | null {
    let end = text.length;
    while (end > 0 && PADDING.includes(text.charAt(end - 1))) end -= 1;
    const before = end === 0 ? '' : padding;
    padding = `${end === 0 ? padding : ''}${text.slice(end)}`.slice(0, MAX_RECORD_LENGTH + 1);
    return end === 0 && csv !== null ? null : takeUnpadded(`${before}${text.slice(0, end)}`);
  }

  function takeUnpadded(text: string): Failure | null {
    if (csv !== null) return read(csv, text);
    head += text;
    return head !== null && head.length >= HEAD_LENGTH ? open(head, false) : null;
  }

  function takeDecoded(decoded: Decoded): Failure | Again | null {
    if (decoded.ok) return takeText(decoded.text);
    if (encoding === 'UTF-8') return { again: { ranking: rankAfterAll() } };
    const line = csv === null ? countLineBreaks(`${head}${decoded.before}`) + 1 : csv.lineAfter(decoded.before);
    return { kind: 'encoding-unknown', name, line };
  }

  /** A byte order mark leaves no choice: what is broken behind it is broken UTF-8. */
  function rankAfterAll(): Ranking {
    const ranking = rankEncodings(samples, osEncoding);
    return isDeclared ? { ...ranking, encoding: 'UTF-8', isCertain: false } : ranking;
  }

  function sample(piece: Buffer): void {
    for (let start = 0; start < piece.length && samples.length < SAMPLE_LINES; ) {
      let end = start;
      while (end < piece.length && piece[end] !== LF && piece[end] !== CR) end += 1;
      const line = piece.subarray(start, Math.min(end, start + SAMPLE_LINE_BYTES));
      if (!isAscii(line)) samples.push(Buffer.from(line));
      start = end + 1;
    }
  }

  function takeSlices(slices: Decoder, piece: Buffer): Failure | Again | null {
    for (let start = 0; start < piece.length; ) {
      // Up to the end of a line where there is one, so that nothing has to be joined again.
      const end = start + piece.subarray(start, start + SLICE_BYTES).lastIndexOf(LF) + 1;
      const slice = piece.subarray(start, end > start ? end : start + SLICE_BYTES);
      const failure = takeDecoded(slices.push(slice));
      if (failure !== null) return failure;
      start += slice.length;
    }
    return null;
  }

  function decoding(): Decoding {
    const isWide = encoding === 'UTF-16LE' || encoding === 'UTF-16BE';
    if (isWide && choice.encoding === undefined) return { encoding, isCertain: true, encodings: [] };
    // Whoever came here without a choice and without a ranking has decoded all of it as UTF-8.
    const isValid = choice.encoding === undefined || samples.every((line) => isUtf8(line));
    const ranking = plan.ranking ?? (isValid ? rankUtf8(samples) : rankEncodings(samples, osEncoding));
    // Lines of UTF-16 cannot be told apart in bytes, so there is nothing of it to show.
    const candidates = samples.length === 0 ? [] : [...new Set([...(isWide ? [] : [encoding]), ...ranking.candidates])];
    return {
      encoding,
      // Valid behind its mark is what it says it is, however few and strange its letters are.
      isCertain: choice.encoding !== undefined || (isDeclared && plan.ranking === null) || ranking.isCertain,
      encodings: candidates.map((one) => ({ encoding: one, names: namesIn(samples, one, DELIMITERS[delimiter]) })),
    };
  }

  return {
    take: (piece) => {
      const bytes = decoder === null ? begin(piece) : piece;
      if (samples.length < SAMPLE_LINES && !isAscii(bytes)) sample(bytes);
      // One transaction for each piece of the file, which holds about ten thousand rows.
      staging.begin();
      const failure = takeSlices(decoder as Decoder, bytes);
      staging.commit();
      return failure;
    },
    expectTimes: (times) => rows?.expectTimes(times),
    end: async (shouldStop) => {
      staging.begin();
      const last = decoder === null ? null : takeDecoded(decoder.end());
      const failure =
        last ?? (head === null ? null : head.trim() === '' ? ({ kind: 'file-empty', name } as const) : open(head, true));
      const unclosed = failure === null ? (csv?.end() ?? null) : null;
      staging.commit();
      if (failure !== null) return 'again' in failure ? ok(failure) : fail(failure);
      if (unclosed !== null) return fail({ kind: 'record-too-long', name, line: unclosed });
      const { notes, end } = rows as FileRows;
      const strays = csv?.strayQuotes();
      if (strays !== undefined && strays.count > 0) notes.add('stray-quotes', strays.sample, strays.count);
      const broken = csv?.brokenRows() ?? { count: 0, sample: '' };
      if (broken.count > 0) notes.add('broken-rows', broken.sample, broken.count);
      if (padding !== '') notes.add('nul-padding', '', padding.length);
      const escapes = csv?.escapes() ?? 0;
      if (escapes > 0) notes.add('backslash-escapes', '', escapes);
      staging.begin();
      const understood = end(decoding(), shouldStop);
      staging.commit();
      return understood;
    },
  };
}

/** Cells that are not plain ASCII, as they read in an encoding. */
function namesIn(lines: readonly Buffer[], encoding: Encoding, delimiter: string): string[] {
  const names = new Set<string>();
  for (const line of lines) {
    for (const cell of decodeAs(line, encoding).split(delimiter)) {
      const name = cell.replaceAll('"', '').trim();
      if (/[^\0-\x7f]/.test(name)) names.add(name.slice(0, NAME_LENGTH));
    }
    if (names.size >= NAMES_SHOWN) break;
  }
  return [...names].slice(0, NAMES_SHOWN);
}
