// A small reading of what FileMaker understands by a find criterion in a text field: operators mean something unless a
// backslash stands before them, and capitals never do. Claris "Find operators", "Finding text and characters".

/** A text as a find compares it: without regard to capitals. */
function folded(text: string): string {
  return text.toLowerCase();
}

function literal(letter: string): string {
  return letter.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** What an operator between other letters does to a pattern; a letter that is none stands for itself. */
const WILD: Readonly<Record<string, string>> = { '@': '.', '#': '[0-9]', '*': '.*' };
/** Operators that are no letters of what is looked for, wherever they stand. */
const WORDLESS = /[=<>≤≥≠!?"“”„~]/u;

/** The pattern of a criterion behind its leading operator, or null when it holds what makes it a range or a date. */
function patternOf(criterion: string): string | null {
  const letters = [...folded(criterion)];
  let pattern = '';
  for (let n = 0; n < letters.length; n += 1) {
    const letter = letters[n] as string;
    if (letter === '\\') {
      n += 1;
      pattern += literal(letters[n] ?? '');
    } else if (letter in WILD) pattern += WILD[letter];
    else if (letter === '…' || (letter === '.' && letters[n + 1] === '.') || (letter === '/' && letters[n + 1] === '/'))
      return null;
    else if (!WORDLESS.test(letter)) pattern += literal(letter);
  }
  return pattern;
}

/** Whether a text field with this value is found by this criterion. Ranges, dates and comparisons find nothing in here. */
export function isFound(value: string, criterion: string): boolean {
  if (criterion === '=') return value === '';
  if (criterion === '*') return value !== '';
  const entire = criterion.startsWith('==');
  const pattern = patternOf(entire ? criterion.slice(2) : criterion.replace(/^=/, ''));
  if (pattern === null || /^[<>≤≥!]/u.test(criterion)) return false;
  if (entire) return new RegExp(`^(?:${pattern})$`, 'su').test(folded(value));
  // Words that begin so; with one equals sign, whole words.
  const end = criterion.startsWith('=') ? '(?![\\p{L}\\p{N}])' : '';
  return pattern !== '' && new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})${end}`, 'su').test(folded(value));
}
