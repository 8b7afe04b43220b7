// Results that wait in environments that are not open: nobody should forget them there.
import { existsSync } from 'node:fs';
import { ENVIRONMENTS, type Environment } from '../../shared/settings.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Store } from '../base/sqlite.ts';
import { openReader } from '../base/store.ts';
import { createCounters } from '../outbox/counters.ts';
import { outboxPath } from '../workspace/workspace.ts';

/** Counts what is on its way in every environment of `home` but the `open` one. */
export function waitingElsewhere(home: string, open: Environment): Snapshot['elsewhere'] {
  return ENVIRONMENTS.filter((environment) => environment !== open && existsSync(outboxPath(home, environment)))
    .map((environment) => ({ environment, waiting: waitingIn(outboxPath(home, environment)) }))
    .filter(({ waiting }) => waiting > 0);
}

function waitingIn(path: string): number {
  let reader: Store | null = null;
  try {
    reader = openReader(path);
    const { waiting, sending, unconfirmed } = createCounters(reader).tally();
    return waiting + sending + unconfirmed;
  } catch {
    // An outbox that cannot be read says so when its environment is opened.
    return 0;
  } finally {
    reader?.close();
  }
}
