// The whole app through its one door: every call by its contract, environments that share nothing, and what a person can
// do to a result. Whatever is handed in, an answer is a value.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openScratch } from '../../main/base/sqlite.ts';
import { recount } from '../../main/outbox/restore.ts';
import { type CallInput, type CallName, calls } from '../../shared/calls.ts';
import { Failure } from '../../shared/failure.ts';
import { ITEM_STATES } from '../../shared/outbox-item.ts';
import { ok } from '../../shared/result.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { Snapshot } from '../../shared/snapshot.ts';
import { addDays, stockholmToday } from '../../shared/stockholm-time.ts';
import { bookedLines, csv, openApp, startBasicPsf, type TestApp } from '../support/open-app.ts';

const good = { internalOrderRef: 'ORD-2025-00120', bookingResult: 'Booked', bookingDate: '2025-04-28', inspectorName: 'Li Fang' };

/** A call of each kind about bookings, over a list that was just read, with a conflict to decide and a change to take back. */
async function bookingInputs({ call }: TestApp) {
  const today = stockholmToday(Date.now());
  const filter = { from: today, to: addDays(today, 13) };
  await call('bookings.refresh', { filter });
  const [first, second] = await call('bookings.page', { filter, offset: 0 });
  if (first === undefined || second === undefined) throw new Error('Practice has no bookings');
  const edit = { booking: first.booking, ask: { mode: 'mine' as const }, change: { internalmessage: 'Bring the samples' } };
  // Made from a booking that looked otherwise, so that somebody else seems to have changed it meanwhile.
  const before = { ...second.booking, internalmessage: 'as it was long ago' };
  const { id: conflict } = await call('bookings.edit', { ...edit, booking: before });
  const gone = { ...first.booking, id: 1 };
  const { id: failed } = await call('bookings.edit', { ...edit, booking: gone });
  return {
    'bookings.outline': { filter },
    'bookings.page': { filter, offset: 1, limit: 2 },
    'bookings.one': { ask: { mode: 'mine' as const }, id: first.booking.id },
    'bookings.choices': {},
    'bookings.orders': { start: first.booking.order?.number ?? '' },
    'bookings.reportPreview': { ask: { mode: 'mine' as const }, ids: [first.booking.id], word: 'Booked' as const },
    'bookings.report': { rows: [{ orderNumber: '118', result: { ...good, internalOrderRef: 'ORD-2025-00131' }, over: null }] },
    'bookings.calendar': { ask: { mode: 'mine' as const }, ids: [first.booking.id], parts: ['place' as const] },
    'bookings.show': { filter },
    'bookings.refresh': { filter },
    'bookings.changes': { ask: { mode: 'mine' as const } },
    'bookings.noteChanges': { ids: [1] },
    'bookings.export': { filter, form: 'csv' as const },
    'bookings.keepView': { view: { form: 'week' as const } },
    'bookings.edits': {},
    'bookings.edit': edit,
    'bookings.decide': { id: conflict, keepOurs: ['internalmessage' as const] },
    'bookings.retryEdit': { id: failed },
    'bookings.dropEdit': { id: failed },
    'bookings.reference': { orderNumber: '117' },
    'outbox.report': { orderNumber: '117', result: good },
    'brp.change': { refreshMinutes: 7 },
    'brp.save': { apikey: 'practice-key-2', username: 'practice', password: 'practice-password' },
    'brp.test': {},
    'brp.forget': {},
  };
}

/** An app with a bit of everything: delivered, refused, waiting and held results, one file in review. */
async function furnished(): Promise<{ app: TestApp; inputs: { [N in CallName]: CallInput<N> } }> {
  const app = await openApp({
    desktop: {
      hasTray: true,
      startsAtLogin: () => false,
      startAtLogin: () => ok(undefined),
      showFolder: () => {},
      chooseFolder: async () => null,
    },
  });
  const accepted = await app.queue(
    csv(...bookedLines(4), 'ORD-2025-00117,Booked,2025-04-28,Li Fang', 'ORD-1,Booked,soon,Li Fang'),
  );
  await app.app.push();
  await app.queue(csv(...bookedLines(3, 'Erik Sjöberg', 110)), 'waiting.csv');
  const missing = await app.app.openFile('gone.csv', { path: join(app.home, 'gone.csv') });
  await app.app.settled();
  const inReview = await app.drop('review.csv', csv(...bookedLines(3, 'Emma Clarke'), ',Booked,,'));
  const aside = await app.drop('aside.csv', csv(...bookedLines(2)));
  await app.call('import.cancel', { id: aside });
  const asideToo = await app.drop('aside-too.csv', csv(...bookedLines(2)));
  await app.call('import.cancel', { id: asideToo });
  const [newest] = await app.items();
  const seq = newest?.seq ?? 0;
  const { undo } = await app.call('outbox.discard', { selection: { seqs: [seq] } });
  const none = {};
  return {
    app,
    inputs: {
      ...(await bookingInputs(app)),
      'snapshot.get': none,
      'outbox.list': { filter: { states: ['waiting', 'delivered'], search: 'ORD' }, limit: 2 },
      'outbox.count': { filter: { search: '2025' } },
      'outbox.detail': { seq },
      'outbox.groups': none,
      'outbox.retry': { selection: { filter: { states: ['refused'] } } },
      'outbox.retried': { act: 'unknown' },
      'outbox.discard': { selection: { seqs: [seq - 1] } },
      'outbox.restore': { undo },
      'outbox.bringBack': { selection: { seqs: [seq - 1] } },
      'outbox.resend': { seq: seq - 1, result: good },
      'outbox.export': { filter: { importId: accepted } },
      'import.list': { limit: 1 },
      'import.get': { id: inReview },
      'import.rows': { id: inReview, verdicts: ['changed', 'invalid'], after: 0, limit: 2 },
      'import.paste': { text: csv(...bookedLines(2)) },
      'import.sample': none,
      'import.reread': { id: inReview, choice: { delimiter: 'comma' } },
      'import.repair': { id: inReview, record: 5, result: good },
      'import.lookUp': { id: inReview, wanted: true },
      'import.holdUnknown': { id: inReview, hold: true },
      'import.chooseTheirs': { id: inReview, choice: 'keep' },
      'import.accept': { id: inReview },
      'import.cancel': { id: asideToo + 1 },
      'import.resume': { id: aside },
      'import.discard': { id: asideToo },
      'import.again': { id: missing.ok ? missing.value.id : 0 },
      'import.receipt': { id: accepted },
      'import.failedRows': { id: accepted },
      'import.problems': { id: accepted },
      'import.fixAll': { id: accepted, field: 'bookingDate', rule: 'date', found: 'soon', fix: '2025-04-28' },
      'import.undo': { id: accepted, undo: 'unknown' },
      'import.withdraw': { id: accepted },
      'import.release': { id: accepted },
      'import.goOn': { id: accepted, on: false },
      'sync.sendNow': none,
      'sync.pause': { until: Date.now() + 60_000 },
      'sync.resume': none,
      'storage.restore': none,
      'watched.change': { on: false, acceptClean: true },
      'settings.get': none,
      'settings.change': { theme: 'dark' },
      'environment.switch': { environment: 'practice' },
      'account.save': { username: 'practice', password: 'practice-password' },
      'order.held': { internalOrderRef: 'ORD-2025-00101' },
      'order.checking': none,
      'order.asked': {},
      'order.leaveAsIs': { seq: 1, held: null },
      'order.listAgain': { seqs: [1] },
      'order.askAgain': { seqs: [1] },
      'order.stopCheck': none,
      'order.check': {},
      'order.keepTheirs': { selection: { seqs: [1] } },
      'order.sendOurs': { selection: { seqs: [1] } },
      'account.test': none,
      'account.forget': none,
      'diagnostics.build': none,
      'desktop.startAtLogin': { on: true },
      'desktop.chooseFolder': none,
      'notices.dismiss': { kind: 'variable-refused' },
      'desktop.showDataFolder': none,
    },
  };
}

const namesOfCalls = Object.keys(calls) as CallName[];

describe('every call', () => {
  it('answers in the form the contract promises', async () => {
    const { app, inputs } = await furnished();
    // In the order of the list: pasting comes before the paste is cancelled, repairing before accepting.
    for (const name of Object.keys(inputs) as CallName[]) {
      const reply = await app.ask(name, inputs[name]);
      expect(reply, name).toMatchObject({ ok: true });
      if (reply.ok) expect(calls[name].output.safeParse(reply.value).error, name).toBeUndefined();
    }
    expect(Object.keys(inputs).sort()).toEqual([...namesOfCalls].sort());
  });

  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withNullPrototype: true,
    withTypedArray: true,
    withSparseArray: true,
    withUnicodeString: true,
  } as fc.ObjectConstraints);
  const strange = fc.oneof(
    anything,
    fc.constantFrom(null, undefined, '', ' ', '\0', '\ud800', "'; drop table outbox_item --", '%', '"*', '𠮷', 'a'.repeat(3000)),
    fc.constantFrom(0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
    fc.array(fc.integer(), { maxLength: 3 }),
  );

  /** A proper input with something strange in one place of it. */
  function spoilt(input: unknown): fc.Arbitrary<unknown> {
    if (typeof input !== 'object' || input === null || Object.keys(input).length === 0) return strange;
    const inside = Object.entries(input).map(([key, value]) =>
      fc.oneof(strange, spoilt(value)).map((changed) => (Array.isArray(input) ? [changed] : { ...input, [key]: changed })),
    );
    return fc.oneof(...inside);
  }

  it('answers whatever is handed in with a value, and nothing of it is a surprise', async () => {
    const { app, inputs } = await furnished();
    for (const name of namesOfCalls) {
      await fc.assert(
        fc.asyncProperty(fc.oneof(strange, spoilt(inputs[name])), async (input) => {
          const reply = await app.app.serve(name, input);
          if (reply.ok) calls[name].output.parse(reply.value);
          else expect(Failure.parse(reply.failure).kind).not.toBe('unexpected');
        }),
        { numRuns: 1000, seed: 2025 },
      );
    }
  });

  it('is one of the list', async () => {
    const { app } = await openApp();
    for (const name of ['', 'outbox', 'toString', '__proto__', 'constructor', 'outbox.drop'])
      expect(await app.serve(name, {})).toEqual({ ok: false, failure: { kind: 'input-refused', why: 'no such call' } });
  });
});

describe('an app that has ended', () => {
  it('still answers with a value', async () => {
    const { app, stop } = await openApp();
    await stop();
    for (const name of namesOfCalls) expect(await app.serve(name, {})).toHaveProperty('ok');
  });
});

describe('the snapshot', () => {
  it('asks the system whether the program starts at login when that may have changed, and not for itself', async () => {
    let asked = 0;
    let isOn = false;
    const { app, call } = await openApp({
      desktop: {
        hasTray: true,
        startsAtLogin: () => {
          asked += 1;
          return isOn;
        },
        startAtLogin: (on) => {
          isOn = on;
          return ok(undefined);
        },
        showFolder: () => {},
        chooseFolder: async () => null,
      },
    });
    for (let n = 0; n < 5; n += 1) expect(app.snapshot().desktop).toEqual({ hasTray: true, startsAtLogin: false });
    expect(asked).toBe(1);
    await call('desktop.startAtLogin', { on: true });
    expect(app.snapshot().desktop?.startsAtLogin).toBe(true);
    isOn = false;
    await call('settings.get', {});
    expect(app.snapshot().desktop?.startsAtLogin).toBe(false);
  });

  it('counts what a recount finds, through everything that moves results', async () => {
    const { app } = await furnished();
    const agrees = async (): Promise<void> => {
      const store = openScratch(join(app.home, 'practice', 'outbox.sqlite'), { readonly: true });
      const counted = Object.fromEntries([...ITEM_STATES, 'held'].map((state) => [state, 0]));
      for (const row of recount(store)) if (row.import_id === 0) counted[row.state] = (counted[row.state] ?? 0) + row.n;
      store.close();
      expect(app.app.snapshot().counts).toEqual(counted);
    };
    await agrees();
    await app.call('outbox.discard', { selection: { filter: { states: ['waiting'] } } });
    await agrees();
    await app.call('outbox.retry', { selection: { filter: { states: ['refused'] } } });
    await agrees();
    await app.queue(csv(...bookedLines(8, 'Emma Clarke'), 'ORD-2,Maybe,,'), 'more.csv');
    await agrees();
    await app.app.push();
    await agrees();
  });

  it('comes at once, after every change, and no more once nobody listens', async () => {
    const { app, call, queue } = await openApp();
    const seen: Snapshot[] = [];
    const stop = app.subscribe((snapshot) => void seen.push(Snapshot.parse(snapshot)));
    expect(seen).toHaveLength(1);
    await queue(csv(...bookedLines(5)));
    await expect.poll(() => seen.at(-1)?.counts.waiting).toBe(5);
    expect(seen.map(({ revision }) => revision)).toEqual(
      [...new Set(seen.map(({ revision }) => revision))].sort((a, b) => a - b),
    );
    stop();
    const before = seen.length;
    await call('outbox.discard', { selection: { filter: {} } });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(seen).toHaveLength(before);
  });
});

describe('the welcome', () => {
  it('is there while Practice is empty, and goes with whatever comes in, by whatever way', async () => {
    const { app, home, stop } = await openApp();
    expect(app.snapshot().welcome).toBe(true);
    // As the shell brings in what the program was started with: no page has a part in it.
    await app.openFile('gone.csv', { path: join(home, 'gone.csv') });
    await app.settled();
    expect(app.snapshot().welcome).toBe(false);
    await stop();
    expect((await openApp({ home })).app.snapshot().welcome).toBe(false);
  });

  it('stays away from a filled outbox after a restart, and from a watched folder', async () => {
    const filled = await openApp();
    await filled.queue(csv(...bookedLines(2)));
    await filled.stop();
    expect((await openApp({ home: filled.home })).app.snapshot().welcome).toBe(false);
    const watching = await openApp();
    await watching.call('watched.change', { on: true, folder: watching.home });
    expect(watching.app.snapshot().welcome).toBe(false);
  });
});

describe('a setting that is changed', () => {
  it('leaves all others as they are', async () => {
    const { call } = await openApp();
    await call('settings.change', { baseUrl: 'https://elsewhere.example', pushIntervalMinutes: 30 });
    expect(await call('settings.change', { theme: 'dark' })).toEqual({
      ...defaultSettings(),
      baseUrl: 'https://elsewhere.example',
      pushIntervalMinutes: 30,
      theme: 'dark',
    });
  });
});

describe('what a person does', () => {
  it('outlives a restart where it should: a pause holds', async () => {
    const { home, call, stop } = await openApp({ autoPush: true });
    await call('sync.pause', { until: null });
    await stop();
    const again = await openApp({ home, autoPush: true });
    await again.queue(csv(...bookedLines(3)));
    expect(again.app.snapshot()).toMatchObject({ counts: { waiting: 3 }, sync: { phase: 'paused' } });
    await again.call('sync.resume', {});
    await expect.poll(() => again.app.snapshot().counts.delivered).toBe(3);
  });

  it('can be taken back: discarded results return where they were', async () => {
    const { app, call, queue } = await openApp();
    await queue(csv(...bookedLines(6)));
    const { count, undo } = await call('outbox.discard', { selection: { filter: { states: ['waiting'] } } });
    expect([count, app.snapshot().counts.discarded]).toEqual([6, 6]);
    expect(await app.push()).toMatchObject({ delivered: 0 });
    expect(await call('outbox.restore', { undo })).toEqual({ count: 6 });
    expect(await call('outbox.restore', { undo })).toEqual({ count: 0 });
    expect(await app.push()).toMatchObject({ delivered: 6 });
  });

  it('corrects a refused result, and its history stays', async () => {
    const { baseUrl } = await startBasicPsf();
    const { app, call, items, queue } = await openApp({ baseUrl });
    await queue(csv('ORD-2025-00117,Booked,2025-04-28,Li Fang'));
    await app.push();
    const [refused] = await items();
    const result = { ...good, internalOrderRef: ' ORD-2025-00118 ' };
    const { seq } = await call('outbox.resend', { seq: refused?.seq ?? 0, result });
    expect(await app.push()).toMatchObject({ delivered: 1 });
    expect(await call('outbox.detail', { seq })).toMatchObject({ item: { state: 'delivered', origin: 'edit', record: 2 } });
    expect(await call('outbox.detail', { seq: refused?.seq ?? 0 })).toMatchObject({
      item: { state: 'superseded' },
      receipts: [{ outcome: 'refused', words: 'Record is in use by another user' }],
    });
  });

  it('retries all that a filter finds, and is told how many they are', async () => {
    const { app, call, queue } = await openApp();
    await queue(
      csv('ORD-2025-00117,Booked,2025-04-28,Li Fang', 'ORD-799,Booked,2025-04-28,Li Fang', 'ORD-899,Booked,2025-04-28,Li Fang'),
    );
    await app.push();
    const filter = { states: ['refused' as const], cause: 'order-not-found' };
    expect(await call('outbox.count', { filter })).toEqual({ count: 2 });
    expect(await call('outbox.retry', { selection: { filter } })).toMatchObject({ count: 2 });
    expect(app.snapshot().counts).toMatchObject({ waiting: 2, refused: 1 });
  });

  it('exports results that no spreadsheet takes for formulas', async () => {
    const { call, queue } = await openApp();
    await queue(
      csv('"+HYPERLINK(""http://x"")",Booked,2025-04-28,+46 Li', '@ORD,Booked,2025-04-28,-1', 'ORD-1,Booked,2025-04-28,＝1+1'),
    );
    const { text, name } = await call('outbox.export', { filter: {} });
    expect(name).toMatch(/^results-\d{4}-\d\d-\d\d\.csv$/);
    const cells = text
      .split('\r\n')
      .slice(1)
      .join(',')
      .split(',')
      .map((cell) => cell.replace(/^"/, ''));
    expect(cells.filter((cell) => /^[=+\-@＝]/.test(cell))).toEqual([]);
    expect(text).toContain(`"'+HYPERLINK(""http://x"")"`);
    expect(text).toContain("'+46 Li");
    // Dropped back, the file says what it said before.
    const again = await openApp();
    await again.queue(text);
    expect((await again.items()).map((item) => item.internalOrderRef).sort()).toEqual([
      '+HYPERLINK("http://x")',
      '@ORD',
      'ORD-1',
    ]);
  });
});
