// Every way this can fail, and what happens next. Expected trouble is one of these plain values;
// their sentences are in wording.ts. Codes: Claris "Error codes" and "Error responses" pages.
import { z } from 'zod';

const ms = z.number().int().nonnegative();
const status = z.number().int();
const words = z.string();

export const Failure = z.discriminatedUnion('kind', [
  // On the way to the server: nothing has reached it.
  z.object({ kind: z.literal('offline') }),
  z.object({
    kind: z.literal('unreachable'),
    host: z.string(),
    why: z.enum(['name', 'refused', 'no-route', 'connect-timeout', 'reset']),
  }),
  z.object({ kind: z.literal('tls-refused'), host: z.string(), why: words }),
  z.object({ kind: z.literal('redirected'), status, to: z.string() }),
  z.object({ kind: z.literal('url-too-long'), status, urlBytes: z.number().int() }),
  z.object({ kind: z.literal('row-too-long'), urlBytes: z.number().int(), maxUrlBytes: z.number().int() }),
  z.object({ kind: z.literal('busy'), status, retryAfterMs: ms.optional() }),
  z.object({ kind: z.literal('forbidden'), status }),
  // Who we are.
  z.object({ kind: z.literal('credentials-missing') }),
  z.object({ kind: z.literal('credentials-refused') }),
  z.object({ kind: z.literal('login-throttled') }),
  z.object({ kind: z.literal('session-lost') }),
  z.object({ kind: z.literal('keychain-failed'), words }),
  // What the server has, or lacks; the script did not run.
  z.object({ kind: z.literal('server-full'), code: z.string() }),
  z.object({ kind: z.literal('database-closed'), code: z.string() }),
  z.object({ kind: z.literal('script-missing'), code: z.string() }),
  z.object({ kind: z.literal('layout-missing') }),
  z.object({ kind: z.literal('quota-exceeded') }),
  z.object({ kind: z.literal('request-refused'), code: z.string(), words }),
  z.object({ kind: z.literal('wrong-server'), status }),
  // Outcome unknown: the script may have run.
  z.object({ kind: z.literal('timed-out'), afterMs: ms }),
  z.object({ kind: z.literal('cut-off') }),
  z.object({ kind: z.literal('gateway'), status, retryAfterMs: ms.optional() }),
  z.object({ kind: z.literal('session-cut') }),
  z.object({ kind: z.literal('answer-too-large'), maxBytes: z.number().int() }),
  z.object({ kind: z.literal('answer-unusable'), why: words }),
  z.object({ kind: z.literal('answer-missing-order') }),
  z.object({ kind: z.literal('filemaker-error'), code: z.string(), words }),
  z.object({ kind: z.literal('stopped-midway') }),
  // BasicPSF's verdict on one order.
  z.object({ kind: z.literal('order-not-found'), words }),
  z.object({ kind: z.literal('value-refused'), words }),
  z.object({ kind: z.literal('order-refused'), words }),
  // BRP's own word on what we asked; `code` and `words` are empty when it gave none.
  z.object({ kind: z.literal('brp-refused'), status, code: z.string(), words }),
  // This machine.
  z.object({ kind: z.literal('storage-full') }),
  z.object({ kind: z.literal('storage-read-only'), path: z.string() }),
  /** The damaged file is kept; `backupAt` is the age of the newest sound backup, epoch ms. */
  z.object({ kind: z.literal('storage-damaged'), keptAs: z.string(), backupAt: z.number().int().nullable() }),
  z.object({ kind: z.literal('restored-from-backup') }),
  z.object({ kind: z.literal('storage-newer'), found: z.number().int(), known: z.number().int() }),
  z.object({ kind: z.literal('storage-failed'), words }),
  z.object({ kind: z.literal('home-in-use'), path: z.string() }),
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
  }),
  z.object({ kind: z.literal('gone'), what: z.string() }),
  z.object({ kind: z.literal('input-refused'), why: words }),
  z.object({ kind: z.literal('result-invalid'), field: z.string(), why: words }),
  z.object({ kind: z.literal('unexpected'), words }),
]);
/** One expected way to fail, with the facts its sentence needs and never a secret. */
export type Failure = z.infer<typeof Failure>;
export type FailureKind = Failure['kind'];

/** What the program does about it: try again by itself, wait for the server, or ask a person. */
export type NextStep = 'retry' | 'wait' | 'ask';

/**
 * What is known about the orders that were on board: the script did not run (`unsent`),
 * may have run (`unknown`), or BasicPSF answered for this order (`verdict`).
 */
export type Reach = 'unsent' | 'unknown' | 'verdict';

interface Consequence {
  readonly next: NextStep;
  readonly reach: Reach;
}

const CONSEQUENCES: Record<FailureKind, Consequence> = {
  offline: { next: 'wait', reach: 'unsent' },
  unreachable: { next: 'retry', reach: 'unsent' },
  'tls-refused': { next: 'wait', reach: 'unsent' },
  redirected: { next: 'ask', reach: 'unsent' },
  'url-too-long': { next: 'retry', reach: 'unsent' },
  'row-too-long': { next: 'ask', reach: 'verdict' },
  busy: { next: 'wait', reach: 'unsent' },
  forbidden: { next: 'ask', reach: 'unsent' },
  'credentials-missing': { next: 'ask', reach: 'unsent' },
  'credentials-refused': { next: 'ask', reach: 'unsent' },
  'login-throttled': { next: 'ask', reach: 'unsent' },
  'session-lost': { next: 'retry', reach: 'unsent' },
  'keychain-failed': { next: 'ask', reach: 'unsent' },
  'server-full': { next: 'wait', reach: 'unsent' },
  'database-closed': { next: 'wait', reach: 'unsent' },
  'script-missing': { next: 'ask', reach: 'unsent' },
  'layout-missing': { next: 'ask', reach: 'unsent' },
  'quota-exceeded': { next: 'ask', reach: 'unsent' },
  'request-refused': { next: 'ask', reach: 'unsent' },
  'wrong-server': { next: 'ask', reach: 'unsent' },
  'timed-out': { next: 'retry', reach: 'unknown' },
  'cut-off': { next: 'retry', reach: 'unknown' },
  gateway: { next: 'wait', reach: 'unknown' },
  'session-cut': { next: 'retry', reach: 'unknown' },
  'answer-too-large': { next: 'retry', reach: 'unknown' },
  'answer-unusable': { next: 'retry', reach: 'unknown' },
  'answer-missing-order': { next: 'retry', reach: 'unknown' },
  'filemaker-error': { next: 'retry', reach: 'unknown' },
  'stopped-midway': { next: 'retry', reach: 'unknown' },
  'order-not-found': { next: 'wait', reach: 'verdict' },
  'value-refused': { next: 'ask', reach: 'verdict' },
  'order-refused': { next: 'ask', reach: 'verdict' },
  'brp-refused': { next: 'ask', reach: 'verdict' },
  'storage-full': { next: 'ask', reach: 'unsent' },
  'storage-read-only': { next: 'ask', reach: 'unsent' },
  'storage-damaged': { next: 'ask', reach: 'unsent' },
  'restored-from-backup': { next: 'ask', reach: 'unknown' },
  'storage-newer': { next: 'ask', reach: 'unsent' },
  'storage-failed': { next: 'ask', reach: 'unsent' },
  'home-in-use': { next: 'ask', reach: 'unsent' },
  'file-unreadable': { next: 'ask', reach: 'unsent' },
  'file-empty': { next: 'ask', reach: 'unsent' },
  'file-too-large': { next: 'ask', reach: 'unsent' },
  'not-csv': { next: 'ask', reach: 'unsent' },
  'workbook-unreadable': { next: 'ask', reach: 'unsent' },
  'not-meant': { next: 'ask', reach: 'unsent' },
  'encoding-unknown': { next: 'ask', reach: 'unsent' },
  'columns-missing': { next: 'ask', reach: 'unsent' },
  'record-too-long': { next: 'ask', reach: 'unsent' },
  'import-cancelled': { next: 'ask', reach: 'unsent' },
  'reading-unsure': { next: 'ask', reach: 'unsent' },
  'repairs-at-stake': { next: 'ask', reach: 'unsent' },
  'folder-empty': { next: 'ask', reach: 'unsent' },
  'too-many-files': { next: 'ask', reach: 'unsent' },
  'too-late': { next: 'ask', reach: 'unsent' },
  'order-told': { next: 'ask', reach: 'unsent' },
  gone: { next: 'ask', reach: 'unsent' },
  'input-refused': { next: 'ask', reach: 'unsent' },
  'result-invalid': { next: 'ask', reach: 'unsent' },
  unexpected: { next: 'wait', reach: 'unsent' },
};

/** Whether the program retries, waits for the server, or asks a person. */
export function nextStep(failure: Failure): NextStep {
  return CONSEQUENCES[failure.kind].next;
}

/** What this failure says about the orders that were on board. */
export function reach(failure: Failure): Reach {
  return CONSEQUENCES[failure.kind].reach;
}
