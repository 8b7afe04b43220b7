// One push against BasicPSF over real HTTP: what it sends to the byte, what each answer does to each result,
// and that every session it opens is closed again, whatever happens.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../../main/base/ports.ts';
import { createPracticeBasicPsf, type PracticeBasicPsf, type PracticeBasicPsfOptions } from '../../main/practice/basicpsf.ts';
import type { Fault, FaultRule, PracticeRequest } from '../../main/practice/faults.ts';
import { freshLimit, type UrlLimit } from '../../main/push/batches.ts';
import type { FailureKind } from '../../shared/failure.ts';
import type { ItemState } from '../../shared/outbox-item.ts';
import { fail, ok } from '../../shared/result.ts';
import { booked, makeOutbox, orderRef, push, type TestOutbox, unavailable, until } from '../support/make.ts';

const MINUTE = 60_000;
let practice: PracticeBasicPsf;
let baseUrl: string;
let outbox: TestOutbox;
/** Sessions that a fault kept from being closed. */
let leaked: number;

/** Orders `ORD-00001` to `ORD-00060`, known to the server. */
const ORDERS = Array.from({ length: 60 }, (_, n) => ({ internalOrderRef: orderRef(n + 1) }));

async function serve(options: PracticeBasicPsfOptions = {}): Promise<void> {
  await practice?.stop();
  practice = createPracticeBasicPsf({ orders: ORDERS, now: () => outbox.clock.now(), ...options });
  baseUrl = (await practice.start()).baseUrl;
}

beforeEach(async () => {
  outbox = makeOutbox();
  leaked = 0;
  await serve();
});
afterEach(async () => {
  const { openSessions, sessionsOpened, sessionsClosed, sessionsLost } = practice;
  await practice.stop();
  expect(openSessions).toBe(leaked);
  expect(sessionsOpened).toBe(sessionsClosed + sessionsLost + leaked);
});

/** Accepts results for the first so many orders; answers their seqs. */
function accepted(count: number): number[] {
  return ORDERS.slice(0, count).map(({ internalOrderRef }) => outbox.accept(booked(internalOrderRef)));
}

function faulty(fault: Fault, when: FaultRule['when'] = 'always', on: FaultRule['on'] = 'script'): void {
  practice.knobs.faults.push({ fault, when, on });
}

function calls(kind: PracticeRequest['kind']): PracticeRequest[] {
  return practice.requests.filter((request) => request.kind === kind);
}

function statesOf(seqs: readonly number[]): ItemState[] {
  return seqs.map(outbox.state);
}

function writesOf(count: number): number[] {
  return ORDERS.slice(0, count).map(({ internalOrderRef }) => practice.orders.get(internalOrderRef)?.writes ?? 0);
}

function each<T>(value: T, count: number): T[] {
  return Array.from({ length: count }, () => value);
}

describe('what is sent', () => {
  it('is the three calls of the API page, to the byte', async () => {
    const requests: { line: string; headers: Record<string, unknown>; body: string }[] = [];
    const results = [booked('ORD-2025-00123'), booked('ORD-2025-00124', 'Li Fang', '2025-04-29'), unavailable('ORD-2025-00125')];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        requests.push({ line: `${request.method} ${request.url}`, headers: { ...request.headers, host: undefined }, body });
        const scriptResult = JSON.stringify({
          processed: 3,
          succeeded: 3,
          failed: 0,
          results: results.map(({ internalOrderRef }) => ({ internalOrderRef, status: 'OK' })),
        });
        const answer = { login: { token: 'abc123' }, script: { scriptResult, scriptError: '0' }, logout: {} };
        const call = request.method === 'POST' ? 'login' : request.method === 'GET' ? 'script' : 'logout';
        response.end(JSON.stringify({ response: answer[call], messages: [{ code: '0', message: 'OK' }] }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    for (const result of results) outbox.accept(result);
    const account = async () => ok({ username: 'kontor', password: 'lösenord-övning' });
    const outcome = await push(outbox, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, { account });
    server.close();
    expect(outcome).toEqual({ delivered: 3, refused: 0, unconfirmed: 0, trouble: null });

    const database = '/fmi/data/vLatest/databases/BasicPSF_Test';
    const common = {
      accept: 'application/json',
      'content-type': 'application/json',
      'cache-control': 'no-store',
      // A compressed answer would only have to be unpacked again.
      'accept-encoding': 'identity',
      connection: 'keep-alive',
      host: undefined,
    };
    const param =
      '%7B%22bookingResults%22%3A%5B' +
      '%7B%22internalOrderRef%22%3A%22ORD-2025-00123%22%2C%22bookingResult%22%3A%22Booked%22%2C%22bookingDate%22%3A%222025-04-28%22%2C%22inspectorName%22%3A%22Zhang%20Wei%22%7D%2C' +
      '%7B%22internalOrderRef%22%3A%22ORD-2025-00124%22%2C%22bookingResult%22%3A%22Booked%22%2C%22bookingDate%22%3A%222025-04-29%22%2C%22inspectorName%22%3A%22Li%20Fang%22%7D%2C' +
      '%7B%22internalOrderRef%22%3A%22ORD-2025-00125%22%2C%22bookingResult%22%3A%22Unavailable%22%2C%22bookingDate%22%3A%22%22%2C%22inspectorName%22%3A%22%22%7D' +
      '%5D%7D';
    const basic = `Basic ${Buffer.from('kontor:lösenord-övning', 'utf8').toString('base64')}`;
    expect(requests).toEqual([
      { line: `POST ${database}/sessions`, headers: { ...common, authorization: basic, 'content-length': '2' }, body: '{}' },
      {
        line: `GET ${database}/layouts/QC_Booking/script/CLIV%20Booking%20Results%20Batch?script.param=${param}`,
        headers: { ...common, authorization: 'Bearer abc123' },
        body: '',
      },
      { line: `DELETE ${database}/sessions/abc123`, headers: { ...common, authorization: 'Bearer abc123' }, body: '' },
    ]);
  });

  it('is nothing, not even a login, when nothing is due', async () => {
    const seq = outbox.accept(booked(orderRef(1)));
    outbox.claim('b1', seq);
    outbox.settle('b1', { kind: 'timed-out', afterMs: 1 }, seq);
    expect(await push(outbox, baseUrl)).toEqual({ delivered: 0, refused: 0, unconfirmed: 0, trouble: null });
    expect(practice.requests).toEqual([]);
  });

  it('goes in one session, whatever the number of batches, each within the budget', async () => {
    const seqs = accepted(60);
    expect(await push(outbox, baseUrl, { ceilingBytes: 1900 })).toMatchObject({ delivered: 60, trouble: null });
    expect(statesOf(seqs)).toEqual(each('delivered', 60));
    expect(writesOf(60)).toEqual(each(1, 60));
    expect(calls('login')).toHaveLength(1);
    expect(calls('script').length).toBeGreaterThan(5);
    for (const { urlBytes } of calls('script')) expect(urlBytes + baseUrl.length).toBeLessThanOrEqual(1900);
    expect(new Set(calls('script').map(({ sessionId }) => sessionId))).toEqual(new Set([1]));
  });

  it('never holds two results of one order, nor one while another is under way', async () => {
    const older = outbox.accept(booked(orderRef(1), 'Zhang Wei'));
    let newer = 0;
    faulty({ kind: 'delay', ms: 0 }, (request) => {
      if (newer === 0) newer = outbox.accept(booked(orderRef(1), 'Li Fang'));
      return request.refs.length > 1 && new Set(request.refs).size < request.refs.length;
    });
    accepted(20).slice(1);
    await push(outbox, baseUrl);
    await push(outbox, baseUrl);
    expect(statesOf([older, newer])).toContain('delivered');
    expect(practice.orders.get(orderRef(1))?.inspectorName).toBe('Li Fang');
    for (const { refs } of calls('script')) expect(new Set(refs).size).toBe(refs.length);
  });
});

describe('a result that is accepted while an older one of its order is under way', () => {
  it('goes out in a later push, and after an unknown outcome not before a minute has passed', async () => {
    // So many that the push still reads on while the first batch is under way, and meets the newer result.
    const others = Array.from({ length: 900 }, (_, n) => booked(`OTHER-${n}`));
    await serve({ unknownOrders: 'made-up' });
    const older = outbox.accept(booked(orderRef(1), 'Zhang Wei'));
    for (const result of others) outbox.accept(result);
    let newer = 0;
    faulty({ kind: 'reset', processed: true }, ({ refs }) => {
      if (!refs.includes(orderRef(1)) || newer > 0) return false;
      newer = outbox.accept(booked(orderRef(1), 'Li Fang'));
      return true;
    });
    const outcome = await push(outbox, baseUrl);
    expect(outcome).toMatchObject({ trouble: null });
    expect([outbox.state(older), outbox.state(newer)]).toEqual(['superseded', 'waiting']);
    expect(practice.orders.get(orderRef(1))).toMatchObject({ inspectorName: 'Zhang Wei', writes: 1 });
    await outbox.clock.advance(MINUTE - 1);
    await push(outbox, baseUrl);
    expect(outbox.state(newer)).toBe('waiting');
    await outbox.clock.advance(1);
    await push(outbox, baseUrl);
    expect(practice.orders.get(orderRef(1))).toMatchObject({ inspectorName: 'Li Fang', writes: 2 });
  });
});

describe("BasicPSF's word on each order", () => {
  it('decides about each result by itself', async () => {
    await serve({
      orders: [{ internalOrderRef: 'OK-1' }, { internalOrderRef: 'IN-USE', refusal: 'Record is in use by another user' }],
    });
    const seqs = ['OK-1', 'UNKNOWN', 'IN-USE'].map((ref) => outbox.accept(booked(ref)));
    expect(await push(outbox, baseUrl)).toEqual({ delivered: 1, refused: 2, unconfirmed: 0, trouble: null });
    expect(seqs.map(outbox.item)).toMatchObject([
      { state: 'delivered', cause: '', words: '', dueAt: null },
      { state: 'refused', cause: 'order-not-found', words: 'Record not found', dueAt: outbox.clock.now() + 15 * MINUTE },
      { state: 'refused', cause: 'order-refused', words: 'Record is in use by another user', dueAt: null },
    ]);
  });

  it('"Record not found" is asked for again when its moment has come, until the order exists', async () => {
    await serve({ orders: [] });
    const seq = outbox.accept(booked(orderRef(1)));
    await push(outbox, baseUrl);
    await push(outbox, baseUrl);
    expect(calls('script')).toHaveLength(1);
    await outbox.clock.advance(15 * MINUTE);
    practice.knobs.unknownOrders = 'made-up';
    await push(outbox, baseUrl);
    expect(outbox.item(seq)).toMatchObject({ state: 'delivered', attempts: 2, maybeSentTwice: false });
  });

  it('counts also beside an error of the script, which is only logged', async () => {
    const seqs = accepted(3);
    faulty({ kind: 'script-error', code: '401' });
    const lines: string[] = [];
    const log: Log = (level, message) => void lines.push(`${level} ${message}`);
    expect(await push(outbox, baseUrl, {}, { log })).toMatchObject({ delivered: 3, trouble: null });
    expect(statesOf(seqs)).toEqual(each('delivered', 3));
    expect(lines).toEqual(['warning the script reported an error beside its results']);
  });
});

describe('a script call that fails once', () => {
  // What the server did first is not known to us; what it wrote twice is marked.
  const unknowns: [string, Fault][] = [
    ['a reset before processing', { kind: 'reset' }],
    ['a reset after processing', { kind: 'reset', processed: true }],
    ['an answer cut off in its middle', { kind: 'reset', processed: true, bodyBytes: 40 }],
    ['a truncated result', { kind: 'script-result', change: 'truncated' }],
    ['a result that is no JSON', { kind: 'script-result', change: 'not-json' }],
    ['a complaint of the JSON functions', { kind: 'script-result', change: 'json-error' }],
    ['no result', { kind: 'script-result', change: 'absent' }],
    ['an empty result', { kind: 'script-result', change: 'empty' }],
    ['an order that was not sent', { kind: 'script-result', change: 'order-added' }],
    ['counts that disagree', { kind: 'script-result', change: 'wrong-counts' }],
    ['an answer without end', { kind: 'huge-body', bytes: 6 * 1024 * 1024 }],
    ['an unexpected FileMaker code', { kind: 'filemaker', code: '951' }],
    ['a sign-in page', { kind: 'page', page: 'sign-in-200' }],
    ['code 112', { kind: 'filemaker', code: '112', processed: true }],
  ];

  it.each(unknowns)('with %s is repeated in halves, and what it was about is marked as possibly sent twice', async (_, fault) => {
    const seqs = accepted(4);
    faulty(fault, 1);
    expect(await push(outbox, baseUrl)).toEqual({ delivered: 4, refused: 0, unconfirmed: 0, trouble: null });
    expect(calls('script').map(({ refs }) => refs.length)).toEqual([4, 2, 2]);
    for (const seq of seqs) {
      expect(outbox.item(seq)).toMatchObject({ state: 'delivered', maybeSentTwice: true, attempts: 2 });
      expect(outbox.receipts(seq).map(({ outcome }) => outcome)).toEqual(['delivered', 'unconfirmed']);
    }
    expect(calls('login').length).toBe(fault.kind === 'filemaker' && fault.code === '112' ? 2 : 1);
  });

  it('with an order missing from the results leaves only that one open', async () => {
    const seqs = accepted(3);
    faulty({ kind: 'script-result', change: 'order-missing' }, 1);
    expect(await push(outbox, baseUrl)).toEqual({ delivered: 2, refused: 0, unconfirmed: 1, trouble: null });
    expect(statesOf(seqs)).toEqual(['delivered', 'delivered', 'unconfirmed']);
    await outbox.clock.advance(MINUTE);
    await push(outbox, baseUrl);
    expect(outbox.item(seqs[2] as number)).toMatchObject({ state: 'delivered', maybeSentTwice: true });
    expect(writesOf(3)).toEqual([1, 1, 2]);
  });

  const troubles: [string, Fault, FailureKind, ItemState][] = [
    ['502', { kind: 'page', page: 'nginx-502' }, 'gateway', 'unconfirmed'],
    ['503', { kind: 'page', page: 'apache-503' }, 'gateway', 'unconfirmed'],
    ['504', { kind: 'page', page: 'nginx-504', processed: true }, 'gateway', 'unconfirmed'],
    ['429', { kind: 'page', page: 'nginx-429' }, 'busy', 'waiting'],
    ['code 802', { kind: 'filemaker', code: '802' }, 'database-closed', 'waiting'],
    ['code 812', { kind: 'filemaker', code: '812' }, 'server-full', 'waiting'],
    ['code 105', { kind: 'filemaker', code: '105' }, 'layout-missing', 'waiting'],
    ['code 104', { kind: 'filemaker', code: '104' }, 'script-missing', 'waiting'],
    ['code 104 under 404', { kind: 'filemaker', code: '104', status: 404 }, 'script-missing', 'waiting'],
    ['code 953', { kind: 'filemaker', code: '953' }, 'quota-exceeded', 'waiting'],
    ['code 958', { kind: 'filemaker', code: '958' }, 'request-refused', 'waiting'],
    ['code 1701', { kind: 'filemaker', code: '1701' }, 'host-not-ready', 'waiting'],
    ['405', { kind: 'page', page: 'nginx-405' }, 'address-refused', 'waiting'],
    ['a redirect', { kind: 'redirect', to: 'https://elsewhere.example/x' }, 'redirected', 'waiting'],
  ];

  it.each(troubles)('with %s ends the push, and results it was about are as they should be', async (_, fault, kind, state) => {
    const seqs = accepted(4);
    faulty(fault, 1);
    const outcome = await push(outbox, baseUrl);
    expect(outcome.trouble?.kind).toBe(kind);
    expect(statesOf(seqs)).toEqual(each(state, 4));
    expect(calls('script')).toHaveLength(1);
    for (const seq of seqs) {
      expect(outbox.receipts(seq)).toMatchObject([{ outcome: state === 'waiting' ? 'not-sent' : 'unconfirmed', cause: kind }]);
    }
  });

  it.each([
    ['503', 'apache-503'],
    ['429', 'nginx-429'],
  ] as const)('with %s keeps to the Retry-After of the server', async (_, page) => {
    const [seq] = accepted(1) as [number];
    faulty({ kind: 'page', page, retryAfter: '120' }, 1);
    const { trouble } = await push(outbox, baseUrl);
    expect(trouble).toMatchObject({ retryAfterMs: 120_000 });
    expect(outbox.item(seq).dueAt).toBe(outbox.clock.now() + 120_000);
  });

  it('because no answer came in time is unconfirmed, and the push ends', async () => {
    const seqs = accepted(2);
    faulty({ kind: 'delay', ms: 3_600_000, after: true }, 1);
    const pushing = push(outbox, baseUrl);
    await until(() => calls('script').length === 1);
    await outbox.clock.advance(30_999);
    await outbox.clock.advance(1);
    expect(await pushing).toMatchObject({ unconfirmed: 2, trouble: { kind: 'timed-out', afterMs: 31_000 } });
    expect(statesOf(seqs)).toEqual(['unconfirmed', 'unconfirmed']);
    expect(writesOf(2)).toEqual([1, 1]);
  });

  it('slowly, drop by drop, does not fail', async () => {
    accepted(5);
    faulty({ kind: 'slow-body', chunkBytes: 50, everyMs: 1 });
    expect(await push(outbox, baseUrl)).toMatchObject({ delivered: 5, trouble: null });
  });

  it('again and again is the server, not one result: the push ends after five', async () => {
    accepted(40);
    faulty({ kind: 'script-result', change: 'truncated' });
    expect((await push(outbox, baseUrl)).trouble?.kind).toBe('answer-unusable');
    expect(calls('script')).toHaveLength(5);
  });
});

describe('a batch that was claimed but not sent', () => {
  it('is given back untouched when the one before it ends the push', async () => {
    const seqs = accepted(40);
    faulty({ kind: 'page', page: 'nginx-502' });
    await push(outbox, baseUrl);
    const sent = calls('script')[0]?.refs.length ?? 0;
    const rest = seqs.slice().filter((seq) => outbox.state(seq) === 'waiting');
    expect(rest).toHaveLength(40 - sent);
    for (const seq of rest) {
      expect(outbox.item(seq)).toMatchObject({ attempts: 0, dueAt: null, cause: '' });
      expect(outbox.receipts(seq)).toEqual([]);
    }
    expect(outbox.lists.tally()).toMatchObject({ sending: 0, unconfirmed: sent });
  });

  it('is given back when somebody stops the push, which ends after the batch under way', async () => {
    const seqs = accepted(40);
    const outcome = await push(outbox, baseUrl, { shouldStop: () => calls('script').length > 0 });
    expect(outcome.trouble).toBeNull();
    expect(calls('script')).toHaveLength(1);
    expect(outbox.lists.tally()).toMatchObject({ sending: 0, delivered: outcome.delivered, waiting: 40 - outcome.delivered });
    expect(seqs.filter((seq) => outbox.state(seq) === 'waiting').every((seq) => outbox.item(seq).attempts === 0)).toBe(true);
  });
});

describe('a result that somebody touches between being read and being claimed', () => {
  const touches: [string, (seq: number) => void][] = [
    ['is edited', (seq) => void outbox.verbs.resend(seq, booked(orderRef(1), 'Li Fang'), outbox.clock.now())],
    ['is overtaken', () => void outbox.accept(booked(orderRef(1), 'Li Fang'))],
    ['is discarded', (seq) => void outbox.verbs.discard({ seqs: [seq] }, 'undo', outbox.clock.now())],
  ];

  it.each(touches)('and %s is not sent', async (_, touch) => {
    const [seq] = accepted(12) as [number];
    let touched = false;
    const fresh: typeof outbox.lists.fresh = (after, limit) => {
      const found = outbox.lists.fresh(after, limit);
      if (!touched) touch(seq);
      touched = true;
      return found;
    };
    await push(outbox, baseUrl, {}, { lists: { ...outbox.lists, fresh } });
    expect(outbox.item(seq)).toMatchObject({ attempts: 0 });
    expect(outbox.receipts(seq)).toEqual([]);
    expect(practice.orders.get(orderRef(1))?.inspectorName).not.toBe('Zhang Wei');
    expect(writesOf(12).slice(1)).toEqual(each(1, 11));
  });
});

describe('signing in', () => {
  async function refusedSignIn(kind: FailureKind, logins = 1): Promise<void> {
    const seqs = accepted(3);
    expect((await push(outbox, baseUrl)).trouble?.kind).toBe(kind);
    expect(practice.requests.map((request) => request.kind)).toEqual(each('login', logins));
    expect(statesOf(seqs)).toEqual(each('waiting', 3));
    expect(seqs.map((seq) => outbox.item(seq).attempts)).toEqual([0, 0, 0]);
  }

  it('with a wrong password is tried once, and no result notices', async () => {
    await serve({ accounts: [{ username: 'practice', password: 'practice-password' }] });
    await refusedSignIn('credentials-refused');
  });

  it('to a full server asks once', async () => {
    practice.knobs.maxSessions = 0;
    await refusedSignIn('server-full');
  });

  it('to a database that is not open asks once', async () => {
    await serve({ databases: ['Another'] });
    await refusedSignIn('database-closed');
  });

  it.each<[string, Fault, FailureKind]>([
    ['too many attempts', { kind: 'filemaker', code: '214' }, 'login-throttled'],
    ['a server at capacity', { kind: 'filemaker', code: '956' }, 'server-full'],
    ['an error page', { kind: 'page', page: 'apache-503' }, 'sign-in-failed'],
    ['a page of another server', { kind: 'page', page: 'nginx-404' }, 'wrong-server'],
    ['a sign-in page of the network', { kind: 'page', page: 'sign-in-200' }, 'wrong-server'],
    ['a redirect', { kind: 'redirect', to: 'https://elsewhere.example/' }, 'redirected'],
    ['a reset', { kind: 'reset' }, 'sign-in-failed'],
    [
      'an answer without a session',
      { kind: 'answer', answer: { status: 200, headers: {}, body: '{"response":{},"messages":[{"code":"0"}]}' } },
      'sign-in-failed',
    ],
  ])('that meets %s ends the push', async (_, fault, kind) => {
    faulty(fault, 'always', 'login');
    await refusedSignIn(kind);
  });

  it('at a server that is not there leaves everything waiting', async () => {
    await practice.stop();
    const seqs = accepted(3);
    expect((await push(outbox, baseUrl)).trouble).toEqual({ kind: 'unreachable', host: '127.0.0.1', why: 'refused' });
    expect(statesOf(seqs)).toEqual(each('waiting', 3));
    await practice.start();
  });

  it('is not even tried without an account', async () => {
    accepted(1);
    expect((await push(outbox, baseUrl, { account: async () => fail({ kind: 'credentials-missing' }) })).trouble).toEqual({
      kind: 'credentials-missing',
    });
    expect(practice.requests).toEqual([]);
  });

  it('finds the token in the header alone, as FileMaker Cloud sends it', async () => {
    accepted(1);
    const body = '{"response":{},"messages":[{"code":"0","message":"OK"}]}';
    const answer = { status: 200, headers: { 'X-FM-Data-Access-Token': 'from-the-header' }, body };
    faulty({ kind: 'answer', answer }, 'always', 'login');
    await push(outbox, baseUrl);
    expect(practice.requests.map(({ kind }) => kind)).toEqual(['login', 'script', 'logout', 'login', 'script', 'logout']);
  });
});

describe('a session', () => {
  it('that the server forgot is opened anew once, and the batch goes out again as the same attempt', async () => {
    const seqs = accepted(3);
    faulty({ kind: 'session-killed' }, 1);
    expect(await push(outbox, baseUrl)).toMatchObject({ delivered: 3, trouble: null });
    expect(practice.requests.map(({ kind }) => kind)).toEqual(['login', 'script', 'logout', 'login', 'script', 'logout']);
    for (const seq of seqs) expect(outbox.item(seq)).toMatchObject({ attempts: 1, maybeSentTwice: false });
  });

  it('that is forgotten again ends the push: never more than two logins', async () => {
    const seqs = accepted(30);
    faulty({ kind: 'session-killed' });
    expect((await push(outbox, baseUrl)).trouble).toEqual({ kind: 'session-lost' });
    expect(calls('login')).toHaveLength(2);
    expect(calls('script')).toHaveLength(2);
    expect(statesOf(seqs)).toEqual(each('waiting', 30));
  });

  it('that was cut in the middle twice ends the push after two logins', async () => {
    accepted(8);
    faulty({ kind: 'filemaker', code: '112' });
    const { trouble } = await push(outbox, baseUrl);
    expect(trouble).not.toBeNull();
    expect(calls('login')).toHaveLength(2);
  });

  it.each<[string, Fault, FailureKind]>([
    ['does not answer', { kind: 'reset' }, 'sign-in-failed'],
    ['is refused', { kind: 'filemaker', code: '212' }, 'credentials-refused'],
    ['meets an error page', { kind: 'page', page: 'nginx-502' }, 'sign-in-failed'],
  ])('whose renewal %s leaves its batch unsent, not unconfirmed', async (_, fault, kind) => {
    const seqs = accepted(3);
    faulty({ kind: 'session-killed' }, 1);
    faulty(fault, () => calls('login').length > 1, 'login');
    expect((await push(outbox, baseUrl)).trouble?.kind).toBe(kind);
    expect(statesOf(seqs)).toEqual(each('waiting', 3));
    for (const seq of seqs) expect(outbox.receipts(seq)).toMatchObject([{ outcome: 'not-sent', cause: kind }]);
    expect(calls('login')).toHaveLength(2);
  });

  it.each<[string, Fault]>([
    ['cut', { kind: 'reset' }],
    ['cut after it was done', { kind: 'reset', processed: true }],
    ['answered by an error page', { kind: 'page', page: 'nginx-502' }],
  ])('whose DELETE is %s is closed by another one', async (_, fault) => {
    accepted(1);
    faulty(fault, 1, 'logout');
    const lines: string[] = [];
    await push(outbox, baseUrl, {}, { log: (_level, message) => void lines.push(message) });
    expect(calls('logout')).toHaveLength(2);
    expect(practice.openSessions).toBe(0);
    expect(lines).toEqual([]);
  });

  it('that was cut in the middle is left with a DELETE before another one is opened', async () => {
    practice.knobs.maxSessions = 1;
    accepted(8);
    faulty({ kind: 'filemaker', code: '112' }, 1);
    await push(outbox, baseUrl);
    expect(practice.requests.map(({ kind }) => kind).slice(0, 4)).toEqual(['login', 'script', 'logout', 'login']);
  });

  it('is closed with the token in the path and the header, and 952 counts as closed', async () => {
    accepted(1);
    faulty({ kind: 'session-killed' }, 1, 'logout');
    const lines: string[] = [];
    await push(outbox, baseUrl, {}, { log: (_, message) => void lines.push(message) });
    expect(calls('logout')).toHaveLength(1);
    expect(lines).toEqual([]);
  });

  it('that cannot be closed is logged, and changes nothing about what was delivered', async () => {
    const [seq] = accepted(1) as [number];
    faulty({ kind: 'page', page: 'nginx-502' }, 'always', 'logout');
    leaked = 1;
    const lines: string[] = [];
    const log: Log = (_, message, facts) => void lines.push(`${message} ${JSON.stringify(facts)}`);
    expect(await push(outbox, baseUrl, {}, { log })).toMatchObject({ delivered: 1, trouble: null });
    expect(outbox.state(seq)).toBe('delivered');
    expect(lines).toEqual(['a BasicPSF session could not be closed {"failure":"gateway"}']);
  });

  it('is closed also when the push ends by a bug', async () => {
    accepted(1);
    const broken = () => {
      throw new Error('a bug');
    };
    await expect(push(outbox, baseUrl, { progress: broken })).rejects.toThrow('a bug');
    expect(calls('logout')).toHaveLength(1);
    expect(outbox.lists.tally()).toMatchObject({ sending: 0, delivered: 1 });
  });
});

describe('a limit on URLs', () => {
  it.each([
    ['iis', 2048],
    ['nginx', 1200],
    ['apache', 8178],
    ['node', 3000],
    ['iis', 500],
  ] as const)('of %s at %i bytes is found, nothing is lost and nothing is sent twice', async (server, maxBytes) => {
    practice.knobs.urlLimit = { server, maxBytes };
    const seqs = accepted(60);
    let learned: UrlLimit = freshLimit(1900);
    const job = {
      ceilingBytes: 16_000,
      learned: (limit: UrlLimit) => {
        learned = limit;
      },
    };
    expect(await push(outbox, baseUrl, job)).toEqual({ delivered: 60, refused: 0, unconfirmed: 0, trouble: null });
    expect(statesOf(seqs)).toEqual(each('delivered', 60));
    expect(writesOf(60)).toEqual(each(1, 60));
    const refusals = calls('script').filter(({ status }) => status !== 200).length;
    expect(refusals).toBeLessThanOrEqual(9);
    practice.requests.length = 0;
    for (let n = 1; n <= 60; n += 1) outbox.accept(booked(orderRef(n), 'Li Fang'));
    await push(outbox, baseUrl, { ...job, limit: learned });
    expect(calls('script').filter(({ status }) => status !== 200).length).toBeLessThanOrEqual(Math.max(0, 9 - refusals));
  });

  it('keeps a result that alone is too long from holding up the others, and says so to a person', async () => {
    practice.knobs.urlLimit = { server: 'nginx', maxBytes: 1500 };
    const long = outbox.accept(booked(orderRef(20), '欧'.repeat(170)));
    const seqs = accepted(12);
    expect(await push(outbox, baseUrl)).toMatchObject({ delivered: 12, refused: 1, trouble: null });
    expect(outbox.item(long)).toMatchObject({ state: 'refused', cause: 'row-too-long', dueAt: null });
    expect(statesOf(seqs)).toEqual(each('delivered', 12));
  });

  it.each([
    ['iis-404', 'address-refused', 'waiting'],
    ['nginx-414', 'row-too-long', 'refused'],
    ['nginx-502', 'gateway', 'unconfirmed'],
  ] as const)('of a single result that is answered with the page %s is judged as %s', async (page, cause, state) => {
    // Long enough to be doubted, and as short as every server takes.
    const seq = outbox.accept(booked(orderRef(1), '欧阳娜娜'.repeat(8)));
    faulty({ kind: 'page', page });
    await push(outbox, baseUrl);
    expect(calls('script')[0]?.urlBytes).toBeGreaterThan(500);
    expect(outbox.item(seq)).toMatchObject({ state, cause });
  });

  it('above the starting budget lets a long result through that fits alone', async () => {
    const long = outbox.accept(booked(orderRef(1), '欧'.repeat(200)));
    expect(await push(outbox, baseUrl)).toMatchObject({ delivered: 1, refused: 0 });
    expect(outbox.state(long)).toBe('delivered');
  });

  it('is never tried beyond what was set', async () => {
    const long = outbox.accept(booked(orderRef(1), '欧'.repeat(200)));
    expect(await push(outbox, baseUrl, { ceilingBytes: 1900 })).toMatchObject({ refused: 1 });
    expect(outbox.item(long)).toMatchObject({ state: 'refused', cause: 'row-too-long' });
    expect(calls('script')).toEqual([]);
  });

  it('that shrinks repacks what was claimed before, instead of having it refused too', async () => {
    practice.knobs.urlLimit = { server: 'iis' };
    accepted(60);
    const limit = freshLimit(4000);
    expect(await push(outbox, baseUrl, { limit, ceilingBytes: 4000 })).toMatchObject({ delivered: 60, trouble: null });
    const [first, second] = calls('script').map(({ urlBytes }) => urlBytes) as [number, number];
    expect(first).toBeGreaterThan(3500);
    expect(second).toBeLessThan(first * 0.6);
    expect(outbox.store.prepare('select count(*) from batch where ended_at is null').pluck().get()).toBe(0);
  });

  it('is not learned from a server that turns away everything', async () => {
    const seqs = accepted(30);
    faulty({ kind: 'page', page: 'iis-404' });
    let learned: UrlLimit | null = null;
    const outcome = await push(outbox, baseUrl, {
      learned: (limit) => {
        learned = limit;
      },
    });
    expect(outcome).toMatchObject({ refused: 0, trouble: { kind: 'address-refused' } });
    expect(learned).toEqual(freshLimit(1900));
    expect(statesOf(seqs)).toEqual(each('waiting', 30));
  });
});

describe('a result that breaks the script for all in its batch', () => {
  const poisonous: [string, Fault][] = [
    ['a FileMaker error', { kind: 'filemaker', code: '951' }],
    ['a reset', { kind: 'reset' }],
    ['a result that cannot be read', { kind: 'script-result', change: 'truncated' }],
  ];
  const sizes = [1, 2, 3, 5, 8, 13, 21, 32, 46];

  it.each(poisonous)('with %s is found in at most 2·log₂n + 2 calls, wherever it stands', async (_, fault) => {
    for (const size of sizes) {
      for (const place of new Set([1, Math.ceil(size / 2), size])) {
        const desk = makeOutbox();
        const poison = orderRef(place);
        practice.knobs.faults = [{ fault, when: ({ refs }) => refs.includes(poison) }];
        practice.requests.length = 0;
        const seqs = ORDERS.slice(0, size).map(({ internalOrderRef }) => desk.accept(booked(internalOrderRef)));
        const limit = freshLimit(9000);
        expect(await push(desk, baseUrl, { limit, ceilingBytes: 9000 })).toEqual({
          delivered: size - 1,
          refused: 0,
          unconfirmed: 1,
          trouble: null,
        });
        expect(calls('script')[0]?.refs).toHaveLength(size);
        expect(calls('script').length).toBeLessThanOrEqual(2 * Math.log2(size) + 2);
        expect(seqs.map(desk.state)).toEqual(seqs.map((_seq, n) => (n === place - 1 ? 'unconfirmed' : 'delivered')));
        desk.close();
      }
    }
  });

  it('travels alone after its third time', async () => {
    const [poison] = accepted(12) as [number];
    practice.knobs.faults = [{ fault: { kind: 'page', page: 'nginx-502' }, when: ({ refs }) => refs.includes(orderRef(1)) }];
    for (let n = 0; n < 3; n += 1) {
      await push(outbox, baseUrl);
      await outbox.clock.advance(MINUTE);
    }
    practice.requests.length = 0;
    await push(outbox, baseUrl);
    await outbox.clock.advance(15 * MINUTE);
    for (let n = 0; n < 12; n += 1) {
      await push(outbox, baseUrl);
      await outbox.clock.advance(15 * MINUTE);
    }
    for (const { refs } of calls('script')) if (refs.includes(orderRef(1))) expect(refs).toEqual([orderRef(1)]);
    expect(outbox.lists.tally()).toMatchObject({ delivered: 11, unconfirmed: 1 });
    expect(outbox.state(poison)).toBe('unconfirmed');
  });

  it('is counted once in the outcome and the progress, however often its batch was tried', async () => {
    accepted(8);
    practice.knobs.faults = [{ fault: { kind: 'reset' }, when: ({ refs }) => refs.includes(orderRef(3)) }];
    let done = 0;
    expect(
      await push(outbox, baseUrl, {
        progress: (count) => {
          done += count;
        },
      }),
    ).toMatchObject({
      delivered: 7,
      unconfirmed: 1,
    });
    expect(done).toBe(8);
  });
});

describe('a disk that refuses to write', () => {
  it('ends the push, closes the session, and loses nothing: what is in doubt is possibly sent', async () => {
    const seqs = accepted(40);
    let commits = 0;
    let full = true;
    const turn: typeof outbox.writer.turn = async (...args) => {
      commits += 1;
      return full && commits > 2 ? fail({ kind: 'storage-full' }) : outbox.writer.turn(...args);
    };
    const writer = { ...outbox.writer, turn };
    expect((await push(outbox, baseUrl, {}, { writer })).trouble).toEqual({ kind: 'storage-full' });
    const written = writesOf(40).filter((writes) => writes > 0).length;
    expect(written).toBeGreaterThan(0);
    full = false;
    expect((await push(outbox, baseUrl, {}, { writer })).trouble).toBeNull();
    await outbox.clock.advance(MINUTE);
    await push(outbox, baseUrl, {}, { writer });
    expect(statesOf(seqs)).toEqual(each('delivered', 40));
    for (const [n, writes] of writesOf(40).entries()) {
      if (writes > 1) expect(outbox.item(seqs[n] as number).maybeSentTwice).toBe(true);
    }
  });
});
