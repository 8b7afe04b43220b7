// The keychain of the operating system, through keytar; nothing else imports it. It is loaded when first asked for,
// because loading fails on Linux machines without libsecret, and no question to it is waited for without end.
import { z } from 'zod';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { type Clock, systemClock, type Vault } from '../base/ports.ts';

const SERVICE = 'Booking Courier';
/** A person may have to unlock the keychain first. */
const ANSWER_TIMEOUT_MS = 60_000;

export const NO_ANSWER = 'it is locked or does not answer';

type Keytar = typeof import('keytar');

const Entry = z.object({ username: z.string(), password: z.string() });

async function load(): Promise<Keytar> {
  const { default: keytar } = (await import('keytar')) as unknown as { default: Keytar };
  return keytar;
}

function failed(error: unknown): { readonly ok: false; readonly failure: Failure } {
  // A native module that does not load lists every path it tried; the first line says enough.
  const words = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  return fail({ kind: 'keychain-failed', words: words.slice(0, 200) || NO_ANSWER });
}

/** The answer of `work`, or `keychain-failed` when it throws or takes longer than `timeoutMs`. */
async function inTime<T>(work: () => Promise<T>, timeoutMs: number, clock: Clock): Promise<Result<T>> {
  let cancel = (): void => {};
  const late = new Promise<Result<T>>((resolve) => {
    cancel = clock.after(timeoutMs, () => resolve(fail({ kind: 'keychain-failed', words: NO_ANSWER })));
  });
  const answer = work().then((value) => ok(value), failed);
  const first = await Promise.race([answer, late]);
  cancel();
  return first;
}

/** Reads what is kept under our name, without changing anything; proves that the keychain is there and unlocked. */
export function probeKeychain(timeoutMs: number, clock: Clock = systemClock): Promise<Result<void>> {
  return inTime(async () => void (await (await load()).findCredentials(SERVICE)), timeoutMs, clock);
}

/** The keychain as a vault. Whether there is one shows when it is asked. */
export function createKeychainVault(clock: Clock = systemClock): Vault {
  const ask = <T>(work: (keytar: Keytar) => Promise<T>): Promise<Result<T>> =>
    inTime(async () => work(await load()), ANSWER_TIMEOUT_MS, clock);
  return {
    keeps: 'keychain',
    read: async (name) => {
      const kept = await ask((keytar) => keytar.getPassword(SERVICE, name));
      if (!kept.ok) return kept;
      if (kept.value === null) return ok(null);
      const entry = Entry.safeParse(parsed(kept.value));
      return entry.success
        ? ok(entry.data)
        : fail({ kind: 'keychain-failed', words: `its entry "${name}" was not written by us` });
    },
    write: (name, { username, password }) =>
      ask(async (keytar) => void (await keytar.setPassword(SERVICE, name, JSON.stringify({ username, password })))),
    forget: (name) => ask(async (keytar) => void (await keytar.deletePassword(SERVICE, name))),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
