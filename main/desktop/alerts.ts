// Notifications: tells a person of each cause once, again ever more rarely, and takes back what is solved.
// What there is to tell is decided in alert-causes.ts and lateness.ts, when in alert-schedule.ts; the tray always shows the count.
import type { ProblemGroup } from '../../shared/outbox-item.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Clock } from '../base/ports.ts';
import type { Alert, Cause } from './alert.ts';
import { causesOf } from './alert-causes.ts';
import {
  COLLECT_MS,
  type Courses,
  coursesAfter,
  hasRoomForGoodNews,
  roundAt,
  type Shown,
  shownLately,
  toldAt,
} from './alert-schedule.ts';
import { summaryOf } from './alert-summary.ts';
import { createKnownGroups } from './known-groups.ts';
import { confirmedBy, delayedBy, goodNewsId, type Lateness, lateAt, latenessAfter } from './lateness.ts';

export interface AlertPorts {
  readonly clock: Clock;
  /** Which classes the person wants, read at every look. */
  readonly wants: () => Settings['notifications'];
  /** The problems of the open environment by cause (the call outbox.groups). */
  readonly groups: () => Promise<readonly ProblemGroup[]>;
  readonly show: (alert: Alert) => void;
  /** Also called for one that the person has dismissed already. */
  readonly withdraw: (id: string) => void;
}

export interface Alerts {
  readonly see: (snapshot: Snapshot) => void;
  /** Takes back what is shown: nobody is left to answer a click on it. */
  readonly stop: () => void;
}

/** Starts without anything to tell; every snapshot goes to `see`. */
export function createAlerts(ports: AlertPorts): Alerts {
  const { clock } = ports;
  const known = createKnownGroups(clock, ports.groups, look);
  let snapshot: Snapshot | null = null;
  let lateness: Lateness | null = null;
  let courses: Courses = new Map();
  /** When good news may be told, unless something waits again before. */
  let goodNewsAt: number | null = null;
  let shown: readonly Shown[] = [];
  /** What is on show now: each alert with the causes that keep it up. */
  const onShow = new Map<string, ReadonlySet<string>>();
  let cancel = (): void => {};

  /** Withdraws every alert that no cause keeps up any more. */
  function keepOnly(keeps: (cause: string) => boolean): void {
    for (const [id, causes] of onShow) {
      const left = new Set([...causes].filter(keeps));
      onShow.set(id, left);
      if (left.size === 0 && onShow.delete(id)) ports.withdraw(id);
    }
  }

  function show(alert: Alert, causes: readonly string[]): void {
    // An older alert with the same id is replaced by this one; others that said the same are taken back.
    onShow.delete(alert.id);
    keepOnly((cause) => !causes.includes(cause));
    onShow.set(alert.id, new Set(causes));
    shown = [...shown, { at: clock.monotonic(), class: alert.class }];
    ports.show(alert);
  }

  /** Tells what is due of these causes; answers when to look again. */
  function tellDue(causes: readonly Cause[], current: Snapshot, now: number): number | null {
    const { tell, folded, wakeAt } = roundAt(courses, shown, now);
    const timesTold = (cause: Cause): number => courses.get(cause.id)?.told ?? 0;
    const told = causes.filter(({ id }) => tell.includes(id)).toSorted((a, b) => timesTold(a) - timesTold(b));
    if (folded) show(summaryOf(told, current), tell);
    else for (const cause of told) show(alertOf(cause, timesTold(cause) > 0), [cause.id]);
    courses = new Map([...courses].map(([id, course]) => [id, tell.includes(id) ? toldAt(course, now) : course]));
    return wakeAt;
  }

  /** Tells that all was confirmed, when that has lasted a moment; answers when to look again. */
  function tellGoodNews(before: Lateness, current: Snapshot, now: number, wanted: boolean): number | null {
    const news = confirmedBy(before, current);
    if (news === null) goodNewsAt = null;
    else {
      goodNewsAt ??= now + COLLECT_MS;
      if (wanted && goodNewsAt > now) return goodNewsAt;
      // Good news can be missed: they never wait for room, and never take it from what needs a person.
      if (wanted && hasRoomForGoodNews(shown)) show(alertOf(news, false), [news.id]);
      lateness = { ...before, confirmed: 0 };
      goodNewsAt = null;
    }
    return null;
  }

  function look(): void {
    cancel();
    if (snapshot === null) return;
    const now = clock.monotonic();
    const wants = ports.wants();
    const late = latenessAfter(lateness, snapshot, now);
    lateness = late;
    shown = shownLately(shown, now);
    const causes = [...causesOf(snapshot, known.of(snapshot.counts)), ...delayedBy(late, snapshot)].filter(
      (cause) => wants[cause.class],
    );
    const present = new Set(causes.map(({ id }) => id));
    courses = coursesAfter(courses, present, now);
    const goodNews = wants.info ? goodNewsId(snapshot) : null;
    keepOnly((cause) => present.has(cause) || cause === goodNews);
    const moments = [tellDue(causes, snapshot, now), tellGoodNews(late, snapshot, now, wants.info), lateAt(late)];
    const next = moments.filter((at) => at !== null);
    if (next.length > 0) cancel = clock.after(Math.max(0, Math.min(...next) - now), look);
  }

  /** Nothing that was told, or was about to be, counts any more; what was shown still does. */
  function startAnew(): void {
    cancel();
    known.forget();
    keepOnly(() => false);
    courses = new Map();
    lateness = null;
    goodNewsAt = null;
  }

  return {
    see: (news) => {
      if (snapshot !== null && snapshot.environment !== news.environment) startAnew();
      snapshot = news;
      known.see(news.counts);
      look();
    },
    stop: () => {
      snapshot = null;
      startAnew();
    },
  };
}

function alertOf({ again, brief: _brief, ...alert }: Cause, isRepeat: boolean): Alert {
  return isRepeat ? { ...alert, body: again } : alert;
}
