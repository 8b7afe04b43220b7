// What an answer of BasicPSF means: every recorded or derived answer in the fixtures, and what the script's own words say of each order.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../../main/base/http.ts';
import { answerFrom, type CallKind, verdictsFrom } from '../../main/push/reply.ts';
import { nextStep, type Reach, reach } from '../../shared/consequence.ts';
import type { FailureKind } from '../../shared/failure.ts';
import { fixture } from '../support/practice-client.ts';

const NOW = Date.UTC(2025, 3, 28, 14);
const LONG_URL = 1900;
const SHORT_URL = 400;

function answerOf(name: string): HttpAnswer {
  const { status, headers, body } = fixture(name);
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([key, value]) => [key.toLowerCase(), value])),
    text: body,
  };
}

function html(status: number, headers: Record<string, string> = {}): HttpAnswer {
  return { status, headers, text: '<html><body>An error page</body></html>' };
}

function fileMaker(status: number, code: string | number, message = 'Words'): HttpAnswer {
  return { status, headers: {}, text: JSON.stringify({ messages: [{ code, message }], response: {} }) };
}

/** What a call with this answer comes to: its failure, or 'ok'; a script call is read down to its verdicts. */
function meaning(call: CallKind, answer: HttpAnswer, urlBytes = LONG_URL): FailureKind | 'ok' {
  const read = answerFrom(call, answer, urlBytes, NOW);
  if (!read.ok) return read.failure.kind;
  if (call !== 'script') return 'ok';
  const verdicts = verdictsFrom(read.value, ['ORD-1']);
  return verdicts.ok ? 'ok' : verdicts.failure.kind;
}

type Meaning = readonly [call: CallKind, kind: FailureKind | 'ok', reach: Reach | null];

// As the note of each fixture says. The same answer may mean another thing to another call.
const MEANINGS: Readonly<Record<string, readonly Meaning[]>> = {
  '01-login-200': [['login', 'ok', null]],
  '02-login-200-vendor-with-header': [['login', 'ok', null]],
  '03-login-401-no-auth-header': [['login', 'request-refused', 'unsent']],
  '04-login-401-bad-credentials': [['login', 'credentials-refused', 'unsent']],
  '05-token-401-952': [
    ['script', 'session-lost', 'unsent'],
    ['logout', 'session-lost', 'unsent'],
  ],
  '06-no-bearer-10': [['script', 'request-refused', 'unsent']],
  '07-logout-200': [['logout', 'ok', null]],
  '08-run-script-200-result': [['script', 'answer-unusable', 'unknown']],
  '09-run-script-200-no-result': [['script', 'answer-unusable', 'unknown']],
  '10-run-script-200-scriptError-nonzero': [['script', 'answer-unusable', 'unknown']],
  '11-layout-missing-500-105': [['script', 'layout-missing', 'unsent']],
  '12-script-missing-500-104': [['script', 'script-missing', 'unsent']],
  '13-window-missing-500-112': [['script', 'session-cut', 'unknown']],
  '14-host-capacity-812': [['login', 'server-full', 'unsent']],
  '15-find-none-500-401': [['script', 'filemaker-error', 'unknown']],
  '16-validate-session-200': [['logout', 'ok', null]],
  '17-product-info-200': [['logout', 'ok', null]],
  '18-records-200-real-query': [['script', 'answer-unusable', 'unknown']],
  '19-bad-upload-960': [['script', 'request-refused', 'unsent']],
  '20-nginx-414': [
    ['script', 'url-too-long', 'unsent'],
    ['login', 'wrong-server', 'unsent'],
  ],
  '21-apache-414': [['script', 'url-too-long', 'unsent']],
  '22-node-431': [['script', 'url-too-long', 'unsent']],
  '23-nginx-502-backend-down': [
    ['script', 'gateway', 'unknown'],
    ['login', 'gateway', 'unknown'],
  ],
  '24-nginx-504-backend-slow': [['script', 'gateway', 'unknown']],
  '25-apache-503-backend-down': [['script', 'gateway', 'unknown']],
  '26-apache-502-backend-slow': [['script', 'gateway', 'unknown']],
  '27-iis-404.15-detailed-text': [
    ['script', 'url-too-long', 'unsent'],
    ['login', 'wrong-server', 'unsent'],
    ['logout', 'wrong-server', 'unsent'],
  ],
};

describe('the answers in the fixtures', () => {
  it('are all in the table', () => {
    const names = readdirSync(new URL('../fixtures/filemaker', import.meta.url))
      .filter((name) => /^\d.*\.json$/.test(name))
      .map((name) => name.replace(/\.json$/, ''));
    expect(Object.keys(MEANINGS).sort()).toEqual(names.sort());
  });

  const rows = Object.entries(MEANINGS).flatMap(([name, meanings]) => meanings.map((meant) => [name, ...meant] as const));
  it.each(rows)('%s to a %s call is %s and leaves its orders %s', (name, call, kind, reached) => {
    const read = answerFrom(call, answerOf(name), LONG_URL, NOW);
    expect(meaning(call, answerOf(name))).toBe(kind);
    if (!read.ok) expect(reach(read.failure)).toBe(reached);
  });
});

describe('an answer of FileMaker', () => {
  it.each([
    ['10', 400, 'request-refused', 'ask'],
    ['104', 404, 'script-missing', 'ask'],
    ['802', 500, 'database-closed', 'wait'],
    ['953', 500, 'quota-exceeded', 'ask'],
    ['955', 500, 'request-refused', 'ask'],
    ['956', 500, 'server-full', 'wait'],
    ['957', 400, 'request-refused', 'ask'],
    ['958', 400, 'request-refused', 'ask'],
    ['959', 500, 'request-refused', 'ask'],
    ['960', 400, 'request-refused', 'ask'],
    ['1638', 500, 'host-not-ready', 'wait'],
    ['1701', 500, 'host-not-ready', 'wait'],
  ] as const)('with code %s and status %i is %s, and the next step is to %s', (code, status, kind, next) => {
    const read = answerFrom('script', fileMaker(status, code), LONG_URL, NOW);
    expect(read.ok ? 'ok' : read.failure.kind).toBe(kind);
    if (!read.ok) expect(nextStep(read.failure)).toBe(next);
  });

  it.each([16, 101, 301, 951, 1631])('with code %i, which has no rule, may have run the script', (code) => {
    const read = answerFrom('script', fileMaker(500, code), LONG_URL, NOW);
    expect(read).toMatchObject({ ok: false, failure: { kind: 'filemaker-error', code: String(code), words: 'Words' } });
    if (!read.ok) expect(reach(read.failure)).toBe('unknown');
  });

  it.each([400, 401, 500])('with code 952 means a lost session under status %i too', (status) => {
    expect(meaning('script', fileMaker(status, '952'))).toBe('session-lost');
  });

  it('with 404 is a wrong script name, however long the URL was', () => {
    expect(meaning('script', fileMaker(404, '999'))).toBe('script-missing');
  });

  it('may carry its code as a number, start with a byte order mark, and name its parts in any order', () => {
    expect(meaning('login', { status: 401, headers: {}, text: `\uFEFF${fileMaker(401, 212).text}` })).toBe('credentials-refused');
  });

  it('without messages, or with nothing but text, is not one of FileMaker', () => {
    for (const text of ['', '{}', '[]', 'null', '"OK"', '{"response":{}}', '{"messages":[]}']) {
      expect(meaning('script', { status: 200, headers: {}, text })).toBe('answer-unusable');
      expect(meaning('login', { status: 200, headers: {}, text })).toBe('wrong-server');
    }
  });
});

describe('an answer of somebody in front of FileMaker', () => {
  it.each([400, 404, 413, 414, 431])('with %i is about a URL that is too long, when a long one was asked', (status) => {
    expect(meaning('script', html(status), LONG_URL)).toBe('url-too-long');
    expect(meaning('script', html(status), SHORT_URL)).toBe('address-refused');
    expect(meaning('login', html(status), LONG_URL)).toBe('wrong-server');
  });

  it.each([
    ['script', 401, 'session-lost'],
    ['login', 401, 'turned-away'],
    ['script', 403, 'turned-away'],
    ['login', 407, 'turned-away'],
    ['script', 405, 'address-refused'],
    ['script', 429, 'busy'],
    ['script', 500, 'answer-unusable'],
    ['login', 500, 'answer-unusable'],
    ['script', 502, 'gateway'],
    ['script', 503, 'gateway'],
    ['script', 504, 'gateway'],
    ['login', 200, 'wrong-server'],
    ['script', 200, 'answer-unusable'],
  ] as const)('to a %s call with %i is %s', (call, status, kind) => {
    expect(meaning(call, html(status), SHORT_URL)).toBe(kind);
  });

  it.each([
    ['120', 120_000],
    [' 5 ', 5000],
    [new Date(NOW + 90_000).toUTCString(), 90_000],
    [new Date(NOW - 90_000).toUTCString(), 0],
  ])('with Retry-After %s asks for %i ms', (value, ms) => {
    for (const status of [429, 503]) {
      const read = answerFrom('script', html(status, { 'retry-after': value }), LONG_URL, NOW);
      expect(read).toMatchObject({ failure: { retryAfterMs: ms } });
    }
  });

  it.each(['soon', '', '-1', '1.5'])('with Retry-After "%s" asks for nothing', (value) => {
    const read = answerFrom('script', html(503, { 'retry-after': value }), LONG_URL, NOW);
    expect(read.ok ? {} : read.failure).toEqual({ kind: 'gateway', status: 503 });
  });
});

describe("the script's summary", () => {
  const SENT = ['ORD-1', 'ORD-2', 'ORD-3'];
  const OK = { status: 'OK' };
  const error = (words?: string) => ({ status: 'Error', error: words });
  const okAll = SENT.map((internalOrderRef) => ({ internalOrderRef, ...OK }));

  function verdicts(summary: unknown, sent: readonly string[] = SENT): Record<string, unknown> | string {
    const text = typeof summary === 'string' ? summary : JSON.stringify(summary);
    const read = verdictsFrom({ scriptResult: text }, sent);
    return read.ok ? Object.fromEntries(read.value) : read.failure.kind;
  }

  it('delivers every order that it names with OK', () => {
    expect(verdicts({ processed: 3, succeeded: 3, failed: 0, results: okAll })).toEqual({
      'ORD-1': null,
      'ORD-2': null,
      'ORD-3': null,
    });
  });

  it('may come in any order and with counts written as text', () => {
    const results = [...okAll].reverse();
    expect(verdicts({ processed: '3', succeeded: '3', failed: '0', results })).toEqual({
      'ORD-1': null,
      'ORD-2': null,
      'ORD-3': null,
    });
  });

  it.each([
    ['Record not found', 'order-not-found'],
    ['Invalid bookingResult value', 'value-refused'],
    ['Invalid bookingDate', 'value-refused'],
    ['Record is in use by another user', 'order-refused'],
    ['', 'order-refused'],
    [undefined, 'order-refused'],
  ])('refuses an order with the error "%s" as %s, in the very words of the server', (words, kind) => {
    const results = [okAll[0], okAll[1], { internalOrderRef: 'ORD-3', ...error(words) }];
    expect(verdicts({ processed: 3, succeeded: 2, failed: 1, results })).toMatchObject({
      'ORD-1': null,
      'ORD-3': { kind, words: words ?? '' },
    });
  });

  it('leaves an order open that it does not name, and delivers the others', () => {
    const missing = { 'ORD-1': null, 'ORD-2': null, 'ORD-3': { kind: 'answer-missing-order' } };
    expect(verdicts({ processed: 2, succeeded: 2, failed: 0, results: okAll.slice(0, 2) })).toEqual(missing);
    expect(verdicts({ processed: 3, succeeded: 2, failed: 1, results: okAll.slice(0, 2) })).toEqual(missing);
  });

  it('leaves an order open whose status is neither OK nor Error', () => {
    const results = [okAll[0], okAll[1], { internalOrderRef: 'ORD-3', status: 'ok' }];
    expect(verdicts({ processed: 3, succeeded: 2, failed: 1, results })).toMatchObject({
      'ORD-3': { kind: 'answer-missing-order' },
    });
  });

  it.each([
    [
      'names an order that was not sent',
      { processed: 4, succeeded: 4, failed: 0, results: [...okAll, { internalOrderRef: 'X', ...OK }] },
    ],
    ['counts one more than it lists', { processed: 4, succeeded: 4, failed: 0, results: okAll }],
    [
      'counts more successes than it lists',
      { processed: 3, succeeded: 3, failed: 0, results: [okAll[0], okAll[1], { internalOrderRef: 'ORD-3', ...error('x') }] },
    ],
    ['counts fewer successes than it lists', { processed: 3, succeeded: 2, failed: 1, results: okAll }],
    ['does not add up', { processed: 3, succeeded: 3, failed: 1, results: okAll }],
    ['names an order twice', { processed: 3, succeeded: 3, failed: 0, results: [okAll[0], okAll[0], okAll[1], okAll[2]] }],
    ['has no results', { processed: 3, succeeded: 3, failed: 0 }],
    ['counts below nothing', { processed: 3, succeeded: 4, failed: -1, results: okAll }],
    ['is a list', okAll],
    ['is cut short', JSON.stringify({ processed: 3, succeeded: 3, failed: 0, results: okAll }).slice(0, 90)],
    ['is a complaint of the JSON functions', '? * Line 1, Column 1\r  Syntax error: value, object or array expected.\r'],
    ['is empty', ''],
  ])('is worth nothing when it %s', (_, summary) => {
    expect(verdicts(summary)).toBe('answer-unusable');
  });

  it('never delivers one of two orders that share a name in the answer', () => {
    const results = [okAll[0], okAll[1], { internalOrderRef: 'ORD-1', ...error('Record not found') }];
    const read = verdicts({ processed: 3, succeeded: 2, failed: 1, results });
    expect(read).toMatchObject({
      'ORD-1': { kind: 'answer-missing-order' },
      'ORD-2': null,
      'ORD-3': { kind: 'answer-missing-order' },
    });
  });
});
