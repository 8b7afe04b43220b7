// What reaches a log: no secret in any of the forms it can take, and still enough to find a fault.
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLog, logLevelFrom } from '../../main/base/log.ts';
import type { Clock } from '../../main/base/ports.ts';
import { redact, redactText } from '../../main/base/redact.ts';

/** A secret in every form in which it could be written down by accident. */
function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64');
  return [
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(encodeURIComponent(secret)),
    new URLSearchParams({ x: secret }).toString().slice(2),
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret)).slice(3, -3),
    base64,
    Buffer.from(secret).toString('base64url'),
    Buffer.from(secret).toString('hex'),
    encodeURIComponent(base64),
  ];
}

function expectGone(written: unknown, secret: string): void {
  const text = JSON.stringify(written);
  for (const form of formsOf(secret)) expect(text).not.toContain(form);
  // Nor any longer piece of it.
  for (let at = 0; at + 6 <= secret.length; at += 1) {
    const piece = secret.slice(at, at + 6);
    if (piece.trim().length === 6) expect(text).not.toContain(JSON.stringify(piece).slice(1, -1));
  }
}

// Letters that never stand in our own words, mixed with everything that could end a value too early.
const secrets = fc
  .array(
    fc.oneof(
      fc.constantFrom('Ж', 'щ', '7', 'Q', 'X', '9'),
      fc.constantFrom(
        ' ',
        '"',
        "'",
        '\\',
        '/',
        '&',
        '=',
        '?',
        '#',
        '%',
        '+',
        ':',
        ';',
        ',',
        '<',
        '>',
        '{',
        '}',
        '[',
        ']',
        '\n',
        '\r',
        '\t',
        'é',
        '🚚',
      ),
    ),
    { minLength: 2, maxLength: 12 },
  )
  .map((parts) => `Ж9Q${parts.join('')}щX7`);

const words = fc.constantFrom(
  '',
  'a push failed: ',
  'GET ',
  'see https://pps.basicpsf.com/fmi/data/vLatest?a=1&b=2 and ',
  '{"url":"https://x.test/y?z=1",',
  "{ url: 'https://x.test/y?z=1', ",
  'Basic checks passed; ',
);

type Wrap = (secret: string) => string;
const texts: Record<string, Wrap> = {
  'an apikey in a URL': (s) => `https://api.test/servicebookings.xml?apikey=${encodeURIComponent(s)}&startdate=2025-04-28`,
  'the script parameter of a URL': (s) =>
    `https://pps.test/fmi/data/vLatest/databases/D/layouts/QC_Booking/script/X?script.param=${encodeURIComponent(JSON.stringify({ bookingResults: [{ inspectorName: s }] }))}`,
  'a script parameter that nobody encoded': (s) =>
    `/script/X?script.param={"bookingResults":[{"inspectorName":${JSON.stringify(s)}}]}`,
  'a script parameter as plain text': (s) => `/script/X?script.param=order ${s}`,
  'the session in a path': (s) => `DELETE https://pps.test/fmi/data/vLatest/databases/D/sessions/${encodeURIComponent(s)}`,
  'the session in an encoded path': (s) => `to=${encodeURIComponent(`/sessions/${encodeURIComponent(s)}`)}`,
  'user and password in a URL': (s) => `https://courier:${encodeURIComponent(s)}@pps.test/`,
  'a Basic header': (s) => `Authorization: Basic ${Buffer.from(`courier:${s}`).toString('base64')}`,
  'a Bearer header': (s) => `Authorization: Bearer ${s}`,
  'a Bearer token without its header': (s) => `Bearer ${Buffer.from(s).toString('base64')}`,
  'the token header': (s) => `X-FM-Data-Access-Token: ${s}`,
  'JSON text': (s) => JSON.stringify({ username: 'courier', password: s }),
  'JSON text inside JSON text': (s) => JSON.stringify({ body: JSON.stringify({ password: s, more: 1 }) }),
  'a token in an answer': (s) => JSON.stringify({ response: { token: s }, messages: [] }),
  'an assignment': (s) => `PASSWORD=${s}`,
  'a form body': (s) => `grant=x&password=${encodeURIComponent(s)}&next=1`,
  'an encoded form body': (s) => `next=${encodeURIComponent(`/login?password=${encodeURIComponent(s)}`)}`,
  'an inspected object': (s) => `{ apiKey: '${s}' }`,
};

describe('a text that is written down', () => {
  for (const [name, wrap] of Object.entries(texts)) {
    test(`holds no trace of ${name}`, () => {
      fc.assert(
        fc.property(secrets, words, words, (secret, before, after) => {
          expectGone(redactText(before + wrap(secret)), secret);
          expectGone(redactText(`${before}${wrap(secret)} ${after}`), secret);
        }),
        { numRuns: 150 },
      );
    });
  }

  test('keeps what helps to find a fault', () => {
    expect(redactText('https://pps.test/fmi/data/vLatest/databases/BasicPSF_Test/sessions/abc-123')).toBe(
      'https://pps.test/fmi/data/vLatest/databases/BasicPSF_Test/sessions/[redacted]',
    );
    expect(redactText('https://api.test/servicebookings.xml?apikey=abc&startdate=2025-04-28 answered 500')).toBe(
      'https://api.test/servicebookings.xml?apikey=[redacted]&startdate=[redacted] answered 500',
    );
    expect(redactText('BasicPSF answered 952 "Invalid FileMaker Data API token (*)"')).toContain('952 "Invalid FileMaker');
    expect(redactText('order ORD-2025-00123 was refused: Record not found')).toBe(
      'order ORD-2025-00123 was refused: Record not found',
    );
  });

  test('is short, however long it was', () => {
    expect(redactText('x'.repeat(10_000)).length).toBeLessThan(2100);
    expect(redactText('x'.repeat(1_000_000)).length).toBeLessThan(100);
  });
});

describe('facts that are written down', () => {
  test('lose the values of secret keys at any depth and in any container', () => {
    fc.assert(
      fc.property(secrets, (secret) => {
        const error = Object.assign(new Error(`login failed, password: ${secret}`), { token: secret });
        error.stack = `Error: login failed, password: ${secret}\n    at somewhere (file:///x.ts?password=${encodeURIComponent(secret)})`;
        const facts = {
          password: secret,
          Authorization: `Basic ${secret}`,
          'X-FM-Data-Access-Token': [secret],
          account: { username: 'courier', passwordAgain: { deep: secret } },
          inspectorName: secret,
          list: [{ apiKey: secret }, ['authorization', secret]],
          rawHeaders: ['Accept', '*/*', 'Authorization', secret],
          headers: new Headers({ Authorization: `Basic ${Buffer.from(secret).toString('base64')}` }),
          map: new Map([['token', secret]]),
          url: new URL(`https://x.test/a?script.param=${encodeURIComponent(secret)}`),
          bytes: Buffer.from(secret),
          [`/sessions/${encodeURIComponent(secret)}`]: 1,
          error,
          wrapped: new Error('outer', { cause: error }),
        };
        expectGone(redact(facts), secret);
      }),
      { numRuns: 150 },
    );
  });

  test('keep plain numbers, words and errors readable', () => {
    const written = redact({ status: 500, order: 'ORD-1', at: new Date(0), none: null, error: new TypeError('bad input') });
    expect(written).toMatchObject({ status: 500, order: 'ORD-1', at: '1970-01-01T00:00:00.000Z', none: null });
    expect(written.error).toMatchObject({ name: 'TypeError', message: 'bad input' });
    expect((written.error as { frames: string[] }).frames[0]).toContain('redact.test.ts');
  });

  test('may turn in circles and hold what JSON cannot', () => {
    const circle: Record<string, unknown> = { big: 10n, call: () => 1, mark: Symbol('x'), gone: undefined };
    circle.self = circle;
    expect(() => JSON.stringify(redact(circle))).not.toThrow();
  });
});

function clockAt(iso: string): Clock & { set: (iso: string) => void } {
  let at = Date.parse(iso);
  return { now: () => at, monotonic: () => 0, after: () => () => {}, set: (next) => (at = Date.parse(next)) };
}

function makeFolder(): string {
  return join(mkdtempSync(join(tmpdir(), 'courier-log-')), 'logs');
}

describe('the log', () => {
  test('writes one JSON line per entry into the file of the day, without secrets', () => {
    const folder = makeFolder();
    const clock = clockAt('2025-04-28T10:00:00Z');
    const log = createLog(folder, clock, 'info');
    log('info', 'signed in at https://x.test/?apikey=practice-key', { password: 'practice-password', status: 200 });
    log('debug', 'not written');
    clock.set('2025-04-29T10:00:00Z');
    log('error', 'next day');
    expect(readdirSync(folder).sort()).toEqual(['courier-2025-04-28.000.log', 'courier-2025-04-29.000.log']);
    const first = readFileSync(join(folder, 'courier-2025-04-28.000.log'), 'utf8');
    expect(JSON.parse(first)).toEqual({
      at: '2025-04-28T10:00:00.000Z',
      level: 'info',
      message: 'signed in at https://x.test/?apikey=[redacted]',
      facts: { password: '[redacted]', status: 200 },
    });
    expect(first.endsWith('}\n')).toBe(true);
  });

  test('starts another file when one is full, and keeps seven', () => {
    const folder = makeFolder();
    const clock = clockAt('2025-04-28T10:00:00Z');
    createLog(folder, clock, 'info')('info', 'first');
    for (let round = 0; round < 9; round += 1) {
      const newest = join(folder, readdirSync(folder).sort().at(-1) as string);
      writeFileSync(newest, 'x'.repeat(5 * 1024 * 1024));
      createLog(folder, clock, 'info')('info', `round ${round}`);
    }
    const files = readdirSync(folder).sort();
    expect(files).toHaveLength(7);
    expect(files.at(-1)).toBe('courier-2025-04-28.009.log');
  });

  test('turns the page by itself, without a restart', () => {
    const folder = makeFolder();
    const log = createLog(folder, clockAt('2025-04-28T10:00:00Z'), 'info');
    const long = 'ж'.repeat(1900);
    for (let line = 0; line < 2800; line += 1) log('info', long);
    const files = readdirSync(folder).sort();
    expect(files.length).toBe(3);
    for (const file of files) expect(statSync(join(folder, file)).size).toBeLessThanOrEqual(5 * 1024 * 1024);
  });

  test('goes on without a word when it cannot be written', () => {
    const folder = makeFolder();
    writeFileSync(folder, 'a file where the folder should be');
    expect(() => createLog(folder, clockAt('2025-04-28T10:00:00Z'), 'info')('error', 'lost')).not.toThrow();
  });

  test('takes its level from one word and falls back to info', () => {
    expect(['debug', 'WARNING', 'off', '', undefined, 'nonsense'].map(logLevelFrom)).toEqual([
      'debug',
      'warning',
      'off',
      'info',
      'info',
      'info',
    ]);
  });
});
