// When nearly everything of one file is refused for one reason, the rest of it is not sent before a person says so: it is
// stopped, with a cause of its own, and stays so over a restart.
import type { StoppedImport } from '../../shared/stopped-import.ts';
import type { Store } from '../base/sqlite.ts';
import { transacted } from '../base/statements.ts';
import { createCounters, type Tallied } from './counters.ts';
import { createMeta } from './meta.ts';
import { HELD_UNTIL, OVERTAKEN } from './same-order.ts';

/** So many results of a file have an answer before anything is concluded. */
export const CONCLUDES_AFTER = 200;
/** Such a part of them is nearly everything. */
export const NEARLY_ALL = 0.95;
export const MOSTLY_REFUSED = 'mostly-refused';
/** Files of which a person said that they go on; older ones have long been sent. */
const REMEMBERED = 200;

/** The reason that nearly everything of a file was refused for, or null. `tallied` are its results by state and cause. Pure. */
export function mostlyRefused(tallied: readonly Tallied[]): { cause: string; refused: number; settled: number } | null {
  const refusals = tallied.filter(({ state }) => state === 'refused');
  const delivered = tallied.reduce((sum, { n, state }) => sum + (state === 'delivered' ? n : 0), 0);
  const settled = refusals.reduce((sum, { n }) => sum + n, delivered);
  const [most] = refusals.toSorted((a, b) => b.n - a.n);
  if (most === undefined || settled < CONCLUDES_AFTER || most.n < settled * NEARLY_ALL) return null;
  return { cause: most.cause, refused: most.n, settled };
}

type Asked = Pick<StoppedImport, 'importId' | 'cause' | 'refused' | 'settled'>;

/** What the writer knows and does of it; within the transaction of whoever calls. */
export function createMassRefusal(store: Store) {
  const meta = createMeta(store);
  const { tallied } = createCounters(store);
  const importsOf = store
    .prepare<unknown[], number>(
      'select distinct import_id from outbox_item where seq in (select value from json_each(?)) and import_id is not null',
    )
    .pluck();
  const stoppedAmong = store
    .prepare<unknown[], number>(
      `select distinct import_id from outbox_item where seq in (select value from json_each(?)) and state = 'parked' and cause = '${MOSTLY_REFUSED}'`,
    )
    .pluck();
  // A file's rows have neighbouring numbers.
  const ofFile = `seq between (select first_seq from import where id = :id) and (select last_seq from import where id = :id)
    and import_id = :id and aboard is null`;
  const park = store.prepare(
    `update outbox_item set state = 'parked', cause = '${MOSTLY_REFUSED}', words = '', due_at = null, changed_at = :now
     where ${ofFile} and state = 'waiting'`,
  );
  const free = store.prepare(
    `update outbox_item set state = 'waiting', cause = '', words = '', due_at = ${HELD_UNTIL}, attempts = 0,
       first_tried_online_ms = null, changed_at = :now
     where ${ofFile} and state = 'parked' and cause = '${MOSTLY_REFUSED}' and not ${OVERTAKEN}`,
  );
  const asked = (): Asked[] => meta.read<Asked[]>('stoppedImports', []);
  const answered = (id: number): void =>
    meta.write(
      'stoppedImports',
      asked().filter(({ importId }) => importId !== id),
    );

  function allow(id: number): void {
    answered(id);
    const going = meta.read<number[]>('goOnImports', []).filter((other) => other !== id);
    meta.write('goOnImports', [...going, id].slice(-REMEMBERED));
  }

  return {
    /** Looks at the files of results that have just failed, and stops the rest of one that is nearly all refused. */
    watch: (failed: readonly number[], now: number): void => {
      if (failed.length === 0) return;
      const going = meta.read<number[]>('goOnImports', []);
      for (const importId of importsOf.all(JSON.stringify(failed))) {
        const found = going.includes(importId) ? null : mostlyRefused(tallied(importId));
        if (found === null || park.run({ id: importId, now }).changes === 0) continue;
        meta.write('stoppedImports', [...asked().filter((other) => other.importId !== importId), { importId, ...found }]);
      }
    },

    /** Whoever retries what was stopped so has decided: its file goes on. */
    allowThoseOf: (seqs: readonly number[]): void => {
      if (tallied(0).some(({ state, cause, n }) => state === 'parked' && cause === MOSTLY_REFUSED && n > 0))
        for (const importId of stoppedAmong.all(JSON.stringify(seqs))) allow(importId);
    },

    /** The rest of a file goes out all the same. Answers how many. */
    goOn: (importId: number, now: number): number => {
      allow(importId);
      return free.run({ id: importId, now }).changes;
    },

    /** The rest of a file stays stopped, and nobody is asked any more. Answers how many go out: none. */
    staysStopped: (importId: number): number => {
      answered(importId);
      return 0;
    },
  };
}

/** The verbs of a person's answer. For the writer thread. */
export function createMassRefusalVerbs(store: Store) {
  const { goOn, staysStopped } = createMassRefusal(store);
  return transacted(store, { goOn, staysStopped });
}

/** The files that wait for an answer, each with how many of its results are stopped. */
export function createStoppedImports(store: Store): () => StoppedImport[] {
  const meta = createMeta(store);
  const { tallied } = createCounters(store);
  const name = store.prepare<unknown[], string>('select name from import where id = ?').pluck();
  return () =>
    meta.read<Asked[]>('stoppedImports', []).flatMap((one) => {
      const rest = tallied(one.importId).find(({ state, cause }) => state === 'parked' && cause === MOSTLY_REFUSED)?.n ?? 0;
      return rest === 0 ? [] : [{ ...one, name: name.get(one.importId) ?? '', rest }];
    });
}
