// Refreshes a kept list from BRP: one refresh at a time, and a second wish for the same window shares the first one's answer.
import { ok, type Result } from '../../shared/result.ts';
import { type BookingAsk, type BookingNews, listOf } from '../../shared/service-booking.ts';
import type { Guarded } from '../base/guard.ts';
import type { Remote } from '../base/thread.ts';
import type { BookingVerbs } from './bookings.ts';
import { type BrpPorts, withBrp } from './brp.ts';
import { createTurns } from './turns.ts';

export interface PullPorts extends BrpPorts {
  readonly writer: Pick<Remote<Guarded<BookingVerbs>>, 'keepWindow'>;
}

/** A window of a list; the rest of a filter only narrows what is shown of it. */
export type Window = BookingAsk & { readonly from: string; readonly to: string };

/** What tells one window from another. */
export function windowKey(window: Window): string {
  return `${listOf(window)} ${window.from} ${window.to}`;
}

export interface Pull {
  /** Asks BRP for a window and keeps it; answers what is new, changed and gone. What was kept stays when it fails. */
  readonly refresh: (window: Window) => Promise<Result<BookingNews>>;
  readonly isRefreshing: () => boolean;
  /** Resolves when no refresh is under way. */
  readonly rest: () => Promise<void>;
}

/** Makes the one that refreshes. */
export function createPull(ports: PullPorts): Pull {
  const turns = createTurns();
  const underWay = new Map<string, Promise<Result<BookingNews>>>();

  async function pull(window: Window): Promise<Result<BookingNews>> {
    const { from, to } = window;
    const list = listOf(window);
    const { facilities } = ports.settings();
    const askedAt = ports.clock.now();
    const pulled = await withBrp(ports, async (brp, owner) => {
      const listed = await brp.listServiceBookings({ ask: window, from, to, facilities });
      return listed.ok ? ok({ ...listed.value, owner }) : listed;
    });
    if (!pulled.ok) return pulled;
    return ports.writer.keepWindow({ list, from, to, ...pulled.value, askedAt, now: ports.clock.now() });
  }

  return {
    rest: turns.rest,
    isRefreshing: () => underWay.size > 0,
    refresh: (window) => {
      const key = windowKey(window);
      let refreshing = underWay.get(key);
      if (refreshing === undefined) {
        refreshing = turns.take(() => pull(window)).finally(() => underWay.delete(key));
        underWay.set(key, refreshing);
      }
      return refreshing;
    },
  };
}
