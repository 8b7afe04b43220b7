// When a person is told about a cause, and when again. Pure; all moments are on the monotonic clock, so that neither a clock
// that is set nor a night asleep brings a flood. At most 12 notifications in any 24 hours: the last four are kept for summaries
// that come ever more slowly, so that nothing new is left untold for a day.
import type { AlertClass } from './alert.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Causes that appear within so long are told together. */
export const COLLECT_MS = 10_000;
/** From one telling of a cause to the next; then daily. */
const GAPS = [15 * MINUTE, HOUR, 4 * HOUR];
/** A cause that was gone for so long is a new one when it comes back. */
const FORGET_AFTER_MS = HOUR;
const FOLD_ABOVE = 3;
/** So many of them come as soon as they are due. */
const AT_ONCE = 8;
/** What must lie before each one after that; behind the last there is none. */
const SPARING_GAPS = [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR];
/** Good news never take more than this. */
const GOOD_NEWS = 4;

/** Where a cause stands. */
export interface Course {
  readonly told: number;
  readonly dueAt: number;
  /** Null while it lasts. */
  readonly solvedAt: number | null;
}
export type Courses = ReadonlyMap<string, Course>;

/** A notification that was shown, of any class. */
export interface Shown {
  readonly at: number;
  readonly class: AlertClass;
}

/** Follows which causes are there now. One that comes back soon goes on where it was. */
export function coursesAfter(courses: Courses, present: ReadonlySet<string>, now: number): Courses {
  const next = new Map<string, Course>();
  for (const [id, course] of courses) {
    const solvedAt = present.has(id) ? course.solvedAt : (course.solvedAt ?? now);
    if (solvedAt === null || now - solvedAt < FORGET_AFTER_MS) next.set(id, { ...course, solvedAt });
  }
  const collecting = [...next.values()].filter(({ told, dueAt, solvedAt }) => told === 0 && solvedAt === null && dueAt > now);
  const together = Math.min(now + COLLECT_MS, ...collecting.map(({ dueAt }) => dueAt));
  for (const id of present) {
    const course = next.get(id) ?? { told: 0, dueAt: together, solvedAt: null };
    next.set(id, course.solvedAt === null ? course : { ...course, dueAt: Math.max(course.dueAt, together), solvedAt: null });
  }
  return next;
}

export interface Round {
  /** Who is told about now, each alone or all in one. */
  readonly tell: readonly string[];
  readonly folded: boolean;
  /** When to look again if nothing else happens; null is never. */
  readonly wakeAt: number | null;
}

/** What is to be told now. `shown` is the notifications of the last 24 hours, oldest first. */
export function roundAt(courses: Courses, shown: readonly Shown[], now: number): Round {
  const lasting = [...courses].filter(([, { solvedAt }]) => solvedAt === null);
  const due = lasting.filter(([, { dueAt }]) => dueAt <= now).map(([id]) => id);
  const quiet = { tell: [], folded: false };
  if (lasting.length === 0) return { ...quiet, wakeAt: null };
  if (due.length === 0) return { ...quiet, wakeAt: Math.min(...lasting.map(([, { dueAt }]) => dueAt)) };
  const freeAt = nextFreeAt(shown);
  if (freeAt > now) return { ...quiet, wakeAt: freeAt };
  const folded = lasting.length > 1 && (due.length > FOLD_ABOVE || shown.length + due.length > AT_ONCE);
  // A summary speaks of everything that is there, so that its number is right and all of it is due together next time.
  return { tell: folded ? lasting.map(([id]) => id) : due, folded, wakeAt: now };
}

/** When the next notification may come. As old ones drop out, an earlier moment may follow. */
function nextFreeAt(shown: readonly Shown[]): number {
  const [oldest, newest] = [shown.at(0), shown.at(-1)];
  if (oldest === undefined || newest === undefined || shown.length < AT_ONCE) return Number.NEGATIVE_INFINITY;
  const dropsOutAt = oldest.at + DAY + 1;
  const gap = SPARING_GAPS[shown.length - AT_ONCE];
  return gap === undefined ? dropsOutAt : Math.min(dropsOutAt, newest.at + gap);
}

/** The course of a cause that was told at `now`. */
export function toldAt({ told }: Course, now: number): Course {
  return { told: told + 1, dueAt: now + (GAPS[told] ?? DAY), solvedAt: null };
}

/** What still counts of what was shown: the last 24 hours. */
export function shownLately(shown: readonly Shown[], now: number): readonly Shown[] {
  return shown.filter(({ at }) => now - at <= DAY);
}

/** Whether good news may be shown beside everything else. */
export function hasRoomForGoodNews(shown: readonly Shown[]): boolean {
  return shown.length < AT_ONCE && shown.filter(({ class: kind }) => kind === 'info').length < GOOD_NEWS;
}
