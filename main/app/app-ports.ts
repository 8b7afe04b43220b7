// What the app needs from its host, and what it offers to one.
import type { Reply } from '../../shared/calls.ts';
import type { Doubt } from '../../shared/doubt.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Result } from '../../shared/result.ts';
import type { Environment, Settings } from '../../shared/settings.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Clock, Desktop, Log, Network, Random, Vault } from '../base/ports.ts';
import type { Dropped } from '../import/read/source.ts';
import type { ThreadPrograms } from '../workspace/threads.ts';
import type { Opened } from './open-files.ts';
import type { PushReport } from './push-once.ts';

export interface AppPorts {
  /** The one folder that everything is kept in. */
  readonly home: string;
  readonly clock: Clock;
  readonly random?: Random;
  readonly network: Network;
  readonly vault: Vault;
  /** Why the keychain cannot be used, if it cannot. */
  readonly keychainFailure?: Failure | null;
  readonly log: Log;
  readonly desktop?: Desktop;
  /** Who is signed in on this machine; stands on receipts. */
  readonly who: string;
  /** For this run, instead of what the settings say. */
  readonly environment?: Environment | undefined;
  readonly baseUrl?: string | undefined;
  /** Whether results go out by themselves; the command line says when instead. */
  readonly autoPush?: boolean;
  /** Whether the orders of a file are looked up unasked; as `autoPush` unless said. A job signs in once. */
  readonly looksUnasked?: boolean;
  /** Why nothing may be sent from this home any more, when another program has taken it. */
  readonly homeLost?: () => Failure | null;
  /** What of this machine's surroundings a person should know. */
  readonly surroundings?: readonly Failure[];
  /** Elsewhere than beside this program. */
  readonly threads?: ThreadPrograms;
}

export interface App {
  /** Answers any call of the window, however malformed. */
  readonly serve: (name: string, input: unknown) => Promise<Reply>;
  /** Calls back at once and after every change; returns the way to stop. */
  readonly subscribe: (listener: (snapshot: Snapshot) => void) => () => void;
  readonly snapshot: () => Snapshot;
  /** Starts reading a file, or each file of a folder. `isTemporary` says that the file is ours to take. */
  readonly openFile: (name: string, source: Dropped) => Promise<Result<Opened>>;
  /** What about a file in review is for a person to say. */
  readonly doubts: (id: number) => Promise<Result<Doubt[]>>;
  readonly settings: () => Settings;
  /** One pass over what is due; `everything` makes all that waits for its next try due first. */
  readonly push: (options?: { everything?: boolean }) => Promise<PushReport>;
  /** The daily backup, where it is due: for a run that is over before the clock comes to it. */
  readonly backUp: () => Promise<void>;
  /** Resolves when no opened file is being read any more. */
  readonly settled: () => Promise<void>;
  /** The machine woke up from sleep. */
  readonly woke: () => void;
  /**
   * Finishes the batch under way, which `hurryAfterMs` limits: longer than that a server is not waited for. Closes the BasicPSF session and the database. */
  readonly stop: (options?: { hurryAfterMs?: number }) => Promise<void>;
}
