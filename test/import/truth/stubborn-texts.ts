// Texts after reports that came late: separators that look like others, titles with something unseen in them, dates in words.
import { booked, csv, DAY, HEADER, NAME, text } from './bytes.ts';
import type { Case, TruthRow } from './judge.ts';

const ROW = `${DAY},${NAME}`;
const ONE = [booked('0001')];
const BOTH = [booked('0001'), booked('0002')];
const SEMI = HEADER.replaceAll(',', ';');
const dated = (...days: readonly string[]): Buffer => csv(...days.map((day, at) => `000${at + 1},Booked,${day},${NAME}`));
const days = (...all: readonly string[]): TruthRow[] => all.map((day, at) => booked(`000${at + 1}`, NAME, day));
const titled = (header: string, ...rows: readonly string[]): Buffer => text(header, ...rows);
const date = (name: string, report: string, bytes: Buffer, truth: readonly TruthRow[], may: Case['may'] = ['held']): Case => ({
  name,
  report,
  bytes,
  truth,
  may,
});
const HELD_OR_TOLD: Case['may'] = ['queued', 'held', 'remarked'];

export const STUBBORN_TEXTS: readonly Case[] = [
  {
    name: 'more colons than commas',
    report: 'CleverCSV #35: delimiter is not correct, the colons of times',
    bytes: titled(`${HEADER},from,to`, `0001,Booked,${ROW},20:53:06,21:10:31`, `0002,Booked,${ROW},19:33:15,19:40:00`),
    truth: BOTH,
  },
  {
    name: 'lists with commas in cells of a semicolon file',
    report: 'cpython #119123: Sniffer interprets the delimiter incorrectly',
    bytes: text(`${SEMI};tags`, `0001;Booked;${DAY};${NAME};['112', '112']`, `0002;Booked;${DAY};${NAME};['7']`),
    truth: BOTH,
  },
  {
    name: 'a separator beside quotes that is none',
    report: 'cpython #97611: CSV sniffing detects wrong field delimiter',
    bytes: text(`${SEMI};note`, `0001;Booked;${DAY};${NAME};"a" "b" "c"`, `0002;Booked;${DAY};${NAME};"d" "e"`),
    truth: BOTH,
    may: HELD_OR_TOLD,
  },
  {
    name: 'empty columns behind the last',
    report: 'OpenDataRepository/data-publisher #84: empty trailing columns',
    bytes: titled(`${HEADER},,,`, `0001,Booked,${ROW},,,`, `0002,Booked,${ROW},,,`),
    truth: BOTH,
  },
  {
    name: 'a column without a title in the middle',
    report: 'the-events-calendar #2187: column headers are empty',
    bytes: titled('internalOrderRef,,bookingResult,bookingDate,inspectorName', `0001,x,Booked,${ROW}`, `0002,y,Booked,${ROW}`),
    truth: BOTH,
  },
  {
    name: 'an unseen letter before the first title',
    report: 'CSSEGISandData/COVID-19 #1738: hidden char in the first line',
    bytes: titled(`\u200B${HEADER}`, `0001,Booked,${ROW}`),
    truth: ONE,
    may: ['queued', 'asked'],
  },
  {
    name: 'unseen letters inside a title',
    report: 'gocsv #242: column name contains zero width characters',
    bytes: titled('internal\u200BOrderRef,bookingResult,booking\u2060Date,inspectorName', `0001,Booked,${ROW}`),
    truth: ONE,
    may: ['queued', 'asked'],
  },
  {
    name: 'hard spaces in titles',
    report: 'NHSDigital/manage-vaccinations-in-schools #3410: non-breaking space characters',
    bytes: titled('internalOrderRef\u00A0,booking\u00A0result,bookingDate,\u00A0inspectorName', `0001,Booked,${ROW}`),
    truth: ONE,
    may: ['queued', 'asked'],
  },
  {
    name: 'a line break inside a title',
    report: 'jspreadsheet/ce #1197: headers contain new line characters',
    bytes: titled('"internal\nOrderRef",bookingResult,"booking\nDate",inspectorName', `0001,Booked,${ROW}`),
    truth: ONE,
    may: ['queued', 'asked'],
  },
  {
    name: 'two titles that mean the same column',
    report: 'rentemester #150: duplicate canonical headers silently overwrite columns',
    bytes: titled(
      'internalOrderRef,bookingResult,bookingDate,Booking Date,inspectorName',
      `0001,Booked,${DAY},2025-05-01,${NAME}`,
    ),
    truth: [],
    may: ['asked'],
    names: /2025-05-01/,
  },
  {
    name: 'titles with a number behind them',
    report: 'PapaParse #982: Duplicate headers are not handled correctly',
    bytes: titled(`${HEADER},bookingDate_1`, `0001,Booked,${ROW},2025-05-01`),
    truth: ONE,
    may: ['queued', 'asked'],
  },
  {
    name: 'a title that comes twice, empty the second time',
    report: 'fast-csv #276: the first value was overwritten with the second one, which is empty',
    bytes: titled(`${HEADER},inspectorName`, `0001,Booked,${ROW},`),
    truth: ONE,
    may: ['queued', 'asked'],
  },
  {
    name: 'titles in other letters and with underlines',
    report: 'csvkit #434: spaces in headers handled inconsistently',
    bytes: titled('INTERNAL_ORDER_REF,Booking Result,booking-date,Inspector_Name', `0001,Booked,${ROW}`),
    truth: ONE,
    may: ['queued', 'asked'],
  },
  date('a day that is not known', 'cartodb #4483: 2000-1-NA', dated('2025-04-28', '2025-4-NA'), days(DAY)),
  date('a day as a spreadsheet shows it', 'submersion #2174: 29-Aug-26', dated('29-Apr-25'), []),
  date(
    'a late hour far in the west',
    'hledger #1936: off-by-one dates',
    dated('2025-04-28T23:30:00-05:00'),
    days(DAY),
    HELD_OR_TOLD,
  ),
  date('the first day of a year', 'node-csv #401: YYYY-01-01 as the previous year', dated('2025-01-01'), days('2025-01-01'), [
    'queued',
    'remarked',
  ]),
  date('a day alone', 'Expensify #99583: shifts ISO dates one day earlier', dated('2025-04-25'), days('2025-04-25'), ['queued']),
  date(
    'French months with a point',
    'openGym #273: localized month names',
    dated('3 févr. 2025', '3 avr. 2025'),
    days('2025-02-03', '2025-04-03'),
    HELD_OR_TOLD,
  ),
  date(
    'a Frisian May',
    'date-fns #4325: distinguish May from March',
    dated('3 maaie 2025', '3 mai. 2025'),
    days('2025-05-03', '2025-05-03'),
    HELD_OR_TOLD,
  ),
  date('a Dutch March', 'openGym #273: 1 mrt. 2024', dated('3 mrt. 2025'), days('2025-03-03'), HELD_OR_TOLD),
  date('a month without a day', 'lubridate #496: Mär 2000', dated('Mär 2025', 'Apr 2025'), []),
  date(
    'a month that begins with A',
    'datejs #81: 03 Apr 2009 as 1 April',
    dated('03 Apr 2025', '03 April 2025'),
    days('2025-04-03', '2025-04-03'),
    HELD_OR_TOLD,
  ),
  date('a week', 'own, after ISO 8601', dated('2025-W18-1'), []),
  date('a day of the year', 'own, after ISO 8601', dated('2025-118'), []),
  date(
    'a day and half of it, with a comma',
    'own, after days as numbers of a spreadsheet',
    text(SEMI, `0001;Booked;45775,5;${NAME}`),
    ONE,
    HELD_OR_TOLD,
  ),
  date('Arabic digits in a day', 'own, after equal to the eye', dated('٢٠٢٥-٠٤-٢٨'), ONE, [
    'queued',
    'asked',
    'held',
    'remarked',
  ]),
  date('full-width digits in a day', 'own, after equal to the eye', dated('２０２５-０４-２８'), ONE, HELD_OR_TOLD),
  date(
    'dashes of a word processor in a day',
    'own, after equal to the eye',
    dated('2025\u201304\u201328', '2025\u201104\u201129'),
    days(DAY, '2025-04-29'),
    HELD_OR_TOLD,
  ),
  date('a decimal point that makes a day', 'own, after 5.3 in a list of days', dated('5.3', '28.4'), []),
];
