// Text to records: ours against csv-parse on any text, cut at any place, and the rules that csv-parse does not know.
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCsvReader, MAX_RECORD_LENGTH } from '../../main/import/read/csv.ts';
import { delimiterOf } from '../../main/import/read/structure.ts';

interface Read {
  readonly records: string[][];
  readonly places: (readonly [record: number, line: number])[];
  /** The line of the record that does not end, or null. */
  readonly stuckAt: number | null;
}

function read(text: string, { delimiter = ',', cuts = [] as readonly number[], maxRecordLength = MAX_RECORD_LENGTH } = {}): Read {
  const records: string[][] = [];
  const places: [number, number][] = [];
  const reader = createCsvReader(
    delimiter,
    (cells, record, line) => {
      records.push(cells);
      places.push([record, line]);
    },
    { maxRecordLength },
  );
  let stuckAt: number | null = null;
  let from = 0;
  for (const cut of [...cuts, text.length]) {
    stuckAt ??= reader.push(text.slice(from, cut));
    from = Math.max(from, cut);
  }
  return { records, places, stuckAt: stuckAt ?? reader.end() };
}

/** What csv-parse makes of it; null when it finds a quote that is never closed. */
function peer(text: string, delimiter: string): string[][] | null {
  try {
    return parse(text, { delimiter, relax_quotes: true, relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'] });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'CSV_QUOTE_NOT_CLOSED') return null;
    throw error;
  }
}

const anyText = fc.string({
  unit: fc.constantFrom('a', 'b', 'å', '王', ' ', '"', '"', ',', ';', '\n', '\r', '\r\n', '\t'),
  maxLength: 60,
});
const anyCuts = fc.array(fc.nat(80), { maxLength: 12 }).map((cuts) => [...cuts].sort((a, b) => a - b));
const anyDelimiter = fc.constantFrom(',', ';', '\t', '|');

describe('records', () => {
  it('are those that csv-parse reads, wherever the text is cut', () => {
    fc.assert(
      fc.property(anyText, anyCuts, anyDelimiter, (text, cuts, delimiter) => {
        const theirs = peer(text, delimiter);
        const ours = read(text, { delimiter, cuts });
        if (theirs === null) expect(ours.stuckAt).not.toBeNull();
        else expect(ours).toMatchObject({ records: theirs, stuckAt: null });
      }),
      { numRuns: 5000 },
    );
  });

  it('come back as they were written, whatever their cells hold', () => {
    const anyCell = fc.string({ unit: fc.constantFrom('x', 'ö', '"', ',', '\n', '\r', ' '), maxLength: 8 });
    const anyRecords = fc.array(fc.array(anyCell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 });
    const written = (records: readonly string[][], lineEnd: string): string =>
      records.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',') + lineEnd).join('');
    fc.assert(
      fc.property(anyRecords, fc.constantFrom('\n', '\r\n', '\r'), anyCuts, (records, lineEnd, cuts) => {
        expect(read(written(records, lineEnd), { cuts })).toMatchObject({ records, stuckAt: null });
      }),
    );
  });

  it('stand alone, however short or long they are', () => {
    expect(read('a,b,c\n1\n2,3,4,5\n\n6,7').records).toEqual([['a', 'b', 'c'], ['1'], ['2', '3', '4', '5'], [''], ['6', '7']]);
  });

  it('have the number of a spreadsheet row and the line they start on', () => {
    expect(read('head\n\n"two\nlines"\r\n"a\r\nb\rc"\rlast').places).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 5],
      [5, 8],
    ]);
  });

  it('keep a quote that encloses nothing as it is, and count it once', () => {
    expect(read('5" pipe,"half" quoted,say "hi"\n').records).toEqual([['5" pipe', '"half" quoted', 'say "hi"']]);
    for (const cut of [3, 9, 20]) {
      const text = '"fine, ""so""",="00123",5" pipe\n"half" open,x\n';
      const reader = createCsvReader(',', () => {});
      for (const piece of [text.slice(0, cut), text.slice(cut)]) expect(reader.push(piece)).toBeNull();
      expect(reader.strayQuotes()).toEqual({ count: 2, sample: '5" pipe' });
    }
  });
});

describe('a record that does not end', () => {
  it('is refused with the line it starts on, long before the file ends', () => {
    const rows = 'a,b\n'.repeat(9);
    let pushed = 0;
    const reader = createCsvReader(',', () => {});
    expect(reader.push(`${rows}a,"never closed\n`)).toBeNull();
    let stuckAt: number | null = null;
    for (; stuckAt === null && pushed < 1000; pushed += 1) stuckAt = reader.push('x,y\n'.repeat(1024));
    expect({ stuckAt, pushed }).toEqual({ stuckAt: 10, pushed: 16 });
  });

  it('is refused at the end of the file when a quote is still open', () => {
    expect(read('a,b\nc,"d\ne,f\n').stuckAt).toBe(2);
  });

  it('is refused whether it is quoted or not, and one of just that length is not', () => {
    const long = 'x'.repeat(100);
    expect(read(`a\n${long}\nb\n`, { maxRecordLength: 100 }).stuckAt).toBeNull();
    expect(read(`a\n${long}x\nb\n`, { maxRecordLength: 100 }).stuckAt).toBe(2);
    expect(read(`a\n"${long}"\nb\n`, { maxRecordLength: 100 }).stuckAt).toBe(2);
    expect(read(`a\n${long}x`, { maxRecordLength: 100 }).stuckAt).toBe(2);
  });
});

describe('the delimiter', () => {
  const names = ['internalOrderRef', 'bookingResult', 'bookingDate', 'inspectorName'];

  it.each([
    ['comma', ','],
    ['semicolon', ';'],
    ['tab', '\t'],
    ['pipe', '|'],
  ])('is found to be a %s from the names in the header', (name, mark) => {
    expect(delimiterOf(`${names.join(mark)}\nO-1${mark}Booked${mark}2025-04-28${mark}Wei, Zhang; Li | Fang\n`, true)).toBe(name);
  });

  it('is found from the shape of the records when the header has other names', () => {
    expect(delimiterOf('Order;Result, as told;Day\nO-1;Booked;2025-04-28\nO-2;Booked, late, again;2025-04-29\n', true)).toBe(
      'semicolon',
    );
  });

  it('is a comma when nothing tells', () => {
    expect(delimiterOf('', true)).toBe('comma');
    expect(delimiterOf('one\ntwo\n', true)).toBe('comma');
  });
});
