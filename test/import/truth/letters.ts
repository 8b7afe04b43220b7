// Encodings, and names that went through a wrong one.
import iconv from 'iconv-lite';
import { booked, DAY, HEADER, NAME } from './bytes.ts';
import type { Case, TruthRow } from './judge.ts';

const ref = (value: string, rest = `${DAY},${NAME}`): string => `${value},Booked,${rest}`;
const named = (encoding: string, ...names: readonly string[]): Buffer =>
  iconv.encode(`${HEADER}\n${names.map((name, at) => `000${at + 1},Booked,${DAY},${name}\n`).join('')}`, encoding);
const people = (...names: readonly string[]): TruthRow[] => names.map((name, at) => booked(`000${at + 1}`, name));

const SWEDES = ['Åsa Lindström', 'Göran Sjöberg', 'Märta Öberg', 'Örjan Hägg'];
const RUSSIANS = ['Иванов Пётр', 'Сергей Кузнецов', 'Ольга Смирнова', 'Юлия Щукина'];
const POLES = ['Łukasz Wójcik', 'Paweł Król', 'Żaneta Gęś', 'Grażyna Ślązak'];
const TURKS = ['Ayşe Yılmaz', 'Gökhan Şahin', 'İbrahim Çelik', 'Oğuz Güneş'];
const GREEKS = ['Γιώργος Παπάς', 'Ελένη Νίκου', 'Δημήτρης Ρήγας', 'Μαρία Λύτρα'];
const CHINESE = ['王秀英', '李芳', '张伟', '欧阳娜娜'];
const JAPANESE = ['田中さくら', '鈴木たろう', '山田ひろし', '高橋みさき'];
const KOREANS = ['김민수', '이영희', '박지훈', '최수진'];

/** May be found out, but never read as something else. */
function letters(encoding: string, names: readonly string[], report: string): Case {
  return {
    name: `names in ${encoding}`,
    report,
    bytes: named(encoding, ...names),
    truth: people(...names),
    may: ['queued', 'asked', 'remarked'],
  };
}

export const LETTERS: readonly Case[] = [
  letters('windows-1252', SWEDES, 'cove #141: Windows-1252 encoded CSVs'),
  letters('windows-1250', POLES, 'PhpSpreadsheet #1647: detect character encoding for CSVs'),
  letters('windows-1251', RUSSIANS, 'charlock_holmes #19: Windows-1251 as ISO-8859-1'),
  letters('windows-1253', GREEKS, 'PhpSpreadsheet #1647: detect character encoding'),
  letters('windows-1254', TURKS, 'PhpSpreadsheet #1717: Guess Encoding'),
  letters('koi8-r', RUSSIANS, 'goodby/csv #68: Unexpected "?" symbols in Cyrillic'),
  letters('iso-8859-2', POLES, 'cove #141: iso-8859-* encodings are difficult to distinguish'),
  letters('GB18030', CHINESE, 'ranuts/document #125: CSV mojibake and GB18030'),
  letters('Big5', ['王秀英', '陳美玲', '張偉', '林志明'], 'ihatemoney #1288: Chinese character garbled'),
  letters('Shift_JIS', JAPANESE, 'encoding.js #12: Windows-1252 and SJIS taken for each other'),
  letters('EUC-JP', JAPANESE, 'encoding.js #12: Japanese encodings'),
  letters('EUC-KR', KOREANS, 'PhpSpreadsheet #1647: detect character encoding'),
  letters('macintosh', SWEDES, 'charlock_holmes #98: windows-1252 detected instead of MACROMAN'),
  {
    name: 'one accent in windows-1252',
    report: 'gbif/ipt #1228: Wrong Character Encoding detected',
    bytes: named('windows-1252', 'José Hill', 'Bo Ek'),
    truth: people('José Hill', 'Bo Ek'),
    may: ['queued', 'asked', 'remarked'],
  },
  {
    name: 'UTF-16 with a mark',
    report: 'PhpSpreadsheet #1717: BOM of UTF-16LE',
    bytes: Buffer.from(`\uFEFF${HEADER}\n${ref('0001', `${DAY},Åsa Ek`)}\n`, 'utf16le'),
    truth: [booked('0001', 'Åsa Ek')],
  },
  {
    name: 'UTF-16 without a mark',
    report: 'csv-viewer-online #35: BOM-less UTF-16',
    bytes: Buffer.from(`${HEADER}\n${ref('0001', `${DAY},王秀英`)}\n`, 'utf16le'),
    truth: [booked('0001', '王秀英')],
    may: ['queued', 'asked'],
  },
  {
    name: 'UTF-32 with a mark',
    report: 'PhpSpreadsheet #1717: BOM of UTF-32LE',
    bytes: Buffer.concat(
      [...`\uFEFF${HEADER}\n${ref('0001')}\n`].map((char) => {
        const four = Buffer.alloc(4);
        four.writeUInt32LE(char.codePointAt(0) as number);
        return four;
      }),
    ),
    truth: [],
    may: ['refused', 'asked'],
    names: /UTF-32/,
  },
  {
    name: 'UTF-8 with one line of windows-1252',
    report: 'league/csv #558: some rows encoded in Windows-1252',
    bytes: Buffer.concat([named('utf8', ...SWEDES), Buffer.from('0009,Booked,2025-04-28,J\xf6rgen Ek\n', 'latin1')]),
    truth: [...people(...SWEDES), booked('0009', 'Jörgen Ek')],
    may: ['asked', 'held', 'refused'],
    names: /./,
  },
  {
    name: 'UTF-8 read as windows-1252 and saved again',
    report: 'csv-viewer-online #35: Windows-1252 rendered as mojibake',
    bytes: named('utf8', 'JÃ¶rgen Ã–berg'),
    truth: people('Jörgen Öberg'),
    may: ['held'],
    names: /damaged/,
  },
  {
    name: 'letters replaced by question marks',
    report: 'goodby/csv #68: Unexpected "?" symbols',
    bytes: named('utf8', 'J?rgen ?berg'),
    truth: people('Jörgen Öberg'),
    may: ['remarked'],
    names: /letters-asked/,
  },
  {
    name: 'U+FFFD in a name',
    report: 'PhpSpreadsheet #1738: a sign replaced',
    bytes: named('utf8', 'J\uFFFDrgen'),
    truth: people('Jörgen'),
    may: ['held'],
    names: /damaged/,
  },
  {
    name: 'UTF-8 read as MacRoman',
    report: 'gbif/ipt #1228: detected as x-MacRoman',
    bytes: named('utf8', 'J√∂rgen √ñberg'),
    truth: people('Jörgen Öberg'),
    may: ['held', 'remarked'],
    names: /damaged/,
  },
  {
    name: 'UTF-8 read as GBK',
    report: 'ihatemoney #1288: Chinese character garbled',
    bytes: named('utf8', '鐜嬬鑻\uE18D'),
    truth: people('王秀英'),
    may: ['held'],
    names: /damaged|control/,
  },
  {
    name: 'a name in entities',
    report: 'cove #141: names written by a web page',
    bytes: named('utf8', 'J&ouml;rgen'),
    truth: people('J&ouml;rgen'),
    may: ['queued', 'held', 'remarked'],
  },
  {
    name: 'a name with a combining accent',
    report: 'SwiftCSV #126: they appear the same but do not match',
    bytes: named('utf8', 'A\u030Asa Ek'),
    truth: people('Åsa Ek'),
  },
  {
    name: 'invisible letters inside a name',
    report: 'postmangovsg #88: Strip zero-width spaces',
    bytes: named('utf8', 'Mary\u200B Hill'),
    truth: people(NAME),
    may: ['queued', 'remarked', 'held'],
  },
];
