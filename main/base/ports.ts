// What the app needs from the world around it. Hosts and tests hand these in; nothing below reaches out by itself.
import type { Result } from '../../shared/result.ts';

/** Time. Wall time is for people and persisted due times; monotonic time is for everything that is measured. */
export interface Clock {
  /** Epoch ms; may jump. */
  readonly now: () => number;
  /** Milliseconds since the machine was started, the same for every program on it; never jumps. */
  readonly monotonic: () => number;
  /** Calls back after `delayMs`; the answer cancels it. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
}

/** The machine's own clock. Timers do not keep the program alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => Number(process.hrtime.bigint()) / 1e6,
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, Math.min(delayMs, 2 ** 31 - 1));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Resolves after `delayMs`, or at once when `signal` is aborted. */
export function pause(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const cancel = clock.after(delayMs, done);
    function done(): void {
      cancel();
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done);
  });
}

/** Whether the machine has a network at all. `true` promises nothing; `false` is certain. */
export interface Network {
  readonly isOnline: () => boolean;
  /** Calls back when it goes or comes back; returns the way to stop. */
  readonly onChange: (listener: () => void) => () => void;
}

/** An account as kept in the vault. */
export interface Account {
  readonly username: string;
  readonly password: string;
}

/** Where secrets live. One account per name; a name is "what (where)", such as "BasicPSF (test)". */
export interface Vault {
  /** Whether secrets survive the end of this run. */
  readonly keeps: 'keychain' | 'this-run-only';
  readonly read: (name: string) => Promise<Result<Account | null>>;
  readonly write: (name: string, account: Account) => Promise<Result<void>>;
  readonly forget: (name: string) => Promise<Result<void>>;
}

/** The desktop around the window, where there is one. */
export interface Desktop {
  /** Whether a closed window can be found again in the tray. */
  readonly hasTray: boolean;
  readonly startsAtLogin: () => boolean;
  readonly startAtLogin: (on: boolean) => Result<void>;
  /** Lets the person choose a folder; null when they think better of it. */
  readonly chooseFolder: () => Promise<string | null>;
  /** Shows a folder as the desktop shows folders. */
  readonly showFolder: (path: string) => void;
}

/** A number in [0, 1). */
export type Random = () => number;

export type LogLevel = 'debug' | 'info' | 'warning' | 'error';
/** Writes one line. Facts are redacted by structure before they are written. */
export type Log = (level: LogLevel, message: string, facts?: Readonly<Record<string, unknown>>) => void;

/** A log that goes nowhere. */
export const silentLog: Log = () => {};
