// A list of any length, read a page at a time by its key, of which only a stretch around the view is kept.
// Rows are never asked for by number: a far jump is guessed from the keys, and put right when an end is reached.

const PAGE = 200;
const BIG_PAGE = 500;
/** Rows kept ready before and behind the view. */
const MARGIN = 60;
/** So far away, rows are read on from what is there; farther is a jump. */
const REACH = 2000;
/** A refresh reads the head anew down to here; below, only what is in view. */
const HEAD = 800;
const KEPT = 6000;

export interface KeysetPage<T> {
  readonly rows: readonly T[];
  /** Where to read on; null is the end. A page may be short, even empty, and have a next. */
  readonly next: number | null;
}

/** Where rows come from. Their position is a number that rises down the list. */
export interface KeysetSource<T> {
  readonly positionOf: (row: T) => number;
  /** Rows behind a position, or from the top; null when it could not be read. */
  readonly read: (after: number | null, limit: number) => Promise<KeysetPage<T> | null>;
  /** A position that no row lies behind. */
  readonly end: number;
}

interface Stretch<T> {
  readonly start: number;
  readonly rows: readonly T[];
  readonly next: number | null;
  readonly atTop: boolean;
}

/** What a view needs of a long list. */
export interface KeysetList<T> {
  readonly count: () => number;
  /** Whether `count` is known, and not only what was read so far. */
  readonly counted: () => boolean;
  /** Whether the first page has come. */
  readonly ready: () => boolean;
  readonly rowAt: (index: number) => T | undefined;
  readonly positionOf: (row: T) => number;
  /** The number of the row at this position, or of the one that took its place; -1 where rows were not read. */
  readonly indexOf: (position: number) => number;
  readonly look: (first: number, last: number) => void;
  readonly setTotal: (total: number | null) => void;
  readonly refresh: () => void;
  /** Puts a row that changed in place of its former self. */
  readonly replace: (row: T) => void;
  /** Called after each change; `shift` is by how many rows the view must move to stay where it is. */
  readonly subscribe: (listener: (shift: number) => void) => () => void;
}

/** Makes a list that reads itself as it is looked at. */
export function createKeysetList<T>(source: KeysetSource<T>): KeysetList<T> {
  const listeners = new Set<(shift: number) => void>();
  let stretch: Stretch<T> | null = null;
  let total: number | null = null;
  let top: number | null = null;
  let view = { first: 0, last: MARGIN };
  let stale = false;
  let busy = false;

  const endOf = (part: Stretch<T>): number => part.start + part.rows.length;
  const first = (rows: readonly T[]): number => source.positionOf(rows[0] as T);

  function count(): number {
    if (stretch === null) return total ?? 0;
    if (stretch.next === null) return endOf(stretch);
    return Math.max(total ?? 0, endOf(stretch) + 1);
  }

  function place(part: Stretch<T>, shift = 0): true {
    let start = part.start;
    if (part.atTop) start = 0;
    else if (part.next === null && total !== null) start = Math.max(0, total - part.rows.length);
    else if (start <= 0) start = PAGE;
    if (part.atTop && part.rows.length > 0) top = first(part.rows);
    // Everything that was in view is gone: what is there now must be found anew.
    const isLost = part.rows.length === 0 && part.next === null && !part.atTop;
    stretch = isLost ? null : { ...part, start };
    for (const listener of listeners) listener(shift + start - part.start);
    return true;
  }

  /** At least `need` rows behind `position`, and as far as position `to`, in as many pages as it takes. */
  async function gather(position: number | null, need: number, to = Number.NEGATIVE_INFINITY): Promise<KeysetPage<T> | null> {
    const rows: T[] = [];
    let next = position;
    const isShort = (): boolean => rows.length < need || (rows.length < KEPT && source.positionOf(rows.at(-1) as T) < to);
    do {
      const page = await source.read(next, need - rows.length > PAGE ? BIG_PAGE : PAGE);
      if (page === null) return null;
      rows.push(...page.rows);
      next = page.next;
    } while (next !== null && isShort());
    return { rows, next };
  }

  async function readHead(): Promise<boolean> {
    const page = await source.read(null, PAGE);
    return page !== null && place({ ...page, start: 0, atTop: true });
  }

  /** Starts a new stretch near the view, at a position guessed between what is known above and below. */
  async function jump(): Promise<boolean> {
    if (total === null || top === null) return readHead();
    const seen = Math.min(view.first, total - 1);
    const index = seen - MARGIN;
    if (index < PAGE) return readHead();
    const low = { index: 0, position: top };
    let high = { index: total, position: source.end };
    for (let tries = 0; ; tries += 1) {
      // Every other guess halves what is left, for keys that are too uneven for proportion.
      const share = tries % 2 === 0 ? (index - low.index) / (high.index - low.index) : 0.5;
      const guess = Math.floor(low.position + share * (high.position - low.position));
      const page = await source.read(guess - 1, PAGE);
      if (page === null) return false;
      if (page.next !== null) return place({ ...page, start: index, atTop: false });
      // The end came: from there to it are so many rows for certain.
      const start = Math.max(0, total - page.rows.length);
      if (start <= seen) return place({ ...page, start, atTop: false });
      if (guess <= low.position) return readHead();
      high = { index: start, position: guess };
    }
  }

  async function append(part: Stretch<T>, wanted: number): Promise<boolean> {
    const page = await source.read(part.next, wanted - endOf(part) > PAGE ? BIG_PAGE : PAGE);
    if (page === null) return false;
    const cut = part.rows.length > KEPT ? part.rows.length - KEPT / 2 : 0;
    const rows = [...part.rows.slice(cut), ...page.rows];
    return place({ start: part.start + cut, rows, next: page.next, atTop: part.atTop && cut === 0 });
  }

  async function prepend(part: Stretch<T>): Promise<boolean> {
    const before = first(part.rows);
    const spread = (source.positionOf(part.rows.at(-1) as T) - before) / part.rows.length;
    for (let step = Math.ceil((Math.max(1, spread) * PAGE) / 2); ; step *= 2) {
      const from = top === null || before - step <= top ? null : before - step;
      const rows: T[] = [];
      let next = from;
      do {
        const page = await source.read(next, BIG_PAGE);
        if (page === null) return false;
        rows.push(...page.rows.filter((row) => source.positionOf(row) < before));
        next = page.rows.length > 0 && source.positionOf(page.rows.at(-1) as T) >= before ? null : page.next;
      } while (next !== null && next < before);
      if (rows.length === 0 && from !== null) continue;
      const all = [...rows, ...part.rows];
      const kept = all.length > KEPT ? all.slice(0, KEPT / 2) : all;
      next = kept.length < all.length ? source.positionOf(kept.at(-1) as T) : part.next;
      return place({ start: part.start - rows.length, rows: kept, next, atTop: from === null });
    }
  }

  /** Reads what is in view anew. The first row in view stays where it is; at the very top, new rows push it down. */
  async function reread(part: Stretch<T>): Promise<boolean> {
    const seenAt = Math.max(view.first, part.start);
    const anchor = part.rows[seenAt - part.start];
    if (anchor === undefined || view.last < part.start) return part.atTop ? readHead() : jump();
    const behind = (rows: readonly T[]): number => {
      const at = rows.findIndex((row) => source.positionOf(row) >= source.positionOf(anchor));
      return at < 0 ? rows.length : at;
    };
    if (part.atTop && view.last < HEAD) {
      const isFirst = view.first === 0;
      const page = await gather(null, Math.max(PAGE, view.last + MARGIN), isFirst ? undefined : source.positionOf(anchor));
      if (page === null) return false;
      if (isFirst || behind(page.rows) < page.rows.length)
        return place({ ...page, start: 0, atTop: true }, isFirst ? 0 : behind(page.rows) - seenAt);
    }
    const from = Math.max(part.start, view.first - MARGIN);
    const page = await gather(source.positionOf(part.rows[from - part.start] as T) - 1, view.last - from + MARGIN);
    if (page === null) return false;
    return place({ ...page, start: Math.max(0, seenAt - behind(page.rows)), atTop: false });
  }

  /** What is most needed now, begun; null when nothing is. It answers whether it could be read. */
  function next(): Promise<boolean> | null {
    if (stretch === null) return jump();
    if (stale) {
      stale = false;
      return reread(stretch);
    }
    // The view may still stand where a longer list ended.
    const seen = Math.min(view.first, count() - 1);
    const from = Math.max(0, seen - MARGIN);
    const to = Math.min(count() - 1, view.last + MARGIN);
    if (seen > endOf(stretch) + REACH || view.last < stretch.start - REACH) return jump();
    if (to >= endOf(stretch) && stretch.next !== null) return append(stretch, to);
    if (from < stretch.start && !stretch.atTop && stretch.rows.length > 0) return prepend(stretch);
    return null;
  }

  // Between the last look at what is needed and being idle nothing may be awaited, or a wish in between would be lost.
  async function work(): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      for (let step = next(); step !== null && (await step); step = next());
    } finally {
      busy = false;
    }
  }

  return {
    count,
    counted: () => total !== null || stretch?.next === null,
    ready: () => stretch !== null,
    rowAt: (index) => stretch?.rows[index - stretch.start],
    positionOf: source.positionOf,
    indexOf: (position) => {
      if (stretch === null || stretch.rows.length === 0) return -1;
      if (position < first(stretch.rows) && !stretch.atTop) return -1;
      const at = stretch.rows.findIndex((row) => source.positionOf(row) >= position);
      return at < 0 ? -1 : stretch.start + at;
    },
    look: (from, to) => {
      view = { first: from, last: to };
      void work();
    },
    setTotal: (next) => {
      if (next === total) return;
      total = next;
      for (const listener of listeners) listener(0);
    },
    refresh: () => {
      stale = true;
      void work();
    },
    replace: (row) => {
      if (stretch === null) return;
      const position = source.positionOf(row);
      stretch = { ...stretch, rows: stretch.rows.map((other) => (source.positionOf(other) === position ? row : other)) };
      for (const listener of listeners) listener(0);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
