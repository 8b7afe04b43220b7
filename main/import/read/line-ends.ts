// Rows that a line break inside of a cell has cut in two: they end otherwise than the rows of their file do, and what follows is
// shorter than they are. The cell was not in quotes, so both halves look like rows.

/** CR and LF together, or one of them alone. */
type LineEnd = 'pair' | 'return' | 'feed';

export interface LineEnds {
  /** Notes the cells of a record and how it ended. */
  readonly note: (cells: readonly string[], end: LineEnd) => void;
  /** How many rows seem to be cut in two, and the last cell of the first of them. */
  readonly brokenRows: () => { readonly count: number; readonly sample: string };
}

/** Watches over the line ends of one file. */
export function createLineEnds(): LineEnds {
  const all: Record<LineEnd, number> = { pair: 0, return: 0, feed: 0 };
  const cut: Record<LineEnd, { count: number; sample: string }> = {
    pair: { count: 0, sample: '' },
    return: { count: 0, sample: '' },
    feed: { count: 0, sample: '' },
  };
  let before: { readonly length: number; readonly last: string; readonly end: LineEnd } | null = null;

  return {
    note: (cells, end) => {
      const last = cells.at(-1) ?? '';
      const isBlank = cells.length === 1 && last === '';
      if (before !== null && !isBlank && cells.length < before.length && before.last !== '') {
        const found = cut[before.end];
        if (found.count === 0) found.sample = before.last;
        found.count += 1;
      }
      all[end] += 1;
      before = isBlank ? null : { length: cells.length, last, end };
    },
    brokenRows: () => {
      const usual = (Object.keys(all) as LineEnd[]).reduce((most, end) => (all[end] > all[most] ? end : most), 'pair');
      const unusual = (Object.keys(cut) as LineEnd[]).filter((end) => end !== usual && cut[end].count > 0);
      const count = unusual.reduce((sum, end) => sum + cut[end].count, 0);
      return { count, sample: unusual[0] === undefined ? '' : cut[unusual[0]].sample };
    },
  };
}
