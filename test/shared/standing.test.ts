// The one word that window and tray have for how sending stands: never better than it is.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../shared/failure.ts';
import { standingOf } from '../../shared/standing.ts';
import { needYou } from '../../shared/totals.ts';
import { snapshotWith } from '../support/make-desktop.ts';

const UNREACHABLE = { kind: 'unreachable', host: 'pps.basicpsf.com', why: 'refused' } as const;
const REFUSED = { kind: 'credentials-refused' } as const;

describe('how sending stands', () => {
  const ROWS: readonly (readonly [string, string, Parameters<typeof snapshotWith>[0]])[] = [
    ['Online', 'good', {}],
    ['Online', 'good', { counts: { waiting: 3 }, sync: { phase: 'waiting', nextTryAt: 1 } }],
    ['Sending 3 of 10', 'busy', { sync: { phase: 'sending', progress: { done: 3, total: 10 } } }],
    ['Paused', 'wait', { sync: { phase: 'paused' } }],
    ['Offline', 'wait', { sync: { phase: 'offline', online: false } }],
    ['Cannot reach BasicPSF', 'wait', { counts: { waiting: 1 }, sync: { phase: 'waiting', trouble: UNREACHABLE } }],
    ['Cannot reach BasicPSF', 'wait', { counts: { refused: 2 }, sync: { phase: 'waiting', trouble: UNREACHABLE } }],
    ['1 needs you', 'bad', { sync: { phase: 'blocked', trouble: REFUSED } }],
    ['3 need you', 'bad', { counts: { refused: 2, held: 1 } }],
    ['Cannot reach BRP', 'wait', { edits: { queued: 2 }, editTrouble: UNREACHABLE }],
  ];
  for (const [word, tone, changes] of ROWS) {
    it(`is "${word}" (${tone}) for ${JSON.stringify(changes)}`, () => {
      expect(standingOf(snapshotWith(changes))).toEqual({ word, tone });
    });
  }

  it('is "No account" where one is needed and none is kept, also before anything was sent', () => {
    const snapshot = snapshotWith({ environment: 'production' });
    const account = { ...snapshot.account, kept: 'missing' as const };
    expect(standingOf({ ...snapshot, account })).toEqual({ word: 'No account', tone: 'bad' });
  });

  it('is never good while a try has failed or anything needs a person', () => {
    fc.assert(
      fc.property(
        fc.record({
          phase: fc.constantFrom('idle', 'waiting', 'sending', 'paused', 'offline', 'blocked' as const),
          kind: fc.option(fc.constantFrom(...Failure.options.map(({ shape }) => shape.kind.value))),
          refused: fc.nat(2),
          held: fc.nat(2),
        }),
        ({ phase, kind, refused, held }) => {
          const trouble = kind === null ? null : ({ ...UNREACHABLE, kind } as never);
          const snapshot = snapshotWith({ counts: { refused, held }, sync: { phase, trouble } as never });
          const { tone } = standingOf(snapshot);
          if (trouble !== null || needYou(snapshot) > 0) expect(tone).not.toBe('good');
        },
      ),
      { numRuns: 500 },
    );
  });
});
