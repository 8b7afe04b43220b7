// What each cause of a notification says, where it leads and what "Retry" does. Short, in a coordinator's words.
import { describe, expect, it } from 'vitest';
import { type Cause, cut, MAX_BODY, MAX_TITLE } from '../../main/desktop/alert.ts';
import { causesOf } from '../../main/desktop/alert-causes.ts';
import { summaryOf } from '../../main/desktop/alert-summary.ts';
import type { Failure } from '../../shared/failure.ts';
import type { ProblemGroup } from '../../shared/outbox-item.ts';
import { type Changes, countsOf, group, MORNING, snapshotWith } from '../support/make-desktop.ts';

const HOUR = 3_600_000;

function causes(changes: Changes, ...groups: ProblemGroup[]): readonly Cause[] {
  return causesOf(snapshotWith({ ...changes, counts: { ...countsOf(groups), ...changes.counts } }), groups);
}

function only(changes: Changes, ...groups: ProblemGroup[]): Cause {
  const all = causes(changes, ...groups);
  expect(all).toHaveLength(1);
  return all[0] as Cause;
}

/** Title and body on two lines. */
function words(changes: Changes, ...groups: ProblemGroup[]): string {
  const { title, body } = only(changes, ...groups);
  return `${title}\n${body}`;
}

describe('results that were refused or stopped', () => {
  it('says that an order is not known and when it is tried again', () => {
    expect(words({}, group('order-not-found', 1, { words: 'Record not found', dueAt: MORNING + 2.25 * HOUR }))).toBe(
      'BasicPSF does not know order ORD-999\nIt may not be entered yet. We try again at 11:15. Check the reference, or ask the PPS integration team.',
    );
    expect(words({}, group('order-not-found', 14, { dueAt: MORNING + 23 * HOUR }))).toBe(
      'BasicPSF does not know 14 orders\nThey may not be entered yet. We try again by ourselves, the newest at 2025-04-29 08:00. Check the references, or ask the PPS integration team.',
    );
    expect(words({}, group('order-not-found', 14, { dueAt: MORNING }))).toContain('We try again by ourselves. Check');
  });

  it('asks to retry an order that is no longer tried by itself', () => {
    expect(words({}, group('order-not-found', 1))).toContain('retry once they know it');
  });

  it('gives the reason and the next step of what was refused, in the words of BasicPSF where ours say less', () => {
    expect(words({}, group('order-refused', 9812, { words: 'Order is closed' }))).toBe(
      '9,812 results were refused\nBasicPSF says: "Order is closed". Retry later, or ask the PPS integration team about the orders.',
    );
    expect(words({}, group('value-refused', 1, { words: 'Unknown inspector' }))).toBe(
      'BasicPSF did not accept a value in 1 result\nBasicPSF says: "Unknown inspector". Edit the result and send it again.',
    );
    expect(words({}, group('row-too-long', 1))).toBe(
      'The result of order ORD-999 is too long to send\nShorten the inspector name and send again.',
    );
    expect(words({}, group('timed-out', 2, { state: 'parked' }))).toBe(
      '2 results wait for you\nBasicPSF did not answer in time. We have stopped trying by ourselves; solve the reason with your IT support or the PPS integration team, then retry.',
    );
  });

  it('is one cause for each reason, and only its results are retried', () => {
    const two = causes({}, group('order-not-found', 2), group('order-refused', 3), group('timed-out', 1, { state: 'parked' }));
    expect(two.map(({ id, count, retry, route }) => [id, count, retry, route])).toEqual([
      ['production/refused/order-not-found', 2, { filter: { states: ['refused'], cause: 'order-not-found' } }, '#/problems'],
      ['production/refused/order-refused', 3, { filter: { states: ['refused'], cause: 'order-refused' } }, '#/problems'],
      ['production/parked/timed-out', 1, { filter: { states: ['parked'], cause: 'timed-out' } }, '#/problems'],
    ]);
  });

  it('offers no retry for what must be looked at first', () => {
    for (const cause of ['value-refused', 'row-too-long', 'restored-from-backup'])
      expect(only({}, group(cause, 2)).retry).toBeNull();
  });
});

describe('what stands in the way of everything', () => {
  it('names what a person must do, and how much waits for it', () => {
    const blocked = only({ counts: { waiting: 12 }, sync: { phase: 'blocked', trouble: { kind: 'credentials-refused' } } });
    expect(`${blocked.title}\n${blocked.body}`).toBe(
      'BasicPSF refused the account or its password\n12 results wait. Enter the account and its password again under Settings; nothing is sent until then.',
    );
    // Another try with the same password could lock the account.
    expect([blocked.route, blocked.retry, blocked.count]).toEqual(['#/settings', null, 12]);
  });

  it('sends again on Retry where Settings are not to blame', () => {
    const sync = { phase: 'blocked', trouble: { kind: 'script-missing', code: '104' } } as const;
    const { route, retry } = only({ counts: { waiting: 1 }, sync });
    expect([route, retry]).toEqual(['#/problems', 'send-now']);
  });

  it('leaves a server that is merely away to another class', () => {
    const sync = { phase: 'waiting', trouble: { kind: 'busy', status: 503 } } as const;
    expect(causes({ counts: { waiting: 1 }, sync })).toEqual([]);
  });

  it('tells of a full disk and a keychain once, although two places report them', () => {
    expect(words({ notices: [{ kind: 'storage-full' }] })).toBe(
      'The disk of this computer is full\nFree some space on this computer; nothing that was queued is lost.',
    );
    const failure: Failure = { kind: 'keychain-failed', words: 'locked' };
    const both = only({ sync: { phase: 'blocked', trouble: failure }, account: { keychain: failure } });
    expect([both.id, both.route]).toEqual(['production/failure/keychain-failed', '#/settings']);
    expect(only({ account: { keychain: failure } }).id).toBe(both.id);
    expect(causes({ account: { keychain: failure, kept: 'not-needed' } })).toEqual([]);
  });
});

describe('changes of bookings', () => {
  it('tells of conflicts, of changes that BRP did not keep, and of what holds them all up', () => {
    expect(words({ edits: { conflict: 2 } })).toBe(
      '2 changes of bookings meet another change\nSomebody else changed the same in BRP meanwhile. Choose for each field what BRP shall keep.',
    );
    expect(words({ edits: { failed: 1 } })).toBe(
      'BRP did not keep 1 change of a booking\nLook at what BRP says, then try again or enter it in BRP itself.',
    );
    const heldUp = only({ edits: { queued: 1 }, editTrouble: { kind: 'credentials-refused' } });
    expect(`${heldUp.title}\n${heldUp.body}`).toBe(
      'BRP refused the API key, the account or its password\n1 change of a booking waits. Check the API key, its level, the username and the password of BRP under Settings.',
    );
    expect(heldUp.route).toBe('#/settings');
  });

  it('says nothing while BRP is merely away', () => {
    expect(causes({ edits: { queued: 1 }, editTrouble: { kind: 'gateway', status: 502 } })).toEqual([]);
  });
});

describe('every cause', () => {
  it('does not tell of held rows, because a person was there when they were held', () => {
    expect(causes({ counts: { held: 5 } })).toEqual([]);
  });

  it('names its environment unless that is Production', () => {
    expect(only({ environment: 'practice' }, group('order-refused', 2)).title).toBe('2 results were refused (Practice)');
    expect(only({ environment: 'test', edits: { failed: 1 } }).title).toBe('BRP did not keep 1 change of a booking (Test)');
  });

  it('fits a notification, however long what it quotes is', () => {
    const long = 'äö😀 '.repeat(200);
    const troubles: readonly Failure[] = [
      { kind: 'script-missing', code: '104' },
      { kind: 'layout-missing' },
      { kind: 'redirected', status: 302, to: long },
      { kind: 'request-refused', code: '1', words: long },
      { kind: 'unexpected', words: long },
    ];
    const groups = ['order-not-found', 'value-refused', 'order-refused', 'row-too-long', 'no-such-cause'].map((cause) => {
      const made = group(cause, 1, { words: long });
      return { ...made, sample: { ...made.sample, internalOrderRef: long } };
    });
    const all = troubles.flatMap((trouble) =>
      causes(
        {
          environment: 'practice',
          counts: { waiting: 1_000_000 },
          sync: { phase: 'blocked', trouble },
          notices: [{ kind: 'storage-damaged', keptAs: long, backupAt: null }],
          edits: { queued: 1_000_000, conflict: 1_000_000, failed: 1_000_000 },
          editTrouble: { kind: 'brp-refused', status: 400, code: '', words: long },
        },
        ...groups,
      ),
    );
    expect(all.length).toBe(5 * 10);
    for (const { id, title, body, again } of all) {
      // What Windows takes as the tag of a notification.
      expect(id.length).toBeLessThanOrEqual(64);
      expect(title).toMatch(/^\S.* \(Practice\)$/);
      expect(title.length).toBeLessThanOrEqual(MAX_TITLE);
      expect(body.length).toBeLessThanOrEqual(MAX_BODY);
      expect(again.length).toBeLessThanOrEqual(MAX_BODY);
      expect(again).not.toBe('');
      expect(title.isWellFormed() && body.isWellFormed()).toBe(true);
    }
  });

  it('is cut at a word, and never in the middle of a character', () => {
    expect(cut('one two three', 13)).toBe('one two three');
    expect(cut('one two three', 12)).toBe('one two…');
    expect(cut('one two, three', 12)).toBe('one two…');
    expect(cut('😀😀😀', 4)).toBe('😀…');
  });
});

describe('a summary', () => {
  const groups = [group('order-refused', 9812), group('order-not-found', 14)];
  const changes: Changes = { edits: { conflict: 1 }, notices: [{ kind: 'storage-full' }] };

  it('says how many things need a person, and names them', () => {
    const { title, body, count, route, retry } = summaryOf(causes(changes, ...groups), snapshotWith(changes));
    expect(title).toBe('4 things need you');
    expect(body).toBe(
      'The disk of this computer is full; 1 change of a booking meets another change; 9,812 results were refused; BasicPSF does not know 14 orders.',
    );
    expect([count, route, retry]).toEqual([4, '#/problems', null]);
  });

  it('gives the reason of what was given up, which is all that tells it from the rest', () => {
    const two = ['timed-out', 'busy'].map((cause) => group(cause, 3, { state: 'parked' }));
    expect(summaryOf(causes({}, ...two), snapshotWith()).body).toBe(
      '3 results wait for you: BasicPSF did not answer in time; 3 results wait for you: BasicPSF is busy.',
    );
  });

  it('counts those that it has no room to name', () => {
    const many = Array.from({ length: 9 }, (_, n) => group(`cause-${n}`, 1000 + n, { state: 'parked' }));
    const { title, body } = summaryOf(causes({ environment: 'test' }, ...many), snapshotWith({ environment: 'test' }));
    expect(title).toBe('9 things need you (Test)');
    expect(body).toMatch(/^1,000 results wait for you; .*; and \d more\.$/);
    expect(body.length).toBeLessThanOrEqual(MAX_BODY);
    expect(body.split('; ').length - 1 + Number(body.match(/(\d) more/)?.[1])).toBe(9);
  });
});
