// The tray in every state: what its icon, tooltip, menu and badge say, menus as text. Green only when nothing failed.
import { describe, expect, it } from 'vitest';
import { commandFromArgument, USER_TASKS } from '../../main/desktop/commands.ts';
import { changedParts, type TrayItem, trayFrom } from '../../main/desktop/tray.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { needYou } from '../../shared/totals.ts';
import { seededRandom } from '../support/make.ts';
import { type Changes, fileBeing, MORNING, snapshotWith } from '../support/make-desktop.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNREACHABLE: Failure = { kind: 'unreachable', host: 'pps.basicpsf.com', why: 'refused' };

/** A menu as a person reads it: what cannot be chosen in brackets, what is inside another a step to the right. */
function textOf(items: readonly TrayItem[], indent = ''): string[] {
  return items.flatMap((item) => linesOf(item, indent));
}

function linesOf(item: TrayItem, indent: string): string[] {
  switch (item.kind) {
    case 'separator':
      return [`${indent}--`];
    case 'words':
      return [`${indent}[${item.label}]`];
    case 'submenu':
      return [`${indent}${item.label} >`, ...textOf(item.items, `${indent}  `)];
    case 'command':
      return [`${indent}${item.enabled ? item.label : `[${item.label}]`}`];
  }
}

function menuText(changes: Changes): string {
  return textOf(trayFrom(snapshotWith(changes)).menu).join('\n');
}

function stateWith(changes: Changes): string {
  return trayFrom(snapshotWith(changes)).state;
}

describe('the menu', () => {
  it('offers everything when all is well, and nothing to send', () => {
    expect(menuText({})).toBe(
      `
[Online: nothing is waiting]
--
Open Booking Courier
[Send now]
Pause >
  30 minutes (until 09:30)
  2 hours (until 11:00)
  Until tomorrow
  Until I resume
--
Import…
Problems
Settings
--
Quit Booking Courier`.trim(),
    );
  });

  it('says while paused that sending once changes nothing, and offers to resume', () => {
    expect(menuText({ counts: { waiting: 12 }, sync: { phase: 'paused', pausedUntil: MORNING + 90 * MINUTE } })).toBe(
      `
[Paused until 10:30: 12 results wait]
--
Open Booking Courier
Send now (stays paused)
Resume
--
Import…
Problems
Settings
--
Quit Booking Courier`.trim(),
    );
  });

  it('counts the problems of an outbox that needs somebody', () => {
    const lines = menuText({ counts: { refused: 1200, held: 4 } }).split('\n');
    expect(lines[0]).toBe('[1,204 need you · nothing else is waiting]');
    expect(lines).toContain('Problems (1,204)');
  });

  const STATUS: readonly (readonly [string, Changes])[] = [
    [
      'Offline: 12 results go out when the network is back',
      { counts: { waiting: 12 }, sync: { phase: 'offline', online: false } },
    ],
    [
      'Offline: 1 result goes out when the network is back',
      { counts: { waiting: 1 }, sync: { phase: 'offline', online: false } },
    ],
    ['Offline: nothing is waiting', { sync: { phase: 'offline', online: false } }],
    ['Sending, 40 % done', { counts: { waiting: 12 }, sync: { phase: 'sending', progress: { done: 49, total: 100 } } }],
    ['Paused: 1 result waits', { counts: { waiting: 1 }, sync: { phase: 'paused' } }],
    ['Paused until 2025-04-29 00:00: nothing is waiting', { sync: { phase: 'paused', pausedUntil: MORNING + 15 * HOUR } }],
    [
      'Online: 3 results wait, next try 09:14',
      { counts: { waiting: 2, unconfirmed: 1 }, sync: { phase: 'waiting', nextTryAt: MORNING + 14 * MINUTE } },
    ],
    [
      'BasicPSF cannot be reached: 12 results wait, next try 09:02',
      { counts: { waiting: 12 }, sync: { phase: 'waiting', trouble: UNREACHABLE, nextTryAt: MORNING + 2 * MINUTE } },
    ],
    [
      '1 needs you · BasicPSF refused the account or its password: 12 results wait',
      { counts: { waiting: 12 }, sync: { phase: 'blocked', trouble: { kind: 'credentials-refused' } } },
    ],
    ['Online: nothing is waiting · 2 changes of bookings wait for BRP', { edits: { queued: 2 }, editTrouble: UNREACHABLE }],
  ];
  for (const [words, changes] of STATUS) {
    it(`begins with "${words}"`, () => expect(menuText(changes).split('\n')[0]).toBe(`[${words}]`));
  }

  it('pauses until moments that it names', () => {
    const pause = trayFrom(snapshotWith({ now: MORNING + 59_000 })).menu.find((item) => item.kind === 'submenu');
    const untils = pause?.items.map((item) =>
      item.kind === 'command' && item.command.command === 'pause' ? item.command.until : 0,
    );
    expect(untils).toEqual([MORNING + 30 * MINUTE, MORNING + 2 * HOUR, MORNING + 15 * HOUR, null]);
  });
});

describe('the icon', () => {
  const STATES: readonly (readonly [string, string, Changes])[] = [
    ['idle', 'nothing is on its way', { counts: { delivered: 317 } }],
    ['sending', 'results go out', { sync: { phase: 'sending', progress: { done: 1, total: 2 } } }],
    ['sending', 'results wait for their turn', { counts: { waiting: 1 }, sync: { phase: 'waiting' } }],
    ['sending', 'a result was possibly sent', { counts: { unconfirmed: 1 }, sync: { phase: 'waiting' } }],
    ['sending', 'a change of a booking goes out', { edits: { sending: 1 } }],
    ['paused', 'somebody paused it', { counts: { waiting: 1 }, sync: { phase: 'paused' } }],
    ['paused', 'it is paused without a network', { sync: { phase: 'paused', online: false } }],
    ['offline', 'there is no network', { sync: { phase: 'offline', online: false } }],
    ['offline', 'the server cannot be reached', { counts: { waiting: 1 }, sync: { phase: 'waiting', trouble: UNREACHABLE } }],
    [
      'offline',
      'a server that could not be reached is tried again',
      { counts: { waiting: 1 }, sync: { phase: 'sending', trouble: UNREACHABLE, progress: { done: 0, total: 1 } } },
    ],
    [
      'sending',
      'a server that could not be reached takes results again',
      { counts: { waiting: 1 }, sync: { phase: 'sending', trouble: UNREACHABLE, progress: { done: 1, total: 2 } } },
    ],
    ['offline', 'BRP is away and a change waits', { edits: { queued: 1 }, editTrouble: UNREACHABLE }],
    ['attention', 'a result was refused', { counts: { refused: 1 } }],
    ['attention', 'a result was given up', { counts: { parked: 1 } }],
    ['attention', 'rows are held back', { counts: { held: 1 } }],
    ['attention', 'the disk is full', { notices: [{ kind: 'storage-full' }] }],
    ['attention', 'the keychain fails', { account: { keychain: { kind: 'keychain-failed', words: '' } } }],
    ['attention', 'a change of a booking is in conflict', { edits: { conflict: 1 } }],
    ['attention', 'the account was refused', { sync: { phase: 'blocked', trouble: { kind: 'credentials-refused' } } }],
    [
      'attention',
      'a result was refused and others go out',
      { counts: { refused: 1, waiting: 9 }, sync: { phase: 'sending', progress: { done: 1, total: 10 } } },
    ],
    ['attention', 'a result was refused and it is paused', { counts: { refused: 1 }, sync: { phase: 'paused' } }],
    [
      'attention',
      'a result was refused and there is no network',
      { counts: { refused: 1 }, sync: { phase: 'offline', online: false } },
    ],
  ];
  for (const [state, when, changes] of STATES) {
    it(`is ${state} when ${when}`, () => expect(stateWith(changes)).toBe(state));
  }
});

describe('the tooltip', () => {
  it('names the environment, the counts and the last success, and nobody is called online who has failed', () => {
    const { tooltip } = trayFrom(
      snapshotWith({ environment: 'practice', counts: { waiting: 12, refused: 3 }, lastDeliveredAt: MORNING - 5 * MINUTE }),
    );
    expect(tooltip).toBe('Booking Courier (Practice): 12 waiting, 3 need you\nlast delivered 08:55');
  });

  it('names the day of a success that was not today', () => {
    const { tooltip } = trayFrom(snapshotWith({ lastDeliveredAt: MORNING - DAY }));
    expect(tooltip).toBe('Booking Courier (Production): nothing waiting\nOnline · last delivered 2025-04-27 09:00');
  });

  it('says so when nothing was delivered yet', () => {
    expect(trayFrom(snapshotWith()).tooltip).toContain('nothing delivered yet');
  });
});

describe('the badge and the progress', () => {
  it('is the number of things that need a person, also in words', () => {
    const { badge, badgeText } = trayFrom(snapshotWith({ counts: { refused: 1000, parked: 203, held: 1 } }));
    expect([badge, badgeText]).toEqual([1204, '1,204 need you']);
    expect(trayFrom(snapshotWith({ counts: { refused: 1 } })).badgeText).toBe('1 needs you');
    expect(trayFrom(snapshotWith()).badgeText).toBe('');
  });

  it('shows how far the sending has come', () => {
    const sending = { phase: 'sending', progress: { done: 1, total: 3 } } as const;
    expect(trayFrom(snapshotWith({ sync: sending })).progress).toBe(0.33);
    expect(trayFrom(snapshotWith({ sync: { ...sending, progress: { done: 0, total: 0 } } })).progress).toBe(0);
    expect(trayFrom(snapshotWith({ counts: { waiting: 3 }, sync: { phase: 'waiting' } })).progress).toBeNull();
  });

  it('shows how far all files together are read, before anything else', () => {
    const openImports = [fileBeing('reading', 50, 100), fileBeing('accepting', 100, 100), fileBeing('review', 100, 100)];
    const sync = { phase: 'sending', progress: { done: 1, total: 10 } } as const;
    expect(trayFrom(snapshotWith({ openImports, sync })).progress).toBe(0.75);
    expect(trayFrom(snapshotWith({ openImports: [fileBeing('review', 100, 100)] })).progress).toBeNull();
  });
});

describe('what changed', () => {
  it('is everything at first, and nothing while nothing is seen to move', () => {
    const face = trayFrom(snapshotWith());
    expect(changedParts(null, face)).toEqual(['state', 'tooltip', 'menu', 'badge', 'badgeText', 'progress']);
    const later = trayFrom(snapshotWith({ now: MORNING + 30_000, revision: 9, deliveredToday: 3 }));
    expect(changedParts(face, later)).toEqual([]);
  });

  it('is the menu when the moments in it have moved on', () => {
    expect(changedParts(trayFrom(snapshotWith()), trayFrom(snapshotWith({ now: MORNING + MINUTE })))).toEqual(['menu']);
  });

  it('leaves the menu alone while results go out one by one', () => {
    const faceAt = (done: number) =>
      trayFrom(snapshotWith({ counts: { waiting: 100 - done }, sync: { phase: 'sending', progress: { done, total: 100 } } }));
    expect(changedParts(faceAt(41), faceAt(42))).toEqual(['tooltip', 'progress']);
  });
});

describe('the jump list', () => {
  it('starts the program with arguments that it understands', () => {
    const commands = USER_TASKS.map(({ argument }) => commandFromArgument(argument)?.command);
    expect(commands).toEqual(['import', 'send-now', 'problems']);
    expect(commandFromArgument('--quit')).toBeNull();
  });
});

describe('whatever the snapshot says', () => {
  const random = seededRandom(4);
  const sometimes = <T>(value: T, otherwise: T): T => (random() < 0.25 ? value : otherwise);
  const count = (): number => sometimes(Math.floor(random() * 10 ** (1 + random() * 6)), 0);
  const troubles: readonly Failure[] = [UNREACHABLE, { kind: 'credentials-refused' }, { kind: 'script-missing', code: '104' }];

  function anySnapshot(): Snapshot {
    const [waiting, refused, unconfirmed, parked, held] = [count(), count(), count(), count(), count()];
    const phases = ['idle', 'sending', 'paused', 'offline', 'blocked', 'waiting'] as const;
    return snapshotWith({
      counts: { waiting, refused, unconfirmed, parked, held },
      sync: {
        phase: phases[Math.floor(random() * 6)] as (typeof phases)[number],
        trouble: sometimes<Failure | null>(troubles[Math.floor(random() * 3)] as Failure, null),
        online: sometimes(false, true),
        pausedUntil: sometimes<number | null>(MORNING + DAY, null),
        nextTryAt: sometimes<number | null>(MORNING + DAY, null),
        progress: sometimes<{ done: number; total: number } | null>({ done: 1, total: 10 }, null),
      },
      lastDeliveredAt: sometimes<number | null>(MORNING - DAY, null),
      edits: { conflict: count(), queued: count() },
      notices: sometimes<Failure[]>([{ kind: 'storage-full' }], []),
    });
  }
  const snapshots = Array.from({ length: 5000 }, anySnapshot);

  it('is never green while anything failed, is on its way, or needs somebody', () => {
    const green = snapshots.filter((snapshot) => trayFrom(snapshot).state === 'idle');
    expect(green.length).toBeGreaterThan(10);
    for (const { sync, counts, bookings, ...rest } of green) {
      expect(needYou({ sync, counts, bookings, ...rest })).toBe(0);
      expect([sync.trouble, sync.online, counts.unconfirmed, counts.waiting]).toEqual([null, true, 0, 0]);
    }
  });

  it('shows the same number as the window, and marks it whenever there is one', () => {
    for (const snapshot of snapshots) {
      const { badge, state } = trayFrom(snapshot);
      expect(badge).toBe(needYou(snapshot));
      expect(state === 'attention').toBe(badge > 0);
    }
  });

  it('never has a tooltip that Windows would cut', () => {
    const longest = Math.max(...snapshots.map((snapshot) => trayFrom(snapshot).tooltip.length));
    expect(longest).toBeGreaterThan(90);
    expect(longest).toBeLessThanOrEqual(127);
  });
});
