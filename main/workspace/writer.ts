// Everything that may change one outbox database, offered as plain functions to the one thread that may call them.
import type { BookingResult } from '../../shared/booking-result.ts';
import { backUpNow, settleLoss } from '../base/backups.ts';
import { guard } from '../base/guard.ts';
import { watchPresence } from '../base/presence.ts';
import type { Store } from '../base/sqlite.ts';
import { createBookings } from '../bookings/bookings.ts';
import { createEdits } from '../bookings/edits.ts';
import { createHeldVerbs } from '../import/review/held-rows.ts';
import { createImportVerbs } from '../import/review/imports.ts';
import { createStagedOrders } from '../import/stage/staged-orders.ts';
import { createStagedRepairs } from '../import/stage/staged-repairs.ts';
import { createWatchedVerbs } from '../import/watch/watched-files.ts';
import { createAcceptance } from '../outbox/acceptance.ts';
import { createChoices } from '../outbox/choices.ts';
import { createClaims } from '../outbox/claims.ts';
import { createForgetting } from '../outbox/forgetting.ts';
import { createLeaving } from '../outbox/left-as-is.ts';
import { createMassRefusalVerbs } from '../outbox/mass-refusal.ts';
import { createMeta } from '../outbox/meta.ts';
import { createOutbox } from '../outbox/outbox.ts';
import { createRestore } from '../outbox/restore.ts';
import { createSearchIndex } from '../outbox/search.ts';

/** Everything that may change the database at `path`. */
export function createWriterVerbs(store: Store, path: string) {
  const meta = createMeta(store);
  const outbox = createOutbox(store);
  const bookings = createBookings(store);
  const isThere = watchPresence(path);
  let isSaved = false;

  /** Looks whether the file is still there. What it held is saved once, as long as it can be read. */
  function lookAfter(): boolean {
    if (isThere()) return true;
    if (!isSaved) backUpNow(store, path, 'saved');
    isSaved = true;
    return false;
  }

  return guard(
    {
      ...outbox,
      ...createClaims(store),
      ...createChoices(store),
      ...createLeaving(store),
      ...createMassRefusalVerbs(store),
      ...createForgetting(store),
      ...createAcceptance(store),
      ...createImportVerbs(store),
      ...createHeldVerbs(store, outbox),
      ...createStagedRepairs(store),
      ...createStagedOrders(store),
      ...createWatchedVerbs(store),
      ...createSearchIndex(store),
      ...createRestore(store, path),
      ...bookings,
      ...createEdits(store),
      /** Queues a result that was made from a booking, and notes which reference its order has. Answers its seq. */
      report: store.transaction((result: BookingResult, orderNumber: string, now: number): number => {
        if (orderNumber !== '') bookings.noteReference(orderNumber, result.internalOrderRef);
        return outbox.accept(result, { origin: 'booking', importId: null, record: null }, now);
      }).immediate,
      /** The same for several, all or none. */
      reportAll: store.transaction(
        (results: readonly { readonly orderNumber: string; readonly result: BookingResult }[], now: number): void => {
          for (const { orderNumber, result } of results) {
            if (orderNumber !== '') bookings.noteReference(orderNumber, result.internalOrderRef);
            outbox.accept(result, { origin: 'booking', importId: null, record: null }, now);
          }
        },
      ).immediate,
      writeMeta: (key: string, value: unknown): void => meta.write(key, value),
      /** Does nothing but to be refused when the file has gone. */
      look: (): void => {},
      settleLoss: (): void => settleLoss(path),
      backUp: (label: string): void => backUpNow(store, path, label),
      close: (): void => void store.close(),
    },
    path,
    lookAfter,
  );
}

export type WriterVerbs = ReturnType<typeof createWriterVerbs>;
