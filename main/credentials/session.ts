// A vault in memory, for machines without a keychain. It never writes a secret anywhere and says that it forgets.

import { ok } from '../../shared/result.ts';
import type { Account, Vault } from '../base/ports.ts';

/** Keeps accounts until the program ends. */
export function createSessionVault(): Vault {
  const accounts = new Map<string, Account>();
  return {
    keeps: 'this-run-only',
    read: async (name) => ok(accounts.get(name) ?? null),
    write: async (name, { username, password }) => {
      accounts.set(name, { username, password });
      return ok(undefined);
    },
    forget: async (name) => {
      accounts.delete(name);
      return ok(undefined);
    },
  };
}
