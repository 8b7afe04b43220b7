// The tables `import` and `held_row`: the receipt of every dropped file, and the rows of accepted files that wait for a repair.
// Verbs are for the writer thread; reads are safe on a connection that can only read.
import type { BookingResultDraft } from '../../shared/booking-result.ts';
import type { Failure } from '../../shared/failure.ts';
import { type ImportPhase, type ImportSummary, NO_TOTALS, type StagedRow, type Totals } from '../../shared/import.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { transacted } from '../base/statements.ts';
import type { Store } from '../base/store.ts';
import type { OutboxVerbs } from '../outbox/outbox.ts';
import { checkRow, problemsFromText, textFromProblems, trimmedDraft } from './rows.ts';
import type { Staged } from './stage.ts';
import { isStagedSound } from './staged-rows.ts';

interface HeldColumns {
  readonly record: number;
  readonly line: number;
  readonly internalOrderRef: string;
  readonly bookingResult: string;
  readonly bookingDate: string;
  readonly inspectorName: string;
  readonly problems: string;
}

const HELD_COLUMNS =
  'record, line, ref as internalOrderRef, result as bookingResult, date as bookingDate, inspector as inspectorName, problems';

function heldFromRow(row: HeldColumns): StagedRow {
  return { ...row, verdict: 'invalid', problems: problemsFromText(row.problems), before: null };
}

/** Everything that changes the two tables, except the acceptance of a file, which is the outbox's. */
export function createImportVerbs(store: Store, outbox: Pick<OutboxVerbs, 'accept'>) {
  const begin = store.prepare<unknown[], { id: number }>(
    `insert into import (name, bytes, phase, started_at, accepted_by) values (?, 0, 'reading', ?, ?) returning id`,
  );
  const toReview = store.prepare(`
    update import set phase = 'review', sha256 = :sha256, bytes = :bytes, encoding = :encoding, delimiter = :delimiter, totals = :totals
    where id = :id and phase = 'reading'`);
  const end = store.prepare(`update import set phase = ?, failure = ? where id = ? and phase in ('reading', 'review')`);
  const recount = store.prepare(`update import set totals = ? where id = ? and phase = 'review'`);
  const held = store.prepare<unknown[], HeldColumns>(`select ${HELD_COLUMNS} from held_row where import_id = ? and record = ?`);
  const rewrite = store.prepare(`
    update held_row set ref = :internalOrderRef, result = :bookingResult, date = :bookingDate, inspector = :inspectorName, problems = :problems
    where import_id = :id and record = :record`);
  const settle = store.prepare('delete from held_row where import_id = ? and record = ?');
  const settleAll = store.prepare('delete from held_row where import_id = ?');

  const verbs = transacted(store, {
    /** Opens the receipt of a file that is about to be read. Answers with its id. */
    beginImport: (name: string, by: string, now: number): number => (begin.get(name, now, by) as { id: number }).id,

    /** The file is staged as a whole and waits for a person to look at it. */
    importStaged: (id: number, staged: Staged): Result<void> => {
      const { changes } = toReview.run({ ...staged, id, totals: JSON.stringify(staged.totals) });
      return changes === 1 ? ok(undefined) : fail({ kind: 'gone', what: 'import' });
    },

    /** What the rows of a file in review would change is different now. */
    importCounted: (id: number, totals: Totals): void => void recount.run(JSON.stringify(totals), id),

    /** The file could not be read, or was interrupted. */
    importFailed: (id: number, failure: Failure): void => void end.run('failed', JSON.stringify(failure), id),

    /** A person put the file aside. */
    importCancelled: (id: number): Result<void> =>
      end.run('cancelled', '', id).changes === 1 ? ok(undefined) : fail({ kind: 'gone', what: 'import' }),

    /** Gives a held row other values: a good row is queued, a bad one stays held for its new reasons. */
    repairHeld: (id: number, record: number, draft: BookingResultDraft, now: number): Result<StagedRow> => {
      const row = held.get(id, record);
      if (row === undefined) return fail({ kind: 'gone', what: 'row' });
      const values = trimmedDraft(draft);
      const { result, problems } = checkRow(values);
      if (result === null) {
        const rewritten = { ...row, ...values, problems: textFromProblems(problems) };
        rewrite.run({ ...rewritten, id });
        return ok(heldFromRow(rewritten));
      }
      outbox.accept(result, { origin: 'edit', importId: id, record }, now);
      settle.run(id, record);
      return ok({ ...row, ...result, verdict: 'new', problems: [...problems], before: null });
    },

    /** Discards the held rows of a file. Answers how many. */
    releaseHeld: (id: number): number => settleAll.run(id).changes,
  });
  // Reads a file that may be large, so it is done where nobody waits.
  return { ...verbs, isStagedSound };
}

export type ImportVerbs = ReturnType<typeof createImportVerbs>;

interface ImportRow {
  readonly id: number;
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly phase: ImportPhase;
  readonly encoding: string;
  readonly delimiter: string;
  readonly totals: string;
  readonly startedAt: number;
  readonly acceptedAt: number | null;
  readonly by: string;
  readonly failure: string;
  readonly delivered: number;
  readonly needYou: number;
  readonly held: number;
}

const IMPORT_COLUMNS = `id, name, sha256, bytes, phase, encoding, delimiter, totals, started_at as startedAt, accepted_at as acceptedAt,
  accepted_by as "by", failure,
  (select coalesce(sum(n), 0) from tally where import_id = import.id and state = 'delivered') as delivered,
  (select coalesce(sum(n), 0) from tally where import_id = import.id and state in ('refused', 'parked')) as needYou,
  (select coalesce(sum(n), 0) from tally where import_id = import.id and state = 'held') as held`;

/** Reads of the two tables. */
export function createImportReads(store: Store) {
  const one = store.prepare<unknown[], ImportRow>(`select ${IMPORT_COLUMNS} from import where id = ?`);
  const page = store.prepare<unknown[], ImportRow>(`select ${IMPORT_COLUMNS} from import where id < ? order by id desc limit ?`);
  const inPhase = store.prepare<unknown[], ImportRow>(
    `select ${IMPORT_COLUMNS} from import where phase in ('reading', 'review') order by id`,
  );
  const same = store.prepare<unknown[], { id: number; at: number }>(`
    select id, accepted_at as at from import
    where sha256 = :sha256 and accepted_at is not null and id <> :id and accepted_at <= coalesce(:acceptedAt, accepted_at)
    order by accepted_at desc limit 1`);
  const heldRows = store.prepare<unknown[], HeldColumns>(
    `select ${HELD_COLUMNS} from held_row where import_id = ? and record > ? order by record limit ?`,
  );

  function summaryFromRow(row: ImportRow): ImportSummary {
    return {
      ...row,
      bytesRead: row.phase === 'reading' ? 0 : row.bytes,
      totals: row.totals === '' ? NO_TOTALS : JSON.parse(row.totals),
      sameAs: row.sha256 === '' ? null : (same.get({ id: row.id, sha256: row.sha256, acceptedAt: row.acceptedAt }) ?? null),
      failure: row.failure === '' ? null : JSON.parse(row.failure),
    };
  }

  return {
    summary: (id: number): ImportSummary | null => {
      const row = one.get(id);
      return row === undefined ? null : summaryFromRow(row);
    },
    /** Receipts before the id `before`, newest first. */
    list: (before: number, limit: number): ImportSummary[] => page.all(before, limit).map(summaryFromRow),
    /** Files that are being read or wait for review, oldest first. */
    open: (): ImportSummary[] => inPhase.all().map(summaryFromRow),
    /** Held rows after the record `after`, in the order of the file. */
    heldRows: (id: number, after: number, limit: number): StagedRow[] => heldRows.all(id, after, limit).map(heldFromRow),
  };
}

export type ImportReads = ReturnType<typeof createImportReads>;
