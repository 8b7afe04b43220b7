// Values below merged cells: Excel shows the first cell of a merged range alone, and what the others hold nobody sees. The ranges
// stand behind the rows, so of each row it is kept which of its first columns hold something, in eight bytes.

/** No table of results has its columns further to the right. */
const COLUMNS = 64;
const MAX_RANGES = 100_000;
const MOST_FOUND = 1000;
const RANGE = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/;

interface Cell {
  /** From 1, as Excel counts. */
  readonly row: number;
  /** From 0. */
  readonly column: number;
}

export interface Covers {
  /** Notes which cells of a row hold something; rows come in their order. */
  readonly note: (row: number, cells: readonly string[]) => void;
  /** Takes a merged range, such as `A2:A4`. */
  readonly merge: (range: string) => void;
  /** The cells that hold something and are below a merged one, at most a thousand. */
  readonly covered: () => Cell[];
}

function columnOf(letters: string): number {
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** Watches over one sheet. */
export function createCovers(): Covers {
  const rows: number[] = [];
  const filled: [low: number[], high: number[]] = [[], []];
  const found: Cell[] = [];
  let ranges = 0;

  /** The place of the first noted row that is not before `row`. */
  function placeOf(row: number): number {
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((rows[middle] as number) < row) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function merge(range: string): void {
    const [, left = '', top = '', right = '', bottom = ''] = RANGE.exec(range) ?? [];
    ranges += 1;
    if (left === '' || ranges > MAX_RANGES) return;
    const [first, last] = [columnOf(left), Math.min(columnOf(right), COLUMNS - 1)];
    for (let at = placeOf(Number(top)); at < rows.length && found.length < MOST_FOUND; at += 1) {
      const row = rows[at] as number;
      if (row > Number(bottom)) return;
      for (let column = first; column <= last; column += 1) {
        const bits = (column < 32 ? filled[0] : filled[1])[at] as number;
        const isFirst = row === Number(top) && column === first;
        if (!isFirst && ((bits >>> (column % 32)) & 1) === 1) found.push({ row, column });
      }
    }
  }

  return {
    note: (row, cells) => {
      const bits: [number, number] = [0, 0];
      for (let column = 0; column < cells.length && column < COLUMNS; column += 1) {
        if (cells[column] !== '') bits[column < 32 ? 0 : 1] |= 1 << (column % 32);
      }
      rows.push(row);
      filled[0].push(bits[0]);
      filled[1].push(bits[1]);
    },
    merge,
    covered: () => found,
  };
}
