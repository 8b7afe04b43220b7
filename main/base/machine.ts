// What this machine says without Electron: who is signed in, whether it has a network, and when to stop.
import { networkInterfaces, userInfo } from 'node:os';
import program from '../../package.json' with { type: 'json' };
import type { Encoding } from '../../shared/import.ts';
import type { Clock, Network } from './ports.ts';

/** The version of this program, such as `1.2.3`. */
export const PROGRAM_VERSION = program.version;

/** Node is told of no change, so the list of interfaces is looked at so often. It takes some ten microseconds. */
const LOOK_EVERY_MS = 5_000;

/** The signed-in person's account name, or empty where the machine knows none. */
export function signedInName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env.USERNAME ?? process.env.USER ?? '';
  }
}

function hasInterface(): boolean {
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ internal }) => !internal));
}

/** The network of this machine; without any address but its own it is certainly offline. */
export function createNetwork(clock: Clock, isUp: () => boolean = hasInterface): Network {
  const listeners = new Set<() => void>();
  let online = isUp();
  let cancel: (() => void) | null = null;

  function look(): void {
    const before = online;
    online = isUp();
    cancel = listeners.size > 0 ? clock.after(LOOK_EVERY_MS, look) : null;
    if (online !== before) for (const listener of listeners) listener();
  }

  return {
    isOnline: () => {
      if (cancel === null) online = isUp();
      return online;
    },
    onChange: (listener) => {
      listeners.add(listener);
      cancel ??= clock.after(LOOK_EVERY_MS, look);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        cancel?.();
        cancel = null;
      };
    },
  };
}

/** What programs of this machine save text in when nobody says otherwise, by its language: a page of Windows, mostly. */
export function osEncodingOf(locale: string): Encoding {
  if (/^zh-(?:Hant|TW|HK|MO)/i.test(locale)) return 'Big5';
  return locale.startsWith('zh') ? 'GB18030' : 'windows-1252';
}

/** One key press can arrive twice, from the terminal and from npm; only later ones mean "now". */
const SAME_SIGNAL_MS = 1_000;

/** Calls back when the terminal or the system says stop. Said again a second later, the program ends at once. */
export function onStopSignal(stop: () => void): void {
  let askedAt: number | null = null;
  function hear(): void {
    if (askedAt === null) {
      askedAt = performance.now();
      stop();
    } else if (performance.now() - askedAt > SAME_SIGNAL_MS) process.exit(130);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, hear);
}
