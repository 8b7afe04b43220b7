// Lives on a bad disk: full and emptied again, closed between two starts, its smaller files gone; and in the end, in half of the
// lives, the database itself is cut or deleted while the program runs.
import { existsSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { pause, type Random } from '../../main/base/ports.ts';
import { createPracticeBasicPsf } from '../../main/practice/basicpsf.ts';
import { openApp, type TestApp } from '../support/open-app.ts';
import { closeToUs, empty, fill, NO_DISKS, smallDisk } from '../support/small-disk.ts';
import { arrival, nthFile, ORDERS } from './arrival.ts';
import { fastClock, SPEED } from './fast-clock.ts';
import { openLine } from './faulty-line.ts';
import { broken, toldBy } from './judge.ts';
import { between, type Count, lives, oneOf } from './lives.ts';

const STORAGE = ['storage-full', 'storage-read-only', 'storage-failed', 'storage-missing', 'storage-damaged'];

/** Queues a file; answers what was acknowledged. What is refused is refused by a failure of the disk. */
async function offer({ app, ask }: TestApp, { text, keys }: ReturnType<typeof nthFile>, count: Count): Promise<string[]> {
  const begun = await app.openFile('results.csv', { bytes: Buffer.from(text) });
  await app.settled();
  const read = begun.ok ? await ask('import.get', { id: begun.value.id }) : begun;
  const failure = read.ok ? read.value.failure : read.failure;
  const accepted = begun.ok && failure === null ? await ask('import.accept', { id: begun.value.id }) : null;
  if (accepted?.ok) return keys;
  const why = failure ?? (accepted !== null && !accepted.ok ? accepted.failure : null);
  expect(STORAGE).toContain(why?.kind);
  count(`refused as ${why?.kind}`);
  return [];
}

function lose(home: string, what: string): void {
  const place = join(home, 'practice');
  if (what === 'settings') rmSync(join(home, 'settings.json'), { force: true });
  else if (what === 'logs') rmSync(join(home, 'logs'), { recursive: true, force: true });
  else rmSync(join(place, what), { recursive: true, force: true });
  // Of no bytes: the disk may be full.
  if (what === 'backups') writeFileSync(join(place, what), '');
}

async function live(random: Random, count: Count): Promise<void> {
  const clock = fastClock();
  const home = smallDisk();
  const basicPsf = createPracticeBasicPsf({ unknownOrders: 'made-up' });
  const { baseUrl } = await basicPsf.start();
  const line = await openLine(baseUrl, clock);
  const ports = { home, clock, random, baseUrl: line.baseUrl, autoPush: true };
  let opened = await openApp(ports);
  const acknowledged: string[] = [];
  let isFull = false;
  try {
    for (let act = between(random, 4, 9); act > 0; act -= 1) {
      const done = oneOf(random, ['fill', 'fill', 'empty', 'close', 'start', 'lose', 'lose'] as const);
      count(done);
      if (done === 'fill' && !isFull) fill(home);
      if (done === 'empty' && isFull) empty(home);
      isFull = done === 'fill' || (isFull && done !== 'empty');
      if (done === 'lose') lose(home, oneOf(random, ['settings', 'logs', 'imports', 'backups']));
      if (done === 'close' || done === 'start') {
        await opened.stop();
        if (done === 'close') {
          closeToUs(home);
          await expect(openApp(ports)).rejects.toThrow(/storage-read-only/);
          closeToUs(home, false);
        }
        if (isFull) empty(home);
        isFull = false;
        opened = await openApp(ports);
      }
      const refs = ORDERS.filter(() => random() < 0.6);
      if (refs.length > 0) acknowledged.push(...(await offer(opened, nthFile(act, refs), count)));
      await pause(clock, between(random, 0, 30_000));
    }
    if (isFull) empty(home);
    await arrival(opened, clock);
    const told = await toldBy(opened);
    const keys = new Set(told.map(({ item }) => `${item.internalOrderRef}/${item.inspectorName}`));
    expect(
      acknowledged.filter((key) => !keys.has(key)),
      'acknowledged and lost',
    ).toEqual([]);
    expect(broken(told, line)).toEqual([]);
    count('acknowledged', acknowledged.length);

    if (random() < 0.5) return;
    const database = join(home, 'practice', 'outbox.sqlite');
    const isCut = random() < 0.5;
    count(isCut ? 'cut database' : 'deleted database');
    if (isCut) truncateSync(database, statSync(database).size >> 1);
    else
      for (const name of readdirSync(join(home, 'practice')))
        if (name.startsWith('outbox.sqlite')) rmSync(join(home, 'practice', name));
    const late = await offer(opened, nthFile(20, ORDERS), count);
    if (!isCut) expect(late, 'acknowledged where nobody finds it').toEqual([]);
    await opened.stop();
    if (!isCut) expect(existsSync(database) ? statSync(database).size : 0).toBe(0);
    opened = await openApp(ports);
    const said = opened.app.snapshot().notices.map(({ kind }) => kind);
    if (late.length === 0) expect(said).toEqual([isCut ? 'storage-damaged' : 'storage-missing']);
    if (said.length > 0 && (await opened.ask('storage.restore', {})).ok) count('brought back');
    for (const { item } of await toldBy(opened)) {
      if (item.state === 'delivered') expect(line.told).toContain(`${item.internalOrderRef}/${item.inspectorName}`);
    }
  } finally {
    await opened.stop();
    await line.stop();
    await basicPsf.stop();
  }
}

lives('disk', { usual: 60, missing: NO_DISKS, speed: SPEED, live });
