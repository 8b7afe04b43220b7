// The app as a host with a window opens it: on this machine's clock, network and keychain, for whoever is signed in.
import { join } from 'node:path';
import type { Result } from '../../shared/result.ts';
import type { Home } from '../base/home.ts';
import { createLog } from '../base/log.ts';
import { createNetwork, signedInName } from '../base/machine.ts';
import { type Desktop, type Log, systemClock } from '../base/ports.ts';
import { refusedVariables } from '../base/surroundings.ts';
import { openVault } from '../credentials/vault.ts';
import { createApp } from './app.ts';
import type { App } from './app-ports.ts';

/** The log of a home. */
export function logOf(home: string): Log {
  return createLog(join(home, 'logs'), systemClock);
}

/** Opens the app in `home`, which the host holds; `desktop` is what a host with one offers. */
export async function openOnThisMachine({ path, lost }: Home, log: Log, desktop?: Desktop): Promise<Result<App>> {
  const { vault, failure } = await openVault(log);
  return createApp({
    home: path,
    homeLost: lost,
    clock: systemClock,
    network: createNetwork(systemClock),
    vault,
    keychainFailure: failure,
    log,
    who: signedInName(),
    surroundings: refusedVariables(),
    ...(desktop === undefined ? {} : { desktop }),
  });
}
