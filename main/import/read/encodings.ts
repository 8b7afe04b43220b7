// Which encoding a file was saved in, from the shape of what is not ASCII in it: valid sequences, common characters, accents
// beside letters, family names. What is not certain is said to be so, and a person is asked. Pure.
import iconv from 'iconv-lite';
import { ENCODINGS, type Encoding } from '../../../shared/encodings.ts';
import { likelihoodOf } from './letter-statistics.ts';
import { CHINESE_NAMES } from './name-lists.ts';

/** The likeliest encoding, and whether there is no other to be afraid of. */
export interface Ranking {
  readonly encoding: Encoding;
  readonly isCertain: boolean;
  /** All that are worth offering, the likeliest first. */
  readonly candidates: readonly Encoding[];
}

/** All others are so rare here, and so alike to each other, that they are proposed but never decided on. */
const DECIDED_ON: readonly Encoding[] = ['GB18030', 'windows-1252'];
const SHAPED: readonly Encoding[] = ['GB18030', 'windows-1252', 'Big5', 'macintosh', 'UTF-8'];
/** Of encodings that read a file alike the first one is named. */
const BY_PREFERENCE: readonly Encoding[] = [
  ...DECIDED_ON,
  ...ENCODINGS.filter((encoding) => !DECIDED_ON.includes(encoding) && !encoding.startsWith('UTF-16')),
];
/** Hardly any office ever saved in one of these. */
const RARE: readonly Encoding[] = ['ISO-8859-3', 'ISO-8859-4', 'ISO-8859-10', 'ISO-8859-14', 'ISO-8859-16', 'windows-1258'];
const RARE_PRIOR = -3;
const OS_PRIOR = 1;
const OFFICE_PRIOR = 2;
/** How much likelier the letters of one reading must be than those of every other one, as a natural logarithm. */
const MIN_LETTER_LEAD = 4;
const WORTH_OFFERING = 200;
const MOST_OFFERED = 10;
const MOST_FREQUENT = 100;
const LOST = '\uFFFD';
const MIN_SCORE = 0.6;
const MIN_LEAD = 0.2;
/** So many characters that fit are no accident. */
const MANY = 4;
/** More letters than this are not valid UTF-8 by accident, nor are ideographs and syllables. */
const MOST_ACCIDENTS = 24;
const EVERYDAY_WIDE = /[\u2010-\u2026\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7af]/;
/** Bytes are so much rarer valid UTF-8 by accident than on purpose, as a natural logarithm. */
const UTF8_PRIOR = 3;
const SURNAME_WEIGHT = 0.5;
const TRAIL_WEIGHT = 0.2;
const AMONG_WEIGHT = 0.5;
/** So many valid sequences are no accident: the file is UTF-8 that was damaged, or two files in one. */
const MOSTLY_UTF8 = 0.5;

const COMMON_LETTERS = new Set('åäöÅÄÖéÉüÜøØæÆèêëáàâãçñíìîïóòôõúùûßÁÀÂÇÈÊËÍÑÓÒÔÕÚ');
const COMMON_MARKS = new Set('\u00a0’‘“”–—…€£§°´·×');
const SIMPLIFIED = new Set(CHINESE_NAMES.simplified.slice(0, MOST_FREQUENT));
const TRADITIONAL = new Set(CHINESE_NAMES.traditional.slice(0, MOST_FREQUENT));

/** Decodes bytes; what means nothing in the encoding becomes U+FFFD. */
export function decodeAs(bytes: Buffer, encoding: Encoding): string {
  return iconv.decode(bytes, encoding, { stripBOM: false });
}

function isAsciiLetter(char: string | undefined): boolean {
  return char !== undefined && /[A-Za-z]/.test(char);
}

/** How well each accented letter sits among its neighbours, from 0 to 1. */
function latinScores(text: string): number[] {
  const scores: number[] = [];
  const chars = [...text];
  chars.forEach((char, at) => {
    if (char < '\u0080') return;
    const [before, after] = [chars[at - 1], chars[at + 1]];
    const isBeside = isAsciiLetter(before) || isAsciiLetter(after);
    if (COMMON_MARKS.has(char)) scores.push(0.8);
    else if (!/\p{L}/u.test(char)) scores.push(char === LOST ? 0 : 0.2);
    else if (!isBeside) scores.push(0.2);
    // A capital in the middle of a word is most often something else.
    else if (/\p{Lu}/u.test(char) && before !== undefined && /[a-z]/.test(before)) scores.push(0.2);
    else scores.push(COMMON_LETTERS.has(char) ? 1 : 0.6);
  });
  return scores;
}

function isLetterByte(byte: number | undefined): boolean {
  return byte !== undefined && isAsciiLetter(String.fromCharCode(byte));
}

/** Scores by bytes: a lead and its trail say how common the character is, because both encodings are sorted by frequency. */
function pairScores(bytes: Buffer, weight: (lead: number, trail: number) => number): number[] {
  const scores: number[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] as number;
    if (lead < 0x80) continue;
    const trail = bytes[at + 1] ?? 0;
    const score = weight(lead, trail);
    // Among Latin letters hardly anybody writes Chinese, and a trail that is a letter is more likely the "s" of "Åsa".
    const isAmongLatin = isLetterByte(bytes[at - 1]) || isLetterByte(bytes[at + 2]);
    scores.push(isAmongLatin ? score * (trail < 0x80 ? TRAIL_WEIGHT : AMONG_WEIGHT) : score);
    if (score > 0) at += 1;
  }
  return scores;
}

function gbWeight(lead: number, trail: number): number {
  if (lead === 0x80 || lead === 0xff || trail < 0x40 || trail === 0x7f || trail === 0xff) return 0;
  if (trail < 0xa1 || lead < 0xa1) return 0.15;
  if (lead >= 0xb0 && lead <= 0xd7) return 1;
  if (lead > 0xd7) return lead <= 0xf7 ? 0.6 : 0.05;
  return lead <= 0xa3 ? 0.9 : 0.3;
}

function big5Weight(lead: number, trail: number): number {
  if (lead < 0xa1 || lead > 0xf9 || trail < 0x40 || (trail > 0x7e && trail < 0xa1) || trail === 0xff) return 0;
  if (lead >= 0xa4 && lead <= 0xc6) return 1;
  return lead < 0xa4 ? 0.7 : 0.4;
}

function utf8Scores(bytes: Buffer): number[] {
  return [...decodeAs(bytes, 'UTF-8')].filter((char) => char >= '\u0080').map((char) => (char === LOST ? 0 : 1));
}

/** How many Chinese cells begin with a common family name, from 0 to 1. */
function surnameShare(text: string, surnames: ReadonlySet<string>): number {
  const starts = [...text.matchAll(/(?<![\p{L}\uFFFD])[\u4e00-\u9fff](?=\p{L}{1,3}(?!\p{L}))/gu)].map(([char]) => char);
  return starts.length === 0 ? 0 : starts.filter((char) => surnames.has(char)).length / starts.length;
}

function scoreOf(bytes: Buffer, encoding: Encoding): { readonly score: number; readonly units: number } {
  const text = decodeAs(bytes, encoding);
  let scores: number[];
  let bonus = 0;
  if (encoding === 'GB18030') {
    scores = pairScores(bytes, gbWeight);
    bonus = surnameShare(text, SIMPLIFIED);
  } else if (encoding === 'Big5') {
    scores = pairScores(bytes, big5Weight);
    bonus = surnameShare(text, TRADITIONAL);
  } else scores = encoding === 'UTF-8' ? utf8Scores(bytes) : latinScores(text);
  const mean = scores.length === 0 ? 0 : scores.reduce((sum, one) => sum + one, 0) / scores.length;
  return { score: mean * (1 + SURNAME_WEIGHT * bonus), units: scores.length };
}

/** What the shape of the bytes says: the first judge. Only of encodings that offices in Sweden, Britain and China save in. */
function rankByShape(bytes: Buffer, osEncoding: Encoding): Omit<Ranking, 'candidates'> & { readonly isMostlyUtf8: boolean } {
  const ranked = SHAPED.map((encoding) => ({ encoding, ...scoreOf(bytes, encoding) })).sort(
    (one, other) => other.score - one.score || Number(other.encoding === osEncoding) - Number(one.encoding === osEncoding),
  );
  const [first, second] = ranked as [(typeof ranked)[0], (typeof ranked)[0]];
  const lead = first.score - second.score;
  const isMostlyUtf8 = ranked.some(({ encoding, score }) => encoding === 'UTF-8' && score >= MOSTLY_UTF8);
  const isClear = lead >= MIN_LEAD || (first.encoding === osEncoding && first.units >= MANY && lead > 0);
  const isCertain = DECIDED_ON.includes(first.encoding) && first.score >= MIN_SCORE && isClear && !isMostlyUtf8;
  return { encoding: first.encoding, isCertain, isMostlyUtf8 };
}

interface HowItReads {
  readonly encoding: Encoding;
  readonly likelihood: number;
}

/** What the letters say in every encoding: the second judge. Encodings in which the bytes read the same are one reading. */
function rankByLetters(bytes: Buffer, osEncoding: Encoding): HowItReads[] {
  const readings = new Map<string, HowItReads>();
  for (const encoding of BY_PREFERENCE) {
    const text = decodeAs(bytes, encoding);
    if (readings.has(text)) continue;
    const cells = new Set(text.split(/[\n,;\t|"]+/));
    let likelihood = encoding === osEncoding ? OS_PRIOR : 0;
    if (DECIDED_ON.includes(encoding)) likelihood += OFFICE_PRIOR;
    if (RARE.includes(encoding)) likelihood += RARE_PRIOR;
    for (const cell of cells) likelihood += likelihoodOf(cell);
    readings.set(text, { encoding, likelihood });
  }
  return [...readings.values()].sort((one, other) => other.likelihood - one.likelihood);
}

/**
 * Ranks encodings for a file that is not valid UTF-8, from lines of it that are not plain ASCII. Certain is only one that both
 * judges name, and that no other reading comes near. `osEncoding` is the likelier one of two.
 */
export function rankEncodings(lines: readonly Buffer[], osEncoding: Encoding): Ranking {
  const bytes = joined(lines);
  const shape = rankByShape(bytes, osEncoding);
  const letters = rankByLetters(bytes, osEncoding);
  const [first, second] = letters as [HowItReads, HowItReads];
  const encoding = shape.isMostlyUtf8 ? 'UTF-8' : first.encoding;
  const isClear = first.likelihood - second.likelihood >= MIN_LETTER_LEAD;
  const offered = letters.filter(({ likelihood }) => likelihood > first.likelihood - WORTH_OFFERING).slice(0, MOST_OFFERED);
  return {
    encoding,
    isCertain: isClear && shape.isCertain && shape.encoding === encoding,
    candidates: [...new Set([encoding, ...offered.map((one) => one.encoding), shape.encoding])],
  };
}

/**
 * Ranks encodings for a file that is valid UTF-8. A few letters of another encoding can be valid UTF-8 by accident; then they
 * come out as letters that nobody writes beside each other.
 */
export function rankUtf8(lines: readonly Buffer[]): Ranking {
  const bytes = joined(lines);
  const text = decodeAs(bytes, 'UTF-8');
  // A space that does not break is what Word and web pages leave beside plain letters; in no other encoding is it a word.
  const letters = text.match(/[^\0-\x7f\u00a0]/gu)?.length ?? 0;
  if (letters === 0 || letters > MOST_ACCIDENTS || EVERYDAY_WIDE.test(text)) {
    return { encoding: 'UTF-8', isCertain: true, candidates: letters === 0 ? [] : ['UTF-8'] };
  }
  const ranked = rankByLetters(bytes, 'UTF-8');
  const own = ranked.find(({ encoding }) => encoding === 'UTF-8')?.likelihood ?? Number.NEGATIVE_INFINITY;
  const others = ranked.filter(({ encoding, likelihood }) => encoding !== 'UTF-8' && likelihood > own - UTF8_PRIOR);
  return {
    encoding: 'UTF-8',
    isCertain: others.length === 0,
    candidates: ['UTF-8', ...others.slice(0, MOST_OFFERED).map(({ encoding }) => encoding)],
  };
}

function joined(lines: readonly Buffer[]): Buffer {
  return Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
}
