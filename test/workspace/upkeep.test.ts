// What is kept in order while nobody waits for it, under a clock that cannot be believed: nothing is forgotten because the clock
// is ahead, and a backup of today is made, kept and the newest also when others seem to be of the future.
import { readdirSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { backUpNow, backups } from '../../main/base/backups.ts';
import { inProcess } from '../../main/base/guard.ts';
import { silentLog } from '../../main/base/ports.ts';
import { createUpkeep } from '../../main/workspace/upkeep.ts';
import { createWriterVerbs } from '../../main/workspace/writer.ts';
import { booked, handClock, makeOutbox, orderRef, temporaryFolder, until } from '../support/make.ts';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

function scene() {
  const clock = handClock(Date.now());
  const path = join(temporaryFolder(), 'outbox.sqlite');
  const outbox = makeOutbox({ clock, path });
  let passes = 0;
  const upkeep = createUpkeep({
    clock,
    log: silentLog,
    path,
    writer: inProcess(createWriterVerbs(outbox.store, path)),
    keepDeliveredDays: () => 90,
    lastDeliveredAt: () => outbox.meta.read<number | null>('lastDeliveredAt', null),
    look: async () => {},
    others: async () => {
      passes += 1;
    },
  });
  /** Waits for the next round. */
  const round = async (): Promise<void> => {
    const before = passes;
    while (passes === before) await clock.advance(HOUR);
    await until(() => passes > before);
  };
  const deliver = (n: number): void => {
    const seq = outbox.accept(booked(orderRef(n)));
    outbox.claim(`b${n}`, seq);
    outbox.settle(`b${n}`, null, seq);
  };
  return { clock, path, outbox, upkeep, round, deliver };
}

it('forgets nothing because the clock is a year ahead, and what is old once something is delivered again', async () => {
  const { clock, outbox, upkeep, round, deliver } = scene();
  for (const n of [1, 2]) deliver(n);
  upkeep.start();
  await clock.advance(MINUTE);
  clock.jump(365 * DAY);
  await round();
  await round();
  expect(outbox.lists.tally().delivered).toBe(2);
  deliver(3);
  await round();
  await until(() => outbox.lists.tally().delivered === 1);
  upkeep.stop();
});

it('makes the backup of the day, and keeps it as the newest, when seven others seem to be of the future', async () => {
  const { path, outbox, upkeep, round, deliver } = scene();
  deliver(1);
  for (let n = 1; n <= 7; n += 1) {
    backUpNow(outbox.store, path, `future-${n}`);
    const file = join(dirname(path), 'backups', `outbox.sqlite.future-${n}.backup`);
    utimesSync(file, new Date(), new Date(Date.now() + (100 + n) * DAY));
  }
  deliver(2);
  upkeep.start();
  await round();
  await round();
  const names = backups(path).map(({ file }) => file.replace(/^.*outbox\.sqlite\.|\.backup(\.gz)?$/g, ''));
  expect(names).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\d$/), ...[7, 6, 5, 4, 3, 2].map((n) => `future-${n}`)]);
  expect(backups(path).every(({ at }) => at < Date.now() + MINUTE)).toBe(true);
  const made = (): number => readdirSync(join(dirname(path), 'backups')).length;
  expect([made(), statSync(backups(path)[0]?.file ?? '').size > 0]).toEqual([7, true]);
  upkeep.stop();
});
