// The tables `import` and `remembered_columns`: the receipt of every dropped file, and what people chose about reading them.
// Verbs are for the writer thread; reads are safe on a connection that can only read.
import type { Failure } from '../../../shared/failure.ts';
import { type ImportPhase, type ImportSummary, NO_TOTALS } from '../../../shared/import.ts';
import type { FieldColumns, ReadingChoice, ReadingReport } from '../../../shared/reading.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Store } from '../../base/sqlite.ts';
import { transacted } from '../../base/statements.ts';
import type { Staged } from '../stage/stage.ts';
import { isStagedSound } from '../stage/staged-rows.ts';

/** What goes with a file that was read anew. */
export interface Reread {
  readonly choice: ReadingChoice;
  readonly staging: number;
  /** Rows whose repair still stands. */
  readonly repaired: number;
}

const MOST_REMEMBERED = 200;

/** Everything that changes the table `import`, except the acceptance of a file, which is the outbox's. */
export function createImportVerbs(store: Store) {
  const begin = store.prepare<unknown[], { id: number }>(
    `insert into import (name, path, bytes, phase, started_at, accepted_by) values (?, ?, 0, 'reading', ?, ?) returning id`,
  );
  const toReview = store.prepare(`
    update import set phase = 'review', sha256 = :sha256, bytes = :bytes, encoding = :encoding, delimiter = :delimiter, totals = :totals,
      reading = :reading where id = :id and phase = 'reading'`);
  const again = store.prepare(`
    update import set file_changed = file_changed or sha256 <> :sha256, sha256 = :sha256, bytes = :bytes, encoding = :encoding,
      delimiter = :delimiter, totals = :totals, reading = :reading, choice = :choice, staging = :staging, repaired = :repaired
    where id = :id and phase = 'review'`);
  const end = store.prepare(`update import set phase = ?, failure = ? where id = ? and phase in ('reading', 'review', 'aside')`);
  const move = store.prepare('update import set phase = :to where id = :id and phase = :from');
  const remember = store.prepare(
    'insert into remembered_columns values (?, ?, ?) on conflict do update set columns = excluded.columns, used_at = excluded.used_at',
  );
  const useAgain = store.prepare('update remembered_columns set used_at = ? where fingerprint = ?');
  const forgetOld = store.prepare(
    `delete from remembered_columns where fingerprint not in (
       select fingerprint from remembered_columns order by used_at desc, fingerprint limit ${MOST_REMEMBERED})`,
  );

  function columnsOf(staged: Staged): Record<string, unknown> {
    const { sha256, bytes, encoding, delimiter, totals, reading } = staged;
    return { sha256, bytes, encoding, delimiter, totals: JSON.stringify(totals), reading: JSON.stringify(reading) };
  }

  const verbs = transacted(store, {
    /** Opens the receipt of a file that is about to be read; `path` is where it lies, or empty. Answers with its id. */
    beginImport: (name: string, path: string, by: string, now: number): number =>
      (begin.get(name, path, now, by) as { id: number }).id,

    /** The file is staged as a whole and waits for a person to look at it. */
    importStaged: (id: number, staged: Staged, now: number): Result<void> => {
      if (toReview.run({ ...columnsOf(staged), id }).changes !== 1) return fail({ kind: 'gone', what: 'import' });
      if (staged.reading.rememberedColumns) useAgain.run(now, staged.headerFingerprint);
      return ok(undefined);
    },

    /** The file in review was read anew, as a person chose; from now on the staging file number `staging` counts. */
    importReread: (id: number, staged: Staged, reread: Reread, now: number): Result<void> => {
      const { choice, staging, repaired } = reread;
      const { changes } = again.run({ ...columnsOf(staged), id, choice: JSON.stringify(choice), staging, repaired });
      if (changes !== 1) return fail({ kind: 'gone', what: 'import' });
      if (choice.columns !== undefined && staged.headerFingerprint !== null) {
        remember.run(staged.headerFingerprint, JSON.stringify(choice.columns), now);
        forgetOld.run();
      }
      return ok(undefined);
    },

    /** The file could not be read, or was interrupted. */
    importFailed: (id: number, failure: Failure): void => void end.run('failed', JSON.stringify(failure), id),

    /** A person put the file in review aside; with `resumes` they take it up again. */
    importAside: (id: number, resumes: boolean): Result<void> => {
      const [from, to] = resumes ? ['aside', 'review'] : ['review', 'aside'];
      return move.run({ id, from, to }).changes === 1 ? ok(undefined) : fail({ kind: 'gone', what: 'import' });
    },

    /** A person gave the file up. */
    importCancelled: (id: number): Result<void> =>
      end.run('cancelled', '', id).changes === 1 ? ok(undefined) : fail({ kind: 'gone', what: 'import' }),
  });
  // Reads a file that may be large, so it is done where nobody waits.
  return { ...verbs, isStagedSound };
}

interface ImportRow {
  readonly id: number;
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly phase: ImportPhase;
  readonly encoding: string;
  readonly delimiter: string;
  readonly totals: string;
  readonly reading: string;
  readonly path: string;
  readonly fileChanged: number;
  readonly repaired: number;
  readonly startedAt: number;
  readonly acceptedAt: number | null;
  readonly by: string;
  readonly failure: string;
  readonly delivered: number;
  readonly needYou: number;
  readonly held: number;
  readonly waiting: number;
  readonly discarded: number;
}

const IMPORT_COLUMNS = `id, name, sha256, bytes, phase, encoding, delimiter, totals, started_at as startedAt, accepted_at as acceptedAt,
  accepted_by as "by", failure, reading, path, file_changed as fileChanged, repaired,
  (select coalesce(sum(n), 0) from tally where import_id = import.id and state = 'delivered') as delivered,
  (select coalesce(sum(n), 0) from tally where import_id = import.id and state in ('refused', 'parked')) as needYou,
  (select coalesce(sum(n), 0) from tally where import_id = import.id and state = 'held') as held,
  (select coalesce(sum(n), 0) from tally where import_id = import.id and state = 'waiting') as waiting,
  (select coalesce(sum(n), 0) from tally where import_id = import.id and state = 'discarded') as discarded`;

export type ImportTableVerbs = ReturnType<typeof createImportVerbs>;

function readingOf({ reading }: ImportRow): ReadingReport | null {
  // One that an earlier version wrote knows no sheets.
  return reading === '' ? null : { sheets: [], hiddenSkipped: false, ...JSON.parse(reading) };
}

/** Lists and snapshots stay small, and no cell of any file is in them. */
function withoutCells(report: ReadingReport | null): ReadingReport | null {
  if (report === null) return null;
  const hushed = <T extends { readonly sample: string }>(all: readonly T[]): T[] => all.map((one) => ({ ...one, sample: '' }));
  const { dateForms, notes } = report;
  return { ...report, titles: [], firstRows: [], encodings: [], dateForms: hushed(dateForms), notes: hushed(notes) };
}

/** Reads of the two tables. */
export function createImportReads(store: Store) {
  const one = store.prepare<unknown[], ImportRow>(`select ${IMPORT_COLUMNS} from import where id = ?`);
  const page = store.prepare<unknown[], ImportRow>(`select ${IMPORT_COLUMNS} from import where id < ? order by id desc limit ?`);
  const inPhase = store.prepare<unknown[], ImportRow>(
    `select ${IMPORT_COLUMNS} from import where phase in ('reading', 'review') order by id`,
  );
  const aside = store.prepare<unknown[], number>(`select id from import where phase = 'aside'`).pluck();
  const same = store.prepare<unknown[], { id: number; at: number }>(`
    select id, accepted_at as at from import
    where sha256 = :sha256 and accepted_at is not null and id <> :id and accepted_at <= coalesce(:acceptedAt, accepted_at)
    order by accepted_at desc limit 1`);
  const chosen = store.prepare<unknown[], { choice: string; staging: number }>('select choice, staging from import where id = ?');
  const remembered = store.prepare<unknown[], { fingerprint: string; columns: string }>(
    'select fingerprint, columns from remembered_columns',
  );
  const other = store
    .prepare<unknown[], number>(`select id from import where sha256 = ? and phase in ('review', 'accepted') and id <> ? limit 1`)
    .pluck();

  function summaryFromRow(row: ImportRow, reading = withoutCells(readingOf(row))): ImportSummary {
    return {
      ...row,
      bytesRead: row.phase === 'reading' ? 0 : row.bytes,
      reading,
      fileChanged: row.fileChanged === 1,
      totals: row.totals === '' ? NO_TOTALS : JSON.parse(row.totals),
      sameAs: row.sha256 === '' ? null : (same.get({ id: row.id, sha256: row.sha256, acceptedAt: row.acceptedAt }) ?? null),
      failure: row.failure === '' ? null : JSON.parse(row.failure),
      orders: null,
    };
  }

  return {
    /** The whole summary of a file; while it is in review, with the cells that show how it is read. */
    summary: (id: number): ImportSummary | null => {
      const row = one.get(id);
      if (row === undefined) return null;
      return row.phase === 'review' ? summaryFromRow(row, readingOf(row)) : summaryFromRow(row);
    },
    /** Receipts before the id `before`, newest first. */
    list: (before: number, limit: number): ImportSummary[] => page.all(before, limit).map((row) => summaryFromRow(row)),
    /** Files that are being read or wait for review, oldest first. */
    open: (): ImportSummary[] => inPhase.all().map((row) => summaryFromRow(row)),
    /** Files that were put aside with what was done to them. */
    aside: (): number[] => aside.all(),
    /** What a person chose about the reading of a file, and which of its staging files counts. */
    choice: (id: number): { choice: ReadingChoice; staging: number } | null => {
      const row = chosen.get(id);
      return row === undefined ? null : { choice: row.choice === '' ? {} : JSON.parse(row.choice), staging: row.staging };
    },
    /** The columns that people chose, by the fingerprint of the header. */
    remembered: (): Record<string, FieldColumns> =>
      Object.fromEntries(remembered.all().map(({ fingerprint, columns }) => [fingerprint, JSON.parse(columns)])),
    /** An import of the same bytes that is being looked at, or was accepted; null when there is none but `id`. */
    otherOf: (sha256: string, id: number): number | null => other.get(sha256, id) ?? null,
  };
}

export type ImportReads = ReturnType<typeof createImportReads>;
