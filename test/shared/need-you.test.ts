// "need you" is one number: status line, tray, taskbar and command line say the same for any snapshot, and none of them says
// in the same breath that all is well.
import { describe, expect, it } from 'vitest';
import { needYouOnTheLine, statusObject, statusSentences } from '../../main/command-line/look.ts';
import { type TrayItem, trayFrom } from '../../main/desktop/tray.ts';
import { standingOf } from '../../shared/standing.ts';
import { needYou, needYouOf, triedAgainAt } from '../../shared/totals.ts';
import { type Changes, fileBeing, MORNING, snapshotWith } from '../support/make-desktop.ts';

const SNAPSHOTS: readonly (readonly [number, Changes])[] = [
  [0, {}],
  [2, { counts: { refused: 2 } }],
  [3, { counts: { refused: 2, held: 1 } }],
  [6, { counts: { refused: 1, parked: 2, held: 1 }, edits: { conflict: 1, failed: 1 } }],
  [4, { counts: { refused: 2, held: 1 }, notices: [{ kind: 'storage-full' }] }],
  [1, { sync: { phase: 'blocked', trouble: { kind: 'credentials-refused' } } }],
];

function headOf(menu: readonly TrayItem[]): string {
  const [first] = menu;
  return first?.kind === 'words' ? first.label : '';
}

/** Every number that the text gives for what needs a person. */
function numbersIn(text: string): number[] {
  return [...text.matchAll(/([\d,]+) needs? you/g)].map(([, digits]) => Number(digits?.replaceAll(',', '')));
}

describe('"need you"', () => {
  for (const [count, changes] of SNAPSHOTS) {
    it(`is ${count} everywhere for ${JSON.stringify(changes)}`, () => {
      const snapshot = snapshotWith(changes);
      expect(needYou(snapshot)).toBe(count);
      const { badge, badgeText, menu, tooltip } = trayFrom(snapshot);
      expect(badge).toBe(count);
      const [status] = statusSentences(snapshot, needYouOnTheLine(snapshot));
      const said = count === 0 ? [] : [count];
      for (const text of [standingOf(snapshot).word, badgeText, headOf(menu), tooltip, status ?? '']) {
        expect(numbersIn(text), text).toEqual(said);
      }
      expect(statusObject(snapshot, needYouOnTheLine(snapshot)).needYou).toBe(count);
    });
  }

  it('counts the held rows of a file with its refused results', () => {
    expect(needYouOf({ ...fileBeing('review', 1, 1), held: 1, needYou: 2 })).toBe(3);
  });
});

describe('what the tray says beside it', () => {
  const refused = { counts: { refused: 2, held: 1 } } as const;
  const again = { phase: 'waiting', nextTryAt: MORNING + 14 * 60_000 } as const;

  it('is when refused orders are tried again, where nothing else waits', () => {
    expect(headOf(trayFrom(snapshotWith({ ...refused, sync: again })).menu)).toBe(
      '3 need you · nothing else is waiting; refused orders are tried again at 09:14',
    );
  });

  it('is the next try of what waits, where something does', () => {
    expect(headOf(trayFrom(snapshotWith({ counts: { refused: 2, waiting: 12 }, sync: again })).menu)).toBe(
      '2 need you · 12 results wait, next try 09:14',
    );
  });

  it('is no next try while nobody sends', () => {
    for (const phase of ['paused', 'blocked'] as const) {
      expect(triedAgainAt(MORNING + 1, snapshotWith({ sync: { phase } }))).toBeNull();
    }
    expect(triedAgainAt(MORNING + 1, snapshotWith())).toBe(MORNING + 1);
    expect(triedAgainAt(MORNING - 1, snapshotWith())).toBeNull();
    expect(headOf(trayFrom(snapshotWith({ ...refused, sync: { ...again, phase: 'paused' } })).menu)).not.toContain('again');
  });
});
