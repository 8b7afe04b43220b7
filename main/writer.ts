// Everything that may change one outbox database, offered as plain functions to the one thread that may call them.
import { guard } from './base/guard.ts';
import { backUpNow, type Store } from './base/store.ts';
import { createImportVerbs } from './import/imports.ts';
import { createAcceptance } from './outbox/acceptance.ts';
import { createClaims } from './outbox/claims.ts';
import { createMeta } from './outbox/meta.ts';
import { createOutbox } from './outbox/outbox.ts';
import { createRestore } from './outbox/restore.ts';
import { createSearchIndex } from './outbox/search.ts';

/** Everything that may change the database at `path`. */
export function createWriterVerbs(store: Store, path: string) {
  const meta = createMeta(store);
  const outbox = createOutbox(store);
  return guard(
    {
      ...outbox,
      ...createClaims(store),
      ...createAcceptance(store),
      ...createImportVerbs(store, outbox),
      ...createSearchIndex(store),
      ...createRestore(store, path),
      writeMeta: (key: string, value: unknown): void => meta.write(key, value),
      backUp: (label: string): void => backUpNow(store, path, label),
      close: (): void => void store.close(),
    },
    path,
  );
}

export type WriterVerbs = ReturnType<typeof createWriterVerbs>;
