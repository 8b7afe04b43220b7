// Which rows of a list are ticked: some, by themselves, or all that the list matches.

/** So many rows are acted on by name; more only as "all that match". */
const MOST = 10_000;

export interface Selection<T> {
  readonly all: boolean;
  /** The ticked rows by position; empty when all are. */
  readonly rows: ReadonlyMap<number, T>;
}

export const NOTHING_SELECTED: Selection<never> = { all: false, rows: new Map<number, never>() };
export const ALL_SELECTED: Selection<never> = { all: true, rows: new Map<number, never>() };

/** Whether anything is ticked. */
export function isSelected<T>(selection: Selection<T>, position: number): boolean {
  return selection.all || selection.rows.has(position);
}

/** Ticks or unticks one row. */
export function toggled<T>(selection: Selection<T>, position: number, row: T): Selection<T> {
  const rows = new Map(selection.rows);
  if (!rows.delete(position) && rows.size < MOST) rows.set(position, row);
  return { all: false, rows };
}

/** Ticks all of these beside what is ticked already. */
export function extended<T>(selection: Selection<T>, more: readonly (readonly [number, T])[]): Selection<T> {
  return { all: false, rows: new Map([...selection.rows, ...more].slice(0, MOST)) };
}
