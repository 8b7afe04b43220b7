// Refreshes a kept list from BRP: one refresh at a time, and a second wish for the same window shares the first one's answer.
import { ok, type Result } from '../../shared/result.ts';
import { type BookingAsk, type BookingNews, listOf, scopeOf } from '../../shared/service-booking.ts';
import type { Guarded } from '../base/guard.ts';
import type { Remote } from '../base/thread.ts';
import type { BookingVerbs } from './bookings.ts';
import { type BrpPorts, ownerNow, withBrp } from './brp.ts';
import { isOfOwner } from './owner.ts';
import { createTurns } from './turns.ts';

export interface PullPorts extends BrpPorts {
  readonly writer: Pick<Remote<Guarded<BookingVerbs>>, 'keepWindow'>;
}

/** A window of a list, of some business units (empty is all); the search of a filter only narrows what is shown of it. */
export type Window = BookingAsk & { readonly from: string; readonly to: string; readonly facilities?: readonly number[] };

/** The business units to ask for when `chosen` are wanted of those that are `set` (empty is all); empty where that narrows nothing. */
export function narrowed(set: readonly number[], chosen: readonly number[]): readonly number[] {
  const both = set.length === 0 ? chosen : chosen.filter((one) => set.includes(one));
  return both.length === set.length ? [] : both;
}

/** What tells one window from another. */
export function windowKey(window: Window): string {
  return `${scopeOf(listOf(window), window.facilities ?? [])} ${window.from} ${window.to}`;
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
    const { facilities: set } = ports.settings();
    const chosen = narrowed(set, window.facilities ?? []);
    const facilities = chosen.length > 0 ? chosen : set;
    const askedAt = ports.clock.now();
    const pulled = await withBrp(ports, async (brp, owner) => {
      const listed = await brp.listServiceBookings({ ask: window, from, to, facilities });
      return listed.ok ? ok({ ...listed.value, owner }) : listed;
    });
    if (!pulled.ok) return pulled;
    // Who asked may be another one by now: this answer is not theirs.
    if (!isOfOwner(pulled.value.owner, await ownerNow(ports), true)) return pull(window);
    return ports.writer.keepWindow({
      list,
      facilities: chosen.length > 0 ? (window.facilities ?? []) : [],
      from,
      to,
      ...pulled.value,
      askedAt,
      now: ports.clock.now(),
    });
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
