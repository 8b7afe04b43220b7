// Texts of others in places that obey what stands in a text: a terminal, a log that somebody shows in one. What would move, colour,
// break or turn around what stands beside it is shown and not done.

/** Controls (with escape and line ends), line and paragraph separators, and the marks that turn the direction of writing. */
export const OBEYED = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** A text as one line that is only shown: what would be obeyed becomes a replacement character. */
export function oneLine(text: string): string {
  return text.replace(OBEYED, '\ufffd');
}

/** A value as one line of JSON in which what would be obeyed is escaped; whoever parses it gets it back. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(OBEYED, (letters) =>
    [...letters].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  );
}
