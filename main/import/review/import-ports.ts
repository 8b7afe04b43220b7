// What the import offers to the program, and what it needs from it.
import type { BookingResultDraft } from '../../../shared/booking-result.ts';
import type { Doubt } from '../../../shared/doubt.ts';
import type { Encoding } from '../../../shared/encodings.ts';
import type { ImportSummary, RepairGroup, RepairKey, StagedRow } from '../../../shared/import.ts';
import type { ReadingChoice } from '../../../shared/reading.ts';
import type { Result } from '../../../shared/result.ts';
import type { Guarded } from '../../base/guard.ts';
import type { Clock, Log } from '../../base/ports.ts';
import type { Store } from '../../base/sqlite.ts';
import type { Remote } from '../../base/thread.ts';
import type { AcceptanceVerbs } from '../../outbox/acceptance.ts';
import type { OutboxVerbs } from '../../outbox/outbox.ts';
import type { Dropped } from '../read/source.ts';
import type { StagedOrderVerbs } from '../stage/staged-orders.ts';
import type { StagedRepairVerbs } from '../stage/staged-repairs.ts';
import type { RowFilter, RowPage } from '../stage/staged-rows.ts';
import type { HeldVerbs } from './held-rows.ts';
import type { ImportTableVerbs } from './imports.ts';
import type { OrderLookUps } from './order-look-ups.ts';
import type { Summaries } from './summaries.ts';

/** What the import asks of the writer thread. */
export type ImportVerbs = ImportTableVerbs &
  HeldVerbs &
  StagedRepairVerbs &
  StagedOrderVerbs &
  AcceptanceVerbs &
  Pick<OutboxVerbs, 'withdrawImport'>;

export interface ImportPorts {
  /** Where staging files lie; created when it is needed, and nothing else is in it. */
  readonly folder: string;
  readonly writer: Remote<Guarded<ImportVerbs>>;
  readonly reader: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Who is signed in on this machine. */
  readonly who: string;
  /** The encoding that the programs of this machine save in by themselves. */
  readonly osEncoding?: Encoding;
  /** Called whenever a summary moved. */
  readonly changed: () => void;
  /** Called when a file's rows were queued, or came back. */
  readonly queued: () => void;
  /** How orders are looked up in BasicPSF; left out, none are. */
  readonly lookUps?: OrderLookUps;
  readonly stageThread?: URL;
  readonly maxThreads?: number;
}

export interface Imports {
  /** Starts reading a file. Answers with its id at once; how it goes is in its summary. */
  readonly start: (name: string, dropped: Dropped) => Promise<Result<{ id: number }>>;
  readonly open: Summaries['open'];
  readonly list: Summaries['list'];
  readonly summary: (id: number) => Result<ImportSummary>;
  /** Rows of a file in review, or the held rows of an accepted one. */
  readonly rows: (id: number, filter: RowFilter, after: number, limit: number) => Promise<Result<RowPage>>;
  /** What is wrong in a file in review, or with the held rows of an accepted one, by the repair it needs. */
  readonly problems: (id: number) => Promise<Result<RepairGroup[]>>;
  /** What about a file in review is for a person to say; whoever is not there to be asked queues nothing that is uncertain. */
  readonly doubts: (id: number) => Promise<Result<Doubt[]>>;
  /** Reads a file in review anew, as a person chose. Repairs that would be lost keep it from that, unless `dropRepairs`. */
  readonly readAgain: (id: number, choice: ReadingChoice, dropRepairs: boolean) => Promise<Result<ImportSummary>>;
  readonly accept: (id: number) => Promise<Result<ImportSummary>>;
  /** Puts a file aside; one that is being read for the first time is given up, and one read anew stays as it was read before. */
  readonly cancel: (id: number) => Promise<Result<void>>;
  /** Takes up a file that was put aside, with every repair and answer. */
  readonly resume: (id: number) => Promise<Result<ImportSummary>>;
  /** Gives up a file that was put aside, with everything that was done to it. */
  readonly discard: (id: number) => Promise<Result<void>>;
  /** Takes back what is unsent of an accepted file; `undo` names the act for the outbox. */
  readonly withdraw: (id: number, undo: string) => Promise<Result<{ count: number; sent: number }>>;
  readonly repair: (id: number, record: number, draft: BookingResultDraft, undo: string) => Promise<Result<StagedRow>>;
  /** Repairs all rows of a group, with `fix` or each with what is suggested for it; answers how many. */
  readonly fixAll: (id: number, key: RepairKey, fix: string | null, undo: string) => Promise<Result<number>>;
  /** Holds the rows whose order BasicPSF does not know, or lets them go all the same; answers how many. */
  readonly holdUnknown: (id: number, isHeld: boolean, undo: string) => Promise<Result<number>>;
  /** Says what becomes of orders that carry a result of another machine; nothing is queued before. */
  readonly chooseTheirs: (id: number, choice: 'keep' | 'send') => Promise<Result<ImportSummary>>;
  /** Looks up the orders that were not looked up yet, however many, or breaks a look off. */
  readonly lookUp: (id: number, isWanted: boolean) => Result<void>;
  /** Takes a repair back; answers how many rows are as they were. */
  readonly undo: (id: number, undo: string) => Promise<Result<number>>;
  /** Discards the held rows of an accepted file; answers how many. */
  readonly release: (id: number) => Promise<Result<number>>;
  readonly receipt: (id: number) => Promise<Result<{ name: string; text: string }>>;
  readonly failedRows: (id: number) => Promise<Result<{ name: string; text: string }>>;
  /** An import of the same bytes that is being looked at, or was accepted; null when there is none but this one. */
  readonly otherOf: (file: ImportSummary) => number | null;
  /** The outbox moved: what the rows of the files in review would change may be different now. */
  readonly recount: () => void;
  /** Resolves when no file is being read or compared any more. */
  readonly settled: () => Promise<void>;
  readonly stop: () => Promise<void>;
}
