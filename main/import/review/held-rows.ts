// The table `held_row`: rows of accepted files that wait for a repair, which queues them. What a repair changed can be taken
// back for as long as nothing of it was sent. Verbs are for the writer thread.
import { BOOKING_RESULT_FIELDS, type BookingResult, type BookingResultDraft } from '../../../shared/booking-result.ts';
import type { RepairKey, StagedRow } from '../../../shared/import.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Store } from '../../base/sqlite.ts';
import { transacted } from '../../base/statements.ts';
import type { OutboxVerbs } from '../../outbox/outbox.ts';
import { problemsFromText, textFromProblems } from '../check/rows.ts';
import { IS_HELD, laterRowInvalid, ownProblems } from '../stage/held-orders.ts';
import { fixedRow, type RepairedRow, repairedRow } from '../stage/repair.ts';
import { IN_GROUP } from '../stage/repair-groups.ts';

interface HeldColumns extends BookingResultDraft {
  readonly record: number;
  readonly line: number;
  readonly problems: string;
}

interface Undone extends HeldColumns {
  readonly n: number;
  readonly seq: number | null;
}

const HELD_COLUMNS =
  'record, line, ref as internalOrderRef, result as bookingResult, date as bookingDate, inspector as inspectorName, problems';

function heldFromRow(row: HeldColumns): StagedRow {
  return { ...row, verdict: 'invalid', problems: problemsFromText(row.problems), before: null };
}

function asRow({ internalOrderRef, bookingResult, bookingDate, inspectorName, problems }: HeldColumns) {
  return { values: { internalOrderRef, bookingResult, bookingDate, inspectorName }, problems: problemsFromText(problems) };
}

/** The row without what only the other rows of its order say about it. */
function inItself(row: HeldColumns): ReturnType<typeof asRow> {
  const { values, problems } = asRow(row);
  return { values, problems: ownProblems(problems) };
}

/** The result that a held row would be after a repair of its group; null where it stays held. */
export function heldFix(row: StagedRow, key: RepairKey, fix: string | null): BookingResult | null {
  const { internalOrderRef, bookingResult, bookingDate, inspectorName, problems } = row;
  const values = { internalOrderRef, bookingResult, bookingDate, inspectorName };
  return fixedRow({ values, problems: ownProblems(problems) }, key, fix)?.result ?? null;
}

/** A fix of very many rows is done so many at a time, for the memory of the thread. */
const AT_ONCE = 10_000;
/** Stands for a result that a row never became. */
const SETTLED_WITH_IT = 0;

/** Repairs of held rows. */
export function createHeldVerbs(store: Store, outbox: Pick<OutboxVerbs, 'accept' | 'withdraw'>) {
  const held = store.prepare<unknown[], HeldColumns>(`select ${HELD_COLUMNS} from held_row where import_id = ? and record = ?`);
  const inGroup = store.prepare<unknown[], HeldColumns>(
    `select ${HELD_COLUMNS} from held_row where import_id = :id and record > :after and ${IN_GROUP} order by record limit ${AT_ONCE}`,
  );
  const rewrite = store.prepare(`
    update held_row set ref = :internalOrderRef, result = :bookingResult, date = :bookingDate, inspector = :inspectorName, problems = :problems
    where import_id = :id and record = :record`);
  const insert = store.prepare(
    `insert or ignore into held_row values (:id, :record, :line, :internalOrderRef, :bookingResult, :bookingDate, :inspectorName, :problems)`,
  );
  const countHeld = store.prepare(`insert into tally values (?, 'held', '', 1) on conflict do update set n = n + 1`);
  const settle = store.prepare('delete from held_row where import_id = ? and record = ?');
  const settleAll = store.prepare('delete from held_row where import_id = ?');
  const remember = store.prepare(`
    insert into held_undo (undo, import_id, record, line, ref, result, date, inspector, problems, seq)
    values (:undo, :id, :record, :line, :internalOrderRef, :bookingResult, :bookingDate, :inspectorName, :problems, :seq)`);
  const remembered = store.prepare<unknown[], Undone>(`
    select n, seq, ${HELD_COLUMNS} from held_undo u where import_id = :id and undo = :undo and not exists (
      select 1 from held_undo later where later.import_id = u.import_id and later.record = u.record and later.n > u.n)
    order by n desc`);
  /** What was held only because of the row `record`, which says something newer about the order. */
  const heldFor = store.prepare<unknown[], HeldColumns>(
    `select ${HELD_COLUMNS} from held_row where import_id = ? and ref = ? and record < ? and ${IS_HELD}`,
  );
  const laterInvalid = store.prepare(
    `select 1 from held_row where import_id = ? and ref = ? and record > ? and not (${IS_HELD}) limit 1`,
  );
  /** A later row of the same order and file that is on its way, or was. */
  const laterQueued = store.prepare(
    `select 1 from outbox_item o where ref = ? and import_id = ? and record > ?
       and (state <> 'discarded' or unknowns > 0 or maybe_twice = 1) limit 1`,
  );
  const forget = store.prepare('delete from held_undo where n = ?');
  const forgetAll = store.prepare('delete from held_undo');

  /** The row after a repair; held all the same while a later row of its order is invalid, unless that was known and it is confirmed. */
  function afterRepair(id: number, row: HeldColumns, repaired: RepairedRow): RepairedRow {
    const { values, problems, result } = repaired;
    const was = asRow(row);
    const isConfirmed =
      was.problems.some(({ rule }) => rule === 'later-row-invalid') &&
      BOOKING_RESULT_FIELDS.every((field) => was.values[field] === values[field]);
    if (result === null || isConfirmed || laterInvalid.get(id, values.internalOrderRef, row.record) === undefined)
      return repaired;
    return { values: result, problems: [...problems, laterRowInvalid(values.internalOrderRef)], result: null };
  }

  /** A good row is queued, unless a later one of its order was; a bad one stays held for its new reasons. */
  function put(id: number, row: HeldColumns, inItself: RepairedRow, undo: string, now: number): StagedRow {
    const { record, line } = row;
    const { values, problems, result } = afterRepair(id, row, inItself);
    const written = { record, line, ...values, problems: textFromProblems(problems) };
    if (result === null) {
      rewrite.run({ ...written, id });
      remember.run({ ...row, id, undo, seq: null });
      return heldFromRow(written);
    }
    const isOlder = laterQueued.get(values.internalOrderRef, id, record) !== undefined;
    const seq = isOlder ? SETTLED_WITH_IT : outbox.accept(result, { origin: 'edit', importId: id, record }, now);
    settle.run(id, record);
    for (const older of heldFor.all(id, values.internalOrderRef, record)) {
      settle.run(id, older.record);
      remember.run({ ...older, id, undo, seq: SETTLED_WITH_IT });
    }
    remember.run({ ...row, id, undo, seq });
    return { ...heldFromRow(written), verdict: isOlder ? 'duplicate' : 'new' };
  }

  /** Answers whether the row is held as before: what is on its way cannot be, nor what was settled otherwise. */
  function putBack(id: number, { n, seq, ...row }: Undone, isOut: (seq: number) => boolean): boolean {
    if (seq !== null && seq !== SETTLED_WITH_IT && !isOut(seq)) return false;
    if (seq === null) {
      if (rewrite.run({ ...row, id }).changes === 0) return false;
    } else if (insert.run({ ...row, id }).changes > 0) for (const counted of [0, id]) countHeld.run(counted);
    forget.run(n);
    return true;
  }

  return transacted(store, {
    /** Gives a held row other values; `undo` names the act. */
    repairHeld: (id: number, record: number, draft: BookingResultDraft, undo: string, now: number): Result<StagedRow> => {
      const row = held.get(id, record);
      if (row === undefined) return fail({ kind: 'gone', what: 'row' });
      return ok(put(id, row, repairedRow(inItself(row), draft), undo, now));
    },

    /** Repairs all held rows of a group, with `fix` or each with what is suggested for it. Answers how many. */
    fixHeld: (id: number, key: RepairKey, fix: string | null, undo: string, now: number): number => {
      let count = 0;
      for (let after = 0; ; ) {
        const rows = inGroup.all({ ...key, except: JSON.stringify(key.except), id, after });
        for (const row of rows) {
          const fixed = fixedRow(inItself(row), key, fix);
          if (fixed === null) continue;
          put(id, row, fixed, undo, now);
          count += 1;
        }
        const last = rows.at(-1);
        if (last === undefined || rows.length < AT_ONCE) return count;
        after = last.record;
      }
    },

    /** Takes a repair back where nothing of it was sent and nothing was repaired since. Answers how many rows are held as before. */
    undoHeld: (id: number, undo: string, now: number): number => {
      const rows = remembered.all({ id, undo });
      const queued = rows.map(({ seq }) => seq).filter((seq): seq is number => seq !== null && seq !== SETTLED_WITH_IT);
      const out = new Set(outbox.withdraw(queued, `${undo}/${now}`, now));
      return rows.filter((row) => putBack(id, row, (seq) => out.has(seq))).length;
    },

    /** Discards the held rows of a file. Answers how many. */
    releaseHeld: (id: number): number => settleAll.run(id).changes,

    /** Nobody can ask any more for the undo of an earlier run. */
    forgetHeldUndo: (): void => void forgetAll.run(),
  });
}

export type HeldVerbs = ReturnType<typeof createHeldVerbs>;

/** Reads held rows after the record `after`, in the order of the file; of one group, or all. */
export function createHeldReads(store: Store) {
  const all = store.prepare<unknown[], HeldColumns>(
    `select ${HELD_COLUMNS} from held_row where import_id = ? and record > ? order by record limit ?`,
  );
  const inGroup = store.prepare<unknown[], HeldColumns>(
    `select ${HELD_COLUMNS} from held_row where import_id = :id and record > :after and ${IN_GROUP} order by record limit :limit`,
  );
  return {
    heldRows: (id: number, after: number, limit: number, group: RepairKey | null = null): StagedRow[] =>
      (group === null
        ? all.all(id, after, limit)
        : inGroup.all({ ...group, except: JSON.stringify(group.except), id, after, limit })
      ).map(heldFromRow),
  };
}

export type HeldReads = ReturnType<typeof createHeldReads>;
