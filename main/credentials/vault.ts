// Chooses where secrets live: the keychain when it answers, the memory of this run when it does not. Nowhere else.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { type Clock, type Log, systemClock, type Vault } from '../base/ports.ts';
import { createKeychainVault, NO_ANSWER, probeKeychain } from './keychain.ts';
import { createSessionVault } from './session.ts';

const PROBE_TIMEOUT_MS = 4_000;
const SWITCHED_OFF: Failure = { kind: 'keychain-failed', words: 'switched off by BOOKING_COURIER_KEYCHAIN' };

export interface OpenedVault {
  readonly vault: Vault;
  /** Why the keychain cannot be used, when it cannot. */
  readonly failure: Failure | null;
}

/**
 * Opens the keychain, or a vault for this run only when it is missing, locked or silent for four seconds, or when
 * `BOOKING_COURIER_KEYCHAIN=off` says that this computer's keychain is not to be touched.
 */
export async function openVault(log: Log, timeoutMs = PROBE_TIMEOUT_MS, clock: Clock = systemClock): Promise<OpenedVault> {
  if (process.env.BOOKING_COURIER_KEYCHAIN === 'off') return { vault: createSessionVault(), failure: SWITCHED_OFF };
  // Only Linux keychains block on a prompt that may never be seen, and only a plain Node can start another one.
  const apart = process.platform === 'linux' && process.versions.electron === undefined;
  const answer = apart ? await probeApart(timeoutMs, clock) : await probeKeychain(timeoutMs, clock);
  if (answer.ok) return { vault: createKeychainVault(clock), failure: null };
  log('warning', 'the keychain cannot be used', { failure: answer.failure });
  return { vault: createSessionVault(), failure: answer.failure };
}

function probeApart(timeoutMs: number, clock: Clock): Promise<Result<void>> {
  return new Promise((resolve) => {
    const program = fileURLToPath(new URL('./keychain-probe.ts', import.meta.url));
    const probe = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'ignore'] });
    let words = '';
    const cancel = clock.after(timeoutMs, () => {
      words = NO_ANSWER;
      probe.kill('SIGKILL');
    });
    probe.stdout.on('data', (chunk) => {
      words += String(chunk);
    });
    const end = (works: boolean): void => {
      cancel();
      resolve(works ? ok(undefined) : fail({ kind: 'keychain-failed', words }));
    };
    probe.on('error', (error) => {
      words = error.message;
      end(false);
    });
    probe.on('close', (code) => end(code === 0));
  });
}
