// The agenda as one long list: a heading for each day, and below it the bookings of that day, read a page at a time by position.
// What is on screen and its headings always belong to the same answer.
import type { ListedBooking } from '../../shared/booking-view.ts';
import type { BookingOutline } from '../../shared/service-booking.ts';
import type { KeysetList } from '../list/keyset-list.ts';

const PAGE = 200;
const MARGIN = 60;
const KEPT_PAGES = 20;

export interface DayHeading {
  readonly day: string;
  readonly count: number;
}
export type AgendaRow = DayHeading | ListedBooking;

/** Whether a row is the heading of a day. */
export function isHeading(row: AgendaRow): row is DayHeading {
  return 'day' in row;
}

export interface AgendaList extends KeysetList<AgendaRow> {
  /** The newest outline: what is in view is read anew, then both are shown together. */
  readonly setOutline: (outline: BookingOutline) => void;
}

interface PlacedDay extends DayHeading {
  /** Number of its heading in the list, and of its first booking among the bookings. */
  readonly start: number;
  readonly offset: number;
}

interface Layout {
  readonly days: readonly PlacedDay[];
  readonly count: number;
  readonly total: number;
}

function layoutOf({ days, total }: BookingOutline): Layout {
  let start = 0;
  let offset = 0;
  const placed = days.map(({ day, count }) => {
    const one = { day, count, start, offset };
    start += count + 1;
    offset += count;
    return one;
  });
  return { days: placed, count: start, total };
}

/** The last day that begins at or before `value`. */
function dayBefore(days: readonly PlacedDay[], of: 'start' | 'offset', value: number): PlacedDay | undefined {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] as PlacedDay)[of] <= value) low = middle + 1;
    else high = middle;
  }
  return days[low - 1];
}

/** Number of the booking at `index` among the bookings; headings count as the booking below them. */
function offsetAt({ days, total }: Layout, index: number): number {
  const day = dayBefore(days, 'start', index);
  return day === undefined ? 0 : Math.min(Math.max(0, total - 1), day.offset + Math.max(0, index - day.start - 1));
}

/** Makes a list that reads its pages as it is looked at; `read` answers null when it could not. */
export function createAgendaList(read: (offset: number, limit: number) => Promise<readonly ListedBooking[] | null>): AgendaList {
  const listeners = new Set<(shift: number) => void>();
  let layout: Layout | null = null;
  let pages = new Map<number, readonly ListedBooking[]>();
  let view = { first: 0, last: MARGIN };
  let generation = 0;
  let busy = false;

  function tell(shift: number): void {
    for (const listener of listeners) listener(shift);
  }

  function pagesInView(of: Layout): number[] {
    if (of.total === 0) return [];
    const first = Math.floor(offsetAt(of, Math.min(of.count - 1, Math.max(0, view.first - MARGIN))) / PAGE);
    const last = Math.floor(offsetAt(of, Math.min(of.count - 1, view.last + MARGIN)) / PAGE);
    return Array.from({ length: last - first + 1 }, (_, n) => first + n);
  }

  function rowIn(of: Layout, from: ReadonlyMap<number, readonly ListedBooking[]>, index: number): AgendaRow | undefined {
    const day = dayBefore(of.days, 'start', index);
    if (day === undefined || index >= of.count) return undefined;
    if (index === day.start) return day;
    const offset = day.offset + index - day.start - 1;
    return from.get(Math.floor(offset / PAGE))?.[offset % PAGE];
  }

  function find(position: number): number {
    if (layout === null) return -1;
    const { days } = layout;
    if (position < 0) return days.find(({ day }) => positionOfDay(day) === position)?.start ?? -1;
    for (const [page, rows] of pages) {
      const at = rows.findIndex(({ booking }) => booking.id === position);
      if (at < 0) continue;
      const offset = page * PAGE + at;
      const day = dayBefore(days, 'offset', offset);
      return day === undefined ? -1 : day.start + 1 + offset - day.offset;
    }
    return -1;
  }

  async function setOutline(outline: BookingOutline): Promise<void> {
    generation += 1;
    const mine = generation;
    const next = layoutOf(outline);
    const fresh = new Map<number, readonly ListedBooking[]>();
    for (const page of pagesInView(next)) {
      const rows = await read(page * PAGE, PAGE);
      if (mine !== generation) return;
      if (rows !== null) fresh.set(page, rows);
    }
    const anchor = layout === null || view.first === 0 ? undefined : rowIn(layout, pages, view.first);
    layout = next;
    pages = fresh;
    const found = anchor === undefined ? -1 : find(positionOf(anchor));
    tell(found < 0 ? 0 : found - view.first);
    void work();
  }

  /** Reads what is in view and missing, one page after the other. */
  async function work(): Promise<void> {
    if (busy) return;
    busy = true;
    for (;;) {
      const now: Layout | null = layout;
      const missing: number | undefined = now === null ? undefined : pagesInView(now).find((page) => !pages.has(page));
      if (missing === undefined) break;
      const mine = generation;
      const rows = await read(missing * PAGE, PAGE);
      if (rows === null) break;
      if (mine !== generation) continue;
      pages.set(missing, rows);
      if (pages.size > KEPT_PAGES) {
        const farthest = [...pages.keys()].toSorted((a, b) => Math.abs(b - missing) - Math.abs(a - missing))[0];
        if (farthest !== undefined) pages.delete(farthest);
      }
      tell(0);
    }
    busy = false;
  }

  return {
    setOutline: (outline) => void setOutline(outline),
    count: () => layout?.count ?? 0,
    counted: () => layout !== null,
    ready: () => layout !== null,
    rowAt: (index) => (layout === null ? undefined : rowIn(layout, pages, index)),
    positionOf,
    indexOf: find,
    look: (first, last) => {
      view = { first, last };
      void work();
    },
    setTotal: () => {},
    refresh: () => {},
    replace: () => {},
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function positionOfDay(day: string): number {
  return -Number(day.replaceAll('-', ''));
}

/** The id of a booking; a day counts as a negative number. */
function positionOf(row: AgendaRow): number {
  return isHeading(row) ? positionOfDay(row.day) : row.booking.id;
}
