// Files that another program holds, changes, or has open beside us, and files that nobody meant to drop.
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFile } from '../../main/import/read/source.ts';
import { stageFile } from '../../main/import/stage/stage.ts';
import { handClock, rest, temporaryFolder } from '../support/make.ts';
import { failureOf, rowsAt, stageAt, TODAY } from '../support/make-stage.ts';

const TEXT = 'internalOrderRef,bookingResult,bookingDate,inspectorName\nORD-1,Booked,2025-04-28,Li Fang\n';
const ORDER = { name: 'results.csv', choice: {}, remembered: {}, osEncoding: 'windows-1252', today: TODAY } as const;

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code, syscall: 'open' });
}

/** Stages a file that refuses to open so many times, with a clock that is moved by hand; answers with the waits in between. */
async function stageLocked(code: string, refusals: number): Promise<{ outcome: string; waitedMs: number[] }> {
  const folder = temporaryFolder();
  const path = join(folder, 'results.csv');
  writeFileSync(path, TEXT);
  const clock = handClock();
  const waitedMs: number[] = [];
  let tries = 0;
  let outcome = '';
  const staging = stageFile(
    { ...ORDER, source: { path }, stagedPath: join(folder, 'staged.sqlite') },
    () => false,
    () => {},
    {
      clock: {
        ...clock,
        after: (delayMs, callback) => {
          waitedMs.push(delayMs);
          return clock.after(delayMs, callback);
        },
      },
      openFile: async (opened) => {
        tries += 1;
        if (tries <= refusals) throw systemError(code);
        return openFile(opened);
      },
    },
  ).then((staged) => {
    outcome = staged.ok ? `${staged.value.totals.new} new` : JSON.stringify(staged.failure);
  });
  while (outcome === '') {
    await clock.advance(100);
    await rest();
  }
  await staging;
  return { outcome, waitedMs };
}

describe('a file that another program holds', () => {
  it.each(['EBUSY', 'EPERM', 'EACCES'])('is waited for, a little longer each time: %s', async (code) => {
    expect(await stageLocked(code, 3)).toEqual({ outcome: '1 new', waitedMs: [200, 500, 1000] });
  });

  it.each([
    ['EBUSY', 'locked'],
    ['EACCES', 'denied'],
  ])('for good is refused with its reason: %s', async (code, why) => {
    const { outcome } = await stageLocked(code, 99);
    expect(JSON.parse(outcome)).toEqual({ kind: 'file-unreadable', name: 'results.csv', why });
  });

  it('that is gone is not waited for', async () => {
    expect((await stageLocked('ENOENT', 1)).waitedMs).toEqual([]);
  });

  it.each(['~$results.csv', '.~lock.results.csv#'])('says that what was read is what was last saved: %s', async (owner) => {
    const folder = temporaryFolder();
    const path = join(folder, 'results.csv');
    writeFileSync(path, TEXT);
    const alone = await stageAt(join(folder, 'staged.sqlite'), { path });
    expect(alone).toMatchObject({ value: { reading: { notes: [] } } });
    writeFileSync(join(folder, owner), '');
    const beside = await stageAt(join(folder, 'staged.sqlite'), { path });
    expect(beside).toMatchObject({ value: { reading: { notes: [{ kind: 'open-in-excel', sample: owner }] } } });
  });
});

describe('a file that changes while it is read', () => {
  /** Stages a file that grows when it is opened, so many times. */
  async function stageGrowing(times: number): Promise<{ outcome: string; rows: number }> {
    const folder = temporaryFolder();
    const path = join(folder, 'results.csv');
    const stagedPath = join(folder, 'staged.sqlite');
    writeFileSync(path, TEXT);
    const clock = handClock();
    let opened = 0;
    let outcome = '';
    const staging = stageFile(
      { ...ORDER, source: { path }, stagedPath },
      () => false,
      () => {},
      {
        clock,
        openFile: async (wanted) => {
          opened += 1;
          const handle = await openFile(wanted);
          if (opened <= times) appendFileSync(path, `ORD-${opened + 1},Unavailable,,\n`);
          return handle;
        },
      },
    ).then((staged) => {
      outcome = staged.ok ? `${staged.value.totals.new} new` : JSON.stringify(staged.failure);
    });
    while (outcome === '') {
      await clock.advance(100);
      await rest();
    }
    await staging;
    return { outcome, rows: outcome.endsWith('new') ? rowsAt(stagedPath).length : 0 };
  }

  it('is read once more, and then as it is', async () => {
    expect(await stageGrowing(1)).toEqual({ outcome: '2 new', rows: 2 });
  });

  it('again is refused', async () => {
    expect(JSON.parse((await stageGrowing(2)).outcome)).toEqual({ kind: 'file-unreadable', name: 'results.csv', why: 'changed' });
  });
});

it.each([
  ['~$book.xlsx', 'owner-file'],
  ['.~lock.results.csv#', 'owner-file'],
  ['results.csv.tmp', 'unfinished'],
  ['results.csv.crdownload', 'unfinished'],
  ['results.csv - Shortcut.lnk', 'shortcut'],
  ['desktop.ini', 'system-file'],
  ['Thumbs.db', 'system-file'],
  ['.DS_Store', 'system-file'],
])('a file that nobody meant to drop is refused by its name: %s', async (name, what) => {
  expect(await failureOf(Buffer.from(TEXT), { name })).toEqual({ kind: 'not-meant', name, what });
});
