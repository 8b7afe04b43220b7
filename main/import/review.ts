// A file in review: its rows as the window shows them, their repair, and its totals when the outbox has moved on.
import type { BookingResultDraft } from '../../shared/booking-result.ts';
import type { RowVerdict, StagedRow } from '../../shared/import.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { createBefore } from '../outbox/acceptance.ts';
import type { ImportPorts } from './import-file.ts';
import { checkRow, textFromProblems, trimmedDraft } from './rows.ts';
import type { StagedFiles } from './staged-files.ts';
import { type RowPage, readStagedRows } from './staged-rows.ts';

export interface Review {
  /** Rows after the record `after`, in file order, with one of `verdicts` or any. */
  readonly rows: (id: number, verdicts: readonly RowVerdict[], after: number, limit: number) => Promise<Result<RowPage>>;
  /** Gives a row other values. Answers with the row as it is then. */
  readonly repair: (id: number, record: number, draft: BookingResultDraft) => Promise<Result<StagedRow>>;
  /** Works out anew what each row would change. */
  readonly recount: (id: number) => Promise<void>;
}

/** What can be done with the staging files of files in review. */
export function createReview(
  { changed, clock, reader, writer }: Pick<ImportPorts, 'changed' | 'clock' | 'reader' | 'writer'>,
  files: StagedFiles,
): Review {
  const before = createBefore(reader);

  function rows(id: number, verdicts: readonly RowVerdict[], after: number, limit: number): Promise<Result<RowPage>> {
    return readStagedRows(files.pathOf(id), { verdicts, after, limit }, before, clock);
  }

  return {
    rows,

    repair: async (id, record, draft) => {
      const values = trimmedDraft(draft);
      const { result, problems } = checkRow(values);
      const { internalOrderRef, bookingResult, bookingDate, inspectorName } = result ?? values;
      const repaired = await writer.repairStaged(id, files.pathOf(id), record, {
        ref: internalOrderRef,
        result: bookingResult,
        date: bookingDate,
        inspector: inspectorName,
        problems: textFromProblems(problems),
        isValid: result !== null,
      });
      if (!repaired.ok) return repaired;
      changed();
      const page = await rows(id, [], record - 1, 1);
      if (!page.ok) return page;
      const [row] = page.value.rows;
      return row === undefined ? fail({ kind: 'gone', what: 'row' }) : ok(row);
    },

    recount: async (id) => {
      if (!files.exists(id)) return;
      const totals = await writer.compareStaged(files.pathOf(id));
      if (totals.ok) await writer.importCounted(id, totals.value);
      changed();
    },
  };
}
