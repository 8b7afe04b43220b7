// The account of a scheduled job that has no keychain, from environment variables. For the command line only.
import { ok } from '../../shared/result.ts';
import type { Account, Vault } from '../base/ports.ts';

/** `vault`, and where it has no BasicPSF account, the one of `BOOKING_COURIER_BASICPSF_USERNAME` and `…_PASSWORD`. */
export function withEnvironment(vault: Vault, variables: NodeJS.ProcessEnv = process.env): Vault {
  const given = accountFrom(variables);
  return {
    ...vault,
    read: async (name) => {
      const kept = await vault.read(name);
      if ((kept.ok && kept.value !== null) || given === null || !name.startsWith('BasicPSF ')) return kept;
      return ok(given);
    },
  };
}

function accountFrom(variables: NodeJS.ProcessEnv): Account | null {
  const username = variables.BOOKING_COURIER_BASICPSF_USERNAME ?? '';
  const password = variables.BOOKING_COURIER_BASICPSF_PASSWORD ?? '';
  return username === '' || password === '' ? null : { username, password };
}
