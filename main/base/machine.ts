// What this machine says without Electron: who is signed in, whether it has a network, and when to stop.
import { type NetworkInterfaceInfo, networkInterfaces, userInfo } from 'node:os';
import program from '../../package.json' with { type: 'json' };
import type { Encoding } from '../../shared/encodings.ts';
import { type Clock, type Network, systemClock } from './ports.ts';

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

function external(): NetworkInterfaceInfo[] {
  return Object.values(networkInterfaces()).flatMap((addresses) => addresses?.filter(({ internal }) => !internal) ?? []);
}

function hasInterface(): boolean {
  return external().length > 0;
}

/** The addresses by which a network knows this machine; others mean another network. Link-local ones come and go. */
function addressesHere(): string {
  return external()
    .map(({ address }) => address)
    .filter((address) => !address.startsWith('fe80:') && !address.startsWith('169.254.'))
    .sort()
    .join(' ');
}

/** The network of this machine; without any address but its own it is certainly offline. Another network is a change too. */
export function createNetwork(
  clock: Clock,
  isUp: () => boolean = hasInterface,
  addresses: () => string = addressesHere,
): Network {
  const listeners = new Set<() => void>();
  let online = isUp();
  let here = addresses();
  let cancel: (() => void) | null = null;

  function look(): void {
    const [wasOnline, wasHere] = [online, here];
    online = isUp();
    here = addresses();
    cancel = listeners.size > 0 ? clock.after(LOOK_EVERY_MS, look) : null;
    if (online !== wasOnline || here !== wasHere) for (const listener of listeners) listener();
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

/** A batch under way gets so long when the system says stop; then the session is closed and the program ends. */
export const HURRY_AFTER_MS = 2_000;
/** The system kills what takes longer; nothing is lost by ending, since what is on board is on disk as such. */
const END_WITHIN_MS = 4_500;

/**
 * Calls back when the terminal or the system says stop. The program ends with `lateCode` when that is not done within five
 * seconds, and at once when it is said again a second later.
 */
export function onStopSignal(stop: () => void, lateCode: number): void {
  let askedAt: number | null = null;
  function hear(): void {
    if (askedAt === null) {
      askedAt = performance.now();
      systemClock.after(END_WITHIN_MS, () => process.exit(lateCode));
      stop();
    } else if (performance.now() - askedAt > SAME_SIGNAL_MS) process.exit(130);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, hear);
}
