// The command line as a scheduled job sees it: what it prints, and the exit code that the job acts on.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSettings } from '../../main/base/settings.ts';
import { parseRequest } from '../../main/command-line/arguments.ts';
import { createPracticeBasicPsf, type PracticeBasicPsf } from '../../main/practice/basicpsf.ts';
import { sampleCsv } from '../../main/practice/orders.ts';
import { temporaryFolder } from '../support/make.ts';

const HEADER = 'internalOrderRef,bookingResult,bookingDate,inspectorName';
const ACCOUNT = {
  BOOKING_COURIER_BASICPSF_USERNAME: 'courier',
  BOOKING_COURIER_BASICPSF_PASSWORD: 'practice-password',
};

/** What the report says of a file that was queued and about which there is nothing to say. */
const CERTAIN = { queued: true, questions: [], guesses: [], notes: [], remarks: [], uncertain: [] };
/** The machine's clock says what is far. */
const OLD = { ...CERTAIN, notes: expect.any(Array) };

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

let home: string;
let folder: string;
let server: PracticeBasicPsf;
let baseUrl: string;
const running: ChildProcess[] = [];

beforeEach(async () => {
  home = join(temporaryFolder(), 'home');
  folder = temporaryFolder();
  server = createPracticeBasicPsf({ accounts: [{ username: 'courier', password: 'practice-password' }] });
  baseUrl = (await server.start()).baseUrl;
});
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  await server.stop();
});

function program(path: string, args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', '..', path), ...args], {
    env: { ...process.env, BOOKING_COURIER_HOME: home, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere', ...env },
  });
  running.push(child);
  return child;
}

async function courier(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const child = program('main/command-line/index.ts', args, env);
  const said = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    said.err += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, ...said };
}

function file(name: string, ...rows: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${[HEADER, ...rows].join('\n')}\n`);
  return path;
}

/** Pushes to the Test environment at our own server, with the account that a job would have. */
function pushToTest(...args: string[]): Promise<Ran> {
  return courier(['push', ...args, '--environment', 'test', '--base-url', baseUrl, '--json'], ACCOUNT);
}

describe('push', () => {
  test('queues nothing of any file when one can be read in more than one way, and says what is unsure', async () => {
    const good = file('good.csv', 'ORD-2025-00101,Booked,2025-04-28,Li Fang');
    const unsure = file('unsure.csv', 'ORD-2025-00102,Booked,03/04/2025,Li Fang');
    const { code, out, err } = await pushToTest(good, unsure);
    expect(code).toBe(64);
    expect(JSON.parse(out)).toMatchObject({
      delivered: 0,
      files: [
        { name: 'good.csv', queued: false, accepted: 0, questions: [] },
        { name: 'unsure.csv', queued: false, accepted: 0, questions: [{ kind: 'dates', count: 1, sample: '03/04/2025' }] },
      ],
    });
    expect(err).toContain('"unsure.csv" can be read in more than one way: its dates may be day-month or month-day.');
    expect(server.requests).toEqual([]);
  });

  test('leaves a file about which something is uncertain for a person, queues the others, and takes --accept-remarks at its word', async () => {
    const good = file('good.csv', 'ORD-2025-00101,Booked,2025-04-28,Li Fang');
    const odd = file('odd.csv', 'ORD-2025-00102,Booked,2025-04-28,Li "Fay" Fang', 'ORD-2025-00103,Unavailable,2025-04-28,');
    const first = await pushToTest(good, odd);
    expect(first.code).toBe(1);
    const { files, delivered } = JSON.parse(first.out);
    expect(delivered).toBe(1);
    expect(files).toMatchObject([
      { name: 'good.csv', queued: true, accepted: 1 },
      { name: 'odd.csv', queued: false, accepted: 0, remarks: [{ kind: 'cleared', count: 1, sample: '2025-04-28' }] },
    ]);
    expect(files[1].notes).toContainEqual({ kind: 'stray-quotes', count: 1, sample: 'Li "Fay" Fang' });
    expect(files[1].uncertain).toHaveLength(2);
    expect(server.orders.get('ORD-2025-00102')?.writes).toBe(0);
    const second = await pushToTest(odd, '--accept-remarks');
    expect(second.code).toBe(0);
    expect(JSON.parse(second.out)).toMatchObject({ delivered: 2, files: [{ queued: true, accepted: 2 }] });
  }, 60_000);

  test('leaves a name with a question mark where a letter may be lost for a person', async () => {
    const lost = file('lost.csv', 'ORD-2025-00102,Booked,2025-04-28,J?rgen Berg', 'ORD-2025-00103,Unavailable,,');
    const { code, out } = await pushToTest(lost);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      delivered: 0,
      files: [{ queued: false, accepted: 0, remarks: [{ kind: 'letters-asked' }] }],
    });
    expect(JSON.parse(out).files[0].uncertain).toHaveLength(1);
    expect(server.requests).toEqual([]);
  }, 60_000);

  test('reads a file as the command says, so that nothing is left to ask', async () => {
    const path = file('unsure.csv', 'ORD-2025-00102,Booked,03/04/2025,Li Fang');
    const remarked = await pushToTest(path, '--accept-remarks');
    expect(remarked.code).toBe(64);
    const { code, out } = await pushToTest(path, '--date-order', 'day-month-year');
    expect([code, JSON.parse(out)]).toMatchObject([0, { delivered: 1 }]);
    expect(server.orders.get('ORD-2025-00102')).toMatchObject({ bookingDate: '2025-04-03' });
    expect(parseRequest(['push', 'a.csv', '--date-order', 'sideways'])).toMatchObject({ kind: 'wrong' });
    expect(parseRequest(['retry', '--accept-remarks'])).toMatchObject({ kind: 'wrong' });
  }, 60_000);

  test('delivers the sample in Practice and says what needs a person', async () => {
    const sample = join(folder, 'sample.csv');
    writeFileSync(sample, sampleCsv());
    const { code, out } = await courier(['push', sample, '--json', '--environment', 'practice']);
    expect(JSON.parse(out)).toEqual({
      environment: 'practice',
      files: [{ name: 'sample.csv', rows: 12, accepted: 11, invalid: 1, unchanged: 0, duplicates: 0, ...OLD }],
      delivered: 9,
      refused: [
        { internalOrderRef: 'ORD-2025-00999', error: 'Record not found' },
        { internalOrderRef: 'ORD-2025-00117', error: 'Record is in use by another user' },
      ],
      waiting: 0,
      unconfirmed: 0,
      notices: [],
    });
    expect(code).toBe(1);
    expect(out.trim().split('\n')).toHaveLength(1);
  });

  test('ends with 0 when everything is delivered, and again when nothing has changed', async () => {
    const path = file('good.csv', 'ORD-2025-00101,Booked,2025-04-28,Zhang Wei', 'ORD-2025-00102,Unavailable,,');
    const first = await pushToTest(path);
    expect([first.code, JSON.parse(first.out)]).toEqual([
      0,
      {
        environment: 'test',
        files: [{ name: 'good.csv', rows: 2, accepted: 2, invalid: 0, unchanged: 0, duplicates: 0, ...OLD }],
        delivered: 2,
        refused: [],
        waiting: 0,
        unconfirmed: 0,
        notices: [],
      },
    ]);
    expect(server.orders.get('ORD-2025-00101')).toMatchObject({ inspectorName: 'Zhang Wei' });
    const second = await pushToTest(path);
    expect(second.code).toBe(0);
    expect(JSON.parse(second.out)).toMatchObject({ delivered: 0, files: [{ accepted: 0, unchanged: 2 }] });
    expect([server.sessionsClosed, server.openSessions]).toEqual([server.sessionsOpened, 0]);
  });

  test('goes on saying 1 while an order of the file is refused, though nothing about it has changed', async () => {
    const path = file(
      'refused.csv',
      'ORD-2025-00101,Booked,2025-04-28,Zhang Wei',
      'ORD-NOBODY-KNOWS-99,Booked,2025-04-28,Zhang Wei',
    );
    const refused = [{ internalOrderRef: 'ORD-NOBODY-KNOWS-99', error: 'Record not found' }];
    const first = await pushToTest(path);
    expect([first.code, JSON.parse(first.out)]).toMatchObject([1, { delivered: 1, refused }]);
    const again = await pushToTest(path);
    expect([again.code, JSON.parse(again.out)]).toMatchObject([
      1,
      { delivered: 0, refused, files: [{ accepted: 0, unchanged: 2 }] },
    ]);
    const other = await pushToTest(file('other.csv', 'ORD-2025-00102,Unavailable,,'));
    expect([other.code, JSON.parse(other.out).refused]).toEqual([0, []]);
  });

  test('keeps what cannot be sent, says 2, and sends it with the next run', async () => {
    const path = file('later.csv', 'ORD-2025-00101,Booked,2025-04-28,Zhang Wei');
    await server.stop();
    const first = await pushToTest(path);
    expect(first.code).toBe(2);
    expect(JSON.parse(first.out)).toMatchObject({ delivered: 0, waiting: 1, unconfirmed: 0, files: [{ accepted: 1 }] });
    expect(first.err).toContain('127.0.0.1');
    await server.start();
    const retried = await courier(['retry', '--environment', 'test', '--base-url', baseUrl, '--json'], ACCOUNT);
    expect([retried.code, JSON.parse(retried.out)]).toMatchObject([0, { files: [], delivered: 1, waiting: 0 }]);
  });

  test('with --wait goes on by itself until the server is back', async () => {
    const path = file('later.csv', 'ORD-2025-00101,Booked,2025-04-28,Zhang Wei');
    await server.stop();
    const pushed = pushToTest(path, '--wait', '60');
    setTimeout(() => void server.start(), 2500);
    const { code, out } = await pushed;
    expect([code, JSON.parse(out)]).toMatchObject([0, { delivered: 1, waiting: 0, unconfirmed: 0 }]);
  });

  test('with --wait gives up when the time is over', async () => {
    await server.stop();
    const { code, out } = await pushToTest(file('later.csv', 'ORD-2025-00101,Booked,2025-04-28,Zhang Wei'), '--wait', '1');
    expect([code, JSON.parse(out)]).toMatchObject([2, { waiting: 1 }]);
  });

  test('does not knock twice with a refused account, and never prints it', async () => {
    const path = file('a.csv', 'ORD-2025-00101,Booked,2025-04-28,Zhang Wei');
    const { code, out, err } = await courier(
      ['push', path, '--environment', 'test', '--base-url', baseUrl, '--wait', '60', '--json'],
      {
        ...ACCOUNT,
        BOOKING_COURIER_BASICPSF_PASSWORD: 'wrong-practice-password',
      },
    );
    expect([code, JSON.parse(out)]).toMatchObject([2, { waiting: 1 }]);
    expect(server.requests.filter(({ kind }) => kind === 'login')).toHaveLength(1);
    expect(out + err).not.toContain('wrong-practice-password');
    expect(err).toMatch(/password/);
  });

  test('says which variables a job without a keychain needs', async () => {
    const { code, err } = await courier([
      'push',
      file('a.csv', 'ORD-2025-00101,Unavailable,,'),
      '--environment',
      'test',
      '--base-url',
      baseUrl,
    ]);
    expect(code).toBe(2);
    expect(err).toContain('BOOKING_COURIER_BASICPSF_USERNAME');
  });

  test('counts duplicates and invalid rows of several files', async () => {
    const first = file('first.csv', 'ORD-2025-00101,Booked,2025-04-28,Zhang Wei', 'ORD-2025-00101,Unavailable,,');
    const second = file('second.csv', 'ORD-2025-00102,booked,2025-04-28,Zhang Wei', 'ORD-2025-00103,Unavailable,,');
    const { code, out } = await pushToTest(first, second);
    expect([code, JSON.parse(out)]).toMatchObject([
      1,
      {
        files: [
          { name: 'first.csv', rows: 2, accepted: 1, duplicates: 1, invalid: 0 },
          { name: 'second.csv', rows: 2, accepted: 1, duplicates: 0, invalid: 1 },
        ],
        delivered: 2,
      },
    ]);
  });

  test('speaks in sentences without --json', async () => {
    const { out } = await courier([
      'push',
      file('a.csv', 'ORD-2025-00101,Unavailable,,', 'ORD-NOBODY-KNOWS-99,Unavailable,,'),
      '--environment',
      'practice',
    ]);
    expect(out).toBe(
      'a.csv: 2 rows, 2 queued.\nPractice: 1 result delivered, 1 refused.\n  ORD-NOBODY-KNOWS-99: Record not found\n',
    );
  });

  test('queues nothing of any file when one cannot be read', async () => {
    const good = file('good.csv', 'ORD-2025-00101,Unavailable,,');
    const table = join(folder, 'page.csv');
    writeFileSync(table, '<!doctype html><html><table></table></html>');
    for (const bad of [join(folder, 'missing.csv'), folder, table]) {
      const { code, out, err } = await pushToTest(good, bad);
      expect([code, Object.keys(JSON.parse(out))]).toEqual([64, ['failure']]);
      expect(err).toMatch(/could not be read|cannot be read/);
    }
    const status = await courier(['status', '--environment', 'test', '--json']);
    expect(JSON.parse(status.out)).toMatchObject({ waiting: 0, delivered: 0 });
    expect(server.requests).toEqual([]);
  });

  test('touches live data only when it is named', async () => {
    mkdirSync(home, { recursive: true });
    openSettings(home).change({ environment: 'production', baseUrl });
    const path = file('a.csv', 'ORD-2025-00101,Unavailable,,');
    const unsaid = await courier(['push', path], ACCOUNT);
    expect(unsaid.code).toBe(64);
    expect(unsaid.err).toContain('--environment production');
    expect((await courier(['retry'], ACCOUNT)).code).toBe(64);
    expect(server.requests).toEqual([]);
    const said = await courier(['push', path, '--environment', 'production', '--json'], ACCOUNT);
    expect(JSON.parse(said.out).environment).toBe('production');
  });

  test('says who has the folder while the app is open on it', async () => {
    const app = program('main/start.ts', ['--browser', '--no-open']);
    await once(app.stdout as NodeJS.ReadableStream, 'data');
    const { code, err } = await courier(['push', file('a.csv', 'ORD-2025-00101,Unavailable,,'), '--environment', 'practice']);
    expect(code).toBe(64);
    expect(err).toContain('It is open in a browser.');
    expect(err).toContain(home);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'told to stop by %s ends after the batch under way, closes its session and keeps the rest',
    async (signal) => {
      server.knobs.latencyMs = 300;
      const rows = Array.from(
        { length: 200 },
        (_, n) => `ORD-2025-${String(101 + (n % 40)).padStart(5, '0')}-${n},Unavailable,,`,
      );
      server.knobs.unknownOrders = 'made-up';
      const child = program(
        'main/command-line/index.ts',
        ['push', file('long.csv', ...rows), '--environment', 'test', '--base-url', baseUrl, '--json'],
        ACCOUNT,
      );
      await expect
        .poll(() => server.requests.filter(({ kind }) => kind === 'script').length, { timeout: 20_000 })
        .toBeGreaterThan(1);
      child.kill(signal);
      const [code] = await once(child, 'close');
      expect(code).toBe(2);
      expect([server.sessionsClosed, server.openSessions]).toEqual([server.sessionsOpened, 0]);
      const { out } = await courier(['status', '--environment', 'test', '--json']);
      const { waiting, unconfirmed, delivered, sending } = JSON.parse(out);
      expect({ unconfirmed, sending, all: waiting + delivered }).toEqual({ unconfirmed: 0, sending: 0, all: 200 });
      expect(waiting).toBeGreaterThan(0);
    },
  );
});

describe('a server that hangs', () => {
  for (const stage of ['login', 'script', 'logout'] as const) {
    test(`at the ${stage} does not keep a stopped push: it ends before the server answers, and loses nothing`, async () => {
      // It would answer after an hour: whoever waits for that never ends here.
      server.knobs.faults.push({ fault: { kind: 'delay', ms: 3_600_000, after: stage === 'script' }, on: stage });
      const child = program(
        'main/command-line/index.ts',
        ['push', file('a.csv', 'ORD-2025-00101,Booked,2025-04-28,Li Fang'), '--environment', 'test', '--base-url', baseUrl],
        ACCOUNT,
      );
      let err = '';
      child.stderr?.on('data', (chunk) => {
        err += chunk;
      });
      await expect.poll(() => server.requests.filter(({ kind }) => kind === stage).length, { timeout: 20_000 }).toBe(1);
      child.kill('SIGTERM');
      const [code] = await once(child, 'close');
      // Once all is delivered the run may say so itself before it is stopped.
      expect(stage === 'logout' ? [0, 2] : [2]).toContain(code);
      if (stage !== 'logout') expect(err).toContain('Stopped.');
      const counts = JSON.parse((await courier(['status', '--environment', 'test', '--json'])).out);
      expect(counts).toMatchObject({
        sending: 0,
        waiting: stage === 'login' ? 1 : 0,
        unconfirmed: stage === 'script' ? 1 : 0,
        delivered: stage === 'logout' ? 1 : 0,
      });
      if (stage !== 'login') expect(server.requests.at(-1)?.kind).toBe('logout');
      if (stage === 'script') {
        expect(server.sessionsClosed).toBe(server.sessionsOpened);
        expect((await courier(['status', '--environment', 'test'])).err).toContain(
          'The result of order ORD-2025-00101 was possibly sent but not confirmed because Booking Courier was stopped on the way.',
        );
      }
    });
  }
});

test('says why something is possibly sent or waits', async () => {
  server.knobs.faults.push({ fault: { kind: 'page', page: 'nginx-502' }, on: 'script', when: 1 });
  const path = file('a.csv', 'ORD-2025-00101,Booked,2025-04-28,Li Fang');
  const ran = await courier(['push', path, '--environment', 'test', '--base-url', baseUrl], ACCOUNT);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('possibly sent but not confirmed because BasicPSF did not answer behind its web server.');
});

describe('patience', () => {
  test('that a server asked for is kept by the next job too, and not by a person who says retry', async () => {
    server.knobs.faults.push({ fault: { kind: 'page', page: 'apache-503', retryAfter: '3600' }, on: 'login', when: 1 });
    const path = file('a.csv', 'ORD-2025-00101,Booked,2025-04-28,Li Fang');
    const first = await courier(['push', path, '--environment', 'test', '--base-url', baseUrl], ACCOUNT);
    expect([first.code, first.err]).toEqual([2, expect.stringContaining('asks us to wait 60 minutes; nothing was sent.')]);
    const again = await courier(['push', path, '--environment', 'test', '--base-url', baseUrl], ACCOUNT);
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('asks us to wait')]);
    expect(server.requests).toHaveLength(1);
    const retried = await courier(['retry', '--environment', 'test', '--base-url', baseUrl, '--json'], ACCOUNT);
    expect([retried.code, JSON.parse(retried.out)]).toMatchObject([0, { delivered: 1 }]);
  });
});

describe('status and export', () => {
  test('say what is in the outbox without sending anything', async () => {
    const path = file('a.csv', 'ORD-2025-00101,Booked,2025-04-28,Zhang Wei', 'ORD-NOBODY-KNOWS-99,Unavailable,,');
    await pushToTest(path);
    const asked = server.requests.length;
    const status = await courier(['status', '--environment', 'test', '--json']);
    expect([status.code, JSON.parse(status.out)]).toMatchObject([
      1,
      { environment: 'test', delivered: 1, refused: 1, waiting: 0 },
    ]);
    const words = await courier(['status', '--environment', 'test']);
    expect(words.out).toBe('Test: 1 delivered today, 0 waiting, 1 needs you.\n');
    const all = await courier(['export', '--environment', 'test']);
    expect(all.code).toBe(0);
    expect(all.out).toContain('ORD-2025-00101');
    expect(all.out).toContain('ORD-NOBODY-KNOWS-99');
    const target = join(folder, 'refused.csv');
    const some = await courier(['export', '--environment', 'test', '--state', 'refused', '--output', target]);
    expect([some.code, some.out]).toEqual([0, '']);
    expect(readFileSync(target, 'utf8')).toContain('ORD-NOBODY-KNOWS-99');
    expect(readFileSync(target, 'utf8')).not.toContain('ORD-2025-00101');
    expect(server.requests).toHaveLength(asked);
  });
});

describe('the arguments', () => {
  test.each([
    [[], 'Say what to do.'],
    [['fly'], '"fly" is not something to do.'],
    [['push'], 'Name at least one CSV file'],
    [['status', 'a.csv'], 'status takes no files.'],
    [['push', 'a.csv', '--environment', 'live'], '"live" is no environment'],
    [['push', 'a.csv', '--base-url', 'http://pps.basicpsf.com'], '--base-url must be an https address'],
    [['push', 'a.csv', '--base-url', 'https://user:word@pps.basicpsf.com'], '--base-url must be an https address'],
    [['push', 'a.csv', '--wait', 'soon'], '"soon" is not a number of seconds.'],
    [['push', 'a.csv', '--wait', '-1'], '--wait'],
    [['push', 'a.csv', '--sideways'], '--sideways'],
    [['status', '--wait', '3'], '--wait means nothing for status.'],
    [['push', 'a.csv', '--output', 'x'], '--output means nothing for push.'],
    [['export', '--state', 'lost'], 'The states are waiting'],
  ])('%j are refused: %s', (args, why) => {
    expect(parseRequest(args)).toMatchObject({ kind: 'wrong', why: expect.stringContaining(why) });
  });

  test('are refused with 64 and the usage on standard error; --help is no mistake', async () => {
    const wrong = await courier(['fly']);
    expect([wrong.code, wrong.out]).toEqual([64, '']);
    expect(wrong.err).toContain('push FILE...');
    const help = await courier(['--help']);
    expect([help.code, help.err]).toEqual([0, '']);
    expect(help.out).toContain('push FILE...');
  });
});

describe('verify', () => {
  const delivered = async () => {
    const path = file('results.csv', 'ORD-2025-00101,Booked,2025-04-28,Zhang Wei', 'ORD-2025-00103,Unavailable,,');
    expect((await courier(['push', path, '--environment', 'test', '--base-url', baseUrl], ACCOUNT)).code).toBe(0);
  };
  const verify = (...args: string[]) => courier(['verify', '--environment', 'test', '--base-url', baseUrl, ...args], ACCOUNT);

  test('ends with 0 while BasicPSF holds what was delivered, with 1 when something differs, and names it', async () => {
    await delivered();
    const agrees = await verify('--json');
    expect(agrees.code).toBe(0);
    expect(JSON.parse(agrees.out)).toMatchObject({ environment: 'test', checked: 2, left: 0, differences: [] });

    const orders = server.orders as unknown as Map<string, { inspectorName: string }>;
    (orders.get('ORD-2025-00101') as { inspectorName: string }).inspectorName = 'Li Fang';
    orders.delete('ORD-2025-00103');
    const differs = await verify('--json');
    expect(differs.code).toBe(1);
    expect(JSON.parse(differs.out).differences).toMatchObject([
      { internalOrderRef: 'ORD-2025-00103', what: 'gone', held: null },
      {
        internalOrderRef: 'ORD-2025-00101',
        what: 'changed',
        held: { inspectorName: 'Li Fang' },
        delivered: { inspectorName: 'Zhang Wei' },
      },
    ]);
    const said = await verify();
    expect(said.out).toMatch(/2 delivered results checked, 2 differ/);
    expect(said.out).toMatch(
      /ORD-2025-00101: BasicPSF holds Booked, 2025-04-28, Li Fang, confirmed .*; delivered was Booked, 2025-04-28, Zhang Wei\./,
    );
    expect([server.openSessions, server.sessionsOpened]).toEqual([0, server.sessionsClosed]);
  });

  test('ends with 2 when BasicPSF could not be looked at, and looks at nothing before the day that is said', async () => {
    await delivered();
    server.knobs.mayFind = false;
    const refused = await verify('--json');
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.out).failure).toMatchObject({ kind: 'look-up-refused' });
    server.knobs.mayFind = true;
    expect(JSON.parse((await verify('--json', '--since', '2999-01-01')).out)).toMatchObject({ checked: 0 });
    expect((await verify('--since', 'yesterday')).code).toBe(64);
  });
});
