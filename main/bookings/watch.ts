// When to ask BRP and when to wait: the list on show is refreshed by the clock, changes go out when they are due, and trouble
// is left alone for a while. A wrong password or key stops both until a person has acted.
import type { BookingEdit } from '../../shared/booking-edit.ts';
import type { BookingStatus } from '../../shared/booking-status.ts';
import { nextStep } from '../../shared/consequence.ts';
import type { Failure } from '../../shared/failure.ts';
import { fail, type Result } from '../../shared/result.ts';
import type { BookingNews } from '../../shared/service-booking.ts';
import type { Connection } from '../base/http.ts';
import type { Log, Network } from '../base/ports.ts';
import type { BookingLists } from './booking-lists.ts';
import { createEditing, type Editing, type EditPorts } from './edit.ts';
import type { EditLists } from './edits.ts';
import { createPull, type PullPorts, type Window, windowKey } from './pull.ts';

export interface BookingWatchPorts extends Omit<EditPorts, 'lists' | 'network' | 'writer'> {
  readonly network: Network;
  readonly lists: EditLists & BookingLists;
  readonly writer: EditPorts['writer'] & PullPorts['writer'];
  readonly log: Log;
  /** Something that the window shows has moved. */
  readonly changed: () => void;
}

const MINUTE_MS = 60_000;
/** However long the wait, the clock is looked at once a minute: it may have been set, or the machine may have slept. */
const LOOK_AGAIN_MS = MINUTE_MS;
/** No wait is longer than the six hours a server may ask for; a later moment was written by a wrong clock. */
const FARTHEST_MS = 6.5 * 60 * MINUTE_MS;

export interface BookingWatch extends Pick<Editing, 'submit' | 'decide' | 'retry'> {
  /** Asks for a window now, and from then on again by the clock. */
  readonly refresh: (window: Window) => Promise<Result<BookingNews>>;
  /** Says which window is on show: it is refreshed by the clock, and now if it is older than the interval. Null is none. */
  readonly show: (window: Window | null) => void;
  /** Takes a change back, or takes note of a settled one; false when it is being sent right now. */
  readonly drop: (id: number) => Promise<Result<boolean>>;
  /** Sends everything that is due now. Answers what stopped it, or null. */
  readonly deliverEdits: () => Promise<Failure | null>;
  /** What stood in the way may be gone: an account was saved, a setting changed. */
  readonly unblock: () => Promise<void>;
  readonly status: () => BookingStatus;
  /** Waits for what is under way. */
  readonly stop: () => Promise<void>;
}

/** Starts looking after the bookings of one environment at once, unless `automatic` is false. */
export function createBookingWatch(ports: BookingWatchPorts, automatic = true): BookingWatch {
  const { clock, lists, log, network, writer } = ports;
  const connections = new Set<Connection>();
  const pull = createPull({ ...ports, connect });
  const editing = createEditing({ ...ports, connect });
  let shown: Window | null = null;
  let refreshTrouble: Failure | null = null;
  let editTrouble: Failure | null = null;
  let troubledRefreshes = 0;
  let troubledPasses = 0;
  let refreshNotBefore = 0;
  let editsNotBefore = 0;
  let underWay: Promise<unknown> | null = null;
  let stopped = false;
  let cancelTimer = (): void => {};

  /** Connections that are dropped when the program ends: nobody waits half a minute for a slow server to close a window. */
  function connect(baseUrl: string): Connection {
    const connection = ports.connect(baseUrl);
    connections.add(connection);
    return {
      request: (request) => (stopped ? Promise.resolve(fail({ kind: 'cut-off' })) : connection.request(request)),
      close: () => {
        connections.delete(connection);
        connection.close();
      },
    };
  }

  function isStuck(trouble: Failure | null): boolean {
    return trouble !== null && nextStep(trouble) === 'ask';
  }

  function refreshAt(): number | null {
    if (shown === null || isStuck(refreshTrouble)) return null;
    const asOf = lists.asOf(shown, shown.from, shown.to);
    return Math.max(refreshNotBefore, asOf === null ? 0 : asOf + ports.settings().refreshMinutes * MINUTE_MS);
  }

  function editsAt(): number | null {
    const due = isStuck(editTrouble) ? null : lists.nextEditDueAt();
    return due === null ? null : Math.max(due > clock.now() + FARTHEST_MS ? 0 : due, editsNotBefore);
  }

  /** When something is to be done. A disk that cannot be read just now is looked at again later. */
  function moments(): number[] {
    try {
      return network.isOnline() ? [refreshAt(), editsAt()].filter((at) => at !== null) : [];
    } catch (error) {
      crashed(error);
      return [];
    }
  }

  function poke(): void {
    cancelTimer();
    if (stopped || !automatic || underWay !== null) return;
    const now = clock.now();
    const next = Math.min(...moments(), now + LOOK_AGAIN_MS);
    if (next > now) {
      cancelTimer = clock.after(next - now, poke);
      return;
    }
    underWay = work(now)
      .catch((error: unknown) => {
        crashed(error);
        refreshNotBefore = editsNotBefore = clock.now() + LOOK_AGAIN_MS;
      })
      .finally(() => {
        underWay = null;
        poke();
      });
  }

  function crashed(error: unknown): void {
    log('error', 'looking after the bookings ended unexpectedly', {
      error: error instanceof Error ? error.stack : String(error),
    });
  }

  async function work(now: number): Promise<void> {
    if ((editsAt() ?? Number.POSITIVE_INFINITY) <= now) await deliverEdits();
    if (shown !== null && (refreshAt() ?? Number.POSITIVE_INFINITY) <= now) await refresh(shown);
  }

  async function refresh(window: Window): Promise<Result<BookingNews>> {
    shown = window;
    const refreshing = pull.refresh(window);
    ports.changed();
    const refreshed = await refreshing;
    refreshTrouble = refreshed.ok ? null : refreshed.failure;
    troubledRefreshes = refreshed.ok ? 0 : troubledRefreshes + 1;
    refreshNotBefore = refreshed.ok ? 0 : clock.now() + ports.delayMs(refreshed.failure, troubledRefreshes);
    // The way is free again, whatever stood in the way of changes; only a missing right to write stays what it is.
    if (refreshed.ok && editTrouble !== null && editTrouble.kind !== 'forbidden' && editTrouble.kind !== 'brp-refused')
      await unblock();
    ports.changed();
    poke();
    return refreshed;
  }

  async function deliverEdits(): Promise<Failure | null> {
    await writer.clampEdits(clock.now() + FARTHEST_MS, clock.now());
    const delivering = editing.deliverEdits();
    ports.changed();
    const { tried, trouble } = await delivering;
    // A pass that found nothing to send has learned nothing about the way.
    if (tried > 0 || trouble !== null) editTrouble = trouble;
    if (tried > 0 && trouble === null) refreshAgain();
    troubledPasses = trouble === null ? 0 : troubledPasses + 1;
    editsNotBefore = trouble === null ? 0 : clock.now() + ports.delayMs(trouble, troubledPasses);
    ports.changed();
    poke();
    return trouble;
  }

  /** BRP has answered: what the last refresh met holds no longer, and the list is asked for again. */
  function refreshAgain(): void {
    if (refreshTrouble === null) return;
    refreshTrouble = null;
    troubledRefreshes = refreshNotBefore = 0;
  }

  /** A person's own act: it goes out at once, and what it meets is the newest that is known of the way. */
  async function act<T extends BookingEdit | null>(acting: Promise<Result<T>>): Promise<Result<T>> {
    ports.changed();
    const acted = await acting;
    if (acted.ok && acted.value !== null) {
      const { state, failure } = acted.value;
      if (state === 'queued') editTrouble = failure;
      else if (failure === null) editTrouble = null;
      if (state !== 'queued') refreshAgain();
    }
    ports.changed();
    poke();
    return acted;
  }

  async function unblock(): Promise<void> {
    refreshTrouble = editTrouble = null;
    troubledRefreshes = troubledPasses = refreshNotBefore = editsNotBefore = 0;
    await writer.hurryEdits(clock.now());
    ports.changed();
    poke();
  }

  const stopListening = network.onChange(() => {
    if (network.isOnline()) void unblockAfterOffline();
    else poke();
  });
  async function unblockAfterOffline(): Promise<void> {
    if (isStuck(refreshTrouble) || isStuck(editTrouble)) return poke();
    await unblock();
  }

  /** What another run left behind is tried again: its reason may be gone. */
  async function start(): Promise<void> {
    await editing.recover();
    if (automatic) await writer.hurryEdits(clock.now());
    poke();
  }
  const starting = start().catch(crashed);
  return {
    refresh,
    show: (window) => {
      const isAnother = window === null || shown === null || windowKey(window) !== windowKey(shown);
      shown = window;
      if (isAnother) {
        refreshTrouble = null;
        troubledRefreshes = refreshNotBefore = 0;
      }
      poke();
    },
    submit: (booking, ask, change) => act(editing.submit(booking, ask, change)),
    decide: (id, keepOurs) => act(editing.decide(id, keepOurs)),
    retry: (id) => act(editing.retry(id)),
    drop: async (id) => {
      const dropped = await writer.dropEdit(id);
      ports.changed();
      return dropped;
    },
    deliverEdits,
    unblock,
    status: () => {
      const next = automatic && network.isOnline() ? refreshAt() : null;
      return {
        isRefreshing: pull.isRefreshing(),
        isSending: editing.isSending(),
        refreshTrouble,
        editTrouble,
        nextRefreshAt: next === null ? null : Math.max(Math.round(next), clock.now()),
        edits: lists.editCounts(),
      };
    },
    stop: async () => {
      stopped = true;
      cancelTimer();
      stopListening();
      for (const connection of connections) connection.close();
      await Promise.allSettled([starting, underWay, pull.rest(), editing.rest()]);
    },
  };
}
