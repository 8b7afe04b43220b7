// How the cells of a file are quoted: by " as nearly always, by ' or typographic marks, and whether a backslash keeps a mark
// inside a cell from closing it, as exports of databases write. Found in the first lines. Pure.

export interface Quoting {
  readonly open: string;
  readonly close: string;
  /** A backslash before the mark makes it a letter. */
  readonly hasEscapes: boolean;
}

export const USUAL_QUOTING: Quoting = { open: '"', close: '"', hasEscapes: false };

const OTHERS: readonly (readonly [open: string, close: string])[] = [
  ["'", "'"],
  ['“', '”'],
  ['„', '“'],
  ['„', '”'],
  ['”', '”'],
  ['‘', '’'],
  ['’', '’'],
  ['«', '»'],
  ['»', '«'],
  ['「', '」'],
  ['＂', '＂'],
];
const LINES = 20;
/** Of the lines below the first one so many hold cells in quotes, at least two each. */
const MIN_SHARE = 0.8;
const MIN_CELLS = 2;
/** A mark that no separator follows, with a backslash before it, closes nothing. */
const ESCAPED = /[^"\\](?:\\\\)*\\"(?!\s*(?:[,;\t|]|$))/m;

function linesOf(head: string): string[] {
  return head.split(/[\r\n]+/, LINES + 1).filter((line) => line.trim() !== '');
}

/** How the cells that `delimiter` separates are quoted. */
export function quotingOf(head: string, delimiter: string): Quoting {
  if (head.includes('"')) return { ...USUAL_QUOTING, hasEscapes: head.includes('\\"') && ESCAPED.test(head) };
  const lines = linesOf(head);
  const rows = lines.length > 1 ? lines.slice(1) : lines;
  for (const [open, close] of OTHERS) {
    if (!head.includes(open)) continue;
    const isIn = (cell: string): boolean => cell.length > 1 && cell.startsWith(open) && cell.endsWith(close);
    const quoted = rows.filter((line) => line.split(delimiter).filter((cell) => isIn(cell.trim())).length >= MIN_CELLS);
    if (quoted.length >= rows.length * MIN_SHARE) return { open, close, hasEscapes: head.includes(`\\${close}`) };
  }
  return USUAL_QUOTING;
}

/** Whether the text is quoted in another way than by plain marks alone. */
export function isUnusual({ open, hasEscapes }: Quoting): boolean {
  return open !== USUAL_QUOTING.open || hasEscapes;
}
