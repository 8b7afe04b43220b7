// A change to a booking: looked up, compared, written, read back; kept here while it cannot go, and never sent over somebody else's.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connect } from '../../main/base/http.ts';
import type { PracticeBrp, PracticeBrpOptions } from '../../main/practice/brp.ts';
import type { PracticeBooking } from '../../main/practice/brp-bookings.ts';
import type { BookingEdit } from '../../shared/booking-edit.ts';
import { brpWording, editWording } from '../../shared/brp-wording.ts';
import type { BookingAsk, BookingChange, ServiceBooking } from '../../shared/service-booking.ts';
import { addDays } from '../../shared/stockholm-time.ts';
import { handClock, temporaryFolder, until } from '../support/make.ts';
import {
  type Desk,
  type DeskOptions,
  failureIn,
  filter,
  makeDesk,
  NOW,
  startBrp,
  TODAY,
  valueIn,
} from '../support/make-bookings.ts';

const MINE: BookingAsk = { mode: 'mine' };
const WINDOW = filter(addDays(TODAY, -4), addDays(TODAY, 15));

/** A desk that has listed everything, with one booking to edit: with a person, plain, and booked by the one who is logged on. */
async function open(options: PracticeBrpOptions = {}, desk: Partial<DeskOptions> = {}) {
  const brp = await startBrp(options);
  const made = makeDesk({ baseUrl: brp.baseUrl, ...desk });
  valueIn(await made.watch.refresh(WINDOW));
  brp.requests.length = 0;
  await made.clock.advance(1000);
  const theirs = kept(brp);
  return { ...made, brp, theirs, seen: structuredClone(theirs.booking) };
}

function kept({ bookings }: PracticeBrp): PracticeBooking {
  const found = bookings.find(
    ({ booking, customer, isAnonymous }) => customer === 41 && !isAnonymous && booking.participants[0]?.personid != null,
  );
  return found as PracticeBooking;
}

function kinds({ requests }: PracticeBrp): string[] {
  return requests.map(({ kind }) => kind);
}

async function submit(desk: Pick<Desk, 'watch'>, seen: ServiceBooking, change: BookingChange, ask = MINE): Promise<BookingEdit> {
  return valueIn(await desk.watch.submit(seen, ask, change));
}

describe('a change', () => {
  it('is looked up, sent with its changed fields only, read back, and kept', async () => {
    const desk = await open();
    const edit = await submit(desk, desk.seen, { internalmessage: 'Nyckel i låda 3', externalmessage: 'Välkommen' });
    expect(edit).toMatchObject({
      state: 'kept',
      kept: ['internalmessage', 'externalmessage'],
      notKept: [],
      failure: null,
      attempts: 1,
    });
    expect(kinds(desk.brp)).toEqual(['list', 'modify', 'list']);
    expect(JSON.parse(desk.brp.requests[1]?.body ?? '')).toEqual({
      id: desk.seen.id,
      internalmessage: 'Nyckel i låda 3',
      externalmessage: 'Välkommen',
    });
    expect(desk.theirs.booking).toMatchObject({ internalmessage: 'Nyckel i låda 3', externalmessage: 'Välkommen' });
    expect(desk.lists.booking(MINE, desk.seen.id)).toEqual(desk.theirs.booking);
    expect(editWording(edit).what).toBe('BRP has the internal message and the external message as you entered it.');
  });

  it('of the participant is known again by name, and by person', async () => {
    const desk = await open();
    expect(await submit(desk, desk.seen, { participantfirstname: 'Jane', participantlastname: 'Doe' })).toMatchObject({
      state: 'kept',
      kept: ['participantfirstname', 'participantlastname'],
    });
    const now = structuredClone(desk.theirs.booking);
    expect(await submit(desk, now, { participantid: 44, participantfirstname: 'ignored' })).toMatchObject({
      state: 'kept',
      kept: ['participantid'],
    });
    expect(desk.brp.requests.at(-2)?.body).not.toContain('ignored');
    expect(desk.theirs.booking.participants[0]).toMatchObject({ personid: 44, firstname: 'Åsa' });
  });

  it('can clear a message', async () => {
    const desk = await open();
    desk.theirs.booking.internalmessage = 'old';
    const seen = structuredClone(desk.theirs.booking);
    expect(await submit(desk, seen, { internalmessage: '' })).toMatchObject({ state: 'kept', kept: ['internalmessage'] });
    expect(desk.theirs.booking.internalmessage).toBe('');
  });

  it('says plainly what an old installation did not keep', async () => {
    const desk = await open();
    desk.brp.knobs.ignoresMessages = true;
    const edit = await submit(desk, desk.seen, { participantfirstname: 'Jane', internalmessage: 'lost' });
    expect(edit).toMatchObject({ state: 'failed', failure: null, kept: ['participantfirstname'], notKept: ['internalmessage'] });
    expect(editWording(edit).what).toBe(
      "BRP took the change but did not keep the internal message. It has the participant's first name.",
    );
    expect(desk.lists.booking(MINE, desk.seen.id)?.internalmessage).toBe(desk.seen.internalmessage);
  });

  it('believes what it reads back, not what the answer to the change says', async () => {
    const desk = await open();
    desk.brp.knobs.faults = [
      {
        fault: {
          kind: 'answer',
          answer: { status: 200, headers: {}, body: JSON.stringify([{ ...desk.seen, internalmessage: 'claimed' }]) },
        },
        on: 'modify',
      },
    ];
    expect(await submit(desk, desk.seen, { internalmessage: 'claimed' })).toMatchObject({
      state: 'failed',
      notKept: ['internalmessage'],
    });
  });

  it('fails with BRP’s own words, and goes through once it is corrected', async () => {
    const desk = await open();
    const refused = await submit(desk, desk.seen, { participantid: 999 });
    expect(refused).toMatchObject({
      state: 'failed',
      failure: {
        kind: 'brp-refused',
        status: 400,
        code: '1001',
        words: 'Invalid parameter, participantid (field=participantid)',
      },
    });
    expect(brpWording(refused.failure as never).what).toContain('Invalid parameter, participantid');
    expect(await submit(desk, desk.seen, { participantid: 43 })).toMatchObject({ state: 'kept' });
    expect(desk.lists.edits().map(({ state }) => state)).toEqual(['kept']);
  });

  it('of an anonymous order goes through when a person says that it is one', async () => {
    const desk = await open();
    const anonymous = desk.brp.bookings.find(({ isAnonymous, customer }) => isAnonymous && customer === 41)
      ?.booking as ServiceBooking;
    const seen = structuredClone(anonymous);
    expect((await submit(desk, seen, { internalmessage: 'x' })).failure).toMatchObject({
      words: expect.stringContaining('anonymous is required'),
    });
    expect(await submit(desk, seen, { internalmessage: 'x', anonymous: true })).toMatchObject({
      state: 'kept',
      kept: ['internalmessage'],
    });
  });

  it('of a booking that is gone fails, and the others still go', async () => {
    const desk = await open();
    const [gone] = desk.brp.bookings.splice(desk.brp.bookings.indexOf(desk.theirs), 1);
    expect((await submit(desk, desk.seen, { internalmessage: 'x' })).failure).toEqual({ kind: 'gone', what: 'booking' });
    expect(kinds(desk.brp)).toEqual(['list']);
    expect(await submit(desk, structuredClone(kept(desk.brp).booking), { internalmessage: 'y' })).toMatchObject({
      state: 'kept',
    });
    expect(gone?.booking.internalmessage).not.toBe('x');
  });

  it('that changes nothing in BRP is not sent', async () => {
    const desk = await open();
    desk.theirs.booking.internalmessage = 'the same\r\nwords ';
    expect(await submit(desk, desk.seen, { internalmessage: 'the same\nwords' })).toMatchObject({ state: 'kept' });
    expect(kinds(desk.brp)).toEqual(['list']);
  });

  it('is looked up where the booking was found', async () => {
    const desk = await open({}, { settings: { level: 3, personid: 41 }, access: { apikey: 'practice-key-3', account: null } });
    const { booking } = desk.brp.bookings.find(
      ({ booking: { resources }, customer, isAnonymous }) =>
        customer !== 41 && !isAnonymous && resources.some(({ id }) => id === 7),
    ) as PracticeBooking;
    expect(
      await submit(desk, structuredClone(booking), { internalmessage: 'x' }, { mode: 'resource', resourceId: 7 }),
    ).toMatchObject({ state: 'kept' });
    expect(desk.brp.requests.map(({ filters: { resourceid } }) => resourceid)).toEqual(['7', undefined, '7']);
  });
});

describe('a conflict', () => {
  async function inConflict() {
    const desk = await open();
    desk.theirs.booking.internalmessage = 'theirs';
    desk.theirs.booking.participants[0] = { ...desk.theirs.booking.participants[0], firstname: 'Joan' } as never;
    const edit = await submit(desk, desk.seen, { internalmessage: 'ours', externalmessage: 'new', participantfirstname: 'Jane' });
    return { ...desk, edit };
  }

  it('is shown field by field and nothing is sent', async () => {
    const { edit, brp, seen, lists } = await inConflict();
    expect(edit.state).toBe('conflict');
    expect(edit.conflicts).toEqual([
      { field: 'participantfirstname', base: seen.participants[0]?.firstname, theirs: 'Joan', ours: 'Jane' },
      { field: 'internalmessage', base: seen.internalmessage, theirs: 'theirs', ours: 'ours' },
    ]);
    expect(kinds(brp)).toEqual(['list']);
    expect(lists.booking(MINE, seen.id)?.internalmessage, 'the list shows what BRP has').toBe('theirs');
    expect(editWording(edit).what).toBe(
      "Somebody else changed the participant's first name and the internal message in BRP meanwhile.",
    );
    expect(lists.page(WINDOW, 0, 100).find(({ booking }) => booking.id === seen.id)?.editId).toBe(edit.id);
  });

  it('is settled field by field: ours goes, theirs stays, and what nobody else touched goes too', async () => {
    const { edit, brp, theirs, watch } = await inConflict();
    const settled = valueIn(await watch.decide(edit.id, ['internalmessage']));
    expect(settled).toMatchObject({ state: 'kept', kept: ['internalmessage', 'externalmessage'], conflicts: [] });
    expect(JSON.parse(brp.requests.at(-2)?.body ?? '')).toEqual({
      id: theirs.booking.id,
      internalmessage: 'ours',
      externalmessage: 'new',
    });
    expect(theirs.booking.participants[0]?.firstname).toBe('Joan');
  });

  it('ends without a trace when everything stays theirs', async () => {
    const desk = await open();
    desk.theirs.booking.internalmessage = 'theirs';
    const { id } = await submit(desk, desk.seen, { internalmessage: 'ours' });
    expect(valueIn(await desk.watch.decide(id, []))).toBeNull();
    expect(desk.lists.edits()).toEqual([]);
    expect(kinds(desk.brp)).toEqual(['list']);
    expect(failureIn(await desk.watch.decide(id, ['internalmessage'])).kind).toBe('gone');
  });

  it('is found anew when somebody changes it once more before the decision arrives', async () => {
    const { edit, theirs, watch } = await inConflict();
    theirs.booking.internalmessage = 'theirs again';
    expect(valueIn(await watch.decide(edit.id, ['internalmessage']))).toMatchObject({
      state: 'conflict',
      conflicts: [{ field: 'internalmessage', base: 'theirs', theirs: 'theirs again', ours: 'ours' }],
    });
  });

  it('is none when somebody else entered the same', async () => {
    const desk = await open();
    desk.theirs.booking.internalmessage = 'ours';
    desk.theirs.booking.externalmessage = 'another field';
    expect(await submit(desk, desk.seen, { internalmessage: 'ours' })).toMatchObject({ state: 'kept' });
  });
});

describe('without BRP', () => {
  it('a change is kept and visible, and goes when the network is back', async () => {
    const desk = await open({}, { automatic: true });
    desk.goOnline(false);
    const queued = await submit(desk, desk.seen, { internalmessage: 'written on the train' });
    expect(queued).toMatchObject({ state: 'queued', failure: { kind: 'offline' }, attempts: 0 });
    expect(editWording(queued).what).toBe('The change is kept here and not yet in BRP. This computer has no network.');
    expect(desk.watch.status().edits.queued).toBe(1);
    expect(desk.lists.page(WINDOW, 0, 100).find(({ booking }) => booking.id === desk.seen.id)?.editId).toBe(queued.id);
    await desk.clock.advance(3_600_000);
    expect(desk.brp.requests).toEqual([]);
    desk.goOnline(true);
    await expect.poll(() => desk.edit().state).toBe('kept');
    expect(desk.theirs.booking.internalmessage).toBe('written on the train');
    expect(desk.watch.status()).toMatchObject({ edits: { queued: 0, kept: 1 }, editTrouble: null });
  });

  it('a change of a booking that somebody changed meanwhile becomes a conflict, not a loss', async () => {
    const desk = await open();
    desk.turn.online = false;
    await submit(desk, desk.seen, { internalmessage: 'ours' });
    desk.theirs.booking.internalmessage = 'theirs';
    desk.turn.online = true;
    await desk.clock.advance(60_000);
    expect(await desk.watch.deliverEdits()).toBeNull();
    expect(desk.edit()).toMatchObject({ state: 'conflict', conflicts: [{ theirs: 'theirs', ours: 'ours' }] });
    expect(desk.theirs.booking.internalmessage).toBe('theirs');
  });

  it('changes survive a crash, also one that was being sent, and are looked up before they are sent', async () => {
    const path = join(temporaryFolder(), 'outbox.sqlite');
    const brp = await startBrp();
    const [first, second] = brp.bookings.filter(({ customer, isAnonymous }) => customer === 41 && !isAnonymous) as [
      PracticeBooking,
      PracticeBooking,
    ];
    const before = makeDesk({ baseUrl: brp.baseUrl, path });
    before.turn.online = false;
    const { id } = await submit(before, structuredClone(first.booking), { internalmessage: 'one' });
    await submit(before, structuredClone(second.booking), { internalmessage: 'two' });
    before.verbs.hurryEdits(NOW);
    before.verbs.beginEdit(id, NOW);
    first.booking.internalmessage = 'one';
    await before.crash();

    const after = makeDesk({ baseUrl: brp.baseUrl, path, clock: handClock(NOW + 60_000), automatic: true });
    await expect.poll(() => after.lists.edits().map(({ state }) => state)).toEqual(['kept', 'kept']);
    expect(brp.requests.filter(({ kind }) => kind === 'modify').map(({ body }) => JSON.parse(body))).toEqual([
      { id: second.booking.id, internalmessage: 'two' },
    ]);
    expect(second.booking.internalmessage).toBe('two');
  });

  it.each([
    ['busy', { kind: 'page', page: 'nginx-429', retryAfter: '600' }, { kind: 'busy' }, 600_000],
    ['broken', { kind: 'page', page: 'nginx-502' }, { kind: 'gateway' }, 2000],
    ['cutting connections', { kind: 'reset' }, { kind: 'cut-off' }, 2000],
  ] as const)('a change waits while BRP is %s, as long as it should', async (_, fault, failure, waitMs) => {
    const desk = await open({}, { automatic: true });
    desk.watch.show(null);
    desk.brp.knobs.faults = [{ fault }];
    expect(await submit(desk, desk.seen, { internalmessage: 'later' })).toMatchObject({
      state: 'queued',
      failure,
      dueAt: desk.clock.now() + waitMs,
    });
    desk.brp.knobs.faults = [];
    const asked = desk.brp.requests.length;
    await desk.clock.advance(waitMs - 1);
    expect(desk.brp.requests.length).toBe(asked);
    await desk.clock.advance(1);
    await expect.poll(() => desk.edit().state).toBe('kept');
    expect(desk.theirs.booking.internalmessage).toBe('later');
  });

  it('a change that was made although its answer was lost is read back, not sent twice', async () => {
    const desk = await open();
    desk.brp.knobs.faults = [{ fault: { kind: 'reset', processed: true }, on: 'modify', times: 1 }];
    expect(await submit(desk, desk.seen, { internalmessage: 'once' })).toMatchObject({ state: 'kept' });
    expect(kinds(desk.brp)).toEqual(['list', 'modify', 'list']);
  });

  it('a change whose answer is lost is looked up again before it is sent again', async () => {
    const desk = await open();
    // The first look succeeds; the answer to the change is lost, and the look after it meets a broken server.
    desk.brp.knobs.faults = [
      { fault: { kind: 'reset', processed: true }, on: 'modify', times: 1 },
      { fault: { kind: 'delay', ms: 0 }, on: 'list', times: 1 },
      { fault: { kind: 'page', page: 'nginx-502' }, on: 'list', times: 1 },
    ];
    expect(await submit(desk, desk.seen, { internalmessage: 'maybe' })).toMatchObject({
      state: 'queued',
      failure: { kind: 'cut-off' },
    });
    await desk.clock.advance(60_000);
    desk.brp.requests.length = 0;
    expect(await desk.watch.deliverEdits()).toBeNull();
    expect(kinds(desk.brp)).toEqual(['list']);
    expect(desk.edit().state).toBe('kept');
  });

  it('a refused password stops everything at once, until a person has acted', async () => {
    const desk = await open({}, { automatic: true });
    desk.watch.show(null);
    desk.turn.access = { ...desk.turn.access, account: { username: 'practice', password: 'changed' } };
    const others = desk.brp.bookings.filter((one) => one.customer === 41 && !one.isAnonymous && one !== desk.theirs).slice(0, 3);
    expect(await submit(desk, desk.seen, { internalmessage: 'a' })).toMatchObject({
      state: 'queued',
      failure: { kind: 'credentials-refused' },
      dueAt: null,
    });
    desk.turn.online = false;
    for (const { booking } of others) await submit(desk, structuredClone(booking), { internalmessage: 'b' });
    desk.turn.online = true;
    const asked = desk.brp.requests.length;
    await desk.clock.advance(60_000);
    await expect.poll(() => desk.brp.requests.length).toBe(asked + 1);
    await desk.clock.advance(12 * 3_600_000);
    expect(desk.brp.requests.length, 'one refused login, never a second').toBe(asked + 1);
    expect(desk.watch.status().editTrouble).toEqual({ kind: 'credentials-refused' });
    desk.turn.access = { ...desk.turn.access, account: { username: 'practice', password: 'practice-password' } };
    await desk.watch.unblock();
    await expect.poll(() => desk.watch.status().edits).toMatchObject({ queued: 0, sending: 0, kept: 4 });
  });

  it('a key that may not write keeps its changes and says so', async () => {
    const desk = await open();
    desk.brp.knobs.keysAreReadOnly = true;
    const edit = await submit(desk, desk.seen, { internalmessage: 'x' });
    expect(edit).toMatchObject({ state: 'queued', dueAt: null, failure: { kind: 'brp-refused', status: 403, code: '1003' } });
    expect(brpWording(edit.failure as never).todo).toMatch(/looks after BRP/);
  });

  it('a change that never gets through waits for a person in the end, who can send it again', async () => {
    const desk = await open();
    desk.brp.knobs.faults = [{ fault: { kind: 'page', page: 'nginx-502' } }];
    await submit(desk, desk.seen, { internalmessage: 'x' });
    for (let n = 2; n <= 30; n += 1) {
      desk.verbs.hurryEdits(desk.clock.now());
      await desk.watch.deliverEdits();
    }
    expect(desk.edit()).toMatchObject({ state: 'failed', attempts: 30, failure: { kind: 'gateway' } });
    desk.brp.knobs.faults = [];
    expect(valueIn(await desk.watch.retry(desk.edit().id))).toMatchObject({ state: 'kept' });
  });
});

describe('a second thought', () => {
  it('takes the place of a change that is not through', async () => {
    const desk = await open();
    desk.turn.online = false;
    await submit(desk, desk.seen, { internalmessage: 'first', externalmessage: 'kept back' });
    await submit(desk, desk.seen, { internalmessage: 'second' });
    expect(desk.lists.edits()).toHaveLength(1);
    desk.turn.online = true;
    await desk.clock.advance(60_000);
    await desk.watch.deliverEdits();
    expect(desk.theirs.booking).toMatchObject({ internalmessage: 'second', externalmessage: desk.seen.externalmessage });
  });

  it('takes the place even of one that is being sent and does not get through', async () => {
    const desk = await open();
    desk.brp.knobs.faults = [{ fault: { kind: 'reset' }, on: 'modify', times: 1 }];
    const submitting = desk.watch.submit(desk.seen, MINE, { internalmessage: 'first' });
    await until(() => desk.edit()?.state === 'sending');
    const second = await desk.watch.submit(desk.seen, MINE, { internalmessage: 'second' });
    const first = await submitting;
    expect(failureIn(first)).toEqual({ kind: 'gone', what: 'change' });
    expect(valueIn(second)).toMatchObject({ state: 'kept' });
    expect(desk.lists.edits()).toHaveLength(1);
  });

  it('is the one that counts after a crash in the middle of the first', async () => {
    const path = join(temporaryFolder(), 'outbox.sqlite');
    const brp = await startBrp();
    const theirs = kept(brp);
    const seen = structuredClone(theirs.booking);
    const before = makeDesk({ baseUrl: brp.baseUrl, path });
    const first = before.verbs.addEdit(seen, MINE, { internalmessage: 'first' }, NOW);
    before.verbs.beginEdit(first, NOW);
    before.verbs.addEdit(seen, MINE, { internalmessage: 'second' }, NOW);
    await before.crash();
    const after = makeDesk({ baseUrl: brp.baseUrl, path, clock: handClock(NOW + 60_000), automatic: true });
    await expect.poll(() => after.lists.edits().map(({ state }) => state)).toEqual(['kept']);
    expect(theirs.booking.internalmessage).toBe('second');
  });

  it('can be to take it back', async () => {
    const desk = await open();
    desk.turn.online = false;
    const { id } = await submit(desk, desk.seen, { internalmessage: 'first' });
    expect(valueIn(await desk.watch.drop(id))).toBe(true);
    expect(desk.lists.edits()).toEqual([]);
    desk.turn.online = true;
    expect(await desk.watch.deliverEdits()).toBeNull();
    expect(desk.brp.requests).toEqual([]);
  });
});

describe('the database of the changes', () => {
  it('forgets settled ones after a while, and nothing else', async () => {
    const desk = await open();
    await submit(desk, desk.seen, { internalmessage: 'x' });
    desk.turn.online = false;
    await submit(desk, structuredClone(kept(desk.brp).booking), { externalmessage: 'y' });
    desk.verbs.forgetEdits(desk.clock.now() + 1);
    expect(desk.lists.edits()).toMatchObject([{ state: 'queued' }]);
  });

  it('takes a due moment that only a wrong clock can have written for now', async () => {
    const desk = await open();
    desk.turn.online = false;
    const { id } = await submit(desk, desk.seen, { internalmessage: 'x' });
    desk.verbs.settleEdit(
      id,
      { state: 'queued', failure: null, conflicts: [], kept: [], notKept: [], dueAt: desk.clock.now() + 1e12 },
      desk.clock.now(),
    );
    desk.turn.online = true;
    await desk.watch.deliverEdits();
    expect(desk.edit().state).toBe('kept');
  });
});

describe('the end of the program', () => {
  it('does not wait for a slow BRP, and the change under way is looked up by the next run', async () => {
    const path = join(temporaryFolder(), 'outbox.sqlite');
    const brp = await startBrp();
    brp.knobs.faults = [{ fault: { kind: 'delay', ms: 3_600_000 }, on: 'modify', times: 1 }];
    const theirs = kept(brp);
    const before = makeDesk({ baseUrl: brp.baseUrl, path, connect: (url) => connect(url) });
    const submitting = before.watch.submit(structuredClone(theirs.booking), MINE, { internalmessage: 'slow' });
    await expect.poll(() => brp.requests.some(({ kind }) => kind === 'modify')).toBe(true);
    await before.watch.stop();
    expect(valueIn(await submitting)).toMatchObject({ state: 'queued', failure: { kind: 'cut-off' } });
    await before.crash();
    const after = makeDesk({ baseUrl: brp.baseUrl, path, clock: handClock(NOW + 600_000), automatic: true });
    await expect.poll(() => after.edit().state).toBe('kept');
    expect(brp.requests.filter(({ kind }) => kind === 'modify')).toHaveLength(1);
  });
});

describe('a change for another BRP', () => {
  it('goes to no other one than its booking came from, whoever presses what', async () => {
    const desk = await open();
    desk.turn.online = false;
    await submit(desk, desk.seen, { internalmessage: 'For the first BRP' });
    const second = await startBrp();
    desk.turn.settings = { ...desk.turn.settings, baseUrl: second.baseUrl };
    desk.turn.online = true;
    await desk.watch.deliverEdits();
    await desk.watch.retry(desk.edit().id);
    expect(desk.edit()).toMatchObject({ state: 'failed', failure: { kind: 'other-brp' } });
    expect(second.requests).toEqual([]);
    desk.turn.settings = { ...desk.turn.settings, baseUrl: desk.brp.baseUrl };
    expect(valueIn(await desk.watch.retry(desk.edit().id)).state).toBe('kept');
  });
});
