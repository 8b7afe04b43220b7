// Every answer a call can get, as a table: status, kind of body and stage. Of each is asked: did the script run, what does a
// person read, and what happens next. The server is real HTTP; what it did is known from the server itself.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { MAX_ANSWER_BYTES } from '../../main/base/http.ts';
import { asksPerson } from '../../main/workspace/next-move.ts';
import { nextStep } from '../../shared/consequence.ts';
import type { Failure } from '../../shared/failure.ts';
import { wording } from '../../shared/wording.ts';
import { atEnd, booked, makeOutbox, push, type TestOutbox } from '../support/make.ts';

type Stage = 'login' | 'script' | 'logout';
interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The bodies that somebody on the way may send with any status. */
const BODIES = {
  html: '<!DOCTYPE html><html><head><title>No</title></head><body>No</body></html>',
  empty: '',
  truncated: '{"response":{"scriptResult":"{\\"processed\\":1,',
  null: 'null',
  array: '[]',
  text: 'Forbidden by policy',
} as const;
type Body = keyof typeof BODIES;

function fileMaker(code: string | number | null, message: string | null = 'Words'): string {
  return JSON.stringify({ response: {}, messages: [{ code, message }] });
}

interface Server {
  readonly baseUrl: string;
  readonly calls: Stage[];
  readonly tokens: { readonly opened: Set<string>; readonly closed: Set<string> };
}

/** A BasicPSF that answers well, except where `answerOf` says otherwise; null is a reset. `n` counts the calls of a stage. */
async function serve(answerOf: (stage: Stage, n: number) => Answer | null | undefined): Promise<Server> {
  const calls: Stage[] = [];
  const tokens = { opened: new Set<string>(), closed: new Set<string>() };
  const good = (stage: Stage, request: IncomingMessage): Answer => {
    const token = `token-${calls.length}`;
    if (stage === 'login') {
      tokens.opened.add(token);
      return { status: 200, headers: { 'X-FM-Data-Access-Token': token }, body: envelope({ token }) };
    }
    if (stage === 'logout') return { status: 200, body: envelope({}) };
    const { bookingResults } = JSON.parse(new URL(request.url ?? '', 'http://x').searchParams.get('script.param') ?? '{}');
    const results = bookingResults.map(({ internalOrderRef }: { internalOrderRef: string }) => ({
      internalOrderRef,
      status: 'OK',
    }));
    const scriptResult = JSON.stringify({ processed: results.length, succeeded: results.length, failed: 0, results });
    return { status: 200, body: envelope({ scriptResult, scriptError: '0' }) };
  };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    request.resume().on('end', () => {
      const stage: Stage = request.method === 'POST' ? 'login' : request.method === 'DELETE' ? 'logout' : 'script';
      calls.push(stage);
      if (stage === 'logout') tokens.closed.add(decodeURIComponent(request.url?.split('/').at(-1) ?? ''));
      const wanted = answerOf(stage, calls.filter((call) => call === stage).length);
      if (wanted === null) return void response.socket?.resetAndDestroy();
      const { status, headers, body } = wanted ?? good(stage, request);
      response.writeHead(status, headers).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls, tokens };
}

function envelope(response: Record<string, unknown>): string {
  return JSON.stringify({ response, messages: [{ code: '0', message: 'OK' }] });
}

function oneResult(): { outbox: TestOutbox; seq: number } {
  const outbox = makeOutbox();
  return { outbox, seq: outbox.accept(booked('ORD-1')) };
}

/** What a person reads about a failure. */
function read(failure: Failure | null): string {
  if (failure === null) return '';
  const { what, todo } = wording(failure);
  return `${what} ${todo}`;
}

const STATUSES = [200, 302, 307, 400, 401, 403, 404, 405, 407, 408, 410, 413, 414, 429, 431, 500, 502, 503, 504];

describe('an answer to the sign-in that is not of FileMaker', () => {
  const rows = STATUSES.flatMap((status) => (Object.keys(BODIES) as Body[]).map((body) => [status, body] as const));

  it.each(rows)('with %i and a body of the kind %s sent nothing, says so and is tried again by itself', async (status, body) => {
    const { outbox, seq } = oneResult();
    const server = await serve((stage) =>
      stage === 'login' ? { status, headers: { Location: '/elsewhere', 'Retry-After': '60' }, body: BODIES[body] } : undefined,
    );
    const { trouble } = await push(outbox, server.baseUrl);
    expect(server.calls).toEqual(['login']);
    expect(outbox.item(seq)).toMatchObject({ state: 'waiting', attempts: 0, maybeSentTwice: false });
    expect(asksPerson(trouble)).toBe(false);
    expect(trouble).toMatchObject({ retryAfterMs: 60_000 });
    expect(read(trouble)).not.toMatch(/possibly|may have|account or its password/);
  });

  it('that is a reset sent nothing either', async () => {
    const { outbox, seq } = oneResult();
    const server = await serve((stage) => (stage === 'login' ? null : undefined));
    const { trouble } = await push(outbox, server.baseUrl);
    expect(outbox.state(seq)).toBe('waiting');
    expect(asksPerson(trouble)).toBe(false);
    expect(read(trouble)).toContain('nothing was sent');
  });
});

describe('an answer to the sign-in of FileMaker itself', () => {
  it.each(['210', '211', '212', '213', '218'])('with code %s speaks of the account, and stops for a person', async (code) => {
    const { outbox } = oneResult();
    const server = await serve((stage) => (stage === 'login' ? { status: 401, body: fileMaker(code) } : undefined));
    const { trouble } = await push(outbox, server.baseUrl);
    expect(trouble).toEqual({ kind: 'credentials-refused' });
    expect(asksPerson(trouble)).toBe(true);
  });

  it.each([
    ['812', 500],
    ['1701', 500],
    ['956', 500],
    ['802', 500],
    ['1638', 500],
    ['951', 500],
    ['9999', 401],
    ['9999', 429],
    ['9999', 503],
  ] as const)('with code %s and status %i is tried again by itself, and holds to Retry-After', async (code, status) => {
    const { outbox, seq } = oneResult();
    const server = await serve((stage) =>
      stage === 'login' ? { status, headers: { 'Retry-After': '60' }, body: fileMaker(code) } : undefined,
    );
    const { trouble } = await push(outbox, server.baseUrl);
    expect(outbox.state(seq)).toBe('waiting');
    expect(asksPerson(trouble)).toBe(false);
    expect(trouble).toMatchObject({ retryAfterMs: 60_000 });
  });

  it.each([
    ['an empty header beside a token in the body', { 'X-FM-Data-Access-Token': '' }, envelope({ token: 'abc' })],
    ['a blank header beside a token in the body', { 'X-FM-Data-Access-Token': '  ' }, envelope({ token: 'abc' })],
    ['a header alone', { 'X-FM-Data-Access-Token': 'abc' }, envelope({})],
    ['a header beside a body that was cut short', { 'X-FM-Data-Access-Token': 'abc' }, BODIES.truncated],
  ] as const)('that brings its session as %s opens one, which is closed', async (_, headers, body) => {
    const { outbox, seq } = oneResult();
    const server = await serve((stage) => (stage === 'login' ? { status: 200, headers, body } : undefined));
    expect(await push(outbox, server.baseUrl)).toMatchObject({ delivered: 1, trouble: null });
    expect(outbox.state(seq)).toBe('delivered');
    expect([...server.tokens.closed]).toEqual(['abc']);
  });
});

describe('a 401 to a script call', () => {
  const bodies: [string, string][] = [
    ...Object.entries(BODIES),
    ...['10', '212', '214', '952', '9999', '0'].map((code): [string, string] => [`code ${code}`, fileMaker(code)]),
  ];

  it.each(bodies)(
    'with %s is a lost session: one new sign-in, the results go once, and both sessions are left',
    async (_, body) => {
      const { outbox, seq } = oneResult();
      const server = await serve((stage, n) => (stage === 'script' && n === 1 ? { status: 401, body } : undefined));
      expect(await push(outbox, server.baseUrl)).toMatchObject({ delivered: 1, trouble: null });
      expect(server.calls).toEqual(['login', 'script', 'logout', 'login', 'script', 'logout']);
      expect(outbox.item(seq)).toMatchObject({ state: 'delivered', attempts: 1, maybeSentTwice: false });
      expect(server.tokens.closed).toEqual(server.tokens.opened);
    },
  );

  it.each(bodies)('with %s again and again never speaks of the account and never signs in a third time', async (_, body) => {
    const { outbox, seq } = oneResult();
    const server = await serve((stage) => (stage === 'script' ? { status: 401, body } : undefined));
    const { trouble } = await push(outbox, server.baseUrl);
    expect(server.calls.filter((call) => call === 'login')).toHaveLength(2);
    expect(outbox.item(seq)).toMatchObject({ state: 'waiting', maybeSentTwice: false });
    expect(asksPerson(trouble)).toBe(false);
    expect(read(trouble)).not.toContain('password');
    expect(server.tokens.closed).toEqual(server.tokens.opened);
  });

  it('after which the sign-in is refused does speak of the account', async () => {
    const { outbox } = oneResult();
    const server = await serve((stage, n) => {
      if (stage === 'script') return { status: 401, body: '' };
      return stage === 'login' && n === 2 ? { status: 401, body: fileMaker('212') } : undefined;
    });
    expect((await push(outbox, server.baseUrl)).trouble).toEqual({ kind: 'credentials-refused' });
  });

  it('that asks for patience is not answered by a sign-in before it is over', async () => {
    const { outbox, seq } = oneResult();
    const server = await serve((stage) =>
      stage === 'script' ? { status: 401, headers: { 'Retry-After': '60' }, body: fileMaker('952') } : undefined,
    );
    expect((await push(outbox, server.baseUrl)).trouble).toEqual({ kind: 'session-lost', retryAfterMs: 60_000 });
    expect(server.calls).toEqual(['login', 'script', 'logout']);
    expect(outbox.state(seq)).toBe('waiting');
  });
});

describe('an answer to a script call that is not of FileMaker', () => {
  /** Whether the script may have run: a page in front says so by its status, and nothing else can. */
  function mayHaveRun(status: number): boolean {
    return status === 200 || status === 500 || status === 502 || status === 503 || status === 504;
  }
  const rows = STATUSES.filter((status) => status !== 401).flatMap((status) =>
    (Object.keys(BODIES) as Body[]).map((body) => [status, body] as const),
  );

  it.each(rows)(
    'with %i and a body of the kind %s is marked for what it may have done, and tried again by itself',
    async (status, body) => {
      const { outbox, seq } = oneResult();
      const server = await serve((stage) =>
        stage === 'script' ? { status, headers: { Location: '/elsewhere', 'Retry-After': '60' }, body: BODIES[body] } : undefined,
      );
      const { trouble } = await push(outbox, server.baseUrl);
      expect(server.calls).toEqual(['login', 'script', 'logout']);
      expect(outbox.state(seq)).toBe(mayHaveRun(status) ? 'unconfirmed' : 'waiting');
      expect(outbox.item(seq).dueAt).toBe(outbox.clock.now() + 60_000);
      expect(asksPerson(trouble)).toBe(false);
      expect(trouble).toMatchObject({ retryAfterMs: 60_000 });
      expect(read(trouble)).not.toMatch(/account or its password|it is not BasicPSF/);
      expect(server.tokens.closed).toEqual(server.tokens.opened);
    },
  );

  it.each([
    [407, 'A proxy on the way wants a sign-in'],
    [404, 'its name or the length of the address may be the reason'],
    [403, "that is not BasicPSF's own word"],
  ])('with %i and a page says whose word it is', async (status, words) => {
    const { outbox } = oneResult();
    const server = await serve((stage) => (stage === 'script' ? { status, body: BODIES.html } : undefined));
    expect(read((await push(outbox, server.baseUrl)).trouble)).toContain(words);
  });

  it("with 403 and a proxy's header is the proxy's", async () => {
    const { outbox } = oneResult();
    const answer = { status: 403, headers: { Via: '1.1 office-proxy' }, body: BODIES.html };
    const server = await serve((stage) => (stage === 'script' ? answer : undefined));
    expect((await push(outbox, server.baseUrl)).trouble).toEqual({ kind: 'turned-away', status: 403, by: 'proxy' });
  });
});

describe('an answer to a script call of FileMaker itself', () => {
  it.each([
    ['104', 500, 'script-missing', 'ask'],
    ['104', 404, 'script-missing', 'ask'],
    ['9999', 404, 'script-missing', 'ask'],
    ['105', 500, 'layout-missing', 'ask'],
    ['812', 500, 'server-full', 'wait'],
    ['1701', 500, 'host-not-ready', 'wait'],
    ['9999', 429, 'busy', 'wait'],
    ['112', 500, 'session-cut', 'retry'],
    ['951', 500, 'filemaker-error', 'retry'],
    ['9999', 503, 'gateway', 'wait'],
  ] as const)(
    'with code %s and status %i is %s, and the next step is to %s, no sooner than it asks',
    async (code, status, kind, next) => {
      const { outbox } = oneResult();
      const server = await serve((stage) =>
        stage === 'script' ? { status, headers: { 'Retry-After': '60' }, body: fileMaker(code) } : undefined,
      );
      const { trouble } = await push(outbox, server.baseUrl);
      expect(trouble).toMatchObject({ kind, retryAfterMs: 60_000 });
      expect(nextStep(trouble as Failure)).toBe(next);
      expect(server.calls).toEqual(['login', 'script', 'logout']);
      expect(server.tokens.closed).toEqual(server.tokens.opened);
    },
  );

  it('with a code that is null is none, and words that are no text are no words', async () => {
    const { outbox, seq } = oneResult();
    const results = [{ internalOrderRef: 'ORD-1', status: 'Error', error: null }];
    const scriptResult = JSON.stringify({ processed: 1, succeeded: 0, failed: 1, results });
    const server = await serve((stage) => (stage === 'script' ? { status: 200, body: envelope({ scriptResult }) } : undefined));
    await push(outbox, server.baseUrl);
    expect(outbox.item(seq)).toMatchObject({ state: 'refused', cause: 'order-refused', words: '' });

    const other = oneResult();
    const odd = await serve((stage) => (stage === 'login' ? { status: 500, body: fileMaker(null, null) } : undefined));
    expect(read((await push(other.outbox, odd.baseUrl)).trouble)).not.toContain('null');
  });
});

describe('an answer to the DELETE', () => {
  it.each([
    ['952', { status: 401, body: fileMaker('952') }, 1],
    ['an error page', { status: 502, body: BODIES.html }, 2],
    ['nothing', { status: 200, body: '' }, 2],
    ['a request for patience', { status: 503, headers: { 'Retry-After': '60' }, body: BODIES.html }, 1],
  ] as const)('that is %s changes nothing about what was delivered', async (_, answer, times) => {
    const { outbox, seq } = oneResult();
    const server = await serve((stage) => (stage === 'logout' ? answer : undefined));
    const { delivered, trouble } = await push(outbox, server.baseUrl);
    expect([delivered, outbox.state(seq)]).toEqual([1, 'delivered']);
    expect(server.calls.filter((call) => call === 'logout')).toHaveLength(times);
    if ('headers' in answer) expect(trouble).toMatchObject({ retryAfterMs: 60_000 });
    else expect(trouble).toBeNull();
  });
});

it('has a cap that is told as it is', () => {
  expect(read({ kind: 'answer-too-large', maxBytes: MAX_ANSWER_BYTES })).toContain('larger than 5 MB');
});
