// The contract between window and app: every call by name, with the schema of what goes in and what comes out.
// Both ends derive their types from this one object; only main/serve parses it.
import { z } from 'zod';
import { BookingEdit, EditField } from './booking-edit.ts';
import { BookingResultDraft } from './booking-result.ts';
import { BrpSettings } from './booking-settings.ts';
import { BookingView, ListedBooking } from './booking-view.ts';
import type { Failure } from './failure.ts';
import { ImportSummary, ReadingChoice, RepairGroup, RepairKey, RowVerdict, StagedRow } from './import.ts';
import { OutboxDetail, OutboxFilter, OutboxItem, ProblemGroup } from './outbox-item.ts';
import type { Result } from './result.ts';
import {
  BookingAsk,
  BookingChange,
  BookingChoices,
  BookingFilter,
  BookingNews,
  BookingOutline,
  ServiceBooking,
} from './service-booking.ts';
import { Environment, Settings } from './settings.ts';
import { Snapshot } from './snapshot.ts';
import { WatchedSettings } from './watched-folder.ts';

const nothing = z.object({});
const seq = z.number().int().positive();
const id = z.number().int().positive();
const secret = z.string().max(500);
/** Names an act, so that it can be taken back. */
const undo = z.string().max(100);

/** Which results an action touches: these, or all that a filter matches. */
export const Selection = z.union([z.object({ seqs: z.array(seq).min(1).max(10_000) }), z.object({ filter: OutboxFilter })]);
export type Selection = z.infer<typeof Selection>;

type WithDefaults = Readonly<Record<string, { unwrap: () => z.ZodType }>>;
/** Values as they are changed: what is absent stays as it is, where a default would put it back to its start. */
function changeOf<S extends WithDefaults>(shape: S): z.ZodObject<{ [K in keyof S]: z.ZodOptional<ReturnType<S[K]['unwrap']>> }> {
  return z.object(
    Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, field.unwrap().optional()])) as {
      [K in keyof S]: z.ZodOptional<ReturnType<S[K]['unwrap']>>;
    },
  );
}
/** What belongs to one environment is changed by calls of its own. */
const settingsChange = changeOf(Settings.omit({ environment: true, brp: true, bookingViews: true, watched: true }).shape);

const touched = z.object({ count: z.number().int() });
const textFile = z.object({ name: z.string(), text: z.string() });

export const calls = {
  'snapshot.get': { input: nothing, output: Snapshot },

  'outbox.list': {
    input: z.object({ filter: OutboxFilter, before: seq.optional(), limit: z.number().int().min(1).max(500).default(200) }),
    /** `next` goes back in as `before`; null means the end was reached. A page may be short and still have a next. */
    output: z.object({ items: z.array(OutboxItem), next: seq.nullable() }),
  },
  'outbox.count': { input: z.object({ filter: OutboxFilter }), output: z.object({ count: z.number().int() }) },
  'outbox.detail': { input: z.object({ seq }), output: OutboxDetail },
  'outbox.groups': { input: nothing, output: z.array(ProblemGroup) },
  'outbox.retry': { input: z.object({ selection: Selection }), output: touched },
  'outbox.discard': {
    input: z.object({ selection: Selection }),
    output: z.object({ count: z.number().int(), undo }),
  },
  'outbox.restore': { input: z.object({ undo }), output: touched },
  /**
   * Where the order has another result already, delivered or on its way, the answer is the failure "order-told" until `over`
   * names that very result: nobody changes what BasicPSF was told without having seen it.
   */
  'outbox.resend': {
    input: z.object({ seq, result: BookingResultDraft, over: seq.nullable().default(null) }),
    output: z.object({ seq }),
  },
  'outbox.export': { input: z.object({ filter: OutboxFilter }), output: textFile },

  'import.list': {
    input: z.object({ before: id.optional(), limit: z.number().int().min(1).max(200).default(50) }),
    output: z.object({ imports: z.array(ImportSummary), next: id.nullable() }),
  },
  'import.get': { input: z.object({ id }), output: ImportSummary },
  /** Rows of a file: staged ones in review; held ones once it is accepted. In file order. */
  'import.rows': {
    input: z.object({
      id,
      verdicts: z.array(RowVerdict).max(5).default([]),
      /** Only rows that need this repair. */
      group: RepairKey.nullable().default(null),
      after: z.number().int().nonnegative().default(0),
      limit: z.number().int().min(1).max(500).default(200),
    }),
    output: z.object({ rows: z.array(StagedRow), next: z.number().int().nullable() }),
  },
  /** Text pasted into the window, taken as if it were a file. */
  'import.paste': { input: z.object({ text: z.string().max(900_000) }), output: z.object({ id }) },
  /** The file that the welcome page offers, so that a first result can be sent without preparing anything. */
  'import.sample': { input: nothing, output: textFile },
  /** Reads a file that could not be read once more from its place on this computer, as a new import. */
  'import.again': { input: z.object({ id }), output: z.object({ id }) },
  'import.accept': { input: z.object({ id }), output: ImportSummary },
  /** Puts a file in review, or one being read, aside: nothing of it is queued. */
  'import.cancel': { input: z.object({ id }), output: nothing },
  'import.receipt': { input: z.object({ id }), output: textFile },
  /** What stands on the failed rows of an accepted file, to be repaired in a spreadsheet and dropped back. */
  'import.failedRows': { input: z.object({ id }), output: textFile },
  /**
   * Reads a file in review anew: what is chosen now goes over what was chosen before. Where a repaired row would read
   * differently its repair is lost, and the answer is the failure "repairs-at-stake" until `dropRepairs` says so.
   */
  'import.reread': {
    input: z.object({ id, choice: ReadingChoice, dropRepairs: z.boolean().default(false) }),
    output: ImportSummary,
  },
  /** Takes back what is unsent of an accepted file; `undo` is for `outbox.restore`, `sent` says how much was on its way before. */
  'import.withdraw': {
    input: z.object({ id }),
    output: z.object({ count: z.number().int(), sent: z.number().int(), undo }),
  },
  /** What is wrong in a file in review, or with the held rows of an accepted one, by the repair it needs. */
  'import.problems': { input: z.object({ id }), output: z.array(RepairGroup) },
  /** Gives a row other values. A repair that changes nothing says that the row is right as it is. */
  'import.repair': {
    // Of an accepted file the repaired row is queued at once: `over` as in outbox.resend.
    input: z.object({ id, record: z.number().int(), result: BookingResultDraft, over: seq.nullable().default(null) }),
    output: StagedRow.extend({ undo }),
  },
  /** Repairs all rows of a group with `fix`; with null, each with what is suggested for it. */
  'import.fixAll': {
    input: RepairKey.extend({ id, fix: z.string().max(2000).nullable() }),
    output: z.object({ count: z.number().int(), undo }),
  },
  /** Takes back a repair for as long as the file is in review, or the held row is unsent; answers how many rows are as before. */
  'import.undo': { input: z.object({ id, undo }), output: touched },
  /** Discards the held rows of an accepted file. */
  'import.release': { input: z.object({ id }), output: touched },

  'sync.sendNow': { input: nothing, output: nothing },
  /** `until` null pauses until resumed; epoch ms. */
  'sync.pause': { input: z.object({ until: z.number().int().nullable() }), output: nothing },
  'sync.resume': { input: nothing, output: nothing },

  /** Brings back the newest sound backup after the outbox was damaged; what was still on its way then waits for a person. */
  'storage.restore': { input: nothing, output: touched },

  /** What a person can send to whoever helps them: versions, settings, counts and the newest log, without secrets or names. */
  'diagnostics.build': { input: nothing, output: textFile },
  /** Whether the program starts, hidden, when the person signs in to the computer. Only on a desktop. */
  'desktop.startAtLogin': { input: z.object({ on: z.boolean() }), output: nothing },
  /** Lets the person choose a folder on this computer; null when they think better of it. */
  'desktop.chooseFolder': { input: nothing, output: z.object({ path: z.string().nullable() }) },
  /** Shows the data folder as the desktop shows folders. */
  'desktop.showDataFolder': { input: nothing, output: nothing },

  'settings.get': { input: nothing, output: Settings },
  'settings.change': {
    input: settingsChange,
    output: Settings,
  },
  /** Production is live data: it is entered only with the word "Production" typed out. */
  'environment.switch': { input: z.object({ environment: Environment, word: z.string().max(40).default('') }), output: nothing },
  'account.save': {
    input: z.object({ username: z.string().min(1).max(200), password: secret.min(1) }),
    output: z.object({ kept: z.enum(['keychain', 'this-run-only']) }),
  },
  'account.forget': { input: nothing, output: nothing },
  /** Signs in and out once, with the kept account or the one given, and says in one sentence how it went. */
  'account.test': {
    input: z.object({ username: z.string().max(200), password: secret }).partial(),
    output: z.object({ works: z.boolean(), sentence: z.string() }),
  },

  'bookings.outline': { input: z.object({ filter: BookingFilter }), output: BookingOutline },
  /** Bookings by position in the outline, by day and start. */
  'bookings.page': {
    input: z.object({
      filter: BookingFilter,
      offset: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(500).default(200),
    }),
    output: z.array(ListedBooking),
  },
  'bookings.one': { input: z.object({ ask: BookingAsk, id: z.number().int() }), output: ListedBooking },
  'bookings.choices': { input: nothing, output: BookingChoices },
  /** BRP lists an order by its id; people know its number. Null while no kept booking has it. */
  'bookings.orderId': {
    input: z.object({ number: z.string().max(100) }),
    output: z.object({ orderId: z.number().int().nullable() }),
  },
  /** Which list is on show: it is kept fresh by the clock. Null is none. */
  'bookings.show': { input: z.object({ filter: BookingFilter.nullable() }), output: nothing },
  'bookings.refresh': { input: z.object({ filter: BookingFilter }), output: BookingNews },
  /** The whole list that matches, for a spreadsheet: as a CSV file, or between tabs for the clipboard. */
  'bookings.export': { input: z.object({ filter: BookingFilter, form: z.enum(['csv', 'tabs']) }), output: textFile },
  'bookings.keepView': { input: z.object({ view: BookingView }), output: nothing },
  'bookings.edits': { input: nothing, output: z.array(BookingEdit) },
  /** `booking` is the one that the change was made from, as BRP gave it. */
  'bookings.edit': { input: z.object({ booking: ServiceBooking, ask: BookingAsk, change: BookingChange }), output: BookingEdit },
  /** Settles a conflict: BRP gets our value in the fields named; null when nothing was left to send. */
  'bookings.decide': { input: z.object({ id, keepOurs: z.array(EditField).max(10) }), output: BookingEdit.nullable() },
  'bookings.retryEdit': { input: z.object({ id }), output: BookingEdit },
  'bookings.dropEdit': { input: z.object({ id }), output: z.object({ dropped: z.boolean() }) },
  /** Queues a result that was made from a booking, like a row of a file; `orderNumber` is the booking's own, `over` as in outbox.resend. */
  'outbox.report': {
    input: z.object({ orderNumber: z.string().max(200), result: BookingResultDraft, over: seq.nullable().default(null) }),
    output: z.object({ seq }),
  },
  /** The order reference that a person confirmed for an order of BRP before, or null. */
  'bookings.reference': {
    input: z.object({ orderNumber: z.string().max(200) }),
    output: z.object({ internalOrderRef: z.string().nullable() }),
  },

  /** Changes which folder the open environment watches. */
  'watched.change': { input: changeOf(WatchedSettings.shape), output: Settings },
  /** Changes how the open environment reaches BRP. */
  'brp.change': { input: changeOf(BrpSettings.shape), output: Settings },
  /** Keeps the API key, the account, or both; what is absent stays. */
  'brp.save': {
    input: z.object({ apikey: secret.min(1), username: z.string().min(1).max(200), password: secret.min(1) }).partial(),
    output: z.object({ kept: z.enum(['keychain', 'this-run-only']) }),
  },
  'brp.forget': { input: nothing, output: nothing },
  /** Asks BRP for the bookings of today, with what is kept or what is given, and says in one sentence how it went. */
  'brp.test': {
    input: z.object({ apikey: secret, username: z.string().max(200), password: secret }).partial(),
    output: z.object({ works: z.boolean(), sentence: z.string() }),
  },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export type Calls = typeof calls;
export type CallName = keyof Calls;
/** What a caller hands in; defaults may be left out. */
export type CallInput<N extends CallName> = z.input<Calls[N]['input']>;
/** What a handler receives, after parsing. */
export type ParsedInput<N extends CallName> = z.output<Calls[N]['input']>;
export type CallOutput<N extends CallName> = z.output<Calls[N]['output']>;
/** Every answer to a call. Failures return as values; nothing is thrown across the line. */
export type Reply<N extends CallName = CallName> = Result<CallOutput<N>, Failure>;

/** What a host offers the window. Files go in as the browser's own File objects; secrets never come out. */
export interface Courier {
  readonly call: <N extends CallName>(name: N, input: CallInput<N>) => Promise<Reply<N>>;
  /** Calls back at once with the current snapshot and after every change; returns the way to stop. */
  readonly onSnapshot: (listener: (snapshot: Snapshot) => void) => () => void;
  /** Starts an import for each file, or for all files of a folder, and answers with their ids, in the same order. */
  readonly openFiles: (files: readonly File[]) => Promise<readonly Result<{ id: number; ids?: readonly number[] }>[]>;
}
