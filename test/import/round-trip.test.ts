// What we write for a spreadsheet comes back through our own import as it was, whatever is in it, and is never a formula on the way.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { codeValue, nameValue } from '../../main/import/check/cells.ts';
import { CSV_START, csvLine } from '../../main/import/check/export.ts';
import { BOOKING_RESULT_FIELDS, BookingResult } from '../../shared/booking-result.ts';
import { stageText } from '../support/make-stage.ts';

const anyText = fc
  .string({
    unit: fc.constantFrom(
      "'",
      '"',
      '=',
      '-',
      '+',
      '@',
      '＠',
      ',',
      ';',
      '\t',
      ' ',
      '#',
      '0',
      '1',
      'E',
      'x',
      'å',
      '王',
      'Ａ',
      '\u3000',
      '\u200B',
      '\u0301',
      '\n',
      '|',
    ),
    maxLength: 9,
  })
  // One that ends in a quotation mark may be a pair that another program put around a reference, which is taken off as a whole.
  .filter((text) => text.trim() !== '' && !/['"](?:\s|\u200B|\u0301)*$/.test(text));
const anyRow = fc.oneof(
  fc.tuple(anyText, fc.constant('Booked'), fc.constantFrom('2025-04-28', '2024-02-29'), anyText),
  fc.tuple(anyText, fc.constant('Unavailable'), fc.constant(''), fc.constant('')),
  fc.tuple(anyText, anyText, anyText, anyText),
);

it('is lossless for all that an import ever keeps, good rows and held ones', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 30 }), async (rows) => {
      const write = (values: readonly (readonly string[])[]): string =>
        `${CSV_START}${csvLine([...BOOKING_RESULT_FIELDS, 'reason'])}${values.map((cells) => csvLine([...cells, 'why'])).join('')}`;
      const read = async (text: string): Promise<{ cells: string[]; verdict: string }[]> =>
        (await stageText(text)).rows.map(({ ref, result, date, inspector, verdict }) => ({
          cells: [ref, result, date, inspector],
          verdict,
        }));
      const first = await read(write(rows));
      const text = write(first.map(({ cells }) => cells));
      expect(await read(text)).toEqual(first);
      // No cell starts like a formula, as a program sees it that knows nothing of our apostrophe.
      expect(text.replaceAll(/"(?:[^"]|"")*"/g, (cell) => cell.slice(1, 2))).not.toMatch(/(?:^|[,\n])[=+\-@\t\r＝＋－＠]/);
    }),
    { numRuns: 400 },
  );
}, 60_000);

it('is lossless for every result in plain letters, on the first way through', () => {
  const anyResult = fc
    .tuple(anyText, anyText)
    .map(([ref, name]) => ({
      internalOrderRef: codeValue(`'${ref}`, () => {}),
      bookingResult: 'Booked' as const,
      bookingDate: '2025-04-28',
      inspectorName: nameValue(`'${name}`, () => {}),
    }))
    .filter((result) => BookingResult.safeParse(result).success);
  return fc.assert(
    fc.asyncProperty(fc.array(anyResult, { minLength: 1, maxLength: 20 }), async (results) => {
      const text = `${CSV_START}${csvLine(BOOKING_RESULT_FIELDS)}${results
        .map((result) => csvLine(BOOKING_RESULT_FIELDS.map((field) => result[field])))
        .join('')}`;
      const { rows } = await stageText(text);
      expect(rows.map(({ ref, inspector }) => [ref, inspector])).toEqual(
        results.map(({ internalOrderRef, inspectorName }) => [internalOrderRef, inspectorName]),
      );
    }),
    { numRuns: 300 },
  );
}, 60_000);
