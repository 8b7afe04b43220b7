// The accounts of a scheduled job that has no keychain, from environment variables. For the command line only.
import { ok } from '../../shared/result.ts';
import type { Account, Vault } from '../base/ports.ts';

/**
 * `vault`, and where it has no entry: the BasicPSF account of `BOOKING_COURIER_BASICPSF_USERNAME` and `…_PASSWORD`, the BRP account
 * of `BOOKING_COURIER_BRP_USERNAME` and `…_PASSWORD`, and the API key of `BOOKING_COURIER_BRP_KEY`.
 */
export function withEnvironment(vault: Vault, variables: NodeJS.ProcessEnv = process.env): Vault {
  return {
    ...vault,
    read: async (name) => {
      const kept = await vault.read(name);
      if (kept.ok && kept.value !== null) return kept;
      const given = accountFrom(name, variables);
      return given === null ? kept : ok(given);
    },
  };
}

function accountFrom(name: string, variables: NodeJS.ProcessEnv): Account | null {
  if (name.startsWith('BRP key ')) return accountOf('apikey', variables.BOOKING_COURIER_BRP_KEY);
  if (name.startsWith('BRP ')) return accountOf(variables.BOOKING_COURIER_BRP_USERNAME, variables.BOOKING_COURIER_BRP_PASSWORD);
  if (!name.startsWith('BasicPSF ')) return null;
  return accountOf(variables.BOOKING_COURIER_BASICPSF_USERNAME, variables.BOOKING_COURIER_BASICPSF_PASSWORD);
}

function accountOf(username = '', password = ''): Account | null {
  return username === '' || password === '' ? null : { username, password };
}
