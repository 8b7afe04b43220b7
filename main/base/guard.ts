// Turns what SQLite throws when a disk is full or a file is broken into plain failures, at one place.
// Everything else that is thrown stays a bug and goes on as one.
import { fail, ok, type Result } from '../../shared/result.ts';
import { markDamaged } from './backups.ts';
import { failureFromSqlite } from './sqlite.ts';
import type { Remote } from './thread.ts';

// biome-ignore lint/suspicious/noExplicitAny: any function may be guarded; the type keeps its exact shape
type Verbs = Record<string, (...args: any[]) => unknown>;

type Answer<T> = [T] extends [Result<infer U>] ? Result<U> : Result<T>;
/** The same functions, answering with a Result: a full disk is a value, not an exception. */
export type Guarded<V> = {
  readonly [K in keyof V]: V[K] extends (...args: infer A) => infer R ? (...args: A) => Answer<R> : never;
};

function isResult(value: unknown): value is Result<unknown> {
  return typeof value === 'object' && value !== null && 'ok' in value && typeof value.ok === 'boolean';
}

/** Guards each function over the database at `path`; what was written where nobody will find it, `isThere` says, was not written. */
export function guard<V extends Verbs>(verbs: V, path: string, isThere: () => boolean = () => true): Guarded<V> {
  const guarded: Verbs = {};
  for (const [name, verb] of Object.entries(verbs)) {
    guarded[name] = (...args) => {
      try {
        const value = verb(...args);
        if (name !== 'close' && !isThere()) return fail({ kind: 'storage-missing', path, backupAt: null });
        return isResult(value) ? value : ok(value);
      } catch (error) {
        const failure = failureFromSqlite(error, path);
        if (failure === null) throw error;
        if (failure.kind === 'storage-failed' && /CORRUPT|NOTADB/.test(failure.words)) markDamaged(path);
        return fail(failure);
      }
    };
  }
  return guarded as Guarded<V>;
}

/** The functions of this very thread in the shape of another thread's, for tests and the command line. */
export function inProcess<V extends object>(verbs: V): Remote<V> {
  const remote: Verbs = {};
  for (const [name, verb] of Object.entries(verbs))
    remote[name] = async (...args) => (verb as (...a: unknown[]) => unknown)(...args);
  return remote as unknown as Remote<V>;
}
