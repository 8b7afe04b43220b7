// Every failure, state and problem has words that a coordinator understands.
import { describe, expect, it } from 'vitest';
import { problemSentence } from '../../shared/cell-words.ts';
import { Failure, type FailureKind } from '../../shared/failure.ts';
import { ERROR_RULES, WARNING_RULES } from '../../shared/import.ts';
import { ITEM_STATES, type ItemState } from '../../shared/outbox-item.ts';
import { ENVIRONMENTS } from '../../shared/settings.ts';
import { environmentName, groupSentence, stateWord, wording } from '../../shared/wording.ts';

// One failure of every kind; the compiler asks for a new line when a kind is added.
const EVERY_FAILURE: { [K in FailureKind]: Extract<Failure, { kind: K }> } = {
  offline: { kind: 'offline' },
  unreachable: { kind: 'unreachable', host: 'pps.basicpsf.com', why: 'name' },
  'tls-refused': { kind: 'tls-refused', host: 'pps.basicpsf.com', why: 'CERT_HAS_EXPIRED' },
  redirected: { kind: 'redirected', status: 302, to: 'https://login.example/' },
  'url-too-long': { kind: 'url-too-long', status: 414, urlBytes: 8200 },
  'row-too-long': { kind: 'row-too-long', urlBytes: 2100, maxUrlBytes: 1900 },
  busy: { kind: 'busy', status: 429, retryAfterMs: 300_000 },
  forbidden: { kind: 'forbidden', status: 403 },
  'turned-away': { kind: 'turned-away', status: 407, by: 'proxy' },
  'credentials-missing': { kind: 'credentials-missing' },
  'credentials-refused': { kind: 'credentials-refused' },
  'login-throttled': { kind: 'login-throttled' },
  'sign-in-failed': { kind: 'sign-in-failed', why: 'gateway', status: 502, words: '', retryAfterMs: 60_000 },
  'session-lost': { kind: 'session-lost' },
  'keychain-failed': { kind: 'keychain-failed', words: 'The keychain is locked' },
  'server-full': { kind: 'server-full', code: '812' },
  'host-not-ready': { kind: 'host-not-ready', code: '1701' },
  'database-closed': { kind: 'database-closed', code: '802' },
  'script-missing': { kind: 'script-missing', code: '104' },
  'address-refused': { kind: 'address-refused', status: 404 },
  'layout-missing': { kind: 'layout-missing' },
  'quota-exceeded': { kind: 'quota-exceeded' },
  'request-refused': { kind: 'request-refused', code: '960', words: 'Parameter is invalid' },
  'wrong-server': { kind: 'wrong-server', status: 200 },
  'timed-out': { kind: 'timed-out', afterMs: 60_000 },
  'cut-off': { kind: 'cut-off' },
  gateway: { kind: 'gateway', status: 502 },
  'session-cut': { kind: 'session-cut' },
  'answer-too-large': { kind: 'answer-too-large', maxBytes: 5_000_000 },
  'answer-unusable': { kind: 'answer-unusable', why: 'the answer ends too early' },
  'answer-missing-order': { kind: 'answer-missing-order' },
  'filemaker-error': { kind: 'filemaker-error', code: '951', words: 'Unexpected error' },
  'stopped-midway': { kind: 'stopped-midway' },
  'look-up-refused': { kind: 'look-up-refused', why: 'field-missing', field: 'InspectorName', code: '102', words: '' },
  'look-up-off': { kind: 'look-up-off' },
  'mostly-refused': { kind: 'mostly-refused' },
  'told-elsewhere': { kind: 'told-elsewhere' },
  'order-not-found': { kind: 'order-not-found', words: 'Record not found' },
  'value-refused': { kind: 'value-refused', words: 'Invalid bookingDate' },
  'order-refused': { kind: 'order-refused', words: 'Record is in use by another user' },
  'other-brp': { kind: 'other-brp', server: 'brp.example.com/brponline/api/ver2' },
  'text-unwritable': { kind: 'text-unwritable', field: 'internalmessage', why: 'a letter of it was lost' },
  'brp-refused': { kind: 'brp-refused', status: 400, code: '1001', words: 'Invalid parameter, firstname' },
  'storage-full': { kind: 'storage-full' },
  'storage-read-only': { kind: 'storage-read-only', path: '/office/home' },
  'storage-damaged': { kind: 'storage-damaged', keptAs: 'outbox.damaged.sqlite', backupAt: null },
  'storage-missing': { kind: 'storage-missing', path: 'D:\\courier\\outbox.sqlite', backupAt: null },
  'settings-unreadable': {
    kind: 'settings-unreadable',
    path: 'D:\\courier\\settings',
    line: 3,
    column: 12,
    why: 'a comma was expected here',
    stands: 'last-good',
  },
  'settings-invalid': { kind: 'settings-invalid', path: 'D:\\courier\\settings', names: ['baseUrl'], stops: true },
  'variable-refused': { kind: 'variable-refused', name: 'NODE_TLS_REJECT_UNAUTHORIZED', what: 'certificates' },
  'practice-unsaid': { kind: 'practice-unsaid' },
  'production-unsaid': { kind: 'production-unsaid' },
  'restored-from-backup': { kind: 'restored-from-backup' },
  'storage-newer': { kind: 'storage-newer', found: 9, known: 4 },
  'storage-failed': { kind: 'storage-failed', words: 'disk I/O error' },
  'home-in-use': { kind: 'home-in-use', path: '/office/home' },
  'file-unreadable': { kind: 'file-unreadable', name: 'april.csv', why: 'locked' },
  'file-empty': { kind: 'file-empty', name: 'april.csv' },
  'file-too-large': { kind: 'file-too-large', name: 'april.csv', bytes: 2_000_000_000, maxBytes: 500_000_000 },
  'not-csv': { kind: 'not-csv', name: 'april.xls', looksLike: 'xls' },
  'workbook-unreadable': { kind: 'workbook-unreadable', name: 'april.xlsx', why: 'damaged' },
  'not-meant': { kind: 'not-meant', name: '~$april.xlsx', what: 'owner-file' },
  'encoding-unknown': { kind: 'encoding-unknown', name: 'april.csv', line: 17 },
  'columns-missing': { kind: 'columns-missing', name: 'april.csv', missing: ['inspectorName'], found: ['Order', 'Date'] },
  'record-too-long': { kind: 'record-too-long', name: 'april.csv', line: 17 },
  'import-cancelled': { kind: 'import-cancelled', name: 'april.csv' },
  'theirs-undecided': { kind: 'theirs-undecided', name: 'april.csv', count: 3 },
  'reading-unsure': { kind: 'reading-unsure', name: 'april.csv', asks: ['encoding', 'dates'] },
  'repairs-at-stake': { kind: 'repairs-at-stake', name: 'april.csv', count: 3 },
  'folder-empty': { kind: 'folder-empty', name: 'april' },
  'too-many-files': { kind: 'too-many-files', name: 'april', count: 412, maxCount: 200 },
  'too-late': { kind: 'too-late' },
  'order-told': {
    kind: 'order-told',
    seq: 1,
    internalOrderRef: 'ORD-1',
    isDelivered: true,
    told: 'Booked 2025-04-28, Zhang Wei',
    wanted: 'Unavailable',
    others: 11,
  },
  gone: { kind: 'gone', what: 'result' },
  'input-refused': { kind: 'input-refused', why: 'the word does not match' },
  'result-invalid': { kind: 'result-invalid', field: 'bookingDate', why: 'it is not a day in the calendar' },
  unexpected: { kind: 'unexpected', words: 'Something broke' },
};
const KINDS = Object.keys(EVERY_FAILURE) as FailureKind[];

// The facts of each kind that its sentence must name, as they are read.
const NAMED: Partial<Record<FailureKind, readonly string[]>> = {
  unreachable: ['pps.basicpsf.com', 'does not know the name'],
  'tls-refused': ['pps.basicpsf.com', 'has expired'],
  redirected: ['302', 'https://login.example/'],
  'url-too-long': ['414', '8200'],
  'row-too-long': ['2100', '1900'],
  busy: ['429', '5 minutes'],
  forbidden: ['403'],
  'turned-away': ['proxy', '407'],
  'sign-in-failed': ['sign-in', '502', '60 seconds', 'nothing was sent'],
  'host-not-ready': ['1701'],
  'address-refused': ['404', 'name', 'length'],
  'keychain-failed': ['The keychain is locked'],
  'server-full': ['812'],
  'database-closed': ['802'],
  'script-missing': ['104', 'CLIV Booking Results Batch'],
  'layout-missing': ['QC_Booking'],
  'request-refused': ['960', 'Parameter is invalid'],
  'wrong-server': ['200'],
  'timed-out': ['60 seconds'],
  gateway: ['502'],
  'answer-too-large': ['5 MB'],
  'answer-unusable': ['the answer ends too early'],
  'filemaker-error': ['951', 'Unexpected error'],
  'order-not-found': ['Record not found'],
  'value-refused': ['Invalid bookingDate'],
  'order-refused': ['Record is in use by another user'],
  'other-brp': ['brp.example.com/brponline/api/ver2'],
  'text-unwritable': ['a letter of it was lost'],
  'brp-refused': ['1001', 'Invalid parameter, firstname'],
  'storage-read-only': ['/office/home'],
  'storage-damaged': ['outbox.damaged.sqlite'],
  'storage-missing': ['outbox.sqlite'],
  'settings-unreadable': ['settings', 'line 3', 'column 12', 'a comma was expected here', 'the last settings'],
  'settings-invalid': ['settings', 'baseUrl', 'nothing is sent'],
  'variable-refused': ['NODE_TLS_REJECT_UNAUTHORIZED'],
  'storage-newer': ['9', '4'],
  'storage-failed': ['disk I/O error'],
  'home-in-use': ['/office/home'],
  'file-unreadable': ['april.csv', 'another program has it open'],
  'file-empty': ['april.csv'],
  'file-too-large': ['april.csv', '2000 MB', '500 MB'],
  'not-csv': ['april.xls', 'old Excel format'],
  'workbook-unreadable': ['april.xlsx', 'damaged'],
  'not-meant': ['~$april.xlsx', 'open'],
  'encoding-unknown': ['april.csv', '17'],
  'columns-missing': ['april.csv', 'inspectorName', 'Order', 'Date'],
  'record-too-long': ['april.csv', '17'],
  'import-cancelled': ['april.csv'],
  'order-told': ['ORD-1', 'Booked 2025-04-28, Zhang Wei', 'Unavailable', '11 other orders'],
  gone: ['result'],
  'input-refused': ['the word does not match'],
  'result-invalid': ['date', 'it is not a day in the calendar'],
  unexpected: ['Something broke'],
  'theirs-undecided': ['april.csv', '3 orders'],
  'reading-unsure': ['april.csv', 'encodings', 'month-day'],
  'repairs-at-stake': ['april.csv', '3 repaired rows'],
  'too-many-files': ['april', '412', '200'],
};

const FORBIDDEN = /\b(jobs?|payloads?|tokens?|exceptions?|scripts?|sessions?|json|http|null|undefined|nan)\b|\[object/i;

/** Whether a text is made of whole sentences in words that may be shown. The IT support must know one script by name. */
function expectPlain(text: string): void {
  expect(text).toMatch(/^["\p{L}\d].*\.$/u);
  expect(text).not.toMatch(/\.\.|\s{2}|\s\./);
  expect(text.replaceAll(/(BasicPSF )?(the )?script "CLIV Booking Results Batch"/g, '')).not.toMatch(FORBIDDEN);
}

describe('failures', () => {
  it('knows every kind there is', () => {
    expect(KINDS.toSorted()).toEqual(Failure.options.map((option) => option.shape.kind.value).toSorted());
  });

  it.each(KINDS)('says in whole, plain sentences what happened and what to do: %s', (kind) => {
    const { what, todo } = wording(EVERY_FAILURE[kind]);
    expectPlain(what);
    if (kind === 'import-cancelled') expect(todo).toBe('');
    else expectPlain(todo);
    for (const fact of NAMED[kind] ?? []) expect(what).toContain(fact);
  });

  it('has a reason for every way not to reach the server, and every way not to read a file', () => {
    for (const why of ['name', 'refused', 'no-route', 'connect-timeout', 'reset'] as const)
      expectPlain(wording({ kind: 'unreachable', host: 'pps.basicpsf.com', why }).what);
    for (const why of ['missing', 'locked', 'denied', 'folder', 'changed', 'failed'] as const)
      expectPlain(wording({ kind: 'file-unreadable', name: 'april.csv', why }).what);
    for (const looksLike of ['xls', 'encrypted', 'html', 'pdf', 'zip', 'binary'] as const)
      expectPlain(wording({ kind: 'not-csv', name: 'april', looksLike }).what);
    for (const why of ['damaged', 'no-sheet', 'too-large', 'too-many-rows'] as const)
      expectPlain(wording({ kind: 'workbook-unreadable', name: 'april', why }).what);
    for (const what of ['owner-file', 'unfinished', 'shortcut', 'system-file'] as const)
      expectPlain(wording({ kind: 'not-meant', name: 'april', what }).what);
  });

  it.each([
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'issuer that this computer does not know'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'issuer that this computer does not know'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'issuer that this computer does not know'],
    ['CERT_HAS_EXPIRED', 'has expired'],
    ['CERT_NOT_YET_VALID', 'not valid yet'],
    ['CERT_REVOKED', 'revoked'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'another host name'],
    ['EPROTO', 'secure protocol'],
  ])('says in words what is wrong with a secure connection, not %s', (why, words) => {
    const { what } = wording({ kind: 'tls-refused', host: 'pps.basicpsf.com', why });
    expect(what).toContain(words);
    expect(what).not.toContain(why);
    expectPlain(what);
  });

  it('tells a cap as it is, and never "possibly sent" of a sign-in', () => {
    expect(wording({ kind: 'answer-too-large', maxBytes: 5 * 1024 * 1024 }).what).toContain('5 MB');
    for (const why of ['timed-out', 'cut-off', 'gateway', 'answer-too-large', 'answer-unusable', 'filemaker-error'] as const) {
      const { what, todo } = wording({ kind: 'sign-in-failed', why, words: '' });
      expect(`${what} ${todo}`).toContain('nothing was sent');
      expect(`${what} ${todo}`).not.toMatch(/possibly|may have/);
    }
  });

  it("calls a proxy's refusal the proxy's, whatever its status", () => {
    for (const status of [0, 401, 403, 407, 502]) {
      const { what } = wording({ kind: 'turned-away', status, by: 'proxy' });
      expect(what).toMatch(/^A proxy on the way/);
      expectPlain(what);
    }
    expectPlain(wording({ kind: 'turned-away', status: 403, by: 'server' }).what);
  });

  it('leaves out what the server did not say', () => {
    expect(wording({ kind: 'order-refused', words: '' }).what).toBe('BasicPSF refused the result.');
    expect(wording({ kind: 'busy', status: 429 }).what).toBe('BasicPSF is busy (status 429).');
    expectPlain(
      wording({ kind: 'columns-missing', name: 'april.csv', missing: ['bookingDate', 'inspectorName'], found: [] }).what,
    );
  });

  it("keeps somebody else's words on one line and short", () => {
    const { what } = wording({ kind: 'order-refused', words: `first\r\nsecond ${'x'.repeat(500)}` });
    expect(what).toContain('"first second x');
    expect(what).not.toMatch(/\p{Cc}/u);
    expect([...what].length).toBeLessThan(160);
  });

  it('counts time in the unit that a person would use', () => {
    const busy = (retryAfterMs: number) => wording({ kind: 'busy', status: 503, retryAfterMs }).what;
    expect(busy(1000)).toContain('1 second.');
    expect(busy(90_000)).toContain('90 seconds.');
    expect(busy(150_000)).toContain('3 minutes.');
    expect(busy(6 * 3_600_000)).toContain('6 hours.');
  });
});

describe('a lost outbox', () => {
  it('is told to be restored only where there is a backup', () => {
    const lost = { kind: 'storage-damaged', keptAs: 'outbox.damaged.sqlite' } as const;
    expect(wording({ ...lost, backupAt: null }).todo).toBe(
      'There is no backup to restore: go on without it, and import the latest files again.',
    );
    expect(wording({ ...lost, backupAt: 1 }).todo).toMatch(/^Restore the newest backup/);
  });
});

describe('states and environments', () => {
  it('has a word of its own for every state', () => {
    const words = ITEM_STATES.map(stateWord);
    expect(new Set(words).size).toBe(ITEM_STATES.length);
    expect(stateWord('unconfirmed')).toBe('Possibly sent');
    expect(stateWord('parked')).toBe('Stopped');
  });

  it('names the environments', () => {
    expect(ENVIRONMENTS.map(environmentName)).toEqual(['Practice', 'Test', 'Production']);
  });
});

describe('groups', () => {
  function sentence(state: ItemState, cause: string, count: number, words = '') {
    return groupSentence({ state, cause, count, sample: { internalOrderRef: 'ORD-2025-00123', words } });
  }

  it('names the order of a single result and counts several', () => {
    expect(sentence('refused', 'order-not-found', 1).what).toBe('BasicPSF does not know order ORD-2025-00123.');
    expect(sentence('refused', 'order-not-found', 14).what).toBe('BasicPSF does not know 14 orders.');
    expect(sentence('waiting', 'offline', 1).what).toBe(
      'The result of order ORD-2025-00123 is waiting because this computer has no network.',
    );
    expect(sentence('waiting', 'offline', 14).what).toBe('14 results are waiting because this computer has no network.');
  });

  it("quotes the server's words, as an example when there are several", () => {
    const words = 'Record is in use by another user';
    expect(sentence('refused', 'order-refused', 1, words).what).toBe(
      'BasicPSF refused the result of order ORD-2025-00123: "Record is in use by another user".',
    );
    expect(sentence('refused', 'order-refused', 3, words).what).toBe(
      'BasicPSF refused the results of 3 orders, for example: "Record is in use by another user".',
    );
  });

  it('says whether the program tries an unknown order again or a person should', () => {
    expect(sentence('waiting', 'order-not-found', 1).todo).toContain('we try again by ourselves');
    expect(sentence('refused', 'order-not-found', 1).todo).toContain('retry once they know it');
  });

  it('never says that there is nothing to do about a parked result', () => {
    for (const kind of KINDS) expect(sentence('parked', kind, 2).todo).not.toMatch(/nothing to do|^$/i);
    expect(sentence('parked', 'credentials-refused', 2).todo).toContain('password');
    expect(sentence('parked', 'restored-from-backup', 2).todo).toContain('Compare with BasicPSF');
  });

  it('makes plain sentences of every state, cause and number', () => {
    for (const state of ITEM_STATES)
      for (const cause of [...KINDS, '', 'a-cause-of-another-version'])
        for (const count of [1, 2, 14_000]) {
          const { what, todo } = sentence(state, cause, count);
          expectPlain(what);
          expect(what).toContain(count === 1 ? 'ORD-2025-00123' : String(count));
          if (todo !== '') expectPlain(todo);
        }
  });
});

describe('problems of a cell', () => {
  const problem = { found: '' };

  it('says what was found and what is expected', () => {
    expect(problemSentence({ ...problem, field: 'bookingResult', rule: 'word', found: 'booked' })).toBe(
      '"booked" must be exactly "Booked" or "Unavailable".',
    );
    expect(problemSentence({ ...problem, field: 'bookingDate', rule: 'date', found: '2025-02-30' })).toBe(
      '"2025-02-30" is not a day in the calendar.',
    );
    expect(problemSentence({ ...problem, field: 'bookingDate', rule: 'date', found: '28/04/2025' })).toBe(
      '"28/04/2025" must be written year-month-day, such as 2025-04-28.',
    );
    expect(problemSentence({ ...problem, field: 'inspectorName', rule: 'too-long', found: 'x'.repeat(300) })).toContain('200');
    expect(problemSentence({ ...problem, field: 'bookingDate', rule: 'cleared', found: '2025-04-28' })).toBe(
      '"2025-04-28" was removed, because a result "Unavailable" has no date.',
    );
  });

  it('has a plain sentence for every field and rule', () => {
    for (const field of ['internalOrderRef', 'bookingResult', 'bookingDate', 'inspectorName'] as const)
      for (const rule of [...ERROR_RULES, ...WARNING_RULES]) expectPlain(problemSentence({ field, rule, found: 'a\tb' }));
    expect(problemSentence({ ...problem, field: 'internalOrderRef', rule: 'required' })).toBe('The order reference is missing.');
  });
});
