// The contract between window and app: every call by name, with the schema of what goes in and what comes out.
// Both ends derive their types from this one object; only main/app/serve parses it.
import { z } from 'zod';
import { bookingCalls } from './booking-calls.ts';
import { changeOf, kept, nothing, secret, textFile, touched, tried } from './call-parts.ts';
import type { Failure } from './failure.ts';
import { importCalls } from './import-calls.ts';
import { orderCalls } from './order-calls.ts';
import { outboxCalls } from './outbox-calls.ts';
import type { Result } from './result.ts';
import { Environment, Settings } from './settings.ts';
import { Snapshot } from './snapshot.ts';
import { WatchedSettings } from './watched-folder.ts';

export type { Selection } from './outbox-calls.ts';

/** What belongs to one environment is changed by calls of its own. */
const settingsChange = changeOf(Settings.omit({ environment: true, brp: true, bookingViews: true, watched: true }).shape);

export const calls = {
  ...outboxCalls,
  ...orderCalls,
  ...importCalls,
  ...bookingCalls,
  'snapshot.get': { input: nothing, output: Snapshot },
  'sync.sendNow': { input: nothing, output: nothing },
  /** `until` null pauses until resumed; epoch ms. */
  'sync.pause': { input: z.object({ until: z.number().int().nullable() }), output: nothing },
  'sync.resume': { input: nothing, output: nothing },
  /** Brings back the newest sound backup after the outbox was damaged; what was still on its way then waits for a person. */
  'storage.restore': { input: nothing, output: touched },
  /** A person has read a notice: goes on without what was lost, or with the settings that are shown. */
  'notices.dismiss': {
    input: z.object({
      kind: z.enum(['storage-damaged', 'storage-missing', 'settings-unreadable', 'settings-invalid', 'variable-refused']),
    }),
    output: nothing,
  },
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
    output: kept,
  },
  'account.forget': { input: nothing, output: nothing },
  /** Signs in and out once, with the kept account or the one given, and says in one sentence how it went. */
  'account.test': {
    input: z.object({ username: z.string().max(200), password: secret }).partial(),
    /** `lookUp` says in one line whether orders can be looked up, and why not; empty when it was not tried. */
    output: tried.extend({ lookUp: z.string() }),
  },
  /** Changes which folder the open environment watches. */
  'watched.change': { input: changeOf(WatchedSettings.shape), output: Settings },
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
