// A program for kills.part and power.part: the app on a home, doing in random order all that a person can, until it is killed. Each line it
// writes says that a call has been answered, and what was acknowledged by that.
import { writeSync } from 'node:fs';
import { createApp } from '../../main/app/app.ts';
import { type Random, silentLog, systemClock } from '../../main/base/ports.ts';
import { createSessionVault } from '../../main/credentials/session.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/calls.ts';
import { addDays, stockholmToday } from '../../shared/stockholm-time.ts';

/** What was acknowledged: results as `ref/inspector`, an edit of a booking, or only that the call was answered. */
export interface Said {
  readonly did: string;
  readonly keys?: readonly string[];
  readonly edit?: number;
}

const ORDERS = Array.from({ length: 12 }, (_, n) => `ORD-${n}`);
const HEADER = 'internalOrderRef,bookingResult,bookingDate,inspectorName';
/** An end that comes from nobody is no kill. */
const LONGEST_MS = 60_000;

// Those of test/support/make.ts can only be loaded by vitest.
function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}

const [home, baseUrl, writer, stage, life, seed, most] = process.argv.slice(2) as [
  ...[string, string, string, string, string, string],
  string | undefined,
];
const random = seeded(Number(seed));
const oneOf = <T>(all: readonly T[]): T | undefined => all[Math.floor(random() * all.length)];
const say = (said: Said): void => void writeSync(1, `${JSON.stringify(said)}\n`);
// A day later in each life, so that the daily backup is due in each.
const later = Number(life) * 25 * 3_600_000;
const clock = { ...systemClock, now: () => Date.now() + later };

let values = 0;
/** A name that no other result of any life has. */
function inspector(): string {
  values += 1;
  const letters = [Number(life), Math.floor(values / 26), values % 26].map((n) => String.fromCharCode(97 + (n % 26)));
  return `Li F${letters.join('')}`;
}

const opened = await createApp({
  home,
  baseUrl,
  clock,
  network: { isOnline: () => true, onChange: () => () => {} },
  vault: createSessionVault(),
  log: silentLog,
  who: 'test',
  environment: 'practice',
  threads: { writer: new URL(writer), stage: new URL(stage) },
});
if (!opened.ok) throw new Error(`the app did not open: ${JSON.stringify(opened.failure)}`);
const app = opened.value;

async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N> | null> {
  const reply = await app.serve(name, input);
  // What is refused, because it is too late for it or never fitted, acknowledges nothing.
  return reply.ok ? (reply.value as CallOutput<N>) : null;
}

const undos: string[] = [];
async function someResult() {
  const listed = await call('outbox.list', { filter: {}, limit: 100 });
  return oneOf(listed?.items ?? []);
}

const verbs: Record<string, () => Promise<Said | null>> = {
  import: async () => {
    const who = inspector();
    const refs = ORDERS.filter(() => random() < 0.5);
    const rows = refs.map((ref) => `${ref},Booked,2025-04-28,${who}`);
    const bad = random() < 0.3 ? ['ORD-20,Booked,2025-02-30,Li Fang'] : [];
    const begun = await app.openFile('results.csv', { bytes: Buffer.from([HEADER, ...rows, ...bad, ''].join('\n')) });
    if (!begun.ok) return null;
    await app.settled();
    if (random() < 0.2) return { did: 'review' };
    const accepted = await call('import.accept', { id: begun.value.id });
    return accepted === null ? null : { did: 'accept', keys: refs.map((ref) => `${ref}/${who}`) };
  },
  repair: async () => {
    const who = inspector();
    const text = [HEADER, `ORD-21,Booked,2025-02-30,${who}`, ''].join('\n');
    const begun = await app.openFile('broken.csv', { bytes: Buffer.from(text) });
    if (!begun.ok) return null;
    await app.settled();
    const { id } = begun.value;
    const result = { internalOrderRef: 'ORD-21', bookingResult: 'Booked', bookingDate: '2025-02-28', inspectorName: who };
    const repaired = await call('import.repair', { id, record: 2, result });
    if (repaired === null) return null;
    if (random() < 0.3) return (await call('import.undo', { id, undo: repaired.undo })) && { did: 'undo repair' };
    return (await call('import.accept', { id })) && { did: 'repair', keys: [`ORD-21/${who}`] };
  },
  resend: async () => {
    const item = await someResult();
    if (item === undefined) return null;
    const { seq, internalOrderRef, bookingDate } = item;
    const result = { internalOrderRef, bookingResult: 'Booked', bookingDate, inspectorName: inspector() };
    const told = await app.serve('outbox.resend', { seq, result, over: null });
    const over = !told.ok && told.failure.kind === 'order-told' ? told.failure.seq : null;
    const done = told.ok || (over !== null && (await call('outbox.resend', { seq, result, over })) !== null);
    return done ? { did: 'resend', keys: [`${internalOrderRef}/${result.inspectorName}`] } : null;
  },
  discard: async () => {
    const item = await someResult();
    const done = item && (await call('outbox.discard', { selection: { seqs: [item.seq] } }));
    if (!done) return null;
    undos.push(done.undo);
    return { did: 'discard' };
  },
  withdraw: async () => {
    const one = oneOf((await call('import.list', {}))?.imports.filter(({ phase }) => phase === 'accepted') ?? []);
    const done = one && (await call('import.withdraw', { id: one.id }));
    if (!done) return null;
    undos.push(done.undo);
    return { did: 'withdraw' };
  },
  restore: async () => {
    const undo = undos.pop();
    return undo === undefined ? null : (await call('outbox.restore', { undo })) && { did: 'restore' };
  },
  retry: async () => (await call('outbox.retry', { selection: { filter: {} } })) && { did: 'retry' },
  push: async () => {
    await app.push({ everything: random() < 0.5 });
    return { did: 'push' };
  },
  backup: async () => {
    await app.backUp();
    return { did: 'backup' };
  },
  switch: async () => {
    const there = await call('environment.switch', { environment: 'test' });
    const back = await call('environment.switch', { environment: 'practice' });
    return there === null || back === null ? null : { did: 'switch' };
  },
  edit: async () => {
    const from = stockholmToday(clock.now());
    const filter = { from, to: addDays(from, 6) };
    await call('bookings.refresh', { filter });
    const row = oneOf((await call('bookings.page', { filter, offset: 0 })) ?? []);
    if (row === undefined) return null;
    const change = { externalmessage: inspector() };
    const edit = await call('bookings.edit', { booking: row.booking, ask: {}, change });
    return edit === null ? null : { did: 'edit', edit: edit.id };
  },
};

say({ did: 'open' });
setTimeout(() => process.exit(), LONGEST_MS);
const often = ['import', 'import', 'import', 'push', 'push', ...Object.keys(verbs)];
// It may be given an end of its own, for those who watch instead of killing it.
for (let lines = 0; lines < Number(most ?? Number.POSITIVE_INFINITY); ) {
  const said = await verbs[oneOf(often) as string]?.();
  if (said) say(said);
  if (said) lines += 1;
}
process.exit();
