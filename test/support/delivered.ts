// Results that were delivered earlier, written into an outbox of their own before anything opens it.
import { join } from 'node:path';
import { openStore } from '../../main/base/store.ts';
import type { BookingResult } from '../../shared/booking-result.ts';
import type { Environment } from '../../shared/settings.ts';

/** Writes them as delivered at `at`, epoch ms, in this order. */
export function seedDelivered(home: string, environment: Environment, results: readonly BookingResult[], at: number): void {
  const opened = openStore(join(home, environment, 'outbox.sqlite'), at);
  if (!opened.ok) throw new Error(opened.failure.kind);
  const { store } = opened.value;
  const insert = store.prepare(
    `insert into outbox_item (ref, result, date, inspector, state, origin, changed_at, accepted_at)
     values (:internalOrderRef, :bookingResult, :bookingDate, :inspectorName, 'delivered', 'import', :at, :at)`,
  );
  store.transaction(() => {
    for (const result of results) insert.run({ ...result, at });
    store
      .prepare(`insert into tally values (0, 'delivered', '', :n) on conflict do update set n = n + :n`)
      .run({ n: results.length });
    store
      .prepare('insert into delivered_hour values (:hour, :n) on conflict do update set n = n + :n')
      .run({ hour: Math.floor(at / 3_600_000), n: results.length });
  })();
  store.close();
}
