// How much a text looks like what people write: the second judge of encodings, beside the shape of the bytes. Learned from names
// of many languages, whatever the encoding: which letters a language has, and which of them stand beside each other. Pure.
import { CHINESE_NAMES, JAPANESE_NAMES, KOREAN_NAMES, LETTER_NAMES } from './name-lists.ts';

/** The natural logarithm of how likely a language has a letter behind another one. */
type Language = (before: string, letter: string) => number;

interface Models {
  readonly languages: ReadonlyMap<Script, readonly Language[]>;
  /** Logarithms for ideographs and syllables: at the start of a word, and elsewhere. One map for each language. */
  readonly wide: readonly { readonly starts: ReadonlyMap<string, number>; readonly inside: ReadonlyMap<string, number> }[];
}

type Script = 'latin' | 'cyrillic' | 'greek' | 'hebrew' | 'arabic' | 'thai';

const SCRIPTS: readonly (readonly [Script, RegExp])[] = [
  ['latin', /\p{Script=Latin}/u],
  ['cyrillic', /\p{Script=Cyrillic}/u],
  ['greek', /\p{Script=Greek}/u],
  ['hebrew', /\p{Script=Hebrew}/u],
  ['arabic', /\p{Script=Arabic}/u],
  ['thai', /\p{Script=Thai}/u],
];
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}々ー]/u;
const HALF_WIDTH = /[\uff61-\uff9f]/;
const WORD = /(?:[A-Za-z']|[^\0-\x7f\s])+/gu;
const EASTERN_MARK = /[\u3001-\u301f\uff01-\uff5e\u2014\u2026]/;
const SPACE_INSIDE = /\p{L}\u00a0(?=\p{Ll})/gu;
const LOST = '\uFFFD';
const EDGE = ' ';
const VOWEL = /[aeiouyаеиоуыэюяіїєαεηιουω]/;

/** What cannot be in a word: no letter of this language, a sign among letters, two scripts in a word, a capital inside one. */
const UNKNOWN_LETTER = -9;
const SIGN_INSIDE = -11;
const SIGN_ALONE = -5;
const GOOD_MARK = -3;
const OTHER_SCRIPT = -10;
const LOST_LETTER = -14;
const CAPITAL_INSIDE = -4;
const SMALL_START = -0.7;
const LETTER_ALONE = -6;
/** Ideographs that no list names: common ones in the order of their code, all others. */
const UNLISTED = -8.6;
const RARE = -10.5;
/** Letters of plain ASCII say little: every reading has them. */
const ASCII_WEIGHT = 0.2;

let models: Models | null = null;

function classOf(letter: string): string {
  if (letter === EDGE) return EDGE;
  return VOWEL.test(letter.normalize('NFD').charAt(0)) ? 'v' : 'c';
}

function learned(names: string): Language {
  const counts = new Map<string, number>();
  const count = (key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  const letters = new Set<string>();
  for (const word of names.split(/[\s-]+/)) {
    let before = EDGE;
    for (const letter of [...word.normalize('NFC').toLowerCase(), EDGE]) {
      letters.add(letter);
      for (const key of [
        `2${before}${letter}`,
        `2${before}`,
        `1${classOf(before)}${letter}`,
        `1${classOf(before)}`,
        `0${letter}`,
        '0',
      ])
        count(key);
      before = letter;
    }
  }
  const share = (key: string, of: string): number => (counts.get(key) ?? 0) / ((counts.get(of) ?? 0) + 2);
  return (before, letter) => {
    if (!letters.has(letter) && letter > '~') return UNKNOWN_LETTER;
    const pair = share(`2${before}${letter}`, `2${before}`);
    const kind = share(`1${classOf(before)}${letter}`, `1${classOf(before)}`);
    return Math.log(0.55 * pair + 0.3 * kind + 0.14 * share(`0${letter}`, '0') + 0.0003);
  };
}

function shares(text: string, weight: number, into = new Map<string, number>()): Map<string, number> {
  const chars = [...text.replace(/\s/g, '')];
  for (const char of chars) into.set(char, Math.max(into.get(char) ?? UNLISTED, Math.log(weight / chars.length)));
  return into;
}

function scriptOf(letter: string): Script | null {
  return SCRIPTS.find(([, pattern]) => pattern.test(letter))?.[0] ?? null;
}

function learn(): Models {
  const languages = new Map<Script, Language[]>();
  for (const names of LETTER_NAMES) {
    const script = scriptOf(names.charAt(0)) as Script;
    languages.set(script, [...(languages.get(script) ?? []), learned(names)]);
  }
  const { simplified, traditional, given, givenTraditional, words } = CHINESE_NAMES;
  const japanese = shares(JAPANESE_NAMES, 0.9);
  const korean = shares(KOREAN_NAMES.given, 0.9);
  return {
    languages,
    wide: [
      { starts: shares(words, 0.3, shares(simplified, 0.7)), inside: shares(words, 0.4, shares(given, 0.8)) },
      { starts: shares(words, 0.3, shares(traditional, 0.7)), inside: shares(words, 0.3, shares(givenTraditional, 0.8)) },
      { starts: japanese, inside: japanese },
      { starts: shares(KOREAN_NAMES.family, 0.9), inside: korean },
    ],
  };
}

/** How well the letters of one word follow each other in the language that fits best. */
function lettersScore(chars: readonly string[], script: Script, { languages }: Models): number {
  const small = chars.map((char) => char.toLowerCase());
  let best = Number.NEGATIVE_INFINITY;
  for (const language of languages.get(script) ?? []) {
    let sum = 0;
    for (let at = 0; at <= small.length; at += 1) {
      const [before, letter] = [small[at - 1] ?? EDGE, small[at] ?? EDGE];
      const isPlain = before <= '~' && letter <= '~';
      sum += language(before, letter) * (isPlain ? ASCII_WEIGHT : 1);
    }
    best = Math.max(best, sum);
  }
  return best + caseScore(chars) + (chars.length === 1 ? LETTER_ALONE : 0);
}

/** A word is all capitals, or has one at its start alone. */
function caseScore(chars: readonly string[]): number {
  const letters = chars.filter((char) => char.toLowerCase() !== char.toUpperCase());
  const capitals = letters.map((char) => char !== char.toLowerCase());
  if (letters.length < 2 || capitals.every((is) => is)) return 0;
  let sum = capitals[0] === true ? 0 : SMALL_START;
  capitals.forEach((isCapital, at) => {
    const isOurs = (letters[at] as string) > '~' || (letters[at - 1] ?? '') > '~' || (letters[at + 1] ?? '') > '~';
    if (at > 0 && isCapital && isOurs) sum += CAPITAL_INSIDE;
  });
  return sum;
}

function wideScore(chars: readonly string[], { wide }: Models): number {
  const isHangul = /\p{Script=Hangul}/u.test(chars.join(''));
  const of = ({ starts, inside }: Models['wide'][number]): number =>
    chars.reduce((sum, char, at) => {
      const known = (at === 0 ? Math.max(starts.get(char) ?? RARE, (inside.get(char) ?? RARE) - 1) : inside.get(char)) ?? RARE;
      // Two languages in one word of syllables and ideographs are as rare as two scripts.
      const isForeign = isHangul && !/\p{Script=Hangul}/u.test(char);
      return sum + (isForeign ? RARE - 3 : Math.max(known, RARE));
    }, 0);
  return Math.max(...wide.map(of));
}

const scored = new Map<string, number>();
const MOST_KEPT = 20_000;

function wordScore(word: string): number {
  const known = scored.get(word);
  if (known !== undefined) return known;
  if (scored.size > MOST_KEPT) scored.clear();
  models ??= learn();
  let signs = 0;
  const letters: string[] = [];
  for (const char of word.normalize('NFC')) {
    if (char === LOST || /[\p{Co}\p{Cc}]/u.test(char)) signs += LOST_LETTER;
    else if (HALF_WIDTH.test(char)) signs += UNLISTED;
    else if (EASTERN_MARK.test(char)) signs += /[A-Za-z]/.test(word) ? SIGN_INSIDE : SIGN_ALONE;
    else if (/[\p{L}\p{M}]/u.test(char) || char === "'") letters.push(char);
    else if (char > '~')
      signs +=
        char === '’' || (char === '·' && !/[A-Za-z]/.test(word))
          ? GOOD_MARK
          : letters.length === 0 && word.length === 1
            ? SIGN_ALONE
            : SIGN_INSIDE;
  }
  const wide = letters.filter((char) => WIDE.test(char));
  const rest = letters.filter((char) => !WIDE.test(char));
  const script = rest.map(scriptOf).find((one) => one !== null) ?? null;
  const foreign = rest.filter((char) => /\p{L}/u.test(char) && scriptOf(char) !== script).length;
  let score = signs + foreign * OTHER_SCRIPT;
  if (wide.length > 0) score += wideScore(wide, models) + (rest.length > 0 ? OTHER_SCRIPT : 0);
  if (rest.some((char) => char > '~'))
    score += script === null ? rest.length * UNKNOWN_LETTER : lettersScore(rest, script, models);
  scored.set(word, score);
  return score;
}

/** The natural logarithm of how likely people write this text; of words with more than plain ASCII, so 0 for plain text. */
export function likelihoodOf(text: string): number {
  // A space that does not break belongs between words, not inside one.
  let sum = (text.match(SPACE_INSIDE)?.length ?? 0) * SIGN_INSIDE;
  for (const [word] of text.matchAll(WORD)) if (/[^\0-\x7f]/.test(word)) sum += wordScore(word);
  return sum;
}
