// A file in review: its rows and problems as the window shows them, their repair, and its totals when the outbox has moved on.
import type { BookingResultDraft } from '../../../shared/booking-result.ts';
import type { RepairGroup, RepairKey, StagedRow, Totals } from '../../../shared/import.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { createBefore } from '../../outbox/verdicts.ts';
import type { StagedFiles } from '../stage/staged-files.ts';
import { type RowFilter, type RowPage, readStagedGroups, readStagedRows } from '../stage/staged-rows.ts';
import type { ImportPorts } from './import-ports.ts';

export interface Review {
  /** Rows after the record `after`, in file order. */
  readonly rows: (id: number, filter: RowFilter, after: number, limit: number) => Promise<Result<RowPage>>;
  /** What is wrong, grouped by the repair it needs. */
  readonly groups: (id: number) => Promise<Result<RepairGroup[]>>;
  /** Gives a row other values; `undo` names the act. Answers with the row as it is then. */
  readonly repair: (id: number, record: number, draft: BookingResultDraft, undo: string) => Promise<Result<StagedRow>>;
  readonly fixAll: (id: number, key: RepairKey, fix: string | null, undo: string) => Promise<Result<number>>;
  readonly holdUnknown: (id: number, isHeld: boolean, undo: string) => Promise<Result<number>>;
  readonly undo: (id: number, undo: string) => Promise<Result<number>>;
  /** Says that the file is another one now. */
  readonly moved: () => void;
  /** Works out anew what each row would change. */
  readonly recount: (id: number) => Promise<void>;
}

/**
 * Works out what the rows of a staging file would change, some at a time, until `isCancelled`; null says that it was.
 * `importId` names the file in review whose totals these are.
 */
export async function compareFile(
  writer: ImportPorts['writer'],
  stagedPath: string,
  importId: number | null,
  isCancelled: () => boolean,
): Promise<Result<Totals | null>> {
  for (let [from, basis] = [0, '']; !isCancelled(); ) {
    const step = await writer.compareStaged(stagedPath, from, basis, importId);
    if (!step.ok || step.value.totals !== null) return step.ok ? ok(step.value.totals) : step;
    from = step.value.next;
    basis = step.value.basis;
  }
  return ok(null);
}

/** What can be done with the staging files of files in review. */
export function createReview(
  { changed, clock, reader, writer }: Pick<ImportPorts, 'changed' | 'clock' | 'reader' | 'writer'>,
  files: StagedFiles,
): Review {
  const before = createBefore(reader);
  // Counting problems looks at all rows; it is done once for each state of the file that is looked at.
  let grouped: { readonly id: number; readonly groups: Promise<Result<RepairGroup[]>> } | null = null;

  function moved(): void {
    grouped = null;
    changed();
  }

  function rows(id: number, filter: RowFilter, after: number, limit: number): Promise<Result<RowPage>> {
    return readStagedRows(files.pathOf(id), { ...filter, after, limit }, before, clock);
  }

  return {
    rows,
    moved,

    groups: (id) => {
      if (grouped?.id !== id) grouped = { id, groups: readStagedGroups(files.pathOf(id), clock) };
      return grouped.groups;
    },

    repair: async (id, record, draft, undo) => {
      const repaired = await writer.repairStaged(id, files.pathOf(id), record, draft, undo);
      moved();
      if (!repaired.ok) return repaired;
      const page = await rows(id, { verdicts: [], group: null }, record - 1, 1);
      if (!page.ok) return page;
      const [row] = page.value.rows;
      return row === undefined ? fail({ kind: 'gone', what: 'row' }) : ok(row);
    },

    fixAll: async (id, key, fix, undo) => {
      const fixed = await writer.fixStaged(id, files.pathOf(id), key, fix, undo);
      moved();
      return fixed;
    },

    holdUnknown: async (id, isHeld, undo) => {
      const held = await writer.holdUnknown(id, files.pathOf(id), isHeld, undo);
      moved();
      return held;
    },

    undo: async (id, undo) => {
      const undone = await writer.undoStaged(id, files.pathOf(id), undo);
      moved();
      return undone;
    },

    recount: async (id) => {
      if (!files.exists(id)) return;
      await compareFile(writer, files.pathOf(id), id, () => !files.exists(id));
      moved();
    },
  };
}
