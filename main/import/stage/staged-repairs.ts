// Repairs in a file in review, for the writer thread: one row, all rows of a group, and their undo. What a row was before
// each repair stays in its staging file, so that an act can be taken back, or made again when the file is read anew.
import type { BookingResultDraft } from '../../../shared/booking-result.ts';
import type { RepairKey } from '../../../shared/import.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Store } from '../../base/sqlite.ts';
import { createSeenOrders } from '../../outbox/seen-orders.ts';
import { createStagedFile } from '../../outbox/staged-file.ts';
import { createVerdicts, type RowChange, type VerdictCounts } from '../../outbox/verdicts.ts';
import { problemsFromText, textFromProblems } from '../check/rows.ts';
import { heldAnew, ownProblems } from './held-orders.ts';
import { fixedRow, isError, type RepairedRow, repairedRow } from './repair.ts';
import { IN_GROUP, WITH_PROBLEMS } from './repair-groups.ts';
import { unknownAnew } from './staged-orders.ts';

type Row = Omit<RowChange, 'isValid'>;

/** What became of earlier repairs when a file was read anew. */
export interface CarriedRepairs {
  readonly kept: number;
  readonly lost: number;
  readonly totals: VerdictCounts;
}

const ROW = 'record, ref, result, date, inspector, problems';
const REPAIRS = `
  create table if not exists staged.repair (
    n integer primary key autoincrement,
    undo text not null,
    record integer not null,
    ref text not null,
    result text not null,
    date text not null,
    inspector text not null,
    problems text not null
  ) strict;
  create index if not exists staged.repair_by_act on repair (undo);
  create index if not exists staged.repair_by_row on repair (record);`;
/** A slip of the hand with a million rows must not take the memory of the thread. */
const AT_ONCE = 10_000;

function valuesOf({ ref, result, date, inspector }: Row): BookingResultDraft {
  return { internalOrderRef: ref, bookingResult: result, bookingDate: date, inspectorName: inspector };
}

/** The row without what only the other rows of its order say about it. */
function inItself(row: Row): Pick<RepairedRow, 'values' | 'problems'> {
  return { values: valuesOf(row), problems: ownProblems(problemsFromText(row.problems)) };
}

function changeOf(record: number, { values, problems, result }: RepairedRow): RowChange {
  return {
    record,
    ref: values.internalOrderRef,
    result: values.bookingResult,
    date: values.bookingDate,
    inspector: values.inspectorName,
    problems: textFromProblems(problems),
    isValid: result !== null,
  };
}

function changeBack(row: Row): RowChange {
  const problems = ownProblems(problemsFromText(row.problems));
  return { ...row, problems: textFromProblems(problems), isValid: !problems.some(isError) };
}

/** The verbs over staging files. Each attaches the file at `stagedPath` for that moment. */
export function createStagedRepairs(store: Store) {
  const stagedFile = createStagedFile(store);
  const { attached } = stagedFile;
  const verdicts = createVerdicts(store, stagedFile);
  const seen = createSeenOrders(store);
  const noteTotals = store.prepare(`update import set totals = ?, repaired = ? where id = ? and phase = 'review'`);

  function repairing<T>(importId: number, stagedPath: string, work: () => Result<T>): Result<T> {
    return attached(stagedPath, () =>
      store
        .transaction(() => {
          store.exec(REPAIRS);
          const done = settling(work);
          noteTotals.run(JSON.stringify(verdicts.totals()), countRepaired(), importId);
          return done;
        })
        .immediate(),
    );
  }

  function countRepaired(): number {
    return store.prepare<unknown[], number>('select count(distinct record) from staged.repair').pluck().get() as number;
  }

  function change(undo: string, changes: readonly RowChange[]): void {
    if (changes.length === 0) return;
    const remember = store.prepare(`insert into staged.repair (undo, ${ROW}) select ?, ${ROW} from staged.row where record = ?`);
    for (const { record } of changes) remember.run(undo, record);
    write(changes);
  }

  /** Writes rows as they are in themselves; what they hold or release is settled at the end of the act. */
  function write(changes: readonly RowChange[]): void {
    const note = store.prepare('insert or ignore into temp.orders select ref from staged.row where record = ?');
    for (const { record } of changes) note.run(record);
    verdicts.change(changes);
    for (const { record } of changes) note.run(record);
  }

  /** Settles which rows are held for a later one of their order after `work` wrote others. */
  function settling<T>(work: () => T): T {
    store.exec('create temp table orders (ref text primary key) without rowid');
    try {
      const done = work();
      const settled = heldAnew(store);
      if (settled.length > 0) verdicts.change(settled);
      const unknown = seen.isThere() ? unknownAnew(store) : [];
      if (unknown.length > 0) verdicts.change(unknown);
      return done;
    } finally {
      store.exec('drop table if exists temp.orders');
    }
  }

  function rowAt(record: number): Row | undefined {
    return store.prepare<unknown[], Row>(`select ${ROW} from staged.row where record = ?`).get(record);
  }

  return {
    /** Gives a row other values; `undo` names the act. */
    repairStaged: (importId: number, stagedPath: string, record: number, draft: BookingResultDraft, undo: string): Result<void> =>
      repairing(importId, stagedPath, () => {
        const row = rowAt(record);
        if (row === undefined) return fail({ kind: 'gone', what: 'row' });
        const repaired = repairedRow(inItself(row), draft);
        change(undo, [changeOf(record, repaired)]);
        return ok(undefined);
      }),

    /** Repairs all rows of a group, with `fix` or each with what is suggested for it. Answers how many. */
    fixStaged: (importId: number, stagedPath: string, key: RepairKey, fix: string | null, undo: string): Result<number> =>
      repairing(importId, stagedPath, () => {
        const some = store.prepare<unknown[], Row>(
          `select ${ROW} from staged.row where record > :after and ${WITH_PROBLEMS} and ${IN_GROUP} order by record limit ${AT_ONCE}`,
        );
        let count = 0;
        for (let after = 0; ; ) {
          const rows = some.all({ ...key, except: JSON.stringify(key.except), after });
          const changes: RowChange[] = [];
          for (const row of rows) {
            const fixed = fixedRow(inItself(row), key, fix);
            if (fixed !== null) changes.push(changeOf(row.record, fixed));
          }
          change(undo, changes);
          count += changes.length;
          const last = rows.at(-1);
          if (last === undefined || rows.length < AT_ONCE) return ok(count);
          after = last.record;
        }
      }),

    /** Holds the rows whose order BasicPSF does not know, or lets them go all the same. Answers how many. */
    holdUnknown: (importId: number, stagedPath: string, isHeld: boolean, undo: string): Result<number> =>
      repairing(importId, stagedPath, () => {
        const [from, to] = isHeld ? (['order-unknown', 'order-held'] as const) : (['order-held', 'order-unknown'] as const);
        const rows = store.prepare<unknown[], Row>(`select ${ROW} from staged.row where problems like ?`).all(`%"${from}"%`);
        const changes = rows.map((row): RowChange => {
          const problems = ownProblems(problemsFromText(row.problems)).map((one) =>
            one.rule === from ? { ...one, rule: to } : one,
          );
          return { ...row, problems: textFromProblems(problems), isValid: !problems.some(isError) };
        });
        change(undo, changes);
        return ok(changes.length);
      }),

    /** Takes an act back, but for the rows that were repaired again since. Answers how many rows are as they were. */
    undoStaged: (importId: number, stagedPath: string, undo: string): Result<number> =>
      repairing(importId, stagedPath, () => {
        const last = store.prepare<unknown[], Row & { n: number }>(
          `select n, ${ROW} from staged.repair r where undo = ? and not exists (
             select 1 from staged.repair later where later.record = r.record and later.n > r.n) limit ${AT_ONCE}`,
        );
        const forget = store.prepare('delete from staged.repair where n = ?');
        let count = 0;
        for (let rows = last.all(undo); rows.length > 0; rows = last.all(undo)) {
          write(rows.map(({ n: _n, ...row }) => changeBack(row)));
          for (const { n } of rows) forget.run(n);
          count += rows.length;
        }
        return ok(count);
      }),

    /**
     * Makes the repairs of the file as it was read before again in the file as it is read now: where the row was read
     * the same, the repair stands; where it reads differently now, the repair is lost.
     */
    carryRepairs: (oldPath: string, newPath: string): Result<CarriedRepairs> => {
      const repairs = attached(oldPath, () => {
        if (store.prepare(`select 1 from staged.sqlite_master where name = 'repair'`).get() === undefined) return [];
        const first = `select min(n) from staged.repair group by record`;
        const originals = store.prepare<unknown[], Row>(`select ${ROW} from staged.repair where n in (${first})`).all();
        return originals.map((original) => ({ original, now: rowAt(original.record) as Row }));
      });
      return attached(
        newPath,
        store.transaction((): Result<CarriedRepairs> => {
          store.exec(REPAIRS);
          const stand = repairs.filter(({ original }) => {
            const row = rowAt(original.record);
            return row !== undefined && JSON.stringify(valuesOf(row)) === JSON.stringify(valuesOf(original));
          });
          settling(() => {
            for (let from = 0; from < stand.length; from += AT_ONCE) {
              const some = stand.slice(from, from + AT_ONCE);
              change(
                '',
                some.map(({ now }) => changeBack(now)),
              );
            }
          });
          return ok({ kept: stand.length, lost: repairs.length - stand.length, totals: verdicts.totals() });
        }).immediate,
      );
    },
  };
}

export type StagedRepairVerbs = ReturnType<typeof createStagedRepairs>;
