// What the handlers of the window's calls need from the program, and what they are together.
import type { CallName, CallOutput, ParsedInput } from '../../shared/calls.ts';
import type { FailureKind } from '../../shared/failure.ts';
import type { Result } from '../../shared/result.ts';
import type { Environment } from '../../shared/settings.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Clock, Desktop, Vault } from '../base/ports.ts';
import type { SettingsFile } from '../base/settings.ts';
import type { Workspace } from '../workspace/workspace.ts';

export interface HandlerPorts {
  readonly workspace: () => Workspace;
  readonly settingsFile: SettingsFile;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly snapshot: () => Snapshot;
  readonly changed: () => void;
  /** Shows which account is kept now. */
  readonly lookUpAccount: () => Promise<void>;
  readonly switchTo: (environment: Environment) => Promise<Result<void>>;
  /** A person has read a notice and goes on. */
  readonly dismiss: (kind: FailureKind) => Promise<Result<unknown>>;
  readonly desktop: Desktop | null;
  /** Shows how the program stands with the desktop now. */
  readonly lookUpDesktop: () => void;
  readonly home: string;
  readonly diagnose: () => Promise<{ name: string; text: string }>;
}

/** One function per call of shared/calls. */
export type Handlers = { readonly [N in CallName]: (input: ParsedInput<N>) => Promise<Result<CallOutput<N>>> };

/** A change of the outbox: counted, shown, and looked at for something to send. */
export async function touched<T>(
  { changed, workspace }: Pick<HandlerPorts, 'changed' | 'workspace'>,
  work: Promise<Result<T>>,
): Promise<Result<T>> {
  const done = await work;
  changed();
  workspace().sync.poke();
  return done;
}
