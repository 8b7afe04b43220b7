// The staging file of a dropped file, attached to the outbox's connection for as long as something is done with both.
import { isDamage, type Store } from '../base/sqlite.ts';

export interface StagedFile {
  /** Runs `work` while the file at `stagedPath` is attached as `staged`. */
  readonly attached: <T>(stagedPath: string, work: () => T) => T;
  /** A fact about the attached file. */
  readonly fact: (key: string) => string | undefined;
  readonly writeFact: (key: string, value: string) => void;
}

/** Attaches staging files to `store`. */
export function createStagedFile(store: Store): StagedFile {
  function isSound(): boolean {
    try {
      return store.pragma('staged.quick_check(1)', { simple: true }) === 'ok';
    } catch (error) {
      if (isDamage(error)) return false;
      throw error;
    }
  }

  return {
    attached: (stagedPath, work) => {
      let isAttached = false;
      try {
        store.prepare('attach ? as staged').run(stagedPath);
        isAttached = true;
        // Its journal survives a crash of the program; should the power fail, the file is read again.
        store.pragma('staged.synchronous = off');
        return work();
      } catch (error) {
        // A damaged staging file says nothing against the outbox, which would be put aside for it.
        if (isDamage(error) && !(isAttached && isSound())) throw new Error('the staging file is damaged', { cause: error });
        throw error;
      } finally {
        if (isAttached) store.exec('detach staged');
      }
    },
    fact: (key) => store.prepare<unknown[], string>('select value from staged.fact where key = ?').pluck().get(key),
    writeFact: (key, value) =>
      void store
        .prepare('insert into staged.fact values (?, ?) on conflict do update set value = excluded.value')
        .run(key, value),
  };
}
