// The engine's watch over an outbox, put together as the app does it, with a network that only the test unplugs.
import { type Network, type Random, silentLog } from '../../main/base/ports.ts';
import { freshLimit, type UrlLimit } from '../../main/push/batches.ts';
import { type PushJob, pushOutbox } from '../../main/push/push-outbox.ts';
import { createSync } from '../../main/workspace/sync.ts';
import type { Sync } from '../../main/workspace/sync-ports.ts';
import { ok } from '../../shared/result.ts';
import { atEnd, type TestOutbox } from './make.ts';
import { DATABASE, type Peer } from './peer.ts';

export interface HandNetwork extends Network {
  readonly set: (online: boolean) => void;
}

/** A network that only the test unplugs. */
export function handNetwork(): HandNetwork {
  let online = true;
  const listeners = new Set<() => void>();
  return {
    isOnline: () => online,
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    set: (next) => {
      online = next;
      for (const listener of listeners) listener();
    },
  };
}

export interface SyncOptions {
  readonly network?: Network;
  readonly random?: Random;
  readonly automatic?: boolean;
  readonly intervalMs?: number;
  readonly job?: Partial<PushJob>;
  readonly crashed?: (error: unknown) => void;
}

/** The watch over an outbox, pushing to the peer, as the app puts it together. */
export function watch(outbox: TestOutbox, peer: Pick<Peer, 'connect'>, options: SyncOptions = {}): Sync {
  const { clock, lists, meta, writer } = outbox;
  let limit: UrlLimit = freshLimit(1900);
  const sync: Sync = createSync(
    {
      intervalMs: () => options.intervalMs ?? 0,
      clock,
      random: options.random ?? (() => 0.5),
      network: options.network ?? handNetwork(),
      lists,
      meta: { read: meta.read, write: async (key, value) => meta.write(key, value) },
      push: (shouldStop, progress, { hurry }) =>
        pushOutbox(
          { connect: peer.connect, lists, writer, clock, log: silentLog },
          {
            baseUrl: 'https://pps.basicpsf.com',
            database: DATABASE,
            account: async () => ok({ username: 'practice', password: '' }),
            limit,
            ceilingBytes: 8000,
            learned: (next) => {
              limit = next;
            },
            lookUp: null,
            onlineMs: () => sync.onlineMs(),
            shouldStop,
            progress,
            hurry,
            ...options.job,
          },
        ),
      hurry: () => writer.hurry(clock.now()),
      clampDue: () => writer.clampDue(clock.now()),
      changed: () => {},
      crashed: (error) => {
        if (options.crashed === undefined) throw error;
        options.crashed(error);
        return { kind: 'unexpected', words: 'a bug' };
      },
    },
    options.automatic ?? true,
  );
  atEnd(() => void sync.stop());
  return sync;
}
