// What crash.test holds a home to after its program was killed, whatever the moment: nothing acknowledged is lost, files
// are whole or absent, what the server got twice is marked so, and everything that was accepted arrives.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createApp } from '../../main/app/app.ts';
import type { App } from '../../main/app/app-ports.ts';
import { silentLog, systemClock } from '../../main/base/ports.ts';
import { createSessionVault } from '../../main/credentials/session.ts';
import type { PracticeBasicPsf } from '../../main/practice/basicpsf.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/calls.ts';
import type { ImportSummary } from '../../shared/import.ts';
import { LOOKED_UP, type OutboxItem, type Receipt } from '../../shared/outbox-item.ts';

/** Two files: the second changes eight results of the first, and adds some. One order refuses everything. */
const REFUSING = 'ORD-2025-00131';
export const FILES: Readonly<Record<string, readonly string[]>> = {
  'monday.csv': [
    ...Array.from({ length: 16 }, (_, n) => `ORD-${n},Booked,2025-04-28,Li Fang`),
    `${REFUSING},Booked,2025-04-28,Li Fang`,
  ],
  'tuesday.csv': [...Array.from({ length: 16 }, (_, n) => `ORD-${n + 8},Booked,2025-04-29,Erik Sjöberg`)],
};
export const NAMES = Object.keys(FILES);

async function called<N extends CallName>(app: App, name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  const reply = await app.serve(name, input);
  if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply.failure)}`);
  return reply.value as CallOutput<N>;
}

/** A home after a crash: what its program had said, and the server that it spoke to. */
export interface Left {
  readonly home: string;
  readonly basicPsf: PracticeBasicPsf;
  readonly baseUrl: string;
  readonly said: readonly string[];
  readonly threads: { readonly writer: URL; readonly stage: URL };
}

/** Opens a home again, checks it, and closes it. */
export async function checkLeft({ home, basicPsf, baseUrl, said, threads }: Left): Promise<void> {
  const clock = { ...systemClock, later: 0, now: () => Date.now() + clock.later };
  const opened = await createApp({
    home,
    baseUrl,
    clock,
    network: { isOnline: () => true, onChange: () => () => {} },
    vault: createSessionVault(),
    log: silentLog,
    who: 'test',
    autoPush: false,
    threads,
  });
  if (!opened.ok) throw new Error(`the app did not open: ${JSON.stringify(opened.failure)}`);
  try {
    await checkHome(opened.value, home, basicPsf, said, (ms) => (clock.later = ms));
  } finally {
    await opened.value.stop();
  }
}

/** Everything the home must still keep and promise, whatever moment the program was killed at. */
async function checkHome(
  app: App,
  home: string,
  basicPsf: PracticeBasicPsf,
  said: readonly string[],
  setLater: (ms: number) => void,
): Promise<void> {
  const has = (line: string): boolean => said.includes(line);
  await app.settled();
  expect(app.snapshot().notices).toEqual([]);

  // What was shown as delivered is delivered.
  const shown = Math.max(0, ...said.map((line) => Number(/^delivered (\d+)$/.exec(line)?.[1] ?? 0)));
  expect(app.snapshot().counts.delivered).toBeGreaterThanOrEqual(shown);

  // Files are whole or absent: accepted, offered again, or let go with a reason.
  const { imports } = await called(app, 'import.list', {});
  for (const one of imports) checkImport(one, has);
  for (const name of NAMES) if (has(`review ${name}`)) expect(imports.map((one) => one.name)).toContain(name);
  const queued = (await called(app, 'outbox.list', { filter: {}, limit: 500 })).items;
  for (const { id, phase, totals } of imports) {
    const rows = queued.filter(({ importId }) => importId === id).length;
    expect(rows).toBe(phase === 'accepted' ? totals.new + totals.changed : 0);
  }
  const offered = imports.filter(({ phase }) => phase === 'review');
  const staged = join(home, 'practice', 'imports');
  expect(existsSync(staged) ? readdirSync(staged).sort() : []).toEqual(offered.map(({ id }) => `${id}.sqlite`).sort());
  for (const { id } of offered) await called(app, 'import.accept', { id });
  const accepted = imports.filter(({ phase }) => phase === 'review' || phase === 'accepted').map(({ name }) => name);

  // Without faults everything arrives: at the latest when what was in doubt cannot be at work on the server any more.
  setLater(120_000);
  for (let passes = 0; passes < 5; passes += 1) {
    const { waiting: left, unconfirmed } = await app.push({ everything: true });
    if (left + unconfirmed === 0) break;
  }
  const { counts } = app.snapshot();
  expect([counts.waiting, counts.sending, counts.unconfirmed, counts.parked]).toEqual([0, 0, 0, 0]);

  const { items } = await called(app, 'outbox.list', { filter: {}, limit: 500 });
  const told = await Promise.all(items.map(({ seq }) => called(app, 'outbox.detail', { seq })));
  const newest = new Map<string, string>();
  for (const name of NAMES) {
    if (!accepted.includes(name)) continue;
    for (const line of FILES[name] ?? []) newest.set(line.split(',')[0] ?? '', line);
  }
  expect(new Set(items.map((item) => item.internalOrderRef))).toEqual(new Set(newest.keys()));
  for (const [ref, line] of newest) {
    checkOrder(
      ref,
      line,
      basicPsf,
      told.filter(({ item }) => item.internalOrderRef === ref),
    );
  }
}

function checkImport(one: ImportSummary, has: (line: string) => boolean): void {
  const rows = FILES[one.name]?.length ?? 0;
  if (has(`accepted ${one.name}`)) expect(one.phase).toBe('accepted');
  else if (has(`review ${one.name}`)) expect(['review', 'accepted']).toContain(one.phase);
  else expect(['review', 'failed']).toContain(one.phase);
  if (one.phase === 'failed') expect(one.failure).toMatchObject({ kind: 'import-cancelled' });
  else expect(one.totals).toMatchObject({ records: rows, invalid: 0, duplicate: 0 });
}

function checkOrder(
  ref: string,
  line: string,
  basicPsf: PracticeBasicPsf,
  told: readonly { readonly item: OutboxItem; readonly receipts: readonly Receipt[] }[],
): void {
  const [last] = told;
  const record = basicPsf.orders.get(ref);
  if (ref === REFUSING) {
    expect([last?.item.state, record?.writes]).toEqual(['refused', 0]);
    return;
  }
  expect(last?.item.state, ref).toBe('delivered');
  expect([ref, record?.bookingResult, record?.bookingDate, record?.inspectorName].join(',')).toBe(line);
  // Every write on the server is an attempt that has its receipt; one without a known outcome says so.
  const receipts = told.flatMap((one) => one.receipts);
  const attempts = receipts.filter(({ outcome }) => outcome === 'delivered' || outcome === 'unconfirmed');
  expect(record?.writes, ref).toBeLessThanOrEqual(attempts.length);
  for (const one of told) {
    const unclear = one.receipts.filter(({ outcome }) => outcome === 'unconfirmed').length;
    // What was seen to be there when it was looked up was not sent once more.
    const wasSeen = one.receipts.some(({ outcome, cause }) => outcome === 'delivered' && cause === LOOKED_UP);
    if (one.item.state === 'delivered') expect(one.item.maybeSentTwice, ref).toBe(unclear > (wasSeen ? 1 : 0));
    // Not marked is written once at most.
    if (!one.item.maybeSentTwice) expect(attempts.length - (wasSeen ? 1 : 0), ref).toBeGreaterThanOrEqual(record?.writes ?? 0);
  }
}
