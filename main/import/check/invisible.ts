// What a cell holds that nobody sees, or that looks like something else: by Unicode's own lists, not by hand. Pure.

/** Draws nothing: default-ignorable code points, marks of annotations, and the blank of braille. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\u2800]/u;
const ALL_INVISIBLE = new RegExp(`${INVISIBLE.source}+`, 'gu');
const SPACE = /[\p{White_Space}]/u;
/** Every white space but the plain one and those that end a cell or a line. */
const OTHER_SPACE = /[\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g;
const OTHER_DASH = /(?!-)\p{Dash}/gu;
const OTHER_DIGIT = /(?![0-9])\p{Nd}/gu;
const DIGIT = /\p{Nd}/u;
/** Letters that are others in another width or style: what they stand for looks the same. Not raised, circled or fractions. */
const OTHER_FORM = /[\uff01-\uffef\ufb00-\ufb06\u2160-\u217f\u{1d400}-\u{1d7ff}]/gu;

/** Scripts in which joiners change how a name is written, and so belong to it. */
const JOINED =
  '\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Gurmukhi}\\p{Script=Gujarati}\\p{Script=Oriya}\\p{Script=Tamil}\\p{Script=Telugu}\\p{Script=Kannada}\\p{Script=Malayalam}\\p{Script=Sinhala}\\p{Script=Mongolian}\\p{Script=Myanmar}\\p{Script=Khmer}';
/** What is left where it stands in a name: a joiner between such letters, the form of an ideograph or of a Mongolian letter. */
const BELONGS = new RegExp(
  `(?<=[${JOINED}])[\\u200c\\u200d](?=[${JOINED}])|(?<=\\p{Script=Han})[\\u{e0100}-\\u{e01ef}\\ufe00-\\ufe02]|(?<=\\p{Script=Mongolian})[\\u180b-\\u180f]|(${ALL_INVISIBLE.source.slice(0, -1)})`,
  'gu',
);

const ALIKE = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Cherokee', 'Coptic'].map(
  (name) => new RegExp(`\\p{Script=${name}}`, 'u'),
);
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
/** Cyrillic and Greek words of nothing but letters that Latin has too, to the eye. */
const LATIN_TO_THE_EYE = /^[\dАВЕЅІЈКМНОРСТУХасеѕіјорухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο]+$/u;
const OTHER_LETTER = /[\u0370-\u052f\u0531-\u058f\u13a0-\u13ff\u2c80-\u2cff]/;

/** Whether the character is white space or draws nothing. */
export function isUnseen(char: string): boolean {
  return SPACE.test(char) || INVISIBLE.test(char);
}

/** The value of a digit of any script: each has ten, one after the other, from zero on. */
function digitOf(char: string): string {
  const code = char.codePointAt(0) as number;
  let before = 0;
  while (DIGIT.test(String.fromCodePoint(code - before - 1))) before += 1;
  return String(before % 10);
}

/** The text as it looks, in plain letters, digits, spaces and dashes: texts that are equal to the eye are equal. */
export function asSeen(text: string): string {
  return text
    .replace(ALL_INVISIBLE, '')
    .replace(OTHER_FORM, (letter) => letter.normalize('NFKC'))
    .replace(OTHER_DIGIT, digitOf)
    .replace(OTHER_SPACE, ' ')
    .replace(OTHER_DASH, '-')
    .normalize('NFC')
    .trim();
}

/** A name without what draws nothing in it, its spaces plain ones. Joiners stay where a script needs them. */
export function nameAsSeen(name: string): string {
  return name.replace(BELONGS, (mark, invisible) => (invisible === undefined ? mark : '')).replace(OTHER_SPACE, ' ');
}

/** Whether a reference has letters of two scripts in one word, or words that only look Latin. */
export function mixesScripts(text: string): boolean {
  if (!OTHER_LETTER.test(text)) return false;
  return [...text.matchAll(WORD)].some(
    ([word]) => ALIKE.filter((script) => script.test(word)).length > 1 || (/\p{L}/u.test(word) && LATIN_TO_THE_EYE.test(word)),
  );
}
