// What the title of a column says: the names of the API page, and what offices in Britain, Sweden and China write instead.
// Case, spacing, punctuation and full-width letters do not matter. Pure.
import { createHash } from 'node:crypto';
import { BOOKING_RESULT_FIELDS, type BookingResultField } from '../../../shared/booking-result.ts';
import type { FieldColumns } from '../../../shared/reading.ts';
import { plainWord } from './words.ts';

/** Titles that mean a field: the name of the API page, titles that say it in full, and titles that may say it. */
const TITLES: Readonly<Record<BookingResultField, readonly [api: string, full: string, short: string]>> = {
  internalOrderRef: [
    'internalOrderRef',
    `internal order reference|internal order no|internal order number|internal order nr|internal order id|internal order
     |order ref|order reference|order number|order no|order nr|order id|ordernummer|orderreferens|internreferens|internt ordernummer
     |internordernummer|intern orderreferens|beställningsnummer|订单号|订单编号|订单号码|订单参考|订单参考号|内部订单号|内部订单编号|内部订单参考号
     |內部訂單號|訂單號|訂單編號|單號|单号`,
    'ref|reference|referens|order|id|po|po number|po no|编号|編號',
  ],
  bookingResult: [
    'bookingResult',
    `booking status|booking outcome|result of booking|bokningsresultat|bokningsstatus|预订结果|预定结果|预约结果|预订状态|预定状态|预约状态
     |預訂結果|預約結果|預訂狀態|預約狀態`,
    'result|status|outcome|booking|resultat|utfall|bokning|结果|状态|結果|狀態',
  ],
  bookingDate: [
    'bookingDate',
    `inspection date|date of inspection|booked date|date booked|qc date|bokningsdatum|bokat datum|inspektionsdatum|kontrolldatum
     |besiktningsdatum|预订日期|预定日期|预约日期|验货日期|检验日期|检查日期|預訂日期|預約日期|驗貨日期|檢驗日期`,
    'date|day|datum|dag|日期',
  ],
  inspectorName: [
    'inspectorName',
    `inspector|name of inspector|inspector's name|qc inspector|inspektör|inspektor|inspektörens namn|inspektörsnamn|kontrollant
     |besiktningsman|检验员|检验员姓名|检验人|检验人员|验货员|验货员姓名|检查员|质检员|质检员姓名|檢驗員|驗貨員|質檢員`,
    'name|namn|姓名|名字',
  ],
};
const LEVELS = 3;

/** Title to field and level; a lower level says it better. */
const MEANING = new Map(
  BOOKING_RESULT_FIELDS.flatMap((field) =>
    TITLES[field].flatMap((titles, level) => titles.split('|').map((title) => [plainWord(title), { field, level }] as const)),
  ),
);

/** No column for any field. */
export const NO_COLUMNS: FieldColumns = { internalOrderRef: null, bookingResult: null, bookingDate: null, inspectorName: null };

/** Which column is which by its title. A field is null when no title means it, or when two mean it equally well. */
export function columnsFromTitles(titles: readonly string[]): FieldColumns {
  const places = new Map<string, number[]>();
  titles.forEach((title, index) => {
    const meaning = MEANING.get(plainWord(title));
    if (meaning === undefined) return;
    const key = `${meaning.field} ${meaning.level}`;
    places.set(key, [...(places.get(key) ?? []), index]);
  });
  const columns: Record<BookingResultField, number | null> = { ...NO_COLUMNS };
  for (const field of BOOKING_RESULT_FIELDS) {
    const best = Array.from({ length: LEVELS }, (_, level) => places.get(`${field} ${level}`)).find(
      (found) => found !== undefined,
    );
    columns[field] = best?.length === 1 ? (best[0] as number) : null;
  }
  return columns;
}

/** How many fields these cells name, however often. */
export function fieldsNamed(cells: readonly string[]): number {
  return new Set(cells.map((cell) => MEANING.get(plainWord(cell))?.field).filter((field) => field !== undefined)).size;
}

/** The same for files with the same titles in the same order, whatever their case and punctuation. */
export function fingerprintOf(titles: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify(titles.map(plainWord)))
    .digest('hex')
    .slice(0, 32);
}
