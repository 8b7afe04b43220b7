// Random tables, written in random encodings, dialects, number formats and date systems, come back equal, or a person is asked.
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, it } from 'vitest';
import { book, n, result, t } from './bytes.ts';
import { type Case, judged, type TruthRow } from './judge.ts';

const DAY_MS = 86_400_000;
const DAY_0 = Date.UTC(2025, 3, 1);
const NAMES = [
  'Mary Hill',
  'Åsa Lindström',
  'Göran Sjöberg',
  'José Peña',
  "Mary O'Brien",
  'Hill, Mary',
  '王秀英',
  '李芳',
  'Łukasz Wójcik',
  'Иван Петров',
];
const ENCODINGS = ['utf8', 'utf8-bom', 'utf-16le', 'windows-1252', 'windows-1250', 'windows-1251', 'gb18030'] as const;
const TITLES = ['internalOrderRef', 'bookingResult', 'bookingDate', 'inspectorName'];

const pad = (value: number): string => String(value).padStart(2, '0');
/** Each way to write a day: year, month, day. */
const FORMS: readonly ((year: number, month: number, day: number) => string)[] = [
  (year, month, day) => `${year}-${pad(month)}-${pad(day)}`,
  (year, month, day) => `${year}/${month}/${day}`,
  (year, month, day) => `${pad(day)}.${pad(month)}.${year}`,
  (year, month, day) => `${pad(day)}/${pad(month)}/${year}`,
  (year, month, day) => `${pad(month)}/${pad(day)}/${year}`,
  (year, month, day) => `${year}年${month}月${day}日`,
];

const people = fc.array(
  fc.record({ at: fc.integer({ min: 0, max: 59 }), name: fc.constantFrom(...NAMES), isBooked: fc.boolean() }),
  { minLength: 1, maxLength: 12 },
);

const dayAt = (at: number): Date => new Date(DAY_0 + at * DAY_MS);
const iso = (day: Date): string => day.toISOString().slice(0, 10);

function quotedCell(cell: string, mark: string, always: boolean): string {
  return always || cell.includes(mark) || cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell;
}

async function neverSilent(one: Pick<Case, 'bytes' | 'truth' | 'file'>): Promise<void> {
  const { end, queued } = await judged({ name: '', report: '', ...one });
  expect(end === 'SILENT DIFFERENCE' ? { queued, truth: one.truth } : {}).toEqual({});
}

it('a text in any encoding and dialect', async () => {
  const dialect = fc.record({
    encoding: fc.constantFrom(...ENCODINGS),
    mark: fc.constantFrom(',', ';', '\t', '|'),
    lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
    form: fc.constantFrom(...FORMS),
    always: fc.boolean(),
    zeros: fc.integer({ min: 1, max: 12 }),
    order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(people, dialect, async (rows, { encoding, mark, lineEnd, form, always, zeros, order }) => {
      const kept = rows.filter(
        ({ name }) => iconv.decode(iconv.encode(name, encoding.replace('-bom', '')), encoding.replace('-bom', '')) === name,
      );
      const truth = kept.map(({ at, name, isBooked }, index): TruthRow => {
        const ref = String(index + 1).padStart(zeros, '0');
        return isBooked ? [ref, 'Booked', iso(dayAt(at)), name] : [ref, 'Unavailable', '', ''];
      });
      const cells = truth.map(([ref, word, date, name]) => {
        const [year, month, day] = date.split('-').map(Number) as [number, number, number];
        return [ref, word, date === '' ? '' : form(year, month, day), name];
      });
      const lines = [TITLES, ...cells].map((line) =>
        order.map((place) => quotedCell(line[place] as string, mark, always)).join(mark),
      );
      const written = `${encoding === 'utf8-bom' || encoding === 'utf-16le' ? '\uFEFF' : ''}${lines.join(lineEnd)}${lineEnd}`;
      await neverSilent({ truth, bytes: iconv.encode(written, encoding.replace('-bom', '')) });
    }),
    { numRuns: 150 },
  );
}, 240_000);

it('a workbook in any number format and date system', async () => {
  const format = fc.record({
    zeros: fc.integer({ min: 1, max: 11 }),
    before: fc.constantFrom('', '&quot;ORD-&quot;', '[Blue]', '[$-41D]'),
    dates: fc.constantFrom(
      'yyyy-mm-dd',
      'dd/mm/yyyy',
      'm/d/yy',
      'd mmmm yyyy',
      '[$-41D]yyyy-mm-dd',
      'yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;',
    ),
    is1904: fc.boolean(),
    asText: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(people, format, async (people, { zeros, before, dates, is1904, asText }) => {
      const rows = people.map(({ at, name }, index) => ({ at, name, index }));
      const text = before.startsWith('&quot;') ? 'ORD-' : '';
      const truth = rows.map(
        ({ at, name, index }): TruthRow => [
          asText ? String(index + 1).padStart(zeros, '0') : `${text}${String(index + 1).padStart(zeros, '0')}`,
          'Booked',
          iso(dayAt(at)),
          name,
        ],
      );
      const xml = rows.map(({ at, name, index }) => {
        const serial = (dayAt(at).getTime() - Date.UTC(1899, 11, 30)) / DAY_MS - (is1904 ? 1462 : 0);
        const ref = asText ? t(String(index + 1).padStart(zeros, '0')) : n(index + 1, 3);
        return result(index + 2, ref, t(name), n(serial, 4));
      });
      const bytes = book({
        formats: [`${before}${'0'.repeat(zeros)}`, dates],
        workbookPr: is1904 ? '<workbookPr date1904="true"/>' : '',
        rows: xml.join(''),
      });
      await neverSilent({ truth, bytes, file: 'results.xlsx' });
    }),
    { numRuns: 80 },
  );
}, 240_000);
