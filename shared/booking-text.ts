// Texts of a booking: when two are the same, what cannot be sent, and how a text is sent so that only what was meant changes.

/** Line ends of either kind are one, and a letter made of two parts is one letter; outer blanks do not count, as BRP may trim. */
function plain(text: string): string {
  return text.replace(/\r\n?/g, '\n').normalize('NFC').trim();
}

/** Whether two texts say the same, however their line ends, outer blanks and accents are written down. */
export function isSameText(a: string, b: string): boolean {
  return a === b || plain(a) === plain(b);
}

// XML 1.0 carries of the control characters only tab and line ends, and no half of a letter; anything else would make the whole
// list unreadable.
const CANNOT_TRAVEL = /(?![\t\n\r\x7f-\x9f])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/u;

/** Why a text cannot be sent to BRP; empty when it can. */
export function whyNoMessage(text: string): string {
  if (text.includes('\uFFFD')) return 'a letter of it was lost on the way (�); write it anew';
  const at = text.search(CANNOT_TRAVEL);
  if (at < 0) return '';
  const before = text.slice(0, at).trimEnd().slice(-20);
  return `it has an invisible character that no list can carry${before === '' ? ' at its beginning' : ` behind "${before}"`}; delete it`;
}

/** A text as it is sent in the place of `before`: with its line ends, and a letter and its accent as one where there is such a letter. */
export function textToSend(text: string, before: string): string {
  // Only what carries a mark of its own: some Chinese names hold letters that the normal form would exchange for others.
  const composed = text.replace(/\P{M}\p{M}+/gu, (letter) => letter.normalize('NFC'));
  return before.includes('\r\n') ? composed.replace(/\r?\n/g, '\r\n') : composed;
}
