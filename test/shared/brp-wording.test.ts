// Failures on the way to BRP and changes to bookings in a coordinator's words; settings that cannot leak; values that fit their schemas.
import { describe, expect, it } from 'vitest';
import { BookingEdit, EDIT_FIELDS } from '../../shared/booking-edit.ts';
import { BrpSettings, defaultBrpSettings } from '../../shared/booking-settings.ts';
import { BookingStatus } from '../../shared/booking-status.ts';
import { brpWording, editFieldName, editWording } from '../../shared/brp-wording.ts';
import type { Failure } from '../../shared/failure.ts';
import { BookingChoices, BookingOutline, BookingRow } from '../../shared/service-booking.ts';
import { addDays } from '../../shared/stockholm-time.ts';
import { filter, makeDesk, startBrp, TODAY, valueIn } from '../support/make-bookings.ts';

// Everything that can happen between us and BRP.
const FAILURES: readonly Failure[] = [
  { kind: 'offline' },
  { kind: 'unreachable', host: 'example.brpsystems.com', why: 'name' },
  { kind: 'tls-refused', host: 'example.brpsystems.com', why: 'CERT_HAS_EXPIRED' },
  { kind: 'redirected', status: 302, to: 'login.example' },
  { kind: 'busy', status: 429, retryAfterMs: 90_000 },
  { kind: 'busy', status: 503 },
  { kind: 'forbidden', status: 403 },
  { kind: 'credentials-missing' },
  { kind: 'credentials-refused' },
  { kind: 'keychain-failed', words: 'locked' },
  { kind: 'wrong-server', status: 200 },
  { kind: 'timed-out', afterMs: 30_000 },
  { kind: 'cut-off' },
  { kind: 'gateway', status: 500 },
  { kind: 'answer-too-large', maxBytes: 5_242_880 },
  { kind: 'answer-unusable', why: 'its XML is broken' },
  { kind: 'brp-refused', status: 400, code: '1001', words: 'Invalid parameter, firstname' },
  { kind: 'brp-refused', status: 401, code: '', words: '' },
  { kind: 'brp-refused', status: 403, code: '1003', words: 'Not allowed' },
  { kind: 'gone', what: 'booking' },
  { kind: 'input-refused', why: 'a level 3 key needs a person ID under Settings' },
  { kind: 'storage-full' },
];
const FORBIDDEN = /\b(jobs?|payloads?|tokens?|exceptions?|json|http|null|undefined|nan)\b|\[object|BasicPSF/i;

function expectPlain(text: string): void {
  expect(text).toMatch(/^["\p{L}\d].*\.$/u);
  expect(text).not.toMatch(/\.\.|\s{2}|\s\./);
  expect(text).not.toMatch(FORBIDDEN);
}

describe('words', () => {
  it.each(FAILURES)('say what happened with BRP and what to do: $kind $status', (failure) => {
    const { what, todo } = brpWording(failure);
    expectPlain(what);
    expectPlain(todo);
  });

  it("name BRP's code, its words and its patience", () => {
    expect(brpWording({ kind: 'brp-refused', status: 400, code: '1001', words: 'Invalid parameter, firstname' }).what).toBe(
      'BRP refused what we asked (code 1001): "Invalid parameter, firstname".',
    );
    expect(brpWording({ kind: 'brp-refused', status: 401, code: '', words: '' }).what).toContain('status 401');
    expect(brpWording({ kind: 'busy', status: 429, retryAfterMs: 90_000 }).what).toBe(
      'BRP is busy (status 429) and asks us to wait 90 seconds.',
    );
  });

  it('call every field by a name of its own', () => {
    expect(new Set(EDIT_FIELDS.map(editFieldName)).size).toBe(EDIT_FIELDS.length);
  });

  it('say where a change stands, for every reason that it waits or fails', async () => {
    const desk = makeDesk({ baseUrl: (await startBrp()).baseUrl });
    valueIn(await desk.watch.refresh(filter()));
    const seen = desk.lists.page(filter(), 0, 1)[0] as BookingRow;
    const edit = valueIn(await desk.watch.submit(seen.booking, { mode: 'mine' }, { internalmessage: 'x' }));
    for (const state of ['queued', 'sending', 'failed'] as const)
      for (const failure of FAILURES) expectPlain(editWording({ ...edit, state, failure, notKept: ['internalmessage'] }).what);
    expectPlain(editWording({ ...edit, state: 'kept', kept: [] }).what);
  });
});

describe('values', () => {
  it('that leave the app fit what it promises', async () => {
    const desk = makeDesk({ baseUrl: (await startBrp()).baseUrl });
    const window = filter(TODAY, addDays(TODAY, 6));
    valueIn(await desk.watch.refresh(window));
    const rows = desk.lists.page(window, 0, 100);
    valueIn(await desk.watch.submit((rows[0] as BookingRow).booking, { mode: 'mine' }, { externalmessage: 'x' }));
    for (const row of rows) expect(BookingRow.parse(row)).toEqual(row);
    for (const edit of desk.lists.edits()) expect(BookingEdit.parse(edit)).toEqual(edit);
    for (const [schema, value] of [
      [BookingOutline, desk.lists.outline(window)],
      [BookingChoices, desk.lists.choices()],
      [BookingStatus, desk.watch.status()],
    ] as const)
      expect(schema.parse(value)).toEqual(value);
  });
});

describe('settings', () => {
  it('begin empty, with XML and a refresh every five minutes', () => {
    expect(defaultBrpSettings()).toEqual({
      baseUrl: '',
      level: 2,
      personid: null,
      personidWithResource: true,
      format: 'xml',
      facilities: [],
      refreshMinutes: 5,
    });
  });

  it.each([
    'https://example.brpsystems.com/brponline/api/ver2',
    'https://bokning.example.se/grails/api/ver2/',
    ' https://ssl1.brpsystems.se/examplegog/api/ver2 ',
    'http://127.0.0.1:8080/api',
    'http://localhost/api',
    'http://[::1]:8080',
    '',
  ])('take the address %j', (baseUrl) => {
    expect(BrpSettings.parse({ baseUrl }).baseUrl).toBe(baseUrl.trim());
  });

  it.each([
    'http://brp3.example.se/brponline/api/ver2',
    'https://user:word@example.se/api',
    'https://example.se/api?apikey=x',
    'https://example.se/api#x',
    'https://example.se/api?',
    'ftp://example.se',
    'example.se/api',
  ])('refuse the address %j', (baseUrl) => {
    expect(BrpSettings.safeParse({ baseUrl }).success).toBe(false);
  });

  it('refuse a level that there is not, and a refresh that would never rest', () => {
    for (const wrong of [
      { level: 0 },
      { level: 4 },
      { refreshMinutes: 0 },
      { refreshMinutes: 2000 },
      { format: 'csv' },
      { personid: 0 },
    ])
      expect(BrpSettings.safeParse(wrong).success).toBe(false);
  });
});
