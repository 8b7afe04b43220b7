// Which accounts the keychain holds, as the window shows them: their names, never their secrets.
import type { Failure } from '../../shared/failure.ts';
import type { Environment } from '../../shared/settings.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Vault } from '../base/ports.ts';
import { brpVaultNames } from '../workspace/booking-desk.ts';

/** What is kept for BasicPSF under `name`. `keychain` is why the keychain cannot be used, if it cannot. */
export async function keptAccount(
  vault: Vault,
  environment: Environment,
  name: string,
  keychain: Failure | null,
): Promise<Snapshot['account']> {
  if (environment === 'practice') return { kept: 'not-needed', username: '', keychain };
  const kept = await vault.read(name);
  const username = kept.ok ? (kept.value?.username ?? '') : '';
  return { kept: username === '' ? 'missing' : vault.keeps, username, keychain: kept.ok ? keychain : kept.failure };
}

/** What is kept for BRP. */
export async function keptBrpAccount(vault: Vault, environment: Environment): Promise<Snapshot['brpAccount']> {
  if (environment === 'practice') return { kept: 'not-needed', hasKey: true, username: '' };
  const names = brpVaultNames(environment);
  const key = await vault.read(names.key);
  const account = await vault.read(names.account);
  const username = account.ok ? (account.value?.username ?? '') : '';
  return { kept: vault.keeps, hasKey: key.ok && key.value !== null, username };
}
