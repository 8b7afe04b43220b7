// What a person sends to whoever helps them: one text that can be read before it is sent. It says how things stand and never
// whose they are: no secret, no account, no person, no order, no file name. What the log kept is redacted once more.
import { readdirSync, statfsSync, statSync } from 'node:fs';
import { homedir, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { ENVIRONMENTS, type Settings } from '../../shared/settings.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { newestLogLines } from '../base/log.ts';
import { PROGRAM_VERSION } from '../base/machine.ts';
import type { Clock } from '../base/ports.ts';
import { redact, redactText } from '../base/redact.ts';
import type { Workspace } from '../workspace/workspace.ts';

const LOG_LINES = 300;
const IMPORTS = 20;
const MIB = 1024 ** 2;

export interface DiagnosticsPorts {
  readonly home: string;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly snapshot: Snapshot;
  readonly workspace: Pick<Workspace, 'imports' | 'lists'>;
}

/** Builds the text. What cannot be read says so in its place; nothing stops the rest. */
export async function diagnose(ports: DiagnosticsPorts): Promise<{ name: string; text: string }> {
  const at = new Date(ports.clock.now()).toISOString();
  const sections: readonly (readonly [string, () => unknown])[] = [
    ['Program', program],
    ['Computer', () => computer(ports.home)],
    ['Files in the data folder (bytes)', () => filesOf(ports.home)],
    ['Settings', () => settingsOf(ports.settings)],
    ['Now', () => standing(ports.snapshot)],
    ['Problems by cause', () => causes(ports.workspace)],
    [`Newest ${IMPORTS} files`, () => files(ports.workspace)],
  ];
  const parts = sections.map(([title, build]) => `${title}\n${attempt(build)}\n`);
  const log = newestLogLines(join(ports.home, 'logs'), LOG_LINES).map(redactText).join('\n');
  const text = [
    `Booking Courier diagnostics, ${at}`,
    'No passwords, keys, accounts, names, orders or file names are in this text. Read it before you send it.\n',
    ...parts,
    `Newest lines of the log\n${log === '' ? '(empty)' : log}\n`,
  ].join('\n');
  return { name: `booking-courier-diagnostics-${at.slice(0, 16).replace(':', '')}.txt`, text };
}

function attempt(build: () => unknown): string {
  try {
    return JSON.stringify(redact({ value: build() }).value, null, 2);
  } catch (error) {
    return `(not available: ${redactText(error instanceof Error ? error.name : 'unknown')})`;
  }
}

function program(): unknown {
  const { electron, chrome, node } = process.versions;
  return { version: PROGRAM_VERSION, electron: electron ?? 'none', chromium: chrome ?? 'none', node };
}

function computer(home: string): unknown {
  const { bavail, bsize } = statfsSync(home);
  return {
    system: `${process.platform} ${release()} ${process.arch}`,
    memoryMiB: Math.round(totalmem() / MIB),
    programMemoryMiB: Math.round(process.memoryUsage().rss / MIB),
    runningForMinutes: Math.round(process.uptime() / 60),
    freeDiskMiB: Math.round((bavail * bsize) / MIB),
    // A folder of the person's own carries their name.
    dataFolder: home.startsWith(homedir()) ? `~${home.slice(homedir().length)}` : '(elsewhere)',
  };
}

function filesOf(home: string): Record<string, number> {
  const sizes: Record<string, number> = {};
  for (const folder of ['', ...ENVIRONMENTS, 'logs']) {
    try {
      for (const entry of readdirSync(join(home, folder), { withFileTypes: true })) {
        if (entry.isFile()) sizes[join(folder, entry.name)] = statSync(join(home, folder, entry.name)).size;
      }
    } catch {
      // An environment that was never opened has no folder.
    }
  }
  return sizes;
}

function settingsOf(settings: Settings): unknown {
  const { bookingViews: _views, brp, watched, ...rest } = settings;
  const { level, format, refreshMinutes, baseUrl } = brp[settings.environment];
  const { on, acceptClean } = watched[settings.environment];
  return { ...rest, brp: { level, format, refreshMinutes, isSetUp: baseUrl !== '' }, watched: { on, acceptClean } };
}

function standing({ counts, sync, account, brpAccount, bookings, notices, elsewhere, desktop, ...rest }: Snapshot): unknown {
  return {
    environment: rest.environment,
    counts,
    deliveredToday: rest.deliveredToday,
    lastDeliveredAt: rest.lastDeliveredAt,
    oldestWaitingAt: rest.oldestWaitingAt,
    // The server's own words may name anything.
    sync: { ...sync, trouble: sync.trouble?.kind ?? 'none' },
    keychain: {
      basicPsf: account.kept,
      trouble: account.keychain?.kind ?? 'none',
      brp: brpAccount.kept,
      brpKey: brpAccount.hasKey,
    },
    bookings: { ...bookings, refreshTrouble: bookings.refreshTrouble?.kind, editTrouble: bookings.editTrouble?.kind },
    notices: notices.map(({ kind }) => kind),
    elsewhere,
    desktop,
  };
}

function causes({ lists }: DiagnosticsPorts['workspace']): unknown {
  return lists.groups().map(({ state, cause, count, firstAt, lastAt }) => ({ state, cause, count, firstAt, lastAt }));
}

function files({ imports }: DiagnosticsPorts['workspace']): unknown {
  return imports
    .list(Number.MAX_SAFE_INTEGER, IMPORTS)
    .imports.map(({ bytes, phase, encoding, delimiter, totals, failure, ...rest }) => ({
      ending: /\.[a-z0-9]{1,5}$/i.exec(rest.name)?.[0] ?? '',
      bytes,
      phase,
      encoding,
      delimiter,
      totals,
      delivered: rest.delivered,
      needYou: rest.needYou,
      held: rest.held,
      failure: failure?.kind ?? 'none',
    }));
}
