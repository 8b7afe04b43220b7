// Two habits of everybody who speaks SQL here: one transaction a verb, and each statement prepared once.
import type { Statement, Store } from './sqlite.ts';

/** Each verb becomes one immediate transaction: all of it is on disk, or none. */
// biome-ignore lint/suspicious/noExplicitAny: any function may be wrapped; the type keeps its exact shape
export function transacted<V extends Record<string, (...args: any[]) => any>>(store: Store, verbs: V): V {
  const wrapped: Record<string, unknown> = {};
  for (const [name, verb] of Object.entries(verbs)) wrapped[name] = store.transaction(verb).immediate;
  return wrapped as V;
}

/** Prepares each statement once, however often it is asked for. */
export function preparing(store: Store): (sql: string) => Statement {
  const prepared = new Map<string, Statement>();
  return (sql) => {
    let statement = prepared.get(sql);
    if (statement === undefined) {
      statement = store.prepare(sql);
      prepared.set(sql, statement);
    }
    return statement;
  };
}
