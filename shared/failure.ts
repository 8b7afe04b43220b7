// Every way this can fail, and what happens next. Expected trouble is one of these plain values;
// their sentences are in wording.ts. Codes: Claris "Error codes" and "Error responses" pages.
import { z } from 'zod';

const ms = z.number().int().nonnegative();
const status = z.number().int();
const words = z.string();
/** What the server asked for in `Retry-After`, whatever else it answered. */
const patience = { retryAfterMs: ms.optional() };

export const Failure = z.discriminatedUnion('kind', [
  // On the way to the server: nothing has reached it.
  z.object({ kind: z.literal('offline') }),
  z.object({
    kind: z.literal('unreachable'),
    host: z.string(),
    why: z.enum(['name', 'refused', 'no-route', 'connect-timeout', 'reset']),
  }),
  z.object({ kind: z.literal('tls-refused'), host: z.string(), why: words }),
  /** `to` is a host, never the whole address: it may carry secrets. */
  z.object({ kind: z.literal('redirected'), status, to: z.string(), ...patience }),
  z.object({ kind: z.literal('url-too-long'), status, urlBytes: z.number().int(), ...patience }),
  z.object({ kind: z.literal('row-too-long'), urlBytes: z.number().int(), maxUrlBytes: z.number().int() }),
  z.object({ kind: z.literal('busy'), status, ...patience }),
  z.object({ kind: z.literal('forbidden'), status }),
  /** Not by BasicPSF's own word: a proxy, a filter or a web server in front of it. */
  z.object({ kind: z.literal('turned-away'), status, by: z.enum(['proxy', 'server']), ...patience }),
  // Who we are.
  z.object({ kind: z.literal('credentials-missing') }),
  z.object({ kind: z.literal('credentials-refused'), ...patience }),
  z.object({ kind: z.literal('login-throttled'), ...patience }),
  /** Whatever went wrong at the sign-in, no result was sent. `status` and `code` as far as something was answered. */
  z.object({
    kind: z.literal('sign-in-failed'),
    why: z.enum(['timed-out', 'cut-off', 'gateway', 'answer-too-large', 'answer-unusable', 'filemaker-error']),
    status: status.optional(),
    code: z.string().optional(),
    words,
    ...patience,
  }),
  z.object({ kind: z.literal('session-lost'), ...patience }),
  z.object({ kind: z.literal('keychain-failed'), words }),
  // What the server has, or lacks; the script did not run.
  z.object({ kind: z.literal('server-full'), code: z.string(), ...patience }),
  z.object({ kind: z.literal('host-not-ready'), code: z.string(), ...patience }),
  z.object({ kind: z.literal('database-closed'), code: z.string(), ...patience }),
  z.object({ kind: z.literal('script-missing'), code: z.string(), ...patience }),
  /** A web server's own page instead of the script, after a good sign-in. */
  z.object({ kind: z.literal('address-refused'), status, ...patience }),
  z.object({ kind: z.literal('layout-missing'), ...patience }),
  z.object({ kind: z.literal('quota-exceeded'), ...patience }),
  z.object({ kind: z.literal('request-refused'), code: z.string(), words, ...patience }),
  z.object({ kind: z.literal('wrong-server'), status, ...patience }),
  // Outcome unknown: the script may have run.
  z.object({ kind: z.literal('timed-out'), afterMs: ms }),
  z.object({ kind: z.literal('cut-off') }),
  z.object({ kind: z.literal('gateway'), status, ...patience }),
  z.object({ kind: z.literal('session-cut'), ...patience }),
  z.object({ kind: z.literal('answer-too-large'), maxBytes: z.number().int() }),
  z.object({ kind: z.literal('answer-unusable'), why: words, ...patience }),
  z.object({ kind: z.literal('answer-missing-order') }),
  z.object({ kind: z.literal('filemaker-error'), code: z.string(), words, ...patience }),
  z.object({ kind: z.literal('stopped-midway') }),
  // Looking orders up: nothing of it stops a delivery.
  /** `field` is the one that is not on the layout, or empty. */
  z.object({
    kind: z.literal('look-up-refused'),
    why: z.enum(['no-privilege', 'field-missing', 'refused']),
    field: z.string(),
    code: z.string(),
    words,
  }),
  z.object({ kind: z.literal('look-up-off') }),
  /** BasicPSF holds another value that was confirmed after ours was accepted: it was not overwritten. */
  z.object({ kind: z.literal('told-elsewhere') }),
  /** Nearly everything of its file was refused for one reason: it was not sent, and a person is asked. */
  z.object({ kind: z.literal('mostly-refused') }),
  // BasicPSF's verdict on one order.
  z.object({ kind: z.literal('order-not-found'), words }),
  z.object({ kind: z.literal('value-refused'), words }),
  z.object({ kind: z.literal('order-refused'), words }),
  // BRP's own word on what we asked; `code` and `words` are empty when it gave none.
  z.object({ kind: z.literal('brp-refused'), status, code: z.string(), words }),
  // A change that was made for the bookings of another BRP: it was not sent.
  z.object({ kind: z.literal('other-brp'), server: words }),
  // A text that BRP could not hold as it is meant: it was not sent.
  z.object({ kind: z.literal('text-unwritable'), field: words, why: words }),
  // This machine.
  z.object({ kind: z.literal('storage-full') }),
  z.object({ kind: z.literal('storage-read-only'), path: z.string() }),
  /** The damaged file is kept; `backupAt` is the age of the newest sound backup, epoch ms. */
  z.object({ kind: z.literal('storage-damaged'), keptAs: z.string(), backupAt: z.number().int().nullable() }),
  /** The database file is gone, though backups know of one; `backupAt` as above. */
  z.object({ kind: z.literal('storage-missing'), path: z.string(), backupAt: z.number().int().nullable() }),
  z.object({ kind: z.literal('restored-from-backup') }),
  z.object({ kind: z.literal('storage-newer'), found: z.number().int(), known: z.number().int() }),
  z.object({ kind: z.literal('storage-failed'), words }),
  z.object({ kind: z.literal('home-in-use'), path: z.string() }),
  /** A settings file that is there and is none; line and column count from 1 and are 0 where there is no place. */
  z.object({
    kind: z.literal('settings-unreadable'),
    path: z.string(),
    line: z.number().int(),
    column: z.number().int(),
    why: words,
    stands: z.enum(['last-good', 'nothing']),
  }),
  /** `stops` says that one of the names says where results go. */
  z.object({ kind: z.literal('settings-invalid'), path: z.string(), names: z.array(z.string()), stops: z.boolean() }),
  /** A variable of this computer that would weaken the program. */
  z.object({ kind: z.literal('variable-refused'), name: z.string(), what: z.enum(['certificates', 'keys']) }),
  z.object({ kind: z.literal('practice-unsaid') }),
  z.object({ kind: z.literal('production-unsaid') }),
  // A dropped file.
  z.object({
    kind: z.literal('file-unreadable'),
    name: z.string(),
    why: z.enum(['missing', 'locked', 'denied', 'folder', 'changed', 'failed']),
  }),
  z.object({ kind: z.literal('file-empty'), name: z.string() }),
  z.object({ kind: z.literal('file-too-large'), name: z.string(), bytes: z.number(), maxBytes: z.number() }),
  z.object({
    kind: z.literal('not-csv'),
    name: z.string(),
    looksLike: z.enum([
      'xls',
      'xlsb',
      'ods',
      'fods',
      'numbers',
      'dif',
      'slk',
      'rtf',
      'encrypted',
      'html',
      'pdf',
      'document',
      'zip',
      'utf-32',
      'binary',
    ]),
  }),
  z.object({
    kind: z.literal('workbook-unreadable'),
    name: z.string(),
    why: z.enum(['damaged', 'no-sheet', 'too-large', 'too-many-rows']),
    /** What exactly, in words that follow a comma. */
    words: words.optional(),
  }),
  /** Known by its name alone: nobody meant to import it. */
  z.object({
    kind: z.literal('not-meant'),
    name: z.string(),
    what: z.enum(['owner-file', 'unfinished', 'shortcut', 'system-file']),
  }),
  z.object({ kind: z.literal('encoding-unknown'), name: z.string(), line: z.number().int() }),
  z.object({ kind: z.literal('columns-missing'), name: z.string(), missing: z.array(z.string()), found: z.array(z.string()) }),
  z.object({ kind: z.literal('record-too-long'), name: z.string(), line: z.number().int() }),
  z.object({ kind: z.literal('import-cancelled'), name: z.string() }),
  /** Something about the reading of the file is for a person to say before anything of it is queued. */
  /** Orders of a file carry a result that another machine sent, and nobody has said which one counts. */
  z.object({ kind: z.literal('theirs-undecided'), name: z.string(), count: z.number().int() }),
  z.object({
    kind: z.literal('reading-unsure'),
    name: z.string(),
    asks: z.array(z.enum(['sheet', 'hidden', 'encoding', 'columns', 'dates', 'swapped-dates'])),
  }),
  /** Read anew, so many repaired rows would read differently, and their repair would be lost. */
  z.object({ kind: z.literal('repairs-at-stake'), name: z.string(), count: z.number().int() }),
  /** A dropped folder. */
  z.object({ kind: z.literal('folder-empty'), name: z.string() }),
  z.object({ kind: z.literal('too-many-files'), name: z.string(), count: z.number().int(), maxCount: z.number().int() }),
  // This program.
  z.object({ kind: z.literal('too-late') }),
  // The order has another result already, delivered or on its way: `seq` is the one that a new one would replace.
  z.object({
    kind: z.literal('order-told'),
    seq: z.number().int(),
    internalOrderRef: z.string(),
    isDelivered: z.boolean(),
    told: z.string(),
    wanted: z.string(),
    /** How many orders more it is so with, where many rows are repaired at once. */
    others: z.number().int().default(0),
  }),
  z.object({ kind: z.literal('gone'), what: z.string() }),
  z.object({ kind: z.literal('input-refused'), why: words }),
  z.object({ kind: z.literal('result-invalid'), field: z.string(), why: words }),
  z.object({ kind: z.literal('unexpected'), words }),
]);
/** One expected way to fail, with the facts its sentence needs and never a secret. */
export type Failure = z.infer<typeof Failure>;
export type FailureKind = Failure['kind'];
